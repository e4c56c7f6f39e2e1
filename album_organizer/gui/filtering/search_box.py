"""The search: names, folders, cameras, lenses and exposures by words."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.icons import Icons
from album_organizer.gui.shortcuts.key_guard import KEEPS_ESCAPE
from album_organizer.i18n import tr

_PAUSE_MS = 120
"""A pause in typing of this length starts the search."""


class SearchBox(QLineEdit):
    """What is typed becomes the criterion text.

    Args:
        icons: Of the magnifying glass.
        state: The criteria, which the box shows and changes.
        parent: Qt owner.
    """

    left = Signal()
    """The person is done: the photos should get the keyboard."""

    def __init__(self, icons: Icons, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setProperty(KEEPS_ESCAPE, True)
        self._state = state
        self.setPlaceholderText(tr("Search photos"))
        self.setAccessibleName(tr("Search photos"))
        self.setToolTip(
            tr('Every word must occur in name, folder, camera, lens or exposure; "two words" '
               "in quotation marks belong together")
        )  # fmt: skip
        glass = QAction(tr("Search"), self)
        icons.bind(glass, "search", "secondary")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        glass.triggered.connect(self.take_focus)
        self._cross = QAction(tr("Clear the search"), self)
        icons.bind(self._cross, "close", "secondary")
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.triggered.connect(self.clear)
        self._cross.setVisible(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._pause.start)
        self.textChanged.connect(self._text_changed)
        state.changed.connect(self._show_criteria)

    def take_focus(self) -> None:
        """Takes the keyboard; what stands here is typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def sizeHint(self) -> QSize:
        """No more than it needs, so that it takes nothing from what stands beside it."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, and a second time leaves; Enter and the arrow down leave."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self._search()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        self._pause.stop()
        self._state.use(replace(self._state.criteria, text=self.text()))

    def _text_changed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if not text:
            self._search()

    def _show_criteria(self) -> None:
        wanted = self._state.criteria.text
        if not self._pause.isActive() and wanted != self.text():
            self.setText(wanted)
