"""Faults that the window once had."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import click, click_photo, press, show


def ready(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    window = quick_window()
    score(qtbot, window, bursts)
    window.activateWindow()
    return window


def test_a_picture_that_came_back_is_shown_after_another_scan(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = ready(qtbot, quick_window, bursts)
    view = window.photos.loupe.view
    content = (bursts / "c.jpg").read_bytes()
    (bursts / "c.jpg").unlink()
    click_photo(window.photos.grid, "c.jpg")
    press(window.photos.grid, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: view.message != "")
    (bursts / "c.jpg").write_bytes(content)
    window.controller.scan_again()
    wait_for(qtbot, window, SessionState.DONE)
    window.photos.set_view(ViewMode.GRID)
    click_photo(window.photos.grid, "c.jpg")
    press(window.photos.grid, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: view.message == "")


def test_a_photo_is_current_again_after_an_empty_filter(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = ready(qtbot, quick_window, bursts)
    click_photo(window.photos.grid, "b0.jpg")
    show(window, PhotoFilter.REJECTED)
    show(window, PhotoFilter.ALL)
    assert window.photos.grid.current_path() is not None


def test_without_a_photo_there_is_nothing_to_decide(quick_window: OpenWindow) -> None:
    actions = quick_window().actions_
    assert not any(action.isEnabled() for action in (*actions.decisions, actions.show_file))


def test_the_loupe_button_does_not_stay_pressed_where_nothing_can_be_shown(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = ready(qtbot, quick_window, bursts)
    show(window, PhotoFilter.REJECTED)
    click(window.header.view_buttons[ViewMode.LOUPE])
    assert not window.header.view_buttons[ViewMode.LOUPE].isChecked()
    assert window.header.view_buttons[ViewMode.GRID].isChecked()


def close_when_idle(qtbot: QtBot, dialog: SettingsDialog | None) -> None:
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.models.busy)
    dialog.reject()


def test_closed_dialogs_do_not_pile_up(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = ready(qtbot, quick_window, bursts)
    for _ in range(3):
        window.dialogs.open_settings()
        close_when_idle(qtbot, window.dialogs.settings)
    qtbot.waitUntil(lambda: len(window.findChildren(SettingsDialog)) == 1)
