"""All shots of a group at once, as large as there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import ElidedLabel
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.side_by_side import SideBySide
from album_organizer.i18n import tr

MOST = 48
"""More photos than this would be too small to be judged."""


class SurveyPage(QWidget):
    """The photos, and a line that says which they are.

    Args:
        theme: Colours.
        icons: Marks.
        thumbnails: Shown until a picture is there.
        pictures: Pictures.
        parent: Qt owner.
    """

    focus_moved = Signal()
    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surveyPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.photos = SideBySide(theme, icons, thumbnails, pictures, zooms=False, removable=False)
        self.heading = ElidedLabel("secondary")
        self.heading.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.photos, 1)
        self.setFocusProxy(self.photos)
        self.photos.focus_moved.connect(self.focus_moved)
        self.photos.opened.connect(self.opened)
        self.photos.menu_wanted.connect(self.menu_wanted)
        self.photos.arrow.connect(self.photos.move_focus)
        self.photos.walked.connect(self.photos.step_focus)

    @property
    def focused(self) -> PhotoItem | None:
        """The photo that decisions concern."""
        return self.photos.focused

    def show_photos(self, folder: str, items: Sequence[PhotoItem], *, grouped: bool) -> None:
        """Shows photos.

        Args:
            folder: Absolute path that the paths of the photos are relative to.
            items: The photos, best first; of very many only the first are shown.
            grouped: Whether they are a group, or else a selection.
        """
        shown = items[:MOST]
        if len(shown) < len(items):
            text = tr("The first {shown} of {n} photos").format(shown=len(shown), n=len(items))
        elif grouped:
            text = tr("Group of {n}, best first").format(n=len(items))
        else:
            text = tr("{n} selected photos").format(n=len(items))
        self.heading.set_text(text)
        self.photos.show_photos(folder, shown)

    def set_bare(self, bare: bool) -> None:
        """Shows photos only, for the full screen."""
        self.heading.setVisible(not bare)
        self.photos.set_bare(bare)
