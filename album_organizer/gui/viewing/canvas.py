"""One photo, uncropped on neutral ground, at any size and any part of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from album_organizer.domain.album import UserDecision
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.cell_words import describe
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.theme import Theme
from album_organizer.gui.viewing.plates import HEIGHT as PLATE_HEIGHT
from album_organizer.gui.viewing.plates import Plate, PlatePainter, plates_of
from album_organizer.gui.viewing.shared_zoom import SharedZoom
from album_organizer.gui.viewing.zoom import STEP, Frame, Zoom, ZoomMode
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr

_CRISP_ABOVE = 2.0
"""Beyond this enlargement people want to see pixels, not a blur."""

_BARE = "full_screen_ground"
_READOUT_MS = 1500
_DIMMED = 0.35
_LEAST_ROOM = 240
"""Width in pixels that a few plates need."""
_ENOUGH = 0.98
"""A picture this close to the size in which it is drawn needs no larger one."""


class PhotoCanvas(QWidget):
    """Draws a photo; what the mouse and keys do is added by :class:`PhotoView`.

    Args:
        theme: The ground, and colours of the marks.
        icons: The marks.
        zoom: Size and part that are shown; may be shared with others.
        margin: Ground around a photo that fits, in logical pixels.
        parent: Qt owner.
    """

    resized = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        zoom: SharedZoom,
        margin: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setMinimumSize(120, 96)
        # The ground is painted here, so that Qt need not do it before.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.shared = zoom
        self._theme = theme
        self._plates = PlatePainter(theme, icons)
        self._usual_margin = self._margin = margin
        self._item: PhotoItem | None = None
        self._levels: tuple[QPixmap, ...] = ()
        self._message = ""
        self._framed = True
        self._chosen = False
        self._dims = False
        self._best = False
        self._ground = "ground"
        self._readout = QTimer(self)
        self._readout.setSingleShot(True)
        self._readout.setInterval(_READOUT_MS)
        self._readout.timeout.connect(self.update)
        theme.changed.connect(self.update)
        zoom.changed.connect(self._zoom_changed)

    @property
    def item(self) -> PhotoItem | None:
        """The photo."""
        return self._item

    @property
    def pixmap(self) -> QPixmap | None:
        """The largest picture that is there."""
        return self._levels[-1] if self._levels else None

    @property
    def message(self) -> str:
        """What is said in place of the picture."""
        return self._message

    @property
    def zoom(self) -> Zoom:
        """Size and part that are shown."""
        return self.shared.zoom

    @property
    def frame(self) -> Frame:
        """View and photo in device pixels."""
        ratio, inset = self.devicePixelRatioF(), 2 * self._margin
        view = (
            max(1, round((self.width() - inset) * ratio)),
            max(1, round((self.height() - inset) * ratio)),
        )
        return Frame(view, self._picture_size())

    @property
    def scale(self) -> float:
        """Device pixels per pixel of the photo."""
        return self.frame.scale(self.zoom)

    @property
    def zoomed_in(self) -> bool:
        """Whether a part of the photo lies outside the view."""
        return self.frame.overflows(self.zoom)

    @property
    def needed_side(self) -> int:
        """Shorter side in device pixels that a picture should have to be seen whole."""
        return self._side_of(self.frame)

    @property
    def needs_all_pixels(self) -> bool:
        """Whether the size in which the photo is seen whole is too small for the zoom."""
        frame = self.frame
        return frame.scale(self.zoom) > frame.fit / _ENOUGH and frame.fit < 1.0

    def side_for(self, item: PhotoItem) -> int:
        """The same for another photo, when it is shown here."""
        return self._side_of(Frame(self.frame.view, _size_of(item)))

    def show_picture(
        self, item: PhotoItem | None, levels: Sequence[QPixmap], message: str = ""
    ) -> None:
        """Shows a photo.

        Args:
            item: The photo.
            levels: Its picture in the sizes that are there, the smallest first; with none its
                place stays empty.
            message: Said over the picture, if there is something to say.
        """
        self._item, self._levels, self._message = item, tuple(levels), message
        self.setAccessibleName("" if item is None else describe(item))
        self.setAccessibleDescription(message)
        self.update()

    def set_best(self, best: bool) -> None:
        """Marks the photo as the best of those that are shown together."""
        self._best = best
        self.update()

    def dim_rejected(self) -> None:
        """Shows rejected photos pale from now on, so that the eye rests on the others."""
        self._dims = True

    def set_chosen(self, chosen: bool) -> None:
        """Frames the photo as the one that decisions concern, wherever the keyboard is."""
        self._chosen = chosen
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Shows the picture only, on black, for the full screen."""
        self._ground = _BARE if bare else "ground"
        self._framed = not bare
        self._margin = 0 if bare else self._usual_margin
        self.update()
        self.resized.emit()

    def set_zoom(self, zoom: Zoom) -> None:
        """Changes size and part, for all that share them."""
        self.shared.set(zoom)

    def toggle_actual(self, spot: QPointF | None = None) -> None:
        """Between the whole photo and 1:1 around a spot of this widget, by default the middle."""
        frame = self.frame
        whole = not frame.overflows(self.zoom) and self.zoom.mode is not ZoomMode.ACTUAL
        x, y = self._in_view(QPointF(self.rect().center()) if spot is None else spot)
        mode = ZoomMode.ACTUAL if whole else ZoomMode.FIT
        self.set_zoom(frame.mode_at(self.zoom, x, y, mode))

    def toggle_fill(self) -> None:
        """Between the whole photo and one that covers the view."""
        filled = self.zoom.mode is ZoomMode.FILL
        self.set_zoom(Zoom(ZoomMode.FIT if filled else ZoomMode.FILL))

    def step_zoom(self, factor: float = STEP, spot: QPointF | None = None) -> None:
        """A step larger, or with a factor under 1 smaller, around a spot of this widget."""
        x, y = self._in_view(QPointF(self.rect().center()) if spot is None else spot)
        self.set_zoom(self.frame.stepped_at(self.zoom, x, y, factor))

    def pan(self, by: QPointF) -> None:
        """Moves the picture by some logical pixels, as far as it goes."""
        ratio = self.devicePixelRatioF()
        self.set_zoom(self.frame.panned(self.zoom, by.x() * ratio, by.y() * ratio))

    def target(self) -> QRectF:
        """Where the whole picture lies, in logical pixels of this widget."""
        device, ratio = self._device_target(), self.devicePixelRatioF()
        return QRectF(
            device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground, picture, marks and focus."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(self._ground))
        if self._item is not None:
            self._draw_picture(painter)
            if self._message:
                self._draw_message(painter)
            self._draw_plates(painter)
        if self._chosen or (self._framed and self.hasFocus()):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger picture may be needed."""
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        """On a screen of another scaling a larger picture may be needed."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)

    def _side_of(self, frame: Frame) -> int:
        scale = min(frame.view[0] / frame.picture[0], frame.view[1] / frame.picture[1])
        return max(64, round(min(frame.picture) * scale))

    def _picture_size(self) -> tuple[int, int]:
        return (1, 1) if self._item is None else _size_of(self._item)

    def _in_view(self, spot: QPointF) -> tuple[float, float]:
        """A spot of this widget in device pixels from the corner of the view inside the margin."""
        ratio = self.devicePixelRatioF()
        return (spot.x() - self._margin) * ratio, (spot.y() - self._margin) * ratio

    def _device_target(self) -> QRect:
        """Where the whole picture lies, in whole device pixels, so that 1:1 stays sharp."""
        left, top, width, height = self.frame.target(self.zoom)
        inset = self._margin * self.devicePixelRatioF()
        return QRect(
            round(left + inset), round(top + inset), max(1, round(width)), max(1, round(height))
        )

    def _level_for(self, width: int) -> QPixmap | None:
        """The smallest picture that need not be enlarged, or else the largest."""
        for level in self._levels:
            if level.width() >= _ENOUGH * width:
                return level
        return self.pixmap

    def _draw_picture(self, painter: QPainter) -> None:
        target, ratio = self._device_target(), self.devicePixelRatioF()
        level = self._level_for(target.width())
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        if level is None:
            painter.fillRect(target, self._theme.color("placeholder"))
        else:
            crisp_above = max(_CRISP_ABOVE, self.frame.fit)
            smooth = target.width() <= crisp_above * self._picture_size()[0] + 1
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            screen = QRectF(0, 0, self.width() * ratio, self.height() * ratio)
            seen = QRectF(target) & screen
            across, down = level.width() / target.width(), level.height() / target.height()
            source = QRectF(
                (seen.x() - target.x()) * across,
                (seen.y() - target.y()) * down,
                seen.width() * across,
                seen.height() * down,
            )
            rejected = self._item is not None and self._item.decision is UserDecision.REJECT
            painter.setOpacity(_DIMMED if self._dims and rejected else 1.0)
            painter.drawPixmap(seen, level, source)
        painter.restore()

    def _draw_message(self, painter: QPainter) -> None:
        box = self.rect().adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = painter.boundingRect(box, int(flags), self._message)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(text.adjusted(-16, -12, 16, 12), 4, 4)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, int(flags), self._message)

    def _draw_plates(self, painter: QPainter) -> None:
        item = self._item
        if item is None:
            return
        room = self._around_picture()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        dark = self._ground == _BARE
        plates = plates_of(item, best=self._best)
        self._plates.draw(painter, plates, room, from_right=mirrored, dark=dark)
        if self.zoomed_in or self._readout.isActive():
            readout = [Plate("", "", self._zoom_words())]
            corner = self._corner(room)
            self._plates.draw(painter, readout, corner, from_right=not mirrored, dark=dark)

    def _around_picture(self) -> QRect:
        """Where plates go: just below the picture where there is room, else on its lower edge."""
        margin = self._margin + 8
        inside = self.rect().adjusted(margin, margin, -margin, -margin)
        seen = self.target().toRect() & inside
        room = seen.adjusted(8, 8, -8, -8)
        if inside.bottom() - seen.bottom() >= PLATE_HEIGHT + 8:
            room = QRect(seen.topLeft(), QPoint(seen.right(), seen.bottom() + PLATE_HEIGHT + 8))
        # In a narrow picture words may need more than its width.
        short = _LEAST_ROOM - room.width()
        if short > 0:
            room = room.adjusted(-short // 2, 0, short // 2, 0) & inside
        return room

    def _corner(self, room: QRect) -> QRect:
        """The upper edge of a place, for what must not meet the marks below."""
        return QRect(room.topLeft(), QPoint(room.right(), room.top() + 27))

    def _zoom_words(self) -> str:
        size = percent(self.scale)
        return {
            ZoomMode.FIT: tr("Whole photo, {size}"),
            ZoomMode.FILL: tr("Filled, {size}"),
        }.get(self.zoom.mode, "{size}").format(size=size)

    def _zoom_changed(self) -> None:
        self._readout.start()
        self.update()


def _size_of(item: PhotoItem) -> tuple[int, int]:
    photo = item.scored.photo
    return max(1, photo.width), max(1, photo.height)
