"""One stage of a longer job, under a name that says which version is at work."""

from album_organizer.domain.job import Job


class StageJob(Job):
    """Hands progress on to a job under one name, and is cancelled with it.

    The stages of the pipeline report ``"Scoring"`` whichever version scores.

    Args:
        job: Listens, and tells when to stop.
        name: Of the stage: ``"Scoring with v2"``.
    """

    def __init__(self, job: Job, name: str) -> None:
        super().__init__()
        self._job = job
        self._name = name

    def report(self, stage: str, done: int, total: int | None = None) -> None:
        """Reports progress of this stage, whatever the caller named it."""
        self._job.report(self._name, done, total)

    def cancel(self) -> None:
        """Cancels the whole job."""
        self._job.cancel()

    def pause(self) -> None:
        """Lets the whole job rest."""
        self._job.pause()

    def resume(self) -> None:
        """Lets the whole job go on."""
        self._job.resume()

    @property
    def paused(self) -> bool:
        """Whether the whole job rests."""
        return self._job.paused

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the whole job to stop."""
        return self._job.cancelled

    def check(self) -> None:
        """Stops or waits here if somebody asked the whole job to.

        Raises:
            JobCancelled: If so.
        """
        self._job.check()
