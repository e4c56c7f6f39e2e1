"""Lines of figures that explain themselves when touched."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QVBoxLayout, QWidget

from album_organizer.domain.scores import FAULT
from album_organizer.gui.inspector.roving_focus import RovingFocus
from album_organizer.gui.panels.elements import paragraph, plain_tip
from album_organizer.gui.theme import Theme, number_font

ROW_HEIGHT = 24
INSET = 4
"""Between the focus ring and what a line shows, in pixels."""


class ExplainedRow(QWidget):
    """One line that can have the keyboard; what it draws is also there to be read aloud.

    Args:
        theme: Colours.
    """

    touched = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.explanation = ""
        self.setFixedHeight(ROW_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def explain(self, spoken: str, explanation: str) -> None:
        """Takes the words of the line.

        Args:
            spoken: Name and figure.
            explanation: What the figure means.
        """
        self.explanation = explanation
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(explanation)
        self.setToolTip(plain_tip(explanation))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, ROW_HEIGHT)

    def place(self, left: float, width: float, height: float = ROW_HEIGHT) -> QRectF:
        """A rectangle of the line, mirrored in languages that are read from the right.

        Args:
            left: From the side where reading begins, in pixels.
            width: In pixels.
            height: In pixels; centred.
        """
        area = self.rect()
        inner = QRectF(left + INSET, (area.height() - height) / 2, width, height)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            inner.moveLeft(area.width() - inner.right())
        return inner

    @property
    def room(self) -> float:
        """Width that can be drawn on, in pixels."""
        return float(self.width() - 2 * INSET)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line, and the focus around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(number_font(self.font()))
        self.draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def draw(self, painter: QPainter) -> None:
        """Draws the line; for subclasses."""
        raise NotImplementedError

    def write(
        self, painter: QPainter, place: QRectF, text: str, *, end: bool = False, soft: bool = False
    ) -> None:
        """Writes a word into a place, at its end or its beginning; too long a word is shortened."""
        painter.setPen(self.theme.color("secondary" if soft else "text"))
        side = Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft
        fitting = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(place.width()) + 1
        )
        flags = QStyle.visualAlignment(self.layoutDirection(), side) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flags | Qt.AlignmentFlag.AlignAbsolute, fitting)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Asks for the explanation to be shown."""
        super().focusInEvent(event)
        self.touched.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the focus ring away."""
        super().focusOutEvent(event)
        self.update()


class MeasureRow(ExplainedRow):
    """A name, a bar and a number.

    Args:
        theme: Colours.
        name: What is measured.
    """

    NAME_WIDTH = 96
    VALUE_WIDTH = 44

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.name = name
        self.text = ""
        self._share = 0.0
        self._poor = False

    def show_value(self, share: float, text: str, explanation: str, *, poor: bool) -> None:
        """Shows a value.

        Args:
            share: Length of the bar, 0..1.
            text: The number.
            explanation: What it means.
            poor: It is bad enough to be named a fault.
        """
        self._share, self.text, self._poor = min(max(share, 0.0), 1.0), text, poor
        self.explain(f"{self.name} {text}", explanation)

    def draw(self, painter: QPainter) -> None:
        """Draws name, bar and number."""
        length = self.room - self.NAME_WIDTH - self.VALUE_WIDTH
        self.write(painter, self.place(0, self.NAME_WIDTH - 8), self.name)
        value = self.place(self.room - self.VALUE_WIDTH, self.VALUE_WIDTH)
        self.write(painter, value, self.text, end=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        painter.drawRoundedRect(self.place(self.NAME_WIDTH, length, 4), 2, 2)
        painter.setBrush(self.theme.color("reject" if self._poor else "bar"))
        painter.drawRoundedRect(self.place(self.NAME_WIDTH, length * self._share, 4), 2, 2)
        # Shorter than up to this mark is a fault.
        painter.setBrush(self.theme.color("control_line"))
        painter.drawRect(self.place(self.NAME_WIDTH + length * FAULT, 1, 10))


class RowList(QWidget):
    """Lines below each other; the explanation of the one that was touched stands under them.

    Args:
        rows: From top to bottom.
    """

    def __init__(self, rows: Sequence[ExplainedRow]) -> None:
        super().__init__()
        self._rows = rows
        self._current: ExplainedRow | None = None
        self.explanation = paragraph("", "secondary")
        self.explanation.setContentsMargins(INSET, 4, INSET, 0)
        self.explanation.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(row)
            row.touched.connect(lambda r=row: self._show(r))
        column.addWidget(self.explanation)
        self._roving = RovingFocus(self, rows)

    def renew(self) -> None:
        """Tells the explanation anew: figures changed."""
        if self._current is not None:
            self._show(self._current)

    def changeEvent(self, event: QEvent) -> None:
        """Draws anew where reading begins at the other side."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            for row in self._rows:
                row.update()

    def _show(self, row: ExplainedRow) -> None:
        self._current = row
        self.explanation.setText(row.explanation)
        self.explanation.setVisible(bool(row.explanation))
