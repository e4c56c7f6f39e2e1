"""Paints one photo of a comparison: picture, words, and where both versions put it."""

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from album_organizer.gui.comparison.entries import Entry
from album_organizer.gui.comparison.entry_model import ENTRY_ROLE
from album_organizer.gui.comparison.keys import VersionLook, draw_mark
from album_organizer.gui.delegates.cell_layout import fitted
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import AnyIndex
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.thumbnails import ThumbnailStore

_PADDING = 8
_GAP = 12
_LINE = 20
_ICON = 16
_RADIUS = 4
_MARK = 5.0
_MAX_TRACK = 220.0
_MIN_PICTURE, _MAX_PICTURE = 112, 320
_PICTURE_SHARE = 0.4
_COARSE = 1.5
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def picture_width(cell_width: int) -> int:
    """How wide the picture box of a cell of that width is, both in logical pixels."""
    return min(max(round(_PICTURE_SHARE * cell_width), _MIN_PICTURE), _MAX_PICTURE)


def lines_of(entry: Entry) -> int:
    """How many lines its words take."""
    return 1 + bool(entry.label) + len(entry.lines) + (entry.shares is not None)


def row_height(cell_width: int, lines: int) -> int:
    """Room for a lying picture and for so many lines of words."""
    return max(round(0.72 * picture_width(cell_width)), lines * _LINE + 4) + 2 * _PADDING


class EntryDelegate(QStyledItemDelegate):
    """Draws cells of :class:`EntryModel`.

    Args:
        theme: Colours.
        icons: Signs before labels.
        thumbnails: Pictures.
        parent: Qt owner.
    """

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell; cells without a photo stay empty."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        cell = option.rect.adjusted(2, 2, -2, -2)
        inner = cell.adjusted(_PADDING, _PADDING - 2, -_PADDING, -_PADDING + 2)
        picture = QRect(inner.topLeft(), QSize(picture_width(option.rect.width()), inner.height()))
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._draw_ground(painter, option, cell)
        self._draw_picture(painter, entry, picture)
        self._draw_words(
            painter, option.font, entry, inner.adjusted(picture.width() + _GAP, 0, 0, 0)
        )
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, cell: QRect) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(cell), _RADIUS, _RADIUS)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillPath(path, self._theme.color("cell_selected"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawPath(path)

    def _draw_picture(self, painter: QPainter, entry: Entry, box: QRect) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = None
        if entry.content_id:
            side = round(max(box.width(), box.height()) * ratio)
            pixmap = self._thumbnails.pixmap(entry.content_id, side)
        if pixmap is None:
            painter.fillRect(fitted(QSize(4, 3), box), self._theme.color("placeholder"))
            return
        target = fitted(pixmap.size(), box)
        if pixmap.width() > _COARSE * target.width() * ratio:
            # Painting reduces by skipping pixels, which flickers from a certain factor on.
            pixmap = pixmap.scaled(
                target.size() * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        painter.drawPixmap(target, pixmap)

    def _draw_words(self, painter: QPainter, font: QFont, entry: Entry, area: QRect) -> None:
        line = QRect(area.left(), area.top(), area.width(), _LINE)
        line.moveTop(area.top() + max(0, (area.height() - lines_of(entry) * _LINE) // 2))
        strong = number_font(font, bold=True)
        plain = number_font(font)
        if entry.label:
            self._draw_label(painter, strong, entry, line)
            line.translate(0, _LINE)
        self._draw_line(painter, strong, "text", entry.name, line, Qt.TextElideMode.ElideMiddle)
        for text in entry.lines:
            line.translate(0, _LINE)
            self._draw_line(painter, plain, "secondary", text, line)
        if entry.shares is not None:
            line.translate(0, _LINE)
            self._draw_shares(painter, entry.shares, QRectF(line))

    def _draw_label(self, painter: QPainter, font: QFont, entry: Entry, line: QRect) -> None:
        rest = QRect(line)
        if entry.icon:
            ratio = painter.device().devicePixelRatioF()
            # The signs have room around them, letters have none.
            spot = QPoint(line.left() - 3, line.center().y() - _ICON // 2 + 1)
            painter.drawPixmap(spot, self._icons.pixmap(entry.icon, _ICON, entry.tone, ratio))
            rest.setLeft(line.left() + _ICON + 2)
        self._draw_line(painter, font, entry.tone, entry.label, rest)

    def _draw_line(
        self,
        painter: QPainter,
        font: QFont,
        color: str,
        text: str,
        line: QRect,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), elide, line.width())
        painter.drawText(line, _MIDDLE_LEFT, shown)

    def _draw_shares(self, painter: QPainter, shares: tuple[float, float], line: QRectF) -> None:
        """A track from 0 to 100%: a ring where version a puts the photo, a disc for version b."""
        left, right = line.left() + _MARK, min(line.right(), line.left() + _MAX_TRACK) - _MARK
        middle = line.center().y()
        a, b = (QPointF(left + share * (right - left), middle) for share in shares)
        painter.setPen(QPen(self._theme.color("track"), 3))
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        painter.setPen(QPen(self._theme.color("control_line"), 3))
        painter.drawLine(a, b)
        draw_mark(painter, self._theme, VersionLook.A, a)
        draw_mark(painter, self._theme, VersionLook.B, b)
