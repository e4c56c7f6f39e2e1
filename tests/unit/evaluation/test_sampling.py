from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.evaluation.sampling import (
    FEW_PAIRS,
    LARGEST_GROUP,
    PAIRS_WITH_NEIGHBOURS,
    evenly,
    sample_pairs,
)
from album_organizer.pipeline.grouping import Cluster
from tests.support.albums import scored_photo


def similar(*names: str) -> Cluster:
    """A group whose later members are better."""
    return tuple(scored_photo(name, ava=1 + i / 10) for i, name in enumerate(names)), (
        GroupKind.SIMILAR
    )


def single(name: str) -> Cluster:
    return (scored_photo(name),), GroupKind.SINGLE


def members(count: int) -> list[str]:
    return [f"{i:03}" for i in range(count)]


def test_all_pairs_of_the_groups() -> None:
    clusters = [similar(*members(6)), single("x"), similar("b", "a", "c", "d")]
    pairs = sample_pairs(clusters, {})
    inside = {pair: group for pair, group in pairs.items() if group is not None}
    assert inside == {
        **dict.fromkeys(combinations(members(6), 2), 1),
        **dict.fromkeys(combinations("abcd", 2), 3),
    }
    assert list(pairs) == sorted(pairs)


def test_a_huge_group_is_cut_to_its_best() -> None:
    pairs = sample_pairs([similar(*members(50))], {})
    assert len(pairs) == LARGEST_GROUP * (LARGEST_GROUP - 1) // 2
    assert {name for pair in pairs for name in pair} == set(members(50)[-LARGEST_GROUP:])


def test_photos_that_the_person_decided_on_are_never_cut() -> None:
    decided = {"000": UserDecision.REJECT, "001": UserDecision.PICK}
    pairs = sample_pairs([similar(*members(50))], decided)
    assert ("000", "001") in pairs
    assert len(pairs) == LARGEST_GROUP * (LARGEST_GROUP - 1) // 2


def test_copies_are_not_compared() -> None:
    photos: tuple[ScoredPhoto, ...] = (
        scored_photo("a", content_id="same"),
        scored_photo("b", content_id="same"),
        scored_photo("c"),
    )
    assert sample_pairs([(photos, GroupKind.SIMILAR)], {}) == {("a", "c"): 1, ("b", "c"): 1}


@pytest.mark.parametrize("kind", [GroupKind.BRACKET, GroupKind.PANORAMA])
def test_shots_that_are_needed_together_are_not_compared(kind: GroupKind) -> None:
    assert sample_pairs([((scored_photo("a"), scored_photo("b")), kind)], {}) == {}


def test_neighbours_make_up_for_groups() -> None:
    clusters = [single("c"), similar("a", "b"), single("d")]
    assert sample_pairs(clusters, {}) == {("a", "b"): 2, ("a", "c"): None, ("a", "d"): None}


def test_enough_groups_need_no_neighbours() -> None:
    clusters = [similar(*members(7)), single("x")]
    pairs = sample_pairs(clusters, {})
    assert len(pairs) == 21 >= FEW_PAIRS
    assert None not in pairs.values()


def test_neighbours_come_from_the_whole_album() -> None:
    pairs = sample_pairs([single(name) for name in members(1000)], {})
    assert len(pairs) == PAIRS_WITH_NEIGHBOURS
    assert ("000", "001") in pairs
    assert max(pairs)[0] > "950"


@given(st.lists(st.integers(), max_size=50), st.integers(1, 60))
def test_evenly_keeps_the_order_and_the_number(items: list[int], count: int) -> None:
    marked = list(enumerate(items))
    chosen = evenly(marked, count)
    assert len(chosen) == min(len(items), count)
    assert chosen == sorted(set(chosen))
    gaps = [b[0] - a[0] for a, b in pairwise(chosen)]
    assert not gaps or max(gaps) - min(gaps) <= 1
