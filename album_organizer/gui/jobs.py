"""Work beside the window: named thread pools whose results arrive as calls on the window's thread.

A task gets a context for progress and partial results; its callbacks run on the thread that owns
the pool object. Every task has a number, and what arrives under a number that nobody waits for any
more (dropped, or the window is closing) is ignored.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from album_organizer.domain.errors import AlbumError, JobCancelled
from album_organizer.domain.job import Job, Progress

log = logging.getLogger(__name__)

_PROGRESS_INTERVAL_S = 0.06
"""The window is told of progress at most this often: more would only fill its event queue."""

Ignore = Callable[[Any], None]


def _ignore(payload: object) -> None:
    """The callback for those who do not want one."""


class _Kind(Enum):
    PART = auto()
    PROGRESS = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


_FINAL = (_Kind.DONE, _Kind.FAILED, _Kind.CANCELLED)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ended.

    Attributes:
        stopped: Somebody stopped it.
        failure: Why it failed, as a sentence; empty if it did not.
    """

    stopped: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Message:
    task: int
    kind: _Kind
    payload: object


class TaskContext:
    """What the work sees of its task; used on the worker thread only.

    Attributes:
        job: For progress and cancel; pass it down.
    """

    def __init__(self, number: int, send: Callable[[_Message], None]) -> None:
        self._number = number
        self._send = send
        self._last_report = 0.0
        self._last_stage = ""
        self.job = Job(self._report)

    def post(self, part: object) -> None:
        """Delivers a partial result (immutable) to the window's thread."""
        self._send(_Message(self._number, _Kind.PART, part))

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        recent = now - self._last_report < _PROGRESS_INTERVAL_S
        if recent and progress.stage == self._last_stage and progress.done != progress.total:
            return
        self._last_report, self._last_stage = now, progress.stage
        self._send(_Message(self._number, _Kind.PROGRESS, progress))


Work = Callable[[TaskContext], Any]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Who is told; each runs on the window's thread, and exactly one of the last three is called.

    Attributes:
        part: With each partial result.
        progress: With each progress report.
        done: With the result.
        failed: With an AlbumError whose message can be shown.
        cancelled: With None, after the work really stopped.
    """

    part: Ignore = _ignore
    progress: Callable[[Progress], None] = _ignore
    done: Ignore = _ignore
    failed: Callable[[AlbumError], None] = _ignore
    cancelled: Ignore = _ignore


class _Runnable(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        # The pool keeps the only reference; Qt must not delete what Python still holds.
        self.setAutoDelete(False)
        self._run = run

    def run(self) -> None:
        self._run()


@dataclass(slots=True, eq=False)
class Task:
    """A handle on work that was submitted.

    Attributes:
        number: Differs from those of all other tasks of its pool.
        context: What the work sees.
        callbacks: Who is told.
        title: What it does, for a person; empty for what nobody needs to see.
        lossy: Something a person waits for is lost if it is stopped.
        dropped: Nobody waits for it any more.
    """

    number: int
    context: TaskContext
    callbacks: Callbacks
    title: str = ""
    lossy: bool = False
    runnable: _Runnable | None = None
    dropped: bool = False

    def cancel(self) -> None:
        """Asks the work to stop; ``cancelled`` is called when it has."""
        self.context.job.cancel()

    def drop(self) -> None:
        """Asks the work to stop and ignores whatever it still says."""
        self.dropped = True
        self.cancel()


class Pool(QObject):
    """A named thread pool.

    Of tasks with a title it tells everybody: ``begun`` with the :class:`Task`, ``progressed`` with
    it and the Progress, ``ended`` with it and an :class:`Ending`.

    Args:
        name: For logs and debuggers.
        threads: At most this many at once; 1 keeps the work in order.
        inline: Run each task at once on the calling thread, for tests of single parts; answers
            still arrive through the event loop.
        parent: Qt owner.
    """

    _message = Signal(object)
    begun = Signal(object)
    progressed = Signal(object, object)
    ended = Signal(object, object)

    def __init__(
        self, name: str, threads: int, *, inline: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._inline = inline
        self._pool = QThreadPool(self)
        self._pool.setObjectName(name)
        self._pool.setMaxThreadCount(threads)
        self._tasks: dict[int, Task] = {}
        self._last_number = 0
        # Queued also for inline work: callbacks never run inside submit().
        self._message.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """Tasks that did not answer yet."""
        return len(self._tasks)

    def submit(
        self,
        work: Work,
        callbacks: Callbacks | None = None,
        *,
        title: str = "",
        lossy: bool = False,
    ) -> Task:
        """Runs ``work(context)`` on a thread of the pool.

        Args:
            work: What is done.
            callbacks: Who is told.
            title: What it does, for the list of activities; empty keeps it out of there.
            lossy: Closing the window asks before it stops this.

        An AlbumError goes to ``callbacks.failed`` as it is. Any other exception is a fault of the
        program: it is logged in full and reported with a general sentence.
        """
        task = self._open(callbacks or Callbacks(), title, lossy=lossy)
        context, number, send = task.context, task.number, self._message.emit
        if self._inline:
            _run(work, context, number, send)
        else:
            task.runnable = _Runnable(lambda: _run(work, context, number, send))
            self._pool.start(task.runnable)
        return task

    def announce(self, title: str) -> Task:
        """Lists many small pieces of work as one; whoever does them reports by the task's job.

        Args:
            title: What it does, for the list of activities.
        """
        return self._open(Callbacks(), title)

    def conclude(self, task: Task, *, stopped: bool) -> None:
        """Ends what was announced."""
        kind = _Kind.CANCELLED if stopped else _Kind.DONE
        self._message.emit(_Message(task.number, kind, None))

    def shut_down(self, timeout_ms: int = 60_000) -> bool:
        """Drops all tasks and waits until the threads have ended.

        Returns:
            False if some work did not stop in time.
        """
        for task in self._tasks.values():
            task.drop()
        return self.finish(timeout_ms)

    def finish(self, timeout_ms: int = 60_000) -> bool:
        """Waits until all work is done, dropped or not; its callbacks come later, if at all.

        Returns:
            False if some work is still running.
        """
        return self._pool.waitForDone(timeout_ms)

    def _open(self, callbacks: Callbacks, title: str, *, lossy: bool = False) -> Task:
        """A task under a number of its own, of which everybody hears if it has a title."""
        self._last_number += 1
        number = self._last_number
        context = TaskContext(number, self._message.emit)
        task = self._tasks[number] = Task(number, context, callbacks, title, lossy)
        if title:
            self.begun.emit(task)
        return task

    @Slot(object)
    def _deliver(self, message: _Message) -> None:
        task = self._tasks.get(message.task)
        if task is None:
            return
        if message.kind in _FINAL:
            del self._tasks[message.task]
        if task.title:
            self._tell(task, message)
        if task.dropped:
            return
        callbacks = task.callbacks
        {
            _Kind.PART: callbacks.part,
            _Kind.PROGRESS: callbacks.progress,
            _Kind.DONE: callbacks.done,
            _Kind.FAILED: callbacks.failed,
            _Kind.CANCELLED: callbacks.cancelled,
        }[message.kind](message.payload)

    def _tell(self, task: Task, message: _Message) -> None:
        if message.kind is _Kind.PROGRESS:
            self.progressed.emit(task, message.payload)
        elif message.kind in _FINAL:
            dropped = task.dropped or message.kind is _Kind.CANCELLED
            failed = str(message.payload) if message.kind is _Kind.FAILED else ""
            self.ended.emit(task, Ending(stopped=dropped, failure="" if dropped else failed))


def _run(work: Work, context: TaskContext, number: int, send: Callable[[_Message], None]) -> None:
    """Runs the work and sends exactly one final message."""
    try:
        context.job.check()
        answer = _Message(number, _Kind.DONE, work(context))
    except JobCancelled:
        answer = _Message(number, _Kind.CANCELLED, None)
    except AlbumError as error:
        answer = _Message(number, _Kind.FAILED, error)
    except Exception as error:
        log.exception("A task failed unexpectedly")
        sentence = f"Something unexpected went wrong ({error}); the log file has the details."
        answer = _Message(number, _Kind.FAILED, AlbumError(sentence))
    send(answer)


@dataclass(frozen=True, slots=True)
class Pools:
    """One pool per kind of work, so that no kind waits for another.

    Attributes:
        scan: Opening and scoring a folder: one at a time, it uses all cores by itself.
        proposal: Proposing anew after a decision: must not wait for a scan.
        catalog: Writing decisions: one thread keeps their order.
        thumbnails: Reading thumbnails from the catalog.
        pictures: Decoding photos for the detail view.
        dialogs: Exporting.
        models: Reading, verifying and switching model versions: one after the other.
        comparison: Comparing two versions: takes minutes, and a switch must not wait for it.
        ties: Comparisons that another tuning wants: must not wait for those minutes.
        watching: Listing the open folder when something in it changed.
        training: Following a training, which runs as a process of its own for hours.
    """

    scan: Pool
    proposal: Pool
    catalog: Pool
    thumbnails: Pool
    pictures: Pool
    dialogs: Pool
    models: Pool
    comparison: Pool
    ties: Pool
    watching: Pool
    training: Pool

    @classmethod
    def create(cls, *, inline: bool = False, parent: QObject | None = None) -> "Pools":
        """The pools of a window; ``inline`` for tests of single parts."""

        def pool(name: str, threads: int) -> Pool:
            return Pool(name, threads, inline=inline, parent=parent)

        return cls(
            scan=pool("scan", 1),
            proposal=pool("proposal", 1),
            catalog=pool("catalog", 1),
            thumbnails=pool("thumbnails", 2),
            pictures=pool("pictures", 2),
            dialogs=pool("dialogs", 1),
            models=pool("models", 1),
            comparison=pool("comparison", 1),
            ties=pool("ties", 1),
            watching=pool("watching", 1),
            training=pool("training", 1),
        )

    def all(self) -> list[Pool]:
        """Every pool."""
        return [getattr(self, field.name) for field in fields(self)]

    def shut_down(self) -> None:
        """Stops everything; decisions that wait to be written are written first."""
        self.catalog.finish()
        # The catalog last: what the others stop in the middle of may still be written.
        for pool in sorted(self.all(), key=lambda pool: pool is self.catalog):
            if not pool.shut_down():
                log.error("The %s pool did not stop in time", pool.objectName())
