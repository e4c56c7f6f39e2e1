"""F6 goes from area to area of the window."""

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.shortcuts.areas import focus_next_area


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.areas = [QWidget() for _ in range(4)]
        row = QHBoxLayout(self)
        self.stops: list[QWidget] = []
        for number, area in enumerate(self.areas):
            row.addWidget(area)
            inside = QHBoxLayout(area)
            inside.addWidget(QLabel("nothing to do here"))
            if number != 2:
                off = QPushButton("off")
                off.setEnabled(False)
                stop = QLineEdit()
                for widget in (off, stop, QPushButton("second")):
                    inside.addWidget(widget)
                self.stops.append(stop)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_round_trip_leaves_out_what_cannot_have_the_keyboard(window: Window) -> None:
    window.stops[0].setFocus()
    seen = []
    for _ in range(3):
        focus_next_area(window.areas)
        seen.append(QApplication.focusWidget())
    assert seen == [window.stops[1], window.stops[2], window.stops[0]]


def test_hidden_areas_are_left_out(window: Window) -> None:
    window.areas[1].hide()
    window.stops[0].setFocus()
    assert focus_next_area(window.areas) is window.areas[3]


def test_an_area_may_itself_take_the_keyboard(window: Window) -> None:
    window.stops[0].setFocus()
    assert focus_next_area([window.areas[0], window.stops[1]]) is window.stops[1]
    assert QApplication.focusWidget() is window.stops[1]


def test_from_nowhere_to_the_first(window: Window) -> None:
    window.stops[0].setFocus()
    window.stops[0].clearFocus()
    assert focus_next_area(window.areas) is window.areas[0]


def test_nowhere_to_go(window: Window) -> None:
    assert focus_next_area([window.areas[2]]) is None
    assert focus_next_area([]) is None
