import threading
import time

import pytest

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress


def test_the_null_job_takes_reports_silently() -> None:
    job = Job()
    job.report("Scoring", 1, 2)
    job.check()
    assert not job.cancelled


def test_a_listener_gets_every_report_with_an_estimate() -> None:
    heard: list[Progress] = []
    job = Job(heard.append)
    job.report("Scoring", 0, 4)
    time.sleep(0.02)
    job.report("Scoring", 2, 4)
    assert [(p.stage, p.done, p.total) for p in heard] == [("Scoring", 0, 4), ("Scoring", 2, 4)]
    assert heard[0].left_s is None
    assert heard[1].left_s is not None
    assert heard[1].left_s >= 0.02


def test_the_estimate_starts_anew_with_each_stage() -> None:
    heard: list[Progress] = []
    job = Job(heard.append)
    job.report("Scoring", 0, 4)
    job.report("Comparing", 3, 4)
    assert heard[-1].left_s is None


def test_without_a_total_nothing_is_promised() -> None:
    heard: list[Progress] = []
    Job(heard.append).report("Looking for photos", 10)
    assert (heard[0].total, heard[0].left_s) == (None, None)


def test_a_cancelled_job_stops_at_its_next_report() -> None:
    heard: list[Progress] = []
    job = Job(heard.append)
    canceller = threading.Thread(target=job.cancel)
    canceller.start()
    canceller.join()
    assert job.cancelled
    with pytest.raises(JobCancelled):
        job.report("Scoring", 1, 2)
    with pytest.raises(JobCancelled):
        job.check()
    assert heard == []


class TestPause:
    def test_a_paused_job_waits_until_it_may_go_on(self) -> None:
        job, passed = Job(), threading.Event()
        job.pause()
        assert job.paused

        def work() -> None:
            job.check()
            passed.set()

        worker = threading.Thread(target=work)
        worker.start()
        assert not passed.wait(0.05)
        job.resume()
        assert passed.wait(5)
        worker.join()
        assert not job.paused

    def test_cancel_ends_a_pause(self) -> None:
        job, stopped = Job(), threading.Event()

        def work() -> None:
            try:
                job.report("Scoring", 1, 2)
            except JobCancelled:
                stopped.set()

        job.pause()
        worker = threading.Thread(target=work)
        worker.start()
        job.cancel()
        assert stopped.wait(5)
        worker.join()

    def test_all_threads_of_a_job_rest_and_go_on(self) -> None:
        job = Job()
        passed = threading.Semaphore(0)

        def work() -> None:
            job.check()
            passed.release()

        job.pause()
        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        assert not passed.acquire(timeout=0.05)
        job.resume()
        assert all(passed.acquire(timeout=5) for _ in workers)
        for worker in workers:
            worker.join()

    def test_pauses_do_not_count_in_the_estimate(self) -> None:
        heard: list[Progress] = []
        job = Job(heard.append)
        job.report("Scoring", 0, 2)
        job.pause()
        time.sleep(0.3)
        job.resume()
        job.report("Scoring", 1, 2)
        assert heard[-1].left_s is not None
        assert heard[-1].left_s < 0.25

    def test_a_second_pause_and_a_needless_resume_change_nothing(self) -> None:
        job = Job()
        job.resume()
        job.pause()
        job.pause()
        job.resume()
        assert not job.paused
        job.check()
