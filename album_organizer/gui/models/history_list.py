"""What happened to the versions of a kind, as a time line, the latest on top."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from album_organizer.gui.models.words import event_title, moment
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr
from album_organizer.registry import history as told
from album_organizer.registry.history import Event

_TITLE = Qt.ItemDataRole.UserRole
_WHEN = Qt.ItemDataRole.UserRole + 1
_REASON = Qt.ItemDataRole.UserRole + 2
_COLOR = Qt.ItemDataRole.UserRole + 3

_COLORS = {
    told.PROMOTED: "pick",
    told.ROLLED_BACK: "star",
    told.FAILED_VERIFICATION: "reject",
    told.RETIRED: "secondary",
}
"""Events that change what judges stand out; their words say the same."""

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_RAIL = 24
_DOT = 8
_PAD = 6

_Index = QModelIndex | QPersistentModelIndex


class HistoryList(QListWidget):
    """One entry per event.

    Args:
        theme: Colours.
        parent: Qt owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_TimeLineDelegate(theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setAccessibleName(tr("History"))
        self.setAccessibleDescription(tr("What was done with the versions, the latest first"))
        theme.changed.connect(self.viewport().update)

    def show_events(self, events: Sequence[Event]) -> None:
        """Shows events, given oldest first."""
        self.clear()
        for event in reversed(events):
            title, when = event_title(event), f"{moment(event.time)}, {event.who}"
            # The sentence of a passed verification says no more than its title.
            reason = event.reason or ""
            item = QListWidgetItem("\n".join(filter(None, (title, when, reason))))
            item.setData(_TITLE, _breakable(title))
            item.setData(_WHEN, when)
            item.setData(_REASON, _breakable(reason))
            item.setData(_COLOR, _COLORS.get(event.event, "control_line"))
            self.addItem(item)


class _TimeLineDelegate(QStyledItemDelegate):
    """Draws a dot on a line, what happened, when and by whom, and why."""

    def __init__(self, theme: Theme, parent: HistoryList) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draws one entry."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("cell_selected"))
        self._draw_rail(painter, area, index)
        y = area.top() + _PAD
        for text, font, color in self._lines(option, index):
            painter.setFont(font)
            painter.setPen(self._theme.color(color))
            box = QRect(area.left() + _RAIL, y, self._width(), 10_000)
            drawn = painter.drawText(box, _WRAP, text)
            y += drawn.height()
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as its lines, wrapped at the width of the list."""
        height = 2 * _PAD
        for text, font, _ in self._lines(option, index):
            box = QRect(0, 0, self._width(), 10_000)
            height += QFontMetrics(font).boundingRect(box, _WRAP, text).height()
        return QSize(self._width() + _RAIL, height)

    def _draw_rail(self, painter: QPainter, area: QRect, index: _Index) -> None:
        middle = area.left() + _RAIL // 2 - 1
        dot = area.top() + _PAD + 8
        painter.setPen(QPen(self._theme.color("line"), 2))
        top = dot if index.row() == 0 else area.top()
        last = index.row() == self._list.count() - 1
        painter.drawLine(middle, top, middle, dot if last else area.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(index.data(_COLOR)))
        painter.drawEllipse(middle - _DOT // 2, dot - _DOT // 2, _DOT, _DOT)

    def _lines(self, option: QStyleOptionViewItem, index: _Index) -> list[tuple[str, QFont, str]]:
        body = QFont(self._list.font())
        strong, small = QFont(body), QFont(body)
        strong.setBold(True)
        small.setPixelSize(12)
        lines = [(index.data(_TITLE), strong, "text"), (index.data(_WHEN), small, "secondary")]
        if index.data(_REASON):
            lines.append((index.data(_REASON), body, "text"))
        return lines

    def _width(self) -> int:
        return max(80, self._list.viewport().width() - _RAIL - _PAD)


def _breakable(text: str) -> str:
    """The text with places to break long names and paths at, which cannot be seen."""
    for sign in "/\\_-.":
        text = text.replace(sign, f"{sign}\N{ZERO WIDTH SPACE}")
    return text
