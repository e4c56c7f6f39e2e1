"""Files that are either the old or the new one, whatever happens in between."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr

TEMPORARY_PREFIX = ".incoming-"


def write_atomically(path: Path, data: bytes | str) -> None:
    """Replaces a file's content in one step.

    A crash, a kill or a full disk leaves the old content. Text is written as UTF-8. A symbolic
    link stays one: the file it points to is replaced. The permissions of an old file are kept.

    Args:
        path: The file; its folder must exist.
        data: The whole new content.

    Raises:
        OSError: If the folder cannot be written to or the disk is full.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data

    def write(file: BinaryIO) -> None:
        file.write(content)

    _replace(path, write)


def copy_atomically(source: Path, target: Path) -> None:
    """Copies a file's content so that ``target`` is never seen half-written.

    Args:
        source: Read only.
        target: Created or replaced; its folder must exist.

    Raises:
        OSError: If the source cannot be read or the target cannot be written.
    """

    def write(file: BinaryIO) -> None:
        with source.open("rb") as reader:
            shutil.copyfileobj(reader, file, 1 << 20)

    _replace(target, write)


def sync_folder(folder: Path) -> None:
    """Makes renames inside a folder survive a power cut, where the system offers that."""
    if os.name == "nt":  # Windows cannot open a folder for that, and needs no such call.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Creates a folder with its parents.

    Raises:
        UsageError: If that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            tr("The folder {folder} cannot be created ({reason}); choose another one.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error


def reason_of(error: OSError) -> str:
    """The system's reason in lower case, without numbers and paths: ``permission denied``."""
    return (error.strerror or str(error)).lower()


def _replace(path: Path, write: Callable[[BinaryIO], None]) -> None:
    final = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=final.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(final))
        temporary.replace(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(final.parent)


def _mode_for(path: Path) -> int:
    """The old file's permissions, otherwise those that a newly opened file would get."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o666 & ~_UMASK


def _read_umask() -> int:
    """The process's umask; it can only be read by setting it, so once, before threads start."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_UMASK = _read_umask()
