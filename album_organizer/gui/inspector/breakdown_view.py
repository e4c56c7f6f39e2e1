"""The score as one bar in three parts, and the parts in figures."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QVBoxLayout, QWidget

from album_organizer.domain.scores import ScoreCard, Weights
from album_organizer.gui.inspector.breakdown import Breakdown, Part, break_down
from album_organizer.gui.inspector.rows import INSET, ExplainedRow, RowList
from album_organizer.gui.inspector.words import cents, part_name, part_words, score_words
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr

_BAR_HEIGHT = 12
_GAP = 2
_SWATCH = 10
_POINTS_WIDTH = 56
_WEIGHT_WIDTH = 56
_KEYS = ("ava", "technical", "portrait")


class StackedBar(QWidget):
    """The parts of a score side by side; what is missing to 1 stays empty.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._breakdown: Breakdown | None = None
        self.setFixedHeight(_BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_breakdown(self, breakdown: Breakdown, words: str) -> None:
        """Shows a score; ``words`` tell the same."""
        self._breakdown = breakdown
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, _BAR_HEIGHT)

    def segments(self) -> list[QRect]:
        """Where the parts are drawn, in their order."""
        if self._breakdown is None:
            return []
        area, edge, found = self.rect(), 0.0, []
        for part in self._breakdown.parts:
            left, edge = round(edge), edge + part.points * area.width()
            place = QRect(left, 0, max(0, round(edge) - left), area.height())
            found.append(QStyle.visualRect(self.layoutDirection(), area, place))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the parts and the empty rest."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRect(self.rect())
        for key, place in zip(_KEYS, self.segments(), strict=False):
            painter.fillRect(place, self._theme.color(f"part_{key}"))
        painter.setBrush(self._theme.color("panel"))
        for place in self.segments():
            leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            end = place.left() if leftwards else place.right() + 1 - _GAP
            painter.drawRect(end, 0, _GAP, place.height())


class PartRow(ExplainedRow):
    """A part of the score: its key in the bar, its name, its weight and its points.

    Args:
        theme: Colours.
        color: Its colour in the bar, or None for a line without a key.
        strong: The sum.
        soft: The headings of the columns.
    """

    def __init__(
        self, theme: Theme, color: str | None, *, strong: bool = False, soft: bool = False
    ) -> None:
        super().__init__(theme)
        self._color = color
        self._strong, self._soft = strong, soft
        self.texts = ("", "", "")

    def show_texts(self, name: str, weight: str, points: str, explanation: str) -> None:
        """Shows a part."""
        self.texts = (name, weight, points)
        spoken = ", ".join(
            text for text in (name, weight and tr("weight {w}").format(w=weight), points) if text
        )
        self.explain(spoken, explanation)

    def draw(self, painter: QPainter) -> None:
        """Draws key, name, weight and points."""
        painter.setFont(number_font(self.font(), bold=self._strong))
        name, weight, points = self.texts
        end = self.room - _POINTS_WIDTH - _WEIGHT_WIDTH
        self.write(painter, self.place(_SWATCH + 8, end - _SWATCH - 8), name)
        self.write(painter, self.place(end, _WEIGHT_WIDTH), weight, end=True, soft=True)
        last = self.place(self.room - _POINTS_WIDTH, _POINTS_WIDTH)
        self.write(painter, last, points, end=True, soft=self._soft)
        if self._color is not None:
            key: QRectF = self.place(0, _SWATCH, _SWATCH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color(self._color))
            painter.drawRect(key)


class BreakdownView(QWidget):
    """Bar and figures.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.bar = StackedBar(theme)
        self.head = PartRow(theme, None, soft=True)
        self.head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.parts = {key: PartRow(theme, f"part_{key}") for key in _KEYS}
        self.sum = PartRow(theme, None, strong=True)
        self.missing = PartRow(theme, "track")
        self.rows = RowList([*self.parts.values(), self.sum, self.missing])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        around = QVBoxLayout()
        around.setContentsMargins(INSET, 0, INSET, 4)
        around.addWidget(self.bar)
        column.addLayout(around)
        column.addWidget(self.head)
        column.addWidget(self.rows)

    def show_card(self, card: ScoreCard, weights: Weights) -> None:
        """Shows a score."""
        breakdown = break_down(card, weights)
        self.bar.show_breakdown(breakdown, score_words(breakdown, card))
        self.head.show_texts(
            "",
            tr("Weight"),
            tr("Points"),
            tr("Each criterion gives at most its weight; a photo that is best in all has 1.00."),
        )
        for part in breakdown.parts:
            self._show_part(part, card)
        self.sum.show_texts(
            tr("Score"),
            "",
            cents(breakdown.cents),
            tr("The points together, 0 to 1. Photos are ranked by it."),
        )
        self.missing.show_texts(
            tr("Not reached"),
            "",
            cents(breakdown.missing_cents),
            tr("What a photo that is best in every criterion would have more."),
        )
        self.rows.renew()

    def _show_part(self, part: Part, card: ScoreCard) -> None:
        self.parts[part.key].show_texts(
            part_name(part, card), percent(part.weight), cents(part.cents), part_words(part, card)
        )
