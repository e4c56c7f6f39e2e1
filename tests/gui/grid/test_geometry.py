"""Arithmetic of the grid, compared with laying every cell out one by one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.grid.geometry import Cell, GridGeometry

COUNTS = st.lists(st.integers(1, 9), min_size=1, max_size=6)
COLUMNS = st.integers(1, 4)
HEADERS = st.sampled_from([0, 36])
WIDTH, HEIGHT, LEFT = 50, 40, 7


def made(counts: list[int], columns: int, header: int) -> GridGeometry:
    return GridGeometry(counts, columns, (WIDTH, HEIGHT), header=header, left=LEFT)


def laid_out(counts: list[int], columns: int, header: int) -> list[Cell]:
    """The cells, one after the other."""
    cells, y = [], 0
    for count in counts:
        y += header
        for number in range(count):
            line, column = divmod(number, columns)
            cells.append(Cell(LEFT + column * WIDTH, y + line * HEIGHT, WIDTH, HEIGHT))
        y += -(-count // columns) * HEIGHT
    return cells


@given(COUNTS, COLUMNS, HEADERS)
def test_cells_lie_where_they_would_be_put_one_by_one(
    counts: list[int], columns: int, header: int
) -> None:
    geometry, cells = made(counts, columns, header), laid_out(counts, columns, header)
    assert [geometry.cell(place) for place in range(geometry.count)] == cells
    assert geometry.height == cells[-1].y + HEIGHT
    assert geometry.count == sum(counts)


@given(COUNTS, COLUMNS, HEADERS, st.integers(-20, 260), st.integers(-20, 900))
def test_the_cell_at_a_point_is_the_one_that_contains_it(
    counts: list[int], columns: int, header: int, x: int, y: int
) -> None:
    hit = [
        place
        for place, cell in enumerate(laid_out(counts, columns, header))
        if cell.x <= x < cell.x + WIDTH and cell.y <= y < cell.y + HEIGHT
    ]
    assert made(counts, columns, header).place_at(x, y) == (hit[0] if hit else None)


@given(COUNTS, COLUMNS, HEADERS, st.integers(0, 900), st.integers(1, 400))
def test_all_cells_of_a_strip_are_found_and_few_others(
    counts: list[int], columns: int, header: int, top: int, height: int
) -> None:
    geometry = made(counts, columns, header)
    cells = laid_out(counts, columns, header)
    touched = [p for p, c in enumerate(cells) if c.y < top + height and c.y + HEIGHT > top]
    found = geometry.between(top, top + height)
    assert set(touched) <= set(found)
    # A strip that ends on a header may name the row below it.
    assert len(found) <= len(touched) + 2 * columns


@given(COUNTS, COLUMNS, HEADERS, *[st.integers(-10, 300)] * 2, *[st.integers(1, 400)] * 2)
def test_a_rubber_band_selects_what_it_touches(
    counts: list[int], columns: int, header: int, left: int, top: int, width: int, height: int
) -> None:
    right, bottom = left + width, top + height
    touched = [
        place
        for place, cell in enumerate(laid_out(counts, columns, header))
        if cell.x < right and cell.x + WIDTH > left and cell.y < bottom and cell.y + HEIGHT > top
    ]
    runs = made(counts, columns, header).within(left, top, right, bottom)
    assert [place for run in runs for place in run] == touched


@given(COUNTS, COLUMNS, HEADERS, st.data())
def test_down_leads_to_the_next_row_and_up_leads_back(
    counts: list[int], columns: int, header: int, data: st.DataObject
) -> None:
    geometry = made(counts, columns, header)
    cells = laid_out(counts, columns, header)
    place = data.draw(st.integers(0, geometry.count - 1))
    below = geometry.vertical(place, 1)
    lower = sorted({cell.y for cell in cells if cell.y > cells[place].y})
    if not lower:
        assert below == place
        return
    assert cells[below].y == lower[0]
    assert cells[below].x <= cells[place].x
    assert geometry.vertical(below, -1) <= place
    if cells[below].x == cells[place].x:
        assert geometry.vertical(below, -1) == place


def test_the_column_is_kept_across_short_rows() -> None:
    geometry = made([3, 1, 3], 3, 36)
    assert geometry.vertical(2, 1) == 3
    assert geometry.vertical(2, 2) == 6
    assert geometry.vertical(6, -2) == 2
    assert geometry.page(2, 2 * HEIGHT) == 6
    assert geometry.page(6, -10 * HEIGHT) == 2
    assert geometry.page(0, 5) == 3


def test_sections_are_found_by_height() -> None:
    geometry = made([4, 2], 2, 36)
    tops = [geometry.header_top(section) for section in range(2)]
    assert tops == [0, 36 + 2 * HEIGHT]
    assert [geometry.section_at(y) for y in (-5, 0, tops[1] - 1, tops[1], 10_000)] == [
        0,
        0,
        0,
        1,
        1,
    ]
    assert [geometry.section_of(place) for place in range(6)] == [0, 0, 0, 0, 1, 1]


def test_a_grid_without_photos() -> None:
    geometry = made([0], 3, 0)
    assert (geometry.count, geometry.height) == (0, 0)
    assert geometry.place_at(10, 0) is None
    assert not geometry.between(0, 100)
    assert geometry.within(0, 0, 100, 100) == []


def test_a_hundred_thousand_cells_lie_in_order() -> None:
    geometry = made([37] * 2703, 7, 36)
    tops = [geometry.cell(place).y for place in range(0, geometry.count, 997)]
    assert all(a < b for a, b in pairwise(tops))
