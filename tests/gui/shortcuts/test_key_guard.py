"""Real key presses into a window with fields, buttons, lists and photos: who gets them?"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from album_organizer.domain.commands import CommandId
from album_organizer.gui.actions import Actions, fill_menu_bar, make_actions
from album_organizer.gui.icons import Icons
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.shortcuts.key_guard import PHOTO_VIEW

Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Window(QMainWindow):
    """A window with one of everything, which notes what its commands do."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.done: list[str] = []
        self.went_on: list[bool] = []
        self.photos = QListWidget()
        self.photos.setObjectName("photoGrid")
        self.photos.addItems(["pear.jpg", "x.jpg", "7.jpg"])
        self.line, self.spin, self.text = QLineEdit(), QSpinBox(), QTextEdit()
        self.plain, self.keys = QPlainTextEdit(), QKeySequenceEdit()
        self.combo, self.editable = QComboBox(), QComboBox()
        self.editable.setEditable(True)
        self.button, self.slider, self.list = QPushButton("Press"), QSlider(), QListWidget()
        self.list.addItems(["one", "two", "three"])
        middle = QWidget()
        column = QVBoxLayout(middle)
        for widget in self.parts():
            column.addWidget(widget)
        self.setCentralWidget(middle)
        self.actions_: Actions = make_actions(self, icons)
        fill_menu_bar(self, self.actions_, QMenu(self))
        for command in all_commands():
            action = self.actions_.of(command.id)
            action.setEnabled(True)
            action.triggered.connect(lambda _=False, c=command.id: self._note(c))

    def parts(self) -> list[QWidget]:
        return [
            *(self.photos, self.line, self.spin, self.text, self.plain, self.keys),
            *(self.combo, self.editable, self.button, self.slider, self.list),
        ]

    def _note(self, command: CommandId) -> None:
        self.done.append(command.value)
        self.went_on.append(self.actions_.keys.goes_on)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, icons: Icons) -> Iterator[Window]:
    made = Window(icons)
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def focus(window: Window, widget: QWidget) -> QWidget:
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    return widget


def press(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> list[str]:
    """Presses a key where the keyboard is; what was done by it."""
    window.done.clear()
    window.went_on.clear()
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, key, held)
    return list(window.done)


# While typing


@pytest.mark.parametrize("name", ["line", "spin", "text", "plain", "keys", "editable"])
@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Key.Key_P, NONE),
        (Key.Key_5, NONE),
        (Key.Key_5, KEYPAD),
        (Key.Key_X, SHIFT),
        (Key.Key_Question, SHIFT),
        (Key.Key_Period, NONE),
        (Key.Key_BracketLeft, NONE),
        (Key.Key_Home, NONE),
    ],
)
def test_typing_decides_nothing(
    window: Window, name: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    focus(window, getattr(window, name))
    assert press(window, key, held) == []


def test_what_is_typed_arrives(window: Window) -> None:
    focus(window, window.line)
    QTest.keyClicks(window.line, "px5 gU?.")
    assert window.line.text() == "px5 gU?."
    focus(window, window.spin)
    window.spin.selectAll()
    QTest.keyClicks(window.spin, "57")
    assert window.spin.value() == 57
    assert window.done == []


@pytest.mark.parametrize(
    ("key", "held", "command"),
    [
        (Key.Key_E, CTRL, "export"),
        (Key.Key_F5, NONE, "scan_again"),
        (Key.Key_Escape, NONE, "back"),
        (Key.Key_F, CTRL, "search"),
    ],
)
def test_keys_that_type_nothing_work_in_a_text_field(
    window: Window, key: Qt.Key, held: Qt.KeyboardModifier, command: str
) -> None:
    focus(window, window.line)
    assert press(window, key, held) == [command]


def test_undo_in_a_text_field_is_about_the_text(window: Window) -> None:
    focus(window, window.line)
    QTest.keyClicks(window.line, "pear")
    assert press(window, Key.Key_Z, CTRL) == []
    assert window.line.text() == ""


def test_a_text_that_can_only_be_read_takes_no_letters(window: Window) -> None:
    window.text.setReadOnly(True)
    focus(window, window.text)
    assert press(window, Key.Key_P) == ["pick"]


def test_letters_decide_again_when_the_field_is_left(window: Window) -> None:
    focus(window, window.line)
    assert press(window, Key.Key_P) == []
    focus(window, window.photos)
    assert press(window, Key.Key_P) == ["pick"]
    focus(window, window.button)
    assert press(window, Key.Key_X) == ["reject"]


def test_alt_gr_types_signs(window: Window) -> None:
    window.actions_.use_keys(Bindings(all_commands(), {"pick": ["Ctrl+Alt+Q"]}))
    typed = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Q, CTRL | ALT, "@")
    typed.ignore()
    QApplication.sendEvent(focus(window, window.line), typed)
    assert typed.isAccepted()
    focus(window, window.photos)
    assert press(window, Key.Key_Q, CTRL | ALT) == ["pick"]


# Keys of controls


def test_space_and_enter_press_a_focused_button_even_if_they_were_chosen_as_keys(
    window: Window,
) -> None:
    window.actions_.use_keys(Bindings(all_commands(), {"pick": ["Backspace", "Down"]}))
    clicks: list[str] = []
    window.button.clicked.connect(lambda: clicks.append("click"))
    focus(window, window.button)
    assert press(window, Key.Key_Space) == []
    assert len(clicks) == 1
    focus(window, window.list)
    window.list.setCurrentRow(0)
    assert press(window, Key.Key_Down) == []
    assert window.list.currentRow() == 1
    focus(window, window.photos)
    assert press(window, Key.Key_Down) == ["pick"]


def test_tab_hides_the_panels_on_the_photos_and_moves_on_everywhere_else(window: Window) -> None:
    focus(window, window.photos)
    assert press(window, Key.Key_Tab) == ["panels"]
    assert QApplication.focusWidget() is window.photos
    focus(window, window.line)
    assert press(window, Key.Key_Tab) == []
    assert QApplication.focusWidget() is window.spin
    focus(window, window.button)
    assert press(window, Key.Key_Tab) == []
    assert QApplication.focusWidget() is window.slider


@pytest.mark.parametrize("name", ["filmstrip", "picture", "sidePicture"])
def test_the_other_views_show_photos_too(window: Window, name: str) -> None:
    window.list.setObjectName(name)
    focus(window, window.list)
    assert press(window, Key.Key_Tab) == ["panels"]


def test_a_widget_may_say_that_it_shows_photos(window: Window) -> None:
    window.list.setProperty(PHOTO_VIEW, True)
    focus(window, window.list)
    assert press(window, Key.Key_Tab) == ["panels"]


def test_shift_and_tab_leave_the_photos(window: Window) -> None:
    focus(window, window.photos)
    QTest.keyClick(window.photos, Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is not window.photos
    assert window.done == []


# Going on


@pytest.mark.parametrize(
    ("key", "command"),
    [(Key.Key_P, "pick"), (Key.Key_X, "reject"), (Key.Key_U, "undecided"), (Key.Key_4, "stars_4")],
)
def test_shift_with_a_decision_goes_on(window: Window, key: Qt.Key, command: str) -> None:
    focus(window, window.photos)
    assert press(window, key) == [command]
    assert window.went_on == [False]
    assert press(window, key, SHIFT) == [command]
    assert window.went_on == [True]
    assert press(window, key) == [command]
    assert window.went_on == [False]


def test_the_list_of_photos_does_not_search_for_what_goes_on(window: Window) -> None:
    window.photos.setCurrentRow(1)
    focus(window, window.photos)
    press(window, Key.Key_P, SHIFT)
    assert window.photos.currentRow() == 1


def test_the_setting_goes_on_always(window: Window) -> None:
    window.actions_.keys.always = True
    focus(window, window.photos)
    press(window, Key.Key_P)
    assert window.went_on == [True]
    window.done.clear()
    window.actions_.reject.trigger()  # with the mouse, in a menu
    assert window.went_on[-1]


def test_caps_lock_goes_on_and_ends_with_the_key(window: Window) -> None:
    focus(window, window.photos)
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, Key.Key_P, NONE, "P")
        event.ignore()
        QApplication.sendEvent(window.photos, event)
    assert window.went_on == [True]
    QApplication.sendEvent(window.photos, QKeyEvent(QEvent.Type.KeyRelease, Key.Key_P, NONE, "P"))
    window.actions_.reject.trigger()
    assert window.went_on == [True, False]


def test_shift_that_is_part_of_the_key_does_not_go_on(window: Window) -> None:
    window.actions_.use_keys(Bindings(all_commands(), {"pick": ["Shift+K"]}))
    focus(window, window.photos)
    assert press(window, Key.Key_K, SHIFT) == ["pick"]
    assert window.went_on == [False]


def test_shift_with_other_commands_means_nothing(window: Window) -> None:
    focus(window, window.photos)
    assert press(window, Key.Key_G, SHIFT) == []
    assert press(window, Key.Key_P, CTRL | SHIFT) == []


def test_a_key_held_down_decides_once(window: Window) -> None:
    focus(window, window.photos)
    press(window, Key.Key_P, SHIFT)
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_P, SHIFT, "P", True)
        QApplication.sendEvent(window.photos, held)
    assert window.done == ["pick"]
    assert not window.actions_.pick.autoRepeat()
    assert window.actions_.next_group.autoRepeat()


def test_an_action_that_is_off_stays_off(window: Window) -> None:
    window.actions_.pick.setEnabled(False)
    focus(window, window.photos)
    assert press(window, Key.Key_P) == []
    assert press(window, Key.Key_P, SHIFT) == []


# Layouts


@pytest.fixture
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scan codes mean what they mean on a Linux desktop."""
    monkeypatch.setattr(
        "album_organizer.gui.shortcuts.key_events._platform", lambda name: name or "xcb"
    )


@pytest.mark.usefixtures("on_linux")
@pytest.mark.parametrize(
    ("key", "text", "held", "scan", "command", "goes_on"),
    [
        (Key.Key_Exclam, "!", SHIFT, 10, "stars_1", True),  # German, Shift+1
        (Key.Key_Ampersand, "&", NONE, 10, "stars_1", False),  # French, 1
        (Key.Key_1, "1", SHIFT, 10, "stars_1", True),  # French, Shift+1
        (Key.Key_ParenRight, ")", SHIFT, 19, "stars_0", True),
        (0x05E4, "פ", NONE, 33, "pick", False),  # Hebrew, P
    ],
)
def test_other_layouts(
    window: Window, key: int, text: str, held: Qt.KeyboardModifier, scan: int, command: str,
    goes_on: bool,
) -> None:  # fmt: skip
    focus(window, window.photos)
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, int(key), held, scan, 0, 0, text)
        event.ignore()
        QApplication.sendEvent(window.photos, event)
    assert window.done == [command]
    assert window.went_on == [goes_on]


def test_a_sign_that_needs_shift_is_found_whatever_the_layout_says(window: Window) -> None:
    focus(window, window.photos)
    assert press(window, Key.Key_Question, SHIFT) == ["shortcuts"]
    assert press(window, Key.Key_Question) == ["shortcuts"]


def test_the_keypad_gives_stars(window: Window) -> None:
    focus(window, window.photos)
    assert press(window, Key.Key_3, KEYPAD) == ["stars_3"]


# Other keys


def test_new_keys_work_at_once_and_old_ones_no_longer(window: Window) -> None:
    focus(window, window.photos)
    window.actions_.use_keys(
        Bindings(all_commands()).with_keys(CommandId.PICK, [QKeySequence("K")])
    )
    assert press(window, Key.Key_K) == ["pick"]
    assert press(window, Key.Key_K, SHIFT) == ["pick"]
    assert window.went_on == [True]
    assert press(window, Key.Key_P) == []
    assert press(window, Key.Key_P, SHIFT) == []
    assert window.actions_.pick.toolTip() == "Pick (K)"


def test_keys_of_another_window_are_left_alone(window: Window, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    other.setFocus()
    QTest.keyClicks(other, "pX")
    assert other.text() == "pX"
    assert window.done == []


def test_a_focused_widget_may_vanish(window: Window, qapp: QApplication) -> None:
    gone = QPushButton("Soon gone", window)
    gone.move(QPoint(0, 0))
    gone.show()
    focus(window, gone)
    gone.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    focus(window, window.photos)
    assert press(window, Key.Key_P) == ["pick"]
