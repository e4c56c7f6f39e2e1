"""The full screen takes away what is around the photos and brings it back as it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from album_organizer.gui.viewing.full_screen import FullScreen
from tests.gui.hands import press


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setCentralWidget(QLabel("photos"))
    made.menuBar().addMenu("File")
    made.statusBar().showMessage("412 photos")
    made.show()
    qtbot.waitExposed(made)
    return made


def test_everything_around_goes_and_comes_back_as_it_was(window: QMainWindow) -> None:
    closed = QLabel("closed panel", window)
    closed.hide()
    bare: list[bool] = []
    full = FullScreen(window, [window.menuBar(), window.statusBar(), closed], bare.append)
    told: list[bool] = []
    full.changed.connect(told.append)
    full.toggle()
    assert told == [True]
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    full.enter()
    full.toggle()
    assert not full.active
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.statusBar().isVisible()
    assert not closed.isVisible()
    assert bare == told == [True, False]
    assert not full.leave()


def test_keys_of_the_window_still_work(qtbot: QtBot, window: QMainWindow) -> None:
    pick = QAction("Pick", window)
    pick.setShortcut(QKeySequence("P"))
    window.addAction(pick)
    window.menuBar().addAction(pick)
    full = FullScreen(window, [window.menuBar()], lambda bare: None)
    full.enter()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(pick.triggered):
        press(window, Qt.Key.Key_P)


def test_maximised_window_stays_maximised(window: QMainWindow) -> None:
    window.showMaximized()
    full = FullScreen(window, [], lambda bare: None)
    full.enter()
    full.leave()
    assert window.isMaximized()
