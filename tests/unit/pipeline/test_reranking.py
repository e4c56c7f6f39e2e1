"""Ranking again under another tuning: fast, and still what the plain rules say."""

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import Comparison, GroupKind, UserDecision
from album_organizer.domain.reason import ReasonKind
from album_organizer.domain.scores import ScoredPhoto, Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.group_order import KINDS
from album_organizer.pipeline.grouping import Cluster, group_photos
from album_organizer.pipeline.reranking import RankedAlbum, Reranker
from album_organizer.pipeline.tie_break import TieOutcome
from album_organizer.settings.schema import Grouping
from tests.support.albums import by_path, scene, scored_photo
from tests.unit.pipeline.reference import Pair, expected

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT
DEFAULT = Tuning()


def made(*clusters: Cluster, answers: Mapping[Pair, float] | None = None) -> Reranker:
    photos = by_path(*(photo for members, _ in clusters for photo in members))
    return Reranker(photos, clusters, answers or {})


def similar(*photos: ScoredPhoto) -> Cluster:
    return photos, GroupKind.SIMILAR


def single(photo: ScoredPhoto) -> Cluster:
    return (photo,), GroupKind.SINGLE


def ranked(
    reranker: Reranker,
    tuning: Tuning = DEFAULT,
    decisions: Mapping[str, UserDecision] | None = None,
) -> RankedAlbum:
    return reranker.rank(tuning, reranker.decision_codes(decisions or {}))


def proposed(album: RankedAlbum) -> set[str]:
    return set(album.selection.proposed)


pair_of_shots = similar(scored_photo("a.jpg", ava=6.0), scored_photo("b.jpg", ava=5.6))


def test_without_photos_there_is_nothing_to_rank() -> None:
    album = ranked(made())
    assert album.paths == ()
    assert album.missing_pairs == ()
    assert proposed(album) == set()


def test_rows_are_in_path_order_whatever_the_order_of_the_groups() -> None:
    reranker = made(
        single(scored_photo("z.jpg", look=1)),
        similar(scored_photo("b.jpg", ava=3.0), scored_photo("a.jpg", ava=6.0)),
    )
    album = ranked(reranker)
    assert reranker.paths == album.paths == ("a.jpg", "b.jpg", "z.jpg")
    assert album.group.tolist() == [2, 2, 1]
    assert album.rank.tolist() == [1, 2, 1]
    assert album.group_size.tolist() == [2, 2, 1]
    assert [KINDS[code] for code in album.kind] == [
        GroupKind.SIMILAR,
        GroupKind.SIMILAR,
        GroupKind.SINGLE,
    ]
    assert reranker.group_paths(album, 2) == ("a.jpg", "b.jpg")


@pytest.mark.parametrize("count", [1, 2])
def test_every_photo_must_be_in_one_group(count: int) -> None:
    photos = by_path(scored_photo("a.jpg"), scored_photo("b.jpg"))
    with pytest.raises(ValueError, match="exactly one group"):
        Reranker(photos, [single(photos["a.jpg"])] * count, {})


def test_the_weights_decide_who_is_ahead() -> None:
    reranker = made(
        similar(scored_photo("beauty.jpg", ava=8.0, technical=0.2)),
        similar(scored_photo("craft.jpg", ava=4.0, technical=0.9, look=5)),
    )
    by_beauty = ranked(reranker, Tuning(weights=Weights(1.0, 0.0, 0.0), count=1))
    by_craft = ranked(reranker, Tuning(weights=Weights(0.0, 1.0, 0.0), count=1))
    assert proposed(by_beauty) == {"beauty.jpg"}
    assert proposed(by_craft) == {"craft.jpg"}
    assert by_craft.composite.tolist() == [0.2, 0.9]


def test_a_wider_threshold_lets_the_comparison_decide() -> None:
    reranker = made(pair_of_shots, answers={("a.jpg", "b.jpg"): 0.2})
    narrow = ranked(reranker, Tuning(tie_threshold=0.01))
    wide = ranked(reranker, Tuning(tie_threshold=0.05))
    assert reranker.group_paths(narrow, 1) == ("a.jpg", "b.jpg")
    assert reranker.group_paths(wide, 1) == ("b.jpg", "a.jpg")
    assert (narrow.tied.tolist(), wide.tied.tolist()) == ([False, False], [True, True])
    assert wide.used_pairs == (("a.jpg", "b.jpg"),)


def test_a_wider_close_call_leaves_it_to_the_score() -> None:
    reranker = made(pair_of_shots, answers={("a.jpg", "b.jpg"): 0.4})
    for close_call, first in ((0.05, "b.jpg"), (0.2, "a.jpg")):
        album = ranked(reranker, Tuning(close_call=close_call))
        assert reranker.group_paths(album, 1)[0] == first
        outcome = reranker.tie_of(album, 1).outcome
        assert (outcome is TieOutcome.TOO_CLOSE) == (first == "a.jpg")


def test_comparisons_that_a_wider_threshold_wants_are_named_and_counted_when_they_come() -> None:
    reranker = made(pair_of_shots)
    assert ranked(reranker, Tuning(tie_threshold=0.01)).missing_pairs == ()
    wide = Tuning(tie_threshold=0.05)
    assert not ranked(reranker, Tuning(tie_threshold=0.01)).wants_comparisons
    assert ranked(reranker, wide).wants_comparisons
    missing = ranked(reranker, wide).missing_pairs
    assert missing == (("a.jpg", "b.jpg"),)
    assert not ranked(reranker, wide).tied.any()
    later = reranker.with_answers(missing, {("a.jpg", "b.jpg"): 0.1})
    assert ranked(later, wide).missing_pairs == ()
    assert later.group_paths(ranked(later, wide), 1) == ("b.jpg", "a.jpg")
    # The reranker that was there before is still what it was.
    assert reranker.group_paths(ranked(reranker, wide), 1) == ("a.jpg", "b.jpg")


def test_a_pair_without_an_answer_is_asked_for_once() -> None:
    reranker = made(pair_of_shots)
    missing = ranked(reranker).missing_pairs
    later = reranker.with_answers(missing, {})
    assert ranked(later).missing_pairs == ()
    assert later.group_paths(ranked(later), 1) == ("a.jpg", "b.jpg")
    assert later.comparisons_of("a.jpg") == ()


def test_newer_answers_count() -> None:
    reranker = made(pair_of_shots, answers={("a.jpg", "b.jpg"): 0.9})
    newer = reranker.with_answers([], {("a.jpg", "b.jpg"): 0.2})
    assert newer.comparisons_of("b.jpg") == (Comparison("a.jpg", "b.jpg", 0.2),)


def test_copies_of_one_file_are_never_asked_for() -> None:
    copies = [scored_photo(name, content_id="same") for name in ("a.jpg", "b.jpg")]
    other = scored_photo("c.jpg")
    assert ranked(made(similar(*copies))).missing_pairs == ()
    assert ranked(made(similar(*copies, other))).missing_pairs == (
        ("a.jpg", "c.jpg"),
        ("b.jpg", "c.jpg"),
    )


def test_copies_of_one_file_alone_are_no_tie_whatever_was_said_of_them() -> None:
    copies = [scored_photo(name, content_id="same") for name in ("a.jpg", "b.jpg")]
    album = ranked(made(similar(*copies), answers={("a.jpg", "b.jpg"): 0.1}))
    assert not album.tied.any()
    assert album.used_pairs == ()
    assert album.rank.tolist() == [1, 2]


def test_a_picks_group_and_place_are_taken_and_a_rejected_photo_gives_way() -> None:
    reranker = made(
        similar(scored_photo("a.jpg", ava=9.0), scored_photo("b.jpg", ava=2.0)),
        similar(scored_photo("c.jpg", ava=6.0, look=2), scored_photo("d.jpg", ava=3.0, look=2)),
    )
    two = Tuning(count=2)
    assert proposed(ranked(reranker, two)) == {"a.jpg", "c.jpg"}
    assert proposed(ranked(reranker, two, {"b.jpg": PICK})) == {"c.jpg"}
    assert proposed(ranked(reranker, two, {"c.jpg": REJECT})) == {"a.jpg", "d.jpg"}
    assert proposed(ranked(reranker, Tuning(count=1), {"b.jpg": PICK})) == set()


def test_decisions_on_photos_that_are_gone_are_left_out() -> None:
    reranker = made(pair_of_shots)
    assert reranker.decision_codes({"gone.jpg": PICK, "b.jpg": REJECT}).tolist() == [0, 2]


def test_the_same_tuning_gives_the_same_after_another_one() -> None:
    reranker = made(pair_of_shots, answers={("a.jpg", "b.jpg"): 0.1})
    first = ranked(reranker)
    ranked(reranker, Tuning(tie_threshold=0.0, weights=Weights(0.0, 0.5, 0.5)))
    again = ranked(reranker)
    assert first.rank.tolist() == again.rank.tolist() == [2, 1]
    assert first.composite.tolist() == again.composite.tolist()


def test_comparisons_of_a_group_are_all_told_even_those_that_did_not_count() -> None:
    group = similar(*(scored_photo(f"{n}.jpg", ava=a) for n, a in (("a", 6.0), ("b", 2.0))))
    other = similar(scored_photo("x.jpg", look=3), scored_photo("y.jpg", look=3))
    reranker = made(group, other, answers={("a.jpg", "b.jpg"): 0.7, ("x.jpg", "y.jpg"): 0.6})
    assert ranked(reranker).used_pairs == (("x.jpg", "y.jpg"),)
    assert reranker.comparisons_of("b.jpg") == (Comparison("a.jpg", "b.jpg", 0.7),)
    assert reranker.comparisons_of("x.jpg") == (Comparison("x.jpg", "y.jpg", 0.6),)


def test_reasons_speak_of_the_composites_in_force() -> None:
    shots = similar(
        scored_photo("a.jpg", ava=6.0, technical=0.2), scored_photo("b.jpg", ava=5.0, technical=0.9)
    )
    reranker = made(shots)
    for weights, sentence in (
        (Weights(1.0, 0.0, 0.0), "Score 0.12 behind a.jpg"),
        (Weights(0.0, 1.0, 0.0), "Score 0.70 behind b.jpg"),
    ):
        album = ranked(reranker, Tuning(weights=weights))
        second = reranker.group_paths(album, 1)[1]
        reasons = [reason.sentence for reason in reranker.explain(album, second, None)]
        assert sentence in reasons


def test_a_decision_is_explained_first_and_the_place_among_all_photos_is_told() -> None:
    reranker = made(*(single(scored_photo(f"{i:02}.jpg", ava=2 + i / 10)) for i in range(40)))
    reasons = reranker.explain(ranked(reranker), "39.jpg", PICK)
    assert reasons[0].kind is ReasonKind.DECISION
    assert "AVA 5.9, top 3%" in [reason.chip for reason in reasons]


def test_cards_are_told_with_the_composites_in_force() -> None:
    reranker = made(single(scored_photo("a.jpg", ava=10.0, technical=0.0)))
    weighed = reranker.weighed(ranked(reranker, Tuning(weights=Weights(1.0, 0.0, 0.0))))
    assert list(weighed) == ["a.jpg"]
    assert weighed["a.jpg"].card.composite == 1.0
    assert reranker.photos["a.jpg"].card.composite != 1.0


shares = st.sampled_from([0.0, 0.05, 0.15, 0.25, 0.6, 1.0])


@st.composite
def tunings(draw: st.DrawFn) -> Tuning:
    ava = draw(st.sampled_from([0.0, 0.3, 0.5, 1.0]))
    technical = draw(st.sampled_from([0.0, 0.5, 1.0])) * (1.0 - ava)
    return Tuning(
        weights=Weights(ava, technical, 1.0 - ava - technical),
        tie_threshold=draw(st.sampled_from([0.0, 0.02, 0.05, 0.3, 1.0])),
        close_call=draw(st.sampled_from([0.0, 0.05, 0.5])),
        time_spread=draw(shares),
        visual_spread=draw(shares),
        count=draw(st.integers(1, 12)),
    )


@st.composite
def albums(draw: st.DrawFn) -> tuple[dict[str, ScoredPhoto], dict[str, UserDecision]]:
    photos, decisions = [], {}
    for i in range(draw(st.integers(1, 14))):
        path = f"{i:02}.jpg"
        photos.append(
            scored_photo(
                path,
                ava=draw(st.sampled_from([1.0, 4.9, 5.0, 5.3, 10.0])),
                technical=draw(st.sampled_from([0.0, 0.5, 1.0])),
                portrait=draw(st.sampled_from([None, 0.0, 0.9])),
                seconds=draw(st.none() | st.sampled_from([0.0, 1.0, 2.0, 30.0, 9000.0])),
                look=draw(st.sampled_from([1, 1, 2, 3])),
                exposure_bias_ev=draw(st.sampled_from([-2.0, 0.0, 2.0])),
                content_id=draw(st.sampled_from([f"id-{i}", f"id-{i}", "copy"])),
            )
        )
        decision = draw(st.sampled_from([None, None, None, *UserDecision]))
        if decision is not None:
            decisions[path] = decision
    return by_path(*photos), decisions


@settings(max_examples=150)
@given(albums(), st.lists(tunings(), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_fast_way_says_what_the_plain_rules_say(
    album: tuple[dict[str, ScoredPhoto], dict[str, UserDecision]],
    tuned: list[Tuning],
    random: Random,
) -> None:
    photos, decisions = album
    clusters = group_photos(list(photos.values()), Grouping())
    answers = {
        (a, b): random.choice([0.0, 0.3, 0.5, 0.52, 0.8, 1.0])
        for members, _ in clusters
        for a in (m.photo.path for m in members)
        for b in (m.photo.path for m in members)
        if a < b and random.random() < 0.8
    }
    reranker = Reranker(photos, clusters, answers)
    for tuning in tuned:
        found = ranked(reranker, tuning, decisions)
        rules = expected(photos, clusters, answers, tuning, decisions)
        assert dict(zip(found.paths, found.composite.tolist(), strict=True)) == rules.composite
        assert dict(zip(found.paths, found.group.tolist(), strict=True)) == rules.group
        assert dict(zip(found.paths, found.rank.tolist(), strict=True)) == rules.rank
        assert {p for p, t in zip(found.paths, found.tied, strict=True) if t} == rules.tied
        assert found.missing_pairs == tuple(sorted(rules.missing))
        assert found.selection.candidates == rules.candidates
        assert found.selection.proposed == rules.proposed


@settings(max_examples=60)
@given(albums(), tunings())
def test_decisions_always_stand_and_the_album_is_as_large_as_wished(
    album: tuple[dict[str, ScoredPhoto], dict[str, UserDecision]], tuning: Tuning
) -> None:
    photos, decisions = album
    clusters = group_photos(list(photos.values()), Grouping())
    found = ranked(Reranker(photos, clusters, {}), tuning, decisions)
    picks = sum(what is PICK for what in decisions.values())
    assert not found.selection.proposed & decisions.keys()
    places = min(max(0, tuning.count - picks), len(found.selection.candidates))
    assert len(found.selection.proposed) == places


def test_a_large_album_is_filled_as_the_plain_rules_say() -> None:
    """More candidates than are kept up to date at once, in every stage of the search."""
    random = np.random.default_rng(4)
    shots = [
        scored_photo(
            f"{i:04}.jpg",
            ava=float(random.normal(5.0, 0.6)),
            seconds=float(random.uniform(0, 50_000)) if i % 7 else None,
            look=scene(int(random.integers(60))) if i % 3 else scene(1000 + i),
        )
        for i in range(900)
    ]
    reranker = made(*(single(shot) for shot in shots))
    decisions = {f"{i:04}.jpg": PICK if i % 2 else REJECT for i in range(0, 900, 90)}
    for tuning in (
        Tuning(count=25),
        Tuning(count=25, time_spread=0.0, visual_spread=1.0),
        Tuning(count=25, time_spread=1.0, visual_spread=0.0),
    ):
        rules = expected(
            reranker.photos, [single(shot) for shot in shots], {}, tuning, decisions
        ).proposed
        assert proposed(ranked(reranker, tuning, decisions)) == rules


def test_photos_far_behind_come_in_where_all_ahead_of_them_look_alike() -> None:
    alike = [scored_photo(f"a{i:03}.jpg", ava=9.0 - i / 1000, look=1) for i in range(700)]
    different = [scored_photo(f"b{i}.jpg", ava=6.0 - i / 10, look=10 + i) for i in range(9)]
    reranker = made(*(single(shot) for shot in (*alike, *different)))
    tuning = Tuning(count=4, time_spread=0.0, visual_spread=1.0)
    found = proposed(ranked(reranker, tuning))
    assert "a000.jpg" in found
    assert len([path for path in found if path.startswith("b")]) == 3
    clusters = [single(shot) for shot in (*alike, *different)]
    assert found == expected(reranker.photos, clusters, {}, tuning, {}).proposed
