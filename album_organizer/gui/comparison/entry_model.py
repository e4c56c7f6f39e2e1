"""Photos in two columns behind a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from album_organizer.gui.comparison.contents import Listing
from album_organizer.gui.comparison.entries import Entry
from album_organizer.gui.item_models.photo_grid_model import AnyIndex

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1

_NO_PARENT = QModelIndex()
_USABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryModel(QAbstractTableModel):
    """The rows of a listing, as they are.

    Args:
        listing: What is shown; it never changes.
        parent: Qt owner.
    """

    def __init__(self, listing: Listing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listing = listing

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._listing.rows)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Always two."""
        return 0 if parent.isValid() else 2

    def entry(self, index: AnyIndex) -> Entry | None:
        """The photo of a cell, if there is one."""
        return self._listing.rows[index.row()][index.column()] if index.isValid() else None

    def shown_with(self, index: AnyIndex) -> tuple[Entry, ...]:
        """What is shown large for a cell: its photo, or both of its row if they belong together."""
        entry = self.entry(index)
        if entry is None:
            return ()
        row = self._listing.rows[index.row()]
        return tuple(e for e in row if e is not None) if self._listing.paired else (entry,)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself, its name, or what screen readers say."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._listing.headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Cells without a photo cannot be reached."""
        return _USABLE if self.entry(index) is not None else Qt.ItemFlag.NoItemFlags
