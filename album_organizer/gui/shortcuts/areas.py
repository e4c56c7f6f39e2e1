"""From one area of the window to the next by one key, for hands that stay on the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next_area(areas: Sequence[QWidget]) -> QWidget | None:
    """Gives the keyboard to the next area that can be seen, after the last to the first.

    Args:
        areas: In reading order, for example header, filters, photos, inspector.

    Returns:
        The area that has the keyboard now, or None if none can have it.
    """
    focused = QApplication.focusWidget()
    here = next(
        (n for n, area in enumerate(areas) if focused is not None and _holds(area, focused)), -1
    )
    for step in range(1, len(areas) + 1):
        area = areas[(here + step) % len(areas)]
        target = _first_stop(area) if area.isVisible() else None
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return area
    return None


def _holds(area: QWidget, widget: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)


def _first_stop(area: QWidget) -> QWidget | None:
    """The first widget in it that Tab would reach."""
    widget: QWidget | None = area
    while widget is not None:
        if _holds(area, widget) and _takes_keyboard(widget):
            return widget
        widget = widget.nextInFocusChain()
        if widget is area:
            break
    return None


def _takes_keyboard(widget: QWidget) -> bool:
    wants = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(wants) and widget.isVisible() and widget.isEnabled()
