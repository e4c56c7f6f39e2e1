import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.filtering.criteria import Criteria
from album_organizer.gui.filtering.facets import count_facets
from album_organizer.gui.item_models.item_table import table_of
from album_organizer.gui.item_models.natural import NaturalRanks, natural_key, rank_key
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from album_organizer.gui.item_models.photo_order import (
    best_direction,
    mask_of,
    order_of,
)
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import prepare
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
            marks=Marks(draw(st.integers(0, 5)), draw(st.sampled_from(ColorLabel))),
            camera=draw(st.sampled_from([None, "Canon", "nikon"])),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


def ordered(table: PhotoTable, sort: PhotoSort, *, descending: bool = False) -> list[PhotoItem]:
    return [table.item(int(row)) for row in order_of(table, sort, descending=descending)]


@given(albums(), st.sampled_from(PhotoSort), st.booleans(), st.randoms())
def test_order_does_not_depend_on_the_order_of_arrival(
    items: list[PhotoItem], sort: PhotoSort, descending: bool, chance: random.Random
) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    arrived = PhotoTable()
    for photo in shuffled:
        arrived.add(prepare([photo.scored]))
    unranked = table_of([item_without_verdict(photo) for photo in items])
    assert ordered(arrived, sort, descending=descending) == ordered(
        unranked, sort, descending=descending
    )


def item_without_verdict(photo: PhotoItem) -> PhotoItem:
    return PhotoItem(photo.scored)


@given(albums(), st.sampled_from(PhotoSort), st.booleans())
def test_items_come_back_as_they_were_each_once(
    items: list[PhotoItem], sort: PhotoSort, descending: bool
) -> None:
    table = table_of(items)
    assert sorted(ordered(table, sort, descending=descending), key=lambda i: i.path) == sorted(
        items, key=lambda i: i.path
    )


def known(sort: PhotoSort, photo: PhotoItem) -> bool:
    """Whether an order says something of a photo."""
    return {
        PhotoSort.TIME: photo.taken_at is not None,
        PhotoSort.GROUP: photo.standing is not None,
        PhotoSort.STARS: photo.stars > 0,
        PhotoSort.LABEL: photo.label is not ColorLabel.NONE,
        PhotoSort.CAMERA: photo.scored.photo.capture.camera is not None,
    }.get(sort, True)


@given(albums(), st.sampled_from(PhotoSort), st.booleans())
def test_photos_of_which_the_criterion_is_not_known_stand_last(
    items: list[PhotoItem], sort: PhotoSort, descending: bool
) -> None:
    told = [known(sort, photo) for photo in ordered(table_of(items), sort, descending=descending)]
    assert told == sorted(told, reverse=True)


CRITERIA: dict[PhotoSort, Callable[[Any], Any]] = {
    PhotoSort.TIME: lambda photo: photo.taken_at,
    PhotoSort.NAME: lambda photo: natural_key(photo.name),
    PhotoSort.SCORE: lambda photo: photo.score,
    PhotoSort.GROUP: lambda photo: photo.standing.group,
    PhotoSort.DECISION: lambda photo: [PICK, None, REJECT].index(photo.decision),
    PhotoSort.STARS: lambda photo: photo.stars,
    PhotoSort.LABEL: lambda photo: photo.label,
    PhotoSort.CAMERA: lambda photo: photo.scored.photo.capture.camera.casefold(),
}


@given(albums(), st.sampled_from(PhotoSort), st.booleans())
def test_every_order_follows_its_criterion(
    items: list[PhotoItem], sort: PhotoSort, descending: bool
) -> None:
    shown = [p for p in ordered(table_of(items), sort, descending=descending) if known(sort, p)]
    keys = [CRITERIA[sort](photo) for photo in shown]
    assert all((a >= b if descending else a <= b) for a, b in pairwise(keys))


def test_every_order_is_tested() -> None:
    assert set(CRITERIA) == set(PhotoSort)


@given(albums())
def test_counts_are_what_the_filters_show(items: list[PhotoItem]) -> None:
    table = table_of(items)
    counts = count_facets(table, Criteria(), problems=2).show
    assert counts[PhotoFilter.PROBLEMS] == 2
    for shown in PhotoFilter:
        if shown is not PhotoFilter.PROBLEMS:
            assert counts[shown] == mask_of(shown)(table).sum()
    assert counts[PhotoFilter.ALBUM] == sum(photo.in_album for photo in items)
    assert counts[PhotoFilter.PROPOSED] == sum(photo.proposed for photo in items)
    assert counts[PhotoFilter.TIES] == sum(photo.tied for photo in items)
    decided = counts[PhotoFilter.PICKED] + counts[PhotoFilter.REJECTED]
    assert decided + counts[PhotoFilter.UNDECIDED] == counts[PhotoFilter.ALL] == len(items)


@pytest.mark.parametrize(
    ("sort", "descending"),
    [(PhotoSort.SCORE, True), (PhotoSort.STARS, True), (PhotoSort.TIME, False),
     (PhotoSort.NAME, False), (PhotoSort.DECISION, False)],
)  # fmt: skip
def test_orders_begin_with_what_people_look_for(sort: PhotoSort, descending: bool) -> None:
    assert best_direction(sort) is descending


def test_natural_order_of_names() -> None:
    names = ["IMG_10.jpg", "img_9.jpg", "IMG_9b.jpg", "a.jpg", "IMG_009a.jpg", "IMG_100.jpg"]
    assert sorted(names, key=natural_key) == [
        "a.jpg", "img_9.jpg", "IMG_009a.jpg", "IMG_9b.jpg", "IMG_10.jpg", "IMG_100.jpg",
    ]  # fmt: skip


@given(st.lists(st.lists(st.text("aB09_", max_size=5), unique=True, max_size=6), max_size=4))
def test_ranks_of_batches_are_those_of_all_at_once(batches: list[list[str]]) -> None:
    ranks, keys = NaturalRanks(), []
    for number, batch in enumerate(batches):
        new = [rank_key(name, f"{number}/{name}") for name in batch]
        keys += new
        ranks.add(new)
    assert ranks.ranks.tolist() == [sorted(keys).index(key) for key in keys]
    assert ranks.ranks.tolist() == NaturalRanks(keys).ranks.tolist()


def test_group_order_is_by_rank_in_either_direction_with_unranked_last() -> None:
    table = table_of(
        [
            item("c.jpg", group=1, rank=2),
            item("n.jpg", ranked=False),
            item("a.jpg", group=2, rank=1),
            item("b.jpg", group=1, rank=1),
        ]
    )
    up = [photo.path for photo in ordered(table, PhotoSort.GROUP)]
    down = [photo.path for photo in ordered(table, PhotoSort.GROUP, descending=True)]
    assert up == ["b.jpg", "c.jpg", "a.jpg", "n.jpg"]
    assert down == ["a.jpg", "b.jpg", "c.jpg", "n.jpg"]


@pytest.mark.parametrize(
    ("proposed", "decision", "in_album"),
    [(True, None, True), (True, REJECT, False), (False, PICK, True), (False, None, False)],
)
def test_a_decision_wins_over_the_proposal(
    proposed: bool, decision: UserDecision | None, in_album: bool
) -> None:
    photo = item(proposed=proposed, decision=decision)
    assert photo.in_album is in_album
    assert table_of([photo]).in_album.tolist() == [in_album]


def test_a_photo_that_is_only_scored_stands_alone() -> None:
    photo = item(ranked=False, proposed=True, tied=True, size=3)
    assert (photo.proposed, photo.tied, photo.group_size) == (False, False, 1)
    assert photo.group_kind is GroupKind.SINGLE
