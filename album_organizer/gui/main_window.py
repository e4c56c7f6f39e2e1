"""The main window: which parts it has, where they lie, and what it remembers of that."""

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStatusBar, QVBoxLayout, QWidget

from album_organizer.gui.actions import fill_menu_bar, make_actions
from album_organizer.gui.activity.activities import Activities
from album_organizer.gui.activity.activity_panel import ActivityPanel
from album_organizer.gui.closing import may_close
from album_organizer.gui.dropping import dropped_folder
from album_organizer.gui.filtering.chips_bar import ChipsBar
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.icons import Icons, window_icon
from album_organizer.gui.inspector.inspector_panel import InspectorPanel
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.gui.panels.elements import Banner
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.panels.side_panel import SidePanel
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.session_controller import SessionController
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.tuning.tuning_panel import TuningPanel
from album_organizer.gui.viewing.full_screen import FullScreen
from album_organizer.gui.window_dialogs import WindowDialogs
from album_organizer.gui.window_intents import Intents
from album_organizer.gui.window_memory import WindowMemory
from album_organizer.gui.window_presenter import WindowPresenter
from album_organizer.gui.window_wiring import connect_window
from album_organizer.settings.schema import WindowSettings
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
        self.controller, self.theme, self.memory = controller, theme, memory
        self.icons = Icons(theme)
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self._make_parts()
        self._lay_out()
        fill_menu_bar(self, self.actions_, self.header.recent_menu)
        self.full_screen = FullScreen(self, self._around(), self.photos.set_bare)
        self.dialogs = WindowDialogs(self, self)
        self.presenter = WindowPresenter(self, self)
        self.intents = Intents(self, self.presenter, self.dialogs, self)
        connect_window(self, self.intents, self.dialogs, self.presenter)
        controller.catalog_opened.connect(self._use_catalog)
        self.dialogs.preferences_opened.connect(self._use_preferences)
        self._layout = WindowMemory(self, memory)
        self._layout.restore()
        self.photos.focus_photos()

    @property
    def window_(self) -> QMainWindow:
        """The window itself, as parent of dialogs and menus."""
        return self

    def areas(self) -> list[QWidget]:
        """The areas that F6 goes through, in reading order."""
        return [
            self.header, self.banner, self.filters, self.chips, self.photos, self.side,
            self.models, self.status,
        ]  # fmt: skip

    def open_folder(self, folder: str) -> None:
        """Opens a folder."""
        self.intents.open_folder(folder)

    # Layout

    def _make_parts(self) -> None:
        controller, icons, theme = self.controller, self.icons, self.theme
        pools = controller.pools
        emblem = window_icon(theme.resources)
        self.setWindowIcon(emblem)
        self.thumbnails = ThumbnailStore(pools.thumbnails, self)
        self.pictures = PictureStore(pools.pictures, self)
        self.criteria = FilterState(self)
        self.header = HeaderBar(icons, self.criteria)
        self.banner = Banner(icons)
        self.filters = FilterPanel(icons, self.criteria)
        self.chips = ChipsBar(icons, self.criteria)
        self.photos = PhotoArea(theme, icons, emblem, self.thumbnails, self.pictures)
        self.inspector = InspectorPanel(theme, icons, pools.pictures)
        self.tuning = TuningPanel(icons)
        self.side = SidePanel(self.inspector, self.tuning)
        self.status = StatusLine(icons)
        self.actions_ = make_actions(self, icons)
        self.activities = Activities(pools, self)
        self.activity = ActivityPanel(self.activities, icons, self)
        self.models = ModelsDock(
            theme, icons, pools, lambda: (controller.session, controller.count), self
        )

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.filters, _column(self.chips, self.photos), self.side):
            self.split.addWidget(part)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([192, 764, 324])
        self.setCentralWidget(_column(self.header, self.banner, self.split))
        below = QStatusBar()
        below.setSizeGripEnabled(False)
        below.addWidget(self.status, 1)
        self.setStatusBar(below)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.models)
        self.models.hide()

    def _around(self) -> list[QWidget]:
        """What the full screen hides."""
        return [
            self.menuBar(), self.header, self.banner, self.filters, self.chips, self.side,
            self.models, self.statusBar(),
        ]  # fmt: skip

    # What becomes known

    def _use_catalog(self, catalog: Catalog) -> None:
        if self.controller.workspace is not None:
            self.models.use(self.controller.workspace, catalog)

    def _use_preferences(self, preferences: Preferences) -> None:
        self.actions_.use_keys(preferences.bindings)
        self.header.show_keys(preferences.bindings)
        self._use_window_settings(preferences.window)
        self.presenter.show_keys(preferences.bindings)
        preferences.keys_changed.connect(self.actions_.use_keys)
        preferences.keys_changed.connect(self.presenter.show_keys)
        preferences.keys_changed.connect(self.header.show_keys)
        preferences.window_changed.connect(self._use_window_settings)
        preferences.failed.connect(self.presenter.show_failure)

    def _use_window_settings(self, settings: WindowSettings) -> None:
        self.actions_.keys.always = settings.always_advance
        self.theme.prefer(settings.theme)
        self.theme.prefer_motion(settings.reduced_motion)

    # Qt events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops all jobs, waits for them and closes; asks first if something would be lost."""
        if not may_close(self, self.activities.all):
            event.ignore()
            return
        self.full_screen.leave()
        self._layout.save()
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


def _column(*parts: QWidget) -> QWidget:
    """Parts below each other without gaps; the last one takes what height there is."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return page
