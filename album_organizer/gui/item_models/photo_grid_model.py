"""The list of photos behind grid and film strip: which are shown, in which order.

Filtering and sorting happen here and not in a QSortFilterProxyModel: that would call back into
Python for every comparison, which blocks the window for a second at 10,000 photos, while one
``sorted`` over prepared keys takes some 20 ms.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import (
    PhotoFilter,
    PhotoItem,
    PhotoSort,
    arrange,
)
from album_organizer.i18n import tr

AnyIndex = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()
_MAX_RANGES = 48
"""With more separate changes than this, starting over is quicker for the view."""


class PhotoRole(IntEnum):
    """What the model tells beside Qt's own roles."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    PATH = Qt.ItemDataRole.UserRole + 2


class PhotoGridModel(QAbstractListModel):
    """Photos, filtered and sorted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, PhotoItem] = {}
        self._shown = PhotoFilter.ALL
        self._sort = PhotoSort.TIME
        self._sorted: list[str] | None = None
        self._order: list[str] = []
        self._rows: dict[str, int] = {}

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """All photos by path, also those that the filter hides; not to be changed."""
        return self._items

    @property
    def paths(self) -> list[str]:
        """The paths shown, in order."""
        return list(self._order)

    @property
    def shown(self) -> PhotoFilter:
        """The filter in force."""
        return self._shown

    @property
    def sort_order(self) -> PhotoSort:
        """The order in force."""
        return self._sort

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Number of photos shown."""
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The item itself, its path, or what screen readers and tool tips say."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        path = self._order[index.row()]
        if role == PhotoRole.ITEM:
            return self._items[path]
        if role == PhotoRole.PATH:
            return path
        if role == Qt.ItemDataRole.DisplayRole:
            return self._items[path].name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return describe(self._items[path])
        return None

    def item_at(self, index: AnyIndex) -> PhotoItem | None:
        """The item of a row, or None for an invalid index."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        return self._items[self._order[index.row()]]

    def index_of(self, path: str) -> QModelIndex:
        """Where a photo stands; invalid if it is not shown."""
        row = self._rows.get(path)
        return QModelIndex() if row is None else self.index(row)

    def set_items(self, items: Iterable[PhotoItem]) -> None:
        """Replaces all photos."""
        self._items = {item.path: item for item in items}
        self._sorted = None
        self._rearrange()

    def update_items(self, items: Iterable[PhotoItem]) -> None:
        """Adds photos, or replaces those of the same path."""
        for item in items:
            old = self._items.get(item.path)
            # A decision changes no place in most orders, and sorting is what takes time.
            if old is None or self._sort.key(old) != self._sort.key(item):
                self._sorted = None
            self._items[item.path] = item
        self._rearrange()

    def set_filter(self, shown: PhotoFilter) -> None:
        """Shows what the filter accepts."""
        if shown is not self._shown:
            self._shown = shown
            self._rearrange()

    def set_sort(self, sort: PhotoSort) -> None:
        """Changes the order."""
        if sort is not self._sort:
            self._sort = sort
            self._sorted = None
            self._rearrange()

    def _rearrange(self) -> None:
        """Moves to the new rows by the smallest steps, so that views keep their place."""
        if self._sorted is None:
            everything = arrange(self._items.values(), PhotoFilter.ALL, self._sort)
            self._sorted = [path for path, _ in everything]
        test = self._shown.test
        new = [path for path in self._sorted if test(self._items[path])]
        if new == self._order:
            self._tell_changed()
            return
        kept = set(new)
        staying = [path for path in self._order if path in kept]
        present = set(staying)
        gone = _ranges([row for row, path in enumerate(self._order) if path not in kept])
        come = _ranges([row for row, path in enumerate(new) if path not in present])
        if len(gone) + len(come) > _MAX_RANGES:
            self.beginResetModel()
            self._set_order(new)
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set_order(self._order[:first] + self._order[last + 1 :])
            self.endRemoveRows()
        self._permute([path for path in new if path in present])
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set_order(self._order[:first] + new[first : last + 1] + self._order[first:])
            self.endInsertRows()
        self._tell_changed()

    def _tell_changed(self) -> None:
        if self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _permute(self, order: list[str]) -> None:
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        paths = [self._order[index.row()] for index in before]
        self._set_order(order)
        self.changePersistentIndexList(before, [self.index_of(path) for path in paths])
        self.layoutChanged.emit()

    def _set_order(self, order: list[str]) -> None:
        self._order = order
        self._rows = {path: row for row, path in enumerate(order)}


def _ranges(rows: list[int]) -> list[tuple[int, int]]:
    """Ascending rows as (first, last) of each unbroken run.

    >>> _ranges([1, 2, 5])
    [(1, 2), (5, 5)]
    """
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges


def describe(item: PhotoItem) -> str:
    """The cell in words, for screen readers."""
    words = [item.name, tr("score {score:.2f}").format(score=item.score)]
    if item.decision is UserDecision.PICK:
        words.append(tr("picked"))
    elif item.decision is UserDecision.REJECT:
        words.append(tr("rejected"))
    elif item.proposed:
        words.append(tr("proposed"))
    if item.pick is not None and item.group_size > 1:
        words.append(
            tr("number {rank} of {size}").format(rank=item.pick.rank, size=item.group_size)
        )
    return ", ".join(words)
