"""One section of the comparison: photos side by side, or the sentence that there are none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from album_organizer.gui.comparison.contents import Listing
from album_organizer.gui.comparison.entry_delegate import EntryDelegate, lines_of, row_height
from album_organizer.gui.comparison.entry_model import EntryModel
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import AnyIndex
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class EntryTable(QTableView):
    """Photos in two columns; arrows walk through the cells.

    Only visible rows are painted and ask for their thumbnails.

    Args:
        listing: What it shows.
        theme: Colours.
        icons: Signs before labels.
        thumbnails: Pictures.
        parent: Qt owner.
    """

    walked = Signal(tuple)
    chosen = Signal(str)

    def __init__(
        self,
        listing: Listing,
        theme: Theme,
        icons: Icons,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entryTable")
        self.setAccessibleName(listing.title)
        self.setAccessibleDescription(listing.note)
        self._entries = EntryModel(listing, self)
        self._lines = max((lines_of(e) for row in listing.rows for e in row if e), default=0)
        self.setItemDelegate(EntryDelegate(theme, icons, thumbnails, self))
        self.setModel(self._entries)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        self.clicked.connect(self._choose)
        thumbnails.loaded.connect(self._repaint)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tells which photo is current, or the two of its row if they belong together."""
        super().currentChanged(current, previous)
        entries = self._entries.shown_with(current)
        if entries:
            self.walked.emit(entries)

    def show_current(self) -> None:
        """Tells of the current photo anew; the first one becomes it if there is none."""
        if self.currentIndex().isValid():
            self.walked.emit(self._entries.shown_with(self.currentIndex()))
            return
        for column in (0, 1):
            index = self._entries.index(0, column)
            if self._entries.entry(index) is not None:
                self.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose the photo, the rest is the table's."""
        if event.key() in _OPEN_KEYS and not event.modifiers():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider cells have larger pictures; the current photo stays in sight."""
        super().resizeEvent(event)
        height = row_height(self.viewport().width() // 2, self._lines)
        if height != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(height)
            self.scrollTo(self.currentIndex())

    def _choose(self, index: AnyIndex) -> None:
        entry = self._entries.entry(index)
        if entry is not None:
            self.chosen.emit(entry.path)

    def _repaint(self) -> None:
        self.viewport().update()


class PhotoPairs(QWidget):
    """A listing with its note.

    Args:
        listing: What it shows.
        theme: Colours.
        icons: Signs before labels.
        thumbnails: Pictures.
    """

    def __init__(
        self, listing: Listing, theme: Theme, icons: Icons, thumbnails: ThumbnailStore
    ) -> None:
        super().__init__()
        self.table = EntryTable(listing, theme, icons, thumbnails, self)
        shown = bool(listing.rows)
        self.table.setVisible(shown)
        self.note = paragraph(
            listing.note if shown else listing.empty, "secondary" if shown else "body"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        if not shown:
            self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.setStretch(0, 1)
