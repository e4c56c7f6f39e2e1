"""All work that a person may want to see, whichever part of the window started it."""

from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from album_organizer.domain.job import Progress
from album_organizer.gui.jobs import Ending, Pools, Task
from album_organizer.gui.wording import progress_line
from album_organizer.i18n import tr

_KEPT = 20
"""Finished ones that stay in the list; older ones are of no interest."""


class ActivityState(Enum):
    """What became of it."""

    RUNNING = auto()
    PAUSED = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


@dataclass(slots=True, eq=False)
class Activity:
    """A task with a title.

    Attributes:
        task: The handle.
        state: What became of it.
        progress: The last report, or None before the first.
        failure: Why it failed, as a sentence.
    """

    task: Task
    state: ActivityState = ActivityState.RUNNING
    progress: Progress | None = None
    failure: str = field(default="")

    @property
    def title(self) -> str:
        """What it does."""
        return self.task.title

    @property
    def runs(self) -> bool:
        """Whether it has not ended, paused or not."""
        return self.state in {ActivityState.RUNNING, ActivityState.PAUSED}

    @property
    def share(self) -> float | None:
        """How much of the stage is done, 0..1, or None while that is not known."""
        progress = self.progress
        if progress is None or not progress.total:
            return None
        return progress.done / progress.total

    @property
    def words(self) -> str:
        """How far it is, or how it ended."""
        line = tr("Starting …") if self.progress is None else progress_line(self.progress)
        return {
            ActivityState.RUNNING: line,
            ActivityState.PAUSED: tr("Paused: {progress}").format(progress=line),
            ActivityState.DONE: tr("Done"),
            ActivityState.STOPPED: tr("Stopped"),
            ActivityState.FAILED: self.failure,
        }[self.state]


class Activities(QObject):
    """The list, the latest first. ``changed`` carries the :class:`Activity`, ``listed`` nothing.

    Args:
        pools: Whose titled tasks are listed.
        parent: Qt owner.
    """

    listed = Signal()
    changed = Signal(object)

    def __init__(self, pools: Pools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._activities: list[Activity] = []
        for pool in pools.all():
            pool.begun.connect(self._begun)
            pool.progressed.connect(self._progressed)
            pool.ended.connect(self._ended)

    @property
    def all(self) -> tuple[Activity, ...]:
        """Those that run and those that ended not long ago."""
        return tuple(self._activities)

    @property
    def running(self) -> tuple[Activity, ...]:
        """Those that have not ended."""
        return tuple(activity for activity in self._activities if activity.runs)

    def pause(self, activity: Activity, *, paused: bool) -> None:
        """Lets an activity rest, or go on."""
        if not activity.runs:
            return
        job = activity.task.context.job
        job.pause() if paused else job.resume()
        activity.state = ActivityState.PAUSED if paused else ActivityState.RUNNING
        self.changed.emit(activity)

    def cancel(self, activity: Activity) -> None:
        """Asks an activity to stop."""
        if activity.runs:
            activity.task.cancel()

    def clear_finished(self) -> None:
        """Takes those that ended off the list."""
        self._activities = list(self.running)
        self.listed.emit()

    def _of(self, task: Task) -> Activity | None:
        return next((a for a in self._activities if a.task is task), None)

    def _begun(self, task: Task) -> None:
        finished = [activity for activity in self._activities if not activity.runs]
        for old in finished[_KEPT - 1 :]:
            self._activities.remove(old)
        self._activities.insert(0, Activity(task))
        self.listed.emit()

    def _progressed(self, task: Task, progress: Progress) -> None:
        activity = self._of(task)
        if activity is not None:
            activity.progress = progress
            self.changed.emit(activity)

    def _ended(self, task: Task, ending: Ending) -> None:
        activity = self._of(task)
        if activity is None:
            return
        if ending.stopped:
            activity.state = ActivityState.STOPPED
        elif ending.failure:
            activity.state, activity.failure = ActivityState.FAILED, ending.failure
        else:
            activity.state = ActivityState.DONE
        self.changed.emit(activity)
