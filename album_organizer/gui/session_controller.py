"""Turns what the person wants into jobs, and their answers into signals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import AlbumError, FolderError, ModelError
from album_organizer.domain.job import Progress
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.deciding.history import DecisionHistory
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.photo_table import NO_DECISION, REJECTED
from album_organizer.gui.jobs import Callbacks, Pools, Task
from album_organizer.gui.proposer import Proposer
from album_organizer.gui.session import Session
from album_organizer.gui.session_jobs import (
    Arrived,
    Judging,
    Opened,
    Scanned,
    open_home,
    scan_folder,
    write_demo,
)
from album_organizer.gui.session_state import Notice, NoticeAction, SessionState
from album_organizer.gui.watching import FolderWatcher
from album_organizer.i18n import tr
from album_organizer.pipeline.ranking import tuning_of
from album_organizer.pipeline.reranking import RankedAlbum
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Workspace


class SessionController(QObject):
    """The open folder and what happens to it. All methods belong to the window's thread.

    ``photos_replaced`` tells of another table or of new rows in all places, ``photos_changed``
    the rows whose decisions or marks changed, ``ranked`` a new proposal over the same rows.

    Args:
        home: The home folder, or None for the default.
        pools: Where jobs run.
        parent: Qt owner.
    """

    state_changed = Signal()
    photos_added = Signal(object)
    photos_changed = Signal(object)
    photos_replaced = Signal(object)
    ranked = Signal(object)
    problems_changed = Signal()
    progress_changed = Signal(object)
    noticed = Signal(object)
    models_changed = Signal(object)
    recent_changed = Signal(object)
    catalog_opened = Signal(object)

    def __init__(self, home: Path | None, pools: Pools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self.pools = pools
        self.workspace: Workspace | None = None
        self.session: Session | None = None
        self.state = SessionState.STARTING
        self.progress: Progress | None = None
        self.failure = ""
        self.settings: Settings | None = None
        self.max_megapixels = 200.0
        self.history = DecisionHistory(self, self)
        self.proposer = Proposer(pools, self._decision_codes, self)
        self.watcher = FolderWatcher(pools.watching, self)
        self._catalog: Catalog | None = None
        self._scan: Task | None = None
        self._wanted_folder: Path | None = None
        self._changed_on_disk = False
        self.proposer.ranked.connect(self._ranked)
        self.proposer.settled.connect(self._keep_tuning)
        self.proposer.failed.connect(lambda sentence: self.noticed.emit(Notice(sentence)))
        self.watcher.appeared.connect(self.files_appeared)
        self.watcher.vanished.connect(self.files_vanished)
        self.watcher.gone.connect(self._folder_gone)

    # Intents

    def start(self) -> None:
        """Opens the home folder beside the window."""
        home = self._home
        self._set_state(SessionState.STARTING)
        self.pools.scan.submit(
            lambda context: open_home(home),
            Callbacks(done=self._started, failed=self._start_failed),
        )

    def open_folder(self, folder: Path) -> None:
        """Scores a folder; the one that was open is left.

        The photos of the same folder stay on the screen while it is scanned again.
        """
        self._drop_scan()
        folder = folder.absolute()
        self._wanted_folder = folder
        again = self.session is not None and self.session.folder == str(folder)
        if not again:
            self.watcher.stop()
            self.proposer.forget()
            self.session = Session(str(folder))
            self.history.stack.clear()
        workspace, catalog = self.workspace, self._catalog
        if workspace is None or catalog is None:
            # _started goes on; after a failed start this is another try.
            if self.state is not SessionState.STARTING:
                self.start()
        else:
            self._set_state(SessionState.SCORING)
            tuning = self.tuning if again else None
            self._scan = self.pools.scan.submit(
                lambda context: scan_folder(context, workspace, catalog, folder, tuning),
                self._scan_callbacks(self._scan_done),
                title=tr("Scanning {folder}").format(folder=folder.name or str(folder)),
            )
        if not again:
            self._tell_of_new_folder()

    def scan_again(self) -> None:
        """Scores the open folder again: new files and new model versions count."""
        if self.session is not None:
            self.open_folder(Path(self.session.folder))

    def open_demo(self) -> None:
        """Writes the demo album into the home folder, once, and opens it."""
        workspace = self.workspace
        if workspace is None:
            return
        self._drop_scan()
        self._set_state(SessionState.SCORING)
        self._scan = self.pools.scan.submit(
            lambda context: write_demo(workspace.home, context.job),
            self._scan_callbacks(self.open_folder),
            title=tr("Writing the demo album"),
        )

    def cancel(self) -> None:
        """Stops scoring; what was scored stays."""
        if self._scan is not None:
            self._scan.cancel()

    def decide(self, paths: Sequence[str], decision: UserDecision | None) -> bool:
        """Picks or rejects photos, or with None takes that back; whether anything changed."""
        return self.history.decide(self._items(paths), decision)

    def rate(self, paths: Sequence[str], stars: int) -> bool:
        """Gives photos 0 to 5 stars; whether anything changed."""
        return self.history.rate(self._items(paths), stars)

    def label(self, paths: Sequence[str], label: ColorLabel) -> bool:
        """Gives photos a colour label; whether anything changed."""
        return self.history.label(self._items(paths), label)

    def set_count(self, count: int) -> None:
        """Changes how many photos the album should have."""
        self.proposer.tune(replace(self.proposer.tuning, count=count))

    def shut_down(self) -> None:
        """Stops all jobs, waits for their threads and closes the catalog."""
        self.watcher.stop()
        self.proposer.finish()
        self.pools.shut_down()
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    @property
    def tuning(self) -> Tuning:
        """The tuning in force."""
        return self.proposer.tuning

    @property
    def count(self) -> int:
        """How many photos the album should have."""
        return self.proposer.tuning.count

    @property
    def scan_task(self) -> Task | None:
        """The scan that runs, if one does."""
        return self._scan

    @property
    def busy(self) -> bool:
        """Whether a scan runs."""
        return self.state is SessionState.SCORING

    # What happens on the disk

    def files_appeared(self, paths: Sequence[str]) -> None:
        """Files came into the open folder or changed: they are scanned as soon as possible."""
        if self.session is None:
            return
        self._note_missing(paths, missing=False)
        if self.busy:
            self._changed_on_disk = True
        else:
            self.scan_again()

    def files_vanished(self, paths: Sequence[str]) -> None:
        """Files are gone: marked as missing, and no longer proposed."""
        self._note_missing(paths, missing=True)

    def _folder_gone(self, sentence: str) -> None:
        self.noticed.emit(Notice(sentence, NoticeAction.CHOOSE_FOLDER))

    def _note_missing(self, paths: Iterable[str], *, missing: bool) -> None:
        if self.session is None:
            return
        rows = self.session.table.set_missing(paths, missing=missing)
        if len(rows):
            self.photos_changed.emit(rows)
            self.proposer.rank()

    # Where decisions take effect (see DecisionTarget)

    def apply_decisions(self, decisions: Mapping[str, UserDecision | None]) -> None:
        """Shows and keeps decisions by content id; None means undecided."""
        if self.session is None:
            return
        rows = self.session.apply_decisions(decisions)
        self._write(lambda catalog: catalog.set_decisions(decisions))
        self.photos_changed.emit(rows)
        self.proposer.rank_decided()

    def apply_marks(self, marks: Mapping[str, Marks]) -> None:
        """Shows and keeps stars and labels by content id."""
        if self.session is None:
            return
        rows = self.session.apply_marks(marks)
        self._write(lambda catalog: catalog.set_marks(marks))
        self.photos_changed.emit(rows)

    def _write(self, work: Callable[[Catalog], None]) -> None:
        catalog = self._catalog
        if catalog is not None:
            self.pools.catalog.submit(lambda context: work(catalog), Callbacks(failed=self._report))

    def _keep_tuning(self, tuning: Tuning) -> None:
        if self.session is None:
            return
        folder = self.session.folder
        kept = None if tuning == self.proposer.defaults else tuning
        self._write(lambda catalog: catalog.set_folder_tuning(folder, kept))

    # Answers

    def _started(self, opened: Opened) -> None:
        self.workspace = opened.workspace
        self._catalog = opened.catalog
        self.settings = opened.settings
        self.max_megapixels = opened.settings.scan.max_megapixels
        defaults = tuning_of(opened.settings, opened.settings.album.target_count)
        self.proposer.begin(defaults, defaults)
        self.catalog_opened.emit(opened.catalog)
        self.recent_changed.emit(opened.recent)
        if self._wanted_folder is not None:
            self.open_folder(self._wanted_folder)
        else:
            self._set_state(SessionState.IDLE)
        # Last, because a new scan takes older notices away.
        if opened.catalog.notice is not None:
            self.noticed.emit(Notice(opened.catalog.notice))

    def _start_failed(self, error: AlbumError) -> None:
        self.failure = str(error)
        self._set_state(SessionState.FAILED)
        self.noticed.emit(Notice(str(error), NoticeAction.START_AGAIN))

    def _scan_callbacks(self, done: Callable[..., None]) -> Callbacks:
        return Callbacks(
            part=self._scan_part,
            progress=self._progressed,
            done=done,
            failed=self._scan_failed,
            cancelled=self._scan_cancelled,
        )

    def _scan_part(self, part: object) -> None:
        if isinstance(part, Judging):
            self.models_changed.emit(part.models)
            if self.proposer.reranker is None:
                self.proposer.begin(part.tuning, part.defaults)
            if part.siamese_error is not None:
                self.noticed.emit(Notice(part.siamese_error, NoticeAction.OPEN_MODELS))
        elif isinstance(part, Arrived) and self.session is not None:
            known = part.known
            rows = self.session.add(part.photos, part.problems, known.decisions, known.marks)
            self.photos_added.emit(rows)
            if part.problems:
                self.problems_changed.emit()
        elif isinstance(part, tuple):
            self.recent_changed.emit(part)

    def _progressed(self, progress: Progress) -> None:
        self.progress = progress
        self.progress_changed.emit(progress)

    def _scan_done(self, scanned: Scanned) -> None:
        if self.session is None:
            return
        self._scan = None
        known = scanned.known
        self.session.replace(scanned.photos, scanned.problems, known.decisions, known.marks)
        self.proposer.use(scanned)
        self.photos_replaced.emit(self.session.table)
        self.problems_changed.emit()
        self._set_state(SessionState.DONE)
        # Decisions may have changed since the worker read them.
        if self.session.decisions != known.decisions:
            self.proposer.rank()
        problems = [problem.path for problem in self.session.problems]
        found = [*self.session.table.paths, *problems]
        self.watcher.watch(Path(self.session.folder), found)
        if self._changed_on_disk:
            self._changed_on_disk = False
            self.scan_again()

    def _scan_failed(self, error: AlbumError) -> None:
        self._scan = None
        self.failure = str(error)
        self._set_state(SessionState.FAILED)
        action = NoticeAction.SCAN_AGAIN if self.session is not None else NoticeAction.DISMISS
        if isinstance(error, ModelError):
            action = NoticeAction.OPEN_MODELS
        elif isinstance(error, FolderError):
            action = NoticeAction.CHOOSE_FOLDER
        self.noticed.emit(Notice(str(error), action))

    def _scan_cancelled(self, _: object) -> None:
        self._scan = None
        self._set_state(SessionState.STOPPED if self.session is not None else SessionState.IDLE)

    def _ranked(self, ranked: RankedAlbum) -> None:
        session, reranker = self.session, self.proposer.reranker
        if session is None or reranker is None:
            return
        # While the folder is scanned again, the table already has rows that were not ranked.
        if session.table.count == len(ranked.paths):
            session.rank(reranker, ranked)
            self.ranked.emit(ranked)

    def _decision_codes(self) -> NDArray[np.int8]:
        """By row of the reranker; a file that is gone is not proposed."""
        reranker, session = self.proposer.reranker, self.session
        assert reranker is not None
        assert session is not None
        table = session.table
        # Rows of photos that arrived since stand behind those of the reranker.
        codes = table.decision[: len(reranker.paths)].copy()
        codes[table.missing[: len(codes)] & (codes == NO_DECISION)] = REJECTED
        return codes

    def _items(self, paths: Sequence[str]) -> list[PhotoItem]:
        if self.session is None:
            return []
        items = self.session.items
        return [items[path] for path in paths if path in items]

    def _report(self, error: AlbumError) -> None:
        self.noticed.emit(Notice(str(error)))

    def _set_state(self, state: SessionState) -> None:
        self.state = state
        if state is not SessionState.SCORING:
            self.progress = None
        self.state_changed.emit()

    def _tell_of_new_folder(self) -> None:
        assert self.session is not None
        self.photos_replaced.emit(self.session.table)
        self.problems_changed.emit()
        self.state_changed.emit()

    def _drop_scan(self) -> None:
        if self._scan is not None:
            self._scan.drop()
        self._scan = None
