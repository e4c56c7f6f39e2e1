"""The comparisons of a group in the panel, and a button that shows them larger."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.facts import PhotoFacts
from album_organizer.gui.inspector.matrix_dialog import MatrixDialog
from album_organizer.gui.inspector.matrix_model import MatrixModel
from album_organizer.gui.inspector.matrix_table import MatrixTable, matrix_words
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr

_NAME_WIDTH = 96
_MOST_ROWS = 12


class MatrixView(QWidget):
    """Table, the words of the cell that has the keyboard, and a button that enlarges.

    Args:
        theme: Colours.
        icons: Of the button.
    """

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.model = MatrixModel(self)
        self.table = MatrixTable(self.model, theme)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.caption = paragraph("", "secondary")
        self.larger = QPushButton(tr("Larger…"))
        self.larger.setProperty("role", "link")
        icons.bind(self.larger, "enlarge", "accent")
        self.larger.setToolTip(tr("Show all comparisons of the group in a window of their own"))
        self.dialog = MatrixDialog(self.model, theme, self)
        self.larger.clicked.connect(self._enlarge)
        self.table.selectionModel().currentChanged.connect(self._show_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addWidget(self.caption)
        column.addWidget(self.larger, 0, Qt.AlignmentFlag.AlignLeading)

    def show_facts(self, facts: PhotoFacts) -> None:
        """Shows the group of a photo."""
        self.model.show_group(facts.group, facts.comparisons, facts.item.path, facts.tuning)
        self._fit()
        if self.model.own_row >= _MOST_ROWS:
            self.table.scrollTo(self.model.index(self.model.own_row, 1))
        self._show_words(QModelIndex())
        if self.dialog.isVisible():
            self.dialog.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other columns, and a scroll bar needs height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.table.fit(_NAME_WIDTH, self.contentsRect().width() - 2 * INSET)
        self.table.setFixedHeight(self.table.content_height(_MOST_ROWS))

    def _show_words(self, index: QModelIndex) -> None:
        if index.isValid():
            self.caption.setText(self.model.sentence(index.row(), index.column() - 1))
        else:
            self.caption.setText(matrix_words(self.model))

    def _enlarge(self) -> None:
        self.dialog.renew()
        corner = self.larger.mapToGlobal(QPoint(0, 0))
        self.dialog.show_near(corner)
