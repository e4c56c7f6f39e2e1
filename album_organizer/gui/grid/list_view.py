"""A list that keeps its current photo and its selection through every change of its model."""

from itertools import chain

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.item_models.photo_grid_model import AnyIndex, PhotoGridModel
from album_organizer.gui.thumbnails import ThumbnailStore

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NEAR = 1000
"""So many neighbours are looked at for one that takes the place of a photo that went."""
_Flag = QItemSelectionModel.SelectionFlag


class PhotoListView(QListView):
    """A list of photos that keeps current photo and selection by path through every change.

    Args:
        model: The photos.
        delegate: Their painter.
        thumbnails: Tells what has to be drawn anew.
        parent: Qt owner.
    """

    opened = Signal()
    current_changed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._thumbnails = thumbnails
        self._photos = model
        self._current: str | None = None
        self._near: list[str] = []
        self._selected: list[str] = []
        self._changing = False
        self._had_selection = False
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(delegate)
        self.setModel(model)
        thumbnails.arrived.connect(self._thumbnails_arrived)
        self.doubleClicked.connect(self._open)
        self.customContextMenuRequested.connect(self.menu_wanted)
        model.about_to_rearrange.connect(self._before_change)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.rearranged.connect(self._after_change)

    def current_path(self) -> str | None:
        """The path of the current photo."""
        place = self.currentIndex().row()
        return self._photos.path(place) if 0 <= place < self._photos.rowCount() else None

    def selected_places(self) -> list[int]:
        """The places of the selected photos, ascending."""
        return sorted(chain.from_iterable(ranges_of(self.selectionModel().selection())))

    def selected_paths(self) -> list[str]:
        """The selected photos in the order shown; the current one if none is selected."""
        paths = [self._photos.path(place) for place in self.selected_places()]
        current = self.current_path()
        return paths or ([current] if current is not None else [])

    def set_current(self, path: str) -> bool:
        """Makes a photo the current one; False if it is not shown."""
        index = self._photos.index_of(path)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def step(self, by: int) -> None:
        """Moves the current photo; stops at both ends."""
        count = self._photos.rowCount()
        if count:
            row = self.currentIndex().row() + by
            self.setCurrentIndex(self._photos.index(min(max(row, 0), count - 1)))

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tells who listens."""
        if self._changing:
            return
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the photo, the rest is the list's."""
        if event.key() in _OPEN_KEYS and not event.modifiers():
            self._open()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, and a search through 100,000 names would take a second."""

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit()

    def _thumbnails_arrived(self, content_ids: list[str]) -> None:
        self.viewport().update()

    def _before_change(self) -> None:
        """Notes the current photo, and who may take its place."""
        self._changing = True
        self._current = self.current_path()
        self._selected = []
        self._had_selection = self.selectionModel().hasSelection()
        place, photos = self.currentIndex().row(), self._photos
        after = range(place + 1, min(place + _NEAR, photos.rowCount()))
        before = range(place - 1, max(place - _NEAR, -1), -1)
        self._near = [] if self._current is None else [photos.path(p) for p in (*after, *before)]

    def _before_reset(self) -> None:
        self._selected = [self._photos.path(place) for place in self.selected_places()]

    def _after_change(self) -> None:
        """The same photos again; for a current one that went, another takes its place."""
        self._select_again()
        heir = self._heir()
        if heir is not None:
            index = self._photos.index_of(heir)
            lost = self._had_selection and not self.selectionModel().hasSelection()
            how = _Flag.ClearAndSelect if lost else _Flag.NoUpdate
            self.selectionModel().setCurrentIndex(index, how)
        self._changing = False
        if self._current is not None and heir != self._current:
            super().currentChanged(self.currentIndex(), QModelIndex())
            self.current_changed.emit()
        self.viewport().update()

    def _heir(self) -> str | None:
        """Which photo is to be current now."""
        current, photos = self._current, self._photos
        if current is None or not photos.rowCount():
            return None
        wanted = [current, photos.top_of(current), *self._near]
        shown = (path for path in wanted if path and photos.index_of(path).isValid())
        return next(shown, photos.path(0))

    def _select_again(self) -> None:
        places = [self._photos.index_of(path).row() for path in self._selected]
        found = np.unique([place for place in places if place >= 0]).astype(np.intp)
        if not len(found):
            return
        selection = QItemSelection()
        for run in np.split(found, np.flatnonzero(np.diff(found) > 1) + 1):
            first, last = self._photos.index(int(run[0])), self._photos.index(int(run[-1]))
            selection.select(first, last)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)


def ranges_of(selection: QItemSelection) -> list[range]:
    """The places of a selection, run by run."""
    parts = [selection.at(number) for number in range(selection.count())]
    return [range(part.top(), part.bottom() + 1) for part in parts]
