"""Tables of labels as people's programs write them: CSV in all its dialects, and AVA.txt."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr
from album_organizer.settings.atomic import reason_of

BINS = 10
"""Scores 1..10 that people vote for."""

_DELIMITERS = ",;\t"
_VOTES = tuple(str(score) for score in range(1, BINS + 1))
_AVA_COLUMNS = ("index", "path", *_VOTES, "first tag", "second tag", "challenge")
"""Of an AVA.txt (Murray et al., CVPR 2012), which does not name them itself."""


@dataclass(frozen=True, slots=True, order=True)
class LineProblem:
    """A line that cannot be used.

    Attributes:
        line: Its number in the file, from 1.
        reason: Goes on after "line 3: ", without a full stop.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        line: Its number in the file, from 1.
        values: By column name in lower case, without surrounding spaces.
    """

    line: int
    values: dict[str, str]

    def optional(self, column: str | None) -> str | None:
        """The value of a column that may be missing, None also where it is empty."""
        return None if column is None else self.values[column] or None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of labels.

    Attributes:
        path: The file.
        columns: Names in lower case; columns without a name are left out.
        rows: Lines that are neither empty nor a problem.
        problems: Lines with too many or too few values.
        decimal_comma: Whether the separator leaves commas to the numbers.
    """

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[LineProblem, ...]
    decimal_comma: bool

    def column(self, names: Sequence[str], what: str) -> str:
        """The first of these columns that exists.

        Raises:
            UsageError: If there is none, naming those that were found.
        """
        found = self.optional(names)
        if found is None:
            raise UsageError(
                tr("{path} has no column {names} for {what}; its columns are {columns}.").format(
                    path=self.path,
                    names=" or ".join(map(repr, names)),
                    what=what,
                    columns=", ".join(map(repr, self.columns)),
                )
            )
        return found

    def optional(self, names: Sequence[str]) -> str | None:
        """The first of these columns that exists, or None."""
        return next((name for name in names if name in self.columns), None)

    def number(self, row: Row, column: str) -> float:
        """A finite number of a row.

        Raises:
            ValueError: If there is none, with the reason of a :class:`LineProblem`.
        """
        text = row.values[column]
        try:
            number = float(text.replace(",", ".") if self.decimal_comma else text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"{column} is {text!r} instead of a number")
        return number


def read_table(path: Path) -> Table:
    """Reads a CSV file in UTF-8, with or without a byte order mark.

    Raises:
        UsageError: If it is missing, no text, no CSV, has no lines or two columns of one name.
    """
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = _parsed(path, text, delimiter)
    _, header = next(lines, (1, []))
    columns = [name.strip().lower() for name in header]
    named = [name for name in columns if name]  # spreadsheets add columns without a name
    if not named:
        raise UsageError(
            tr("{path} is empty; its first line must name the columns.").format(path=path)
        )
    if len(set(named)) < len(named):
        raise UsageError(
            tr("{path} has two columns of one name; its first line must tell them apart.").format(
                path=path
            )
        )
    rows, problems = [], []
    for number, cells in lines:
        if len(cells) == len(columns):
            values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
            rows.append(Row(number, values))
        else:
            reason = f"it has {len(cells)} values for {len(columns)} columns"
            problems.append(LineProblem(number, reason))
    if not rows and not problems:
        raise UsageError(tr("{path} has no lines below its column names.").format(path=path))
    return Table(path, tuple(named), tuple(rows), tuple(problems), delimiter != ",")


def read_ava_list(path: Path) -> Table:
    """Reads an AVA.txt as if it were a CSV file with names for its columns.

    Raises:
        UsageError: If it is missing, no text, or empty.
    """
    rows, problems = [], []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        values = line.split()
        if len(values) == len(_AVA_COLUMNS) and all(value.isdecimal() for value in values):
            rows.append(Row(number, dict(zip(_AVA_COLUMNS, values, strict=True))))
        elif values:
            reason = (
                f"it does not have the {len(_AVA_COLUMNS)} whole numbers of an AVA.txt (index, "
                f"image, {BINS} counts, 2 tags, challenge); a CSV file ends in .csv"
            )
            problems.append(LineProblem(number, reason))
    if not rows and not problems:
        raise UsageError(tr("{path} is empty; it has no labels.").format(path=path))
    return Table(path, _AVA_COLUMNS, tuple(rows), tuple(problems), False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(
            tr("There is no file {path}; name the labels with --labels.").format(path=path)
        ) from error
    except OSError as error:
        raise UsageError(
            tr("{path} cannot be read ({error}).").format(path=path, error=reason_of(error))
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            tr("{path} is not text in UTF-8; save it in that encoding.").format(path=path)
        ) from error


def _parsed(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not empty, with their numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise UsageError(
            tr("{path}, line {line_num}: this is no CSV file ({error}); correct the line.").format(
                path=path, line_num=reader.line_num, error=error
            )
        ) from error
