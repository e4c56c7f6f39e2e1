"""Grid, film strip and detail view with real keys and clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.jobs import Pool
from album_organizer.gui.panels.loupe import LoupePage
from album_organizer.gui.panels.photo_grid import PhotoGrid
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from tests.gui.builders import item
from tests.gui.conftest import write_photo


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, icons: Icons, thumbnails: ThumbnailStore) -> PhotoGrid:
    model = PhotoGridModel()
    model.set_items(item(f"{n:03d}.jpg", seconds=n) for n in range(40))
    delegate = PhotoDelegate(theme, icons, thumbnails)
    view = PhotoGrid(model, delegate, thumbnails)
    model.setParent(view)
    delegate.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.step(0)
    qtbot.waitUntil(lambda: view.visualRect(model.index(1)).left() > 0)
    return view


def model_of(grid: PhotoGrid) -> PhotoGridModel:
    model = grid.model()
    assert isinstance(model, PhotoGridModel)
    return model


def test_arrows_walk_the_rows(grid: PhotoGrid) -> None:
    columns = grid.viewport().width() // grid.visualRect(model_of(grid).index(0)).width()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current_path() == "001.jpg"
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current_path() == f"{1 + columns:03d}.jpg"
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.current_path() == "039.jpg"
    grid.step(5)
    assert grid.current_path() == "039.jpg"


def test_clicks_select(grid: PhotoGrid) -> None:
    def click(row: int, *, keys: Qt.KeyboardModifier) -> None:
        spot = grid.visualRect(model_of(grid).index(row)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, spot)

    click(1, keys=Qt.KeyboardModifier.NoModifier)
    click(3, keys=Qt.KeyboardModifier.ControlModifier)
    assert grid.selected_paths() == ["001.jpg", "003.jpg"]
    click(3, keys=Qt.KeyboardModifier.NoModifier)
    click(5, keys=Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_paths() == ["003.jpg", "004.jpg", "005.jpg"]


def test_double_click_opens(grid: PhotoGrid, qtbot: QtBot) -> None:
    spot = grid.visualRect(model_of(grid).index(2)).center()
    with qtbot.waitSignal(grid.opened):
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert grid.current_path() == "002.jpg"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_that_open(grid: PhotoGrid, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(grid.opened):
        QTest.keyClick(grid, key)


def test_current_and_selection_survive_a_reset(grid: PhotoGrid) -> None:
    grid.set_current("010.jpg")
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    model = model_of(grid)
    # Every other of 200 new photos lies between the old ones: too many changes to tell singly.
    model.update_items(item(f"{n:03d}-new.jpg", seconds=n + 0.5) for n in range(200))
    assert grid.current_path() == "011.jpg"
    assert grid.selected_paths() == ["010.jpg", "011.jpg"]


def test_vanishing_photo_hands_over_to_the_next_and_the_last_to_the_one_before(
    grid: PhotoGrid,
) -> None:
    model = model_of(grid)
    model.set_filter(PhotoFilter.UNDECIDED)

    def reject(path: str) -> None:
        grid.set_current(path)
        seconds = float(path[:3])
        model.update_items([item(path, seconds=seconds, decision=UserDecision.REJECT)])

    reject("010.jpg")
    assert grid.current_path() == "011.jpg"
    assert grid.selected_paths() == ["011.jpg"]
    reject("039.jpg")
    assert grid.current_path() == "038.jpg"


@pytest.fixture
def loupe(
    qtbot: QtBot, theme: Theme, icons: Icons, thumbnails: ThumbnailStore, pool: Pool
) -> LoupePage:
    page = LoupePage(theme, icons, thumbnails, PictureStore(pool))
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    return page


def test_loupe_shows_the_whole_picture(qtbot: QtBot, loupe: LoupePage, tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", 0, 0)
    group = [item("a.jpg", rank=1, size=2), item("b.jpg", rank=2, size=2)]
    loupe.show_photo(str(tmp_path), group[0], group, [])
    qtbot.waitUntil(lambda: loupe.view.pixmap is not None)
    pixmap = loupe.view.pixmap
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (360, 240)
    assert loupe.strip.isVisible()
    assert loupe.strip.current_path() == "a.jpg"
    with qtbot.waitSignal(loupe.chosen) as chosen:
        QTest.keyClick(loupe.strip, Qt.Key.Key_Right)
    assert chosen.args == ["b.jpg"]
    loupe.show_photo(str(tmp_path), group[0], group[:1], [])
    assert not loupe.strip.isVisible()


def test_loupe_tells_when_the_picture_cannot_be_read(
    qtbot: QtBot, loupe: LoupePage, tmp_path: Path
) -> None:
    loupe.show_photo(str(tmp_path), item("gone.jpg"), [item("gone.jpg")], [])
    qtbot.waitUntil(lambda: "gone.jpg" in loupe.view.message)
    assert loupe.view.pixmap is None


def test_loupe_keys_and_mouse(qtbot: QtBot, loupe: LoupePage, tmp_path: Path) -> None:
    loupe.show_photo(str(tmp_path), item(), [item()], [])
    steps: list[int] = []
    loupe.view.stepped.connect(steps.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(loupe.view, key)
    assert steps == [1, -1, 1, -1]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(loupe.view.left):
            QTest.keyClick(loupe.view, key)
    with qtbot.waitSignal(loupe.view.left):
        QTest.mouseDClick(loupe.view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))


def test_loupe_names_the_photo_for_screen_readers(loupe: LoupePage, tmp_path: Path) -> None:
    photo = item("a.jpg", decision=UserDecision.PICK)
    loupe.show_photo(str(tmp_path), photo, [photo], [])
    assert loupe.view.accessibleName() == "a.jpg, score 0.47, picked"
