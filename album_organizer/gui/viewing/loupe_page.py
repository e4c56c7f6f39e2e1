"""The loupe: one photo as large as it fits, all the others in a strip below."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.film_strip import FilmStrip
from album_organizer.gui.viewing.photo_view import PhotoView
from album_organizer.gui.viewing.picture_feed import PictureFeed
from album_organizer.gui.viewing.shared_zoom import SharedZoom


class LoupePage(QWidget):
    """One photo. Size and part stay from photo to photo, so that the same spot can be compared.

    Args:
        theme: Colours.
        icons: Marks.
        strip: The other photos; becomes a part of the page.
        thumbnails: Shown until the picture is there.
        pictures: Pictures.
        parent: Qt owner.
    """

    stepped = Signal(int)
    left = Signal()

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
        self.setObjectName("loupePage")
        self._folder = Path()
        self._item: PhotoItem | None = None
        self._ahead: list[PhotoItem] = []
        self.zoom = SharedZoom(self)
        self.view = PhotoView(theme, icons, self.zoom)
        self.strip = strip
        self._feed = PictureFeed(thumbnails, pictures, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(strip)
        self.setFocusProxy(self.view)
        self.view.arrow.connect(lambda across, down: self.stepped.emit(across or down))
        self.view.walked.connect(self.stepped)
        self.view.opened.connect(self.left)
        self.view.resized.connect(self._feed.want)
        self.zoom.changed.connect(self._feed.want)

    def show_photo(self, folder: str, item: PhotoItem | None, ahead: Sequence[PhotoItem]) -> None:
        """Shows a photo of a folder.

        Args:
            folder: Absolute path that the photo's path is relative to.
            item: The photo.
            ahead: Photos that probably come next, the most probable first.
        """
        self._folder, self._item, self._ahead = Path(folder), item, list(ahead)
        self.strip.follow(None if item is None else item.path)
        self._renew()

    def retry_failed(self) -> None:
        """Forgets which photos could not be read: a card may be back in its slot."""
        self._feed.retry_failed()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetches what was not worth fetching for nobody."""
        super().showEvent(event)
        self._renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fetches nothing more."""
        super().hideEvent(event)
        self._feed.stop()

    def _renew(self) -> None:
        if self._item is None:
            self.view.show_picture(None, ())
        elif self.isVisible():
            self._feed.show(self._folder, [(self.view, self._item)], self._ahead)
