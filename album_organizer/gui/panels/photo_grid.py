"""The grid of thumbnails and the film strip of a group."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from album_organizer.gui.delegates.photo_delegate import PhotoDelegate, cell_height
from album_organizer.gui.item_models.photo_grid_model import AnyIndex, PhotoGridModel
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

MIN_CELL, DEFAULT_CELL, MAX_CELL = 144, 208, 400
CELL_STEP = 32
_EASY_COLUMNS = 7
"""On a large screen photos grow instead of standing in more columns than an eye compares."""
_STRIP_CELL = QSize(120, 96)
_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PhotoListView(QListView):
    """What grid and film strip share: one look, one way to keep the current photo.

    Args:
        model: The photos.
        delegate: Their painter.
        thumbnails: Repaints when one arrives.
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
        self._row_before = 0
        self._before: tuple[str | None, list[str]] = (None, [])
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(delegate)
        self.setModel(model)
        self._photos = model
        thumbnails.loaded.connect(self._repaint)
        self.doubleClicked.connect(self._open)
        self.customContextMenuRequested.connect(self.menu_wanted)
        # Qt keeps current and selection through every change but a reset.
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def current_path(self) -> str | None:
        """The path of the current photo."""
        item = self._photos.item_at(self.currentIndex())
        return None if item is None else item.path

    def selected_paths(self) -> list[str]:
        """The selected photos in the order shown; the current one if none is selected."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        order = self._photos.paths
        paths = [order[row] for row in rows]
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
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def rowsAboutToBeRemoved(self, parent: AnyIndex, start: int, end: int) -> None:
        """A photo that vanishes makes the next one current; Qt would take the one before."""
        after = self._photos.index(end + 1)
        if start <= self.currentIndex().row() <= end and after.isValid():
            self.setCurrentIndex(after)
        super().rowsAboutToBeRemoved(parent, start, end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the photo, the rest is the list's."""
        if event.key() in _OPEN_KEYS and not event.modifiers():
            self._open()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit()

    def _repaint(self) -> None:
        self.viewport().update()

    def _remember(self) -> None:
        """Before a reset: which photo is current, which are selected."""
        self._row_before = max(0, self.currentIndex().row())
        self._before = (
            self.current_path(),
            self.selected_paths() if self.selectionModel().hasSelection() else [],
        )

    def _restore(self) -> None:
        """After a reset: the same photos again, or the one in their place."""
        current, selected = self._before
        count = self._photos.rowCount()
        if not count or current is None:
            return
        if not self.set_current(current):
            self.setCurrentIndex(self._photos.index(min(self._row_before, count - 1)))
        flag = self.selectionModel().SelectionFlag.Select
        for path in selected:
            index = self._photos.index_of(path)
            if index.isValid() and len(selected) > 1:
                self.selectionModel().select(index, flag)


class PhotoGrid(PhotoListView):
    """Rows of photos that always fill the width."""

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, delegate, thumbnails, parent)
        self.setObjectName("photoGrid")
        self.setAccessibleName(tr("Photos"))
        # List mode with wrapping is laid out like icon mode, without its cost per item.
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wanted: int | None = None

    @property
    def cell_width(self) -> int:
        """The wished width of a cell; the real one fills the row."""
        if self._wanted is not None:
            return self._wanted
        return min(max(self.viewport().width() // _EASY_COLUMNS, DEFAULT_CELL), MAX_CELL)

    @property
    def chosen_cell_width(self) -> int | None:
        """The width the person chose, or None while it follows the size of the window."""
        return self._wanted

    def set_cell_width(self, width: int) -> None:
        """Makes thumbnails larger or smaller; the current photo stays in view."""
        self._wanted = min(max(width, MIN_CELL), MAX_CELL)
        self._fit_cells()
        self.scrollTo(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel changes the size of the thumbnails."""
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif turned:
            self.set_cell_width(self.cell_width + (CELL_STEP if turned > 0 else -CELL_STEP))
            event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the cells anew."""
        super().resizeEvent(event)
        self._fit_cells()

    def _fit_cells(self) -> None:
        # One pixel to spare: a row as wide as the view wraps one cell too early.
        available = self.viewport().width() - 1
        columns = max(1, round(available / self.cell_width))
        width = available // columns
        cell = QSize(width, cell_height(width))
        if cell != self._delegate.cell:
            self._delegate.cell = cell
            self.scheduleDelayedItemsLayout()


class FilmStrip(PhotoListView):
    """One row with the shots of a group."""

    chosen = Signal(str)

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, delegate, thumbnails, parent)
        self.setObjectName("filmstrip")
        self.setAccessibleName(tr("Other shots of this group"))
        delegate.cell = _STRIP_CELL
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_STRIP_CELL.height() + 14)
        self.current_changed.connect(self._choose)

    def follow(self, path: str) -> None:
        """Marks the photo that is shown, without choosing it again."""
        self.blockSignals(True)
        self.set_current(path)
        self.blockSignals(False)
        self.viewport().update()

    def _choose(self) -> None:
        path = self.current_path()
        if path is not None:
            self.chosen.emit(path)
