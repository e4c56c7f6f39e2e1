"""The list of photos behind grid and film strip: which are shown, in which order.

Filtering and sorting happen here, on the columns of the table, and not in a
QSortFilterProxyModel: that would call back into Python for every comparison, which blocks the
window for seconds at 100,000 photos.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from album_organizer.gui.item_models.cell_words import describe
from album_organizer.gui.item_models.day_sections import Section, sections_of
from album_organizer.gui.item_models.item_table import table_of
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from album_organizer.gui.item_models.photo_order import Mask, best_direction, mask_of, order_of
from album_organizer.gui.item_models.photo_table import PhotoTable, Rows
from album_organizer.gui.item_models.row_changes import Changes, changes_between
from album_organizer.gui.item_models.stacks import Arrangement, StackPart, stacked

AnyIndex = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()
_MANY = 20_000
"""Looking up more paths than this takes longer than letting the views start over."""


class PhotoRole(IntEnum):
    """What the model tells beside Qt's own roles."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    PATH = Qt.ItemDataRole.UserRole + 2


class PhotoGridModel(QAbstractListModel):
    """Photos of a table, filtered, sorted, and groups of them collapsed to stacks."""

    about_to_rearrange = Signal()
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = PhotoTable()
        self._known = self._table.paths
        self._mask = mask_of(PhotoFilter.ALL)
        self._sort = PhotoSort.TIME
        self._descending = False
        self._collapsed = False
        self._expanded: set[int] = set()
        self._rows: Rows = np.empty(0, np.intp)
        # By row of the table, so that they hold while rows come and go.
        self._parts = np.empty(0, np.int8)
        self._sizes: Rows = np.empty(0, np.intp)
        self._places: Rows | None = None
        self._sections: tuple[Section, ...] = ()

    @property
    def table(self) -> PhotoTable:
        """All photos, also those that the filter hides."""
        return self._table

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """All photos by path."""
        return self._table.items

    @property
    def rows(self) -> Rows:
        """The rows of the table that are shown, in order; not to be changed."""
        return self._rows

    @property
    def paths(self) -> list[str]:
        """The paths shown, in order."""
        return [self._known[row] for row in self._rows.tolist()]

    @property
    def sort_order(self) -> PhotoSort:
        """The order in force."""
        return self._sort

    @property
    def descending(self) -> bool:
        """Its direction."""
        return self._descending

    @property
    def collapsed(self) -> bool:
        """Whether groups are stacks."""
        return self._collapsed

    @property
    def sections(self) -> tuple[Section, ...]:
        """Parts of days in order of time; empty in every other order."""
        return self._sections

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Number of photos shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The item itself, its path, or what screen readers and tool tips say."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == PhotoRole.ITEM:
            return self.item(index.row())
        if role == PhotoRole.PATH:
            return self.path(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.item(index.row()).name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return describe(self.item(index.row()), self.part(index.row()), self.size(index.row()))
        return None

    def item(self, place: int) -> PhotoItem:
        """The photo at a place of the list."""
        return self._table.item(int(self._rows[place]))

    def path(self, place: int) -> str:
        """The path of the photo at a place of the list."""
        # As last shown: the table may be ahead, and rows stand for other photos after a scan.
        return self._known[self._rows[place]]

    def part(self, place: int) -> StackPart:
        """What the photo at a place is to its stack."""
        return StackPart(self._parts[self._rows[place]])

    def size(self, place: int) -> int:
        """How many photos the stack at a place has."""
        return int(self._sizes[self._rows[place]])

    def item_at(self, index: AnyIndex) -> PhotoItem | None:
        """The item of an index, or None for an invalid one."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self.item(index.row())

    def index_of(self, path: str) -> QModelIndex:
        """Where a photo stands; invalid if it is not shown."""
        row = self._table.row_of(path)
        place = -1 if row is None or row >= len(self.places) else int(self.places[row])
        return QModelIndex() if place < 0 else self.index(place)

    def top_of(self, path: str) -> str | None:
        """The photo that lies on top of the closed stack in which a photo lies, if it does."""
        row = self._table.row_of(path)
        if row is None or not self._collapsed or not self._table.group[row]:
            return None
        tops = self._table.group[self._rows] == self._table.group[row]
        found = np.flatnonzero(tops & (self._parts[self._rows] == StackPart.CLOSED))
        return self.path(int(found[0])) if len(found) else None

    @property
    def places(self) -> Rows:
        """The place of each row of the table in the list; -1 where it is not shown."""
        if self._places is None:
            self._places = np.full(self._table.count, -1, np.intp)
            self._places[self._rows] = np.arange(len(self._rows))
        return self._places

    def set_table(self, table: PhotoTable) -> None:
        """Shows the photos of another table."""
        if table is not self._table:
            self._expanded.clear()
        self._table = table
        self.refresh()

    def set_items(self, items: Iterable[PhotoItem]) -> None:
        """Shows just these photos."""
        self._table = table_of(items)
        self.refresh()

    def refresh(self) -> None:
        """Takes in what has changed in the table."""
        self._rearrange()

    def set_filter(self, mask: Mask) -> None:
        """Shows the rows that the mask accepts; it is asked again after every change."""
        self._mask = mask
        self._rearrange()

    def set_sort(self, sort: PhotoSort, *, descending: bool | None = None) -> None:
        """Changes the order.

        Args:
            sort: The criterion.
            descending: The direction, or None for the one that people expect.
        """
        self._sort = sort
        self._descending = best_direction(sort) if descending is None else descending
        self._rearrange()

    def set_collapsed(self, collapsed: bool) -> None:
        """Shows groups as stacks, all of them closed, or every photo in its place."""
        self._collapsed = collapsed
        self._expanded.clear()
        self._rearrange()

    def toggle_stack(self, group: int) -> None:
        """Opens or closes the stack of a group where it stands."""
        self._expanded ^= {group}
        self._rearrange()

    def _arranged(self) -> Arrangement:
        table = self._table
        order = order_of(table, self._sort, descending=self._descending)
        shown = order[self._mask(table)[order]]
        return stacked(table, shown, self._expanded) if self._collapsed else Arrangement.flat(shown)

    def _rearrange(self) -> None:
        """Moves to the new rows by the smallest steps, so that views keep their place."""
        self.about_to_rearrange.emit()
        new = self._arranged()
        old = self._renumbered()
        changes = None if old is None else changes_between(old, new.rows, self._table.count)
        if changes is None:
            self.beginResetModel()
            self._take(new)
            self._set_rows(new.rows)
            self.endResetModel()
        else:
            self._apply(changes, new)
        self.rearranged.emit()

    def _renumbered(self) -> Rows | None:
        """What is shown, as rows of the table as it is now; None if that cannot be told soon."""
        if self._table.paths is not self._known:
            if len(self._rows) > _MANY:
                return None
            # After a scan rows are in another order; the paths tell which is which.
            found = [self._table.row_of(self._known[row]) for row in self._rows.tolist()]
            rows = [row for row in found if row is not None]
            if len(rows) < len(found):
                return None
            self._set_rows(np.array(rows, np.intp))
            self._known = self._table.paths
        return self._rows

    def _apply(self, changes: Changes, new: Arrangement) -> None:
        self._take(new)
        for first, last in reversed(changes.gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set_rows(np.delete(self._rows, slice(first, last + 1)))
            self.endRemoveRows()
        self._permute(changes.kept)
        for first, last in changes.come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set_rows(np.insert(self._rows, first, new.rows[first : last + 1]))
            self.endInsertRows()
        if len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _take(self, new: Arrangement) -> None:
        count = self._table.count
        self._parts, self._sizes = np.zeros(count, np.int8), np.ones(count, np.intp)
        self._parts[new.rows], self._sizes[new.rows] = new.parts, new.sizes
        self._known = self._table.paths
        self._sections = ()
        if self._sort is PhotoSort.TIME:
            # The others of an open stack stand with its top, whenever they were taken.
            lead = np.where(new.parts == StackPart.MEMBER, 0, np.arange(len(new.rows)))
            times = self._table.time[new.rows[np.maximum.accumulate(lead)]]
            beneath = np.where(new.parts == StackPart.CLOSED, new.sizes, 1)
            self._sections = sections_of(times, beneath)

    def _permute(self, rows: Rows) -> None:
        if np.array_equal(rows, self._rows):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        moved = [int(self._rows[index.row()]) for index in before]
        self._set_rows(rows)
        self.changePersistentIndexList(before, [self.index(int(self.places[r])) for r in moved])
        self.layoutChanged.emit()

    def _set_rows(self, rows: Rows) -> None:
        self._rows = rows
        self._places = None
