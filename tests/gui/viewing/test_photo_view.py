"""One photo under keys, mouse and fingers."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPixmap, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.icons import Icons
from album_organizer.gui.pictures import to_qimage
from album_organizer.gui.theme import Theme
from album_organizer.gui.viewing.photo_view import FAR, PhotoView
from album_organizer.gui.viewing.shared_zoom import SharedZoom
from album_organizer.gui.viewing.zoom import FIT, Zoom, ZoomMode
from tests.gui.builders import item as any_item
from tests.gui.hands import CTRL, LEFT, NO_KEY, SHIFT, press
from tests.gui.viewing.conftest import SIZE, make_item, make_picture


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, icons: Icons) -> PhotoView:
    made = PhotoView(theme, icons, SharedZoom())
    made.shared.setParent(made)
    qtbot.addWidget(made)
    made.resize(632, 432)
    picture = QPixmap.fromImage(to_qimage(make_picture(0), 10_000))
    made.show_picture(make_item("a1.jpg"), (picture,))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def click(view: PhotoView, spot: QPoint) -> None:
    QTest.mouseClick(view, LEFT, NO_KEY, spot)


def wheel(view: PhotoView, spot: QPoint, turned: int, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    event = QWheelEvent(
        QPointF(spot), view.mapToGlobal(QPointF(spot)), QPoint(), QPoint(0, turned),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def place_under(view: PhotoView, spot: QPoint) -> tuple[float, float]:
    target = view.target()
    return (spot.x() - target.x()) / target.width(), (spot.y() - target.y()) / target.height()


def color_at(view: PhotoView, spot: QPoint) -> tuple[int, int, int]:
    color = view.grab().toImage().pixelColor(spot)
    return color.red(), color.green(), color.blue()


def test_whole_photo_is_seen_at_first(view: PhotoView) -> None:
    target = view.target()
    assert (target.width(), target.height()) == (600, 400)
    assert color_at(view, QPoint(30, 30))[0] > 150
    assert color_at(view, QPoint(600, 400))[:2] > (150, 150)


def test_click_shows_actual_size_at_that_spot_and_the_next_the_whole_photo(
    view: PhotoView,
) -> None:
    spot = QPoint(200, 150)
    before = place_under(view, spot)
    click(view, spot)
    assert view.scale == 1.0
    assert view.target().width() == SIZE[0]
    assert place_under(view, spot) == pytest.approx(before, abs=0.002)
    assert view.needs_all_pixels
    click(view, spot)
    assert view.zoom == FIT


def test_click_on_the_ground_zooms_nothing_and_double_click_there_leaves(
    qtbot: QtBot, view: PhotoView
) -> None:
    click(view, QPoint(4, 4))
    assert view.zoom == FIT
    with qtbot.waitSignal(view.opened):
        QTest.mouseDClick(view, LEFT, NO_KEY, QPoint(4, 4))


def test_first_click_into_a_photo_without_keyboard_only_chooses_it(
    qtbot: QtBot, view: PhotoView
) -> None:
    view.clearFocus()
    with qtbot.waitSignal(view.taken):
        click(view, QPoint(200, 150))
    assert view.hasFocus()
    assert view.zoom == FIT
    click(view, QPoint(200, 150))
    assert view.scale == 1.0


def test_dragging_moves_the_photo_and_is_no_click(view: PhotoView) -> None:
    view.toggle_actual()
    start = QPoint(300, 200)
    held = place_under(view, start)
    QTest.mousePress(view, LEFT, NO_KEY, start)
    for step in range(1, 9):
        QTest.mouseMove(view, start + QPoint(-10, -5) * step)
    assert view.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(view, LEFT, NO_KEY, start + QPoint(-80, -40))
    assert place_under(view, start + QPoint(-80, -40)) == pytest.approx(held, abs=0.01)
    assert view.scale == 1.0


@pytest.mark.parametrize("keys", [NO_KEY, CTRL])
def test_wheel_zooms_at_the_pointer(view: PhotoView, keys: Qt.KeyboardModifier) -> None:
    spot = QPoint(250, 180)
    before = place_under(view, spot)
    for _ in range(3):
        wheel(view, spot, 120, keys)
    assert view.scale > 0.7
    assert place_under(view, spot) == pytest.approx(before, abs=0.005)
    for _ in range(4):
        wheel(view, spot, -120, keys)
    assert view.zoom == FIT


def test_two_fingers_zoom(view: PhotoView) -> None:
    spot = QPointF(250, 180)
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, device, 2, spot, spot, view.mapToGlobal(spot),
        0.5, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.scale == pytest.approx(0.6)


def test_keys_zoom_in_steps(view: PhotoView) -> None:
    seen = [view.scale]
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        press(view, key)
        seen.append(view.scale)
    assert seen == sorted(set(seen))
    assert 1.0 in seen
    for _ in seen:
        press(view, Qt.Key.Key_Minus)
    assert view.zoom == FIT


def test_arrows_walk_and_in_a_zoomed_photo_they_move_it(qtbot: QtBot, view: PhotoView) -> None:
    arrows: list[tuple[int, int]] = []
    view.arrow.connect(lambda across, down: arrows.append((across, down)))
    keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    for key in keys:
        press(view, key)
    assert arrows == [(-1, 0), (1, 0), (0, -1), (0, 1)]
    view.toggle_actual()
    before = view.target().topLeft()
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Down)
    moved = view.target().topLeft() - before
    assert moved.x() < -50
    assert moved.y() < -50
    assert len(arrows) == 4
    press(view, Qt.Key.Key_Right, SHIFT)
    assert arrows[4:] == [(1, 0)]


def test_reading_direction_turns_the_arrows_round(view: PhotoView) -> None:
    arrows: list[tuple[int, int]] = []
    view.arrow.connect(lambda across, down: arrows.append((across, down)))
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(view, Qt.Key.Key_Left)
    assert arrows == [(1, 0)]


def test_other_keys_walk_far_and_open(qtbot: QtBot, view: PhotoView) -> None:
    walked: list[int] = []
    view.walked.connect(walked.append)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        press(view, key)
    assert walked == [-FAR, FAR, -1, 1]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        with qtbot.waitSignal(view.opened):
            press(view, key)


def test_photos_that_share_a_zoom_show_the_same_part(
    qtbot: QtBot, theme: Theme, icons: Icons, view: PhotoView
) -> None:
    other = PhotoView(theme, icons, view.shared)
    qtbot.addWidget(other)
    other.resize(view.size())
    other.show_picture(any_item("large.jpg"), ())
    click(view, QPoint(200, 150))
    wheel(view, QPoint(200, 150), 240)
    assert other.zoom == view.zoom
    ours, theirs = view.frame, other.frame
    middle = (ours.view[0] / 2, ours.view[1] / 2)
    here = ours.place_at(view.zoom, *middle)
    assert theirs.place_at(view.zoom, *middle) == pytest.approx(here, abs=0.01)


def test_fill_leaves_no_ground(view: PhotoView) -> None:
    view.resize(500, 700)
    view.toggle_fill()
    target = view.target()
    assert target.width() >= 468
    assert target.height() >= 668
    view.toggle_fill()
    assert view.zoom == FIT


def test_pixels_are_crisp_when_much_enlarged(view: PhotoView) -> None:
    """The border between two quarters of the picture is one step, not a slope."""
    view.set_zoom(Zoom(ZoomMode.FREE, 20.0))
    assert view.scale > 4
    row = view.grab().toImage()
    reds = [row.pixelColor(x, 100).red() for x in range(200, 432)]
    steps = [abs(a - b) for a, b in pairwise(reds) if a != b]
    # JPEG is not involved: 200 on one side, 20 on the other.
    assert steps == [180]


def test_small_picture_stands_in_until_the_sharp_one_comes(view: PhotoView) -> None:
    small = QPixmap.fromImage(to_qimage(make_picture(0), 40))
    item = view.item
    view.show_picture(item, (small,))
    assert color_at(view, QPoint(60, 60))[0] > 150
    sharp = QPixmap.fromImage(to_qimage(make_picture(5), 400))
    view.show_picture(item, (small, sharp))
    assert color_at(view, QPoint(60, 60))[1] == pytest.approx(100, abs=4)


def test_decision_and_marks_are_read_aloud(view: PhotoView) -> None:
    view.show_picture(any_item("a.jpg", decision=UserDecision.PICK), ())
    assert view.accessibleName() == "a.jpg, score 0.47, picked"
    view.show_picture(any_item("a.jpg"), (), "It cannot be read.")
    assert view.accessibleDescription() == "It cannot be read."


def test_screen_scaling_needs_larger_pictures(view: PhotoView) -> None:
    assert view.needed_side == 400
    assert not view.needs_all_pixels
    with_signal: list[bool] = []
    view.resized.connect(lambda: with_signal.append(True))
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert with_signal
