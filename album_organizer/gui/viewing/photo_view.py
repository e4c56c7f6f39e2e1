"""A photo under mouse, fingers and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.theme import Theme
from album_organizer.gui.viewing.canvas import PhotoCanvas
from album_organizer.gui.viewing.shared_zoom import SharedZoom
from album_organizer.gui.viewing.zoom import STEP

FAR = 1_000_000_000
"""More steps than there are photos: to the first or the last one."""

_WHEEL_STEP = 1.25
_WHEEL_NOTCH = 120
_PAN_SHARE = 0.15
"""How much of the view one arrow key moves a photo that is zoomed in."""

_WALKS = {
    Qt.Key.Key_Home: -FAR,
    Qt.Key.Key_End: FAR,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOM_KEYS = {
    Qt.Key.Key_Plus: STEP,
    Qt.Key.Key_Equal: STEP,
    Qt.Key.Key_Minus: 1 / STEP,
}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PhotoView(PhotoCanvas):
    """A canvas that can be walked, zoomed and dragged.

    Arrows walk to the next photo; in a photo that is zoomed in they move the picture, and Shift
    with an arrow walks. A click shows 1:1 around that spot, another one the whole photo again.

    Args:
        theme: The ground, and colours of the marks.
        icons: The marks.
        zoom: Size and part that are shown; may be shared with others.
        margin: Ground around a photo that fits, in logical pixels.
        zooms: Whether the photo can be zoomed at all.
        parent: Qt owner.
    """

    arrow = Signal(int, int)
    walked = Signal(int)
    opened = Signal()
    taken = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        zoom: SharedZoom,
        margin: int = 16,
        *,
        zooms: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, icons, zoom, margin, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._zooms = zooms
        self._pressed: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self._was_current = False
        self._last_spot: QPointF | None = None
        self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def spot(self) -> QPointF | None:
        """Where a zoom without pointer goes: under the pointer, or where was clicked last."""
        pointer = QPointF(self.mapFromGlobal(QCursor.pos()))
        return pointer if self.underMouse() else self._last_spot

    def toggle_at_spot(self) -> None:
        """Between the whole photo and 1:1 at the pointer, or where was clicked last."""
        if self._zooms:
            self.toggle_actual(self.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks, moves, zooms, opens."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in _ARROWS and (shift or not held):
            self._arrow(key, walk=shift)
        elif key in _ZOOM_KEYS and self._zooms and (shift or not held):
            self.step_zoom(_ZOOM_KEYS[key], self.spot)
        elif key in _WALKS and not held:
            self.walked.emit(_WALKS[key])
        elif key in _OPEN and not held:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag begins."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        # Focus came with the press where another photo had it: that click only chooses.
        self._pressed, self._dragged_from = event.position(), None
        self.taken.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags a photo that is zoomed in."""
        if self._pressed is None or not self.zoomed_in:
            return
        start = self._dragged_from or self._pressed
        moved = event.position() - start
        if self._dragged_from is None and (
            moved.manhattanLength() < QApplication.startDragDistance()
        ):
            return
        self._dragged_from = event.position()
        self._show_cursor()
        self.pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag, or shows the photo 1:1 around the spot that was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        spot, dragged = self._pressed, self._dragged_from is not None
        self._pressed = self._dragged_from = None
        chosen, self._was_current = self._was_current, True
        if not dragged and chosen and self._zooms and self.target().contains(spot):
            self._last_spot = spot
            self.toggle_actual(spot)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ground it opens or leaves; on the photo it is two clicks."""
        if self._zooms and self.target().contains(event.position()):
            self.mousePressEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the pointer; two fingers on a touch pad move a photo that is zoomed in."""
        if not self._zooms:
            super().wheelEvent(event)
            return
        touch = event.device().type() is QInputDevice.DeviceType.TouchPad
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if touch and not control and self.zoomed_in and not event.pixelDelta().isNull():
            self.pan(QPointF(event.pixelDelta()))
        elif event.angleDelta().y():
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self.step_zoom(_WHEEL_STEP**notches, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers on a touch pad or screen zoom."""
        if isinstance(event, QNativeGestureEvent) and self._zooms:
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.step_zoom(max(0.1, 1.0 + event.value()), event.position())
                return True
        elif isinstance(event, QGestureEvent) and self._zooms:
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = self.mapFromGlobal(pinch.centerPoint().toPoint())
                self.step_zoom(max(0.1, pinch.scaleFactor()), QPointF(middle))
                return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu."""
        self.menu_wanted.emit(event.pos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the mouse it is chosen first and zoomed by the next click."""
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        self._was_current = not by_mouse
        super().focusInEvent(event)
        self.taken.emit()

    def _zoom_changed(self) -> None:
        super()._zoom_changed()
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._dragged_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.zoomed_in:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _arrow(self, key: Qt.Key, *, walk: bool) -> None:
        across, down = _ARROWS[key]
        if self.zoomed_in and not walk:
            share = -_PAN_SHARE
            self.pan(QPointF(across * share * self.width(), down * share * self.height()))
        else:
            # Where reading goes from right to left, so does the next photo.
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.arrow.emit(-across if mirrored else across, down)
