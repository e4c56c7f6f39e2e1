"""Reading thumbnails as one activity of the list, though it is done in many small pieces."""

from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtCore import QObject, QTimer, Signal

from album_organizer.gui.jobs import Pool, Task
from album_organizer.i18n import tr

TICK_MS = 250
_TICKS_UNLISTED = 4
"""What is read within a second is of no interest: it would flicker in and out of the list."""


class Backlog(QObject):
    """Lists what waits to be read, as soon as that takes a while.

    Attributes:
        resumed: Reading may go on after a pause.
        cancelled: Nothing of what waits is wanted any more.

    Args:
        pool: Where thumbnails are read.
        waiting: A method: how many are not read yet, those being read included.
        parent: Qt owner.
    """

    resumed = Signal()
    cancelled = Signal()

    def __init__(self, pool: Pool, waiting: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._pool = pool
        # Held strongly, its object and this one would wait for the garbage collector, which may
        # run on a worker's thread, where timers must not die.
        self._waiting = WeakMethod(waiting)
        self._task: Task | None = None
        self._rested = False
        self._ticks = self._done = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def rests(self) -> bool:
        """Whether nothing new may be begun."""
        return self._task is not None and self._task.context.job.paused

    def begin(self) -> None:
        """Something is being read."""
        if not self._timer.isActive():
            self._ticks = self._done = 0
            self._timer.start()

    def count(self) -> None:
        """One more was read."""
        self._done += 1

    def _tick(self) -> None:
        self._ticks += 1
        waiting = self._waiting()
        task, left = self._task, 0 if waiting is None else waiting()
        if task is not None and task.context.job.cancelled:
            self._end(task, stopped=True)
            self.cancelled.emit()
        elif self.rests:
            self._rested = True
        elif not left:
            self._end(task)
        else:
            self._report(left)

    def _report(self, left: int) -> None:
        if self._task is None and self._ticks >= _TICKS_UNLISTED:
            self._task = self._pool.announce(tr("Reading thumbnails"))
        if self._task is not None:
            self._task.context.job.report(tr("Thumbnails"), self._done, self._done + left)
        if self._rested:
            self._rested = False
            self.resumed.emit()

    def _end(self, task: Task | None, *, stopped: bool = False) -> None:
        self._timer.stop()
        self._task, self._rested = None, False
        if task is not None:
            self._pool.conclude(task, stopped=stopped)
