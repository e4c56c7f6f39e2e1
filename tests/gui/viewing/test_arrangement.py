"""Photos side by side are as large as they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.viewing.arrangement import Cell, arrange

aspect_lists = st.lists(st.floats(0.2, 5.0), min_size=1, max_size=50)
lengths = st.integers(300, 4000)


def overlap(a: Cell, b: Cell) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


@given(aspect_lists, lengths, lengths)
def test_cells_lie_inside_and_apart(aspects: list[float], width: int, height: int) -> None:
    cells = arrange(aspects, width, height, 4, 20)
    assert len(cells) == len(aspects)
    for cell in cells:
        assert cell.x >= 0
        assert cell.y >= 0
        assert cell.x + cell.width <= width
        assert cell.y + cell.height <= height
    assert not any(overlap(a, b) for n, a in enumerate(cells) for b in cells[n + 1 :])


@pytest.mark.parametrize(
    ("aspects", "size", "rows"),
    [
        ([1.5, 1.5], (1200, 600), 1),
        ([1.5, 1.5], (600, 1200), 2),
        ([0.67, 0.67], (1200, 700), 1),
        ([1.5] * 4, (1200, 800), 2),
        ([0.67] * 4, (1600, 600), 1),
        ([3.0, 3.0], (1000, 800), 2),
    ],
)
def test_arrangement_follows_the_shape_of_photos_and_window(
    aspects: list[float], size: tuple[int, int], rows: int
) -> None:
    cells = arrange(aspects, *size, 8)
    assert len({cell.y for cell in cells}) == rows


def test_last_row_stands_in_the_middle() -> None:
    cells = arrange([1.5] * 3, 900, 600, 0)
    assert [cell.y for cell in cells] == [0, 0, 300]
    assert cells[2].x + cells[2].width / 2 == 450


def test_nothing_to_arrange() -> None:
    assert arrange([], 100, 100, 4) == []


def test_too_small_a_window_is_no_fault() -> None:
    assert all(cell.width >= 1 and cell.height >= 1 for cell in arrange([1.5] * 6, 3, 2, 8, 30))
