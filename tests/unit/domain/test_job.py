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
