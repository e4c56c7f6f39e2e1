"""The files that could not be used, each with its reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.photo import PhotoProblem
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.i18n import tr, trn

_MEASURED_ROWS = 500


class ProblemsPanel(QWidget):
    """A table: file, what is wrong with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = labelled("", "heading")
        hint = paragraph(tr("All other photos are used. No file was changed."), "secondary")
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(tr("Files that could not be used"))
        self.table.setAccessibleDescription(tr("File names and what is wrong with them"))
        self.table.setHorizontalHeaderLabels([tr("File"), tr("What is wrong")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setAccessibleName(tr("Columns"))
        header.setAccessibleDescription(tr("File and reason"))
        header.resizeSection(0, 200)
        header.setStretchLastSection(True)
        header.sectionResized.connect(self._fit_rows)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(hint)
        column.addSpacing(8)
        column.addWidget(self.table, 1)

    def show_problems(self, problems: Sequence[PhotoProblem]) -> None:
        """Fills the table."""
        count = len(problems)
        self._heading.setText(
            trn("{n:,} file could not be used", "{n:,} files could not be used", count).format(
                n=count
            )
        )
        self.table.setRowCount(count)
        for row, problem in enumerate(problems):
            for place, text in enumerate((problem.path, problem.error)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(row, place, cell)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Makes room for sentences that wrap; measuring thousands of them would take too long."""
        if self.table.rowCount() <= _MEASURED_ROWS:
            self.table.resizeRowsToContents()
