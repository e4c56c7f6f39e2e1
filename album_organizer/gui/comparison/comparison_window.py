"""The window in which two versions of a model are compared on a person's own photos."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.job import Progress
from album_organizer.evaluation.results import VersionComparison
from album_organizer.gui.comparison.comparison_page import ComparisonPage
from album_organizer.gui.comparison.contents import Contents
from album_organizer.gui.comparison.waiting_page import WaitingPage
from album_organizer.gui.comparison.words import NAME_LENGTH, button_text, title_of
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Callbacks, Pool, TaskContext
from album_organizer.gui.panels.elements import plain_tip
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

if TYPE_CHECKING:
    from album_organizer.gui.comparison.score_plots import ScorePlots

_SIZE = QSize(1100, 740)
_MIN_SIZE = QSize(960, 600)


class ComparisonState(Enum):
    """What the window shows."""

    RUNNING = auto()
    PREPARING = auto()
    SHOWN = auto()
    FAILED = auto()


class ComparisonWindow(QDialog):
    """Not modal: the album stays usable beside it. Opened when the comparison starts.

    It computes and writes nothing: who opened it is told what is wanted. Closing it while the
    comparison runs asks for a cancel.

    Args:
        theme: Colours.
        icons: Signs before labels.
        thumbnails: Small pictures by content id.
        pictures: Large ones; of its own, since what it wants drops what others wanted.
        parent: The window it belongs to.
    """

    cancel_wanted = Signal()
    again_wanted = Signal()
    html_wanted = Signal(Path)
    json_wanted = Signal(Path)
    blind_test_wanted = Signal()
    promote_wanted = Signal(str, str)
    photo_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._thumbnails, self._pictures = thumbnails, pictures
        self._pool = Pool("comparison", 1, parent=self)
        self._comparison: VersionComparison | None = None
        self._current: str | None = None
        self.state = ComparisonState.RUNNING
        self.page: ComparisonPage | None = None
        self.setWindowTitle(tr("Comparison of two versions"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.resize(_SIZE)
        self.setMinimumSize(_MIN_SIZE)
        self.waiting = WaitingPage()
        self.waiting.cancel_wanted.connect(self.cancel_wanted)
        self.waiting.again_wanted.connect(self.again_wanted)
        self.html_button = self._button(tr("Export HTML…"), self._export_html)
        self.json_button = self._button(tr("Export JSON…"), self._export_json)
        self.blind_button = self._button(tr("Blind test…"), self.blind_test_wanted)
        self.promote_button = self._button("", self._promote)
        self.promote_button.setProperty("role", "primary")
        self.close_button = self._button(tr("Close"), self.close)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.waiting)
        self._lay_out()
        # Loading the plotting library takes longer than a window may stand still.
        self._pool.submit(lambda context: _load_plots())

    def begin_again(self) -> None:
        """The comparison that failed is made once more."""
        self.state = ComparisonState.RUNNING
        self._comparison = None
        self.waiting.begin()
        self._renew_buttons()

    def show_progress(self, progress: Progress) -> None:
        """Shows how far the comparison is."""
        self.waiting.show_progress(progress)

    def show_comparison(
        self,
        comparison: VersionComparison,
        summary: str,
        agreement: str,
        current: str | None = None,
    ) -> None:
        """Shows the result, as soon as what it needs has been prepared beside the window.

        Args:
            comparison: Two versions of a model on an album.
            summary: The answer as a sentence.
            agreement: How far both agree with the person's decisions, as a sentence.
            current: The version in use; version b can be taken into use if it is another one.
        """
        self.state = ComparisonState.PREPARING
        self._comparison = comparison
        self.setWindowTitle(
            tr("{model}: {a} against {b}").format(
                model=title_of(comparison.kind),
                a=comparison.a.version,
                b=comparison.b.version,
            )
        )
        self.set_current(current)
        self.waiting.show_last_step()

        def prepare(context: TaskContext) -> Contents:
            _load_plots()
            return Contents(comparison)

        self._pool.submit(
            prepare,
            Callbacks(
                done=lambda contents: self._build(comparison, contents, (summary, agreement)),
                failed=lambda error: self.show_failure(str(error)),
            ),
        )

    def show_failure(self, sentence: str) -> None:
        """Says why there is no comparison."""
        self.state = ComparisonState.FAILED
        self.waiting.show_failure(sentence)
        self._renew_buttons()

    def set_current(self, version: str | None) -> None:
        """Takes note of the version in use: it may change while the window is open."""
        self._current = version
        self._renew_buttons()

    def done(self, result: int) -> None:
        """Closes; a comparison that still runs is no longer wanted."""
        if self.state is ComparisonState.RUNNING and self.waiting.cancel_button.isEnabled():
            self.cancel_wanted.emit()
        # Waits for the library to be loaded, a quarter of a second at most.
        self._pool.shut_down()
        super().done(result)

    def _button(self, text: str, action: Callable[[], object] | SignalInstance) -> QPushButton:
        button = QPushButton(text)
        # Enter belongs to the lists and the plot.
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        footer = QHBoxLayout()
        footer.setContentsMargins(24, 12, 24, 16)
        footer.setSpacing(8)
        footer.addWidget(self.html_button)
        footer.addWidget(self.json_button)
        footer.addStretch(1)
        footer.addWidget(self.blind_button)
        footer.addWidget(self.promote_button)
        footer.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addLayout(footer)
        self._renew_buttons()

    def _renew_buttons(self) -> None:
        shown = self.state is ComparisonState.SHOWN
        # Beside Cancel it would only be a second way to say the same.
        self.close_button.setHidden(self.state is ComparisonState.RUNNING)
        for button in (self.html_button, self.json_button, self.blind_button):
            button.setVisible(shown)
        found = self._comparison
        self.promote_button.setVisible(
            shown and found is not None and found.b.version != self._current
        )
        if found is None:
            return
        self._name_promote_button(found.b.version)
        disagree = _disagree(found)
        self.blind_button.setEnabled(disagree)
        self.blind_button.setToolTip(
            tr("Choose between photos without knowing which version prefers which")
            if disagree
            else tr("There is no pair of photos on which the two versions disagree")
        )

    def _name_promote_button(self, version: str) -> None:
        """A long name stands in the tool tip: on the button it would widen the window."""
        full = tr("Use {b} for new scans…").format(b=version)
        fits = len(version) <= NAME_LENGTH
        self.promote_button.setText(button_text(full) if fits else tr("Use it…"))
        self.promote_button.setToolTip("" if fits else plain_tip(full))
        self.promote_button.setAccessibleName(full)

    def _build(
        self, comparison: VersionComparison, contents: Contents, sentences: tuple[str, str]
    ) -> None:
        """Makes the plots, and in the next turn of the event loop the rest."""
        plots = None
        if contents.points.values_a.size:
            # Loaded by now.
            from album_organizer.gui.comparison.score_plots import ScorePlots  # noqa: PLC0415

            plots = ScorePlots(contents, self._theme)
            plots.setParent(self)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._show(comparison, contents, sentences, plots))
        timer.start(0)

    def _show(
        self,
        comparison: VersionComparison,
        contents: Contents,
        sentences: tuple[str, str],
        plots: "ScorePlots | None",
    ) -> None:
        self.page = ComparisonPage(
            comparison,
            contents,
            sentences,
            plots,
            self._theme,
            self._icons,
            self._thumbnails,
            self._pictures,
        )
        self.page.photo_chosen.connect(self.photo_chosen)
        self._pages.addWidget(self.page)
        self._pages.setCurrentWidget(self.page)
        self.state = ComparisonState.SHOWN
        self._renew_buttons()
        self.page.tabs.tabBar().setFocus()

    def _promote(self) -> None:
        if self._comparison is not None:
            self.promote_wanted.emit(self._comparison.kind, self._comparison.b.version)

    def _export_html(self) -> None:
        self._ask_for_file("html", tr("Web pages (*.html)"), self.html_wanted)

    def _export_json(self) -> None:
        self._ask_for_file("json", tr("JSON files (*.json)"), self.json_wanted)

    def _ask_for_file(self, suffix: str, name_filter: str, wanted: SignalInstance) -> None:
        found = self._comparison
        if found is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        # A dialog that knows the suffix asks before it overwrites the file of the full name.
        dialog = QFileDialog(self, tr("Export the comparison"), folder, name_filter)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{found.kind} {found.a.version} against {found.b.version}.{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: wanted.emit(Path(name)))
        dialog.open()


def _load_plots() -> None:
    from album_organizer.gui.comparison import score_plots  # noqa: F401, PLC0415


def _disagree(comparison: VersionComparison) -> bool:
    if comparison.kind == "siamese":
        return any(pair.flipped for pair in comparison.pairs)
    return any(change.rank_a != change.rank_b for change in comparison.changes)
