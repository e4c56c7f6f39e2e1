"""How many photos per second a model judges on this machine."""

import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

MAX_ROUNDS = 5
BUDGET_S = 2.0
"""No round begins later than this; every judge gets one round in any case."""

Judge = Callable[[Sequence[Image.Image]], object]


def measure_speed(
    judges: Sequence[Judge],
    pictures: Sequence[Image.Image],
    workers: int,
    batch_size: int = 8,
) -> list[float]:
    """Times judges in turns, so that a machine that gets slower is unfair to none of them.

    In a round every worker thread runs one batch; a judge's speed is the median of its rounds.

    Args:
        judges: Each prepares and judges the batch of pictures that it is called with, on any
            thread.
        pictures: At least one, loaded; repeated where they are too few.
        workers: Threads, at least 1.
        batch_size: Pictures per call, at least 1.

    Returns:
        Photos per second of each judge, above 0.

    Raises:
        ValueError: If there are no pictures.
        Exception: Whatever a judge raises.
    """
    if not pictures:
        raise ValueError("measuring the speed needs at least one picture")
    source = itertools.cycle(pictures)
    batches = [list(itertools.islice(source, batch_size)) for _ in range(workers)]
    seconds: list[list[float]] = [[] for _ in judges]
    with ThreadPoolExecutor(workers, thread_name_prefix="speed") as pool:
        # The first call of a thread sets up what later ones find.
        for judge in judges:
            _run(pool, judge, [batch[:1] for batch in batches])
        started = time.perf_counter()
        for round_number in range(MAX_ROUNDS):
            if round_number and time.perf_counter() - started > BUDGET_S:
                break
            for judge, taken in zip(judges, seconds, strict=True):
                taken.append(_run(pool, judge, batches))
    return [workers * batch_size / statistics.median(taken) for taken in seconds]


def _run(pool: ThreadPoolExecutor, judge: Judge, batches: Sequence[list[Image.Image]]) -> float:
    """Seconds until every batch is judged."""
    started = time.perf_counter()
    for _ in pool.map(judge, batches):
        pass
    # A clock may be too coarse for a judge that does nothing.
    return max(time.perf_counter() - started, 1e-9)
