"""How the two versions look wherever they stand side by side: never told apart by colour alone."""

from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from album_organizer.gui.theme import Theme

_SAMPLE = 28
_GAP = 8
_MAX_WIDTH = 160
_DOT = 4.0


class VersionLook(Enum):
    """Colour name, line style, and whether its mark is a disc or a ring."""

    A = ("version_a", Qt.PenStyle.SolidLine, False)
    B = ("version_b", Qt.PenStyle.DashLine, True)

    @property
    def color(self) -> str:
        """Its name in the theme."""
        return self.value[0]

    @property
    def line(self) -> Qt.PenStyle:
        """Solid for version a, dashed for version b."""
        return self.value[1]

    @property
    def filled(self) -> bool:
        """A ring for version a, a disc for version b."""
        return self.value[2]


class VersionKey(QWidget):
    """A sample of line and mark, and the name of the version.

    Args:
        theme: Colours.
        name: Of the version.
        look: Which of the two.
    """

    def __init__(self, theme: Theme, name: str, look: VersionLook) -> None:
        super().__init__()
        self._theme = theme
        self._look = look
        self.text = name
        self.setAccessibleName(self.text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Sample and name, as far as there is room."""
        width = self.fontMetrics().horizontalAdvance(self.text) + 2
        return QSize(_SAMPLE + _GAP + min(width, _MAX_WIDTH), 20)

    def minimumSizeHint(self) -> QSize:
        """The sample and some letters."""
        return QSize(min(self.sizeHint().width(), _SAMPLE + _GAP + 40), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the sample and the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(self._theme.color(self._look.color), 2, self._look.line))
        painter.drawLine(QPointF(0, middle), QPointF(_SAMPLE, middle))
        draw_mark(painter, self._theme, self._look, QPointF(_SAMPLE / 2, middle))
        painter.setPen(self._theme.color("text"))
        area = QRect(_SAMPLE + _GAP, 0, self.width() - _SAMPLE - _GAP, self.height())
        shown = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)


def draw_mark(painter: QPainter, theme: Theme, look: VersionLook, spot: QPointF) -> None:
    """Draws the ring of version a or the disc of version b."""
    color = theme.color(look.color)
    painter.setPen(QPen(color, 2))
    painter.setBrush(color if look.filled else theme.color("panel"))
    painter.drawEllipse(QRectF(spot.x() - _DOT, spot.y() - _DOT, 2 * _DOT, 2 * _DOT))
    painter.setBrush(Qt.BrushStyle.NoBrush)
