"""The grid with real keys, clicks and wheels: walking, selecting, sizes, places."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.grid.geometry import HEADER
from album_organizer.gui.grid.photo_grid import MAX_CELL, MIN_CELL, PhotoGrid
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.theme import Theme
from tests.gui.builders import item
from tests.gui.grid.hands import (
    CTRL,
    LEFT,
    PICK,
    SHIFT,
    click,
    drag,
    fill,
    model_of,
    press,
    spot_of,
    wheel,
)


def test_arrows_walk_the_rows(grid: PhotoGrid) -> None:
    columns = grid.columns()
    assert press(grid, Qt.Key.Key_Right) == "001.jpg"
    assert press(grid, Qt.Key.Key_Down) == f"{1 + columns:03d}.jpg"
    assert press(grid, Qt.Key.Key_Left) == f"{columns:03d}.jpg"
    assert press(grid, Qt.Key.Key_Up) == "000.jpg"
    assert press(grid, Qt.Key.Key_Up) == "000.jpg"
    assert press(grid, Qt.Key.Key_End) == "039.jpg"
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))
    assert press(grid, Qt.Key.Key_Home) == "000.jpg"
    grid.step(500)
    assert grid.current_path() == "039.jpg"


def test_pages_lead_down_and_back_in_the_same_column(grid: PhotoGrid) -> None:
    press(grid, Qt.Key.Key_Right)
    down = press(grid, Qt.Key.Key_PageDown)
    assert down is not None
    assert int(down[:3]) % grid.columns() == 1
    assert int(down[:3]) > grid.columns()
    assert press(grid, Qt.Key.Key_PageUp) == "001.jpg"


def test_clicks_select(grid: PhotoGrid) -> None:
    click(grid, "001.jpg")
    click(grid, "003.jpg", CTRL)
    assert grid.selected_paths() == ["001.jpg", "003.jpg"]
    click(grid, "003.jpg")
    click(grid, "009.jpg", SHIFT)
    assert grid.selected_paths() == [f"{n:03d}.jpg" for n in range(3, 10)]
    click(grid, "001.jpg", SHIFT)
    assert grid.selected_paths() == ["001.jpg", "002.jpg", "003.jpg"]


def test_keys_select(grid: PhotoGrid) -> None:
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Down, SHIFT)
    assert grid.selected_paths() == [f"{n:03d}.jpg" for n in range(1, 2 + grid.columns())]
    press(grid, Qt.Key.Key_A, CTRL)
    assert len(grid.selected_paths()) == 40


def test_click_between_photos_selects_none(grid: PhotoGrid) -> None:
    click(grid, "001.jpg")
    QTest.mouseClick(grid.viewport(), LEFT, pos=QPoint(60, HEADER // 2))
    assert not grid.selectionModel().hasSelection()
    assert grid.current_path() == "001.jpg"


def test_rubber_band_selects_the_rectangle(grid: PhotoGrid) -> None:
    fill(grid, [item(f"{n:03d}.jpg", seconds=n) for n in range(6)])
    assert grid.columns() == 4
    # From the free place beside the last photo up to the second of the first row.
    last = grid.visualRect(model_of(grid).index(5))
    free = last.translated(2 * last.width(), 20).center()
    drag(grid, free, spot_of(grid, "002.jpg"))
    assert grid.selected_paths() == ["002.jpg", "003.jpg"]
    drag(grid, free, spot_of(grid, "001.jpg"))
    assert grid.selected_paths() == ["001.jpg", "002.jpg", "003.jpg", "005.jpg"]
    assert grid.state() is QAbstractItemView.State.NoState


def test_double_click_opens(grid: PhotoGrid, qtbot: QtBot) -> None:
    spot = spot_of(grid, "002.jpg")
    with qtbot.waitSignal(grid.opened):
        QTest.mouseClick(grid.viewport(), LEFT, pos=spot)
        QTest.mouseDClick(grid.viewport(), LEFT, pos=spot)
    assert grid.current_path() == "002.jpg"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_that_open(grid: PhotoGrid, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(grid.opened):
        QTest.keyClick(grid, key)


def test_letters_do_not_search(grid: PhotoGrid) -> None:
    fill(grid, [item("a.jpg", seconds=0), item("b.jpg", seconds=1)])
    assert press(grid, Qt.Key.Key_B) == "a.jpg"


# Places


@pytest.mark.parametrize("mirrored", [False, True])
def test_every_photo_lies_in_a_place_of_its_own_where_it_is_found(
    grid: PhotoGrid, mirrored: bool
) -> None:
    if mirrored:
        grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    model = model_of(grid)
    taken: list[QRect] = []
    for row in range(0, 40, 3):
        index = model.index(row)
        grid.scrollTo(index)
        rect = grid.visualRect(index)
        assert grid.viewport().rect().contains(rect)
        for spot in (rect.center(), rect.bottomLeft(), rect.bottomRight()):
            assert grid.indexAt(spot).row() == row
        moved = rect.translated(0, grid.verticalOffset())
        assert not any(moved.intersects(other) for other in taken)
        taken.append(moved)
    assert grid.visualRect(model.index(99)).isNull()


def test_reading_from_right_to_left_begins_at_the_right(grid: PhotoGrid) -> None:
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    first, second = (grid.visualRect(model_of(grid).index(row)) for row in range(2))
    assert first.right() > grid.viewport().width() - 20
    assert second.right() < first.left() + 2
    assert press(grid, Qt.Key.Key_Left) == "001.jpg"
    assert press(grid, Qt.Key.Key_Right) == "000.jpg"
    click(grid, "002.jpg")
    click(grid, "005.jpg", SHIFT)
    assert grid.selected_paths() == ["002.jpg", "003.jpg", "004.jpg", "005.jpg"]


def test_header_stays_in_sight_and_hides_no_photo(grid: PhotoGrid, theme: Theme) -> None:
    days = [item(f"{n:03d}.jpg", seconds=n * 3600 * 4) for n in range(40)]
    model = fill(grid, days)
    assert len(model.sections) > 10
    for path in ("020.jpg", "003.jpg", "030.jpg"):
        grid.set_current(path)
        rect = grid.visualRect(grid.currentIndex())
        assert rect.top() >= HEADER
        assert grid.indexAt(QPoint(rect.center().x(), HEADER // 2)).row() == -1
        header = grid.viewport().grab(QRect(0, 0, 300, HEADER)).toImage()
        texts = {header.pixelColor(x, y).name() for x in range(300) for y in range(HEADER)}
        assert theme.color("text").name() in texts


def test_other_orders_have_no_headers(grid: PhotoGrid) -> None:
    model = model_of(grid)
    assert grid.visualRect(model.index(0)).top() == HEADER
    model.set_sort(PhotoSort.NAME)
    assert grid.visualRect(model.index(0)).top() == 0


def test_rows_fill_the_width_at_every_size(grid: PhotoGrid) -> None:
    for width in (400, 731, 1280, 2560):
        grid.resize(width, 600)
        columns = grid.columns()
        rects = [grid.visualRect(model_of(grid).index(row)) for row in range(columns)]
        assert len({rect.top() for rect in rects}) == 1
        free = grid.viewport().width() - (rects[-1].right() + 1 - rects[0].left())
        assert 0 <= free < columns
    assert rects[0].width() > 300  # on a large screen photos grow


# Sizes and scrolling


def test_wheel_scrolls_a_row_and_with_ctrl_changes_the_size(grid: PhotoGrid) -> None:
    height = grid.visualRect(model_of(grid).index(0)).height()
    wheel(grid, -1)
    assert 0.8 * height < grid.verticalOffset() <= 1.2 * height
    before = grid.cell_width
    wheel(grid, 1, CTRL)
    assert grid.cell_width > before
    assert grid.chosen_cell_width == grid.cell_width
    for _ in range(20):
        wheel(grid, -1, CTRL)
    assert grid.cell_width == MIN_CELL
    grid.set_cell_width(10_000)
    assert grid.cell_width == MAX_CELL


def test_size_and_window_change_around_the_current_photo(grid: PhotoGrid) -> None:
    grid.set_current("022.jpg")
    top = grid.visualRect(grid.currentIndex()).top()
    grid.set_cell_width(160)
    assert abs(grid.visualRect(grid.currentIndex()).top() - top) < 40
    grid.resize(1100, 600)
    assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))


def test_photos_that_come_do_not_move_what_is_looked_at(grid: PhotoGrid) -> None:
    grid.set_current("030.jpg")
    before = grid.visualRect(grid.currentIndex())
    model = model_of(grid)
    columns = grid.columns()
    model.table.add(prepare(item(f"new{n}.jpg", seconds=0.5).scored for n in range(columns * 3)))
    model.refresh()
    assert grid.current_path() == "030.jpg"
    assert grid.visualRect(grid.currentIndex()) == before


def test_what_is_seen_after_scrolling_is_what_a_full_repaint_shows(
    grid: PhotoGrid, qtbot: QtBot
) -> None:
    """Scrolling moves the picture and draws the rest: nothing old may stay."""
    fill(grid, [item(f"{n:03d}.jpg", seconds=n * 3600) for n in range(60)])
    grid.clearFocus()
    window = grid.window().windowHandle()
    assert window is not None
    bar = grid.verticalScrollBar()
    for value in (13, 60, 61, 700, 655, 640, 300, 301, 302, 30, 0, bar.maximum()):
        bar.setValue(value)
        QApplication.processEvents()
        seen = grid.screen().grabWindow(grid.winId()).toImage()
        grid.viewport().repaint()
        fresh = grid.screen().grabWindow(grid.winId()).toImage()
        assert seen == fresh, value


def test_screen_readers_find_photos_where_they_lie(grid: PhotoGrid) -> None:
    fill(
        grid, [item(f"{n:03d}.jpg", seconds=n, decision=PICK if n == 1 else None) for n in range(5)]
    )
    reader = QAccessible.queryAccessibleInterface(grid)
    assert reader is not None
    assert reader.text(QAccessible.Text.Name) == "Photos"
    assert reader.childCount() == 5
    second = reader.child(1)
    assert second is not None
    assert second.text(QAccessible.Text.Name) == "001.jpg, score 0.47, picked"
    assert second.rect().size() == grid.rect_of(1).size()


def test_an_empty_selection_stays_empty_through_changes(grid: PhotoGrid) -> None:
    grid.clearSelection()
    model_of(grid).refresh()
    assert not grid.selectionModel().hasSelection()
    assert grid.current_path() == "000.jpg"
