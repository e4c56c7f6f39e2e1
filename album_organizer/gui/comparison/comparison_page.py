"""The comparison itself: the answer, its figures, the sections, and the chosen photo."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from album_organizer.evaluation.results import VersionComparison
from album_organizer.gui.comparison.contents import Contents
from album_organizer.gui.comparison.decisions_page import DecisionsPage
from album_organizer.gui.comparison.figures import FiguresLine, figures_of
from album_organizer.gui.comparison.photo_pairs import PhotoPairs
from album_organizer.gui.comparison.preview import Preview
from album_organizer.gui.comparison.words import short_names
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

if TYPE_CHECKING:
    from album_organizer.gui.comparison.score_plots import ScorePlots


class ComparisonPage(QWidget):
    """Shows one comparison; made for it and never changed.

    Args:
        comparison: What is shown.
        contents: The same, prepared for lists and plots.
        sentences: The answer, and how far the versions agree with the person.
        plots: The plots, or None where there are no points.
        theme: Colours.
        icons: Signs before labels.
        thumbnails: Small pictures.
        pictures: Large ones.
    """

    photo_chosen = Signal(str)

    def __init__(
        self,
        comparison: VersionComparison,
        contents: Contents,
        sentences: tuple[str, str],
        plots: "ScorePlots | None",
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
    ) -> None:
        super().__init__()
        self._contents = contents
        self._siamese = comparison.kind == "siamese"
        versions = short_names(comparison)
        self.answer = paragraph(sentences[0], "answer")
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = FiguresLine(figures_of(comparison))
        self.preview = Preview(theme, Path(comparison.folder), versions, thumbnails, pictures)
        self.plots = plots
        self.lists = tuple(
            PhotoPairs(listing, theme, icons, thumbnails) for listing in contents.listings
        )
        self.decisions = DecisionsPage(comparison, sentences[1], theme)
        self.tabs = self._make_tabs()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("airySplit")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        for widget, stretch in ((self.tabs, 5), (self.preview, 2)):
            self._split.addWidget(widget)
            self._split.setStretchFactor(self._split.count() - 1, stretch)
        self._split.setSizes([720, 320])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 0)
        column.setSpacing(12)
        column.addWidget(self.answer)
        column.addWidget(self.figures)
        column.addSpacing(4)
        column.addWidget(self._split, 1)
        self.tabs.currentChanged.connect(self._show_section)
        if self.plots is not None:
            # What changes most is worth a look before anybody chose anything.
            self.plots.scatter.mark(int(contents.points.order[0]))
            self.plots.walked.connect(self._show_point)
            self.plots.chosen.connect(self._choose_point)
        self._show_section(0)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.tabBar().setExpanding(False)
        # Arrows would lie over the last tab; shortened titles can still be told apart.
        tabs.setUsesScrollButtons(False)
        tabs.setElideMode(Qt.TextElideMode.ElideRight)
        tabs.tabBar().setAccessibleName(tr("Sections of the comparison"))
        first = tr("All pairs") if self._siamese else tr("Scores")
        tabs.addTab(self.plots or self._nothing_judged(), first)
        for listing, view in zip(self._contents.listings, self.lists, strict=True):
            tabs.addTab(view, listing.title)
            view.table.walked.connect(self.preview.show_entries)
            view.table.chosen.connect(self.photo_chosen)
        tabs.addTab(self.decisions, tr("Your decisions"))
        return tabs

    def _nothing_judged(self) -> QWidget:
        sentence = paragraph(tr("There is nothing that both versions judged."))
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return sentence

    def _show_section(self, number: int) -> None:
        """Each section has its own photo beside it, or none if it shows none."""
        view = self.tabs.widget(number)
        marked = None if self.plots is None else self.plots.scatter.current
        if view is self.plots and marked is not None:
            self.preview.show()
            self._show_point(marked)
        elif isinstance(view, PhotoPairs) and view.table.isVisibleTo(view):
            self.preview.show()
            view.table.show_current()
        else:
            self.preview.hide()

    def _show_point(self, index: int) -> None:
        self.preview.show_entries(self._contents.at_point(index))

    def _choose_point(self, index: int) -> None:
        self.photo_chosen.emit(self._contents.at_point(index)[0].path)
