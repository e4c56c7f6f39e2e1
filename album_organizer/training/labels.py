"""Labels to learn from: every line of their file must be usable."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from album_organizer.domain.errors import FolderError, UsageError
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.evaluation import label_file
from album_organizer.evaluation.label_file import JudgedPair, LabelFile, LabelT, RatedPhoto
from album_organizer.evaluation.label_paths import photo_file

_SPLITS = {"train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val"}
_SHOWN = 3


def read_ratings(path: Path) -> list[RatedPhoto]:
    """Reads photos with scores from 1 to 10; see :func:`label_file.read_ratings`.

    Returns:
        With ``split`` ``"train"``, ``"val"`` or None.

    Raises:
        UsageError: If the file cannot be used, with the line.
    """
    labels = _with_sides(label_file.read_ratings(path))
    outside = [label for label in labels if not AVA_MIN <= label.score <= AVA_MAX]
    if outside:
        lines = name_some([f"line {label.line} ({label.score:g})" for label in outside])
        raise UsageError(
            f"{path} has {len(outside)} scores that are not between 1 and 10: {lines}; "
            "convert them to that scale first."
        )
    return labels


def read_pairs(path: Path) -> list[JudgedPair]:
    """Reads decided pairs; see :func:`label_file.read_pairs` and :func:`read_ratings`."""
    return _with_sides(label_file.read_pairs(path))


class PhotoFolder:
    """Finds the photos of labels in a folder.

    Args:
        folder: What relative paths start from.

    Raises:
        FolderError: If there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise FolderError(
                f"There is no folder {folder}; data.images or --images names the photos."
            )
        self._folder = folder

    def find(self, path: str) -> Path:
        """The file of a path, or where it should have been."""
        return photo_file(path, self._folder) or self._folder / path


def name_some(names: Sequence[str]) -> str:
    """The first few of a list: ``"a.jpg, b.jpg, c.jpg and 4 more"``."""
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _with_sides(file: LabelFile[LabelT]) -> list[LabelT]:
    labels = file.all()
    if all(label.split is None for label in labels):
        return labels
    for label in labels:
        if (label.split or "").lower() not in _SPLITS:
            raise UsageError(
                f"{file.path}, line {label.line}: split is {label.split or ''!r} instead of train "
                "or val; correct it."
            )
    return [replace(label, split=_SPLITS[str(label.split).lower()]) for label in labels]
