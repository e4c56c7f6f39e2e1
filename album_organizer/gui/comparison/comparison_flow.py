"""Compares two versions beside the window, shows the result, and tests them in blind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.evaluation.blind_outcome import BlindOutcome
from album_organizer.evaluation.report_json import comparison_to_dict
from album_organizer.evaluation.results import VersionComparison
from album_organizer.evaluation.words import agreement_sentence, summary
from album_organizer.export.report import to_json
from album_organizer.gui.blind.blind_test_dialog import BlindTestDialog
from album_organizer.gui.comparison.comparison_window import ComparisonWindow
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Callbacks, Pools, Task, TaskContext
from album_organizer.gui.panels.elements import discard
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr
from album_organizer.registry.blind_answers import BlindAnswers
from album_organizer.registry.history import TESTED_BLIND, Event, new_event
from album_organizer.settings.atomic import reason_of, write_atomically
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Workspace

BLIND_ANSWERS = "blind_tests.jsonl"


@dataclass(frozen=True, slots=True)
class _Request:
    """What is compared; the arguments of :meth:`ComparisonFlow.start`."""

    kind: str
    a: str
    b: str
    folder: Path
    count: int


class ComparisonFlow(QObject):
    """One comparison at a time; another one takes its place.

    ``promote_wanted`` (kind, version) comes from :attr:`window`, which is open then: a question
    about it belongs to that window.

    Args:
        workspace: With the versions.
        catalog: Remembers what was scored.
        pools: Where it runs.
        theme: Colours.
        icons: Signs.
        parent: The window that the comparison belongs to.
    """

    promote_wanted = Signal(str, str)
    tested = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        catalog: Catalog,
        pools: Pools,
        theme: Theme,
        icons: Icons,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._catalog, self._pools = workspace, catalog, pools
        self._theme, self._icons = theme, icons
        self._owner = parent
        self._task: Task | None = None
        self._request: _Request | None = None
        self._current: str | None = None
        self._comparison: VersionComparison | None = None
        self.window: ComparisonWindow | None = None
        self.blind_dialog: BlindTestDialog | None = None
        self._thumbnails = ThumbnailStore(pools.thumbnails, self)
        self._thumbnails.set_source(catalog.thumbnail)

    def start(
        self, kind: str, a: str, b: str, folder: Path, count: int, current: str | None
    ) -> None:
        """Compares two versions and opens the window that shows it.

        Args:
            kind: Model kind.
            a: The one version.
            b: The other.
            folder: Of photos.
            count: Photos in the album.
            current: The version in use.
        """
        self._drop()
        self._request, self._current = _Request(kind, a, b, folder, count), current
        self._compare(self._request, self._open_window())

    def _compare(self, request: _Request, window: ComparisonWindow) -> None:
        workspace, catalog = self._workspace, self._catalog

        def work(context: TaskContext) -> tuple[VersionComparison, str, str]:
            found = workspace.compare_versions(
                catalog,
                request.kind,
                request.a,
                request.b,
                request.folder,
                context.job,
                request.count,
            )
            return found, summary(found), agreement_sentence(found)

        def show(answer: tuple[VersionComparison, str, str]) -> None:
            self._task = None
            self._comparison = answer[0]
            window.show_comparison(*answer, current=self._current)

        def fail(error: AlbumError) -> None:
            self._task = None
            window.show_failure(str(error))

        def stop(_: object) -> None:
            self._task = None
            window.show_failure(tr("The comparison was stopped."))

        self._task = self._pools.comparison.submit(
            work,
            Callbacks(
                progress=window.show_progress,
                done=show,
                failed=fail,
                cancelled=stop,
            ),
            title=tr("Comparing two versions"),
        )

    def set_current(self, kind: str, version: str | None) -> None:
        """Takes note of the version in use, which may change while the window is open."""
        if self.window is not None and self._request is not None and self._request.kind == kind:
            self._current = version
            self.window.set_current(version)

    def close(self) -> None:
        """Closes what is open; the window it belongs to closes."""
        self._drop()

    def _open_window(self) -> ComparisonWindow:
        pictures = PictureStore(self._pools.pictures, self)
        window = ComparisonWindow(self._theme, self._icons, self._thumbnails, pictures, self._owner)
        pictures.setParent(window)
        window.cancel_wanted.connect(self._cancel)
        window.again_wanted.connect(self._try_again)
        window.promote_wanted.connect(self.promote_wanted)
        window.html_wanted.connect(self._export_html)
        window.json_wanted.connect(self._export_json)
        window.blind_test_wanted.connect(self._test_blind)
        window.show()
        self.window = window
        return window

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _try_again(self) -> None:
        if self._request is not None and self.window is not None and self._task is None:
            self._comparison = None
            self.window.begin_again()
            self._compare(self._request, self.window)

    def _drop(self) -> None:
        if self._task is not None:
            self._task.drop()
            self._task = None
        self._comparison = self._request = None
        for dialog in (self.blind_dialog, self.window):
            if dialog is not None:
                dialog.close()
            discard(dialog)
        self.blind_dialog = self.window = None

    def _export_json(self, target: Path) -> None:
        self._export(target, lambda found: to_json(comparison_to_dict(found)))

    def _export_html(self, target: Path) -> None:
        read = self._catalog.thumbnail

        def report(comparison: VersionComparison) -> str:
            # Imported here: the plotting library takes a second.
            from album_organizer.evaluation.report_html import (  # noqa: PLC0415
                comparison_to_html,
            )

            return comparison_to_html(comparison, read)

        self._export(target, report)

    def _export(self, target: Path, report: Callable[[VersionComparison], str]) -> None:
        comparison = self._comparison
        if comparison is None:
            return

        def work(context: TaskContext) -> None:
            try:
                write_atomically(target, report(comparison))
            except OSError as error:
                raise UsageError(
                    f"{target} cannot be written ({reason_of(error)}); choose another file."
                ) from error

        done = tr("The comparison was written to {file}.").format(file=target)
        self._pools.comparison.submit(
            work,
            Callbacks(done=lambda _: self.said.emit(done), failed=lambda e: self.said.emit(str(e))),
        )

    def _test_blind(self) -> None:
        comparison = self._comparison
        if comparison is None or self.window is None:
            return
        discard(self.blind_dialog)
        pictures = PictureStore(self._pools.pictures, self)
        dialog = BlindTestDialog(
            comparison,
            BlindAnswers(self._workspace.registry.folder / BLIND_ANSWERS),
            pictures,
            self._pools.catalog,
            self._theme,
            self._icons,
            self.window,
        )
        pictures.setParent(dialog)
        dialog.finished_test.connect(lambda outcome: self._keep(comparison, outcome))
        dialog.open()
        self.blind_dialog = dialog

    def _keep(self, comparison: VersionComparison, outcome: BlindOutcome) -> None:
        self.tested.emit(blind_event(comparison, outcome))


def blind_event(comparison: VersionComparison, outcome: BlindOutcome) -> Event:
    """The line of the history that tells how a blind test ended; it is about version b."""
    return new_event(
        TESTED_BLIND,
        comparison.kind,
        comparison.b.version,
        sha256=comparison.b.sha256,
        reason=outcome.sentence,
        details={
            "against": comparison.a.version,
            "against_sha256": comparison.a.sha256,
            "wins": outcome.wins_b,
            "wins_against": outcome.wins_a,
            "no_preference": outcome.no_preference,
            "p": round(outcome.p, 4),
        },
    )
