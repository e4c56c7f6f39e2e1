"""What both plots share. Imports the plotting library; see :mod:`.score_plots`."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QFrame

from album_organizer.gui.comparison.words import as_html
from album_organizer.gui.theme import Theme, number_font

SMALL_PX = 12
"""Letters of axes."""

_AXIS_HEIGHT, _AXIS_WIDTH = 40, 52


class ThemedPlot(pg.PlotWidget):
    """A plot in the colours of the theme, without a menu and buttons of its own.

    Args:
        theme: Colours.
        x_label: Under the plot.
        y_label: Beside it.
    """

    def __init__(self, theme: Theme, x_label: str, y_label: str) -> None:
        super().__init__()
        self._theme = theme
        self._labels = {"bottom": x_label, "left": y_label}
        # The library draws no frame, and without one the style sheet cannot show the focus.
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setObjectName("plot")
        self.setMenuEnabled(False)
        self.hideButtons()
        for side in self._labels:
            axis = self.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=_small(self.font()), maxTickLevel=1, tickLength=-4)
        self.getAxis("bottom").setHeight(_AXIS_HEIGHT)
        self.getAxis("left").setWidth(_AXIS_WIDTH)
        self.getPlotItem().setContentsMargins(4, 4, 8, 4)
        # Axes are not turned round where words are: only their places would be, not their ticks.
        self.getPlotItem().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Takes the colours of the theme."""
        self.setBackground(self._theme.color("panel"))
        for side, label in self._labels.items():
            axis = self.getAxis(side)
            axis.setPen(self._theme.color("control_line"))
            axis.setTextPen(self._theme.color("secondary"))
            style = {"color": self._theme.color("text").name(), "font-size": f"{SMALL_PX}px"}
            axis.setLabel(as_html(label), **style)

    def faded(self, name: str, alpha: int) -> QColor:
        """A colour of the theme that lets what lies below shine through, alpha 0..255."""
        color = self._theme.color(name)
        color.setAlpha(alpha)
        return color


def _small(base: QFont) -> QFont:
    font = number_font(base)
    font.setPixelSize(SMALL_PX)
    return font
