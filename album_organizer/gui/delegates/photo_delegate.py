"""Paints one photo of the grid: picture, score and marks."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from album_organizer.domain.album import UserDecision
from album_organizer.domain.photo import Photo
from album_organizer.gui.delegates.cell_layout import (
    STACK_STEP,
    CellLayout,
    badge_rect,
    cell_height,
    fitted,
)
from album_organizer.gui.delegates.cell_marks import RADIUS, CellMarks, CellState
from album_organizer.gui.delegates.cell_paints import CellPaints
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import AnyIndex, PhotoRole
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.stacks import StackPart
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore, Wish

_REJECTED_OPACITY = 0.3
_MISSING_OPACITY = 0.5
_KEPT_SCALED = 200
_OPEN = (StackPart.TOP, StackPart.MEMBER)
_FREE = 2
"""Cells do not touch each other: so many pixels are left free on each side."""


class PhotoDelegate(QStyledItemDelegate):
    """Draws photos; sizes are set by the view that uses it.

    Args:
        theme: Colours.
        icons: Marks.
        thumbnails: Pictures.
        compact: Only picture and decision, for the film strip.
        parent: Qt owner.

    Attributes:
        cell: The size of every cell.
        asks: Whether painting asks for thumbnails that are not there; a view that tells the store
            itself what it wants turns this off.
    """

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        *,
        compact: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._compact = compact
        self._scaled: OrderedDict[str, tuple[int, QPixmap]] = OrderedDict()
        self.paints = CellPaints(theme, icons, self)
        self.cell = QSize(208, cell_height(208))
        self.asks = True

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """The same for all."""
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell of a list that asks Qt to draw it."""
        item = index.data(PhotoRole.ITEM)
        if not isinstance(item, PhotoItem):
            return
        state = CellState(
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            focused=bool(option.state & QStyle.StateFlag.State_HasFocus),
            mirrored=option.direction is Qt.LayoutDirection.RightToLeft,
            ratio=painter.device().devicePixelRatioF(),
        )
        self.paints.use_font(option.font)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_photo(painter, option.rect, item, state)
        painter.restore()

    def paint_photo(
        self, painter: QPainter, rect: QRect, item: PhotoItem, state: CellState
    ) -> None:
        """Draws one cell.

        Args:
            painter: Draws smooth edges; keeps pen, brush and font of what was drawn last.
            rect: The cell.
            item: The photo.
            state: How it is shown.
        """
        cell = rect.adjusted(_FREE, _FREE, -_FREE, -_FREE)
        layout = CellLayout.of(cell, compact=self._compact)
        self._draw_ground(painter, rect, cell, state)
        target = _target(item.scored.photo, layout)
        marks = CellMarks(painter, self.paints, cell, state)
        if state.part is StackPart.CLOSED:
            marks.stack_edge(target)
        self._draw_picture(painter, item, target, state.ratio)
        if item.decision is UserDecision.REJECT:
            marks.struck_corner(target)
        if item.label:
            marks.label(target, item.label)
        if item.missing:
            marks.missing(target)
        if self._compact:
            marks.decision_plate(target, item)
        else:
            marks.footer(layout.footer, item)
        if state.part in {StackPart.CLOSED, StackPart.TOP}:
            marks.badge(target)

    def wish(self, photo: Photo, ratio: float) -> Wish:
        """The thumbnail that a cell of a photo needs."""
        inner = QRect(0, 0, self.cell.width() - 2 * _FREE, self.cell.height() - 2 * _FREE)
        target = _target(photo, CellLayout.of(inner, compact=self._compact))
        width, height = round(target.width() * ratio), round(target.height() * ratio)
        return Wish(photo.content_id, width, height)

    def badge_of(self, rect: QRect, item: PhotoItem, state: CellState) -> QRect:
        """Where a click opens or closes the stack of a cell; empty for a photo by itself."""
        if state.part not in {StackPart.CLOSED, StackPart.TOP}:
            return QRect()
        cell = rect.adjusted(_FREE, _FREE, -_FREE, -_FREE)
        target = _target(item.scored.photo, CellLayout.of(cell, compact=self._compact))
        badge = badge_rect(target, self.paints.text(str(state.size), bold=True)[1])
        if state.mirrored:
            badge = QStyle.visualRect(Qt.LayoutDirection.RightToLeft, cell, badge)
        # A hand hits more easily than it reads.
        return badge.adjusted(-4, -4, 4, 4)

    def _draw_ground(self, painter: QPainter, rect: QRect, cell: QRect, state: CellState) -> None:
        paints = self.paints
        if state.part in _OPEN:
            # Without gaps, so that the photos of an open stack are seen as one.
            band = rect.adjusted(0, _FREE, 0, -_FREE)
            painter.fillRect(band, paints.color("panel"))
            edge = QRect(band.left(), band.top(), band.width(), STACK_STEP - 1)
            painter.fillRect(edge, paints.color("control_line"))
        if state.selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(paints.color("cell_selected"))
            painter.drawRoundedRect(cell, RADIUS, RADIUS)
        if state.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(paints.color("accent"), 2))
            painter.drawRoundedRect(cell, RADIUS, RADIUS)

    def _draw_picture(
        self, painter: QPainter, item: PhotoItem, target: QRect, ratio: float
    ) -> None:
        size = QSize(round(target.width() * ratio), round(target.height() * ratio))
        if self.asks:
            pixmap = self._thumbnails.pixmap(item.content_id, max(size.width(), size.height()))
        else:
            pixmap = self._thumbnails.kept(item.content_id)
        if pixmap is None:
            painter.fillRect(target, self.paints.color("placeholder"))
            return
        if item.decision is UserDecision.REJECT:
            painter.setOpacity(_REJECTED_OPACITY)
        elif item.missing:
            painter.setOpacity(_MISSING_OPACITY)
        # On whole device pixels nothing is resampled, and the picture stays crisp.
        left, top = round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio
        whole = QRectF(left, top, size.width() / ratio, size.height() / ratio)
        crisp = self._crisp(item.content_id, pixmap, size)
        if crisp.size() == size:
            painter.drawPixmap(whole, crisp, QRectF(crisp.rect()))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(whole, crisp, QRectF(crisp.rect()))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if painter.opacity() < 1.0:
            painter.setOpacity(1.0)

    def _crisp(self, content_id: str, pixmap: QPixmap, size: QSize) -> QPixmap:
        """The pixmap in exactly that size; smaller ones stay, a better one is on its way."""
        if pixmap.size() == size or pixmap.width() < size.width():
            return pixmap
        kept = self._scaled.get(content_id)
        if kept is not None and kept[0] == pixmap.cacheKey() and kept[1].size() == size:
            self._scaled.move_to_end(content_id)
            return kept[1]
        scaled = pixmap.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self._scaled[content_id] = (pixmap.cacheKey(), scaled)
        if len(self._scaled) > _KEPT_SCALED:
            self._scaled.popitem(last=False)
        return scaled


def _target(photo: Photo, layout: CellLayout) -> QRect:
    """Where the picture lies."""
    return fitted(QSize(photo.width, photo.height), layout.box)
