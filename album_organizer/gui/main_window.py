"""The main window: layout and actions; what happens is the controller's business."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from album_organizer import __version__
from album_organizer.domain.album import UserDecision
from album_organizer.gui.actions import connect, fill_menu_bar, make_actions, photo_menu
from album_organizer.gui.dialogs.export_dialog import ExportDialog, suggested_destination
from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.dropping import dropped_folder
from album_organizer.gui.icons import Icons, window_icon
from album_organizer.gui.item_models.photo_item import (
    PhotoFilter,
    PhotoSort,
)
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.gui.panels.elements import Banner, discard
from album_organizer.gui.panels.empty_words import EmptyAction
from album_organizer.gui.panels.filter_panel import FilterPanel
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.inspector_panel import InspectorPanel
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.panels.photo_grid import CELL_STEP
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session_controller import (
    NoticeAction,
    SessionController,
)
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.window_presenter import WindowPresenter
from album_organizer.i18n import tr
from album_organizer.storage.catalog import Catalog


class MainWindow(QMainWindow):
    """The window.

    Args:
        controller: What it shows and asks for.
        theme: Colours, and the folder with the icons.
        memory: Where size and layout are remembered.
    """

    closed = Signal()

    def __init__(self, controller: SessionController, theme: Theme, memory: QSettings) -> None:
        super().__init__()
        self.controller = controller
        self._memory = memory
        self.theme = theme
        self.icons = Icons(theme)
        self.thumbnails = ThumbnailStore(controller.pools.thumbnails, self)
        self.pictures = PictureStore(controller.pools.pictures, self)
        emblem = window_icon(theme.resources)
        self.setWindowIcon(emblem)
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self.header = HeaderBar(self.icons)
        self.banner = Banner(self.icons)
        self.filters = FilterPanel(self.icons)
        self.photos = PhotoArea(theme, self.icons, emblem, self.thumbnails, self.pictures)
        self.inspector = InspectorPanel(theme, self.icons)
        self.status = StatusLine(self.icons)
        self.actions_ = make_actions(self, self.icons)
        self.settings_dialog: SettingsDialog | None = None
        self.export_dialog: ExportDialog | None = None
        self.models = ModelsDock(
            theme,
            self.icons,
            controller.pools,
            lambda: (controller.session, controller.count),
            self,
        )
        self._lay_out()
        fill_menu_bar(self, self.actions_, self.header.recent_menu)
        self._connect_parts()
        self._connect_actions()
        self._restore_layout()
        self.photos.focus_photos()
        self.presenter = WindowPresenter(self, self)
        self.models.alarmed.connect(self.presenter.show_alarm)
        self.models.switched.connect(self.presenter.show_switch)

    # Layout

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.filters, self.photos, self.inspector):
            self.split.addWidget(part)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([192, 764, 324])
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.split, 1)
        self.setCentralWidget(middle)
        below = QStatusBar()
        below.setSizeGripEnabled(False)
        below.addWidget(self.status, 1)
        self.setStatusBar(below)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.models)
        self.models.hide()

    def _restore_layout(self) -> None:
        self.resize(1280, 800)
        for key, restore in (
            ("window/docks", self.restoreState),
            ("window/geometry", self.restoreGeometry),
            ("window/split", self.split.restoreState),
        ):
            stored = self._memory.value(key)
            if isinstance(stored, QByteArray):
                restore(stored)
        width = self._memory.value("window/thumbnails")
        if isinstance(width, int | str) and str(width).isdecimal():
            self.photos.grid.set_cell_width(int(width))

    # Connections

    def _connect_parts(self) -> None:
        controller, header, photos = self.controller, self.header, self.photos
        header.folder_wanted.connect(self.choose_folder)
        header.recent_chosen.connect(self.open_folder)
        header.sort_chosen.connect(self._sort)
        header.grid_wanted.connect(lambda: self._set_view(loupe=False))
        header.loupe_wanted.connect(lambda: self._set_view(loupe=True))
        header.count_chosen.connect(controller.set_count)
        header.export_wanted.connect(self.export)
        photos.start.folder_wanted.connect(self.choose_folder)
        photos.start.recent_chosen.connect(self.open_folder)
        photos.start.demo_wanted.connect(controller.open_demo)
        photos.menu_wanted.connect(self._show_menu)
        photos.empty_action.connect(self._empty_action)
        self.filters.chosen.connect(photos.set_filter)
        self.inspector.decided.connect(self.decide)
        self.status.cancel_wanted.connect(self._cancel)
        self.status.models_wanted.connect(self.models.show_panel)
        self.models.visibilityChanged.connect(
            lambda _: self.actions_.models.setChecked(self.models.isVisible())
        )
        controller.catalog_opened.connect(self._use_catalog)
        self.banner.action_button.clicked.connect(self._banner_action)

    def _connect_actions(self) -> None:
        controller, photos, a = self.controller, self.photos, self.actions_
        connect(
            {
                a.open_folder: self.choose_folder,
                a.scan_again: controller.scan_again,
                a.export: self.export,
                a.settings: self.open_settings,
                a.quit: self.close,
                a.pick: lambda: self.decide(UserDecision.PICK),
                a.reject: lambda: self.decide(UserDecision.REJECT),
                a.undecided: lambda: self.decide(None),
                a.show_file: self._show_file,
                a.grid: lambda: photos.set_view(loupe=False),
                a.back: lambda: photos.set_view(loupe=False),
                a.loupe: lambda: photos.set_view(loupe=True),
                a.larger: lambda: photos.grid.set_cell_width(photos.grid.cell_width + CELL_STEP),
                a.smaller: lambda: photos.grid.set_cell_width(photos.grid.cell_width - CELL_STEP),
                a.about: self._about,
            }
        )
        for sort, action in a.sorts.items():
            connect({action: partial(self._sort, sort)})
        a.filters.toggled.connect(self.filters.setVisible)
        a.inspector.toggled.connect(self.inspector.setVisible)
        a.models.triggered.connect(self._toggle_models)

    # What the person wants

    def choose_folder(self) -> None:
        """Asks for a folder and opens it."""
        session = self.controller.session
        start = str(Path.home()) if session is None else session.folder
        chosen = QFileDialog.getExistingDirectory(self, tr("Open a folder of photos"), start)
        if chosen:
            self.open_folder(chosen)

    def decide(self, decision: UserDecision | None) -> None:
        """Picks or rejects what is selected, or takes that back."""
        self.photos.stay()
        self.controller.decide(self.photos.targets(), decision)
        self.photos.focus_photos()

    def open_settings(self) -> None:
        """Opens the settings at the page Models."""
        workspace = self.controller.workspace
        if workspace is None:
            return
        pool = self.controller.pools.models
        discard(self.settings_dialog)
        self.settings_dialog = SettingsDialog(workspace.registry, pool, self.icons, self)
        self.settings_dialog.model_switched.connect(self.presenter.show_switch)
        self.settings_dialog.open()

    def export(self) -> None:
        """Opens the export dialog for the photos that are in the album now."""
        session = self.controller.session
        chosen = [] if session is None else session.in_album()
        if session is None or not chosen:
            return
        folder = Path(session.folder)
        photos = [(folder / item.path, item.path) for item in chosen]
        discard(self.export_dialog)
        self.export_dialog = ExportDialog(
            photos, suggested_destination(folder), self.controller.pools.dialogs, self
        )
        self.export_dialog.open()

    def open_folder(self, folder: str) -> None:
        """Opens a folder."""
        self.banner.hide()
        self.controller.open_folder(Path(folder))
        self.photos.focus_photos()

    def _use_catalog(self, catalog: Catalog) -> None:
        if self.controller.workspace is not None:
            self.models.use(self.controller.workspace, catalog)

    def _toggle_models(self, wanted: bool) -> None:
        if wanted:
            self.models.show_panel()
        else:
            self.models.hide()
            self.photos.focus_photos()

    def _set_view(self, *, loupe: bool) -> None:
        self.photos.set_view(loupe=loupe)
        # Where there is nothing to show large, the button must not stay pressed.
        self.header.show_view(loupe=self.photos.in_loupe)

    def _sort(self, sort: PhotoSort) -> None:
        self.header.show_sort(sort)
        self.actions_.sorts[sort].setChecked(True)
        self.photos.set_sort(sort)

    def _cancel(self) -> None:
        self.status.show_stopping()
        self.controller.cancel()

    def _show_file(self) -> None:
        session, item = self.controller.session, self.photos.current
        if session is not None and item is not None:
            folder = (Path(session.folder) / item.path).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_menu(self, spot: QPoint) -> None:
        if self.photos.targets():
            photo_menu(self, self.actions_).popup(spot)

    def _about(self) -> None:
        QMessageBox.about(
            self,
            tr("About Album Organizer"),
            tr("Album Organizer {version}\n\nFinds the photos that belong in the album, "
                    "and says why.").format(version=__version__),
        )  # fmt: skip

    def _banner_action(self) -> None:
        # A model that cannot be used is told until it can be.
        self.banner.setVisible(self.presenter.alarm_shown)
        {
            NoticeAction.OPEN_MODELS: self.models.show_panel,
            NoticeAction.CHOOSE_FOLDER: self.choose_folder,
            NoticeAction.SCAN_AGAIN: self.controller.scan_again,
            NoticeAction.START_AGAIN: self.controller.start,
        }[self.presenter.notice.action]()

    def _empty_action(self, action: EmptyAction) -> None:
        {
            EmptyAction.SHOW_ALL: lambda: self._select_filter(PhotoFilter.ALL),
            EmptyAction.SHOW_PROBLEMS: lambda: self._select_filter(PhotoFilter.PROBLEMS),
            EmptyAction.OPEN_FOLDER: self.choose_folder,
            EmptyAction.SCAN_AGAIN: self.controller.scan_again,
        }[action]()

    def _select_filter(self, shown: PhotoFilter) -> None:
        self.photos.set_filter(shown)
        self.photos.focus_photos()

    # Qt events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops all jobs, waits for them and closes."""
        self._memory.setValue("window/geometry", self.saveGeometry())
        self._memory.setValue("window/split", self.split.saveState())
        self._memory.setValue("window/docks", self.saveState())
        if self.photos.grid.chosen_cell_width is not None:
            self._memory.setValue("window/thumbnails", self.photos.grid.chosen_cell_width)
        self._memory.sync()
        # Gone at once for the person, even where a job needs a moment to stop.
        self.hide()
        self.presenter.stop()
        self.models.close_all()
        self.controller.shut_down()
        super().closeEvent(event)
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes a folder, or a photo whose folder is meant."""
        if dropped_folder(event.mimeData()) is not None:
            event.acceptProposedAction()
            self.photos.start.set_dragging(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The folder was taken elsewhere."""
        self.photos.start.set_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens the folder."""
        self.photos.start.set_dragging(False)
        folder = dropped_folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self.open_folder(str(folder))
