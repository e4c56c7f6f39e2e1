"""Folders that are dragged onto the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import carried, drag_in, drag_out, drop, session_of
from tests.gui.pacing import PacedJudge
from tests.support.pictures import write_picture


def look_of_drop_area(window: MainWindow) -> QImage:
    area = window.photos.start.findChild(QFrame, "dropArea")
    assert isinstance(area, QFrame)
    return area.grab().toImage()


def test_folder_is_welcomed_opened_and_scored(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    assert drop(window, carried(bursts))
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(bursts)
    assert window.photos.model.rowCount() == 7


def test_drop_area_shows_that_the_folder_can_be_let_go(
    quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    before = look_of_drop_area(window)
    assert drag_in(window, carried(bursts))
    assert look_of_drop_area(window) != before
    drag_out(window)
    assert look_of_drop_area(window) == before
    assert window.controller.session is None


@pytest.mark.parametrize("url", ["https://example.org/photos", "file:///no/such/folder", ""])
def test_what_is_no_folder_is_turned_away(quick_window: OpenWindow, url: str) -> None:
    window = quick_window()
    before = look_of_drop_area(window)
    assert not drag_in(window, carried(url))
    assert look_of_drop_area(window) == before
    assert not drop(window, carried(url))
    assert window.controller.session is None
    assert window.photos.currentWidget() is window.photos.start


def test_text_is_turned_away(quick_window: OpenWindow, bursts: Path) -> None:
    window = quick_window()
    data = QMimeData()
    data.setText(str(bursts))
    assert not drag_in(window, data)
    assert not drop(window, data)
    assert window.controller.session is None


@pytest.mark.parametrize("name", ["Été à Zürich 100%", "湖と丘 🌄", "a #1 & b?", "two\nlines"])
def test_names_of_any_kind_arrive_as_they_are(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path, name: str
) -> None:
    photo = write_picture(tmp_path / name / "only.jpg", seconds=0)
    window = quick_window()
    assert drop(window, carried(photo.parent))
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(photo.parent)
    assert window.photos.model.paths == ["only.jpg"]
    assert window.header.folder_name.full_text == name
    assert window.windowTitle().startswith(name)


def test_one_photo_stands_for_its_folder(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    assert drop(window, carried(bursts / "b1.jpg"))
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(bursts)
    assert window.photos.model.rowCount() == 7


def test_first_folder_of_several_is_opened(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    other = write_picture(tmp_path / "other/x.jpg").parent
    window = quick_window()
    assert drop(window, carried("https://example.org/", other, bursts))
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(other)


def test_drop_during_a_scan_leaves_that_scan(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path, judge: PacedJudge
) -> None:
    other = write_picture(tmp_path / "other/x.jpg", scene=3).parent
    window = quick_window()
    judge.stop_after(2)
    window.open_folder(str(bursts))
    qtbot.waitUntil(lambda: window.photos.model.rowCount() > 0)
    assert drop(window, carried(other))
    assert window.photos.model.rowCount() == 0
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.paths == ["x.jpg"]
    assert window.header.recent_menu.actions()[0].text().startswith("other ")
    assert window.header.folder_count.text() == "1 photo"


def test_drop_replaces_an_open_folder_and_takes_notices_away(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    window = quick_window()
    window.open_folder(str(tmp_path / "gone"))
    wait_for(qtbot, window, SessionState.FAILED)
    assert window.banner.isVisible()
    assert drop(window, carried(bursts))
    assert not window.banner.isVisible()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.currentWidget() is window.photos.grid


def test_keyboard_is_in_the_photos_after_a_drop(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    window.activateWindow()
    drop(window, carried(bursts))
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.grid.hasFocus()
    assert window.photos.grid.current_path() == "a0.jpg"


def test_the_page_of_a_finished_drag_is_not_marked(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    window.status.models_button.setFocus()  # no frame of the focus in either picture
    before = look_of_drop_area(window)
    drop(window, carried(bursts))
    assert look_of_drop_area(window) == before
    score(qtbot, window, bursts)
    child = window.childAt(QPoint(640, 400))
    assert child is not None
    assert not child.testAttribute(Qt.WidgetAttribute.WA_AcceptDrops)
