"""The parts of the window as those who wire them see them."""

from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow, QWidget

from album_organizer.gui.actions import Actions
from album_organizer.gui.activity.activities import Activities
from album_organizer.gui.activity.activity_panel import ActivityPanel
from album_organizer.gui.filtering.chips_bar import ChipsBar
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.inspector_panel import InspectorPanel
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.gui.panels.elements import Banner
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.panels.side_panel import SidePanel
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session_controller import SessionController
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.tuning.tuning_panel import TuningPanel
from album_organizer.gui.viewing.full_screen import FullScreen


class WindowParts(Protocol):
    """What the presenter, the intents and the wiring need of the window."""

    controller: SessionController
    theme: Theme
    icons: Icons
    memory: QSettings
    thumbnails: ThumbnailStore
    pictures: PictureStore
    criteria: FilterState
    header: HeaderBar
    banner: Banner
    filters: FilterPanel
    chips: ChipsBar
    photos: PhotoArea
    inspector: InspectorPanel
    tuning: TuningPanel
    side: SidePanel
    status: StatusLine
    models: ModelsDock
    activities: Activities
    activity: ActivityPanel
    actions_: Actions
    full_screen: FullScreen

    @property
    def window_(self) -> QMainWindow:
        """The window itself, as parent of dialogs and menus."""

    def areas(self) -> list[QWidget]:
        """The areas that F6 goes through, in reading order."""

    def close(self) -> bool:
        """Closes the window."""

    def setWindowTitle(self, title: str, /) -> None:
        """Shows a title."""
