"""Paints one photo of the grid: picture, score and marks."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from album_organizer.domain.album import UserDecision
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import AnyIndex, PhotoRole
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.thumbnails import ThumbnailStore

PADDING = 8
FOOTER = 24
STACK_STEP = 3
ICON = 16
PICTURE_RATIO = 0.78
"""Height of the picture box over its width: most photos lie, some stand."""

_RADIUS = 4
_REJECTED_OPACITY = 0.3
_CORNER = 28
_COARSE = 1.5


@dataclass(frozen=True, slots=True)
class CellLayout:
    """Where the parts of a cell lie.

    Attributes:
        box: What the picture may use.
        footer: Score and marks; empty in compact cells.
    """

    box: QRect
    footer: QRect

    @classmethod
    def of(cls, cell: QRect, *, compact: bool) -> "CellLayout":
        """Divides a cell."""
        inner = cell.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        if compact:
            return cls(inner, QRect())
        above = 2 * STACK_STEP
        box = inner.adjusted(0, above, 0, -FOOTER)
        return cls(box, QRect(inner.left(), inner.bottom() - FOOTER + 1, inner.width(), FOOTER))


def cell_height(width: int) -> int:
    """The height of a grid cell of that width, both in logical pixels."""
    return round((width - 2 * PADDING) * PICTURE_RATIO) + 2 * PADDING + FOOTER + 2 * STACK_STEP


def fitted(size: QSize, box: QRect) -> QRect:
    """The largest rectangle of the proportions of ``size``, centred in ``box``."""
    scaled = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    target = QRect(QPoint(0, 0), scaled)
    target.moveCenter(box.center())
    return target


class PhotoDelegate(QStyledItemDelegate):
    """Draws photos; sizes are set by the view that uses it.

    Args:
        theme: Colours.
        icons: Marks.
        thumbnails: Pictures.
        compact: Only picture and decision, for the film strip.
        parent: Qt owner.
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
        self._theme = theme
        self._icons = icons
        self._thumbnails = thumbnails
        self._compact = compact
        self.cell = QSize(208, cell_height(208))

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """The same for all."""
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        item = index.data(PhotoRole.ITEM)
        if not isinstance(item, PhotoItem):
            return
        cell = option.rect.adjusted(2, 2, -2, -2)
        layout = CellLayout.of(cell, compact=self._compact)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._draw_ground(painter, option, cell)
        photo = item.scored.photo
        target = fitted(QSize(photo.width, photo.height), layout.box)
        if item.group_size > 1 and not self._compact:
            self._draw_stack_edge(painter, target)
        self._draw_picture(painter, item, target)
        if item.decision is UserDecision.REJECT:
            self._draw_struck_corner(painter, target)
        if self._compact:
            self._draw_compact_mark(painter, item, target)
        else:
            self._draw_footer(painter, option, item, layout.footer)
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, cell: QRect) -> None:
        state = option.state
        path = QPainterPath()
        path.addRoundedRect(QRectF(cell), _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillPath(path, self._theme.color("cell_selected"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawPath(path)

    def _draw_stack_edge(self, painter: QPainter, target: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for step, color in ((2, "line"), (1, "control_line")):
            inset = 4 * step
            edge = QRect(
                target.left() + inset,
                target.top() - STACK_STEP * step,
                target.width() - 2 * inset,
                STACK_STEP - 1,
            )
            painter.fillRect(edge, self._theme.color(color))

    def _draw_picture(self, painter: QPainter, item: PhotoItem, target: QRect) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = round(max(target.width(), target.height()) * ratio)
        pixmap = self._thumbnails.pixmap(item.content_id, side)
        if pixmap is None:
            painter.fillRect(target, self._theme.color("placeholder"))
            return
        if item.decision is UserDecision.REJECT:
            painter.setOpacity(_REJECTED_OPACITY)
        if pixmap.width() > _COARSE * target.width() * ratio:
            # Painting reduces by skipping pixels, which flickers from a certain factor on.
            pixmap = pixmap.scaled(
                target.size() * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        painter.drawPixmap(target, pixmap)
        painter.setOpacity(1.0)

    def _draw_struck_corner(self, painter: QPainter, target: QRect) -> None:
        side = min(_CORNER, target.width(), target.height())
        right, top = target.right() + 1, target.top()
        corner = QPolygon(
            [QPoint(right - side, top), QPoint(right, top), QPoint(right, top + side)]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("ground"))
        painter.drawPolygon(corner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("reject"), 2))
        painter.drawLine(QPoint(right - side, top), QPoint(right, top + side))

    def _draw_compact_mark(self, painter: QPainter, item: PhotoItem, target: QRect) -> None:
        mark = _mark(item)
        if mark is None:
            return
        disc = QRect(target.left() + 2, target.bottom() - ICON - 5, ICON + 4, ICON + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(disc, _RADIUS, _RADIUS)
        self._draw_icon(painter, *mark, disc.topLeft() + QPoint(2, 2))

    def _draw_footer(
        self, painter: QPainter, option: QStyleOptionViewItem, item: PhotoItem, footer: QRect
    ) -> None:
        painter.setFont(number_font(option.font, bold=True))
        painter.setPen(self._theme.color("text"))
        text = f"{item.score:.2f}"
        painter.drawText(footer, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        left = footer.left() + painter.fontMetrics().horizontalAdvance(text) + 8
        top = footer.top() + (footer.height() - ICON) // 2
        mark = _mark(item)
        if mark is not None:
            self._draw_icon(painter, *mark, QPoint(left, top))
            left += ICON + 4
        if item.tied:
            self._draw_icon(painter, "tie", "tie", QPoint(left, top))
        if item.pick is not None and item.group_size > 1:
            painter.setFont(number_font(option.font))
            painter.setPen(self._theme.color("secondary"))
            place = f"{item.pick.rank}/{item.group_size}"
            width = painter.fontMetrics().horizontalAdvance(place)
            painter.drawText(
                footer, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, place
            )
            spot = QPoint(footer.right() - width - ICON - 3, top)
            self._draw_icon(painter, "stack", "secondary", spot)

    def _draw_icon(self, painter: QPainter, name: str, color: str, spot: QPoint) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(spot, self._icons.pixmap(name, ICON, color, ratio))


def _mark(item: PhotoItem) -> tuple[str, str] | None:
    """Icon and colour of what is decided or proposed."""
    if item.decision is UserDecision.PICK:
        return "pick-filled", "pick"
    if item.decision is UserDecision.REJECT:
        return "reject", "reject"
    if item.proposed:
        return "star-filled", "star"
    return None
