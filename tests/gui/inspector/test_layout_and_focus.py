"""Lines of buttons that wrap, and walking through them by keyboard."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.inspector.button_text import beside_icon
from album_organizer.gui.inspector.flow_layout import FlowLayout
from album_organizer.gui.inspector.roving_focus import RovingFocus
from tests.gui.hands import press

LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class Box(QWidget):
    """A widget of a size."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._wanted = QSize(width, 20)

    def sizeHint(self) -> QSize:
        return self._wanted


def laid_out(
    widths: list[int], room: int, *, fill: bool, direction: Qt.LayoutDirection = LEFT_TO_RIGHT
) -> tuple[list[QRect], int]:
    """Where boxes are put, and the height the layout wants."""
    host = QWidget()
    host.setLayoutDirection(direction)
    flow = FlowLayout(host, 4, fill=fill)
    boxes = [Box(width) for width in widths]
    for box in boxes:
        flow.addWidget(box)
    flow.setGeometry(QRect(0, 0, room, 1000))
    places = [box.geometry() for box in boxes]
    height = flow.heightForWidth(room)
    host.deleteLater()
    return places, height


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    widths=st.lists(st.integers(10, 200), min_size=1, max_size=8),
    room=st.integers(60, 500),
    fill=st.booleans(),
)
def test_nothing_overlaps_and_nothing_leaves_the_room(
    qtbot: QtBot, widths: list[int], room: int, fill: bool
) -> None:
    places, height = laid_out(widths, room, fill=fill)
    assert max(place.bottom() for place in places) + 1 == height
    for number, place in enumerate(places):
        assert place.left() >= 0
        assert place.right() < room
        for other in places[:number]:
            assert not place.intersects(other)
            assert (place.y(), place.x()) > (other.y(), other.x())
    mirrored, _ = laid_out(widths, room, fill=fill, direction=RIGHT_TO_LEFT)
    for place, image in zip(places, mirrored, strict=True):
        assert (image.y(), image.width()) == (place.y(), place.width())
        assert image.left() == room - 1 - place.right()
    if fill:
        ends = {place.y(): place.right() for place in places}
        assert set(ends.values()) == {room - 1}


def test_hidden_widgets_leave_no_hole(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host, 4)
    boxes = [Box(50) for _ in range(3)]
    for box in boxes:
        flow.addWidget(box)
    boxes[1].hide()
    flow.setGeometry(QRect(0, 0, 300, 50))
    assert boxes[2].x() == 54
    assert flow.sizeHint() == QSize(104, 20)
    assert flow.itemAt(3) is None
    assert flow.takeAt(9) is None


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    for text in ("before", "a", "b", "c", "after"):
        column.addWidget(QPushButton(text))
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    return host


def buttons(host: QWidget) -> list[QPushButton]:
    return host.findChildren(QPushButton)


def test_a_row_is_one_stop_of_the_tab_key(qtbot: QtBot, row: QWidget) -> None:
    before, a, b, c, after = buttons(row)
    roving = RovingFocus(row, [a, b, c])
    before.setFocus()
    press(before, Qt.Key.Key_Tab)
    assert a.hasFocus()
    press(a, Qt.Key.Key_Right)
    assert b.hasFocus()
    press(b, Qt.Key.Key_Tab)
    assert after.hasFocus()
    press(after, Qt.Key.Key_Backtab)
    assert b.hasFocus()  # where it was left
    roving.enter_at(c)
    after.setFocus()
    press(after, Qt.Key.Key_Backtab)
    assert c.hasFocus()


@pytest.mark.parametrize(
    ("direction", "forward", "back"),
    [
        (LEFT_TO_RIGHT, Qt.Key.Key_Right, Qt.Key.Key_Left),
        (RIGHT_TO_LEFT, Qt.Key.Key_Left, Qt.Key.Key_Right),
    ],
)
def test_arrows_follow_the_direction_of_reading(
    qtbot: QtBot, row: QWidget, direction: Qt.LayoutDirection, forward: Qt.Key, back: Qt.Key
) -> None:
    row.setLayoutDirection(direction)
    _, a, b, c, _ = buttons(row)
    roving = RovingFocus(row, [a, b, c])
    assert roving.parent() is row
    a.setFocus()
    for key, target in ((forward, b), (forward, c), (forward, c), (back, b)):
        press(row.focusWidget(), key)
        assert target.hasFocus()
    press(b, Qt.Key.Key_Down)
    assert c.hasFocus()
    press(c, Qt.Key.Key_Home)
    assert a.hasFocus()
    b.setEnabled(False)
    press(a, forward)
    assert c.hasFocus()


def test_enter_acts_also_where_the_window_has_a_shortcut(qtbot: QtBot, row: QWidget) -> None:
    stolen: list[str] = []
    for name in ("Return", "Space", "Right", "Home"):
        shortcut = QShortcut(QKeySequence(name), row)
        shortcut.activated.connect(lambda n=name: stolen.append(n))
    _, a, b, c, _ = buttons(row)
    RovingFocus(row, [a, b, c])
    a.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(a.clicked):
            press(a, key)
    press(a, Qt.Key.Key_Right)
    assert b.hasFocus()
    assert stolen == []


def test_what_gets_the_keyboard_is_scrolled_into_sight(qtbot: QtBot) -> None:
    body = QWidget()
    column = QVBoxLayout(body)
    made = [QPushButton(str(n)) for n in range(30)]
    for button in made:
        column.addWidget(button)
    RovingFocus(body, made)
    area = QScrollArea()
    area.setWidget(body)
    qtbot.addWidget(area)
    area.resize(200, 150)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    made[0].setFocus()
    press(made[0], Qt.Key.Key_End)
    assert not made[-1].visibleRegion().isEmpty()


def test_text_beside_an_icon(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.setLayoutDirection(LEFT_TO_RIGHT)
    assert beside_icon("Black & white", host) == "Black && white"
    host.setLayoutDirection(RIGHT_TO_LEFT)
    assert beside_icon("Pick", host).strip() == "Pick"
    assert beside_icon("Pick", host) != "Pick"
