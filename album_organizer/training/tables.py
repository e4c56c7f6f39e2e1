"""Tables of labels as people's programs write them: CSV with commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.errors import UsageError
from album_organizer.settings.atomic import reason_of

_DELIMITERS = ",;\t"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        line: Its number in the file, from 1.
        values: By column name in lower case, without surrounding spaces.
    """

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of labels.

    Attributes:
        path: The file.
        columns: Names in lower case.
        rows: Lines that are not empty.
        decimal_comma: Whether the separator leaves commas to the numbers.
    """

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool

    def column(self, names: Sequence[str], what: str) -> str:
        """The first of these columns that exists.

        Raises:
            UsageError: If there is none, naming those that were found.
        """
        found = self.optional(names)
        if found is None:
            raise UsageError(
                f"{self.path} has no column {' or '.join(map(repr, names))} for {what}; "
                f"its columns are {', '.join(map(repr, self.columns))}."
            )
        return found

    def optional(self, names: Sequence[str]) -> str | None:
        """The first of these columns that exists, or None."""
        return next((name for name in names if name in self.columns), None)

    def number(self, row: Row, column: str) -> float:
        """A number of a row.

        Raises:
            UsageError: If there is none, with the line.
        """
        text = row.values[column]
        try:
            return float(text.replace(",", ".") if self.decimal_comma else text)
        except ValueError:
            raise self.wrong(row, f"{column} is {text!r} instead of a number") from None

    def wrong(self, row: Row, what: str) -> UsageError:
        """The error for a line that cannot be used."""
        return UsageError(f"{self.path}, line {row.line}: {what}; correct it.")


def read_table(path: Path) -> Table:
    """Reads a CSV file in UTF-8, with or without a byte order mark.

    Raises:
        UsageError: If it is missing, no text, empty, or a line has too many or too few values.
    """
    text = read_text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = _parsed(path, text, delimiter)
    try:
        _, header = next(lines)
    except StopIteration:
        raise UsageError(f"{path} is empty; its first line must name the columns.") from None
    columns = tuple(name.strip().lower() for name in header)
    if len(set(columns)) < len(columns):
        raise UsageError(
            f"{path} has two columns of one name; its first line must tell them apart."
        )
    rows = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise UsageError(
                f"{path}, line {number}: it has {len(cells)} values for {len(columns)} columns; "
                "correct it."
            )
        rows.append(Row(number, dict(zip(columns, (cell.strip() for cell in cells), strict=True))))
    if not rows:
        raise UsageError(f"{path} has no lines below its column names; there is nothing to learn.")
    return Table(path, columns, tuple(rows), delimiter == ";")


def read_text(path: Path) -> str:
    """The text of a label file.

    Raises:
        UsageError: If it is missing, cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no file {path}; data.labels or --labels names the table of labels."
        ) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({reason_of(error)}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not text in UTF-8; save it in that encoding.") from error


def name_some(names: Sequence[str]) -> str:
    """The first few of a list: ``"a.jpg, b.jpg, c.jpg and 4 more"``."""
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _parsed(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}: it is no CSV ({error}).") from error
