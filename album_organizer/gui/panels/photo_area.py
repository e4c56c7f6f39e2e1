"""The middle of the window: start page, photos in one of four views, problems, or why none."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from album_organizer.domain.tuning import Tuning
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.filtering.criteria import NO_CRITERIA, Criteria
from album_organizer.gui.filtering.facets import count_facets
from album_organizer.gui.filtering.sorting import Order
from album_organizer.gui.grid.photo_grid import CELL_STEP, PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.panels.empty_words import EmptyWords, explain_emptiness
from album_organizer.gui.panels.problems_panel import ProblemsPanel
from album_organizer.gui.panels.start_page import EmptyPage, StartPage
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.large_views import LargeViews
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.gui.viewing.zoom import STEP


class PhotoArea(QStackedWidget):
    """Pages that all show the same photos, and the choice between them.

    Args:
        theme: Colours.
        icons: Marks and buttons.
        emblem: The program's icon.
        thumbnails: Small pictures.
        pictures: Large pictures.
        parent: Qt owner.
    """

    current_changed = Signal()
    view_changed = Signal()
    filter_changed = Signal()
    menu_wanted = Signal(QPoint)
    empty_action = Signal(object)
    """The :class:`EmptyWords` whose button was pressed."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        emblem: QIcon,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._state = SessionState.STARTING
        self._failure = ""
        self._wanted = self._back_to = self._before_bare = ViewMode.GRID
        self._criteria = NO_CRITERIA
        self._empty_words = EmptyWords("", "")
        self._settled_on: str | None = None
        self._return_to: str | None = None
        self.model = PhotoGridModel(self)
        delegate = PhotoDelegate(theme, icons, thumbnails, parent=self)
        self.start = StartPage(icons, emblem)
        self.grid = PhotoGrid(self.model, delegate, thumbnails)
        self.large = LargeViews(theme, icons, self.model, thumbnails, pictures, self)
        self.loupe, self.compare = self.large.loupe, self.large.compare
        self.survey = self.large.survey
        self.problems = ProblemsPanel()
        self.empty = EmptyPage()
        self._pages = {
            ViewMode.GRID: self.grid,
            ViewMode.LOUPE: self.loupe,
            ViewMode.COMPARE: self.compare,
            ViewMode.SURVEY: self.survey,
        }
        for page in (self.start, *self._pages.values(), self.problems, self.empty):
            self.addWidget(page)
        # Takes the keyboard for the page that comes, while there is nothing to focus yet.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._connect()

    @property
    def criteria(self) -> Criteria:
        """The criteria in force."""
        return self._criteria

    @property
    def view(self) -> ViewMode:
        """The view that is shown; GRID where no photos are shown."""
        now = self.currentWidget()
        return next((view for view, page in self._pages.items() if page is now), ViewMode.GRID)

    @property
    def in_loupe(self) -> bool:
        """Whether one photo is shown large."""
        return self.currentWidget() is self.loupe

    @property
    def current(self) -> PhotoItem | None:
        """The current photo, if photos are shown; the one in focus among several."""
        if self.currentWidget() not in self._pages.values():
            return None
        return self.large.focused(self.view) or self.model.item_at(self.grid.currentIndex())

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest page, so that the panels keep their widths from page to page.

        As high as the page shown: the start page needs room that the photos can do without.
        """
        page, size = self.currentWidget(), super().minimumSizeHint()
        return size if page is None else QSize(size.width(), page.minimumSizeHint().height())

    def targets(self) -> list[str]:
        """The photos a decision concerns: the one shown large or in focus, or those selected."""
        if self.currentWidget() is self.grid:
            return self.grid.selected_paths()
        current = self.current
        return [] if current is None else [current.path]

    def show_session(self, session: Session | None, state: SessionState, failure: str) -> None:
        """Takes in what the window is doing."""
        if session is not self._session:
            self._wanted = self._back_to = ViewMode.GRID
            self._leave_for(session)
        self._session, self._state, self._failure = session, state, failure
        self.refresh()

    def settle(self) -> None:
        """Makes a photo current while the person has not chosen one.

        While results come in, that is the first one shown; after another scan of the same
        folder, the one that was current before.
        """
        if self.currentWidget() is not self.grid:
            return
        current = self.grid.current_path()
        if current is not None and current != self._settled_on:
            return
        wanted = self._return_to
        if wanted is None or not self.model.index_of(wanted).isValid():
            wanted = next(iter(self.model.paths), None)
        if wanted is not None and wanted != current:
            self._settled_on = wanted
            self.grid.set_current(wanted)
            self.grid.scrollTo(self.grid.currentIndex())

    def stay(self) -> None:
        """The person turned to the current photo: it stays current whatever comes."""
        self._settled_on = self._return_to = None

    def _leave_for(self, session: Session | None) -> None:
        """Before another session is shown: is it a new scan of the same folder?"""
        same = (
            session is not None
            and self._session is not None
            and session.folder == self._session.folder
        )
        self._return_to = self.grid.current_path() if same else None
        self._settled_on = None

    def set_view(self, view: ViewMode) -> None:
        """Changes between the views; one that has too few photos gives way to the loupe."""
        self.stay()
        self._follow_focus()
        session = self._session
        if view is not ViewMode.GRID and not self.grid.currentIndex().isValid():
            self.grid.step(0)
        current = self.grid.current_path()
        if session is None or current is None:
            view = ViewMode.GRID
        elif view in {ViewMode.COMPARE, ViewMode.SURVEY}:
            selected = self.grid.selected_paths()
            if not self.large.begin(view, session, selected, current):
                view = ViewMode.LOUPE
        before = self._wanted
        from_several = before in {ViewMode.COMPARE, ViewMode.SURVEY}
        self._back_to = before if view is ViewMode.LOUPE and from_several else ViewMode.GRID
        self._wanted = view
        self.refresh()
        self.focus_photos()

    def back(self) -> None:
        """From the loupe to where it was opened, from other views to the grid."""
        self.set_view(self._back_to if self.view is ViewMode.LOUPE else ViewMode.GRID)

    def step(self, by: int) -> None:
        """Goes on to the next photo, candidate or focus; as many steps as ``by`` says."""
        if self.view in {ViewMode.COMPARE, ViewMode.SURVEY}:
            self.large.step(self.view, by)
        else:
            self.grid.step(by)

    def next_group(self, step: int) -> None:
        """Goes to the next group, or with -1 to the previous one, in every view."""
        self._go_on_from(lambda: self.grid.next_group(step))

    def next_undecided(self, step: int) -> None:
        """Goes to the next undecided photo, or with -1 to the previous one, in every view."""
        self._go_on_from(lambda: self.grid.next_undecided(step))

    def toggle_zoom(self) -> None:
        """Between whole photos and 1:1."""
        self.large.toggle_zoom(self.view)

    def toggle_fill(self) -> None:
        """Between whole photos and photos that cover their place."""
        canvas = self.large.canvas(self.view)
        if canvas is not None:
            canvas.toggle_fill()

    def enlarge(self, steps: int) -> None:
        """Makes thumbnails or photos larger, or with negative steps smaller."""
        canvas = self.large.canvas(self.view)
        if canvas is not None:
            canvas.step_zoom(STEP**steps)
        elif self.view is ViewMode.GRID:
            self.grid.set_cell_width(self.grid.cell_width + steps * CELL_STEP)

    def show_strip(self, shown: bool) -> None:
        """Shows or hides the film strip below the photo."""
        self.large.show_strip(shown)

    def show_tuning(self, tuning: Tuning) -> None:
        """Takes in the limits of the comparison."""
        self.large.tuning = tuning
        self._show_large()

    def set_bare(self, bare: bool) -> None:
        """Shows photos only, for the full screen, and brings back the view that was there."""
        if bare:
            self._before_bare = self.view
            if self.view is ViewMode.GRID:
                self.set_view(ViewMode.LOUPE)
        self.large.set_bare(bare)
        if not bare and self._before_bare is ViewMode.GRID:
            self.set_view(ViewMode.GRID)

    def set_criteria(self, criteria: Criteria) -> None:
        """Shows what meets the criteria."""
        self._criteria = criteria
        self.model.set_filter(criteria.mask)
        self.refresh()
        self.filter_changed.emit()

    def set_order(self, order: Order) -> None:
        """Changes the order; the current photo stays in view."""
        self.model.set_sort(order.sort, descending=order.descending)
        self.grid.scrollTo(self.grid.currentIndex())

    def focus_photos(self) -> None:
        """Gives the keyboard to the photos."""
        page = self.currentWidget()
        if page is self.empty and not self.empty.button.isVisible():
            self.setFocus()
            return
        self.settle()
        if page is not None:
            page.setFocus()

    def refresh(self) -> None:
        """Chooses the page and renews what depends on the current photo."""
        before = self.currentWidget()
        page = self._page()
        if page is self.empty:
            self._explain()
        if page is not before:
            focused = QApplication.focusWidget()
            had_focus = focused is self or (
                before is not None
                and focused is not None
                and (before is focused or before.isAncestorOf(focused))
            )
            self.setCurrentWidget(page)
            self.updateGeometry()
            if had_focus:
                self.focus_photos()
        self._show_large()
        if page is not before:
            # Only now is it known which of several photos has the focus.
            self.view_changed.emit()

    def _page(self) -> QWidget:
        session = self._session
        if session is None:
            return self.empty if self._state is SessionState.SCORING else self.start
        if self._criteria.show is PhotoFilter.PROBLEMS:
            return self.problems if session.problems else self.empty
        if not self.model.rowCount():
            return self.empty
        return self._pages[self._wanted]

    def _explain(self) -> None:
        session = self._session
        problems = 0 if session is None else len(session.problems)
        table = PhotoTable() if session is None else session.table
        facets = count_facets(table, self._criteria, problems)
        words = explain_emptiness(self._state, self._criteria, facets, problems, self._failure)
        self._empty_words = words
        self.empty.explain(words.heading, words.why, words.button)

    def _show_large(self) -> None:
        view = self.view
        if self._session is not None and view is not ViewMode.GRID:
            self.large.show(view, self._session, self.grid.currentIndex().row())

    def _current_moved(self) -> None:
        self._show_large()
        self.current_changed.emit()

    def _go_on_from(self, move: Callable[[], object]) -> None:
        """Moves the current photo; several photos that are shown follow it to its group."""
        self.stay()
        self._follow_focus()
        move()
        session, path = self._session, self.grid.current_path()
        if session is not None and path is not None and self.view is not ViewMode.GRID:
            self.large.begin(self.view, session, [path], path)
            self._current_moved()

    def _follow_focus(self) -> None:
        """Leaving several photos, the one in focus becomes current; a selection stays."""
        item = self.large.focused(self.view)
        if item is None:
            return
        index = self.model.index_of(item.path)
        if item.path in self.grid.selected_paths():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.grid.selectionModel().setCurrentIndex(index, flag)
        else:
            self.grid.set_current(item.path)

    def _open(self, path: str) -> None:
        """Shows one of several photos large."""
        self.set_view(ViewMode.LOUPE)

    def _too_few(self, path: str) -> None:
        """One photo is no comparison."""
        self.set_view(ViewMode.LOUPE if path else ViewMode.GRID)

    def _connect(self) -> None:
        self.grid.current_changed.connect(self._current_moved)
        self.grid.selectionModel().selectionChanged.connect(self.current_changed)
        self.grid.clicked.connect(self.stay)
        self.grid.opened.connect(lambda: self.set_view(ViewMode.LOUPE))
        self.grid.menu_wanted.connect(
            lambda spot: self.menu_wanted.emit(self.grid.viewport().mapToGlobal(spot))
        )
        large = self.large
        large.focus_moved.connect(self.current_changed)
        large.changed.connect(self._current_moved)
        large.stepped.connect(self.grid.step)
        large.chosen.connect(self.grid.set_current)
        large.opened.connect(self._open)
        large.left.connect(self.back)
        large.too_few.connect(self._too_few)
        large.menu_wanted.connect(self.menu_wanted)
        self.empty.action_wanted.connect(lambda: self.empty_action.emit(self._empty_words))
