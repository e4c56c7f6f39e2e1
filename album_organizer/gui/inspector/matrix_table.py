"""The comparisons of a group as a table that can be read and walked through."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from album_organizer.gui.inspector.matrix_model import MatrixModel, MatrixRole, cell_font
from album_organizer.gui.theme import Theme
from album_organizer.i18n import number, tr
from album_organizer.pipeline.shares import chance

_ROW = 24
_PADDING = 8
_CELL_PADDING = 4
MOST_TINT = 90
"""Alpha, 0..255, of the certain winner's cell."""


class MatrixDelegate(QStyledItemDelegate):
    """Tints a cell the stronger, the clearer its row wins; the number says the same.

    Args:
        theme: Colours.
        parent: The table.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws a cell."""
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if index.data(MatrixRole.OWN):
            painter.fillRect(rect, self._theme.color("cell_selected"))
        win = index.data(MatrixRole.WIN)
        if win is not None and win > 0.5:
            tint = QColor(self._theme.color("pick"))
            tint.setAlpha(round(MOST_TINT * (2.0 * win - 1.0)))
            painter.fillRect(rect, tint)
        self._write(painter, rect, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _write(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        plain = index.column() > 0 and index.data(MatrixRole.WIN) is None
        painter.setPen(self._theme.color("secondary" if plain else "text"))
        text = index.data(Qt.ItemDataRole.DisplayRole)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class MatrixTable(QTableView):
    """The table by itself.

    Args:
        model: The group.
        theme: Colours.
    """

    def __init__(self, model: MatrixModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("matrix")
        self.setModel(model)
        self.setItemDelegate(MatrixDelegate(theme, self))
        self.setAccessibleName(tr("Comparisons of the group"))
        self.setAccessibleDescription(tr("How likely the row's photo is the better one."))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setAccessibleName(tr("The other shot"))
        down.setAccessibleName(tr("Shots, best first"))
        for header in (across, down):
            header.setAccessibleDescription(tr("Numbers stand for the places in the group"))
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(_ROW)
        down.setMinimumSectionSize(_ROW)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        down.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        across.setFixedHeight(_ROW)
        across.setMinimumSectionSize(_ROW)

    def fit(self, name_width: int, room: int | None = None) -> None:
        """Takes the widths that the figures need.

        Args:
            name_width: Of the names at the side at most, in pixels.
            room: What there is for all of it, in pixels; the scores, which stand elsewhere, too,
                give way where it is short. None: there is enough.
        """
        metrics = QFontMetrics(cell_font(bold=True))
        widest = metrics.horizontalAdvance(chance(0.99))
        score = _PADDING + max(
            metrics.horizontalAdvance(text) for text in (tr("Score"), number(0.88, ".2f"))
        )
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setFixedWidth(min(down.sizeHint().width() + _PADDING, name_width))
        figure, shots, scored = widest + _PADDING, self.model().columnCount() - 1, True
        if room is not None and shots > 0:
            left = room - down.width() - 2 * self.frameWidth()
            scored = left >= score + shots * (widest + _CELL_PADDING)
            share = (left - score * scored) // shots
            figure = min(max(share, widest + _CELL_PADDING), figure)
        self.setColumnHidden(0, not scored)
        self.setColumnWidth(0, score)
        across.setDefaultSectionSize(figure)
        for column in range(1, shots + 1):
            self.setColumnWidth(column, figure)

    def content_height(self, most_rows: int) -> int:
        """Height in pixels with at most so many rows seen at once."""
        rows = min(self.model().rowCount(), most_rows)
        inner = self.horizontalHeader().length() + self.verticalHeader().width()
        outer = self.width() - 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if inner > outer else 0
        return _ROW * (rows + 1) + 2 * self.frameWidth() + bar


def matrix_words(model: MatrixModel) -> str:
    """How the table is read, or why there is nothing in it."""
    if not model.compared:
        return tr("None of these shots were compared.")
    words = tr("How likely the row's photo is the better one.")
    return words if model.complete else words + " " + tr("A dash: not compared.")
