"""Version a against version b. Imports the plotting library; see :mod:`.score_plots`."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPen

from album_organizer.gui.comparison.contents import Contents
from album_organizer.gui.comparison.themed_plot import SMALL_PX, ThemedPlot
from album_organizer.gui.comparison.words import as_html
from album_organizer.gui.theme import Theme, number_font
from album_organizer.i18n import tr

REACH_PX = 12.0
"""A click counts for the nearest point this far away."""

_FAR = 1_000_000_000
_STEPS = {
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 10,
}
_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_MANY = 3000
"""From so many points on they are drawn smaller and fainter."""
_TIP_GAP = 12.0
_AT_ONCE = 5000


class ScatterPlot(ThemedPlot):
    """Version a against version b, one point for each photo or pair.

    Wheel and dragging zoom and move, a double click shows everything again. Arrow keys walk along
    the points, that which changes most first.

    Args:
        contents: The points and their words.
        theme: Colours.
    """

    walked = Signal(int)
    chosen = Signal(int)

    def __init__(self, contents: Contents, theme: Theme) -> None:
        points = contents.points
        super().__init__(theme, points.axis.format(v=points.a), points.axis.format(v=points.b))
        self._contents = contents
        self._points = points
        self._place = -1
        self._current: int | None = None
        self._hovered: int | None = None
        many = points.values_a.size > _MANY
        self._alpha = round(np.interp(points.values_a.size, [1000, 30_000], [170, 40]))
        self._dots = [
            pg.ScatterPlotItem(size=4 if many else 7, pen=None)
            for _ in range(0, points.values_a.size, _AT_ONCE)
        ]
        self._filled = 0
        self._fill_timer = QTimer(self)
        self._fill_timer.timeout.connect(self._fill_next)
        ends = [points.low, points.high]
        self._diagonal = pg.PlotCurveItem(x=ends, y=ends)
        self._ring = pg.ScatterPlotItem(size=16, pxMode=True)
        self._tip = pg.TextItem()
        self._tip.setZValue(10)
        self._tip.textItem.setFont(number_font(self.font()))
        for item in (self._diagonal, *self._dots, self._ring, self._tip):
            self.addItem(item, ignoreBounds=True)
        self._tip.hide()
        self._corners = [self._corner(0.0), self._corner(1.0)]
        self._show_all()
        self.setAccessibleName(
            tr("Scores of {what} by {a} and by {b}").format(
                what=points.what, a=points.a, b=points.b
            )
        )
        self.scene().sigMouseMoved.connect(self._mouse_moved)
        self.scene().sigMouseClicked.connect(self._mouse_clicked)
        self.restyle()

    @property
    def current(self) -> int | None:
        """Index of the marked point."""
        return self._current

    @property
    def told(self) -> str:
        """What is said beside the point under the mouse or walked to; empty for none."""
        return self._tip.toPlainText() if self._tip.isVisible() else ""

    def mark(self, index: int) -> None:
        """Marks a point without telling anybody."""
        self._current = index
        self._place = int(np.flatnonzero(self._points.order == index)[0])
        self._draw_ring()

    def spot_of(self, index: int) -> QPointF:
        """Where a point is drawn, in pixels of the widget."""
        x, y = self._points.values_a[index], self._points.values_b[index]
        place: QPointF = self.getViewBox().mapViewToScene(QPointF(x, y))
        return QPointF(self.mapFromScene(place))

    def nearest(self, place: QPointF) -> int | None:
        """The point nearest to a place of the scene, at most ``REACH_PX`` away.

        With all points in one go: asking 30,000 items one by one would stall the mouse.
        """
        box = self.getViewBox()
        area = box.sceneBoundingRect()
        if not self._points.values_a.size or not area.contains(place):
            return None
        (x_low, x_high), (y_low, y_high) = box.viewRange()
        x = area.left() + (self._points.values_a - x_low) / (x_high - x_low) * area.width()
        y = area.bottom() - (self._points.values_b - y_low) / (y_high - y_low) * area.height()
        away = np.hypot(x - place.x(), y - place.y())
        index = int(away.argmin())
        return index if away[index] <= REACH_PX else None

    def restyle(self) -> None:
        """Takes the colours of the theme."""
        super().restyle()
        self._filled = 0
        self._fill_timer.start(0)
        self._diagonal.setPen(QPen(self._theme.color("control_line"), 0, Qt.PenStyle.DashLine))
        self._tip.setColor(self._theme.color("text"))
        self._tip.fill = pg.mkBrush(self._theme.color("raised"))
        self._tip.border = pg.mkPen(self._theme.color("control_line"))
        self._tip.update()
        for corner in self._corners:
            corner.setText(corner.text, color=self._theme.color("secondary"))
        self._draw_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter and Space choose; the rest belongs to the window."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._points.order.size:
            place = self._place + _STEPS[key]
            self._place = min(max(place, 0), self._points.order.size - 1)
            self._walk_to(int(self._points.order[self._place]))
        elif key in _OPEN_KEYS and self._current is not None:
            self.chosen.emit(self._current)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keys pointed at is no longer pointed at."""
        super().focusOutEvent(event)
        self._tell(None)

    def _fill_next(self) -> None:
        """Draws some of the points: all 30,000 in one go would hold the window up."""
        if self._filled == len(self._dots):
            self._fill_timer.stop()
            return
        part = slice(self._filled * _AT_ONCE, (self._filled + 1) * _AT_ONCE)
        self._dots[self._filled].setData(
            x=self._points.values_a[part],
            y=self._points.values_b[part],
            brush=self.faded("bar", self._alpha),
        )
        self._filled += 1

    def _walk_to(self, index: int) -> None:
        self._current = index
        self._draw_ring()
        self._tell(index)
        self.walked.emit(index)

    def _mouse_moved(self, place: QPointF) -> None:
        self._tell(self.nearest(place))

    def _mouse_clicked(self, event: object) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        if event.double():  # type: ignore[attr-defined]
            self._show_all()
            return
        index = self.nearest(event.scenePos())  # type: ignore[attr-defined]
        if index is not None:
            self.mark(index)
            self.walked.emit(index)
            self.chosen.emit(index)

    def _tell(self, index: int | None) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        self._tip.setVisible(index is not None)
        if index is None:
            return
        words = self._contents.told_at(index)
        self.setAccessibleDescription(words)
        self._tip.setText(words)
        self._tip.setAnchor(self._tip_anchor(index))
        self._tip.setPos(self._points.values_a[index], self._points.values_b[index])

    def _tip_anchor(self, index: int) -> tuple[float, float]:
        """Which part of the tip stands at its point, so that all of it can be read."""
        area = self.getViewBox().sceneBoundingRect()
        spot = self.mapToScene(self.spot_of(index).toPoint())
        size = self._tip.textItem.boundingRect()
        left = min(spot.x() + _TIP_GAP, area.right() - size.width())
        in_upper_half = spot.y() < area.center().y()
        gap = _TIP_GAP / size.height()
        return (spot.x() - left) / size.width(), -gap if in_upper_half else 1 + gap

    def _draw_ring(self) -> None:
        if self._current is None:
            return
        self._ring.setData(
            x=[self._points.values_a[self._current]],
            y=[self._points.values_b[self._current]],
            pen=pg.mkPen(self._theme.color("accent"), width=3),
            brush=None,
        )

    def _corner(self, side: float) -> pg.LabelItem:
        """Says in a corner on which side of the diagonal one is."""
        points = self._points
        if side == 0.0:
            words = tr("{v} higher").format(v=points.b)
        else:
            words = tr("{v} higher").format(v=points.a)
        label = pg.LabelItem(as_html(words), size=f"{SMALL_PX}px")
        label.setParentItem(self.getViewBox())
        label.anchor(itemPos=(side, side), parentPos=(side, side), offset=(8 - 16 * side,) * 2)
        return label

    def _show_all(self) -> None:
        low, high = self._points.low, self._points.high
        self.setRange(xRange=(low, high), yRange=(low, high), padding=0)
