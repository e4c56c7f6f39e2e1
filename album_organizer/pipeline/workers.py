"""Runs work on batches in worker threads, one per core, and hands results back in order of arrival.

Decoding, OpenCV and PyTorch release the interpreter lock, so threads use all cores; each thread
decodes and judges its own batches, which keeps every core busy without queues between stages.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from album_organizer.domain.job import Job

Item = TypeVar("Item")
Result = TypeVar("Result")


def worker_count(wanted: int) -> int:
    """``wanted``, or with 0 the number of cores this process may use."""
    if wanted:
        return wanted
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cut_batches(items: Sequence[Item], largest: int, workers: int) -> list[Sequence[Item]]:
    """Cuts items into batches that get smaller towards the end (guided self-scheduling).

    With equal batches, all threads but one would wait for the last batch.

    Args:
        items: In order.
        largest: Items of the first batches, if there are enough.
        workers: Threads that take batches.

    Returns:
        All items in order; the same cut for the same arguments, whatever the threads do.
    """
    batches, start = [], 0
    while start < len(items):
        share = -(-(len(items) - start) // (2 * workers))
        size = min(largest, share)
        batches.append(items[start : start + size])
        start += size
    return batches


def map_batches(
    function: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
    batch_size: int,
    workers: int,
    job: Job,
) -> Iterator[tuple[int, Result]]:
    """Applies a function to batches of items.

    Args:
        function: Called in worker threads; an error in it stops the whole run.
        items: In the order in which they are started.
        batch_size: Items per call at most; the last batches are shorter.
        workers: Threads.
        job: Asked to stop, it ends the run after the batches under way.

    Yields:
        Number of items of a finished batch and its result, in order of completion.

    Raises:
        JobCancelled: If the job was asked to stop.
    """
    batches = cut_batches(items, batch_size, workers)
    with ThreadPoolExecutor(workers, thread_name_prefix="score") as pool:
        waiting: dict[Future[Result], int] = {}
        try:
            for batch in batches:
                waiting[pool.submit(function, batch)] = len(batch)
                # Two batches a worker: enough to keep it busy, few enough to cancel quickly.
                if len(waiting) >= 2 * workers:
                    yield from _finished(waiting)
                    job.check()
            while waiting:
                yield from _finished(waiting)
                job.check()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _finished(waiting: dict[Future[Result], int]) -> Iterator[tuple[int, Result]]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield waiting.pop(future), future.result()
