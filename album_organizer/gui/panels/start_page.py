"""What is shown before a folder is open, and where no photo can be shown."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.i18n import tr

_WIDTH = 560
_SHOWN_RECENT = 5


def _scrolled(page: QWidget, middle: QWidget) -> ScrollArea:
    """Puts a block a little above the middle of a page, and scrolls where it is too high."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    # Stretches and not an alignment: that would cut lines that wrap.
    across.addStretch(1)
    across.addWidget(middle)
    across.addStretch(1)
    body = QWidget()
    column = QVBoxLayout(body)
    column.addStretch(2)
    column.addLayout(across)
    column.addStretch(3)
    area = ScrollArea(body)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    return area


class StartPage(QWidget):
    """A large drop area, what will happen, recent folders and the demo.

    Args:
        icons: Of the buttons.
        emblem: The program's icon.
        parent: Qt owner.
    """

    folder_wanted = Signal()
    demo_wanted = Signal()
    recent_chosen = Signal(str)

    def __init__(self, icons: Icons, emblem: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.open_button = QPushButton(tr("Open folder…"))
        self.open_button.setProperty("role", "primary")
        self.open_button.clicked.connect(self.folder_wanted)
        self.open_button.setToolTip(tr("Choose the folder whose photos are to be scored"))
        self.demo_button = QPushButton(tr("Try the demo album"))
        self.demo_button.clicked.connect(self.demo_wanted)
        self.demo_button.setToolTip(tr("Write 39 photographs to your home folder and open them"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_heading = labelled(tr("Recent folders"), "section")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._make_title(emblem))
        column.addSpacing(16)
        column.addWidget(self._make_drop_area())
        column.addSpacing(16)
        column.addWidget(self._recent_heading)
        column.addLayout(self._recent)
        middle = QWidget()
        middle.setLayout(column)
        middle.setFixedWidth(_WIDTH)
        self.area = _scrolled(self, middle)
        self.setFocusProxy(self.open_button)
        self.show_recent(())

    def show_recent(self, folders: Sequence[str]) -> None:
        """Lists the folders opened last."""
        while self._recent.count():
            entry = self._recent.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._recent_heading.setVisible(bool(folders))
        for folder in folders[:_SHOWN_RECENT]:
            path = Path(folder)
            button = QPushButton(path.name or folder)
            # An ampersand in a folder's name is no keyboard mnemonic.
            button.setText(button.text().replace("&", "&&"))
            button.setProperty("role", "link")
            button.setToolTip(folder)
            button.setAccessibleName(tr("Open {folder}").format(folder=folder))
            self._icons.bind(button, "folder", "secondary")
            button.clicked.connect(lambda _checked, f=folder: self.recent_chosen.emit(f))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_dragging(self, over: bool) -> None:
        """Shows that a folder can be let go here."""
        self._drop_area.setProperty("over", over)
        self._drop_area.style().unpolish(self._drop_area)
        self._drop_area.style().polish(self._drop_area)

    def _make_title(self, emblem: QIcon) -> QWidget:
        picture = QLabel()
        picture.setPixmap(emblem.pixmap(48, 48))
        title = labelled(tr("Album Organizer"), "title")
        claim = labelled(tr("Finds the photos that belong in the album, and says why."), "body")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(claim)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        box = QWidget()
        box.setLayout(row)
        return box

    def _make_drop_area(self) -> QFrame:
        self._drop_area = QFrame()
        self._drop_area.setObjectName("dropArea")
        column = QVBoxLayout(self._drop_area)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        heading = labelled(tr("Drop a folder of photos here"), "heading")
        column.addWidget(heading)
        column.addSpacing(4)
        for number, line in enumerate(
            (
                tr("Every photo is scored, and near-identical shots are grouped."),
                tr("The best ones are proposed, each with its reason."),
                tr("You overrule with a key press, and export the album."),
            ),
            start=1,
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            digit = labelled(f"{number}", "section")
            digit.setFixedWidth(12)
            row.addWidget(digit)
            row.addWidget(paragraph(line), 1)
            column.addLayout(row)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.demo_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(4)
        column.addWidget(
            paragraph(
                tr("Your photos are only read: never changed, moved or deleted."), "secondary"
            )
        )
        return self._drop_area


class EmptyPage(QWidget):
    """Why nothing is shown, and one way out."""

    action_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyPage")
        self._heading = labelled("", "heading")
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why = paragraph("", "body")
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.clicked.connect(self.action_wanted)
        self.button.setToolTip(tr("Show photos again"))
        self.setFocusProxy(self.button)
        middle = QWidget()
        middle.setFixedWidth(440)
        column = QVBoxLayout(middle)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._why)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.area = _scrolled(self, middle)

    @property
    def texts(self) -> tuple[str, str]:
        """Heading and explanation."""
        return self._heading.text(), self._why.text()

    def explain(self, heading: str, why: str, action: str = "") -> None:
        """Says why nothing is shown."""
        self._heading.setText(heading)
        self._why.setText(why)
        self.button.setText(action)
        self.button.setVisible(bool(action))
