"""Carries out an export plan: complete files or none, and never over another file."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from album_organizer.domain.errors import ExportError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.export.plan import ExportItem, ExportPlan, free_names, same_content
from album_organizer.i18n import tr

_CHUNK = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export did.

    Attributes:
        copied: Files made.
        skipped: Files that were there already with the same content.
        problems: Photos that could not be read.
    """

    copied: tuple[Path, ...]
    skipped: tuple[Path, ...]
    problems: tuple[PhotoProblem, ...]

    def sentence(self) -> str:
        """Says it in one sentence."""
        parts = [f"{_photos(len(self.copied))} copied"]
        if self.skipped:
            parts.append(f"{len(self.skipped):,} there already")
        if self.problems:
            parts.append(f"{len(self.problems):,} could not be read")
        return ", ".join(parts) + "."


def execute(plan: ExportPlan, job: Job | None = None) -> ExportResult:
    """Copies the photos of a plan; originals are only read.

    Args:
        plan: From :func:`plan_export`.
        job: Progress and cancel; what was copied before a cancel stays.

    Returns:
        What was done; a photo that cannot be read is a problem, and the others go on.

    Raises:
        ExportError: If there is not enough space, or the destination cannot be written to.
        JobCancelled: If the job was asked to stop.
    """
    job = job or Job()
    _prepare_destination(plan)
    copied: list[Path] = []
    skipped: list[Path] = []
    problems = list(plan.problems)
    for done, item in enumerate(plan.items):
        job.report(tr("Exporting"), done, len(plan.items))
        try:
            target, made = (item.target, False) if item.present else _copy(item, job)
            (copied if made else skipped).append(target)
        except _SourceError as error:
            sentence = f"'{item.relative}' cannot be read ({error}); it was not exported."
            problems.append(PhotoProblem(item.relative, sentence))
        except OSError as error:
            raise _stopped(plan, error, len(copied)) from error
    job.report(tr("Exporting"), len(plan.items), len(plan.items))
    return ExportResult(tuple(copied), tuple(skipped), tuple(problems))


class _SourceError(Exception):
    """The original, not the copy, is the trouble."""


def _prepare_destination(plan: ExportPlan) -> None:
    try:
        plan.destination.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(plan.destination).free
    except OSError as error:
        raise ExportError(
            tr("The folder '{destination}' cannot be made ({reason}); choose another.").format(
                destination=plan.destination, reason=error.strerror
            )
        ) from error
    if free < plan.bytes_needed:
        raise ExportError(
            tr(
                "The export needs {bytes_needed}, but only {free} are free at "
                "'{destination}'; nothing was copied."
            ).format(
                bytes_needed=_megabytes(plan.bytes_needed),
                free=_megabytes(free),
                destination=plan.destination,
            )
        )


def _stopped(plan: ExportPlan, error: OSError, copied: int) -> ExportError:
    if error.errno in _FULL:
        cause = f"The disk of '{plan.destination}' is full"
    else:
        cause = f"The folder '{plan.destination}' cannot be written to ({error.strerror})"
    return ExportError(
        tr(
            "{cause}; {copied:,} of {n} were copied, and exporting again goes on from there."
        ).format(cause=cause, copied=copied, n=_photos(len(plan.items)))
    )


def _copy(item: ExportItem, job: Job) -> tuple[Path, bool]:
    """Copies one photo to the first free name; returns it, and False if it was there already."""
    with _reading(item.source) as source, _temporary_file(item.target.parent) as temporary:
        _copy_bytes(source, temporary, job)
        for name in free_names(item.target.name):
            target = item.target.with_name(name)
            try:
                _publish(temporary, target)
            except FileExistsError:  # made by somebody else since the plan
                if target.is_file() and same_content(temporary, target):
                    return target, False
                continue
            # Afterwards, because a read-only temporary file could not be removed on Windows.
            with suppress(OSError):  # some file systems keep no times or rights
                shutil.copystat(item.source, target)
            return target, True
    raise AssertionError("free_names never ends")


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise _SourceError(error.strerror) from error
    with file:
        yield file


@contextmanager
def _temporary_file(folder: Path) -> Iterator[Path]:
    """A new file in the destination that is gone afterwards, whatever happens."""
    descriptor, name = tempfile.mkstemp(prefix=".album-organizer-", suffix=".part", dir=folder)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _copy_bytes(source: BinaryIO, target: Path, job: Job) -> None:
    with target.open("wb") as file:
        while chunk := _read_chunk(source):
            job.check()
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _read_chunk(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise _SourceError(error.strerror) from error


def _publish(temporary: Path, target: Path) -> None:
    """Gives a complete file its name, unless the name is taken.

    Raises:
        FileExistsError: If it is taken; the file there stays as it is.
    """
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (FAT, some network drives): claim the name, then take it
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            os.replace(temporary, target)
        except OSError:
            os.unlink(target)
            raise


def _photos(count: int) -> str:
    return "1 photo" if count == 1 else f"{count:,} photos"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
