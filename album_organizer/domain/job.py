"""Progress and cancel, carried down the call chain by every long-running function."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from album_organizer.domain.errors import JobCancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        stage: What runs now, for a person: ``"Scoring"``.
        done: Items finished in this stage.
        total: Items of this stage, or None while still counting.
        left_s: Estimated seconds left in this stage, or None while unknown.
    """

    stage: str
    done: int
    total: int | None
    left_s: float | None


class Job:
    """Reports progress to a listener and tells the worker when to stop.

    A job is shared by threads: any thread may report, cancel or ask. ``Job()`` without a listener
    is the null job that every long-running function takes by default.

    Args:
        on_progress: Called with each report, on the reporting thread.
    """

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self._lock = threading.Condition()
        self._paused_at: float | None = None
        self._rested_s = 0.0
        self._stage = ""
        self._stage_started = 0.0
        self._first_done = 0

    def report(self, stage: str, done: int, total: int | None = None) -> None:
        """Reports progress; the estimate starts anew with each stage and leaves pauses out.

        While the job is paused, this waits.

        Raises:
            JobCancelled: If the job was asked to stop.
        """
        self.check()
        with self._lock:
            now = time.monotonic() - self._rested_s
            if stage != self._stage:
                self._stage, self._stage_started, self._first_done = stage, now, done
            progressed, elapsed = done - self._first_done, now - self._stage_started
        left = None
        if total is not None and progressed > 0:
            left = elapsed / progressed * (total - done)
        if self._on_progress is not None:
            self._on_progress(Progress(stage, done, total, left))

    def cancel(self) -> None:
        """Asks the job to stop at its next check, also while it is paused."""
        self._cancelled.set()
        with self._lock:
            self._lock.notify_all()

    def pause(self) -> None:
        """Asks the job to rest at its next check until :meth:`resume`."""
        with self._lock:
            if self._paused_at is None:
                self._paused_at = time.monotonic()

    def resume(self) -> None:
        """Lets the job go on."""
        with self._lock:
            if self._paused_at is not None:
                self._rested_s += time.monotonic() - self._paused_at
                self._paused_at = None
            self._lock.notify_all()

    @property
    def paused(self) -> bool:
        """Whether somebody asked the job to rest."""
        return self._paused_at is not None

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Stops or waits here if somebody asked for it.

        Raises:
            JobCancelled: If the job was asked to stop.
        """
        with self._lock:
            while self.paused and not self._cancelled.is_set():
                self._lock.wait()
        if self._cancelled.is_set():
            raise JobCancelled
