"""Two to six photos side by side, at the same zoom and the same spot."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import ElidedLabel
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.film_strip import FilmStrip
from album_organizer.gui.viewing.side_by_side import SideBySide
from album_organizer.i18n import tr


class ComparePage(QWidget):
    """Photos side by side, the sentence about them, and the strip.

    With two photos, left and right bring another candidate to the second side, up and down swap the
    sides. With more photos the arrows move the focus. Tab always moves the focus, Delete takes the
    photo in focus away.

    Args:
        theme: Colours.
        icons: Marks and buttons.
        strip: The other photos; becomes a part of the page.
        thumbnails: Shown until a picture is there.
        pictures: Pictures.
        parent: Qt owner.
    """

    focus_moved = Signal()
    stepped = Signal(int)
    swap_wanted = Signal()
    removed = Signal(str)
    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        strip: FilmStrip,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("comparePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.photos = SideBySide(theme, icons, thumbnails, pictures, zooms=True, removable=True)
        self.strip = strip
        self.sentence = ElidedLabel()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.swap = QPushButton(tr("Swap"))
        self.swap.setToolTip(
            tr("The photo with the frame changes places with the first one (Up or Down)")
        )
        self.swap.setAccessibleDescription(self.swap.toolTip())
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.swap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.photos, 1)
        column.addWidget(self.foot)
        column.addWidget(strip)
        self.setFocusProxy(self.photos)
        self.swap.clicked.connect(self.swap_wanted)
        photos = self.photos
        photos.focus_moved.connect(self._focus_moved)
        photos.removed.connect(self.removed)
        photos.opened.connect(self.opened)
        photos.menu_wanted.connect(self.menu_wanted)
        photos.arrow.connect(self._arrow)
        photos.walked.connect(self.step)

    @property
    def focused(self) -> PhotoItem | None:
        """The photo that decisions concern."""
        return self.photos.focused

    def show_photos(
        self,
        folder: str,
        items: Sequence[PhotoItem],
        sentence: str,
        ahead: Sequence[PhotoItem] = (),
    ) -> None:
        """Shows photos.

        Args:
            folder: Absolute path that the paths of the photos are relative to.
            items: One to six photos.
            sentence: What is said of them.
            ahead: The next candidates.
        """
        self.photos.show_photos(folder, items, ahead)
        self.sentence.set_text(sentence)
        self._follow()

    def set_bare(self, bare: bool) -> None:
        """Shows photos only, for the full screen."""
        self.foot.setVisible(not bare)
        self.photos.set_bare(bare)

    def step(self, by: int) -> None:
        """The next candidate beside the first of two photos; of more, the focus moves on."""
        if len(self.photos.items) == 2:
            self.stepped.emit(by)
        else:
            self.photos.step_focus(by)

    def _follow(self) -> None:
        focused = self.focused
        shown = [item.path for item in self.photos.items]
        self.strip.follow(None if focused is None else focused.path, shown)

    def _focus_moved(self) -> None:
        self._follow()
        self.focus_moved.emit()

    def _arrow(self, across: int, down: int) -> None:
        if len(self.photos.items) != 2:
            self.photos.move_focus(across, down)
        elif across:
            self.stepped.emit(across)
        else:
            self.swap_wanted.emit()
