"""The comparisons of a group in a window of their own."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.inspector.matrix_model import MatrixModel
from album_organizer.gui.inspector.matrix_table import MatrixTable, matrix_words
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr

_NAME_WIDTH = 240
_MARGIN = 16
_SCREEN_SHARE = 0.8


class MatrixDialog(QDialog):
    """Not modal: it follows the photo the panel is about.

    Args:
        model: The group; the panel renews it.
        theme: Colours.
        parent: The window it belongs to.
    """

    def __init__(self, model: MatrixModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setWindowTitle(tr("Comparisons of the group"))
        self.table = MatrixTable(model, theme)
        self.caption = paragraph("", "secondary")
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setToolTip(tr("Close this window (Esc)"))
        self.close_button.clicked.connect(self.close)
        self.table.selectionModel().currentChanged.connect(self._show_words)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def renew(self) -> None:
        """Takes the widths of the group that is shown now."""
        self.table.fit(_NAME_WIDTH)
        self._show_words(QModelIndex())

    def show_near(self, corner: QPoint) -> None:
        """Opens beside a point of the screen, as large as the group needs.

        Args:
            corner: In global pixels.
        """
        screen = self.screen().availableGeometry()
        across = self.table.horizontalHeader().length() + self.table.verticalHeader().width()
        frame = 2 * (_MARGIN + self.table.frameWidth()) + 12
        most = screen.size() * _SCREEN_SHARE
        wanted = QSize(across + frame, self.table.content_height(99) + frame + 72)
        size = wanted.expandedTo(QSize(420, 240)).boundedTo(most)
        place = QRect(corner - QPoint(size.width(), size.height() // 2), size)
        place.moveLeft(min(max(place.left(), screen.left()), screen.right() - size.width()))
        place.moveTop(min(max(place.top(), screen.top()), screen.bottom() - size.height()))
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.table.setFocus()

    def _show_words(self, index: QModelIndex) -> None:
        if index.isValid():
            self.caption.setText(self._model.sentence(index.row(), index.column() - 1))
        else:
            self.caption.setText(matrix_words(self._model))
