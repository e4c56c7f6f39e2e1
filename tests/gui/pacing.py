"""Work that waits for the test, so that a test can look at what is half done without sleeping."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.jobs import Pool, TaskContext
from tests.support.judges import BrightnessJudge

_PATIENCE_S = 30.0


class PacedJudge(BrightnessJudge):
    """Waits, on its worker thread, once it has scored a given number of photos."""

    def __init__(self) -> None:
        super().__init__("ava")
        self._limit: int | None = None
        self._gate = threading.Event()
        self._gate.set()

    def stop_after(self, photos: int) -> None:
        """Lets so many photos through, counted from now."""
        self._limit = self.scored + photos
        self._gate.clear()

    def go_on(self) -> None:
        """Lets all the others through."""
        self._limit = None
        self._gate.set()

    def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
        if self._limit is not None and self.scored >= self._limit:
            assert self._gate.wait(_PATIENCE_S)
        return super().score(batch)


@contextmanager
def occupied(pool: Pool, threads: int = 1) -> Iterator[None]:
    """Keeps all threads of a pool busy: what is submitted meanwhile starts after the block."""
    release = threading.Event()

    def wait(context: TaskContext) -> None:
        assert release.wait(_PATIENCE_S)

    for _ in range(threads):
        pool.submit(wait)
    try:
        yield
    finally:
        release.set()
