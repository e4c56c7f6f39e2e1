"""The detail view: one photo as large as it fits, and the other shots of its group."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from album_organizer.domain.album import UserDecision
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate, fitted
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel, describe
from album_organizer.gui.item_models.photo_item import PhotoItem, PhotoSort
from album_organizer.gui.panels.photo_grid import FilmStrip
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

_MARGIN = 16
_FAR = 1_000_000_000
_STEPS = {
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
_LEAVE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_THUMBNAIL_SIDE = 512


class PictureView(QWidget):
    """A picture, uncropped on neutral ground.

    Args:
        theme: The ground, and colours of the marks.
        icons: The marks.
    """

    stepped = Signal(int)
    left = Signal()
    menu_wanted = Signal(QPoint)
    resized = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._icons = icons
        self._item: PhotoItem | None = None
        self._pixmap: QPixmap | None = None
        self._message = ""
        theme.changed.connect(self.update)

    @property
    def needed_side(self) -> int:
        """Shorter side in device pixels that a picture should have to fill the view."""
        side = min(self.width(), self.height()) - 2 * _MARGIN
        return max(64, round(side * self.devicePixelRatioF()))

    @property
    def pixmap(self) -> QPixmap | None:
        """What is drawn."""
        return self._pixmap

    @property
    def message(self) -> str:
        """What is said in place of the picture."""
        return self._message

    def show_picture(self, item: PhotoItem | None, pixmap: QPixmap | None, message: str) -> None:
        """Shows a photo; without pixmap its place stays empty, with the message if there is one."""
        self._item, self._pixmap, self._message = item, pixmap, message
        self.setAccessibleName("" if item is None else describe(item))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground, picture and decision."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(self.rect(), self._theme.color("ground"))
        if self._item is None:
            return
        photo = self._item.scored.photo
        box = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = QSize(photo.width, photo.height)
        target = fitted(size, box)
        if size.width() < target.width() and size.height() < target.height():
            target.setSize(size)
            target.moveCenter(box.center())
        if self._pixmap is None:
            painter.fillRect(target, self._theme.color("placeholder"))
        else:
            painter.drawPixmap(target, self._pixmap)
        if self._message:
            painter.setPen(self._theme.color("text"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(target.adjusted(16, 16, -16, -16), int(flags), self._message)
        self._draw_mark(painter)
        if self.hasFocus():
            # The plate of the mark left its brush: without this the frame covers the picture.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_mark(self, painter: QPainter) -> None:
        item = self._item
        if item is None:
            return
        if item.decision is UserDecision.PICK:
            icon, color, text = "pick-filled", "pick", tr("Picked")
        elif item.decision is UserDecision.REJECT:
            icon, color, text = "reject", "reject", tr("Rejected")
        elif item.proposed:
            icon, color, text = "star-filled", "star", tr("Proposed")
        else:
            return
        width = painter.fontMetrics().horizontalAdvance(text) + 44
        plate = self.rect().adjusted(_MARGIN + 8, 0, 0, -_MARGIN - 8)
        plate.setTop(plate.bottom() - 27)
        plate.setWidth(width)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(plate, 4, 4)
        painter.drawPixmap(
            plate.topLeft() + QPoint(8, 6),
            self._icons.pixmap(icon, 16, color, self.devicePixelRatioF()),
        )
        painter.setPen(self._theme.color("text"))
        painter.drawText(plate.adjusted(32, 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page, Home and End walk; the keys that opened the picture close it."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _LEAVE:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Goes back to the grid."""
        self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu."""
        self.menu_wanted.emit(event.pos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger picture may be needed."""
        super().resizeEvent(event)
        self.resized.emit()


class LoupePage(QWidget):
    """Picture above, film strip below.

    Args:
        theme: Colours.
        icons: Marks.
        thumbnails: For the strip, and shown until the picture is there.
        pictures: Full pictures.
        parent: Qt owner.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loupePage")
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._folder = Path()
        self._item: PhotoItem | None = None
        self._neighbours: list[str] = []
        self._failed: dict[str, str] = {}
        self.view = PictureView(theme, icons)
        self.strip_model = PhotoGridModel(self)
        self.strip_model.set_sort(PhotoSort.GROUP)
        delegate = PhotoDelegate(theme, icons, thumbnails, compact=True, parent=self)
        self.strip = FilmStrip(self.strip_model, delegate, thumbnails)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.strip)
        self.setFocusProxy(self.view)
        self.strip.chosen.connect(self.chosen)
        self.view.resized.connect(self._renew)
        pictures.ready.connect(self._arrived)
        pictures.failed.connect(self._could_not)
        thumbnails.loaded.connect(self._thumbnail_arrived)

    def show_photo(
        self,
        folder: str,
        item: PhotoItem | None,
        group: Sequence[PhotoItem],
        neighbours: Sequence[str],
    ) -> None:
        """Shows a photo of a folder.

        Args:
            folder: Absolute path that the photo's path is relative to.
            item: The photo.
            group: The shots of its group, itself included.
            neighbours: Paths that probably come next.
        """
        self._folder, self._item, self._neighbours = Path(folder), item, list(neighbours)
        self.strip_model.set_items(group)
        self.strip.setVisible(len(group) > 1)
        if item is not None:
            self.strip.follow(item.path)
        self._renew()

    def retry_failed(self) -> None:
        """Forgets which photos could not be read: a card may be back in its slot."""
        self._failed.clear()

    def _renew(self) -> None:
        item = self._item
        if item is None or not self.isVisible():
            return
        path = self._folder / item.path
        pixmap = self._pictures.picture(path) or self._thumbnails.pixmap(
            item.content_id, _THUMBNAIL_SIDE
        )
        self.view.show_picture(item, pixmap, self._failed.get(str(path), ""))
        wanted = [path, *(self._folder / n for n in self._neighbours)]
        self._pictures.want(
            [p for p in wanted if str(p) not in self._failed], self.view.needed_side
        )

    def _arrived(self, name: str) -> None:
        if self._item is not None and name == str(self._folder / self._item.path):
            self._renew()

    def _could_not(self, name: str, sentence: str) -> None:
        self._failed[name] = sentence
        self._arrived(name)

    def _thumbnail_arrived(self, content_id: str) -> None:
        if self._item is not None and content_id == self._item.content_id:
            self._renew()
