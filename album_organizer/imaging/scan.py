"""Finds the photo files of a folder."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.errors import FolderError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.i18n import tr

EXTENSIONS = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
)

# Folders that cameras' companions, NAS boxes and operating systems fill with copies and thumbnails.
_SYSTEM_FOLDERS = frozenset(
    {
        "@eadir",
        "$recycle.bin",
        "recycler",
        "system volume information",
        "__macosx",
        "lost+found",
        "thumbs",
        "thumbnails",
    }
)
_HIDDEN_ATTRIBUTE = 0x2  # FILE_ATTRIBUTE_HIDDEN; os.stat reports attributes on Windows only
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True, order=True)
class FoundFile:
    """A file that looks like a photo by its name.

    Attributes:
        path: POSIX path relative to the scanned folder.
        size: Bytes.
        mtime_ns: Time of the last change in nanoseconds; with the size it tells a changed file.
    """

    path: str
    size: int
    mtime_ns: int


def scan_folder(
    folder: Path, job: Job | None = None, *, follow_symlinks: bool = False
) -> tuple[list[FoundFile], list[PhotoProblem]]:
    """Lists the photo files of a folder and of all folders in it.

    Hidden and system folders are left out. Links to files count as files; a linked folder is
    entered only with ``follow_symlinks``, and no folder is entered twice, so that loops end.

    Args:
        folder: The photo folder.
        job: Told the number of files found so far.
        follow_symlinks: Enter linked folders.

    Returns:
        The files and the problems (unreadable subfolders, broken links, unusable names), both
        ordered by path.

    Raises:
        FolderError: If the folder is missing, is a file or cannot be read.
        JobCancelled: If the job was asked to stop.
    """
    job = job or Job()
    _check_folder(folder)
    walk = _Walk(follow_symlinks)
    for seen, _ in enumerate(walk.entries(folder)):
        if seen % _REPORT_EVERY == 0:
            job.report(tr("Finding photos"), len(walk.found))
    return sorted(walk.found), sorted(walk.problems, key=lambda problem: problem.path)


def _check_folder(folder: Path) -> None:
    """Raises FolderError unless the folder can be listed and its name can be stored."""
    if not _is_text(str(folder)):
        raise FolderError(
            tr(
                "The name of the folder '{folder}' has characters that are not valid "
                "text; rename the folder."
            ).format(folder=_readable(str(folder)))
        )
    try:
        with os.scandir(folder):
            pass
    except FileNotFoundError as error:
        raise FolderError(
            tr(
                "The folder '{folder}' does not exist; check its name and that its drive is there."
            ).format(folder=folder)
        ) from error
    except NotADirectoryError as error:
        raise FolderError(
            tr("'{folder}' is a file; choose the folder that contains it.").format(folder=folder)
        ) from error
    except PermissionError as error:
        raise FolderError(
            tr(
                "The folder '{folder}' cannot be read; ask for permission or choose another."
            ).format(folder=folder)
        ) from error
    except OSError as error:
        raise FolderError(
            tr("The folder '{folder}' cannot be read: {reason}.").format(
                folder=folder, reason=error.strerror
            )
        ) from error


class _Walk:
    """One walk through a folder tree, without recursion, so that no tree is too deep."""

    def __init__(self, follow_symlinks: bool) -> None:
        self.found: list[FoundFile] = []
        self.problems: list[PhotoProblem] = []
        self._follow_symlinks = follow_symlinks
        self._entered: set[tuple[int, int]] = set()

    def entries(self, root: Path) -> Iterator[None]:
        """Walks, and fills ``found`` and ``problems``; yields after every directory entry."""
        waiting = [(str(root), "")]
        while waiting:
            absolute, prefix = waiting.pop()
            try:
                with os.scandir(absolute) as entries:
                    if self._seen_before(absolute):
                        continue
                    for entry in entries:
                        if not _is_hidden(entry):
                            waiting.extend(self._visit(entry, prefix + entry.name))
                        yield
            except OSError as error:
                self._problem(
                    prefix.rstrip("/") or ".",
                    f"The folder '{_readable(prefix.rstrip('/'))}' cannot be read "
                    f"({error.strerror}); its photos are left out.",
                )

    def _seen_before(self, folder: str) -> bool:
        status = os.stat(folder)
        identity = (status.st_dev, status.st_ino)
        if status.st_ino != 0 and identity in self._entered:
            return True
        self._entered.add(identity)
        return False

    def _visit(self, entry: os.DirEntry[str], path: str) -> list[tuple[str, str]]:
        """Notes a photo file; returns the folder to enter, if the entry is one."""
        try:
            if entry.is_dir():
                enter = self._follow_symlinks or not entry.is_symlink()
                return [(entry.path, path + "/")] if enter and not _is_system(entry) else []
            if os.path.splitext(entry.name)[1].lower() in EXTENSIONS:
                self._note_file(entry, path)
        except OSError as error:
            self._problem(path, f"'{_readable(path)}' cannot be examined ({error.strerror}).")
        return []

    def _note_file(self, entry: os.DirEntry[str], path: str) -> None:
        if not _is_text(path):
            self._problem(
                path,
                f"The name of '{_readable(path)}' has characters that are not valid text; "
                "rename the file.",
            )
            return
        try:
            status = entry.stat()
        except FileNotFoundError:
            if entry.is_symlink():
                self._problem(path, f"'{path}' is a link to a file that does not exist.")
            return  # deleted during the scan: as if it had never been there
        if stat.S_ISREG(status.st_mode):
            self.found.append(FoundFile(path, status.st_size, status.st_mtime_ns))

    def _problem(self, path: str, sentence: str) -> None:
        self.problems.append(PhotoProblem(_readable(path), sentence))


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    try:
        attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributes & _HIDDEN_ATTRIBUTE)


def _is_system(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower() in _SYSTEM_FOLDERS


def _is_text(path: str) -> bool:
    """Whether a path survives UTF-8, and with it JSON and the catalog."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _readable(path: str) -> str:
    """The path with undecodable bytes shown as the replacement character."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
