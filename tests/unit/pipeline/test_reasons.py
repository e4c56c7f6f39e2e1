"""Every sentence that can stand beside a photo, and that the sentences tell the truth."""

import gettext
import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import Album, GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.i18n import use_catalog
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.ranking import pairs_to_compare, propose_album, rank_groups
from album_organizer.pipeline.reasons import _aesthetics, difference, reasons_for
from album_organizer.pipeline.selection import Selection
from album_organizer.pipeline.tie_break import TieBreak, TieOutcome
from album_organizer.settings.schema import Settings
from tests.support.albums import by_path, scored_photo

NO_TIE = TieBreak((), {}, TieOutcome.NO_TIE)
NOTHING = Selection(frozenset(), frozenset())


def explain(
    path: str,
    *photos: ScoredPhoto,
    kind: GroupKind = GroupKind.SIMILAR,
    tie: TieBreak = NO_TIE,
    selection: Selection = NOTHING,
    decision: UserDecision | None = None,
) -> tuple[Reason, ...]:
    """Reasons in a group whose members come best first."""
    group = PhotoGroup(1, tuple(p.photo.path for p in photos), kind)
    return reasons_for(path, group, by_path(*photos), tie, selection, decision)


def why(
    path: str,
    *photos: ScoredPhoto,
    kind: GroupKind = GroupKind.SIMILAR,
    tie: TieBreak = NO_TIE,
    selection: Selection = NOTHING,
    decision: UserDecision | None = None,
) -> tuple[str, ...]:
    """The sentences of these reasons."""
    found = explain(path, *photos, kind=kind, tie=tie, selection=selection, decision=decision)
    return tuple(reason.sentence for reason in found)


def chips(*reasons: Reason) -> list[tuple[ReasonKind, str]]:
    return [(reason.kind, reason.chip) for reason in reasons]


def aesthetics(ava_rank: float | None, count: int, ava: float = 6.34) -> Reason:
    """The reason that tells the AVA score, in a folder of ``count`` photos."""
    photos = by_path(*[scored_photo(f"{n:03d}", ava=ava) for n in range(count)])
    group = PhotoGroup(1, ("000",), GroupKind.SINGLE)
    found = reasons_for("000", group, photos, NO_TIE, NOTHING, None, ava_rank)
    return next(reason for reason in found if reason.kind is ReasonKind.AESTHETICS)


def decided(*order: str, win: float, cyclic: frozenset[str] = frozenset()) -> TieBreak:
    return TieBreak(order, dict.fromkeys(order, win), TieOutcome.DECIDED, cyclic)


def test_a_single_shot() -> None:
    shot = scored_photo("a.jpg", ava=6.04)
    proposed = Selection(frozenset({"a.jpg"}), frozenset({"a.jpg", "b.jpg"}))
    assert why("a.jpg", shot, kind=GroupKind.SINGLE, selection=proposed) == (
        "The only shot of its kind",
        "AVA 6.0",
        "One of 1 proposed from 2",
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [(GroupKind.BRACKET, "Exposure bracket"), (GroupKind.PANORAMA, "Panorama run")],
)
def test_a_series_has_no_ranks_and_no_sharpest(kind: GroupKind, name: str) -> None:
    shots = [scored_photo(f"{i}.jpg", sharpness=0.4 + 0.2 * i) for i in range(3)]
    for path in ("0.jpg", "2.jpg"):
        assert why(path, *shots, kind=kind)[0] == f"{name} of 3, kept together"
        assert not any("Sharpest" in r or "Number" in r for r in why(path, *shots, kind=kind))


def test_places_in_a_group_without_a_tie() -> None:
    shots = [scored_photo(f"day/{n}.jpg", ava=a) for n, a in (("a", 7.0), ("b", 5.2), ("c", 1.0))]
    assert why("day/a.jpg", *shots)[:2] == ("Best of 3", "AVA 7.0")
    assert why("day/b.jpg", *shots)[:2] == ("Number 2 of 3", "Score 0.10 behind a.jpg")
    assert why("day/c.jpg", *shots)[:2] == ("Number 3 of 3", "Score 0.33 behind a.jpg")


@pytest.mark.parametrize(
    ("ava_a", "sentence"),
    [
        (6.5, "0.03 ahead and preferred by the comparison, 70%"),
        (6.0, "Level in score and preferred by the comparison, 70%"),
        (5.5, "0.03 behind but preferred by the comparison, 70%"),
    ],
)
def test_the_winner_of_a_tie(ava_a: float, sentence: str) -> None:
    shots = [scored_photo("a.jpg", ava=ava_a), scored_photo("b.jpg", ava=6.0)]
    assert why("a.jpg", *shots, tie=decided("a.jpg", "b.jpg", win=0.7))[1] == sentence


def test_with_more_than_one_opponent_figures_are_averages() -> None:
    shots = [scored_photo(n, ava=6.0) for n in "abc"]
    tie = decided("a", "b", "c", win=0.7)
    assert why("a", *shots, tie=tie)[1].endswith("preferred by the comparison, 70% on average")
    assert why("b", *shots, tie=tie)[1] == "Level in score, but the comparison prefers a"


def test_a_circle_of_comparisons() -> None:
    shots = [scored_photo(n, ava=6.0) for n in "abc"]
    tie = decided("a", "b", "c", win=0.5, cyclic=frozenset("abc"))
    for path in "abc":
        assert (
            "the comparisons contradict each other (50% on average)"
            in why(path, *shots, tie=tie)[1]
        )


def test_differences_are_those_of_the_scores_as_shown() -> None:
    """0.66 and 0.55, which are 0.655 and 0.5549 in full, are 0.11 apart."""
    assert difference(0.655001, 0.5549) == 0.11
    assert difference(0.5549, 0.655001) == -0.11
    assert difference(0.6349, 0.6251) == 0.0


def test_too_close_to_call() -> None:
    shots = [scored_photo("a", ava=6.3), scored_photo("b", ava=6.0)]
    tie = TieBreak(("a", "b"), {"a": 0.51, "b": 0.49}, TieOutcome.TOO_CLOSE)
    assert why("a", *shots, tie=tie)[1] == "0.01 ahead; too close to call, the score decides"
    assert why("b", *shots, tie=tie)[1] == "0.01 behind; too close to call, the score decides"


def test_a_shot_behind_the_tie_is_measured_against_the_winner() -> None:
    shots = [
        scored_photo("b", ava=6.0),
        scored_photo("a", ava=6.2),
        scored_photo("c", ava=3.3),
    ]
    tie = decided("b", "a", win=0.6)
    assert why("c", *shots, tie=tie)[:2] == ("Number 3 of 3", "Score 0.15 behind b")


@pytest.mark.parametrize("decision", list(UserDecision))
def test_a_decision_takes_the_place_of_the_proposal(decision: UserDecision) -> None:
    shot = scored_photo("a")
    everything = Selection(frozenset({"a"}), frozenset({"a"}))
    reasons = why("a", shot, kind=GroupKind.SINGLE, selection=everything, decision=decision)
    assert reasons[0] == {"pick": "Picked by you", "reject": "Rejected by you"}[decision.value]
    assert not any("roposed" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("ahead", "count", "chip", "sentence"),
    [
        (0, 20, "AVA 6.3, top 5%", "AVA 6.3 on a scale of 1 to 10, among the best 5% of 20 photos"),
        (32, 412, "AVA 6.3, top 9%", "among the best 9% of 412 photos"),
        (0, 412, "AVA 6.3, top 1%", "among the best 1% of 412 photos"),
        (9, 20, "AVA 6.3, top 50%", "among the best 50% of 20 photos"),
        (10, 20, "AVA 6.3", "AVA 6.3 on a scale of 1 to 10; 10 of 20 photos have more"),
        (19, 20, "AVA 6.3", "AVA 6.3 on a scale of 1 to 10; 19 of 20 photos have more"),
        (0, 19, "AVA 6.3", "AVA 6.3 on a scale of 1 to 10"),
    ],
)
def test_place_among_all_photos_by_their_aesthetics(
    ahead: int, count: int, chip: str, sentence: str
) -> None:
    reason = aesthetics(ahead / count, count)
    assert reason.chip == chip
    assert reason.sentence.endswith(sentence)


def test_without_a_place_only_the_score_is_told() -> None:
    assert aesthetics(None, 30) == Reason(ReasonKind.AESTHETICS, "AVA 6.3", "AVA 6.3")


@given(st.integers(20, 3000).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_top_percentages_are_true_of_the_photo(place: tuple[int, int]) -> None:
    ahead, count = place
    reason = _aesthetics(6.0, ahead / count, count)
    top = re.search(r"top (\d+)%", reason.chip)
    if top is None:
        assert 100 * (ahead + 1) > 50 * count
    else:
        assert 100 * (ahead + 1) <= int(top[1]) * count
        assert 1 <= int(top[1]) <= 50


def test_chips_say_the_same_in_a_few_words() -> None:
    shots = [
        scored_photo("a", ava=6.0, sharpness=0.9),
        scored_photo("b", ava=6.2),
        scored_photo("c", ava=3.3, sharpness=0.1),
    ]
    tie = TieBreak(("a", "b"), {"a": 0.71, "b": 0.29}, TieOutcome.DECIDED)
    selection = Selection(frozenset({"a"}), frozenset({"a"}))
    assert chips(*explain("a", *shots, tie=tie, selection=selection)) == [
        (ReasonKind.GROUP, "Best of 3"),
        (ReasonKind.COMPARISON, "Preferred 71%"),
        (ReasonKind.AESTHETICS, "AVA 6.0"),
        (ReasonKind.STRENGTH, "Sharpest of 3"),
        (ReasonKind.ALBUM, "Proposed"),
    ]
    assert chips(*explain("b", *shots, tie=tie, decision=UserDecision.PICK))[:3] == [
        (ReasonKind.DECISION, "Picked by you"),
        (ReasonKind.GROUP, "No. 2 of 3"),
        (ReasonKind.COMPARISON, "Another preferred"),
    ]
    assert chips(*explain("c", *shots, tie=tie)) == [
        (ReasonKind.GROUP, "No. 3 of 3"),
        (ReasonKind.GROUP, "0.15 behind"),
        (ReasonKind.AESTHETICS, "AVA 3.3"),
        (ReasonKind.FAULT, "Not sharp"),
        (ReasonKind.ALBUM, "Not proposed"),
    ]


def test_chips_of_undecided_comparisons() -> None:
    pair = [scored_photo("a", ava=6.3), scored_photo("b", ava=6.0)]
    close = TieBreak(("a", "b"), {"a": 0.51, "b": 0.49}, TieOutcome.TOO_CLOSE)
    assert explain("a", *pair, tie=close)[1].chip == "Too close to call"
    three = [scored_photo(n, ava=6.0) for n in "abc"]
    circle = decided("a", "b", "c", win=0.5, cyclic=frozenset("abc"))
    assert explain("b", *three, tie=circle)[1].chip == "No clear winner"


def test_chips_of_single_shots_and_series() -> None:
    shots = [scored_photo(n) for n in "abc"]
    assert explain("a", shots[0], kind=GroupKind.SINGLE)[0].chip == "Only shot"
    assert explain("a", *shots, kind=GroupKind.BRACKET)[0].chip == "Bracket of 3"
    assert explain("b", *shots, kind=GroupKind.PANORAMA)[0].chip == "Panorama of 3"


def test_no_comparison_is_certain() -> None:
    shots = [scored_photo(n, ava=6.0) for n in "ab"]
    reason = explain("a", *shots, tie=decided("a", "b", win=0.999))[1]
    assert reason.chip == "Preferred 99%"
    assert reason.sentence.endswith(", 99%")


def test_a_shot_that_is_hardly_behind_is_called_level() -> None:
    # The winner of the tie lies at its lower end, and the shot just below that.
    shots = [scored_photo("b", ava=6.0), scored_photo("a", ava=6.9), scored_photo("c", ava=5.99)]
    reason = explain("c", *shots, tie=decided("b", "a", win=0.6))[1]
    assert (reason.chip, reason.sentence) == (
        "Level in score",
        "Level in score with b, the best",
    )


def test_reasons_are_told_in_the_language_in_force() -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"!{message}"

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return self.gettext(msgid1 if n == 1 else msgid2)

    shots = [scored_photo("a", ava=6.0, sharpness=0.9), scored_photo("b", ava=5.0, technical=0.1)]
    use_catalog(Shouting())
    try:
        for path in "ab":
            for decision in (None, UserDecision.REJECT):
                for reason in explain(path, *shots, decision=decision):
                    assert reason.chip.startswith("!")
                    assert reason.sentence.startswith("!")
    finally:
        use_catalog(gettext.NullTranslations())


def test_why_not_in_the_album() -> None:
    shots = [scored_photo("a"), scored_photo("b")]
    selection = Selection(frozenset(), frozenset({"a"}))
    assert why("a", *shots, selection=selection)[-1] == (
        "Not proposed: others score higher or add more variety"
    )
    assert why("b", *shots, selection=selection)[-1] == (
        "Not proposed: another shot stands for this group"
    )


settings_in_use = Settings()
PATHS = [f"{n}.jpg" for n in "abcdef"]


verdicts = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(list(UserDecision)), max_size=3)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[Cluster], dict[tuple[str, str], float]]:
    shots = tuple(
        scored_photo(
            path,
            ava=draw(st.sampled_from([5.0, 5.3, 5.6, 6.0, 8.0])),
            sharpness=draw(st.sampled_from([0.1, 0.5, 0.51, 0.9])),
            seconds=i,
        )
        for i, path in enumerate(PATHS[: draw(st.integers(2, 6))])
    )
    clusters: list[Cluster] = [(shots, GroupKind.SIMILAR)]
    pairs = pairs_to_compare(clusters, settings_in_use)
    return clusters, {pair: draw(st.sampled_from([0.05, 0.3, 0.49, 0.5, 0.8])) for pair in pairs}


@settings(max_examples=80)
@given(
    groups(),
    st.integers(1, 8),
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(list(UserDecision)), max_size=3),
)
def test_reasons_agree_with_the_verdict(
    made: tuple[list[Cluster], dict[tuple[str, str], float]],
    count: int,
    decisions: dict[str, UserDecision],
) -> None:
    clusters, probabilities = made
    photos = by_path(*clusters[0][0])
    ranking = rank_groups(clusters, probabilities, settings_in_use)
    album = propose_album(
        Album("/photos", {}, photos, (), (), {}, ()), ranking, decisions, count, settings_in_use
    )
    assert set(album.picks) == set(photos)
    told = {
        path: [reason.sentence for reason in pick.reasons] for path, pick in album.picks.items()
    }
    sharpest = [path for path, said in told.items() if any("Sharpest" in s for s in said)]
    assert len(sharpest) <= 1
    for path, pick in album.picks.items():
        text = "; ".join(told[path])
        assert ("Best of" in text) == (pick.rank == 1)
        assert ("Number" in text) == (pick.rank > 1)
        assert f"AVA {photos[path].card.ava:.1f}" in text
        assert ("by you" in text) == (path in decisions)
        if path not in decisions:
            assert ("One of" in text) == pick.proposed
            assert ("Not proposed" in text) != pick.proposed
        assert ("Not sharp" in text) == (photos[path].analysis.technical.sharpness < 0.35)
        compared = any(word in text for word in ("comparison", "too close to call"))
        assert compared == (pick.tied and bool(probabilities))
    scores = [photos[path].card.composite for path in album.groups[0].paths]
    leader = max(scores)
    for a, b in combinations(album.groups[0].paths, 2):
        if not (album.picks[a].tied and album.picks[b].tied):
            assert photos[a].card.composite >= photos[b].card.composite - 1e-12
    assert all(
        leader - photos[p].card.composite <= settings_in_use.tie_break.threshold + 1e-9
        for p, pick in album.picks.items()
        if pick.tied
    )
