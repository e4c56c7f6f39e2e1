"""Turns what the person wants with model versions into jobs, and their answers into signals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from album_organizer.domain.errors import AlbumError, OutsideModelsError, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext
from album_organizer.gui.models.state import ModelsState, read_state
from album_organizer.gui.models.words import alarms
from album_organizer.i18n import tr, trn
from album_organizer.registry.history import Event
from album_organizer.registry.registry import Registry

_SETTLE_MS = 300
"""Several files change in one switch; they are read once, when all have changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did.

    Attributes:
        sentence: For the person.
        switched: Another version judges from the next scan on.
        kind: Of the version to look at next.
        version: That version.
    """

    sentence: str
    switched: bool
    kind: str
    version: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A change that did not happen.

    Attributes:
        sentence: Why, and what to do.
        again: Does it once more with the person's consent to a file outside of the models
            folder; None if that was not the reason.
    """

    sentence: str
    again: Callable[[], None] | None = None


Change = Callable[[Job, bool], Outcome]
"""(job, the person agrees to a file outside the models folder) -> what was done."""


class ModelsController(QObject):
    """The registry as the window sees it. All methods belong to the window's thread.

    Args:
        registry: Of the home folder.
        pool: With one thread: changes wait for each other.
        parent: Qt owner.
    """

    state_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    alarmed = Signal(str)

    def __init__(self, registry: Registry, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._pool = pool
        self._task: Task | None = None
        self.state = ModelsState()
        self._alarms: list[str] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._watcher.fileChanged.connect(lambda _: self._settle.start())

    @property
    def busy(self) -> bool:
        """Whether a change is under way."""
        return self._task is not None

    def refresh(self) -> None:
        """Reads the registry anew."""
        registry = self._registry
        self._pool.submit(lambda context: read_state(registry), Callbacks(done=self._read))

    def stop(self) -> None:
        """Watches nothing and answers nothing any more; a change under way is finished."""
        self._settle.stop()
        if self._watcher.directories() or self._watcher.files():
            self._watcher.removePaths(self._watcher.directories() + self._watcher.files())
        if self._task is not None:
            self._task.drop()
            self._task = None
        self.blockSignals(True)

    def cancel(self) -> None:
        """Stops the change that is under way."""
        if self._task is not None:
            self._task.cancel()

    def add(self, kind: str, source: Path) -> None:
        """Registers a checkpoint or training folder and verifies it."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            added = registry.add(kind, source)
            outcome = registry.verify(kind, added.version, job)
            sentence = tr("Added {version}. It judges nothing until you use it. {outcome}")
            return Outcome(
                sentence.format(version=added.title, outcome=outcome.sentence),
                False,
                kind,
                added.version,
            )

        self._change(work)

    def add_offered(self) -> None:
        """Registers the versions that the program came with and this home never knew."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            added = registry.add_offered()
            if not added:
                raise UsageError(tr("There is nothing to add any more."))
            sentence = trn(
                "Added {versions}. It judges nothing until you use it.",
                "Added {versions}. They judge nothing until you use them.",
                len(added),
            )
            names = ", ".join(version.title for version in added)
            first = added[0]
            return Outcome(sentence.format(versions=names), False, first.kind, first.version)

        self._change(work)

    def verify(self, kind: str, name: str) -> None:
        """Looks whether a version works."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            outcome = registry.verify(kind, name, job, allow_outside=allow)
            return Outcome(f"{name}: {outcome.sentence}", False, kind, name)

        self._change(work)

    def promote(self, kind: str, name: str, reason: str, *, force: bool = False) -> None:
        """Verifies a version and puts it to use."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            registry.promote(kind, name, reason or None, force=force, allow_outside=allow, job=job)
            return self._switched(kind, name)

        self._change(work)

    def roll_back(self, kind: str, to: str | None = None, reason: str = "") -> None:
        """Goes back to an earlier version."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            back = registry.rollback(kind, reason or None, to=to, job=job)
            return self._switched(kind, back.version)

        self._change(work)

    def retire(self, kind: str, name: str, reason: str) -> None:
        """Takes a version out of service."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            registry.retire(kind, name, reason or None)
            sentence = tr("{version} is retired; its file stays.").format(version=name)
            return Outcome(sentence, False, kind, name)

        self._change(work)

    def restore(self, kind: str, name: str) -> None:
        """Takes a retirement back."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            registry.restore(kind, name)
            sentence = tr("{version} can be put to use again.").format(version=name)
            return Outcome(sentence, False, kind, name)

        self._change(work)

    def set_note(self, kind: str, name: str, note: str) -> None:
        """Writes what the person says of a version."""
        registry = self._registry

        def work(job: Job, allow: bool) -> Outcome:
            registry.set_note(kind, name, note)
            sentence = tr("The note to {version} was saved.").format(version=name)
            return Outcome(sentence, False, kind, name)

        self._change(work)

    def record(self, event: Event) -> None:
        """Keeps an event that changes no version."""
        registry = self._registry
        self._pool.submit(
            lambda context: registry.record(event),
            Callbacks(done=lambda _: self.refresh(), failed=self._failed_quietly),
        )

    def _watch(self) -> None:
        """Notices what other windows, commands and editors change from now on."""
        folder = self._registry.folder
        files = [v.path for versions in self.state.versions.values() for v in versions]
        wanted = {str(p) for p in (folder, folder / "registry.yaml", *files) if p.exists()}
        # A file that was replaced is watched no longer and has to be named again.
        missing = wanted - set(self._watcher.directories()) - set(self._watcher.files())
        if missing:
            self._watcher.addPaths(sorted(missing))

    def _switched(self, kind: str, name: str) -> Outcome:
        model = tr("AVA") if kind == "ava" else tr("Comparison")
        sentence = tr("{kind} {version} judges from the next scan on.")
        return Outcome(sentence.format(kind=model, version=name), True, kind, name)

    def _change(self, work: Change, allow_outside: bool = False) -> None:
        if self._task is not None:
            return
        registry = self._registry

        def run(context: TaskContext) -> tuple[Outcome, ModelsState]:
            outcome = work(context.job, allow_outside)
            return outcome, read_state(registry)

        self._task = self._pool.submit(
            run,
            Callbacks(
                progress=self._progressed,
                done=self._changed,
                failed=partial(self._refused, work),
                cancelled=lambda _: self._refused(work, AlbumError(tr("Stopped."))),
            ),
            title=tr("Changing the models"),
        )
        self.busy_changed.emit(True)

    def _progressed(self, progress: Progress) -> None:
        self.progress_changed.emit(progress)

    def _changed(self, answer: tuple[Outcome, ModelsState]) -> None:
        outcome, state = answer
        self._task = None
        self._read(state)
        self.busy_changed.emit(False)
        self.done.emit(outcome)

    def _refused(self, work: Change, error: AlbumError) -> None:
        self._task = None
        self.busy_changed.emit(False)
        again = None
        if isinstance(error, OutsideModelsError):
            again = partial(self._change, work, True)
        self.failed.emit(Failure(str(error), again))
        self.refresh()

    def _failed_quietly(self, error: AlbumError) -> None:
        self.failed.emit(Failure(str(error)))

    def _read(self, state: ModelsState) -> None:
        self.state = state
        self._watch()
        self.state_changed.emit(state)
        found = alarms(state)
        if found != self._alarms:
            self._alarms = found
            # Also when the last one is over: then the sentence is empty.
            self.alarmed.emit(" ".join(found))
