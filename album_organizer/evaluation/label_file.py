"""Labels of people: photos with scores, and pairs with a winner.

Training and evaluation read the same files: what cannot be used is refused by the one
(:meth:`LabelFile.all`), and left out and listed by the other (:func:`for_evaluation`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_table import (
    BINS,
    LineProblem,
    Row,
    Table,
    read_ava_list,
    read_table,
)
from album_organizer.i18n import tr

_PATHS = ("path", "file", "filename", "image", "photo")
_SCORES = ("score", "mean", "mean_score", "rating")
_GROUPS = ("series", "group", "theme", "challenge")
_SPLITS = ("split", "set")
_SCALE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|_|to|\.\.)\s*(\d+(?:\.\d+)?)")

Scale = tuple[float, float]
"""Both ends."""


@dataclass(frozen=True, slots=True)
class RatedPhoto:
    """A photo with what people thought of it.

    Attributes:
        path: As the labels name it, with forward slashes.
        score: Mean, on the scale of the file.
        votes: Shares of the scores 1..10, together 1, or None if only the mean is known.
        group: Series or theme: what belongs together, or None.
        split: What the column ``split`` says, or None.
        line: In the file of labels.
    """

    path: str
    score: float
    votes: tuple[float, ...] | None = None
    group: str | None = None
    split: str | None = None
    line: int = 0

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
    strength: float = 1.0
    group: str | None = None
    split: str | None = None
    line: int = 0

    @property
    def photos(self) -> tuple[str, ...]:
        """The paths of its photos."""
        return (self.a, self.b)

    @property
    def winner(self) -> str:
        """Path of the better one."""
        return self.a if self.a_wins else self.b

    @property
    def loser(self) -> str:
        """Path of the other."""
        return self.b if self.a_wins else self.a


LabelT = TypeVar("LabelT", RatedPhoto, JudgedPair)


@dataclass(frozen=True, slots=True)
class LabelFile(Generic[LabelT]):
    """A file of labels.

    Attributes:
        path: The file.
        labels: In its order.
        problems: Lines that cannot be used, in order.
        scale: Of the scores, or None where nobody can tell.
    """

    path: Path
    labels: tuple[LabelT, ...]
    problems: tuple[LineProblem, ...] = ()
    scale: Scale | None = None

    def all(self) -> list[LabelT]:
        """The labels of every line.

        Raises:
            UsageError: If a line cannot be used.
        """
        if self.problems:
            raise UsageError(
                tr("{path}, line {line}: {reason}; correct it.").format(
                    path=self.path, line=self.problems[0].line, reason=self.problems[0].reason
                )
            )
        return list(self.labels)


def parse_scale(text: str) -> Scale:
    """``"1-10"`` -> (1, 10).

    Raises:
        UsageError: If it is no scale.
    """
    match = _SCALE.fullmatch(text.strip())
    if match is None or float(match[1]) >= float(match[2]):
        raise UsageError(
            tr("{text!r} is no scale; write its two ends, such as 1-10.").format(text=text)
        )
    return float(match[1]), float(match[2])


def read_ratings(
    path: Path, column: str | None = None, scale: Scale | None = None
) -> LabelFile[RatedPhoto]:
    """Reads a CSV file with ``path`` and ``score`` or ten vote counts, or an AVA.txt.

    Args:
        path: The file; one that ends in .txt is an AVA.txt.
        column: Name of the column with the scores, where it has none of the usual ones.
        scale: Of the scores; by default what votes, the column's name or the scores tell.

    Raises:
        UsageError: If the file cannot be read or lacks the columns.
    """
    table = read_ava_list(path) if path.suffix.lower() == ".txt" else read_table(path)
    photo = table.column(_PATHS, "the photo")
    votes = [] if column else _vote_columns(table.columns)
    score = "" if votes else _score_column(table, column)
    group, split = table.optional(_GROUPS), table.optional(_SPLITS)

    def label(row: Row) -> RatedPhoto:
        shares = _shares([table.number(row, name) for name in votes]) if votes else None
        value = _mean(shares) if shares else table.number(row, score)
        rest = row.optional(group), row.optional(split), row.line
        return RatedPhoto(_path(row, photo), value, shares, *rest)

    found = _labels(table, label)
    if scale is None:
        known = (1.0, float(BINS)) if votes else None
        scale = known or _scale_of(score, [one.score for one in found.labels])
    return replace(found, scale=scale)


def read_pairs(path: Path) -> LabelFile[JudgedPair]:
    """Reads a CSV file with ``a``, ``b``, ``winner`` (a or b) and optionally ``strength``.

    Raises:
        UsageError: If the file cannot be read or lacks the columns.
    """
    table = read_table(path)
    first, second = table.column(("a",), "the one photo"), table.column(("b",), "the other photo")
    winner = table.column(("winner",), "the better one (a or b)")
    strength = table.optional(("strength",))
    group, split = table.optional(_GROUPS), table.optional(_SPLITS)

    def label(row: Row) -> JudgedPair:
        a, b = _path(row, first), _path(row, second)
        side = row.values[winner].lower()
        if side not in {"a", "b"}:
            raise ValueError(f"winner is {row.values[winner]!r} instead of a or b")
        weight = 1.0 if strength is None else table.number(row, strength)
        if not 0.0 < weight <= 1.0:
            raise ValueError(f"strength is {weight:g} instead of a number above 0 up to 1")
        rest = row.optional(group), row.optional(split), row.line
        return JudgedPair(a, b, side == "a", weight, *rest)

    return _labels(table, label)


def for_evaluation(file: LabelFile[LabelT]) -> LabelFile[LabelT]:
    """Leaves out photos that are rated again, and pairs of a photo with itself.

    Raises:
        UsageError: If no label is left, with the first reason.
    """
    rated: set[str] = set()
    kept, problems = [], list(file.problems)
    for label in file.labels:
        reason = None
        if isinstance(label, JudgedPair):
            reason = "it compares a photo with itself" if label.a == label.b else None
        elif label.path in rated:
            reason = f"{label.path} is listed twice; its first line counts"
        if reason is None:
            kept.append(label)
            rated.update(label.photos)
        else:
            problems.append(LineProblem(label.line, reason))
    problems.sort()
    if not kept:
        raise UsageError(
            tr(
                "{path} has no line that can be used; the first problem is in line "
                "{line}: {reason}."
            ).format(path=file.path, line=problems[0].line, reason=problems[0].reason)
        )
    return replace(file, labels=tuple(kept), problems=tuple(problems))


def _labels(table: Table, label: Callable[[Row], LabelT]) -> LabelFile[LabelT]:
    labels, problems = [], list(table.problems)
    for row in table.rows:
        try:
            labels.append(label(row))
        except ValueError as error:
            problems.append(LineProblem(row.line, str(error)))
    return LabelFile(table.path, tuple(labels), tuple(sorted(problems)))


def _path(row: Row, column: str) -> str:
    path = row.values[column].replace("\\", "/").removeprefix("./")
    if not path or "\0" in path:
        raise ValueError(f"{column} names no photo")
    return path


def _score_column(table: Table, wanted: str | None) -> str:
    names = _SCORES if wanted is None else (wanted.strip().lower(),)
    found = table.optional(names)
    if found is None:
        raise UsageError(
            tr(
                "{path} has no column {names} and not the ten columns of the votes 1 to "
                "10; its columns are {columns}. Rename the one with the scores, or name "
                "it with --score-column (evaluate)."
            ).format(
                path=table.path,
                names=" or ".join(map(repr, names)),
                columns=", ".join(map(repr, table.columns)),
            )
        )
    return found


def _vote_columns(names: Sequence[str]) -> list[str]:
    """Names that end in 1 to 10 and are otherwise the same, in that order; or none."""
    for prefix in dict.fromkeys(name.rstrip("0123456789") for name in names):
        wanted = [f"{prefix}{number}" for number in range(1, BINS + 1)]
        if set(wanted) <= set(names):
            return wanted
    return []


def _shares(counts: Sequence[float]) -> tuple[float, ...]:
    total = sum(counts)
    if min(counts) < 0 or not 0 < total < float("inf"):
        raise ValueError("the counts of votes must not be negative, and some above 0")
    return tuple(count / total for count in counts)


def _mean(shares: Sequence[float]) -> float:
    return sum(score * share for score, share in enumerate(shares, start=1))


def _scale_of(column: str, scores: Sequence[float]) -> Scale | None:
    """What a name such as ``beauty_mean_1_7`` says, or what only a scale from 1 to 10 reaches."""
    match = re.search(rf"_{_SCALE.pattern}$", column)
    if match is not None and float(match[1]) < float(match[2]):
        return float(match[1]), float(match[2])
    # The usual shorter scales end at 5 or 7.
    if scores and min(scores) >= 1 and 7 < max(scores) <= BINS:
        return 1.0, float(BINS)
    return None
