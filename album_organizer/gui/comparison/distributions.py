"""How often each score was given. Imports the plotting library; see :mod:`.score_plots`."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from album_organizer.gui.comparison.contents import Points
from album_organizer.gui.comparison.keys import VersionLook
from album_organizer.gui.comparison.themed_plot import ThemedPlot
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr

_BINS = (12, 40)


class Distributions(ThemedPlot):
    """How often each score was given, as steps: a solid line for version a, a dashed for b.

    Args:
        points: The scores.
        theme: Colours.
    """

    def __init__(self, points: Points, theme: Theme) -> None:
        super().__init__(theme, points.unit, points.counted)
        self._points = points
        values = np.concatenate([points.values_a, points.values_b])
        self._edges = _edges(values, points.low, points.high)
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._curves = []
        top = 1
        for given in (points.values_a, points.values_b):
            counts, _ = np.histogram(given, self._edges)
            top = max(top, int(counts.max()))
            curve = pg.PlotCurveItem(x=self._edges, y=counts, stepMode="center")
            self.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)
        self.setRange(xRange=(points.low, points.high), yRange=(0, 1.08 * top), padding=0)
        self.setAccessibleName(
            tr("Distributions of {what} by {a} and by {b}").format(
                what=points.what, a=points.a, b=points.b
            )
        )
        self.setAccessibleDescription(", ".join(middle for middle in points.middles if middle))
        self.restyle()

    def restyle(self) -> None:
        """Takes the colours of the theme."""
        super().restyle()
        for curve, look in zip(self._curves, VersionLook, strict=True):
            pen = QPen(self._theme.color(look.color), 2, look.line)
            pen.setCosmetic(True)
            curve.setPen(pen)
        self._curves[0].setFillLevel(0)
        self._curves[0].setBrush(self.faded(VersionLook.A.color, 40))


def _edges(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Bins of equal width over both versions (the rule of Freedman and Diaconis 1981)."""
    found = np.histogram_bin_edges(values, "fd", range=(low, high)).size - 1
    return np.linspace(low, high, min(max(found, _BINS[0]), _BINS[1]) + 1)
