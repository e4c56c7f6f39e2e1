from collections.abc import Mapping
from typing import Any

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.evaluation.agreement import ava_agreement
from album_organizer.evaluation.results import (
    DecisionAgreement,
    Estimate,
    Verdict,
    VersionComparison,
    WinnerFlip,
)
from album_organizer.evaluation.words import (
    agreement_sentence,
    correlation,
    percent,
    speed,
    speed_sentence,
    summary,
)
from tests.unit.evaluation.builders import (
    ava_comparison,
    pair_change,
    shuffled_scores,
    siamese_comparison,
)

FLIPS = tuple(WinnerFlip(i, ("a", "b"), "a", "b") for i in range(6))


def correlated(value: float, low: float, high: float, photos: int = 412) -> VersionComparison:
    scores = shuffled_scores(photos, 1.0)
    return ava_comparison(scores, spearman=Estimate(value, low, high))


def agreeing(
    verdict: Verdict, low: float, high: float, decisions: int = 24, kind: str = "ava"
) -> VersionComparison:
    agreement = DecisionAgreement(
        14, decisions - 14, 140, 0.71, 0.64, Estimate(-0.07, low, high), verdict
    )
    if kind == "siamese":
        return siamese_comparison([pair_change("a", "b", 0.9, 0.1)], agreement=agreement)
    return ava_comparison({"a": (1.0, 2.0)}, agreement=agreement)


class TestSummary:
    def test_in_one_paragraph(self) -> None:
        changes: Mapping[str, Any] = {
            "groups": 38,
            "flips": FLIPS,
            "entering": tuple("abcde"),
            "leaving": tuple("fghij"),
            "spearman": Estimate(0.913, 0.884, 0.931),
        }
        assert summary(ava_comparison(shuffled_scores(412, 0.3), **changes)) == (
            "On your 412 photos v1 and run-a rank alike (0.91; 95% interval 0.88 to 0.93); "
            "6 of 38 group winners change; 5 photos enter and 5 leave the album."
        )

    @pytest.mark.parametrize(
        ("value", "low", "high", "words"),
        [
            (0.97, 0.96, 0.98, "rank almost the same"),
            (0.85, 0.81, 0.88, "rank alike"),
            (0.7, 0.62, 0.75, "rank similarly, with clear differences,"),
            (0.4, 0.31, 0.5, "rank only loosely alike"),
            (0.05, -0.1, 0.2, "rank with little in common"),
            (-0.29, -0.35, -0.2, "rank with little in common"),
            (-0.8, -0.9, -0.7, "rank in opposite directions"),
            (-1.0, -1.0, -1.0, "rank in opposite directions"),
        ],
    )
    def test_the_strength_has_a_word(
        self, value: float, low: float, high: float, words: str
    ) -> None:
        assert f"v1 and run-a {words} (" in summary(correlated(value, low, high))

    @pytest.mark.parametrize(
        ("low", "high", "photos"),
        [(0.2, 0.95, 400), (0.4, 0.99, 50), (-0.5, 0.5, 20), (1.0, 1.0, 9)],
    )
    def test_no_word_where_the_interval_allows_several(
        self, low: float, high: float, photos: int
    ) -> None:
        text = summary(correlated(0.9, low, high, photos))
        assert f"Your {photos} photos are too few to tell how alike v1 and run-a rank" in text

    def test_the_same_scores(self) -> None:
        text = summary(ava_comparison(shuffled_scores(30, 0.0)))
        assert text.startswith("On your 30 photos v1 and run-a give exactly the same scores; ")

    def test_one_version_that_tells_nothing_apart(self) -> None:
        scores = {f"{i}.jpg": (5.0, float(i % 9 + 1)) for i in range(12)}
        assert "gives every photo the same score" in summary(ava_comparison(scores))

    @pytest.mark.parametrize(
        ("count", "start"),
        [
            (0, "There is no photo in this folder"),
            (1, "With only 1 photo nobody can tell"),
            (2, "With only 2 photos nobody can tell"),
        ],
    )
    def test_hardly_any_photos(self, count: int, start: str) -> None:
        assert summary(ava_comparison(shuffled_scores(count, 1.0))).startswith(start)

    @pytest.mark.parametrize(
        ("groups", "flips", "entering", "words"),
        [
            (0, 0, (), "there are no groups of similar shots; the album stays the same."),
            (1, 0, (), "the winner of the only group stays; the album stays the same."),
            (1, 1, (), "the winner of the only group changes; the album stays the same."),
            (9, 0, ("a",), "none of 9 group winners changes; 1 photo enters and 1 leaves the"),
            (9, 1, ("a", "b"), "1 of 9 group winners changes; 2 photos enter and 2 leave the"),
            (1204, 2, (), "2 of 1,204 group winners change; the album stays the same."),
        ],
    )
    def test_winners_and_album(
        self, groups: int, flips: int, entering: tuple[str, ...], words: str
    ) -> None:
        changes = {"groups": groups, "flips": FLIPS[:flips]}
        found = ava_comparison(
            shuffled_scores(20, 1.0), entering=entering, leaving=entering, **changes
        )
        assert words in summary(found)

    def test_of_pairs(self) -> None:
        pairs = [
            pair_change(f"a{i}", f"b{i}", 0.9, 0.9 if i % 4 else 0.1, group=None if i < 5 else i)
            for i in range(40)
        ]
        text = summary(siamese_comparison(pairs, groups=35, flips=FLIPS))
        assert text.startswith(
            "Of 40 pairs of your photos (5 of them neighbours in time, for lack of groups), "
            "v1 and run-a prefer the same photo in 30, that is 75% (95% interval "
        )
        assert text.endswith(
            "6 of 35 group winners change; the album stays the same. Handed over in the other "
            "order, v1 keeps its preference in 100% of 40 pairs, run-a in 0%."
        )

    def test_of_few_pairs_gives_no_percentage(self) -> None:
        text = summary(siamese_comparison([pair_change("a", "b", 0.9, 0.8, group=None)]))
        assert text.startswith(
            "Of only 1 pair of your photos (all of them neighbours in time, for lack of groups), "
            "v1 and run-a prefer the same photo in 1; "
        )

    def test_of_no_pairs(self) -> None:
        assert summary(siamese_comparison([])) == (
            "There are no two photos in this folder that both versions could compare."
        )


class TestAgreement:
    def test_too_few(self) -> None:
        assert agreement_sentence(agreeing(Verdict.TOO_FEW, -0.2, 0.1, decisions=18)) == (
            "Your own 18 decisions make 140 pairs of a picked and a rejected photo: v1 ranks the "
            "picked one higher in 71% of them, run-a in 64%. Too few decisions to tell who agrees "
            "more (20 decisions are needed, 5 picks and 5 rejects)."
        )

    def test_of_pairs_in_groups(self) -> None:
        text = agreement_sentence(agreeing(Verdict.TOO_FEW, -0.2, 0.1, kind="siamese"))
        assert "140 pairs of a picked and a rejected photo of one group: v1 ranks" in text
        assert text.endswith(
            "Too few pairs to tell who agrees more (20 pairs from 5 groups are needed)."
        )

    @pytest.mark.parametrize(
        ("verdict", "low", "high", "winner"),
        [(Verdict.A, -0.11, -0.03, "v1"), (Verdict.B, 0.03, 0.11, "run-a")],
    )
    def test_who_agrees_more(self, verdict: Verdict, low: float, high: float, winner: str) -> None:
        assert agreement_sentence(agreeing(verdict, low, high)).endswith(
            f"{winner} agrees more with you: by 3 to 11 percentage points (95%)."
        )

    def test_nobody_agrees_more(self) -> None:
        assert agreement_sentence(agreeing(Verdict.NO_DIFFERENCE, -0.18, 0.04)).endswith(
            "No difference that chance could not explain "
            "(run-a against v1: −18 to +4 percentage points, 95%)."
        )

    def test_without_both_picks_and_rejects(self) -> None:
        found = ava_comparison(shuffled_scores(30, 1.0))
        only_picks = {c.content_id: UserDecision.PICK for c in found.changes}
        picked = ava_comparison(
            shuffled_scores(30, 1.0), agreement=ava_agreement(found.changes, only_picks)
        )
        for comparison in (found, picked, siamese_comparison([])):
            assert agreement_sentence(comparison).startswith(
                "You have not both picked and rejected"
            )

    def test_a_single_pair(self) -> None:
        agreement = DecisionAgreement(
            1, 1, 1, 1.0, 0.0, Estimate(-1.0, -1.0, -1.0), Verdict.TOO_FEW
        )
        text = agreement_sentence(ava_comparison({"a": (1.0, 2.0)}, agreement=agreement))
        assert text.startswith("Your own 2 decisions make 1 pair of a picked and a rejected photo")


def test_speed() -> None:
    found = ava_comparison({})
    assert speed_sentence(found) == (
        "On this machine, v1 judges 34 photos per second and run-a 8.3."
    )
    assert speed_sentence(ava_comparison({}, img_s_b=None)) is None


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0%"), (0.004, "under 1%"), (0.714, "71%"), (0.996, "over 99%"), (1.0, "100%")],
)
def test_only_all_is_called_100_percent(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1.0, "1.00"), (0.9996, "over 0.99"), (0.914, "0.91"), (-0.5, "−0.50")]
)
def test_only_the_same_order_is_called_1(value: float, words: str) -> None:
    assert correlation(value) == words


@pytest.mark.parametrize(("value", "words"), [(2.84, "2.8"), (34.4, "34"), (1234.0, "1,234")])
def test_speed_has_honest_digits(value: float, words: str) -> None:
    assert speed(value) == words


@pytest.mark.parametrize("word", ["inference", "tensor", "exception", "null", "None", "cluster"])
def test_no_word_that_photographers_do_not_use(word: str) -> None:
    pairs = [pair_change("a", "b", 0.9, 0.8)]
    for comparison in (
        ava_comparison(shuffled_scores(30, 1.0)),
        ava_comparison({}),
        siamese_comparison(pairs),
        siamese_comparison([]),
        agreeing(Verdict.NO_DIFFERENCE, -0.1, 0.1),
    ):
        assert word not in f"{summary(comparison)} {agreement_sentence(comparison)}"
