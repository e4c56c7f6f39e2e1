"""Shows a job's progress on the terminal."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as ProgressBar

from album_organizer.cli.context import messages
from album_organizer.domain.job import Job, Progress

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells use it."""


def time_left(seconds: float | None) -> str:
    """``"about 2 min left"``; empty while unknown."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"about {round(seconds)} s left"
    if seconds < 3600:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"


class ProgressStyle(StrEnum):
    """How progress is shown."""

    BAR = "bar"
    JSON = "json"


def _json_job() -> Job:
    """A job that writes each report as a line of JSON, for programs that start this one."""

    def show(progress: Progress) -> None:
        print(json.dumps(asdict(progress)), file=sys.stderr, flush=True)

    return Job(show)


@contextmanager
def progress_job(
    stopped: str = "Stopped. What was scored so far is kept.",
    style: ProgressStyle = ProgressStyle.BAR,
) -> Iterator[Job]:
    """A job whose progress and time left are shown on standard error while it runs.

    Args:
        stopped: What to say after Ctrl-C.
        style: A bar for people, or lines of JSON with stage, done, total and left_s.
    """
    if style is ProgressStyle.JSON:
        yield _json_job()
        return
    bar = ProgressBar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        console=messages(),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def show(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = bar.add_task(progress.stage, total=progress.total, left="")
        bar.update(
            tasks[progress.stage],
            completed=progress.done,
            total=progress.total,
            left=time_left(progress.left_s),
        )

    job = Job(show)
    try:
        with bar:
            yield job
    except KeyboardInterrupt as interrupt:
        messages().print(stopped)
        raise typer.Exit(INTERRUPTED) from interrupt
