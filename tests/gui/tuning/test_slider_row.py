"""One slider: keys, mouse, words for screen readers, the way back to the default."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.icons import Icons
from album_organizer.gui.tuning.count_row import CountRow
from album_organizer.gui.tuning.slider_row import SliderRow
from tests.gui.hands import LEFT, NO_KEY, click, press


def show(qtbot: QtBot, row: SliderRow) -> None:
    qtbot.addWidget(row)
    row.resize(300, 60)
    row.show()
    qtbot.waitExposed(row)


@pytest.fixture
def row(qtbot: QtBot, icons: Icons) -> SliderRow:
    made = SliderRow(icons, "Light", "More is brighter.", lambda n: f"{n} lx", largest=100)
    made.set_default(50)
    made.show_value(50)
    show(qtbot, made)
    return made


@pytest.fixture
def count(qtbot: QtBot, icons: Icons) -> CountRow:
    made = CountRow(icons)
    made.set_photos(200)
    made.set_default(40)
    made.show_value(40)
    show(qtbot, made)
    return made


def heard(row: SliderRow) -> list[int]:
    values: list[int] = []
    row.moved.connect(values.append)
    return values


def roll(row: SliderRow, steps: int) -> None:
    middle = QPointF(row.slider.rect().center())
    event = QWheelEvent(
        middle,
        row.slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(row.slider, event)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 51),
        (Qt.Key.Key_Left, 49),
        (Qt.Key.Key_PageUp, 55),
        (Qt.Key.Key_PageDown, 45),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 100),
    ],
)
def test_keys_move_it(row: SliderRow, key: Qt.Key, value: int) -> None:
    values = heard(row)
    press(row.slider, key)
    assert row.value == value
    assert values == [value]
    assert row.value_text == f"{value} lx"


def test_it_says_what_it_is(row: SliderRow) -> None:
    assert row.slider.accessibleName() == "Light, 50 lx"
    assert row.slider.accessibleDescription() == row.slider.toolTip() == "More is brighter."
    assert row.label.buddy() is row.slider
    assert row.reset_button.accessibleName() == "Reset Light"
    press(row.slider, Qt.Key.Key_Right)
    assert row.slider.accessibleName() == "Light, 51 lx"


def test_a_value_that_nobody_moved_is_shown_in_silence(row: SliderRow) -> None:
    values = heard(row)
    row.show_value(7)
    assert (row.value, row.value_text, values) == (7, "7 lx", [])


def test_the_upper_end_gives_way_to_a_larger_value(row: SliderRow) -> None:
    row.show_value(130)
    assert row.value == 130
    row.set_default(150)
    row.reset()
    assert row.value == 150


def test_the_way_back_is_offered_once_it_leads_anywhere(row: SliderRow) -> None:
    assert not row.reset_button.isVisible()
    press(row.slider, Qt.Key.Key_Right)
    assert row.reset_button.isVisible()
    assert row.reset_button.toolTip() == "Back to 50 lx"
    values = heard(row)
    click(row.reset_button)
    assert (row.value, values) == (50, [50])
    assert not row.reset_button.isVisible()


def test_the_keyboard_stays_with_the_row_when_its_button_goes(row: SliderRow) -> None:
    press(row.slider, Qt.Key.Key_Right)
    row.reset_button.setFocus()
    press(row.reset_button, Qt.Key.Key_Space)
    assert row.value == 50
    assert row.slider.hasFocus()


def test_a_double_click_on_name_or_slider_goes_back(row: SliderRow) -> None:
    for target in (row.label, row.slider):
        press(row.slider, Qt.Key.Key_End)
        QTest.mouseDClick(target, LEFT)
        assert row.value == 50


def test_a_click_on_the_track_goes_there_and_a_drag_follows(row: SliderRow) -> None:
    slider = row.slider
    middle = slider.height() // 2
    QTest.mousePress(slider, LEFT, NO_KEY, QPoint(slider.width() * 3 // 4, middle))
    assert row.value == pytest.approx(76, abs=3)
    QTest.mouseMove(slider, QPoint(slider.width() // 4, middle))
    QTest.mouseRelease(slider, LEFT, NO_KEY, QPoint(slider.width() // 4, middle))
    assert row.value == pytest.approx(24, abs=3)


def test_from_right_to_left_the_track_is_turned(qtbot: QtBot, row: SliderRow) -> None:
    assert row.slider.property("mirrored") is False
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert row.slider.property("mirrored") is True
    slider = row.slider
    place = QPoint(slider.width() // 4, slider.height() // 2)
    QTest.mouseClick(slider, LEFT, NO_KEY, place)
    assert row.value == pytest.approx(76, abs=3)


def test_the_wheel_moves_it_only_while_it_has_the_keyboard(row: SliderRow) -> None:
    row.slider.clearFocus()
    roll(row, 1)
    assert row.value == 50
    row.slider.setFocus()
    roll(row, 1)
    assert row.value > 50


def test_a_number_of_photos_can_be_typed(count: CountRow) -> None:
    values = heard(count)
    count.box.setFocus()
    count.box.selectAll()
    QTest.keyClicks(count.box, "120")
    assert values == []
    press(count.box, Qt.Key.Key_Return)
    assert values == [120]
    assert count.value == count.slider.value() == 120


def test_its_slider_and_field_show_the_same(count: CountRow) -> None:
    values = heard(count)
    press(count.slider, Qt.Key.Key_PageUp)
    assert (count.value, count.box.value(), values) == (50, 50, [50])
    assert count.slider.accessibleName() == "Photos in the album, 50 photos"


def test_more_photos_than_the_slider_has_can_be_typed(count: CountRow) -> None:
    count.box.setValue(5000)
    assert (count.value, count.slider.value()) == (5000, 200)
    click(count.reset_button)
    assert (count.value, count.slider.value()) == (40, 40)


@pytest.mark.parametrize(("photos", "end"), [(0, 20), (7, 20), (120, 120), (90_000, 300)])
def test_its_slider_ends_where_the_folder_does(count: CountRow, photos: int, end: int) -> None:
    values = heard(count)
    count.set_photos(photos)
    assert count.slider.maximum() == end
    assert (count.value, values) == (40, [])


def test_a_wish_larger_than_the_folder_is_kept(count: CountRow) -> None:
    count.show_value(150)
    count.set_photos(30)
    count.set_photos(200)
    assert (count.value, count.slider.value()) == (150, 150)


@pytest.mark.parametrize(
    ("in_album", "told"),
    [(18, "18 found: of similar shots"), (40, ""), (52, "52 are picked already")],
)
def test_another_number_than_wanted_is_explained(count: CountRow, in_album: int, told: str) -> None:
    count.show_found(in_album)
    assert count.found_label.text().startswith(told)
    assert count.found_label.isVisible() is bool(told)
