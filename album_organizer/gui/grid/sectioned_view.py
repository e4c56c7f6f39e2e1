"""A list view whose cells lie by arithmetic: 100,000 of them open and scroll like 100.

A QListView keeps what screen readers, keyboard and selection need, but lays out every item one by
one, which takes seconds for that many. Here every question about places is answered by
:class:`GridGeometry`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionRubberBand, QWidget

from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.geometry import HEADER, GridGeometry
from album_organizer.gui.grid.list_view import PhotoListView, ranges_of
from album_organizer.gui.grid.section_header import SectionHeader, section_words
from album_organizer.gui.item_models.photo_grid_model import AnyIndex, PhotoGridModel
from album_organizer.gui.thumbnails import ThumbnailStore

_Hint = QAbstractItemView.ScrollHint
_Action = QAbstractItemView.CursorAction


class SectionedView(PhotoListView):
    """Rows of equal cells under headers that stay in sight while their section is scrolled.

    Subclasses tell how many columns there are and draw a cell.
    """

    def __init__(
        self,
        model: PhotoGridModel,
        delegate: PhotoDelegate,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
    ) -> None:
        # Qt asks for places while it is being made.
        self._geometry: GridGeometry | None = None
        self._anchor: tuple[str, int] | None = None
        self._pressed: QPoint | None = None
        self._band = QRect()
        self._several_years = False
        super().__init__(model, delegate, thumbnails, parent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._header = SectionHeader(delegate.paints, self.font())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def columns(self) -> int:
        """Cells of a full row."""
        raise NotImplementedError

    def paint_cells(self, painter: QPainter, cells: Sequence[tuple[int, QRect]]) -> None:
        """Draws the cells at some places of the list."""
        raise NotImplementedError

    @property
    def geometry_now(self) -> GridGeometry:
        """Where everything lies."""
        if self._geometry is None:
            sections = self._photos.sections
            cell = self._delegate.cell
            columns = self.columns()
            years = {section.day.year for section in sections if section.day is not None}
            self._several_years = len(years) > 1
            self._geometry = GridGeometry(
                [section.count for section in sections] or [self._photos.rowCount()],
                columns,
                (cell.width(), cell.height()),
                header=HEADER if sections else 0,
                left=(self.viewport().width() - columns * cell.width()) // 2,
            )
        return self._geometry

    @property
    def shown_places(self) -> range:
        """The places of which something is seen."""
        top = self.verticalOffset()
        return self.geometry_now.between(top, top + self.viewport().height())

    def rect_of(self, place: int) -> QRect:
        """Where a cell lies in the viewport."""
        return self._rects([place])[0]

    def _rects(self, places: Iterable[int]) -> list[QRect]:
        """Where cells lie in the viewport; what is the same for all is asked for once."""
        geometry, offset = self.geometry_now, self.verticalOffset()
        width, mirrored = self.viewport().width(), self.isRightToLeft()
        rects = []
        for place in places:
            cell = geometry.cell(place)
            x = width - cell.x - cell.width if mirrored else cell.x
            rects.append(QRect(x, cell.y - offset, cell.width, cell.height))
        return rects

    # Layout

    def doItemsLayout(self) -> None:
        """Forgets where everything lay."""
        self._geometry = None
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Fits the scroll bar to the content."""
        QAbstractItemView.updateGeometries(self)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(max(1, self._delegate.cell.height() // 3))
        bar.setPageStep(max(1, height - self.geometry_now.header))
        bar.setRange(0, max(0, self.geometry_now.height - height))

    def horizontalOffset(self) -> int:
        """Never scrolled sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the content is scrolled, in logical pixels."""
        return self.verticalScrollBar().value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps what was in view in view."""
        with self.kept_in_view():
            QAbstractItemView.resizeEvent(self, event)

    @contextmanager
    def kept_in_view(self) -> Iterator[None]:
        """Whatever moves meanwhile, the current photo, or else the uppermost, stays in place."""
        self._drop_anchor()
        yield
        self._weigh_anchor()

    def _before_change(self) -> None:
        super()._before_change()
        self._drop_anchor()

    def _after_change(self) -> None:
        self._weigh_anchor()
        super()._after_change()

    def _drop_anchor(self) -> None:
        self._anchor = None
        geometry, shown = self._geometry, range(0)
        if geometry is not None and geometry.count == self._photos.rowCount():
            shown = self.shown_places
        current = self.currentIndex().row()
        if current in shown or (shown and self.verticalOffset() > 0):
            place = current if current in shown else shown.start
            self._anchor = (self._photos.path(place), self.rect_of(place).top())

    def _weigh_anchor(self) -> None:
        self._geometry = None
        self.updateGeometries()
        if self._anchor is not None:
            index = self._photos.index_of(self._anchor[0])
            if index.isValid():
                moved = self.rect_of(index.row()).top() - self._anchor[1]
                self.verticalScrollBar().setValue(self.verticalOffset() + moved)
        self.viewport().update()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """What changed is drawn anew; no place depends on it."""
        self.viewport().update()

    # Places

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a photo is drawn in the viewport, seen or not."""
        return self.rect_of(index.row()) if index.row() in self._all else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The photo at a point of the viewport; none beneath a header that stays in sight."""
        geometry = self.geometry_now
        if self._sticky_rect().contains(point):
            return QModelIndex()
        place = geometry.place_at(self._logical_x(point.x()), point.y() + self.verticalOffset())
        return QModelIndex() if place is None else self._photos.index(place)

    def scrollTo(self, index: AnyIndex, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Scrolls as little as needed, or to where the hint says."""
        geometry = self.geometry_now
        if index.row() not in self._all:
            return
        cell, height = geometry.cell(index.row()), self.viewport().height()
        top, bottom = cell.y - geometry.header, cell.y + cell.height
        offset = self.verticalOffset()
        if hint is _Hint.PositionAtTop or (hint is _Hint.EnsureVisible and top < offset):
            offset = top
        elif hint is _Hint.PositionAtBottom or (
            hint is _Hint.EnsureVisible and bottom > offset + height
        ):
            # In a low window the upper end counts more.
            offset = min(top, bottom - height)
        elif hint is _Hint.PositionAtCenter:
            offset = (cell.y + bottom - height) // 2
        self.verticalScrollBar().setValue(offset)

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads to."""
        count = self._photos.rowCount()
        if not count:
            return QModelIndex()
        place = self.currentIndex().row()
        if place < 0:
            return self._photos.index(0)
        geometry = self.geometry_now
        page = self.verticalScrollBar().pageStep()
        forward = -1 if self.isRightToLeft() else 1
        targets: dict[_Action, Callable[[], int]] = {
            _Action.MoveLeft: lambda: place - forward,
            _Action.MoveRight: lambda: place + forward,
            _Action.MoveNext: lambda: place + 1,
            _Action.MovePrevious: lambda: place - 1,
            _Action.MoveUp: lambda: geometry.vertical(place, -1),
            _Action.MoveDown: lambda: geometry.vertical(place, 1),
            _Action.MovePageUp: lambda: geometry.page(place, -page),
            _Action.MovePageDown: lambda: geometry.page(place, page),
            _Action.MoveHome: lambda: 0,
            _Action.MoveEnd: lambda: count - 1,
        }
        return self._photos.index(min(max(targets[action](), 0), count - 1))

    # Selection

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Selects what a rubber band touches, or else all from one corner to the other."""
        selection = QItemSelection()
        for run in self._runs(rect):
            first, last = self._photos.index(run.start), self._photos.index(run.stop - 1)
            selection.select(first, last)
        self.selectionModel().select(selection, command)

    def _runs(self, rect: QRect) -> list[range]:
        geometry, offset = self.geometry_now, self.verticalOffset()
        if self.state() is QAbstractItemView.State.DragSelectingState:
            band = rect.normalized()
            edges = self._logical_x(band.left()), self._logical_x(band.right())
            return geometry.within(
                min(edges), band.top() + offset, max(edges) + 1, band.bottom() + offset + 1
            )
        corners = (rect.topLeft(), rect.bottomRight())
        found = [geometry.place_at(self._logical_x(p.x()), p.y() + offset) for p in corners]
        places = [place for place in found if place is not None]
        return [range(min(places), max(places) + 1)] if places else []

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where selected photos are seen."""
        region, shown = QRegion(), self.shown_places
        for part in ranges_of(selection):
            for place in range(max(part.start, shown.start), min(part.stop, shown.stop)):
                region += self.rect_of(place)
        return region

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """May begin a rubber band."""
        self._pressed = event.position().toPoint() + QPoint(0, self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draws the rubber band larger."""
        super().mouseMoveEvent(event)
        if self.state() is QAbstractItemView.State.DragSelectingState and self._pressed:
            start = self._pressed - QPoint(0, self.verticalOffset())
            self._band = QRect(start, event.position().toPoint()).normalized()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Takes the rubber band away."""
        super().mouseReleaseEvent(event)
        self._pressed = None
        if not self._band.isNull():
            self._band = QRect()
            self.viewport().update()

    # Painting

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Moves what is there and draws only what comes into view, and the header on top."""
        ratio = self.devicePixelRatioF()
        if not self._band.isNull() or not (dy * ratio).is_integer():
            self.viewport().update()
            return
        self.viewport().scroll(0, dy)
        if self._photos.sections:
            # The header that was pinned has moved with the rest.
            self.viewport().update(0, 0, self.viewport().width(), HEADER + max(0, dy))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cells and headers that lie in the region."""
        painter = QPainter(self.viewport())
        region, bounds = event.region(), event.rect()
        painter.fillRect(bounds, self._delegate.paints.color("ground"))
        offset = self.verticalOffset()
        places = self.geometry_now.between(bounds.top() + offset, bounds.bottom() + 1 + offset)
        cells = zip(places, self._rects(places), strict=True)
        self.paint_cells(painter, [(p, rect) for p, rect in cells if region.intersects(rect)])
        self._paint_headers(painter, region)
        if not self._band.isNull():
            band = QStyleOptionRubberBand()
            band.initFrom(self)
            band.rect = self._band
            self.style().drawControl(QStyle.ControlElement.CE_RubberBand, band, painter)

    def _paint_headers(self, painter: QPainter, region: QRegion) -> None:
        geometry, sections = self.geometry_now, self._photos.sections
        if not sections:
            return
        offset, width = self.verticalOffset(), self.viewport().width()
        pinned = geometry.section_at(offset)
        last = geometry.section_at(offset + self.viewport().height())
        for number in range(pinned, last + 1):
            top = geometry.header_top(number) - offset
            rect = self._sticky_rect() if number == pinned else QRect(0, top, width, HEADER)
            if region.intersects(rect):
                words = section_words(sections[number], with_year=self._several_years)
                photos = sections[number].photos
                self._header.paint(painter, rect, words, photos, mirrored=self.isRightToLeft())

    def _sticky_rect(self) -> QRect:
        """Where the header lies whose section is scrolled; empty without headers."""
        geometry, sections = self.geometry_now, self._photos.sections
        if not sections:
            return QRect()
        offset = self.verticalOffset()
        pinned = geometry.section_at(offset)
        top = max(0, geometry.header_top(pinned) - offset)
        if pinned + 1 < len(sections):
            top = min(top, geometry.header_top(pinned + 1) - offset - HEADER)
        return QRect(0, top, self.viewport().width(), HEADER)

    @property
    def _all(self) -> range:
        return range(self._photos.rowCount())

    def _logical_x(self, x: int) -> int:
        """A place across the viewport as if it were read from left to right."""
        return self.viewport().width() - 1 - x if self.isRightToLeft() else x
