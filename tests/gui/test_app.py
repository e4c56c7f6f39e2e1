"""The start of the program: window first, everything heavy beside it."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.app import build_window, open_window
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.workspace.logs import log_path, stop_logging
from tests.gui.conftest import SCAN_MS


@pytest.fixture(autouse=True)
def no_log_left_open() -> Iterator[None]:
    yield
    stop_logging()


def test_opens_a_folder_and_returns_when_closed(
    qtbot: QtBot, qapp: QApplication, home: Path, album_folder: Path
) -> None:
    seen: list[int] = []

    def close_when_done() -> None:
        for window in qapp.topLevelWidgets():
            if not isinstance(window, MainWindow) or not window.isVisible():
                continue
            if window.controller.state is SessionState.DONE:
                seen.append(window.photos.model.rowCount())
                window.close()
                window.deleteLater()

    poll = QTimer()
    poll.setInterval(50)
    poll.timeout.connect(close_when_done)
    poll.start()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(qapp.quit)
    limit.start(SCAN_MS)
    assert open_window(home, album_folder) == 0
    poll.stop()
    limit.stop()
    assert seen == [9]
    log = log_path(home).read_text(encoding="utf-8")
    assert "INFO - Loaded AVA model v1 from models/album_app/ava_aesthetic_model.pt" in log
    assert "INFO - Loaded Siamese comparison model v1 from " in log


def test_window_is_there_before_torch_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from album_organizer.gui.app import build_window\n"
        "app = QApplication([])\n"
        f"window = build_window(app, Path({str(tmp_path)!r}))\n"
        "window.show()\n"
        "app.processEvents()\n"
        "assert window.isVisible()\n"
        "assert 'torch' not in sys.modules, 'torch'\n"
        "window.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_window_has_title_and_icon(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    window = build_window(qapp, home, "light")
    qtbot.addWidget(window)
    assert window.windowTitle() == "Album Organizer"
    assert not window.windowIcon().isNull()


def test_nothing_of_a_window_outlives_it(qapp: QApplication, quick_home: Path) -> None:
    def windows() -> int:
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return sum(type(thing) is MainWindow for thing in gc.get_objects())

    before = windows()
    window = build_window(qapp, quick_home, "dark")
    window.show()
    assert windows() == before + 1
    window.close()
    window.deleteLater()
    del window
    assert windows() == before
