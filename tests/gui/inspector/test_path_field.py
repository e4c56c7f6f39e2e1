"""The path of the file: short where there is little room, whole where it is read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.inspector.capture_table import PathField

LONG = "/photos/" + "a very long way/" * 12 + "IMG_0412.JPG"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def other(window: QWidget) -> QLineEdit:
    return QLineEdit(window)


@pytest.fixture
def field(qtbot: QtBot, window: QWidget, other: QLineEdit) -> PathField:
    made = PathField()
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(made)
    window.resize(240, 90)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    made.show_path(LONG)
    return made


def test_a_long_path_lacks_its_middle_and_keeps_its_name(field: PathField) -> None:
    assert field.text().startswith("/photos/")
    assert "…" in field.text()
    assert field.text().endswith("0412.JPG")
    assert field.fontMetrics().horizontalAdvance(field.text()) <= field.width()
    assert field.path == LONG
    assert LONG in field.toolTip()


def test_a_short_path_is_whole(field: PathField) -> None:
    field.show_path("/a/b.jpg")
    assert field.text() == "/a/b.jpg"


def test_more_room_shows_more(field: PathField) -> None:
    before = len(field.text())
    field.window().resize(600, 90)
    assert len(field.text()) > before
    field.window().resize(2400, 90)
    assert field.text() == LONG


def test_the_keyboard_finds_all_of_it_and_copies_it(field: PathField, other: QLineEdit) -> None:
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert field.hasFocus()
    assert field.text() == LONG
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == LONG
    field.show_path(LONG.replace("0412", "0413"))
    assert field.text().endswith("0413.JPG")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert "…" in field.text()
