"""What holds for model and view whatever happens: no photo lost, counts add up, places kept."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.filtering.criteria import Criteria
from album_organizer.gui.filtering.facets import count_facets
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel, PhotoRole
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from album_organizer.gui.item_models.photo_order import mask_of
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from tests.gui.builders import item

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

NAMES = st.text(
    st.sampled_from("aB9ü漢/ .\n&<%"),
    min_size=1,
    max_size=6,
)
PHOTOS = st.builds(
    lambda path, ava, seconds, group, rank, size, proposed, tied, decision, ranked: item(
        path,
        ava=ava,
        seconds=seconds,
        group=group,
        rank=rank,
        size=size,
        proposed=proposed,
        tied=tied,
        decision=decision,
        ranked=ranked,
    ),
    NAMES,
    st.sampled_from([1.0, 5.0, 5.0, 9.99]),
    st.one_of(st.none(), st.integers(0, 4)),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 4),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, PICK, REJECT]),
    st.booleans(),
)
ALBUMS = st.lists(PHOTOS, max_size=25, unique_by=lambda photo: photo.path)


def filled(photos: list[PhotoItem]) -> PhotoGridModel:
    model = PhotoGridModel()
    model.set_items(photos)
    return model


@QUICK
@given(ALBUMS)
def test_filters_divide_the_photos_without_rest(
    qapp: QApplication, photos: list[PhotoItem]
) -> None:
    model = filled(photos)
    shown: dict[PhotoFilter, list[str]] = {}
    for wanted in PhotoFilter:
        model.set_filter(mask_of(wanted))
        shown[wanted] = model.paths
    everything = {photo.path for photo in photos}
    parts = [shown[f] for f in (PhotoFilter.PICKED, PhotoFilter.REJECTED, PhotoFilter.UNDECIDED)]
    assert sum(len(part) for part in parts) == len(everything)
    assert set().union(*parts) == everything == set(shown[PhotoFilter.ALL])
    assert set(shown[PhotoFilter.ALBUM]) == {
        *shown[PhotoFilter.PICKED], *shown[PhotoFilter.PROPOSED],
    }  # fmt: skip
    assert not set(shown[PhotoFilter.ALBUM]) & set(shown[PhotoFilter.REJECTED])
    assert shown[PhotoFilter.PROBLEMS] == []
    counts = count_facets(model.table, Criteria()).show
    assert counts == {wanted: len(paths) for wanted, paths in shown.items()}


@QUICK
@given(ALBUMS, st.lists(st.sampled_from(PhotoSort), max_size=6))
def test_every_order_keeps_every_photo_exactly_once(
    qapp: QApplication, photos: list[PhotoItem], sorts: list[PhotoSort]
) -> None:
    model = filled(photos)
    for sort in sorts:
        model.set_sort(sort)
        assert sorted(model.paths) == sorted(photo.path for photo in photos)
        rows = [model.index(row).data(PhotoRole.PATH) for row in range(model.rowCount())]
        assert rows == model.paths


@QUICK
@given(ALBUMS, st.sampled_from(PhotoSort), st.sampled_from(PhotoFilter))
def test_filtered_photos_stand_in_the_order_of_all(
    qapp: QApplication, photos: list[PhotoItem], sort: PhotoSort, shown: PhotoFilter
) -> None:
    model = filled(photos)
    model.set_sort(sort)
    before = model.paths
    model.set_filter(mask_of(shown))
    assert model.paths == [path for path in before if path in set(model.paths)]
    model.set_filter(mask_of(PhotoFilter.ALL))
    assert model.paths == before


@QUICK
@given(ALBUMS, st.data())
def test_a_decision_moves_no_photo(
    qapp: QApplication, photos: list[PhotoItem], data: st.DataObject
) -> None:
    model = filled(photos)
    others = [sort for sort in PhotoSort if sort is not PhotoSort.DECISION]
    model.set_sort(data.draw(st.sampled_from(others)))
    before = model.paths
    decided = data.draw(st.lists(st.sampled_from(photos), max_size=5)) if photos else []
    for photo in decided:
        model.table.decide({photo.content_id: data.draw(st.sampled_from([None, PICK, REJECT]))})
    model.refresh()
    assert model.paths == before


@QUICK
@given(ALBUMS, ALBUMS, st.sampled_from(PhotoSort), st.sampled_from(PhotoFilter), st.booleans())
def test_photos_that_come_in_batches_end_as_if_they_came_at_once(
    qapp: QApplication,
    first: list[PhotoItem],
    second: list[PhotoItem],
    sort: PhotoSort,
    shown: PhotoFilter,
    collapsed: bool,
) -> None:
    grown = PhotoGridModel()
    grown.set_collapsed(collapsed)
    for batch in (first, second):
        grown.set_sort(sort)
        grown.set_filter(mask_of(shown))
        grown.table.add(prepare(photo.scored for photo in batch))
        grown.table.decide({photo.content_id: photo.decision for photo in batch})
        grown.refresh()
    together = PhotoGridModel()
    together.set_collapsed(collapsed)
    together.set_filter(mask_of(shown))
    unranked = {p.path: replace(p, standing=None) for p in (*first, *second)}
    together.set_items(unranked.values())
    together.set_sort(sort)
    assert grown.paths == together.paths
    rows = [grown.index(row).data(PhotoRole.PATH) for row in range(grown.rowCount())]
    assert rows == grown.paths
    assert all(grown.index_of(path).row() == row for row, path in enumerate(rows))


@QUICK
@given(ALBUMS, st.data())
def test_selected_photos_stay_selected_while_they_are_shown(
    qtbot: QtBot,
    theme: Theme,
    icons: Icons,
    thumbnails: ThumbnailStore,
    photos: list[PhotoItem],
    data: st.DataObject,
) -> None:
    model = filled(photos)
    grid = PhotoGrid(model, PhotoDelegate(theme, icons, thumbnails), thumbnails)
    chosen = data.draw(st.sets(st.sampled_from(model.paths), max_size=4)) if photos else set()
    selection = grid.selectionModel()
    for path in sorted(chosen):
        selection.setCurrentIndex(model.index_of(path), selection.SelectionFlag.Select)
    current = grid.current_path()
    model.set_sort(data.draw(st.sampled_from(PhotoSort)))
    model.table.add(prepare(item(f"new{n}.jpg", seconds=n).scored for n in range(3)))
    model.refresh()
    assert {i.data(PhotoRole.PATH) for i in grid.selectedIndexes()} == chosen
    assert grid.current_path() == current
    model.set_filter(mask_of(data.draw(st.sampled_from(PhotoFilter))))
    if current in model.paths:
        assert grid.current_path() == current
        assert chosen & set(model.paths) <= set(grid.selected_paths())
    elif model.paths and chosen:
        assert grid.current_path() in model.paths  # another photo takes its place
    else:
        assert set(grid.selected_paths()) <= set(model.paths)
    grid.deleteLater()


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_photos(qapp: QApplication, count: int) -> None:
    model = filled([item(f"{n}.jpg") for n in range(count)])
    for sort in PhotoSort:
        model.set_sort(sort)
        for shown in PhotoFilter:
            model.set_filter(mask_of(shown))
            assert model.rowCount() == (
                count if shown in {PhotoFilter.ALL, PhotoFilter.UNDECIDED} else 0
            )
    assert model.data(model.index(5)) is None
    model.set_items([])
    assert model.rowCount() == 0
    assert model.rowCount(model.index(0)) == 0
