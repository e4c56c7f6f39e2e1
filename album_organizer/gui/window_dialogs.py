"""The dialogs of the window: settings, export, about; each exists once at most."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from album_organizer import __version__
from album_organizer.gui.dialogs.export_dialog import ExportDialog, suggested_destination
from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.panels.elements import discard
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.window_parts import WindowParts
from album_organizer.i18n import tr


class WindowDialogs(QObject):
    """Opens dialogs over the window.

    ``model_switched`` carries the outcome, ``preferences_opened`` the :class:`Preferences` as soon
    as the home folder was read.

    Attributes:
        settings: The settings, if they were opened.
        export: The export, if it was opened.
        preferences: What the person prefers, or None before the home folder was read.

    Args:
        window: Its parts exist already.
        parent: Qt owner.
    """

    model_switched = Signal(object)
    preferences_opened = Signal(object)

    def __init__(self, window: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._controller = window.controller
        self.settings: SettingsDialog | None = None
        self.export: ExportDialog | None = None
        self.preferences: Preferences | None = None
        self._controller.catalog_opened.connect(self._read_preferences)

    @property
    def bindings(self) -> Bindings:
        """The keys in force."""
        if self.preferences is None:
            return Bindings(all_commands())
        return self.preferences.bindings

    def open_settings(self) -> None:
        """Opens the settings."""
        workspace, preferences = self._controller.workspace, self.preferences
        if workspace is None or preferences is None:
            return
        window, pool = self._window, self._controller.pools.models
        discard(self.settings)
        self.settings = SettingsDialog(
            workspace.registry, preferences, pool, window.icons, window.window_
        )
        self.settings.model_switched.connect(self.model_switched)
        self.settings.open()

    def open_export(self) -> None:
        """Opens the export of the photos that are in the album now."""
        session = self._controller.session
        chosen = [] if session is None else session.in_album()
        if session is None or not chosen:
            return
        folder = Path(session.folder)
        photos = [(folder / item.path, item.path) for item in chosen]
        discard(self.export)
        self.export = ExportDialog(
            photos,
            suggested_destination(folder),
            self._controller.pools.dialogs,
            self._window.window_,
        )
        self.export.open()

    def open_about(self) -> None:
        """Tells what the program is."""
        QMessageBox.about(
            self._window.window_,
            tr("About Album Organizer"),
            tr(
                "Album Organizer {version}\n\nFinds the photos that belong in the album, "
                "and says why."
            ).format(version=__version__),
        )

    def _read_preferences(self) -> None:
        workspace, settings = self._controller.workspace, self._controller.settings
        if workspace is None or settings is None:
            return
        # The pool of the catalog, because what waits there is written before the window closes.
        pool = self._controller.pools.catalog
        self.preferences = Preferences(workspace.home, pool, settings, self)
        self.preferences_opened.emit(self.preferences)
