import pytest

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.stage_job import StageJob


def test_progress_goes_on_under_the_name_of_the_stage() -> None:
    heard: list[Progress] = []
    StageJob(Job(heard.append), "Scoring with v2").report("Scoring", 3, 8)
    assert [(p.stage, p.done, p.total) for p in heard] == [("Scoring with v2", 3, 8)]


def test_a_cancel_of_the_whole_reaches_the_stage() -> None:
    job = Job()
    stage = StageJob(job, "Scoring with v2")
    stage.check()
    job.cancel()
    assert stage.cancelled
    with pytest.raises(JobCancelled):
        stage.check()
    with pytest.raises(JobCancelled):
        stage.report("Scoring", 1)


def test_a_cancel_of_the_stage_stops_the_whole() -> None:
    job = Job()
    StageJob(job, "Scoring with v2").cancel()
    assert job.cancelled


def test_nobody_cancelled_yet() -> None:
    assert not StageJob(Job(), "Scoring with v2").cancelled
