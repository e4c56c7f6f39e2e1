"""Makes a row of controls one stop of the Tab key; arrow keys walk inside it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ACT = (*_ENTER, Qt.Key.Key_Space)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class RovingFocus(QObject):
    """Walks through widgets with the arrow keys, Home and End; Enter clicks a button.

    These keys belong to the widget that has the keyboard, also where the window has shortcuts of
    the same name.

    Args:
        owner: Whose children the widgets are.
        widgets: In reading order; those that are hidden or disabled are stepped over.
    """

    def __init__(self, owner: QWidget, widgets: Sequence[QWidget] = ()) -> None:
        super().__init__(owner)
        self._owner = owner
        self._widgets: list[QWidget] = []
        self.set_widgets(widgets)

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Walks through these from now on; the first one is reached by Tab."""
        for widget in self._widgets:
            widget.removeEventFilter(self)
        self._widgets = list(widgets)
        for widget in self._widgets:
            widget.installEventFilter(self)
        self._put_stop(self._widgets[0] if self._widgets else None)

    def enter_at(self, widget: QWidget) -> None:
        """Makes one of the widgets the one that Tab reaches."""
        self._put_stop(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys that walk."""
        if not isinstance(watched, QWidget):
            return False
        if event.type() is QEvent.Type.FocusIn:
            self._put_stop(watched)
        elif isinstance(event, QKeyEvent) and not event.modifiers() & ~_KEYPAD:
            if event.type() is QEvent.Type.ShortcutOverride:
                return self._claim(watched, event)
            if event.type() is QEvent.Type.KeyPress:
                return self._pressed(watched, Qt.Key(event.key()))
        return False

    def _claim(self, watched: QWidget, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        acts = isinstance(watched, QAbstractButton) and key in _ACT
        if acts or key in _STEPS or key in _ENDS:
            event.accept()
            return True
        return False

    def _pressed(self, watched: QWidget, key: Qt.Key) -> bool:
        if key in _ENTER and isinstance(watched, QAbstractButton):
            watched.click()
            return True
        step = _STEPS.get(key)
        if step is None and key not in _ENDS:
            return False
        usable = [w for w in self._widgets if w.isEnabled() and not w.isHidden()]
        if step is None:
            place = _ENDS[key]
        else:
            sideways = key in {Qt.Key.Key_Left, Qt.Key.Key_Right}
            if sideways and self._owner.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                step = -step
            place = min(max(usable.index(watched) + step, 0), len(usable) - 1)
        usable[place].setFocus(Qt.FocusReason.TabFocusReason)
        show_in_area(usable[place])
        return True

    def _put_stop(self, stop: QWidget | None) -> None:
        for widget in self._widgets:
            widget.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if widget is stop else Qt.FocusPolicy.ClickFocus
            )


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def show_in_area(widget: QWidget) -> None:
    """Scrolls the area that holds a widget until the widget can be seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 16)
            return
        above = above.parentWidget()
