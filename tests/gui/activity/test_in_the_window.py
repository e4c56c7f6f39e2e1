"""Activities where the person meets them: status line, list, closing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from album_organizer.gui.closing import would_be_lost
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from tests.gui.activity.test_activities import Work
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import CTRL, click, press
from tests.gui.pacing import PacedJudge


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    made.step(100)


def scanning(window: MainWindow, judge: PacedJudge, folder: Path) -> None:
    judge.stop_after(2)
    window.open_folder(str(folder))


def test_pause_and_go_on_in_the_status_line(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    scanning(window, judge, bursts)
    status = window.status
    qtbot.waitUntil(status.pause_button.isVisible)
    assert status.activity_button.text() == "1 running"
    click(status.pause_button)
    assert status.pause_button.text() == "Go on"
    judge.go_on()
    qtbot.wait(200)
    assert window.controller.busy
    assert status.message.full_text.startswith("Paused:")
    click(status.pause_button)
    wait_for(qtbot, window, SessionState.DONE)
    assert not status.pause_button.isVisible()
    assert status.activity_button.text() == "Activity"


def test_the_list_shows_the_scan(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    press(window.photos.grid, Qt.Key.Key_J, CTRL)
    panel = window.activity
    qtbot.waitUntil(panel.isVisible)
    assert window.actions_.activity.isChecked()
    titles = [row.activity.title for row in panel.rows]
    assert titles == ["Scanning Bursts"]
    press(panel, Qt.Key.Key_Escape)
    assert not window.actions_.activity.isChecked()


def test_a_scan_is_stopped_without_a_question(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    scanning(window, judge, bursts)
    qtbot.waitUntil(lambda: bool(window.activities.running))
    assert would_be_lost(window.activities.all) == []
    judge.go_on()


@pytest.mark.parametrize(("answer", "closes"), [("Keep", False), ("Stop", True)])
def test_closing_asks_while_an_export_runs(
    qtbot: QtBot, quick_window: OpenWindow, work: Work, answer: str, closes: bool
) -> None:
    window = quick_window()
    window.controller.pools.dialogs.submit(work, title="Exporting to Album", lossy=True)
    asked: list[str] = []

    def reply() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(b for b in box.buttons() if b.text().startswith(answer)).click()

    QTimer.singleShot(200, reply)
    assert window.close() is closes
    assert asked == ["This is not finished: Exporting to Album."]
    assert window.isVisible() is not closes
    work.step(100)
    qtbot.waitUntil(lambda: closes or not window.activities.running)
