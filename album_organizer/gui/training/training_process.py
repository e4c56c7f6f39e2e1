"""Runs ``album-organizer train`` as a process of its own and follows its progress.

A training takes hours and all memory it can get: in a process of its own it cannot take the window
with it, and its state survives both.
"""

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from album_organizer.domain.errors import AlbumError, JobCancelled
from album_organizer.domain.job import Job
from album_organizer.i18n import tr

NOT_USEFUL = 5
"""Exit code of a training whose model is not better than simple rules."""
_LOOK_S = 0.1
_PATIENCE_S = 60.0
"""For the state to be saved after the process was asked to stop."""
_TOLD_LINES = 12


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What is trained on what.

    Attributes:
        home: The home folder.
        kind: ``"ava"`` or ``"siamese"``.
        config: The recipe.
        labels: The label file.
        images: The folder that its paths count from.
        out: Where run folders are made.
    """

    home: Path
    kind: str
    config: Path
    labels: Path
    images: Path
    out: Path

    @property
    def command(self) -> list[str]:
        """The same training on the command line."""
        return [
            sys.executable, "-m", "album_organizer", "--home", str(self.home),
            "train", self.kind, "--config", str(self.config), "--labels", str(self.labels),
            "--images", str(self.images), "--out", str(self.out), "--progress", "json",
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """How a training ended.

    Attributes:
        text: What it says of itself: figures, verdict and how to register the model.
        useful: Whether its model is better than simple rules.
    """

    text: str
    useful: bool


def run_training(request: TrainingRequest, job: Job) -> TrainingResult:
    """Trains to the end; runs on a worker thread.

    Raises:
        JobCancelled: If the job was asked to stop; the run folder can be gone on with.
        AlbumError: If the training refuses or fails, with its own sentence.
    """
    process = subprocess.Popen(
        request.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    assert process.stderr is not None
    printed: deque[str] = deque(maxlen=_TOLD_LINES)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    readers = [
        threading.Thread(target=_read, args=(process.stdout, printed.append), daemon=True),
        threading.Thread(target=_read, args=(process.stderr, lines.put), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        told = _follow(process, lines, job)
    except JobCancelled:
        _stop(process)
        raise
    finally:
        for reader in readers:
            reader.join(_PATIENCE_S)
        process.stdout.close()
        process.stderr.close()
    if process.returncode not in {0, NOT_USEFUL}:
        raise AlbumError(" ".join(told) or tr("The training ended without a word."))
    return TrainingResult("\n".join(printed), process.returncode == 0)


def _read(stream: IO[str], take: Callable[[str], None]) -> None:
    for line in stream:
        take(line.rstrip("\n"))


def _follow(
    process: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str]", job: Job
) -> list[str]:
    """Hands progress on until the process ends; the other lines that it printed last."""
    told: deque[str] = deque(maxlen=3)
    while True:
        if job.paused:
            _rest(process, job)
        job.check()
        try:
            line = lines.get(timeout=_LOOK_S)
        except queue.Empty:
            if process.poll() is not None and lines.empty():
                return list(told)
            continue
        progress = _progress(line)
        if progress is None:
            told.append(line.strip())
        else:
            job.report(*progress)


def _progress(line: str) -> tuple[str, int, int | None] | None:
    try:
        told = json.loads(line)
        return str(told["stage"]), int(told["done"]), told["total"]
    except (ValueError, KeyError, TypeError):
        return None


def _rest(process: "subprocess.Popen[str]", job: Job) -> None:
    """Holds the process while the job is paused."""
    try:
        held = psutil.Process(process.pid)
        held.suspend()
    except psutil.NoSuchProcess:  # it has just ended
        return
    try:
        job.check()
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            held.resume()


def _stop(process: "subprocess.Popen[str]") -> None:
    """Asks the process to save its state and end; ends it for it if it does not."""
    if sys.platform == "win32":
        process.terminate()  # the state of the last saved step stays
    else:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
