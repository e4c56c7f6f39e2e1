from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import (
    PhotoFilter,
    PhotoItem,
    PhotoSort,
    arrange,
    count_by_filter,
    natural_key,
)
from tests.gui.builders import item

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


@st.composite
def albums(draw: st.DrawFn) -> list[PhotoItem]:
    return [
        item(
            f"{draw(st.sampled_from(['IMG_', 'b', 'sub/']))}{number}.jpg",
            ava=draw(st.sampled_from([3.0, 5.0, 5.0, 7.0])),
            seconds=draw(st.one_of(st.none(), st.integers(0, 3))),
            group=draw(st.integers(1, 3)),
            rank=draw(st.integers(1, 3)),
            proposed=draw(st.booleans()),
            decision=draw(st.sampled_from([None, PICK, REJECT])),
            ranked=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@given(albums(), st.sampled_from(PhotoSort), st.randoms())
def test_order_does_not_depend_on_the_order_of_arrival(
    items: list[PhotoItem], sort: PhotoSort, random: object
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert arrange(items, PhotoFilter.ALL, sort) == arrange(shuffled, PhotoFilter.ALL, sort)


@given(albums())
def test_counts_are_what_the_filters_show(items: list[PhotoItem]) -> None:
    counts = count_by_filter(items, problems=2)
    assert counts[PhotoFilter.PROBLEMS] == 2
    for shown in PhotoFilter:
        if shown is not PhotoFilter.PROBLEMS:
            assert counts[shown] == len(arrange(items, shown, PhotoSort.NAME))
    assert counts[PhotoFilter.ALBUM] == counts[PhotoFilter.PROPOSED] + counts[PhotoFilter.PICKED]
    decided = counts[PhotoFilter.PICKED] + counts[PhotoFilter.REJECTED]
    assert decided + counts[PhotoFilter.UNDECIDED] == counts[PhotoFilter.ALL]


@given(albums())
def test_best_score_first_and_unknown_times_last(items: list[PhotoItem]) -> None:
    by_score = [i.score for _, i in arrange(items, PhotoFilter.ALL, PhotoSort.SCORE)]
    assert all(a >= b for a, b in pairwise(by_score))
    known = [i.taken_at is None for _, i in arrange(items, PhotoFilter.ALL, PhotoSort.TIME)]
    assert known == sorted(known)


def test_natural_order_of_names() -> None:
    names = ["IMG_10.jpg", "img_9.jpg", "IMG_9b.jpg", "a.jpg"]
    assert sorted(names, key=natural_key) == ["a.jpg", "img_9.jpg", "IMG_9b.jpg", "IMG_10.jpg"]


def test_group_order_is_by_rank_with_unranked_last() -> None:
    items = [
        item("c.jpg", group=1, rank=2),
        item("n.jpg", ranked=False),
        item("a.jpg", group=2, rank=1),
        item("b.jpg", group=1, rank=1),
    ]
    order = [path for path, _ in arrange(items, PhotoFilter.ALL, PhotoSort.GROUP)]
    assert order == ["b.jpg", "c.jpg", "a.jpg", "n.jpg"]


@pytest.mark.parametrize(
    ("proposed", "decision", "in_album"),
    [
        (True, None, True),
        (True, REJECT, False),
        (False, PICK, True),
        (False, None, False),
    ],
)
def test_a_decision_wins_over_the_proposal(
    proposed: bool, decision: UserDecision | None, in_album: bool
) -> None:
    assert item(proposed=proposed, decision=decision).in_album is in_album
