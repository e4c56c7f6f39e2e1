"""The criteria in force as chips above the photos."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.filtering.chips_bar import ChipsBar
from album_organizer.gui.filtering.criteria import (
    NO_CRITERIA,
    Criteria,
    Criterion,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter

LEFT = Qt.MouseButton.LeftButton
THREE = Criteria(text="lake", stars=stars_at_least(4), cameras=frozenset({"X-T5"}))


@pytest.fixture
def state() -> FilterState:
    return FilterState()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons, state: FilterState, page: QWidget) -> ChipsBar:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    made = ChipsBar(icons, state)
    column.addWidget(made)
    column.addStretch(1)
    page.resize(900, 300)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return made


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def shown(bar: ChipsBar) -> list[str]:
    return [chip.words for chip in bar.chips.values()]


def test_hidden_without_criteria(bar: ChipsBar, state: FilterState) -> None:
    assert not bar.isVisible()
    state.use(THREE)
    assert bar.isVisible()
    assert shown(bar) == ["“lake”", "4 stars or more", "Camera: X-T5"]
    state.clear()
    assert not bar.isVisible()


def test_a_click_takes_a_criterion_away(bar: ChipsBar, state: FilterState) -> None:
    state.use(THREE)
    QTest.mouseClick(bar.chips[Criterion.STARS], LEFT)
    assert state.criteria == THREE.without(Criterion.STARS)
    assert shown(bar) == ["“lake”", "Camera: X-T5"]


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Space]
)
def test_keys_take_the_focused_criterion_away(
    qtbot: QtBot, bar: ChipsBar, state: FilterState, key: Qt.Key
) -> None:
    state.use(THREE)
    bar.chips[Criterion.STARS].setFocus()
    press(key)
    assert state.criteria == THREE.without(Criterion.STARS)
    assert bar.chips[Criterion.CAMERAS].hasFocus()
    press(key)
    assert bar.chips[Criterion.TEXT].hasFocus()
    with qtbot.waitSignal(bar.left):
        press(key)
    assert state.criteria == NO_CRITERIA


def test_clear_all_clears_all(qtbot: QtBot, bar: ChipsBar, state: FilterState) -> None:
    state.use(THREE)
    with qtbot.waitSignal(state.changed) as told:
        QTest.mouseClick(bar.clear_button, LEFT)
    assert told.args == [NO_CRITERIA]


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_arrow_keys_go_where_they_point(
    bar: ChipsBar, state: FilterState, direction: Qt.LayoutDirection
) -> None:
    bar.setLayoutDirection(direction)
    state.use(THREE)
    chips = list(bar.chips.values())
    towards_end = Qt.Key.Key_Right
    if direction is Qt.LayoutDirection.RightToLeft:
        towards_end = Qt.Key.Key_Left
    assert (chips[0].x() < chips[1].x()) is (towards_end is Qt.Key.Key_Right)
    chips[0].setFocus()
    press(towards_end)
    assert chips[1].hasFocus()
    press(towards_end)
    press(towards_end)
    assert bar.clear_button.hasFocus()
    QTest.keyClick(chips[0], towards_end)
    assert chips[1].hasFocus()


def test_tab_goes_through_the_chips_in_order(bar: ChipsBar, state: FilterState) -> None:
    state.use(THREE)
    state.use(Criteria(show=PhotoFilter.PICKED, stars=THREE.stars, text="lake"))
    chips = list(bar.chips.values())
    chips[0].setFocus()
    for chip in [*chips[1:], bar.clear_button]:
        press(Qt.Key.Key_Tab)
        assert chip.hasFocus()


def test_many_chips_take_several_lines(qtbot: QtBot, bar: ChipsBar, state: FilterState) -> None:
    many = Criteria(
        PhotoFilter.UNDECIDED,
        "a text that is so long that nobody would want to read it on a chip again",
        stars_at_least(2),
        cameras=frozenset({"A camera with a long name", "Another camera"}),
        lenses=frozenset({"A lens of 16-55 mm"}),
        troubles=frozenset(Trouble),
    )
    state.use(many)
    one_line = 44
    bar.window().resize(480, 300)
    qtbot.waitUntil(lambda: bar.width() == 480 and bar.height() > 2 * one_line)
    parts = [*bar.chips.values(), bar.clear_button]
    assert all(bar.rect().contains(part.geometry()) for part in parts)
    assert all(not a.geometry().intersects(b.geometry()) for a, b in pairwise(parts))
    assert "…" in bar.chips[Criterion.TEXT].words
    assert many.text in bar.chips[Criterion.TEXT].accessibleName()
    bar.window().resize(2400, 300)
    qtbot.waitUntil(lambda: bar.height() == one_line)


def test_chips_say_what_they_do(bar: ChipsBar, state: FilterState) -> None:
    state.use(Criteria(text="<b>A & B"))
    chip = bar.chips[Criterion.TEXT]
    assert chip.words == "“<b>A & B”"
    assert chip.accessibleName() == "Filter: “<b>A & B”"
    assert "&lt;b&gt;" in chip.toolTip()
    assert chip.accessibleDescription()
