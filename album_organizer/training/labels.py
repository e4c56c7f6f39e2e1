"""Labels of people: photos with scores, and pairs with a winner."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.errors import FolderError, UsageError
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.training.tables import Row, Table, name_some, read_table, read_text

BINS = 10
"""Scores 1..10 that people vote for."""

PATH_COLUMNS = ("path", "file", "filename", "image", "photo")
SCORE_COLUMNS = ("score", "mean", "mean_score", "rating")
GROUP_COLUMNS = ("series", "group", "theme", "challenge")
SPLIT_COLUMNS = ("split", "set")
_VOTE_PREFIXES = ("", "votes_", "vote_", "count_", "votes", "vote", "count")
_SPLITS = {"train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val"}
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".JPG")
_AVA_VALUES = 15
"""Values per line of AVA.txt: index, image, 10 counts, 2 tags, challenge (Murray et al., 2012)."""


@dataclass(frozen=True, slots=True)
class RatedPhoto:
    """A photo with what people thought of it.

    Attributes:
        path: As the labels name it, with forward slashes.
        score: Mean, 1..10.
        votes: Shares of the scores 1..10, together 1, or None if only the mean is known.
        group: Series or theme, which is never split, or None.
        split: ``"train"``, ``"val"`` or None.
        line: In the file of labels.
    """

    path: str
    score: float
    votes: tuple[float, ...] | None
    group: str | None
    split: str | None
    line: int

    @property
    def photos(self) -> tuple[str, ...]:
        """The paths of its photos."""
        return (self.path,)


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two photos of which a person found one better.

    Attributes:
        a: As the labels name it, with forward slashes.
        b: The other.
        a_wins: Whether a is the better one.
        strength: How clear it is, above 0 up to 1; the weight of the pair in training.
        group: See :class:`RatedPhoto`.
        split: See :class:`RatedPhoto`.
        line: In the file of labels.
    """

    a: str
    b: str
    a_wins: bool
    strength: float
    group: str | None
    split: str | None
    line: int

    @property
    def photos(self) -> tuple[str, ...]:
        """The paths of its photos."""
        return (self.a, self.b)


def read_ratings(path: Path) -> list[RatedPhoto]:
    """Reads a CSV file with ``path`` and ``score`` or ten vote counts, or an AVA.txt.

    Raises:
        UsageError: If it cannot be used, with the line.
    """
    if path.suffix.lower() == ".txt":
        return _read_ava_list(path)
    table = read_table(path)
    column = table.column(PATH_COLUMNS, "the photo")
    votes = _vote_columns(table)
    score = None if votes else table.column(SCORE_COLUMNS, "its score (1 to 10)")
    found = []
    for row in table.rows:
        shares = _shares(table, row, votes) if votes else None
        value = _mean(shares) if shares else table.number(row, score or "")
        found.append(
            RatedPhoto(
                _path(table, row, column), value, shares, _group(table, row), *_rest(table, row)
            )
        )
    _check_range(path, found)
    return found


def read_pairs(path: Path) -> list[JudgedPair]:
    """Reads a CSV file with ``a``, ``b``, ``winner`` (a or b) and optionally ``strength``.

    Raises:
        UsageError: If it cannot be used, with the line.
    """
    table = read_table(path)
    first, second = table.column(("a",), "the one photo"), table.column(("b",), "the other photo")
    winner = table.column(("winner",), "the better one (a or b)")
    strength = table.optional(("strength",))
    found = []
    for row in table.rows:
        side = row.values[winner].lower()
        if side not in {"a", "b"}:
            raise table.wrong(row, f"winner is {row.values[winner]!r} instead of a or b")
        weight = 1.0 if strength is None else table.number(row, strength)
        if not 0.0 < weight <= 1.0:
            raise table.wrong(row, f"strength is {weight:g} instead of a number above 0 up to 1")
        photos = _path(table, row, first), _path(table, row, second)
        found.append(
            JudgedPair(*photos, side == "a", weight, _group(table, row), *_rest(table, row))
        )
    return found


class PhotoFolder:
    r"""Finds the photos of labels in a folder, also where they were written on another system.

    ``D:\photos\set1\a.jpg`` is looked for as it is, then as ``photos/set1/a.jpg``, ``set1/a.jpg``
    and ``a.jpg`` in the folder; a name without suffix gets the usual ones.

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
        wanted = self._folder / path
        parts = [part for part in path.split("/") if part and not part.endswith(":")]
        foreign = path.startswith("/") or path[1:2] == ":"
        tails = range(len(parts)) if foreign else (0,)
        places = [Path(path)] if path.startswith("/") else []
        places += [self._folder.joinpath(*parts[start:]) for start in tails]
        for place in places:
            for candidate in _with_suffixes(place):
                if candidate.is_file():
                    return candidate
        return wanted


def _with_suffixes(place: Path) -> list[Path]:
    if place.suffix:
        return [place]
    return [place, *(place.with_name(place.name + suffix) for suffix in _SUFFIXES)]


def _path(table: Table, row: Row, column: str) -> str:
    path = row.values[column].replace("\\", "/").removeprefix("./")
    if not path or "\0" in path:
        raise table.wrong(row, f"{column} names no photo")
    return path


def _group(table: Table, row: Row) -> str | None:
    column = table.optional(GROUP_COLUMNS)
    return row.values[column] or None if column else None


def _rest(table: Table, row: Row) -> tuple[str | None, int]:
    """The side of the split, and the line."""
    column = table.optional(SPLIT_COLUMNS)
    if column is None:
        return None, row.line
    side = _SPLITS.get(row.values[column].lower())
    if side is None:
        raise table.wrong(row, f"{column} is {row.values[column]!r} instead of train or val")
    return side, row.line


def _vote_columns(table: Table) -> list[str]:
    for prefix in _VOTE_PREFIXES:
        names = [f"{prefix}{score}" for score in range(1, BINS + 1)]
        if all(name in table.columns for name in names):
            return names
    return []


def _shares(table: Table, row: Row, columns: Sequence[str]) -> tuple[float, ...]:
    counts = [table.number(row, column) for column in columns]
    if min(counts) < 0 or not math.isfinite(sum(counts)) or sum(counts) <= 0:
        raise table.wrong(row, "the counts of votes must not be negative, and some above 0")
    return tuple(count / sum(counts) for count in counts)


def _mean(shares: Sequence[float]) -> float:
    return sum(score * share for score, share in enumerate(shares, start=1))


def _check_range(path: Path, photos: Sequence[RatedPhoto]) -> None:
    outside = [p for p in photos if not AVA_MIN <= p.score <= AVA_MAX]  # also refuses NaN
    if outside:
        lines = name_some([f"line {p.line} ({p.score:g})" for p in outside])
        raise UsageError(
            f"{path} has {len(outside)} scores that are not between 1 and 10: {lines}; "
            "convert them to that scale first."
        )


def _read_ava_list(path: Path) -> list[RatedPhoto]:
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        values = line.split()
        if not values:
            continue
        if len(values) != _AVA_VALUES or not all(value.isdigit() for value in values):
            raise UsageError(
                f"{path}, line {number}: it does not have the {_AVA_VALUES} whole numbers of an "
                "AVA.txt (index, image, 10 counts, 2 tags, challenge); a CSV file ends in .csv."
            )
        counts = [int(value) for value in values[2 : 2 + BINS]]
        if not any(counts):
            raise UsageError(f"{path}, line {number}: nobody voted for this photo; take it out.")
        shares = tuple(count / sum(counts) for count in counts)
        found.append(RatedPhoto(values[1], _mean(shares), shares, values[-1], None, number))
    if not found:
        raise UsageError(f"{path} is empty; there is nothing to learn.")
    return found
