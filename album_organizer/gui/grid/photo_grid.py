"""The grid of thumbnails: sizes, stacks, and which thumbnails are wanted first."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QWidget

from album_organizer.gui.delegates.cell_layout import cell_height
from album_organizer.gui.delegates.cell_marks import CellState
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.list_view import ranges_of
from album_organizer.gui.grid.sectioned_view import SectionedView
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_table import NO_DECISION, Rows
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

MIN_CELL, DEFAULT_CELL, MAX_CELL = 144, 208, 400
CELL_STEP = 32
_EASY_COLUMNS = 7
"""On a large screen photos grow instead of standing in more columns than an eye compares."""
_IDLE_MS = 120
"""So long after scrolling the neighbours of what is shown are read, too."""


class PhotoGrid(SectionedView):
    """Rows of photos that always fill the width.

    Args:
        model: The photos.
        delegate: Their painter; the grid sets its size.
        thumbnails: Told what is in view, so that it is read first.
        parent: Qt owner.
    """

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        self._wanted: int | None = None
        self._wished: tuple[range, QSize, float] | None = None
        self._wished_rows: Rows | None = None
        super().__init__(model, delegate, thumbnails, parent)
        delegate.asks = False
        delegate.paints.use_font(self.font())
        self.setObjectName("photoGrid")
        self.setAccessibleName(tr("Photos"))
        self.setAccessibleDescription(
            tr("Arrows walk, Enter opens a photo, the question mark shows all keys")
        )
        # The way in which Qt's own parts understand rows that wrap.
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._look_ahead)

    # Sizes

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
        with self.kept_in_view():
            self._wanted = min(max(width, MIN_CELL), MAX_CELL)
            self._fit_cells()
        self.scrollTo(self.currentIndex())

    def columns(self) -> int:
        """As many as fit best at the wished width."""
        return max(1, round(self.viewport().width() / self.cell_width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the cells anew."""
        with self.kept_in_view():
            super().resizeEvent(event)
            self._fit_cells()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel changes the size of the thumbnails."""
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif turned:
            self.set_cell_width(self.cell_width + (CELL_STEP if turned > 0 else -CELL_STEP))
            event.accept()

    def _fit_cells(self) -> None:
        width = max(1, self.viewport().width() // self.columns())
        self._delegate.cell = QSize(width, cell_height(width))

    # Walking

    def toggle_stack(self) -> bool:
        """Opens or closes the stack of the current photo; False if it is in none."""
        place = self.currentIndex().row()
        if place < 0 or not self._photos.part(place):
            return False
        self._photos.toggle_stack(self._group(place))
        return True

    def next_group(self, step: int) -> bool:
        """Makes the first photo of the next (1) or previous (-1) group current.

        Photos without group are groups of their own.

        Returns:
            False if there is none.
        """
        rows, place = self._photos.rows, self.currentIndex().row()
        if place < 0:
            return self._go(range(len(rows)))
        group = self._photos.table.group[rows]
        own = np.where(group > 0, group, -1 - np.arange(len(rows)))
        # The first place of each run of a group.
        starts = np.flatnonzero(np.diff(own, prepend=0) != 0)
        here = int(np.searchsorted(starts, place, side="right")) - 1
        there = here + step
        return 0 <= there < len(starts) and self._go((int(starts[there]),))

    def next_undecided(self, step: int) -> bool:
        """Makes the next (1) or previous (-1) photo without decision current.

        Returns:
            False if there is none.
        """
        rows, place = self._photos.rows, self.currentIndex().row()
        found = np.flatnonzero(self._photos.table.decision[rows] == NO_DECISION)
        ahead = found[found > place] if step > 0 else found[found < place][::-1]
        return self._go(ahead[:1].tolist())

    def _go(self, places: Iterable[int]) -> bool:
        for place in places:
            self.setCurrentIndex(self._photos.index(place))
            return True
        return False

    def _group(self, place: int) -> int:
        return int(self._photos.table.group[self._photos.rows[place]])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the number of a stack opens or closes it."""
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            place = index.row()
            stack = CellState(
                part=self._photos.part(place),
                size=self._photos.size(place),
                mirrored=self.isRightToLeft(),
            )
            badge = self._delegate.badge_of(self.rect_of(place), self._photos.item(place), stack)
            if badge.contains(spot):
                self.setCurrentIndex(index)
                self.toggle_stack()
                return
        super().mousePressEvent(event)

    # Painting

    def paint_cells(self, painter: QPainter, cells: Sequence[tuple[int, QRect]]) -> None:
        """Draws photos."""
        selected = self._selected_among([place for place, _ in cells])
        focused = self.currentIndex().row() if self.hasFocus() else -1
        mirrored, ratio = self.isRightToLeft(), self.devicePixelRatioF()
        photos, paint = self._photos, self._delegate.paint_photo
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, rect in cells:
            state = CellState(
                selected=place in selected,
                focused=place == focused,
                part=photos.part(place),
                size=photos.size(place),
                mirrored=mirrored,
                ratio=ratio,
            )
            paint(painter, rect, photos.item(place), state)

    def _selected_among(self, places: Sequence[int]) -> set[int]:
        runs = ranges_of(self.selectionModel().selection())
        if not places or not runs:
            return set()
        first, last = places[0], places[-1]
        near = [run for run in runs if run.start <= last and run.stop > first]
        return {
            place for run in near for place in range(max(run.start, first), min(run.stop, last + 1))
        }

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws, and tells which thumbnails are wanted now."""
        super().paintEvent(event)
        wished = (self.shown_places, self._delegate.cell, self.devicePixelRatioF())
        if wished != self._wished or self._photos.rows is not self._wished_rows:
            self._wished, self._wished_rows = wished, self._photos.rows
            self._wish(wished[0], ())
            self._idle.start()

    def _after_change(self) -> None:
        super()._after_change()
        # What was missing may be there now.
        self._wished = None

    def _look_ahead(self) -> None:
        """While nothing moves, reads what comes into view next."""
        shown = self.shown_places
        ahead = range(shown.stop, min(shown.stop + len(shown), self._photos.rowCount()))
        behind = range(max(0, shown.start - len(shown)), shown.start)
        self._wish(shown, (*ahead, *reversed(behind)))

    def _wish(self, shown: range, next_ones: Iterable[int]) -> None:
        table, rows, ratio = self._photos.table, self._photos.rows, self.devicePixelRatioF()
        photos = (table.scored(int(rows[place])).photo for place in (*shown, *next_ones))
        self._thumbnails.wish(self, [self._delegate.wish(photo, ratio) for photo in photos])

    def _thumbnails_arrived(self, content_ids: list[str]) -> None:
        """Draws only the cells whose pictures came."""
        shown, places = self.shown_places, self._photos.places
        for row in self._photos.table.rows_of(content_ids).tolist():
            if row < len(places) and int(places[row]) in shown:
                self.viewport().update(self.rect_of(int(places[row])))
