"""The search box: typing, waiting, clearing, leaving."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.filtering.criteria import NO_CRITERIA, Criteria, stars_at_least
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.search_box import SearchBox
from album_organizer.gui.icons import Icons


@pytest.fixture
def state() -> FilterState:
    return FilterState()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def box(qtbot: QtBot, icons: Icons, state: FilterState, page: QWidget) -> SearchBox:
    made = SearchBox(icons, state)
    QVBoxLayout(page).addWidget(made)
    page.resize(300, 80)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    made.take_focus()
    return made


def test_typing_searches_after_a_pause_and_once(
    qtbot: QtBot, box: SearchBox, state: FilterState
) -> None:
    state.use(Criteria(stars=stars_at_least(3)))
    told: list[object] = []
    state.changed.connect(told.append)
    QTest.keyClicks(box, "lake")
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Criteria(text="lake", stars=stars_at_least(3))]
    assert box.text() == "lake"


def test_criteria_that_change_elsewhere_do_not_disturb_typing(
    qtbot: QtBot, box: SearchBox, state: FilterState
) -> None:
    QTest.keyClicks(box, "la")
    state.use(Criteria(stars=stars_at_least(3)))
    assert box.text() == "la"
    qtbot.waitUntil(lambda: state.criteria.text == "la")
    state.clear()
    assert box.text() == ""


def test_escape_clears_then_leaves(qtbot: QtBot, box: SearchBox, state: FilterState) -> None:
    left: list[bool] = []
    box.left.connect(lambda: left.append(True))
    state.use(Criteria(text="lake"))
    assert box.text() == "lake"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert state.criteria == NO_CRITERIA
    assert (box.text(), left) == ("", [])
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert left == [True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_enter_and_down_search_at_once_and_leave(
    qtbot: QtBot, box: SearchBox, state: FilterState, key: Qt.Key
) -> None:
    QTest.keyClicks(box, "boat")
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, key)
    assert state.criteria == Criteria(text="boat")


def test_the_cross_clears_at_once(box: SearchBox, state: FilterState) -> None:
    state.use(Criteria(text="lake"))
    cross = max(box.findChildren(QToolButton), key=lambda button: button.x())
    assert cross.x() > box.width() / 2
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert state.criteria == NO_CRITERIA


def test_what_stands_there_is_typed_over(qtbot: QtBot, box: SearchBox, state: FilterState) -> None:
    state.use(Criteria(text="lake"))
    box.clearFocus()
    box.take_focus()
    QTest.keyClicks(box, "sea")
    assert box.text() == "sea"
    qtbot.waitUntil(lambda: state.criteria.text == "sea")


def test_the_box_says_what_it_is_for(box: SearchBox) -> None:
    assert box.placeholderText() == "Search photos"
    assert box.accessibleName()
    assert "quotation marks" in box.toolTip()
