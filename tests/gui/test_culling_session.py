"""Whole culling sessions with the hands on the keyboard, as people do them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import CTRL, NO_KEY, SHIFT, session_of, settle

KEYS = {
    "[": Qt.Key.Key_BracketLeft,
    "]": Qt.Key.Key_BracketRight,
    ".": Qt.Key.Key_Period,
    "→": Qt.Key.Key_Right,
    "←": Qt.Key.Key_Left,
    "↑": Qt.Key.Key_Up,
    "↓": Qt.Key.Key_Down,
    "⏎": Qt.Key.Key_Return,
    "⎋": Qt.Key.Key_Escape,
    "⇱": Qt.Key.Key_Home,
    "⇲": Qt.Key.Key_End,
    "⇥": Qt.Key.Key_Tab,
}


@pytest.fixture
def window(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    """Two bursts of three (a0 to a2, b0 to b2) and c, scored."""
    opened = quick_window()
    score(qtbot, opened, bursts)
    opened.activateWindow()
    opened.photos.focus_photos()
    opened.photos.grid.set_current("a0.jpg")
    return opened


def type_keys(window: MainWindow, keys: str, held: Qt.KeyboardModifier = NO_KEY) -> None:
    """Presses one key after another, each where the keyboard is."""
    for sign in keys:
        key = KEYS.get(sign) or Qt.Key(ord(sign.upper()))
        QTest.keyClick(QApplication.focusWidget() or window, key, held)


def view_of(window: MainWindow) -> ViewMode:
    return window.photos.view


def item(window: MainWindow, path: str) -> PhotoItem:
    return session_of(window).items[path]


def decisions(window: MainWindow) -> dict[str, UserDecision]:
    return session_of(window).decisions_by_path()


PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def test_through_the_whole_folder_without_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "e")
    assert view_of(window) is ViewMode.LOUPE
    type_keys(window, "pxx", SHIFT)  # a0 picked, a1 and a2 rejected, on to the next each time
    assert window.photos.grid.current_path() == "b0.jpg"
    type_keys(window, "→")
    type_keys(window, "p", SHIFT)  # b1
    type_keys(window, "4")  # b2
    type_keys(window, "⇲p6")  # c
    settle(qtbot, window)
    assert decisions(window) == {
        "a0.jpg": PICK,
        "a1.jpg": REJECT,
        "a2.jpg": REJECT,
        "b1.jpg": PICK,
        "c.jpg": PICK,
    }
    assert item(window, "b2.jpg").stars == 4
    assert item(window, "c.jpg").label is ColorLabel.RED
    assert [i.path for i in session_of(window).in_album()] == ["a0.jpg", "b1.jpg", "c.jpg"]
    type_keys(window, "g")
    assert view_of(window) is ViewMode.GRID


def test_every_step_back_and_forth_again(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "p→x→3→7")
    settle(qtbot, window)
    names = [window.controller.history.stack.text(n) for n in range(4)]
    assert names == [
        "Pick a0.jpg",
        "Reject a1.jpg",
        "3 stars for a2.jpg",
        "Yellow label for b0.jpg",
    ]
    assert window.actions_.undo.text() == "&Undo Yellow label for b0.jpg"
    type_keys(window, "zz", CTRL)
    assert item(window, "b0.jpg").label is ColorLabel.NONE
    assert item(window, "a2.jpg").stars == 0
    assert window.photos.grid.current_path() == "a2.jpg"  # one sees what was taken back
    type_keys(window, "zz", CTRL)
    settle(qtbot, window)
    assert decisions(window) == {}
    type_keys(window, "zzzz", CTRL | SHIFT)
    settle(qtbot, window)
    assert decisions(window) == {"a0.jpg": PICK, "a1.jpg": REJECT}
    assert item(window, "b0.jpg").label is ColorLabel.YELLOW


def test_groups_and_undecided_ones_are_a_key_away(window: MainWindow) -> None:
    type_keys(window, "]")
    assert window.photos.grid.current_path() in {"b0.jpg", "b1.jpg", "b2.jpg"}
    type_keys(window, "]")
    assert window.photos.grid.current_path() == "c.jpg"
    type_keys(window, "[[")
    assert window.photos.grid.current_path() in {"a0.jpg", "a1.jpg", "a2.jpg"}
    window.photos.grid.set_current("a0.jpg")
    type_keys(window, "p→x")
    type_keys(window, "⇱.")
    assert window.photos.grid.current_path() == "a2.jpg"


def test_a_burst_is_decided_in_the_comparison(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "c")
    assert view_of(window) is ViewMode.COMPARE
    first = window.photos.targets()
    type_keys(window, "p⇥")
    second = window.photos.targets()
    assert first != second
    type_keys(window, "x")
    settle(qtbot, window)
    assert decisions(window) == {first[0]: PICK, second[0]: REJECT}
    type_keys(window, "⎋")
    assert view_of(window) is ViewMode.GRID


def test_the_inspector_explains_the_photo_in_focus(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "→→", SHIFT)
    type_keys(window, "c")
    focused = window.photos.targets()
    assert focused != [window.photos.grid.current_path()]
    qtbot.waitUntil(lambda: [window.inspector.name.full_text] == focused)


def test_survey_rejects_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "n")
    assert view_of(window) is ViewMode.SURVEY
    type_keys(window, "→x")
    rejected = window.photos.targets()
    settle(qtbot, window)
    assert decisions(window) == {rejected[0]: REJECT}
    type_keys(window, "⏎")
    assert view_of(window) is ViewMode.LOUPE
    assert window.photos.targets() == rejected
    type_keys(window, "⎋")
    assert view_of(window) is ViewMode.SURVEY


def test_stacks_show_the_best_and_open_in_place(window: MainWindow) -> None:
    type_keys(window, "s", SHIFT)
    assert window.photos.model.rowCount() == 3
    tops = window.photos.model.paths
    assert {item(window, path).standing.rank for path in tops} == {1}  # type: ignore[union-attr]
    type_keys(window, "⇱s")
    assert window.photos.model.rowCount() == 5
    type_keys(window, "s")
    assert window.photos.model.paths == tops
    type_keys(window, "s", SHIFT)
    assert window.photos.model.rowCount() == 7


def test_search_narrows_and_leads_back(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "f", CTRL)
    QTest.keyClicks(window.header.search, "b1")
    qtbot.waitUntil(lambda: window.photos.model.paths == ["b1.jpg"])
    assert decisions(window) == {}  # letters typed there decide nothing
    assert "1 of 7" in window.status.message.full_text
    type_keys(window, "⎋")
    qtbot.waitUntil(lambda: window.photos.model.rowCount() == 7)
    type_keys(window, "⎋p")
    settle(qtbot, window)
    assert list(decisions(window).values()) == [PICK]


def test_full_screen_keeps_all_keys(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "f")
    assert window.isFullScreen()
    assert not window.header.isVisible()
    type_keys(window, "p→x")
    settle(qtbot, window)
    assert decisions(window) == {"a0.jpg": PICK, "a1.jpg": REJECT}
    type_keys(window, "⎋")
    assert not window.isFullScreen()
    assert window.header.isVisible()


def test_weights_by_keyboard_propose_anew_and_are_kept_for_the_folder(
    qtbot: QtBot, window: MainWindow, quick_window: OpenWindow, bursts: Path
) -> None:
    type_keys(window, "t")
    assert window.tuning.isVisible()
    slider = window.tuning.count.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: len(session_of(window).in_album()) == 1)
    qtbot.waitUntil(lambda: "out" in window.tuning.preview.summary.text())
    window.close()
    again = quick_window()
    score(qtbot, again, bursts)
    assert again.controller.count == 1
    assert len(session_of(again).in_album()) == 1


def test_what_was_decided_is_there_after_closing(
    qtbot: QtBot, window: MainWindow, quick_window: OpenWindow, bursts: Path
) -> None:
    type_keys(window, "p→x→5→9")
    window.close()
    again = quick_window()
    score(qtbot, again, bursts)
    assert decisions(again) == {"a0.jpg": PICK, "a1.jpg": REJECT}
    assert item(again, "a2.jpg").stars == 5
    assert item(again, "b0.jpg").label is ColorLabel.BLUE


def test_keys_are_shown_and_go_away_again(window: MainWindow) -> None:
    QTest.keyClick(window.photos.grid, Qt.Key.Key_Question, SHIFT)
    sheet = window.intents._sheet
    assert sheet.isVisible()
    type_keys(window, "p⎋")
    assert not sheet.isVisible()
    assert decisions(window) == {}
    type_keys(window, "p")
    assert decisions(window) == {"a0.jpg": PICK}


def test_a_long_selection_is_one_step(qtbot: QtBot, window: MainWindow) -> None:
    type_keys(window, "a", CTRL)
    type_keys(window, "x")
    settle(qtbot, window)
    assert set(decisions(window).values()) == {REJECT}
    assert len(decisions(window)) == 7
    assert window.controller.history.stack.undoText() == "Reject 7 photos"
    type_keys(window, "z", CTRL)
    settle(qtbot, window)
    assert decisions(window) == {}
