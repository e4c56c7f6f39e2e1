"""All photos of the grid in one row, the group of the current one marked."""

from collections.abc import Collection

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from album_organizer.gui.delegates.cell_marks import CellState
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.item_models.cell_words import describe
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

CELL_WIDTH, CELL_HEIGHT = 112, 88
_BAND = 2
_ABOVE = 8
_BELOW = 4


class FilmStrip(QWidget):
    """Paints only the photos that are seen, however many there are.

    It has no keyboard of its own: the arrow keys of the photo above it walk along the strip.

    Args:
        model: The photos.
        delegate: Their painter, compact.
        theme: Colours.
        thumbnails: Repaints when one arrives.
        parent: Qt owner.
    """

    chosen = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        theme: Theme,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filmstrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Film strip"))
        self.setFixedHeight(_ABOVE + CELL_HEIGHT + _BELOW)
        self._photos = model
        self._delegate = delegate
        self._theme = theme
        self._place = -1
        self._scrolled = 0
        for signal in (thumbnails.arrived, theme.changed, model.dataChanged):
            signal.connect(self.update)
        model.rearranged.connect(self._find_again)
        self._path: str | None = None
        self._beside: set[str] = set()

    def current_path(self) -> str | None:
        """The photo that is marked."""
        return self._path

    def follow(self, path: str | None, beside: Collection[str] = ()) -> None:
        """Marks the photo that is shown and brings it to the middle.

        Args:
            path: The photo, or the one in focus of several.
            beside: The paths of those that are shown with it.
        """
        self._path = path
        self._beside = set(beside)
        self._scrolled = 0
        self._find_again()

    def visual_rect(self, place: int) -> QRect:
        """Where the photo at a place of the list is drawn, whether it is seen or not."""
        start = self._start() + place * CELL_WIDTH
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            start = self.width() - start - CELL_WIDTH
        return QRect(start, _ABOVE, CELL_WIDTH, CELL_HEIGHT)

    def place_at(self, x: int) -> int | None:
        """The place of the list that is drawn at ``x``, or None."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - 1 - x
        place = (x - self._start()) // CELL_WIDTH
        return place if 0 <= place < self._photos.rowCount() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the photos that are seen, a band over those of the group."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("ground"))
        count = self._photos.rowCount()
        start = self._start()
        first = max(0, -start // CELL_WIDTH)
        last = min(count, (self.width() - start) // CELL_WIDTH + 1)
        group = self._group()
        self._delegate.paints.use_font(self.font())
        for place in range(first, last):
            item = self._photos.item(place)
            rect = self.visual_rect(place)
            state = CellState(
                selected=place == self._place or item.path in self._beside,
                focused=place == self._place,
                mirrored=self.layoutDirection() is Qt.LayoutDirection.RightToLeft,
                ratio=self.devicePixelRatioF(),
                part=self._photos.part(place),
                size=self._photos.size(place),
            )
            if group and item.standing is not None and item.standing.group == group:
                band = QRect(rect.left() + 2, 2, rect.width() - 4, _BAND)
                # Grey and in pieces: a bar in the accent would look like progress or a scroll bar.
                painter.fillRect(band, self._theme.color("control_line"))
            painter.save()
            self._delegate.paint_photo(painter, rect, item, state)
            painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Shows the photo that was clicked."""
        place = self.place_at(round(event.position().x()))
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._photos.path(place))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the photo that was clicked."""
        place = self.place_at(event.pos().x())
        if place is not None:
            self.chosen.emit(self._photos.path(place))
            self.menu_wanted.emit(event.pos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Looks ahead without choosing."""
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        by = turned.x() if abs(turned.x()) > abs(turned.y()) else turned.y()
        before = self._start()
        self._scrolled += by
        # What goes beyond the ends is not kept, so that turning back is felt at once.
        self._scrolled -= self._wished() - self._start()
        if self._start() != before:
            self.update()
        event.accept()

    def _group(self) -> int:
        if not 0 <= self._place < self._photos.rowCount():
            return 0
        item = self._photos.item(self._place)
        return item.standing.group if item.standing and item.group_size > 1 else 0

    def _wished(self) -> int:
        middle = self._place * CELL_WIDTH + CELL_WIDTH // 2
        return self.width() // 2 - middle + self._scrolled

    def _start(self) -> int:
        """Where the first photo begins, counted from the leading edge."""
        length = self._photos.rowCount() * CELL_WIDTH
        if length <= self.width():
            return (self.width() - length) // 2
        return min(0, max(self.width() - length, self._wished()))

    def _find_again(self) -> None:
        index = self._photos.index_of(self._path) if self._path is not None else None
        self._place = -1 if index is None or not index.isValid() else index.row()
        if self._place < 0:
            words = ""
        else:
            item = self._photos.item(self._place)
            words = tr("{place:,} of {count:,}: {photo}").format(
                place=self._place + 1, count=self._photos.rowCount(), photo=describe(item)
            )
        self.setAccessibleDescription(words)
        self.update()
