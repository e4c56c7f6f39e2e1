"""The menu Help: about, diagnostics, log folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from album_organizer import __version__
from album_organizer.gui.help.about_dialog import AboutDialog
from album_organizer.workspace.logs import log_path
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import click, press


def about(window_factory: OpenWindow) -> AboutDialog:
    window = window_factory()
    window.actions_.about.trigger()
    assert window.dialogs.about is not None
    return window.dialogs.about


def test_about_names_versions_and_licences(quick_window: OpenWindow) -> None:
    dialog = about(quick_window)
    rows = [
        [str(dialog.table.model().index(row, column).data()) for column in range(3)]
        for row in range(dialog.table.rowCount())
    ]
    cells = {name: (version, licence) for name, version, licence in rows}
    assert cells["torch"][0].startswith("2.")
    assert "MIT" in cells["pydantic"][1]


def test_versions_can_be_copied(quick_window: OpenWindow) -> None:
    dialog = about(quick_window)
    click(dialog.copy_button)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"Album Organizer {__version__}\ntorch 2.")


def test_escape_closes_about(quick_window: OpenWindow) -> None:
    dialog = about(quick_window)
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_diagnostics_are_copied_and_told(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    QGuiApplication.clipboard().clear()
    window.actions_.copy_diagnostics.trigger()
    qtbot.waitUntil(lambda: "Packages" in QGuiApplication.clipboard().text())
    text = QGuiApplication.clipboard().text()
    assert "a0.jpg" not in text
    assert "copied" in window.banner.sentence.text()


def test_log_folder_opens(
    quick_window: OpenWindow, quick_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    window = quick_window()
    window.actions_.open_logs.trigger()
    assert opened == [str(log_path(quick_home).parent)]
    assert Path(opened[0]).is_dir()
