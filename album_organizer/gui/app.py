"""Starts the window: wires its parts, nothing is reached as a global."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.icons import window_icon
from album_organizer.gui.jobs import Pools
from album_organizer.gui.language import apply_language
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_controller import SessionController
from album_organizer.gui.theme import SchemeName, Theme
from album_organizer.settings.home import bundled_root, resolve_home
from album_organizer.settings.schema import WindowSettings
from album_organizer.settings.store import load_settings
from album_organizer.workspace.logs import start_logging

_LAYOUT_FILE = "window.ini"


def open_window(home: Path | None, folder: Path | None) -> int:
    """Opens the window and returns when it was closed.

    Args:
        home: The home folder, or None for the default.
        folder: A photo folder to open at once.

    Returns:
        The process's exit code.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("The window needs a QApplication.")
    app.setApplicationName("album-organizer")
    app.setApplicationDisplayName("Album Organizer")
    app.setDesktopFileName("album-organizer")
    start_logging(resolve_home(home))
    window = build_window(app, home)
    window.show()
    # The window is painted first; the home folder is read beside it.
    QTimer.singleShot(0, window.controller.start)
    if folder is not None:
        window.open_folder(str(folder))
    return app.exec()


def build_window(
    app: QApplication, home: Path | None, scheme: SchemeName | None = None
) -> MainWindow:
    """Makes the window and everything it needs; the caller shows it and starts the controller.

    Args:
        app: Gets the theme.
        home: The home folder, or None for the default.
        scheme: Stay light or dark whatever the system says.
    """
    resources = bundled_root() / "resources"
    settings = _window_settings(resolve_home(home))
    apply_language(app, resources, settings.language)
    theme = Theme(app, resources, scheme)
    theme.prefer(settings.theme)
    app.setWindowIcon(window_icon(theme.resources))
    controller = SessionController(home, Pools.create())
    memory = QSettings(str(resolve_home(home) / _LAYOUT_FILE), QSettings.Format.IniFormat)
    window = MainWindow(controller, theme, memory)
    # They go with it: their signals lead to it and would keep all of it, and what only Python
    # owns might be taken away on a worker's thread.
    for part in (theme, controller, memory, *controller.pools.all()):
        part.setParent(window)
    return window


def _window_settings(home: Path) -> WindowSettings:
    """Language and theme are needed before the home folder is opened beside the window."""
    try:
        return load_settings(home).window
    except AlbumError:
        # The window tells when it opens the home folder.
        return WindowSettings()


def main() -> None:
    """Opens the window with the default home folder, for a start without terminal."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.exit(open_window(None, folder))
