"""Every action by its key, its menu entry and the context menu."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import (
    CTRL,
    click_photo,
    entry,
    open_menus,
    press,
    right_click,
    session_of,
    settle,
    show,
    spot_of,
)
from tests.support.pictures import write_picture


@pytest.fixture
def window(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    made = quick_window()
    score(qtbot, made, bursts)
    made.activateWindow()
    made.photos.focus_photos()
    return made


class Opener(QObject):
    """What the desktop would have opened."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opener(qapp: QApplication) -> Iterator[Opener]:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "open")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("file")


def menu_of(window: MainWindow, title: str) -> list[QAction]:
    top = entry(window.menuBar().actions(), title)
    menu = top.menu()
    assert isinstance(menu, QMenu)
    return menu.actions()


# Keys


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"P", "X", "U", "G", "E", "F5", "F7", "F8", "Ctrl+O", "Ctrl+E", "Esc"} <= set(keys)


@pytest.mark.parametrize(
    ("key", "decision"),
    [(Qt.Key.Key_P, UserDecision.PICK), (Qt.Key.Key_X, UserDecision.REJECT)],
)
def test_decision_by_key_and_back_again(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, decision: UserDecision
) -> None:
    click_photo(window.photos.grid, "a1.jpg")
    press(window.photos.grid, key)
    assert session_of(window).items["a1.jpg"].decision is decision
    assert window.inspector.decisions.buttons[decision].isChecked()
    press(window.photos.grid, Qt.Key.Key_U)
    assert session_of(window).items["a1.jpg"].decision is None
    assert window.inspector.decisions.buttons[None].isChecked()
    settle(qtbot, window)


def test_ctrl_o_asks_for_a_folder_and_starts_at_the_open_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_picture(tmp_path / "other/x.jpg").parent
    starts: list[str] = []

    def choose(parent: QWidget, title: str, start: str) -> str:
        starts.append(start)
        return str(other) if len(starts) > 1 else ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(choose))
    before = session_of(window)
    press(window, Qt.Key.Key_O, CTRL)
    assert session_of(window) is before  # nothing was chosen
    press(window, Qt.Key.Key_O, CTRL)
    wait_for(qtbot, window, SessionState.DONE)
    assert starts == [before.folder] * 2
    assert session_of(window).folder == str(other)


def test_f5_finds_new_photos_and_misses_deleted_ones(
    qtbot: QtBot, window: MainWindow, bursts: Path
) -> None:
    (bursts / "a0.jpg").unlink()
    write_picture(bursts / "sub/new.jpg", scene=9, seconds=9000)
    press(window, Qt.Key.Key_F5)
    assert window.controller.state is SessionState.SCORING
    wait_for(qtbot, window, SessionState.DONE)
    assert "sub/new.jpg" in window.photos.model.paths
    assert "a0.jpg" not in window.photos.model.paths
    assert window.header.folder_count.text() == "7 photos"


def test_ctrl_e_opens_the_export_of_what_is_in_the_album(window: MainWindow) -> None:
    press(window, Qt.Key.Key_E, CTRL)
    dialog = window.dialogs.export
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.destination.text() == str(Path(session_of(window).folder + " album"))
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_ctrl_comma_opens_the_settings(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Comma, CTRL)
    dialog = window.dialogs.settings
    assert dialog is not None
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_ctrl_q_closes(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        press(window, Qt.Key.Key_Q, CTRL)
    assert not window.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Plus, Qt.Key.Key_Equal])
def test_ctrl_plus_and_minus_change_the_thumbnails(window: MainWindow, key: Qt.Key) -> None:
    grid = window.photos.grid
    before = grid.cell_width
    press(window, key, CTRL)
    assert grid.cell_width > before
    press(window, Qt.Key.Key_Minus, CTRL)
    assert grid.cell_width == before
    for _ in range(20):
        press(window, key, CTRL)
    assert grid.cell_width == 400


def test_views_by_key(window: MainWindow) -> None:
    grid, header = window.photos.grid, window.header
    press(grid, Qt.Key.Key_E)
    assert window.photos.in_loupe
    assert header.view_buttons[ViewMode.LOUPE].isChecked()
    press(window.photos.loupe.view, Qt.Key.Key_Escape)
    assert window.photos.currentWidget() is grid
    assert header.view_buttons[ViewMode.GRID].isChecked()
    assert grid.hasFocus()


def test_panels_by_menu_and_key_agree(window: MainWindow) -> None:
    filters = entry(menu_of(window, "View"), "Filters")
    assert filters.isChecked()
    filters.trigger()
    assert not window.filters.isVisible()
    press(window, Qt.Key.Key_F7)
    assert filters.isChecked()
    assert window.filters.isVisible()


def test_folded_panels_stay_folded_in_the_next_folder(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    press(window, Qt.Key.Key_F8)
    score(qtbot, window, write_picture(tmp_path / "other/x.jpg").parent)
    assert not window.inspector.isVisible()
    assert window.filters.isVisible()


# Menus


def test_each_menu_has_its_entries_with_their_keys(window: MainWindow) -> None:
    titles = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert titles == ["File", "Edit", "Photo", "View", "Go", "Help"]
    file = {a.text().replace("&", ""): a.shortcut().toString() for a in menu_of(window, "File")}
    assert file["Open folder…"] == "Ctrl+O"
    assert file["Export album…"] == "Ctrl+E"
    assert file["Quit"] == "Ctrl+Q"
    photo = [a.text().replace("&", "") for a in menu_of(window, "Photo") if a.text()]
    assert photo == ["Pick", "Undecided", "Reject", "Stars", "Label", "Show in folder"]


def test_actions_of_a_window_without_folder(quick_window: OpenWindow) -> None:
    window = quick_window()
    actions = window.actions_
    assert actions.open_folder.isEnabled()
    assert actions.settings.isEnabled()
    assert not actions.export.isEnabled()
    assert not actions.scan_again.isEnabled()
    for key in (Qt.Key.Key_P, Qt.Key.Key_E, Qt.Key.Key_G, Qt.Key.Key_F5, Qt.Key.Key_Escape):
        press(window, key)
    assert window.photos.currentWidget() is window.photos.start
    window.dialogs.open_export()
    assert window.dialogs.export is None


def test_decisions_are_off_where_no_photo_is_shown(
    qtbot: QtBot, window: MainWindow, bursts: Path
) -> None:
    assert all(action.isEnabled() for action in window.actions_.decisions)
    show(window, PhotoFilter.REJECTED)
    assert not any(action.isEnabled() for action in window.actions_.decisions)
    press(window, Qt.Key.Key_X)
    show(window, PhotoFilter.ALL)
    click_photo(window.photos.grid, "a0.jpg")
    assert all(action.isEnabled() for action in window.actions_.decisions)
    assert not any(item.decision for item in session_of(window).items.values())


@pytest.mark.parametrize(
    ("text", "sort", "first"),
    [
        ("By capture time", PhotoSort.TIME, "a0.jpg"),
        ("By name", PhotoSort.NAME, "a0.jpg"),
        ("By score", PhotoSort.SCORE, "c.jpg"),
        ("By group", PhotoSort.GROUP, "a0.jpg"),
    ],
)
def test_sort_menu(window: MainWindow, text: str, sort: PhotoSort, first: str) -> None:
    sort_menu = entry(menu_of(window, "View"), "Sort").menu()
    assert isinstance(sort_menu, QMenu)
    entry(sort_menu.actions(), text).trigger()
    assert window.photos.model.sort_order is sort
    assert window.header.sort.box.currentData() is sort
    assert window.photos.model.paths[0] == first
    assert [a.isChecked() for a in sort_menu.actions()].count(True) == 1


def test_recent_folders_of_the_menu_are_the_latest_first_and_open(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, bursts: Path
) -> None:
    other = write_picture(tmp_path / "B & C/x.jpg").parent
    score(qtbot, window, other)
    score(qtbot, window, bursts)
    recent = entry(menu_of(window, "File"), "Recent folders").menu()
    assert isinstance(recent, QMenu)
    assert [a.text().split("   ")[0] for a in recent.actions()] == ["Bursts", "B && C"]
    recent.actions()[1].trigger()
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(other)


def test_show_in_folder_opens_the_folder_of_the_photo(
    qtbot: QtBot, window: MainWindow, bursts: Path, opener: Opener
) -> None:
    write_picture(bursts / "sub dir/deep #1.jpg", scene=9, seconds=9000)
    window.controller.scan_again()
    wait_for(qtbot, window, SessionState.DONE)
    window.photos.grid.set_current("sub dir/deep #1.jpg")
    entry(menu_of(window, "Photo"), "Show in folder").trigger()
    assert [url.toLocalFile() for url in opener.urls] == [str(bursts / "sub dir")]


def test_right_click_selects_and_offers_what_can_be_done(window: MainWindow) -> None:
    viewport = window.photos.grid.viewport()
    spot = spot_of(window.photos.grid, "b2.jpg")
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=spot)
    right_click(viewport, spot)
    (menu,) = open_menus(window)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert texts == [
        *("Pick", "Undecided", "Reject", "Stars", "Label"),
        *("Loupe", "Compare", "Survey", "Show in folder"),
    ]
    assert window.photos.targets() == ["b2.jpg"]
    entry(menu.actions(), "Pick").trigger()
    menu.close()
    assert session_of(window).items["b2.jpg"].decision is UserDecision.PICK


def test_right_click_into_a_selection_keeps_it(window: MainWindow) -> None:
    grid = window.photos.grid
    click_photo(grid, "a0.jpg")
    click_photo(grid, "b0.jpg", CTRL)
    spot = spot_of(grid, "a0.jpg")
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=spot)
    right_click(grid.viewport(), spot)
    (menu,) = open_menus(window)
    entry(menu.actions(), "Reject").trigger()
    menu.close()
    rejected = [i.path for i in session_of(window).items.values() if i.decision]
    assert rejected == ["a0.jpg", "b0.jpg"]


def test_context_menu_in_the_loupe_is_about_the_photo_shown(
    qtbot: QtBot, window: MainWindow
) -> None:
    click_photo(window.photos.grid, "b1.jpg")
    press(window.photos.grid, Qt.Key.Key_Return)
    right_click(window.photos.loupe.view, QPoint(200, 200))
    (menu,) = open_menus(window)
    entry(menu.actions(), "Reject").trigger()
    menu.close()
    assert session_of(window).items["b1.jpg"].decision is UserDecision.REJECT


def test_context_menu_leads_to_the_loupe(window: MainWindow) -> None:
    click_photo(window.photos.grid, "a2.jpg")
    right_click(window.photos.grid.viewport(), spot_of(window.photos.grid, "a2.jpg"))
    (menu,) = open_menus(window)
    entry(menu.actions(), "Loupe").trigger()
    menu.close()
    assert window.photos.in_loupe
    assert window.photos.current is not None
    assert window.photos.current.path == "a2.jpg"


def test_no_context_menu_where_no_photo_is(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    window = quick_window()
    empty = tmp_path / "empty"
    empty.mkdir()
    score(qtbot, window, empty)
    right_click(window.photos.grid.viewport(), QPoint(10, 10))
    assert open_menus(window) == []


def test_closed_context_menus_do_not_pile_up(qtbot: QtBot, window: MainWindow) -> None:
    def menus() -> int:
        return len(window.findChildren(QMenu))

    before = menus()
    for _ in range(3):
        right_click(window.photos.grid.viewport(), spot_of(window.photos.grid, "a0.jpg"))
        open_menus(window)[0].close()
    qtbot.waitUntil(lambda: menus() == before)
