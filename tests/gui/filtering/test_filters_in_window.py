"""Filters in the whole window: by the keys and clicks of somebody who culls."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.filtering.criteria import NO_CRITERIA, Criteria, Criterion
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.main_window import MainWindow
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import CTRL, click, press

DELETE, ESCAPE = Qt.Key.Key_Delete, Qt.Key.Key_Escape


def opened(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    """A window with seven photos: a0 to a2, b0 to b2 and c."""
    window = quick_window()
    score(qtbot, window, bursts)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.photos.focus_photos()
    return window


def typed(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Searches for a text as people do."""
    press(QApplication.focusWidget() or window, Qt.Key.Key_F, CTRL)
    assert window.header.search.hasFocus()
    QTest.keyClicks(window.header.search, text)
    qtbot.waitUntil(lambda: window.criteria.criteria.text == text)


def test_searching_shows_chip_counts_and_the_way_back(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    assert window.status.message.full_text.startswith("7 photos")
    typed(qtbot, window, "b1.jpg")
    assert window.photos.model.paths == ["b1.jpg"]
    assert window.chips.chips[Criterion.TEXT].words == "“b1.jpg”"
    assert window.status.message.full_text.startswith("1 of 7 shown")
    assert window.filters.rows[PhotoFilter.ALL].count == "1"
    press(window.header.search, ESCAPE)
    assert len(window.photos.model.paths) == 7
    assert not window.chips.isVisible()
    press(window.header.search, ESCAPE)
    assert window.photos.grid.hasFocus()


def test_keys_are_letters_while_typing(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    typed(qtbot, window, "px3")
    assert window.filters.rows[PhotoFilter.REJECTED].count == "0"
    assert window.header.search.text() == "px3"
    window.criteria.clear()
    assert window.filters.rows[PhotoFilter.UNDECIDED].count == "7"


def test_the_button_of_an_empty_page_takes_the_right_filter_away(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    press(window.photos.grid, Qt.Key.Key_4)
    qtbot.waitUntil(window.filters.sections[Criterion.STARS].isVisible)
    click(next(iter(window.filters.sections[Criterion.STARS].rows.values())))
    typed(qtbot, window, "nowhere")
    assert window.photos.empty.button.text() == "Remove the filter “nowhere”"
    click(window.photos.empty.button)
    assert window.criteria.criteria.active == (Criterion.STARS,)
    assert window.photos.model.paths == ["a0.jpg"]


def test_the_last_chip_gives_the_keyboard_to_the_photos(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    window.criteria.use(Criteria(text="a"))
    window.chips.chips[Criterion.TEXT].setFocus()
    press(window.chips.chips[Criterion.TEXT], DELETE)
    assert window.criteria.criteria == NO_CRITERIA
    assert window.photos.grid.hasFocus()


def test_the_order_can_be_turned_round(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    window.header.sort.box.setCurrentIndex(window.header.sort.box.findData(PhotoSort.NAME))
    assert window.photos.model.paths[0] == "a0.jpg"
    click(window.header.sort.direction)
    assert window.photos.model.paths[0] == "c.jpg"
    window.close()
    again = opened(qtbot, quick_window, bursts)
    assert again.header.sort.box.currentData() is PhotoSort.NAME
    assert again.photos.model.paths[0] == "c.jpg"
