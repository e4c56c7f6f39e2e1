"""How several photos stand side by side so that they are seen as large as possible."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A place for a photo, in whole pixels."""

    x: int
    y: int
    width: int
    height: int


def arrange(
    aspects: Sequence[float], width: int, height: int, gap: int, caption: int = 0
) -> list[Cell]:
    """Divides a rectangle into equal cells, one per photo, row by row from the left.

    Of all numbers of columns the one is taken that shows the largest area of photos; of equals the
    one with fewer rows. A last row that is not full stands in the middle.

    Args:
        aspects: Width over height of each photo, more than 0.
        width: Of the rectangle.
        height: Of the rectangle.
        gap: Between cells.
        caption: The lower part of each cell that is not for the photo.

    Returns:
        A cell per photo, in their order; of the width and height of at least 1.
    """
    count = len(aspects)
    if not count:
        return []
    columns = max(
        range(1, count + 1),
        key=lambda n: (round(_shown(aspects, n, width, height, gap, caption)), n),
    )
    rows = -(-count // columns)
    cell_width, cell_height = _cell(columns, rows, width, height, gap)
    cells = []
    for place in range(count):
        row, column = divmod(place, columns)
        in_row = min(columns, count - row * columns)
        start = (width - in_row * cell_width - (in_row - 1) * gap) // 2
        cells.append(
            Cell(
                start + column * (cell_width + gap),
                row * (cell_height + gap),
                cell_width,
                cell_height,
            )
        )
    return cells


def _cell(columns: int, rows: int, width: int, height: int, gap: int) -> tuple[int, int]:
    return (
        max(1, (width - (columns - 1) * gap) // columns),
        max(1, (height - (rows - 1) * gap) // rows),
    )


def _shown(
    aspects: Sequence[float], columns: int, width: int, height: int, gap: int, caption: int
) -> float:
    """The area of all photos with that many columns."""
    cell_width, cell_height = _cell(columns, -(-len(aspects) // columns), width, height, gap)
    room = max(1, cell_height - caption)
    return sum(min(cell_width, room * a) * min(room, cell_width / a) for a in aspects)
