"""The order of the photos: criterion, direction, memory."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.gui.filtering.sorting import Order, SortControl, direction_words, sort_words
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def control(qtbot: QtBot, icons: Icons) -> SortControl:
    made = SortControl(icons)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(control: SortControl) -> list[Order]:
    orders: list[Order] = []
    control.chosen.connect(orders.append)
    return orders


def test_every_criterion_can_be_chosen_by_keyboard(
    control: SortControl, asked: list[Order]
) -> None:
    for _ in PhotoSort:
        QTest.keyClick(control.box, Qt.Key.Key_Down)
    assert [order.sort for order in asked] == list(PhotoSort)[1:]
    best_first = {order.sort for order in asked if order.descending}
    assert best_first == {PhotoSort.SCORE, PhotoSort.STARS}


def test_the_direction_is_turned_round_and_told(control: SortControl, asked: list[Order]) -> None:
    assert control.direction.accessibleName() == "Direction: Oldest first"
    QTest.mouseClick(control.direction, LEFT)
    QTest.keyClick(control.direction, Qt.Key.Key_Space)
    QTest.keyClick(control.direction, Qt.Key.Key_Space)
    assert [order.descending for order in asked] == [True, False, True]
    assert control.direction.accessibleName() == "Direction: Newest first"
    assert "Newest first" in control.direction.toolTip()


def test_what_is_told_is_not_asked_for(control: SortControl, asked: list[Order]) -> None:
    control.show_order(Order(PhotoSort.CAMERA, True))
    assert asked == []
    assert control.box.currentText() == "Camera"
    assert control.direction.accessibleName() == "Direction: Z to A"


@pytest.mark.parametrize("sort", list(PhotoSort))
def test_words_differ_by_direction(sort: PhotoSort) -> None:
    assert sort_words(sort)
    assert direction_words(Order(sort, True)) != direction_words(Order(sort, False))


def test_the_order_is_remembered(
    qtbot: QtBot, icons: Icons, control: SortControl, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    control.show_order(Order(PhotoSort.SCORE, False))
    control.save(memory)
    second = SortControl(icons)
    qtbot.addWidget(second)
    with qtbot.waitSignal(second.chosen) as told:
        second.restore(memory)
    assert told.args == [Order(PhotoSort.SCORE, False)]
    assert second.order == Order(PhotoSort.SCORE, False)


@pytest.mark.parametrize("stored", ["", "SCORE", "SCORE sideways", "MOOD ascending", 7, None])
def test_a_memory_that_is_not_understood_is_left_alone(
    control: SortControl, asked: list[Order], tmp_path: Path, stored: object
) -> None:
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    memory.setValue("photos/sort", stored)
    control.restore(memory)
    assert asked == []
    assert control.order == Order()
