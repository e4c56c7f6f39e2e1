"""Turns what the person wants into jobs, and their answers into signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from album_organizer.domain.album import Album, ModelInfo, UserDecision
from album_organizer.domain.errors import AlbumError, FolderError, ModelError
from album_organizer.domain.job import Progress
from album_organizer.domain.scores import Weights
from album_organizer.gui.item_models.photo_item import prepare_sorting
from album_organizer.gui.jobs import Callbacks, Pools, Task, TaskContext
from album_organizer.gui.session import Session
from album_organizer.pipeline.ranking import Ranking, propose_album, weigh
from album_organizer.pipeline.scoring import ScoredBatch
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Workspace

_RECENT = 8
_DEFAULT_COUNT = 40


class SessionState(Enum):
    """What the window is doing."""

    STARTING = auto()
    IDLE = auto()
    SCORING = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


class NoticeAction(Enum):
    """What the button of a notice does."""

    DISMISS = auto()
    OPEN_MODELS = auto()
    CHOOSE_FOLDER = auto()
    SCAN_AGAIN = auto()
    START_AGAIN = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence above the photos, with one button."""

    text: str
    action: NoticeAction = NoticeAction.DISMISS
    problem: bool = True


@dataclass(frozen=True, slots=True)
class _Opened:
    """What opening the home folder gave."""

    workspace: Workspace
    catalog: Catalog
    settings: Settings
    recent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judging:
    """Who judges this scan, by which weights, and why there is no comparison, if so."""

    models: Mapping[str, ModelInfo]
    weights: Weights
    siamese_error: str | None


@dataclass(frozen=True, slots=True)
class _Batch:
    """Results of a scan with the decisions the catalog has for them."""

    batch: ScoredBatch
    decisions: Mapping[str, UserDecision]


@dataclass(frozen=True, slots=True)
class _Scanned:
    """The end of a scan: everything needed to propose again without any model."""

    album: Album
    weighed: Album
    ranking: Ranking
    settings: Settings
    decisions: Mapping[str, UserDecision]
    count: int


class SessionController(QObject):
    """The open folder and what happens to it. All methods belong to the window's thread.

    Args:
        home: The home folder, or None for the default.
        pools: Where jobs run.
        parent: Qt owner.
    """

    state_changed = Signal()
    photos_added = Signal(object)
    photos_changed = Signal(object)
    photos_replaced = Signal(object)
    problems_changed = Signal()
    progress_changed = Signal(object)
    noticed = Signal(object)
    models_changed = Signal(object)
    weights_changed = Signal(object)
    recent_changed = Signal(object)
    count_changed = Signal(int)
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
        self.count = _DEFAULT_COUNT
        self.max_megapixels = 200.0
        self._catalog: Catalog | None = None
        self._scan: Task | None = None
        self._proposal: Task | None = None
        self._scanned: _Scanned | None = None
        self._wanted_folder: Path | None = None

    # Intents

    def start(self) -> None:
        """Opens the home folder beside the window."""
        home = self._home

        def work(context: TaskContext) -> _Opened:
            workspace = Workspace(home)
            settings = workspace.settings
            catalog = workspace.open_catalog()
            return _Opened(workspace, catalog, settings, tuple(catalog.recent_folders(_RECENT)))

        self._set_state(SessionState.STARTING)
        self.pools.scan.submit(work, Callbacks(done=self._started, failed=self._start_failed))

    def open_folder(self, folder: Path) -> None:
        """Scores a folder; the one that was open is left."""
        self._drop_jobs()
        self._scanned = None
        self.session = Session(str(folder.absolute()))
        self._wanted_folder = folder.absolute()
        workspace, catalog = self.workspace, self._catalog
        if workspace is None or catalog is None:
            # _started goes on; after a failed start this is another try.
            if self.state is not SessionState.STARTING:
                self.start()
            self._clear_photos()
            return
        self._set_state(SessionState.SCORING)
        self._clear_photos()
        count = self.count
        self._scan = self.pools.scan.submit(
            lambda context: _scan_folder(context, workspace, catalog, folder.absolute(), count),
            Callbacks(
                part=self._scan_part,
                progress=self._progressed,
                done=self._scan_done,
                failed=self._scan_failed,
                cancelled=self._scan_cancelled,
            ),
        )

    def scan_again(self) -> None:
        """Scores the open folder again: new files and new model versions count."""
        if self.session is not None:
            self.open_folder(Path(self.session.folder))

    def open_demo(self) -> None:
        """Writes the demo album into the home folder, once, and opens it."""
        workspace = self.workspace
        if workspace is None:
            return

        def work(context: TaskContext) -> Path:
            # Imported here: the demo's picture packages are optional.
            from album_organizer.imaging.demo_album import write_demo_album  # noqa: PLC0415

            folder = workspace.home / "demo_album"
            write_demo_album(folder, context.job)
            return folder

        self._drop_jobs()
        self._set_state(SessionState.SCORING)
        self._scan = self.pools.scan.submit(
            work,
            Callbacks(
                progress=self._progressed,
                done=self.open_folder,
                failed=self._scan_failed,
                cancelled=self._scan_cancelled,
            ),
        )

    def cancel(self) -> None:
        """Stops scoring; what was scored stays."""
        if self._scan is not None:
            self._scan.cancel()

    def decide(self, paths: Sequence[str], decision: UserDecision | None) -> None:
        """Picks or rejects photos, or with None takes that back."""
        if self.session is None or self._catalog is None:
            return
        changed = self.session.decide(paths, decision)
        if not changed:
            return
        catalog = self._catalog
        ids = sorted({item.content_id for item in changed})

        def work(context: TaskContext) -> None:
            for content_id in ids:
                catalog.set_decision(content_id, decision)

        self.pools.catalog.submit(work, Callbacks(failed=self._report))
        self.photos_changed.emit(changed)
        self._propose()

    def set_count(self, count: int) -> None:
        """Changes how many photos the album should have."""
        if count != self.count:
            self.count = count
            self.count_changed.emit(count)
            self._propose()

    def shut_down(self) -> None:
        """Stops all jobs, waits for their threads and closes the catalog."""
        self.pools.shut_down()
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    @property
    def busy(self) -> bool:
        """Whether a scan runs."""
        return self.state is SessionState.SCORING

    # Answers

    def _started(self, opened: _Opened) -> None:
        self.workspace = opened.workspace
        self._catalog = opened.catalog
        self.max_megapixels = opened.settings.scan.max_megapixels
        self.set_count(opened.settings.album.target_count)
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

    def _scan_part(self, part: object) -> None:
        if isinstance(part, _Judging):
            self.models_changed.emit(part.models)
            self.weights_changed.emit(part.weights)
            if part.siamese_error is not None:
                self.noticed.emit(Notice(part.siamese_error, NoticeAction.OPEN_MODELS))
        elif isinstance(part, _Batch) and self.session is not None:
            batch = part.batch
            new = self.session.add(batch.photos, batch.problems, part.decisions)
            self.photos_added.emit(new)
            if batch.problems:
                self.problems_changed.emit()
        elif isinstance(part, tuple):
            self.recent_changed.emit(part)

    def _progressed(self, progress: Progress) -> None:
        self.progress = progress
        self.progress_changed.emit(progress)

    def _scan_done(self, scanned: _Scanned) -> None:
        if self.session is None:
            return
        self._scanned = scanned
        self._scan = None
        self.photos_replaced.emit(self.session.propose(scanned.album, scanned.decisions))
        self.problems_changed.emit()
        self._set_state(SessionState.DONE)
        # Decisions and count may have changed since the worker read them.
        used = {path: p.decision for path, p in scanned.album.picks.items() if p.decision}
        if self.session.decisions_by_path() != used or self.count != scanned.count:
            self._propose()

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

    def _propose(self) -> None:
        """Proposes anew in the background; an answer that is overtaken is dropped."""
        if self._scanned is None or self.session is None:
            return
        scanned, count = self._scanned, self.count
        decisions = self.session.decisions_by_path()
        if self._proposal is not None:
            self._proposal.drop()
        self._proposal = self.pools.proposal.submit(
            lambda context: propose_album(
                scanned.weighed, scanned.ranking, decisions, count, scanned.settings
            ),
            Callbacks(done=self._proposed, failed=self._report),
        )

    def _proposed(self, album: Album) -> None:
        if self.session is not None:
            self.photos_replaced.emit(self.session.propose(album, {}))

    def _report(self, error: AlbumError) -> None:
        self.noticed.emit(Notice(str(error)))

    def _set_state(self, state: SessionState) -> None:
        self.state = state
        if state is not SessionState.SCORING:
            self.progress = None
        self.state_changed.emit()

    def _clear_photos(self) -> None:
        self.photos_replaced.emit([])
        self.problems_changed.emit()
        self.state_changed.emit()

    def _drop_jobs(self) -> None:
        for task in (self._scan, self._proposal):
            if task is not None:
                task.drop()
        self._scan = self._proposal = None


def _scan_folder(
    context: TaskContext, workspace: Workspace, catalog: Catalog, folder: Path, count: int
) -> _Scanned:
    """Scores, ranks and proposes; runs in the scan pool."""
    job = context.job
    settings = workspace.settings
    job.report("Loading the models", 0)
    judges = workspace.load_models()
    infos = [judge.info for judge in (judges.ava, judges.siamese) if judge is not None]
    weights = settings.quality_assessment.weights.to_domain()
    context.post(_Judging({i.kind: i for i in infos}, weights, judges.siamese_error))
    pipeline = workspace.pipeline(catalog, settings, judges)
    remembered = False

    def on_batch(batch: ScoredBatch) -> None:
        nonlocal remembered
        if not remembered:
            # Only now is it known that the folder can be read.
            catalog.remember_folder(str(folder))
            context.post(tuple(catalog.recent_folders(_RECENT)))
            remembered = True
        for photo in batch.photos:
            prepare_sorting(photo.photo.path)
        ids = [photo.photo.content_id for photo in batch.photos]
        context.post(_Batch(batch, catalog.decisions(ids)))

    scored = pipeline.score(folder, job, on_batch)
    weighed = replace(scored, photos=weigh(scored.photos, settings))
    ranking = pipeline.rank(weighed, job)
    by_content = catalog.decisions([p.photo.content_id for p in scored.photos.values()])
    decisions = {
        path: by_content[p.photo.content_id]
        for path, p in scored.photos.items()
        if p.photo.content_id in by_content
    }
    album = propose_album(weighed, ranking, decisions, count, settings)
    return _Scanned(album, weighed, ranking, settings, by_content, count)
