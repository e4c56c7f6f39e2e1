"""Several photos at once, one of them the one that decisions concern."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.arrangement import arrange
from album_organizer.gui.viewing.picture_feed import PictureFeed
from album_organizer.gui.viewing.shared_zoom import SharedZoom
from album_organizer.gui.viewing.side import CAPTION_HEIGHT, PhotoSide

_GAP = 8


class SideBySide(QWidget):
    """Photos in the arrangement in which they are largest.

    Args:
        theme: Colours.
        icons: Marks.
        thumbnails: Shown until a picture is there.
        pictures: Pictures.
        zooms: Whether the photos can be zoomed, which they are together.
        removable: Whether each has a button that takes it away.
        parent: Qt owner.
    """

    focus_moved = Signal()
    arrow = Signal(int, int)
    walked = Signal(int)
    opened = Signal()
    removed = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        *,
        zooms: bool,
        removable: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sideBySide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._icons = icons
        self._zooms = zooms
        self._removable = removable
        self._bare = False
        self._folder = Path()
        self._items: list[PhotoItem] = []
        self._ahead: list[PhotoItem] = []
        self._sides: list[PhotoSide] = []
        self._focused = 0
        self.zoom = SharedZoom(self)
        self._feed = PictureFeed(thumbnails, pictures, self)
        self.zoom.changed.connect(self._feed.want)

    @property
    def items(self) -> list[PhotoItem]:
        """The photos, in their order."""
        return list(self._items)

    @property
    def sides(self) -> list[PhotoSide]:
        """The places of the photos."""
        return self._sides[: len(self._items)]

    @property
    def place(self) -> int:
        """The place of the photo that decisions concern."""
        return self._focused

    @property
    def focused(self) -> PhotoItem | None:
        """The photo that decisions concern."""
        return self._items[self._focused] if self._items else None

    def show_photos(
        self, folder: str, items: Sequence[PhotoItem], ahead: Sequence[PhotoItem] = ()
    ) -> None:
        """Shows photos of a folder; the focus stays on the same photo, or else on its place.

        Args:
            folder: Absolute path that the paths of the photos are relative to.
            items: The photos.
            ahead: Photos that probably come next.
        """
        before = self.focused
        paths = [item.path for item in items]
        same = paths == [item.path for item in self._items]
        self._folder, self._items, self._ahead = Path(folder), list(items), list(ahead)
        while len(self._sides) < len(items):
            self._add_side()
        for number, side in enumerate(self._sides):
            side.setVisible(number < len(items))
        for side, item in zip(self._sides, items, strict=False):
            side.show_facts(item)
            side.view.set_best(_is_best(item, items))
        wanted = self._focused
        if before is not None and before.path in paths:
            wanted = paths.index(before.path)
        self._mark(min(wanted, max(0, len(items) - 1)))
        if not same:
            self._arrange()
        self._feed_views()

    def focus_photo(self, place: int) -> None:
        """Makes the photo at a place the one that decisions concern."""
        if 0 <= place < len(self._items):
            self._sides[place].view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._set_place(place)

    def move_focus(self, across: int, down: int) -> None:
        """Moves the focus to the nearest photo in a direction, as it is seen."""
        target = self._neighbour(across, down)
        if target is not None:
            self.focus_photo(target)

    def step_focus(self, by: int) -> None:
        """Moves the focus in the order of the photos; stops at both ends."""
        self.focus_photo(min(max(self._focused + by, 0), len(self._items) - 1))

    def toggle_zoom(self) -> None:
        """Between whole photos and 1:1, at the pointer or the spot last clicked."""
        under = [side.view for side in self.sides if side.view.underMouse()]
        if self._items:
            (under or [self._sides[self._focused].view])[0].toggle_at_spot()

    def set_bare(self, bare: bool) -> None:
        """Shows photos only, without captions, for the full screen."""
        self._bare = bare
        for side in self._sides:
            self._dress(side)
        self._arrange()

    def retry_failed(self) -> None:
        """Forgets which photos could not be read."""
        self._feed.retry_failed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the photos anew."""
        super().resizeEvent(event)
        self._arrange()
        self._feed.want()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetches what was not worth fetching for nobody."""
        super().showEvent(event)
        self._feed_views()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fetches nothing more."""
        super().hideEvent(event)
        self._feed.stop()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the photos; the key for the next area leads out of them."""
        if len(self._items) < 2 or QApplication.focusWidget() is None:
            return super().focusNextPrevChild(forward)
        self.focus_photo((self._focused + (1 if forward else -1)) % len(self._items))
        return True

    def _add_side(self) -> None:
        place = len(self._sides)
        side = PhotoSide(
            self._theme, self._icons, self.zoom, zooms=self._zooms, removable=self._removable
        )
        side.setParent(self)
        if not self._zooms:
            side.view.dim_rejected()
        view = side.view
        view.taken.connect(partial(self._set_place, place))
        view.arrow.connect(self.arrow)
        view.walked.connect(self.walked)
        view.opened.connect(self.opened)
        view.menu_wanted.connect(lambda spot: self.menu_wanted.emit(view.mapToGlobal(spot)))
        side.remove_wanted.connect(lambda: self.removed.emit(self._items[place].path))
        self._sides.append(side)
        self._dress(side)
        side.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes a photo away."""
        if event.key() == Qt.Key.Key_Delete and self._removable and self._items:
            self.removed.emit(self._items[self._focused].path)
        else:
            super().keyPressEvent(event)

    def _dress(self, side: PhotoSide) -> None:
        side.caption.setVisible(not self._bare)
        side.view.set_bare(self._bare)

    def _set_place(self, place: int) -> None:
        if place != self._focused and place < len(self._items):
            self._mark(place)
            self.focus_moved.emit()

    def _mark(self, place: int) -> None:
        self._focused = place
        if self._items:
            self.setFocusProxy(self._sides[place].view)
        for number, side in enumerate(self._sides):
            side.view.set_chosen(number == place and len(self._items) > 1)

    def _arrange(self) -> None:
        aspects = [
            max(1, item.scored.photo.width) / max(1, item.scored.photo.height)
            for item in self._items
        ]
        caption = 0 if self._bare else CAPTION_HEIGHT
        cells = arrange(aspects, self.width(), self.height(), _GAP, caption)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for side, cell in zip(self._sides, cells, strict=False):
            x = self.width() - cell.x - cell.width if mirrored else cell.x
            side.set_room(x, cell.y, cell.width, cell.height)

    def _feed_views(self) -> None:
        if not self.isVisible() or not self._items:
            return
        order = [self._focused, *(n for n in range(len(self._items)) if n != self._focused)]
        shown = [(self._sides[n].view, self._items[n]) for n in order]
        self._feed.show(self._folder, shown, self._ahead)

    def _neighbour(self, across: int, down: int) -> int | None:
        """The place of the next photo in a direction: the nearest one, straight ahead first."""
        if not self._items:
            return None
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        # The views tell arrows in reading direction; here what counts is where things are.
        step_x = -across if mirrored else across
        here = self._sides[self._focused].geometry().center()
        found: list[tuple[int, int]] = []
        for number, side in enumerate(self.sides):
            way = side.geometry().center() - here
            ahead = way.x() * step_x + way.y() * down
            aside = abs(way.x() * down) + abs(way.y() * step_x)
            if ahead > aside * 0.5 and number != self._focused:
                found.append((ahead + 2 * aside, number))
        if found:
            return min(found)[1]
        # At the end of a row reading goes on in the next one.
        onwards = self._focused + across
        return onwards if across and 0 <= onwards < len(self._items) else None


def _is_best(item: PhotoItem, items: Sequence[PhotoItem]) -> bool:
    """Whether a photo leads the others, all of one group; nothing is claimed across groups."""
    standings = [other.standing for other in items]
    groups = {None if standing is None else standing.group for standing in standings}
    ranks = [standing.rank for standing in standings if standing is not None]
    return (
        item.standing is not None
        and len(items) > 1
        and len(groups) == 1
        and item.standing.rank == min(ranks)
    )
