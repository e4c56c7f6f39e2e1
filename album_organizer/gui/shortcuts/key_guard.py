"""Keys between the window's shortcuts and the widget that has the keyboard.

Qt gives a key first to the shortcuts and only then to the focused widget, unless the widget asks
for it. The guard asks in its place where the key is meant for the widget: while somebody types,
and for Tab, Space, Enter and arrows on buttons and lists. After the shortcuts it looks again, for
keys that mean a command although their sign does not: Shift with the key of a decision, digits
where the layout has signs, letters where it has no Latin ones.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from album_organizer.domain.commands import CommandId
from album_organizer.gui.deciding.advance import Hand, goes_on
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import Command
from album_organizer.gui.shortcuts.key_events import caps_lock, digit, latin_letter

PHOTO_VIEW = "photoView"
"""Property of widgets that show photos: there, Tab and keys for moving may be commands."""
KEEPS_KEYS = "keepsKeys"
"""Property of what covers the window for a moment and wants every key."""
KEEPS_LETTERS = "keepsLetters"
"""Property of panels whose lists are searched by typing: a letter there is no decision."""
KEEPS_TAB = "keepsTab"
"""Property of photos side by side: there Tab leads from one to the next."""
KEEPS_ESCAPE = "keepsEscape"
"""Property of widgets to type in that make use of Escape themselves."""
_PHOTO_VIEWS = frozenset({"photoGrid", "filmstrip", "picture", "sidePicture"})

_Modifier = Qt.KeyboardModifier
_TYPING_MODIFIERS = (
    _Modifier.NoModifier,
    _Modifier.ShiftModifier,
    _Modifier.GroupSwitchModifier,
    _Modifier.ShiftModifier | _Modifier.GroupSwitchModifier,
)
_FIRST_FUNCTION_KEY, _LAST_FUNCTION_KEY = Qt.Key.Key_F1, Qt.Key.Key_F35
_KEYS_OF_CONTROLS = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class KeyGuard(QObject):
    """Watches the focused widget of a window; ends with the window.

    Attributes:
        always: The setting "always go on to the next photo".

    Args:
        window: Whose shortcuts are guarded.
        actions: Of its commands.
        bindings: Their keys.
    """

    def __init__(
        self, window: QWidget, actions: Mapping[CommandId, QAction], bindings: Bindings
    ) -> None:
        super().__init__(window)
        self.always = False
        self._window = window
        self._actions = actions
        self._bindings = bindings
        self._hand = Hand()
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    @property
    def goes_on(self) -> bool:
        """Whether the next photo should follow the decision that is being made."""
        return goes_on(self._hand, always=self.always)

    def use(self, bindings: Bindings) -> None:
        """Other keys from now on."""
        self._bindings = bindings

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the shortcuts: whose key is it? After them: does it mean a command after all?"""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._hand = self._hand_of(event)
            if belongs_to(self._focused(watched), event):
                event.accept()
                return True
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._run(self._focused(watched), event)
        elif kind in {QEvent.Type.KeyRelease, QEvent.Type.FocusOut}:
            self._hand = Hand()
        return False

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and isValid(old) and old is not self._window:
            old.removeEventFilter(self)
        if new is not None and self._window.isAncestorOf(new):
            new.installEventFilter(self)

    def _focused(self, watched: QObject) -> QWidget | None:
        # What the window sees is what its focused widget left.
        widget = self._window.focusWidget() if watched is self._window else watched
        return widget if isinstance(widget, QWidget) else None

    def _hand_of(self, event: QKeyEvent) -> Hand:
        shift = bool(event.modifiers() & _Modifier.ShiftModifier)
        if shift and self._bound(QKeySequence(event.keyCombination())) is not None:
            shift = False  # it is part of the key
        return Hand(shift, caps_lock(event))

    def _run(self, focused: QWidget | None, event: QKeyEvent) -> bool:
        if belongs_to(focused, event):
            return False
        command = self._meant(event)
        if command is None or not self._actions[command.id].isEnabled():
            return False
        if not event.isAutoRepeat():
            self._actions[command.id].trigger()
        event.accept()  # or it would go on to the parents
        return True

    def _meant(self, event: QKeyEvent) -> Command | None:
        """The command that a key means although no shortcut has just this key."""
        held = event.modifiers() & ~_Modifier.KeypadModifier
        if held not in (_Modifier.NoModifier, _Modifier.ShiftModifier):
            return None
        shift = held == _Modifier.ShiftModifier
        key = Qt.Key(event.key())
        if shift and not _is_plain(key):
            command = self._bound(QKeySequence(key))  # "?" is "?" with or without Shift
            if command is not None and key not in _KEYS_OF_CONTROLS:
                return command
        base = digit(event) or latin_letter(event) or key
        command = self._bound(QKeySequence(base))
        return None if command is None or (shift and not command.judges) else command

    def _bound(self, key: QKeySequence) -> Command | None:
        return next((c for c in self._bindings.commands if key in self._bindings.keys(c.id)), None)


def belongs_to(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key is meant for the widget that has the keyboard, not for a shortcut.

    Args:
        widget: The focused one.
        event: A key with what is held.
    """
    if widget is None:
        return False
    held = event.modifiers() & ~_Modifier.KeypadModifier
    key = Qt.Key(event.key())
    is_tab = key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
    if widget.property(KEEPS_KEYS) or (is_tab and widget.property(KEEPS_TAB)):
        return True
    if is_typing(widget):
        if key == Qt.Key.Key_Escape:
            return bool(widget.property(KEEPS_ESCAPE))
        if _FIRST_FUNCTION_KEY <= key <= _LAST_FUNCTION_KEY:
            return False
        # AltGr is Ctrl+Alt on Windows, and types signs there.
        types = held == _Modifier.ControlModifier | _Modifier.AltModifier and event.text()
        return held in _TYPING_MODIFIERS or bool(types and event.text().isprintable())
    is_letter = bool(event.text()) and event.text().isprintable()
    is_control_key = key in _KEYS_OF_CONTROLS and not _shows_photos(widget)
    meant = is_control_key or (is_letter and _keeps_letters(widget))
    return meant and held in _TYPING_MODIFIERS


def _keeps_letters(widget: QWidget) -> bool:
    keeper: QWidget | None = widget
    while keeper is not None and not keeper.property(KEEPS_LETTERS):
        keeper = keeper.parentWidget()
    return keeper is not None


def is_typing(widget: QWidget) -> bool:
    """Whether what is typed there becomes text."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox | QKeySequenceEdit)


def _shows_photos(widget: QWidget) -> bool:
    return widget.objectName() in _PHOTO_VIEWS or bool(widget.property(PHOTO_VIEW))


def _is_plain(key: Qt.Key) -> bool:
    return Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z
