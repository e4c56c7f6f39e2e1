"""Decides what an export will do, before it does anything."""

import filecmp
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path, PurePosixPath

from album_organizer.domain.errors import ExportError
from album_organizer.domain.photo import PhotoProblem
from album_organizer.i18n import tr


class ExportMode(StrEnum):
    """How photos get into the export folder."""

    COPY = "copy"


@dataclass(frozen=True, slots=True)
class ExportItem:
    """One photo on its way.

    Attributes:
        source: The original, absolute.
        relative: Its POSIX path relative to the photo folder.
        target: The file to be made.
        size: Bytes.
        present: The target exists already with the same content.
    """

    source: Path
    relative: str
    target: Path
    size: int
    present: bool


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export will do.

    Attributes:
        mode: How.
        destination: The folder to export to; it may not exist yet.
        items: In the order given.
        problems: Photos that have vanished or cannot be read.
    """

    mode: ExportMode
    destination: Path
    items: tuple[ExportItem, ...]
    problems: tuple[PhotoProblem, ...]

    @property
    def bytes_needed(self) -> int:
        """Disk space that the export takes."""
        return sum(item.size for item in self.items if not item.present)


def plan_export(
    photos: Sequence[tuple[Path, str]], destination: Path, mode: ExportMode = ExportMode.COPY
) -> ExportPlan:
    """Plans an export into one flat folder.

    Photos keep their names. Where two photos have the same one, or another file has it already,
    `` (2)`` and so on is added; a file with the same content counts as exported already, so that an
    export can be repeated.

    Args:
        photos: The absolute path of each photo, and its POSIX path relative to the photo folder.
        destination: Where to; folders that are missing will be made.
        mode: How.

    Returns:
        The plan; nothing has been written.

    Raises:
        ExportError: If the destination is a file or cannot be reached, or is the folder of the
            photos themselves.
    """
    destination = destination.absolute()
    _check_destination(photos, destination)
    items: list[ExportItem] = []
    problems: list[PhotoProblem] = []
    taken: set[str] = set()
    for source, relative in photos:
        try:
            item = _plan_item(source, relative, destination, taken)
        except OSError as error:
            problems.append(
                PhotoProblem(
                    relative,
                    tr("'{relative}' cannot be read ({reason}).").format(
                        relative=relative, reason=error.strerror
                    ),
                )
            )
            continue
        taken.add(_key(item.target.name))
        items.append(item)
    return ExportPlan(mode, destination, tuple(items), tuple(problems))


def free_names(name: str) -> Iterator[str]:
    """``a.jpg``, ``a (2).jpg``, ``a (3).jpg``, ..."""
    yield name
    path = PurePosixPath(name)
    for number in count(2):
        yield f"{path.stem} ({number}){path.suffix}"


def same_content(a: Path, b: Path) -> bool:
    """Whether two files hold the same bytes."""
    return filecmp.cmp(a, b, shallow=False)


def _plan_item(source: Path, relative: str, destination: Path, taken: set[str]) -> ExportItem:
    size = source.stat().st_size
    for name in free_names(PurePosixPath(relative).name):
        target = destination / name
        if _key(name) in taken:
            continue
        if not os.path.lexists(target):
            return ExportItem(source, relative, target, size, present=False)
        if target.is_file() and os.access(target, os.R_OK) and same_content(source, target):
            return ExportItem(source, relative, target, size, present=True)
    raise AssertionError("free_names never ends")


def _check_destination(photos: Sequence[tuple[Path, str]], destination: Path) -> None:
    try:
        if destination.exists() and not destination.is_dir():
            raise ExportError(
                tr("'{destination}' is a file; choose a folder to export to.").format(
                    destination=destination
                )
            )
        resolved = destination.resolve()
    except OSError as error:
        raise ExportError(
            tr("The folder '{destination}' cannot be reached ({reason}); choose another.").format(
                destination=destination, reason=error.strerror
            )
        ) from error
    folders = {_photo_folder(source, relative) for source, relative in photos}
    if any(folder.resolve() == resolved for folder in folders):
        raise ExportError(
            tr(
                "'{destination}' is the folder of the photos themselves; choose another "
                "to export to."
            ).format(destination=destination)
        )


def _photo_folder(source: Path, relative: str) -> Path:
    """The folder that ``relative`` is relative to."""
    return source.parents[len(PurePosixPath(relative).parts) - 1]


def _key(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()
