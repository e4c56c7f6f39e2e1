"""The scores of the folder as columns, with the current photo marked."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from album_organizer.gui.inspector.chart import Chart
from album_organizer.gui.inspector.distribution import ENOUGH, Distribution, Place
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import Theme, number_font
from album_organizer.i18n import number, tr, trn
from album_organizer.pipeline.shares import percent

_HEIGHT = 72
_MARK = 5.0
_HEAD = 12.0


class DistributionChart(Chart):
    """The columns.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _HEIGHT)
        self._found: Distribution | None = None
        self._position = 0.0

    def show_distribution(self, found: Distribution, score: float) -> None:
        """Shows scores with one of them marked."""
        self._found, self._position = found, found.position(score)
        self.update()

    @property
    def marked_x(self) -> float:
        """Where the photo is marked, in pixels."""
        return self.area.left() + self._position * self.area.width()

    def draw(self, painter: QPainter) -> None:
        """Draws the columns and the mark."""
        found, area = self._found, self.area
        if found is None:
            return
        bins = len(found.counts)
        own = min(int(self._position * bins), bins - 1)
        width = area.width() / bins
        room = area.height() - _HEAD
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in enumerate(found.counts.tolist()):
            if count:
                painter.setBrush(self.theme.color("accent" if place == own else "bar"))
                tall = max(1.0, room * count / int(found.counts.max()))
                left = area.left() + place * width
                painter.drawRect(QRectF(left, area.bottom() - tall, max(width - 1, 1), tall))
        self._draw_mark(painter, area)

    def _draw_mark(self, painter: QPainter, area: QRectF) -> None:
        top = QPointF(self.marked_x, area.top() + _MARK * 1.6)
        painter.setPen(QPen(self.theme.color("text"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(top, QPointF(self.marked_x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("text"))
        sides = (QPointF(-_MARK, -_MARK * 1.6), QPointF(_MARK, -_MARK * 1.6))
        painter.drawPolygon(QPolygonF([top, *(top + side for side in sides)]))


class DistributionView(QWidget):
    """Columns, their ends in figures, and the place of the photo in words.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._scores: NDArray[np.float64] | None = None
        self._found: Distribution | None = None
        self.chart = DistributionChart(theme)
        self.low, self.high = labelled("", "secondary"), labelled("", "secondary")
        self.words = paragraph("")
        foot = QWidget()
        foot.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        for label in (self.low, self.high):
            label.setFont(number_font(label.font()))
        row.addWidget(self.low)
        row.addStretch(1)
        row.addWidget(self.high)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(4)
        column.addWidget(self.chart)
        column.addWidget(foot)
        column.addWidget(self.words)

    def show_scores(self, scores: NDArray[np.float64], score: float) -> Place | None:
        """Shows where a score stands; the same array again is not counted again.

        Args:
            scores: Of all photos, shape (photos,).
            score: Of the current photo.

        Returns:
            Its place, or None without any scores.
        """
        if scores is not self._scores:
            self._scores, self._found = scores, Distribution.of(scores)
        found = self._found
        if found is None:
            return None
        place = found.place(score)
        self.chart.show_distribution(found, score)
        self.low.setText(number(found.low, ".2f"))
        self.high.setText(number(found.high, ".2f"))
        words = place_words(place)
        self.words.setText(words)
        self.chart.tell(tr("Scores of the folder"), _chart_words(found, score) + " " + words)
        return place


def place_words(place: Place) -> str:
    """``Better than 86%``; with few photos, or at the ends, what is exactly so."""
    if place.count < 2:
        return tr("The only photo so far.")
    if not (place.lower and place.higher):
        return _end_words(place).format(n=number(place.count, ","))
    if place.count < ENOUGH:
        others = place.count - 1
        sentence = trn(
            "Better than {n} of the {others} other photo.",
            "Better than {n} of the {others} other photos.",
            others,
        )
        return sentence.format(n=place.lower, others=others)
    share = place.better_than_of_100
    if not share:
        return tr("Better than hardly any other photo of this folder.")
    return tr("Better than {share} of the photos of this folder.").format(
        share=percent(share / 100)
    )


def _end_words(place: Place) -> str:
    if place.lower:
        return tr("The best of {n} photos.")
    if place.higher:
        return tr("The lowest of {n} photos.")
    return tr("All {n} photos have the same score.")


def _chart_words(found: Distribution, score: float) -> str:
    return tr(
        "Scores of {n} photos from {low:.2f} to {high:.2f}; the mark stands at {score:.2f}."
    ).format(n=number(len(found.ordered), ","), low=found.low, high=found.high, score=score)
