"""What cells are painted with, made once: thousands of cells use the same few things."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPixmap, QStaticText

from album_organizer.gui.icons import Icons
from album_organizer.gui.theme import Theme, number_font


class CellPaints(QObject):
    """Colours, icons and texts, kept until the theme changes.

    Args:
        theme: The colours.
        icons: The marks.
        parent: Qt owner.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._colors: dict[str, QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._texts: dict[tuple[str, bool], tuple[QStaticText, int]] = {}
        self._base = QFont()
        self._fonts: dict[bool, QFont] = {}
        self._heights: dict[bool, int] = {}
        theme.changed.connect(self._forget)

    def color(self, name: str) -> QColor:
        """A colour of the theme."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = self._theme.color(name)
        return found

    def icon(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        """An icon of ``size`` logical pixels."""
        key = (name, color, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._icons.pixmap(name, size, color, ratio)
        return found

    def use_font(self, font: QFont) -> None:
        """Writes with this font from now on."""
        if font != self._base:
            self._base = QFont(font)
            self._fonts.clear()
            self._heights.clear()
            self._texts.clear()

    def font(self, *, bold: bool) -> QFont:
        """The font for numbers."""
        found = self._fonts.get(bold)
        if found is None:
            found = self._fonts[bold] = number_font(self._base, bold=bold)
        return found

    def text(self, text: str, *, bold: bool) -> tuple[QStaticText, int]:
        """A short text ready to be drawn, with its width in logical pixels."""
        found = self._texts.get((text, bold))
        if found is None:
            font = self.font(bold=bold)
            ready = QStaticText(text)
            ready.setTextFormat(Qt.TextFormat.PlainText)
            ready.prepare(font=font)
            found = self._texts[text, bold] = (ready, QFontMetrics(font).horizontalAdvance(text))
        return found

    def height(self, *, bold: bool) -> int:
        """The height of a line of text, in logical pixels."""
        found = self._heights.get(bold)
        if found is None:
            found = self._heights[bold] = QFontMetrics(self.font(bold=bold)).height()
        return found

    def _forget(self) -> None:
        self._colors.clear()
        self._pixmaps.clear()
