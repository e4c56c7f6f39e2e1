"""The grid while photos come, go and stack: the current one stays or is handed over."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.item_models.photo_order import mask_of
from album_organizer.gui.item_models.preparation import prepare
from tests.gui.builders import item
from tests.gui.grid.hands import (
    LEFT,
    PICK,
    REJECT,
    SHIFT,
    burst,
    click,
    fill,
    model_of,
    press,
)


def test_current_and_selection_survive_a_reset(grid: PhotoGrid) -> None:
    grid.set_current("010.jpg")
    press(grid, Qt.Key.Key_Right, SHIFT)
    model = model_of(grid)
    changes: list[str | None] = []
    grid.current_changed.connect(lambda: changes.append(grid.current_path()))
    # Every other of 200 new photos lies between the old ones: too many changes to tell singly.
    model.table.add(prepare(item(f"{n:03d}-new.jpg", seconds=n + 0.5).scored for n in range(200)))
    model.refresh()
    assert grid.current_path() == "011.jpg"
    assert grid.selected_paths() == ["010.jpg", "011.jpg"]
    assert changes == []


def test_vanishing_photo_hands_over_to_the_next_and_the_last_to_the_one_before(
    grid: PhotoGrid,
) -> None:
    model = model_of(grid)
    model.set_filter(mask_of(PhotoFilter.UNDECIDED))
    changes: list[str | None] = []
    grid.current_changed.connect(lambda: changes.append(grid.current_path()))

    def reject(path: str) -> None:
        grid.set_current(path)
        changes.clear()
        model.table.decide({f"id-{path}": REJECT})
        model.refresh()

    reject("010.jpg")
    assert grid.current_path() == "011.jpg"
    assert grid.selected_paths() == ["011.jpg"]
    assert changes == ["011.jpg"]
    reject("039.jpg")
    assert grid.current_path() == "038.jpg"
    assert changes == ["038.jpg"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([*PhotoSort, *PhotoFilter, "collapse", 1, 2, 3]), max_size=6))
def test_current_photo_is_shown_whatever_is_changed(
    qapp: QApplication, grid: PhotoGrid, steps: list[PhotoSort | PhotoFilter | str | int]
) -> None:
    model = model_of(grid)
    model.set_filter(mask_of(PhotoFilter.ALL))
    model.set_items([*burst(0, 4, 1), *burst(4, 3, 2, decision=PICK), *burst(7, 5, 3)])
    grid.step(0)
    for step in steps:
        before = grid.current_path()
        match step:
            case PhotoSort():
                model.set_sort(step)
            case PhotoFilter():
                model.set_filter(mask_of(step))
            case int():
                model.toggle_stack(step)
            case _:
                model.set_collapsed(not model.collapsed)
        if before in model.paths:
            assert grid.current_path() == before
        elif before is not None:
            assert (grid.current_path() is None) == (not model.paths)


def stacks(grid: PhotoGrid) -> PhotoGridModel:
    """A burst of three, a single photo, a burst of two; all closed."""
    model = fill(grid, [*burst(0, 3, 1), *burst(3, 1, 2), *burst(4, 2, 3)])
    model.set_collapsed(True)
    grid.set_current("000.jpg")
    return model


def test_stack_opens_by_command_and_by_a_click_on_its_number(grid: PhotoGrid) -> None:
    model = stacks(grid)
    assert grid.toggle_stack()
    assert model.paths == ["000.jpg", "001.jpg", "002.jpg", "003.jpg", "004.jpg"]
    assert grid.current_path() == "000.jpg"
    badge = grid.rect_of(4).topLeft() + QPoint(24, 28)
    QTest.mouseClick(grid.viewport(), LEFT, pos=badge)
    assert model.paths[-2:] == ["004.jpg", "005.jpg"]
    assert grid.current_path() == "004.jpg"
    QTest.mouseClick(grid.viewport(), LEFT, pos=badge)
    assert model.paths[-1] == "004.jpg"
    # Beside the number a click only selects.
    click(grid, "004.jpg")
    assert model.paths[-1] == "004.jpg"
    grid.set_current("003.jpg")
    assert not grid.toggle_stack()


def test_closing_a_stack_leads_to_its_top(grid: PhotoGrid) -> None:
    model = stacks(grid)
    grid.toggle_stack()
    grid.set_current("002.jpg")
    grid.toggle_stack()
    assert grid.current_path() == "000.jpg"
    assert model.rowCount() == 3


def test_rejecting_the_top_of_a_stack_brings_up_the_next(grid: PhotoGrid) -> None:
    model = stacks(grid)
    model.table.decide({"id-000.jpg": REJECT})
    model.refresh()
    assert grid.current_path() == "001.jpg"
    assert grid.selected_paths() == ["001.jpg"]


@pytest.mark.parametrize("collapsed", [False, True])
def test_next_group(grid: PhotoGrid, collapsed: bool) -> None:
    model = stacks(grid)
    model.set_collapsed(collapsed)
    walked = [grid.current_path()]
    while grid.next_group(1):
        walked.append(grid.current_path())
    assert walked == ["000.jpg", "003.jpg", "004.jpg"]
    press(grid, Qt.Key.Key_End)
    assert grid.next_group(-1)
    assert grid.current_path() == "003.jpg"
    assert grid.next_group(-1)
    assert not grid.next_group(-1)
    assert grid.current_path() == "000.jpg"


def test_next_undecided(grid: PhotoGrid) -> None:
    model = model_of(grid)
    model.table.decide({f"id-{n:03d}.jpg": PICK for n in range(40) if n not in {3, 9}})
    model.refresh()
    assert [grid.next_undecided(1) and grid.current_path() for _ in range(3)] == [
        "003.jpg", "009.jpg", False,
    ]  # fmt: skip
    assert grid.next_undecided(-1)
    assert grid.current_path() == "003.jpg"
    assert not grid.next_undecided(-1)


def test_an_empty_grid_answers_everything(grid: PhotoGrid) -> None:
    fill(grid, [])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Space):
        assert press(grid, key) is None
    assert grid.selected_paths() == []
    assert not grid.next_group(1)
    assert not grid.next_undecided(1)
    assert not grid.toggle_stack()
    grid.step(1)
    grid.set_cell_width(200)
    QTest.mouseClick(grid.viewport(), LEFT, pos=QPoint(50, 50))
    grid.grab()
