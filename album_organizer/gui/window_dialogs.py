"""The dialogs of the window: settings, export, about; each exists once at most."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from album_organizer.gui.dialogs.export_dialog import ExportDialog, suggested_destination
from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.help.about_dialog import AboutDialog
from album_organizer.gui.jobs import Callbacks
from album_organizer.gui.panels.elements import discard
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.training.train_dialog import TrainDialog
from album_organizer.gui.training.training_process import (
    TrainingRequest,
    TrainingResult,
    run_training,
)
from album_organizer.gui.window_parts import WindowParts
from album_organizer.i18n import tr
from album_organizer.settings.home import bundled_root
from album_organizer.workspace.diagnostics import diagnostics
from album_organizer.workspace.logs import log_path


class WindowDialogs(QObject):
    """Opens dialogs over the window.

    ``model_switched`` carries the outcome, ``preferences_opened`` the :class:`Preferences` as soon
    as the home folder was read, ``told`` a sentence about something that worked,
    ``failed`` one about something that did not, ``trained`` what a training says of its model.

    Attributes:
        settings: The settings, if they were opened.
        export: The export, if it was opened.
        about: About the program, if it was opened.
        training: What to train on, if it was opened.
        preferences: What the person prefers, or None before the home folder was read.

    Args:
        window: Its parts exist already.
        parent: Qt owner.
    """

    model_switched = Signal(object)
    preferences_opened = Signal(object)
    told = Signal(str)
    failed = Signal(str)
    trained = Signal(str)

    def __init__(self, window: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._controller = window.controller
        self.settings: SettingsDialog | None = None
        self.export: ExportDialog | None = None
        self.about: AboutDialog | None = None
        self.training: TrainDialog | None = None
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

    def open_keys(self) -> None:
        """Opens the settings where keys are chosen."""
        self.open_settings()
        if self.settings is not None:
            self.settings.show_page(self.settings.keyboard)

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

    def open_training(self) -> None:
        """Asks what to train on."""
        workspace = self._controller.workspace
        if workspace is not None:
            discard(self.training)
            folders = (workspace.home, bundled_root())
            self.training = TrainDialog(workspace.home, folders, self._window.window_)
            self.training.wanted.connect(self._train)
            self.training.open()

    def _train(self, request: TrainingRequest) -> None:
        def ended(result: TrainingResult) -> None:
            self.trained.emit(result.text)

        self._controller.pools.training.submit(
            lambda context: run_training(request, context.job),
            Callbacks(done=ended, failed=lambda error: self.failed.emit(str(error))),
            title=tr("Training {model}").format(model=request.config.stem),
            lossy=True,
        )

    def open_about(self) -> None:
        """Tells what the program is and what it is made of."""
        window = self._window
        discard(self.about)
        models = window.status.models_button.text()
        self.about = AboutDialog(window.theme, models, window.window_)
        self.about.open()

    def open_logs(self) -> None:
        """Opens the folder of the log file in the file manager."""
        workspace = self._controller.workspace
        if workspace is not None:
            folder = log_path(workspace.home).parent
            folder.mkdir(parents=True, exist_ok=True)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def copy_diagnostics(self) -> None:
        """Copies what somebody who helps needs to know, and says so."""
        workspace = self._controller.workspace
        if workspace is None:
            return

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.told.emit(
                tr("Diagnostics copied: versions, settings, models and the log, no photo names.")
            )

        self._controller.pools.dialogs.submit(
            lambda context: diagnostics(workspace), Callbacks(done=copied)
        )

    def _read_preferences(self) -> None:
        workspace, settings = self._controller.workspace, self._controller.settings
        if workspace is None or settings is None:
            return
        # The pool of the catalog, because what waits there is written before the window closes.
        pool = self._controller.pools.catalog
        self.preferences = Preferences(workspace.home, pool, settings, self)
        self.preferences_opened.emit(self.preferences)
