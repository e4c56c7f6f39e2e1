"""What the program is, what it is made of and by which terms."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer import __version__
from album_organizer.gui.icons import window_icon
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr
from album_organizer.workspace.diagnostics import parts

_EMBLEM = 64


class AboutDialog(QDialog):
    """Version, parts and licences; the table can be copied.

    Args:
        theme: Where the emblem lies.
        models: The versions that judge, for example ``AVA v2``.
        parent: The window it belongs to.
    """

    def __init__(self, theme: Theme, models: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Album Organizer"))
        self.resize(560, 480)
        emblem = QLabel()
        ratio = self.devicePixelRatioF()
        icon = window_icon(theme.resources)
        emblem.setPixmap(icon.pixmap(QSize(_EMBLEM, _EMBLEM), ratio))
        words = QVBoxLayout()
        words.setSpacing(4)
        name = f"Album Organizer {__version__}"
        words.addWidget(labelled(name, "title"))
        words.addWidget(
            paragraph(tr("Finds the photos that belong in the album, and says why."), "body")
        )
        words.addWidget(paragraph(tr("Models: {versions}").format(versions=models), "secondary"))
        words.addWidget(paragraph(tr("Licence: MIT, see LICENSE."), "secondary"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(emblem, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.table = self._make_table()
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.setToolTip(tr("Copy versions and licences"))
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.setToolTip(tr("Back to the photos"))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _make_table(self) -> QTableWidget:
        listed = parts()
        table = QTableWidget(len(listed), 3)
        table.setAccessibleName(tr("What the program is made of"))
        table.setHorizontalHeaderLabels([tr("Part"), tr("Version"), tr("Licence")])
        table.setAccessibleDescription(tr("Packages with their versions and licences"))
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading)
        table.horizontalHeader().setAccessibleName(tr("Columns"))
        table.horizontalHeader().setAccessibleDescription(tr("Part, version and licence"))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        for row, part in enumerate(listed):
            for column, text in enumerate(
                (part.name, part.version or tr("not installed"), part.licence)
            ):
                table.setItem(row, column, QTableWidgetItem(text))
        return table

    def _copy(self) -> None:
        lines = [f"Album Organizer {__version__}"]
        lines += [f"{part.name} {part.version} {part.licence}".rstrip() for part in parts()]
        QGuiApplication.clipboard().setText("\n".join(lines))
