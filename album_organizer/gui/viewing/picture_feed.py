"""Brings pictures to the canvases of a page: a preview at once, then what the screen can show."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.pictures import PictureStore, Wanted
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.canvas import PhotoCanvas

_PREVIEW_SIDE = 512


class PictureFeed(QObject):
    """Between the stores of pictures and the canvases of one page.

    Args:
        thumbnails: Previews.
        pictures: Screen size and full resolution.
        parent: Qt owner.
    """

    def __init__(self, thumbnails: ThumbnailStore, pictures: PictureStore, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._folder = Path()
        self._shown: list[tuple[PhotoCanvas, PhotoItem]] = []
        self._ahead: list[PhotoItem] = []
        self._failed: dict[str, str] = {}
        pictures.ready.connect(self._arrived)
        pictures.failed.connect(self._could_not)
        thumbnails.arrived.connect(self._previews_arrived)

    def show(
        self,
        folder: Path,
        shown: Sequence[tuple[PhotoCanvas, PhotoItem]],
        ahead: Sequence[PhotoItem] = (),
    ) -> None:
        """Shows photos of a folder.

        Args:
            folder: Absolute path that the paths of the photos are relative to.
            shown: Canvases with their photos, the most important first.
            ahead: Photos that may come next, the most probable first.
        """
        self._folder, self._shown, self._ahead = folder, list(shown), list(ahead)
        for canvas, item in self._shown:
            self._fill(canvas, item)
        self.want()

    def stop(self) -> None:
        """The page is no longer seen: what arrives for it does not matter."""
        self._shown, self._ahead = [], []

    def retry_failed(self) -> None:
        """Forgets which photos could not be read: a card may be back in its slot."""
        self._failed.clear()

    def want(self) -> None:
        """Asks for what the canvases need at their size and zoom."""
        if not self._shown:
            return
        wanted, full = [], []
        for canvas, item in self._shown:
            path = self._folder / item.path
            wanted.append(Wanted(path, canvas.needed_side))
            if canvas.needs_all_pixels:
                full.append(Wanted(path, None))
        canvas = self._shown[0][0]
        for item in self._ahead:
            self._thumbnails.pixmap(item.content_id, _PREVIEW_SIDE)
            wanted_side = canvas.side_for(item)
            full.append(Wanted(self._folder / item.path, wanted_side, ahead=True))
        if canvas.needs_all_pixels:
            full += [Wanted(self._folder / item.path, None, ahead=True) for item in self._ahead[:2]]
        elif len(self._shown) == 1 and canvas.frame.fit < 1.0:
            # Last of all: whoever stays with a photo probably looks closer.
            full.append(Wanted(self._folder / self._shown[0][1].path, None, ahead=True))
        readable = [w for w in (*wanted, *full) if str(w.path) not in self._failed]
        self._pictures.want_each(readable)

    def _fill(self, canvas: PhotoCanvas, item: PhotoItem) -> None:
        path = self._folder / item.path
        levels = self._pictures.levels(path)
        if not levels:
            preview = self._thumbnails.pixmap(item.content_id, _PREVIEW_SIDE)
            levels = () if preview is None else (preview,)
        canvas.show_picture(item, levels, self._failed.get(str(path), ""))

    def _arrived(self, name: str) -> None:
        for canvas, item in self._shown:
            if name == str(self._folder / item.path):
                self._fill(canvas, item)

    def _could_not(self, name: str, sentence: str) -> None:
        self._failed[name] = sentence
        self._arrived(name)

    def _previews_arrived(self, content_ids: Collection[str]) -> None:
        for canvas, item in self._shown:
            if item.content_id in content_ids:
                self._fill(canvas, item)
