"""The sheet of all keys: what it lists, and that it comes and goes with one key."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from album_organizer.gui.actions import make_actions
from album_organizer.gui.icons import Icons
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.cheat_sheet import (
    CheatSheet,
    Line,
    Section,
    in_columns,
    sheet_sections,
)
from album_organizer.gui.shortcuts.commands import CommandGroup, all_commands

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Window(QMainWindow):
    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.setCentralWidget(self.field)
        self.actions_ = make_actions(self, icons)
        self.sheet = CheatSheet(self)
        self.bindings = Bindings(all_commands())
        self.picked = 0
        self.actions_.pick.setEnabled(True)
        self.actions_.pick.triggered.connect(lambda _=False: self._pick())
        self.actions_.shortcuts.triggered.connect(lambda _=False: self.sheet.toggle(self.bindings))

    def _pick(self) -> None:
        self.picked += 1


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, icons: Icons) -> Iterator[Window]:
    made = Window(icons)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.field.setFocus()
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)


def opened(window: Window) -> CheatSheet:
    press(Key.Key_F1)
    assert window.sheet.isVisible()
    return window.sheet


def labels(window: Window) -> list[QLabel]:
    body = window.sheet.area.widget()
    assert body is not None
    return body.findChildren(QLabel)


def shown_texts(window: Window) -> list[str]:
    return [label.text() for label in labels(window)]


@pytest.mark.usefixtures("qapp")
def test_it_lists_the_keys_as_they_are_now() -> None:
    lines = dict(sheet_sections(Bindings(all_commands(), {"pick": ["K", "Ctrl+K"]})))
    assert list(lines) == [group.title for group in CommandGroup]
    assert Line(("K", "Ctrl+K"), "Pick") in lines["Photo"]
    assert Line(("0", "1", "2", "3", "4", "5"), "0 to 5 stars") in lines["Photo"]
    assert Line(("E", "Return", "Space"), "Loupe") in lines["View"]
    told = [line.does for section in lines.values() for line in section]
    assert "Purple label" not in told  # it has no key
    assert len(told) == len(set(told))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("keys", [[], ["Ctrl+3"], ["3", "W"]])
def test_stars_with_other_keys_get_lines_of_their_own(keys: list[str]) -> None:
    lines = dict(sheet_sections(Bindings(all_commands(), {"stars_3": keys})))["Photo"]
    does = [line.does for line in lines]
    assert "0 to 5 stars" not in does
    assert "4 stars" in does
    assert ("3 stars" in does) is bool(keys)


sections = st.lists(st.integers(1, 12), max_size=9).map(
    lambda sizes: [
        (str(number), tuple(Line(("K",), str(n)) for n in range(size)))
        for number, size in enumerate(sizes)
    ]
)


@given(sections, st.integers(1, 4))
def test_columns_keep_the_order_and_are_no_more_than_fit(made: list[Section], count: int) -> None:
    columns = in_columns(made, count)
    assert [section for column in columns for section in column] == made
    assert len(columns) <= count


def test_one_key_opens_it_and_the_same_key_closes_it(window: Window) -> None:
    for key, held in ((Key.Key_F1, Qt.KeyboardModifier.NoModifier), (Key.Key_Question, SHIFT)):
        sheet = opened(window)
        assert sheet.hasFocus()
        assert sheet.geometry() == window.rect()
        assert sheet.area.verticalScrollBar().maximum() == 0  # there is room for all of it
        press(key, held)
        assert not sheet.isVisible()
        assert window.field.hasFocus()


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Return, Key.Key_Space])
def test_other_ways_to_close_by_key(window: Window, key: Qt.Key) -> None:
    opened(window)
    press(key)
    assert not window.sheet.isVisible()


def test_a_click_anywhere_closes(window: Window) -> None:
    sheet = opened(window)
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().topLeft())
    assert not sheet.isVisible()
    sheet = opened(window)
    body = sheet.area.widget()
    assert body is not None
    QTest.mouseClick(body, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    ("key", "held"),
    [(Key.Key_P, Qt.KeyboardModifier.NoModifier), (Key.Key_P, SHIFT)],
)
def test_no_command_runs_below_it(window: Window, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    opened(window)
    press(key, held)
    press(Key.Key_Tab)
    assert window.sheet.isVisible()
    assert window.sheet.hasFocus()
    assert window.picked == 0


def test_it_shows_new_keys_next_time(window: Window) -> None:
    opened(window)
    assert "Ctrl+K" not in shown_texts(window)
    press(Key.Key_Escape)
    window.bindings = Bindings(all_commands(), {"pick": ["Ctrl+K"], "shortcuts": ["F1", "H"]})
    opened(window)
    assert "Ctrl+K" in shown_texts(window)
    press(Key.Key_H)
    assert not window.sheet.isVisible()


def test_a_screen_reader_hears_all_of_it(window: Window) -> None:
    sheet = opened(window)
    assert sheet.accessibleName() == "Keyboard shortcuts"
    assert "Pick: P; Reject: X" in sheet.accessibleDescription()
    names = [label.accessibleName() for label in labels(window)]
    assert "Loupe: E, Return, Space" in names


def test_in_a_small_window_it_scrolls_by_key(window: Window) -> None:
    window.resize(700, 420)
    sheet = opened(window)
    bar = sheet.area.verticalScrollBar()
    assert bar.maximum() > 0
    press(Key.Key_End)
    assert bar.value() == bar.maximum()
    press(Key.Key_PageUp)
    press(Key.Key_Up)
    assert 0 <= bar.value() < bar.maximum()
    press(Key.Key_Home)
    assert bar.value() == 0
    assert sheet.area.horizontalScrollBar().maximum() == 0


def test_it_follows_the_size_of_the_window(window: Window, qtbot: QtBot) -> None:
    sheet = opened(window)
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: sheet.geometry() == window.rect())
    assert sheet.area.verticalScrollBar().maximum() == 0


def test_who_had_the_keyboard_may_be_gone(window: Window, qapp: QApplication) -> None:
    opened(window)
    window.field.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window.sheet.close_sheet()
    assert not window.sheet.isVisible()


def test_right_to_left_keeps_keys_in_their_order(window: Window, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        sheet = opened(window)
        cap = next(label for label in labels(window) if "Ctrl++" in label.text())
        assert cap.layoutDirection() is Qt.LayoutDirection.LeftToRight
        caps = [label for label in labels(window) if label.property("role") == "key"]
        key = next(label for label in caps if label.text().strip("\u2066\u2069") == "P")
        does = next(label for label in labels(window) if label.text() == "Pick")
        assert key.mapTo(sheet, key.rect().center()).x() < does.mapTo(sheet, does.pos()).x()
        assert "0 to 5 stars" in shown_texts(window)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
