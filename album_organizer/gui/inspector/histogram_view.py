"""The tones of a photo as curves, with what is lost at both ends."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from album_organizer.domain.scores import TechnicalQuality
from album_organizer.gui.inspector.chart import Chart
from album_organizer.gui.inspector.histogram import TONES, Histogram
from album_organizer.gui.inspector.histogram_store import HistogramStore
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import labelled
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr

_HEIGHT = 96
_MARK = 8
_CURVES = ("curve_red", "curve_green", "curve_blue")
_FILL_ALPHA = 110
_TOLD = 0.005
"""From this share of the picture on lost tones are marked."""


class HistogramChart(Chart):
    """The curves.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _HEIGHT)
        self._histogram: Histogram | None = None
        self._curves: list[QPolygonF] = []
        self._lost = (False, False)

    def show_histogram(self, histogram: Histogram | None, lost: tuple[bool, bool]) -> None:
        """Shows curves, or none while they are counted.

        Args:
            histogram: Of the photo.
            lost: Whether the ends are marked, black and white.
        """
        self._histogram, self._lost = histogram, lost
        self._curves = []
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs other curves."""
        super().resizeEvent(event)
        self._curves = []

    def draw(self, painter: QPainter) -> None:
        """Draws luminance as an area, the colours as lines, and the marks of lost tones."""
        found = self._histogram
        if found is not None:
            # Kept: the panel is painted more often than the photo changes.
            self._curves = self._curves or [
                self._curve(values, found.height, closed=number == 0)
                for number, values in enumerate((found.luminance, *found.colors))
            ]
            grey = QColor(self.theme.color("luminance"))
            grey.setAlpha(_FILL_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(grey)
            painter.drawPolygon(self._curves[0])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for curve, color in zip(self._curves[1:], _CURVES, strict=True):
                painter.setPen(QPen(self.theme.color(color), 1))
                painter.drawPolyline(curve)
        self._draw_marks(painter)

    def _curve(self, values: np.ndarray, height: float, *, closed: bool) -> QPolygonF:
        area = self.area
        x = np.linspace(area.left(), area.right(), TONES)
        y = area.bottom() - np.clip(values / height, 0.0, 1.0) * area.height()
        points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
        if closed:
            points = [area.bottomLeft(), *points, area.bottomRight()]
        return QPolygonF(points)

    def _draw_marks(self, painter: QPainter) -> None:
        area = self.area
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("reject"))
        for lost, corner, inward in (
            (self._lost[0], area.topLeft(), _MARK),
            (self._lost[1], area.topRight(), -_MARK),
        ):
            if lost:
                points = [corner, corner + QPointF(inward, 0), corner + QPointF(0, _MARK)]
                painter.drawPolygon(QPolygonF(points))


class HistogramView(QWidget):
    """Curves, and under their ends what is lost there.

    Args:
        theme: Colours.
        store: Counts the tones.
    """

    def __init__(self, theme: Theme, store: HistogramStore) -> None:
        super().__init__()
        self._store = store
        self._item: PhotoItem | None = None
        self.chart = HistogramChart(theme)
        self.black, self.white = labelled("", "secondary"), labelled("", "secondary")
        foot = QWidget()
        # Black stands at the left in every language, as in the curves above.
        foot.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        for label in (self.black, self.white):
            label.setFont(number_font(label.font()))
        row.addWidget(self.black)
        row.addStretch(1)
        row.addWidget(self.white)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(4)
        column.addWidget(self.chart)
        column.addWidget(foot)
        store.counted.connect(self._counted)

    def show_item(self, item: PhotoItem) -> None:
        """Shows a photo; the curves may come later."""
        self._item = item
        self._draw(item)

    def _counted(self, content_id: str) -> None:
        if self._item is not None and self._item.content_id == content_id:
            self._draw(self._item)

    def _draw(self, item: PhotoItem) -> None:
        technical = item.scored.analysis.technical
        histogram = self._store.histogram(item.content_id)
        lost = (technical.blocked >= _TOLD, technical.blown >= _TOLD)
        self.chart.show_histogram(histogram, lost)
        self.black.setText(tr("Black {share}").format(share=lost_words(technical.blocked)))
        self.white.setText(tr("White {share}").format(share=lost_words(technical.blown)))
        missing = histogram is None and self._store.is_known(item.content_id)
        words = tr("There is no small picture to count on.") if missing else _words(technical)
        self.chart.tell(tr("Histogram"), words)
        for label in (self.black, self.white):
            label.setToolTip(words)


def lost_words(share: float) -> str:
    """A share of lost tones, honest about small ones."""
    if share <= 0.0:
        return percent(0.0)
    return percent(max(share, 0.01)) if share >= _TOLD else tr("<{n}%").format(n=1)


def _words(technical: TechnicalQuality) -> str:
    return tr(
        "Tones from black to white: the area is the brightness, the lines are red, green and blue."
        " {black} of the picture is black without detail, {white} is white without detail."
    ).format(black=lost_words(technical.blocked), white=lost_words(technical.blown))
