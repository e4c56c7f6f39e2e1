"""Headings that fold what stands under them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.section import Section
from tests.gui.hands import click, press


@pytest.fixture
def section(qtbot: QtBot, icons: Icons) -> Section:
    made = Section("score", "Score & more", icons)
    made.add(QLabel("inside"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def inside(section: Section) -> QLabel:
    return next(label for label in section.findChildren(QLabel) if label.text() == "inside")


def test_mouse_and_keyboard_fold(section: Section) -> None:
    assert inside(section).isVisible()
    click(section.heading)
    assert section.folded
    assert not inside(section).isVisible()
    section.heading.setFocus()
    press(section.heading, Qt.Key.Key_Space)
    assert inside(section).isVisible()


def test_state_and_figure_are_told(section: Section) -> None:
    section.show_figure("0.53")
    assert section.figure.text() == "0.53"
    assert section.heading.accessibleName() == "Score & more, 0.53"
    assert section.heading.toolTip() == "Fold Score & more"
    section.fold(True)
    assert section.heading.accessibleName() == "Score & more, 0.53, folded"
    assert section.heading.toolTip() == "Show Score & more"
    assert section.figure.isVisible()
    assert section.heading.text() == "Score && more"


def test_the_sign_points_to_where_reading_goes(qtbot: QtBot, icons: Icons) -> None:
    images = {}
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        made = Section("a", "A", icons, folded=True)
        qtbot.addWidget(made)
        made.setLayoutDirection(direction)
        made.fold(False)
        made.fold(True)
        images[direction] = made.heading.icon().pixmap(12, 12).toImage()
    left_to_right, right_to_left = images.values()
    assert left_to_right != right_to_left
