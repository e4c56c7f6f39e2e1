"""A small drawing that can have the keyboard and tells in words what it shows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from album_organizer.gui.panels.elements import plain_tip
from album_organizer.gui.theme import Theme

_PADDING = 4


class Chart(QWidget):
    """Ground, focus ring and words; subclasses draw the rest.

    Axes run from left to right in every language, as in all cameras and books.

    Args:
        theme: Colours.
        height: In pixels.
    """

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self.theme = theme
        self._height = height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def tell(self, name: str, words: str) -> None:
        """Takes what is read aloud and shown when the drawing is touched."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self._height)

    @property
    def area(self) -> QRectF:
        """Where curves are drawn."""
        return QRectF(self.rect()).adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground, content and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("ground"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        self.draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def draw(self, painter: QPainter) -> None:
        """Draws the content; for subclasses."""
        raise NotImplementedError

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the focus ring away."""
        super().focusOutEvent(event)
        self.update()
