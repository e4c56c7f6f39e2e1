import threading
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job
from album_organizer.pipeline.workers import cut_batches, map_batches, worker_count


@given(st.integers(0, 200), st.integers(1, 16), st.integers(1, 8))
def test_batches_hold_every_item_once_and_shrink_towards_the_end(
    count: int, largest: int, workers: int
) -> None:
    batches = cut_batches(range(count), largest, workers)
    assert [i for batch in batches for i in batch] == list(range(count))
    sizes = [len(batch) for batch in batches]
    assert sizes == sorted(sizes, reverse=True)
    assert all(1 <= size <= largest for size in sizes)


def test_the_last_batches_keep_all_workers_busy() -> None:
    sizes = [len(batch) for batch in cut_batches(range(24), 8, 2)]
    assert sizes[0] == 6
    assert sizes[-2:] == [1, 1]


def test_every_item_is_handed_to_a_worker_thread() -> None:
    seen: set[str] = set()

    def work(batch: Sequence[int]) -> int:
        seen.add(threading.current_thread().name)
        return sum(batch)

    results = list(map_batches(work, range(10), 3, 2, Job()))
    assert sum(total for _, total in results) == 45
    assert sum(size for size, _ in results) == 10
    assert threading.current_thread().name not in seen


def test_no_items_need_no_threads() -> None:
    assert list(map_batches(len, [], 8, 2, Job())) == []


def test_an_error_in_a_worker_reaches_the_caller() -> None:
    def fail(batch: Sequence[int]) -> None:
        raise ValueError(f"no {batch[0]}")

    with pytest.raises(ValueError, match="no 0"):
        list(map_batches(fail, range(4), 4, 1, Job()))


def test_a_cancelled_job_starts_no_further_batches() -> None:
    job = Job()
    done: list[int] = []

    def work(batch: Sequence[int]) -> None:
        done.extend(batch)
        job.cancel()

    with pytest.raises(JobCancelled):
        list(map_batches(work, range(100), 1, 1, job))
    assert len(done) < 10


def test_by_default_every_core_has_a_worker() -> None:
    assert worker_count(3) == 3
    assert worker_count(0) >= 1
