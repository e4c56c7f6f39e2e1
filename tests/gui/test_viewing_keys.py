"""The keys of the views in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import CTRL, click_photo, press, session_of, settle

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    """The second shot of the first burst is current."""
    made = quick_window()
    score(qtbot, made, bursts)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    click_photo(made.photos.grid, "a1.jpg")
    return made


def hit(key: Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key wherever the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, key, keys)


def view_of(window: MainWindow) -> ViewMode:
    return window.photos.view


def test_culling_a_burst_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    hit(Key.Key_N)
    assert view_of(window) is ViewMode.SURVEY
    assert window.photos.targets() == ["a1.jpg"]
    hit(Key.Key_X)
    assert session_of(window).items["a1.jpg"].decision is UserDecision.REJECT
    assert len(window.photos.survey.photos.items) == 3
    hit(Key.Key_Z, CTRL)
    assert session_of(window).items["a1.jpg"].decision is None
    hit(Key.Key_C)
    assert view_of(window) is ViewMode.COMPARE
    shown = [item.path for item in window.photos.compare.photos.items]
    assert shown == ["a0.jpg", "a1.jpg"]
    hit(Key.Key_Right)
    assert window.photos.compare.photos.items[1].path == "a2.jpg"
    hit(Key.Key_Tab)
    assert window.photos.targets() == ["a2.jpg"]
    hit(Key.Key_P)
    settle(qtbot, window)
    assert session_of(window).items["a2.jpg"].decision is UserDecision.PICK
    hit(Key.Key_Return)
    assert view_of(window) is ViewMode.LOUPE
    assert window.photos.targets() == ["a2.jpg"]
    hit(Key.Key_Escape)
    assert view_of(window) is ViewMode.COMPARE
    hit(Key.Key_Escape)
    assert view_of(window) is ViewMode.GRID
    assert window.photos.grid.hasFocus()


def test_next_group_and_stars_in_the_survey(window: MainWindow) -> None:
    hit(Key.Key_N)
    hit(Key.Key_BracketRight)
    shown = [item.path for item in window.photos.survey.photos.items]
    assert sorted(shown) == ["b0.jpg", "b1.jpg", "b2.jpg"]
    hit(Key.Key_4)
    target = window.photos.targets()[0]
    assert target.startswith("b")
    assert session_of(window).items[target].stars == 4


def test_full_screen_shows_the_photo_only_and_all_keys_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    hit(Key.Key_F)
    assert window.isFullScreen()
    assert view_of(window) is ViewMode.LOUPE
    qtbot.waitUntil(lambda: window.photos.size() == window.size())
    hit(Key.Key_Right)
    hit(Key.Key_P)
    assert session_of(window).items["a2.jpg"].decision is UserDecision.PICK
    hit(Key.Key_Escape)
    assert not window.isFullScreen()
    assert view_of(window) is ViewMode.GRID
    assert window.header.isVisible()
    assert window.filters.isVisible()


def test_z_zooms_what_is_shown(window: MainWindow) -> None:
    window.resize(900, 600)
    hit(Key.Key_E)
    view = window.photos.loupe.view
    view.resize(120, 100)  # smaller than the photo
    hit(Key.Key_Z)
    assert view.scale == 1.0
    hit(Key.Key_Z)
    assert not view.zoomed_in
