"""How a photo was taken, and where its file lies."""

from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from album_organizer.domain.photo import Photo
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.panels.elements import labelled, paragraph, plain_tip
from album_organizer.gui.panels.paragraph import Paragraph
from album_organizer.gui.wording import capture_lines
from album_organizer.i18n import tr

_MIDDLE = Qt.TextElideMode.ElideMiddle
_LAST_ROW = 16
"""Below all facts; rows without any take no room."""


class PathField(QLineEdit):
    """A path without its middle where it is too long; with the keyboard in it, all of it.

    A field and no label, so that it can be read to its end, selected and copied.
    """

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self.setObjectName("pathField")
        self.setReadOnly(True)
        # A line of text begins two pixels inside of its field.
        self.setTextMargins(-2, 0, 0, 0)
        self.setAccessibleName(tr("Path of the file"))
        self.setAccessibleDescription(tr("Can be selected and copied"))

    @property
    def path(self) -> str:
        """The whole path."""
        return self._path

    def show_path(self, path: str) -> None:
        """Shows another path."""
        self._path = path
        self.setToolTip(plain_tip(path))
        self._write()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows all of it."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.setText(self._path)
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the middle out again, unless its own menu is open."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as much as there is room for."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self._write()

    def _write(self) -> None:
        if self.hasFocus():
            self.setText(self._path)
            return
        room = self.contentsRect().width()
        self.setText(self.fontMetrics().elidedText(self._path, _MIDDLE, room))
        self.setCursorPosition(0)


class CaptureTable(QWidget):
    """Names and facts, and the path of the file, which can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[QLabel, Paragraph]] = []
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(INSET, 0, INSET, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._path_name = labelled(tr("File"), "secondary")
        self.path = PathField()
        self._grid.addWidget(self._path_name, _LAST_ROW, 0)
        self._grid.addWidget(self.path, _LAST_ROW, 1)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Names and facts as shown."""
        return [(name.text(), fact.text()) for name, fact in self._rows[: self._shown]]

    def show_photo(self, photo: Photo, folder: str) -> None:
        """Shows a photo.

        Args:
            photo: The photo.
            folder: Absolute path of the photo folder; empty if not known.
        """
        lines = capture_lines(photo)
        while len(self._rows) < len(lines):
            self._add_row()
        self._shown = len(lines)
        for number, (name, fact) in enumerate(self._rows):
            shown = number < len(lines)
            name.setVisible(shown)
            fact.setVisible(shown)
            if shown:
                name.setText(lines[number][0])
                fact.setText(lines[number][1])
        file = str(PurePath(folder) / photo.path) if folder else photo.path
        self.path.show_path(file)

    def _add_row(self) -> None:
        number = len(self._rows)
        name, fact = labelled("", "secondary"), paragraph("")
        # Smaller letters: one pixel lower, both stand on one line.
        name.setContentsMargins(0, 1, 0, 0)
        for place, label in enumerate((name, fact)):
            self._grid.addWidget(label, number, place, Qt.AlignmentFlag.AlignTop)
        self._rows.append((name, fact))
