"""Where the cells of a grid lie: arithmetic over sections, whatever the number of photos."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

HEADER = 36
"""Height of a section's header, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in the coordinates of the whole content, written for left to right."""

    x: int
    y: int
    width: int
    height: int


class GridGeometry:
    """Rows of equal cells, cut into sections with a header each.

    Places count through all sections. Everything is found in the time of a binary search over the
    sections.

    Args:
        counts: Cells of each section; one section for a grid without headers.
        columns: Cells of a full row, 1 or more.
        cell: Width and height of a cell, in logical pixels.
        header: Height of the headers; 0 for none.
        left: Where the first column begins.
    """

    def __init__(
        self,
        counts: Sequence[int],
        columns: int,
        cell: tuple[int, int],
        *,
        header: int = 0,
        left: int = 0,
    ) -> None:
        self.columns = columns
        self.header = header
        self._left = left
        self._width, self._height = cell
        # Plain lists: a single question is answered faster than by an array.
        self._firsts = _starts(counts)
        self._lines = _starts([-(-count // columns) for count in counts])
        self._tops = [
            lines * self._height + number * header for number, lines in enumerate(self._lines)
        ]

    @property
    def count(self) -> int:
        """Number of cells."""
        return self._firsts[-1]

    @property
    def height(self) -> int:
        """Height of the whole content."""
        return self._tops[-1]

    def section_of(self, place: int) -> int:
        """The section of a cell."""
        return bisect_right(self._firsts, place) - 1

    def cell(self, place: int) -> Cell:
        """Where a cell lies."""
        section = self.section_of(place)
        line, column = divmod(place - self._firsts[section], self.columns)
        top = self._tops[section] + self.header + line * self._height
        return Cell(self._left + column * self._width, top, self._width, self._height)

    def header_top(self, section: int) -> int:
        """Where the header of a section begins."""
        return self._tops[section]

    def section_at(self, y: int) -> int:
        """The section at a height; the first above, the last below all."""
        found = bisect_right(self._tops, y) - 1
        return min(max(found, 0), max(len(self._firsts) - 2, 0))

    def place_at(self, x: int, y: int) -> int | None:
        """The cell at a point, or None between cells, on a header and outside."""
        column = (x - self._left) // self._width
        if not 0 <= column < self.columns or not 0 <= y < self.height:
            return None
        section = self.section_at(y)
        below = y - self._tops[section] - self.header
        place = self._firsts[section] + below // self._height * self.columns + column
        return place if below >= 0 and place < self._firsts[section + 1] else None

    def between(self, top: int, bottom: int) -> range:
        """The cells of all rows that touch the heights from ``top`` up to before ``bottom``."""
        if not self.count or bottom <= top:
            return range(0)
        first = self._line_start(top)
        last = self._line_start(bottom - 1) + self.columns
        return range(first, min(last, self._firsts[self.section_at(bottom - 1) + 1]))

    def within(self, left: int, top: int, right: int, bottom: int) -> list[range]:
        """The cells that touch a rectangle, one run of places for each row."""
        columns = (left - self._left) // self._width, (right - 1 - self._left) // self._width
        low, high = max(columns[0], 0), min(columns[1], self.columns - 1)
        runs = []
        places = self.between(max(top, 0), min(bottom, self.height))
        place = places.start
        while low <= high and place < places.stop:
            end = self._row_end(place)
            if self.cell(place).y < bottom and self.cell(place).y + self._height > top:
                runs.append(range(min(place + low, end), min(place + high + 1, end)))
            place = end
        return [run for run in runs if run]

    def vertical(self, place: int, rows: int) -> int:
        """The cell ``rows`` further down in the same column, or the nearest to it.

        Sections count as what they look like: the next row may belong to another one.
        """
        column = self._column(place)
        start = place - column
        for _ in range(abs(rows)):
            target = self._row_end(start) if rows > 0 else start - 1
            if not 0 <= target < self.count:
                break
            start = target - self._column(target)
        return min(start + column, self._row_end(start) - 1)

    def page(self, place: int, height: int) -> int:
        """The cell a distance further down, or up if negative, in the same column."""
        rows = max(1, abs(height) // self._height)
        return self.vertical(place, rows if height > 0 else -rows)

    def _column(self, place: int) -> int:
        return (place - self._firsts[self.section_of(place)]) % self.columns

    def _row_end(self, place: int) -> int:
        """The place behind the last cell of the row."""
        end = place - self._column(place) + self.columns
        return min(end, self._firsts[self.section_of(place) + 1])

    def _line_start(self, y: int) -> int:
        """The first cell of the row at a height; of the row below, on a header."""
        section = self.section_at(y)
        below = max(0, y - self._tops[section] - self.header)
        line = min(below // self._height, self._lines[section + 1] - self._lines[section] - 1)
        return self._firsts[section] + line * self.columns


def _starts(sizes: Sequence[int]) -> list[int]:
    """Where each begins if they lie behind each other, and where the last one ends."""
    return [0, *accumulate(sizes)]
