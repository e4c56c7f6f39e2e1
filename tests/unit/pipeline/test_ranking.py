from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import Album, Comparison, GroupKind, UserDecision
from album_organizer.domain.scores import ScoredPhoto, Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.ranking import (
    pairs_to_compare,
    propose_album,
    rank_groups,
    ranked_album,
    tuning_of,
    weigh,
)
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from tests.support.albums import by_path, scored_photo

SETTINGS = Settings()


def album_of(*photos: ScoredPhoto) -> Album:
    return Album("/photos", {}, by_path(*photos), (), (), {}, ())


def similar(*photos: ScoredPhoto) -> list[Cluster]:
    return [(photos, GroupKind.SIMILAR)]


def reasons_of(
    clusters: list[Cluster],
    probabilities: dict[tuple[str, str], float],
    decisions: dict[str, UserDecision] | None = None,
    count: int = 1,
) -> dict[str, tuple[str, ...]]:
    photos = [p for members, _ in clusters for p in members]
    ranking = rank_groups(clusters, probabilities, SETTINGS)
    album = propose_album(album_of(*photos), ranking, decisions or {}, count, SETTINGS)
    return {
        path: tuple(reason.sentence for reason in pick.reasons)
        for path, pick in album.picks.items()
    }


def test_only_ties_are_compared() -> None:
    close = [scored_photo("a.jpg", ava=6.0), scored_photo("b.jpg", ava=5.9)]
    far = scored_photo("c.jpg", ava=3.0)
    assert pairs_to_compare(similar(far, *close), SETTINGS) == [("a.jpg", "b.jpg")]


def test_copies_of_one_file_are_not_compared() -> None:
    copies = [scored_photo(n, content_id="same") for n in ("a.jpg", "b.jpg")]
    assert pairs_to_compare(similar(*copies), SETTINGS) == []
    other = scored_photo("c.jpg")
    assert pairs_to_compare(similar(*copies, other), SETTINGS) == [
        ("a.jpg", "c.jpg"),
        ("b.jpg", "c.jpg"),
    ]


@pytest.mark.parametrize("kind", [GroupKind.BRACKET, GroupKind.PANORAMA])
def test_series_are_not_compared(kind: GroupKind) -> None:
    shots = tuple(scored_photo(n) for n in ("a.jpg", "b.jpg", "c.jpg"))
    assert pairs_to_compare([(shots, kind)], SETTINGS) == []


def test_the_comparison_decides_the_order_of_a_tie() -> None:
    shots = [
        scored_photo("a.jpg", ava=6.0),
        scored_photo("b.jpg", ava=5.8),
        scored_photo("c", ava=2),
    ]
    ranking = rank_groups(similar(*shots), {("a.jpg", "b.jpg"): 0.29}, SETTINGS)
    assert ranking.groups[0].paths == ("b.jpg", "a.jpg", "c")
    assert ranking.comparisons == (Comparison("a.jpg", "b.jpg", 0.29),)


def test_without_a_comparison_model_the_composite_decides() -> None:
    shots = [scored_photo("a.jpg", ava=5.8), scored_photo("b.jpg", ava=6.0)]
    ranking = rank_groups(similar(*shots), {}, SETTINGS)
    assert ranking.groups[0].paths == ("b.jpg", "a.jpg")
    assert ranking.comparisons == ()


def test_the_winner_of_a_comparison_says_so() -> None:
    shots = [scored_photo("a.jpg", ava=6.46), scored_photo("b.jpg", ava=6.1)]
    reasons = reasons_of(similar(*shots), {("a.jpg", "b.jpg"): 0.29})
    assert reasons["b.jpg"][:3] == (
        "Best of 2",
        "0.02 behind but preferred by the comparison, 71%",
        "AVA 6.1 on a scale of 1 to 10",
    )
    assert reasons["a.jpg"][:2] == (
        "Number 2 of 2",
        "0.02 ahead, but the comparison prefers b.jpg",
    )


def test_a_close_call_says_so() -> None:
    shots = [scored_photo("a.jpg", ava=6.2), scored_photo("b.jpg", ava=6.1)]
    reasons = reasons_of(similar(*shots), {("a.jpg", "b.jpg"): 0.48})
    assert "0.01 ahead; too close to call, the score decides" in reasons["a.jpg"]


def test_a_difference_too_small_to_show_is_not_called_one() -> None:
    shots = [scored_photo("a.jpg", ava=6.04), scored_photo("b.jpg", ava=6.0)]
    reasons = reasons_of(similar(*shots), {("a.jpg", "b.jpg"): 0.8})
    assert "Level in score and preferred by the comparison, 80%" in reasons["a.jpg"]


def test_a_contradiction_says_so() -> None:
    shots = [scored_photo(n, ava=a) for n, a in (("a", 6.2), ("b", 6.1), ("c", 6.0))]
    reasons = reasons_of(similar(*shots), {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.1})
    assert any("contradict each other" in r for r in reasons["a"])


def test_a_clear_loser_learns_by_how_much() -> None:
    shots = [scored_photo("a.jpg", ava=6.0), scored_photo("b.jpg", ava=3.3)]
    assert reasons_of(similar(*shots), {})["b.jpg"][:2] == (
        "Number 2 of 2",
        "Score 0.15 behind a.jpg",
    )


def test_weak_craft_is_named() -> None:
    shot = scored_photo("a.jpg", technical=0.1)
    reasons = reasons_of([((shot,), GroupKind.SINGLE)], {})["a.jpg"]
    assert {"Motion blur", "Dark", "Flat, little contrast", "Noisy"} <= set(reasons)


def test_the_sharpest_shot_is_named_only_if_it_is_clearly_sharper() -> None:
    soft, sharp = scored_photo("a", sharpness=0.5), scored_photo("b", sharpness=0.7)
    assert "Sharpest of 2" in reasons_of(similar(soft, sharp), {})["b"]
    alike = scored_photo("c", sharpness=0.705)
    assert "Sharpest of 2" not in reasons_of(similar(sharp, alike), {})["c"]


def test_a_persons_decision_is_the_first_reason() -> None:
    shots = [scored_photo("a.jpg"), scored_photo("b.jpg", ava=2)]
    decisions = {"a.jpg": UserDecision.REJECT, "b.jpg": UserDecision.PICK}
    reasons = reasons_of(similar(*shots), {}, decisions)
    assert reasons["a.jpg"][0] == "Rejected by you"
    assert reasons["b.jpg"][0] == "Picked by you"


def test_a_series_is_kept_together() -> None:
    shots = tuple(scored_photo(n) for n in "abc")
    reasons = reasons_of([(shots, GroupKind.BRACKET)], {})
    assert reasons["b"][0] == "Exposure bracket of 3, kept together"


def test_decisions_on_photos_that_left_the_folder_are_ignored() -> None:
    shot = scored_photo("a.jpg")
    ranking = rank_groups([((shot,), GroupKind.SINGLE)], {}, SETTINGS)
    decisions = {"gone.jpg": UserDecision.PICK}
    album = propose_album(album_of(shot), ranking, decisions, 1, SETTINGS)
    assert album.picks["a.jpg"].picked


def test_weights_are_applied_anew() -> None:
    shot = scored_photo("a.jpg", ava=10.0, technical=0.0)
    changed = with_values(
        SETTINGS,
        {
            "quality_assessment.weights.ava": 1.0,
            "quality_assessment.weights.technical": 0.0,
            "quality_assessment.weights.portrait": 0.0,
        },
    )
    assert weigh({"a.jpg": shot}, changed)["a.jpg"].card.composite == pytest.approx(1.0)


def test_the_tuning_of_the_settings_holds_all_that_is_tuned() -> None:
    changed = with_values(
        SETTINGS,
        {
            "quality_assessment.weights.ava": 0.6,
            "quality_assessment.weights.technical": 0.3,
            "quality_assessment.weights.portrait": 0.1,
            "tie_break.threshold": 0.11,
            "tie_break.close_call": 0.12,
            "album.time_spread": 0.13,
            "album.visual_spread": 0.14,
        },
    )
    assert tuning_of(changed, 15) == Tuning(Weights(0.6, 0.3, 0.1), 0.11, 0.12, 0.13, 0.14, 15)
    assert tuning_of(SETTINGS, SETTINGS.album.target_count) == Tuning()


def test_an_album_ranked_by_another_tuning_is_told_in_full() -> None:
    shots = [
        scored_photo("a.jpg", ava=9.0, technical=0.1),
        scored_photo("b.jpg", ava=2.0, technical=0.9),
    ]
    reranker = rank_groups(similar(*shots), {}, SETTINGS).reranker
    ranked = reranker.rank(Tuning(Weights(0.0, 1.0, 0.0), count=1), reranker.decision_codes({}))
    album = ranked_album(album_of(*shots), reranker, ranked, {})
    assert album.groups[0].paths == ("b.jpg", "a.jpg")
    assert album.photos["b.jpg"].card.composite == 0.9
    assert album.picks["b.jpg"].proposed
    assert "Score 0.80 behind b.jpg" in [r.sentence for r in album.picks["a.jpg"].reasons]


@settings(max_examples=50)
@given(
    st.lists(st.floats(4.5, 5.5), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_files_changes_no_verdict(avas: list[float], random: Random) -> None:
    shots = [scored_photo(f"{i}.jpg", ava=a) for i, a in enumerate(avas)]
    pairs = pairs_to_compare(similar(*shots), SETTINGS)
    p = {pair: (hash(pair) % 100) / 100 for pair in pairs}
    shuffled = list(shots)
    random.shuffle(shuffled)
    assert pairs_to_compare(similar(*shuffled), SETTINGS) == pairs
    one = rank_groups(similar(*shots), p, SETTINGS)
    other = rank_groups(similar(*shuffled), p, SETTINGS)
    assert replace(one) == other
