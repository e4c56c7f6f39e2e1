"""Reads what people think of photos: a CSV file with their scores, or with decided pairs."""

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from album_organizer.domain.errors import UsageError
from album_organizer.domain.photo import PhotoProblem

VOTES = 10
"""Votes are counted for the scores 1 to 10."""

_PATHS = ("path", "file", "image", "photo", "filename")
_SCORES = ("score", "mean", "mean_score")
_THEMES = ("theme",)
_GROUPS = ("group", "series")
_SCALE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|_|to|\.\.)\s*(\d+(?:\.\d+)?)")

Row = Mapping[str, str]
_Label = TypeVar("_Label")


@dataclass(frozen=True, slots=True)
class ScoreLabel:
    """One line of a file with scores.

    Attributes:
        path: As it is written, with slashes.
        score: On the scale of the file.
        theme: What belongs together, or an empty text.
    """

    path: str
    score: float
    theme: str


@dataclass(frozen=True, slots=True)
class PairLabel:
    """One line of a file with decided pairs.

    Attributes:
        winner: Path of the better one, as it is written, with slashes.
        loser: Path of the other.
        group: What belongs together, or an empty text.
    """

    winner: str
    loser: str
    group: str


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """A file with scores.

    Attributes:
        labels: In the order of the file; the first of each path.
        scale: Ends of the scale, or None where nobody can tell.
        problems: Lines that are left out, with the reason.
    """

    labels: tuple[ScoreLabel, ...]
    scale: tuple[float, float] | None
    problems: tuple[PhotoProblem, ...]


@dataclass(frozen=True, slots=True)
class PairFile:
    """A file with decided pairs.

    Attributes:
        labels: In the order of the file.
        problems: Lines that are left out, with the reason.
    """

    labels: tuple[PairLabel, ...]
    problems: tuple[PhotoProblem, ...]


def parse_scale(text: str) -> tuple[float, float]:
    """``"1-10"`` -> (1, 10).

    Raises:
        UsageError: If it is no scale.
    """
    match = _SCALE.fullmatch(text.strip())
    if match is None or float(match[1]) >= float(match[2]):
        raise UsageError(f"{text!r} is no scale; write its two ends, such as 1-10.")
    return float(match[1]), float(match[2])


def read_scores(
    path: Path, column: str | None = None, scale: tuple[float, float] | None = None
) -> ScoreFile:
    """Reads scores: a column with paths, and one with scores or ten with counts of votes.

    Args:
        path: A CSV file (UTF-8) separated by commas, semicolons or tabs.
        column: Name of the column with the scores, where it is neither score nor mean.
        scale: Of the scores; by default what votes, the column's name or the scores tell.

    Raises:
        UsageError: If the file cannot be read or lacks the columns.
    """
    names, rows = _read(path)
    photo = _require(path, names, _PATHS, "a column path")
    theme = _first(names, _THEMES)
    votes = _vote_columns(names)
    named = column if column in names else _first(names, () if column else _SCORES)
    if column and named is None:
        raise UsageError(f"{path} has no column {column!r}; it has {_listed(names)}.")
    if named is None and not votes:
        raise UsageError(
            f"{path} has no scores: a column score or mean, or ten columns with the votes 1 to "
            f"10, is needed; it has {_listed(names)} (--score-column names another one)."
        )
    by_votes = bool(votes) and not column

    def label(row: Row) -> ScoreLabel:
        score = _mean_vote([row[v] for v in votes]) if by_votes else _number(row[named or ""])
        return ScoreLabel(_path(row[photo]), score, row[theme].strip() if theme else "")

    labels, problems = _collect(rows, label, lambda one: one.path)
    if scale is None:
        scale = (1.0, float(VOTES)) if by_votes else _scale_of(named or "", labels)
    return ScoreFile(tuple(labels), scale, tuple(problems))


def read_decided_pairs(path: Path) -> PairFile:
    """Reads pairs: the columns a, b and winner (a or b), and group where pairs belong together.

    Args:
        path: A CSV file (UTF-8) separated by commas, semicolons or tabs.

    Raises:
        UsageError: If the file cannot be read or lacks the columns.
    """
    names, rows = _read(path)
    a, b, winner = (
        _require(path, names, (name,), "the columns a, b and winner")
        for name in ("a", "b", "winner")
    )
    group = _first(names, _GROUPS)

    def label(row: Row) -> PairLabel:
        first, second, won = _path(row[a]), _path(row[b]), row[winner].strip().lower()
        if won not in {"a", "b"}:
            raise ValueError(f"its winner is {row[winner]!r} and neither a nor b")
        if first == second:
            raise ValueError("it compares a photo with itself")
        both = (first, second) if won == "a" else (second, first)
        return PairLabel(*both, row[group].strip() if group else "")

    labels, problems = _collect(rows, label, None)
    return PairFile(tuple(labels), tuple(problems))


def _read(path: Path) -> tuple[list[str], list[tuple[int, Row]]]:
    """Names of the columns in small letters, and the rows with their line numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no CSV file in UTF-8; save it as one.") from error
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        names = [name.strip() for name in next(reader, [])]
        rows: list[tuple[int, Row]] = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                filled = [*cells, *[""] * (len(names) - len(cells))]
                rows.append((reader.line_num, dict(zip(names, filled, strict=False))))
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV file; save it as one.") from error
    return names, rows


def _collect(
    rows: Sequence[tuple[int, Row]],
    label: Callable[[Row], _Label],
    key: Callable[[_Label], str] | None,
) -> tuple[list[_Label], list[PhotoProblem]]:
    labels, problems, seen = [], [], set()
    for line, row in rows:
        try:
            made = label(row)
            if key is not None and key(made) in seen:
                raise ValueError(f"{key(made)} is listed twice; its first line counts")
        except ValueError as error:
            problems.append(PhotoProblem(f"line {line}", f"The line is left out: {error}."))
            continue
        if key is not None:
            seen.add(key(made))
        labels.append(made)
    return labels, problems


def _require(path: Path, names: Sequence[str], wanted: Sequence[str], words: str) -> str:
    found = _first(names, wanted)
    if found is None:
        raise UsageError(f"{path} needs {words}; it has {_listed(names)}.")
    return found


def _first(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The name that is the earliest of the wanted ones, whatever its case."""
    small = {name.lower(): name for name in reversed(names)}
    return next((small[name] for name in wanted if name in small), None)


def _vote_columns(names: Sequence[str]) -> list[str]:
    """Names that end in 1 to 10 and are otherwise the same, in that order; or none."""
    for prefix in dict.fromkeys(name.rstrip("0123456789") for name in names):
        wanted = [f"{prefix}{number}" for number in range(1, VOTES + 1)]
        if set(wanted) <= set(names):
            return wanted
    return []


def _mean_vote(cells: Sequence[str]) -> float:
    """Mean of the votes 1 to 10 by their counts or shares."""
    counts = [_number(cell) for cell in cells]
    if min(counts) < 0 or sum(counts) <= 0:
        raise ValueError("its votes are negative, or there are none")
    return sum(score * count for score, count in enumerate(counts, start=1)) / sum(counts)


def _number(cell: str) -> float:
    text = cell.strip()
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no number")
    return number


def _path(cell: str) -> str:
    text = cell.strip().replace("\\", "/")
    if not text:
        raise ValueError("it names no photo")
    return text


def _scale_of(column: str, labels: Sequence[ScoreLabel]) -> tuple[float, float] | None:
    """What a name such as ``beauty_mean_1_7`` says, or what only a scale from 1 to 10 reaches."""
    match = re.search(rf"_{_SCALE.pattern}$", column)
    if match is not None and float(match[1]) < float(match[2]):
        return float(match[1]), float(match[2])
    scores = [label.score for label in labels]
    # The usual shorter scales end at 5 or 7.
    if scores and min(scores) >= 1 and 7 < max(scores) <= VOTES:
        return 1.0, float(VOTES)
    return None


def _listed(names: Sequence[str]) -> str:
    found = [name for name in names if name]
    return "the columns " + ", ".join(found[:20]) if found else "no columns"
