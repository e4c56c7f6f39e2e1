"""Scatter plot and distributions of the scores of two versions.

Imported only when a comparison is shown, and then beside the window's thread: importing the
plotting library takes a quarter of a second.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from album_organizer.gui.comparison.contents import Contents, Points
from album_organizer.gui.comparison.distributions import Distributions
from album_organizer.gui.comparison.keys import VersionKey, VersionLook
from album_organizer.gui.comparison.scatter_plot import ScatterPlot
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import Theme, number_font


class ScorePlots(QWidget):
    """Scatter plot and distributions side by side.

    Args:
        contents: The points and their words.
        theme: Colours.
    """

    walked = Signal(int)
    chosen = Signal(int)

    def __init__(self, contents: Contents, theme: Theme) -> None:
        super().__init__()
        points = contents.points
        self.scatter = ScatterPlot(contents, theme)
        self.distributions = Distributions(points, theme)
        self.scatter.walked.connect(self.walked)
        self.scatter.chosen.connect(self.chosen)
        self.setFocusProxy(self.scatter)
        hint = paragraph(points.hint, "secondary")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(hint, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(_keys(points, theme), 0, 1)
        grid.addWidget(self.scatter, 1, 0)
        grid.addWidget(self.distributions, 1, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)


def _keys(points: Points, theme: Theme) -> QVBoxLayout:
    """Which line belongs to which version, with the middle of its values."""
    column = QVBoxLayout()
    column.setSpacing(0)
    names = (points.a, points.b)
    for look, name, middle in zip(VersionLook, names, points.middles, strict=True):
        note = labelled(middle, "secondary")
        note.setFont(number_font(note.font()))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(VersionKey(theme, name, look))
        row.addWidget(note, 1)
        column.addLayout(row)
    return column
