"""The middle of the window: start page, grid, detail view, problems, or why nothing is shown."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from album_organizer.gui.panels.empty_words import EmptyAction, explain_emptiness
from album_organizer.gui.panels.loupe import LoupePage
from album_organizer.gui.panels.photo_grid import PhotoGrid
from album_organizer.gui.panels.problems_panel import ProblemsPanel
from album_organizer.gui.panels.start_page import EmptyPage, StartPage
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.session_controller import SessionState
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore


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
        self._wants_loupe = False
        self._shown = PhotoFilter.ALL
        self._empty_action = EmptyAction.NONE
        self._settled_on: str | None = None
        self._return_to: str | None = None
        self.model = PhotoGridModel(self)
        delegate = PhotoDelegate(theme, icons, thumbnails, parent=self)
        self.start = StartPage(icons, emblem)
        self.grid = PhotoGrid(self.model, delegate, thumbnails)
        self.loupe = LoupePage(theme, icons, thumbnails, pictures)
        self.problems = ProblemsPanel()
        self.empty = EmptyPage()
        for page in (self.start, self.grid, self.loupe, self.problems, self.empty):
            self.addWidget(page)
        # Takes the keyboard for the page that comes, while there is nothing to focus yet.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._connect()

    @property
    def shown(self) -> PhotoFilter:
        """The filter in force."""
        return self._shown

    @property
    def in_loupe(self) -> bool:
        """Whether one photo is shown large."""
        return self.currentWidget() is self.loupe

    @property
    def current(self) -> PhotoItem | None:
        """The current photo, if photos are shown."""
        if self.currentWidget() not in {self.grid, self.loupe}:
            return None
        return self.model.item_at(self.grid.currentIndex())

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest page, so that the panels keep their widths from page to page.

        As high as the page shown: the start page needs room that the photos can do without.
        """
        page, size = self.currentWidget(), super().minimumSizeHint()
        return size if page is None else QSize(size.width(), page.minimumSizeHint().height())

    def targets(self) -> list[str]:
        """The photos a decision concerns: the one shown large, or the selected ones."""
        if self.in_loupe:
            path = self.grid.current_path()
            return [] if path is None else [path]
        return self.grid.selected_paths() if self.currentWidget() is self.grid else []

    def show_session(self, session: Session | None, state: SessionState, failure: str) -> None:
        """Takes in what the window is doing."""
        if session is not self._session:
            self._wants_loupe = False
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

    def set_view(self, *, loupe: bool) -> None:
        """Changes between grid and detail view."""
        self.stay()
        if loupe and not self.grid.currentIndex().isValid():
            self.grid.step(0)
        self._wants_loupe = loupe and self.grid.currentIndex().isValid()
        self.refresh()
        self.focus_photos()

    def set_filter(self, shown: PhotoFilter) -> None:
        """Shows what the filter accepts."""
        self._shown = shown
        self.model.set_filter(shown)
        self.refresh()
        self.filter_changed.emit()

    def set_sort(self, sort: PhotoSort) -> None:
        """Changes the order; the current photo stays in view."""
        self.model.set_sort(sort)
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
            self.view_changed.emit()
        self._show_large()

    def _page(self) -> QWidget:
        session = self._session
        if session is None:
            return self.empty if self._state is SessionState.SCORING else self.start
        if self._shown is PhotoFilter.PROBLEMS:
            return self.problems if session.problems else self.empty
        if not self.model.rowCount():
            return self.empty
        return self.loupe if self._wants_loupe else self.grid

    def _explain(self) -> None:
        session = self._session
        photos = 0 if session is None else len(session.items)
        problems = 0 if session is None else len(session.problems)
        words = explain_emptiness(self._state, self._shown, photos, problems, self._failure)
        self._empty_action = words.action
        self.empty.explain(words.heading, words.why, words.button)

    def _show_large(self) -> None:
        session = self._session
        if session is None or not self.in_loupe:
            return
        row = self.grid.currentIndex().row()
        paths = self.model.paths
        near = [paths[r] for r in (row + 1, row - 1, row + 2) if 0 <= r < len(paths)]
        path = self.grid.current_path()
        item = None if path is None else session.items.get(path)
        group = [] if path is None else session.group_of(path)
        self.loupe.show_photo(session.folder, item, group, near)

    def _current_moved(self) -> None:
        self._show_large()
        self.current_changed.emit()

    def _choose_from_strip(self, path: str) -> None:
        if not self.grid.set_current(path):
            # The filter hides this shot of the group.
            self.set_filter(PhotoFilter.ALL)
            self.grid.set_current(path)

    def _connect(self) -> None:
        self.grid.current_changed.connect(self._current_moved)
        self.grid.selectionModel().selectionChanged.connect(self.current_changed)
        self.grid.clicked.connect(self.stay)
        self.grid.opened.connect(lambda: self.set_view(loupe=True))
        self.grid.menu_wanted.connect(
            lambda spot: self.menu_wanted.emit(self.grid.viewport().mapToGlobal(spot))
        )
        view = self.loupe.view
        view.stepped.connect(self.grid.step)
        view.left.connect(lambda: self.set_view(loupe=False))
        view.menu_wanted.connect(lambda spot: self.menu_wanted.emit(view.mapToGlobal(spot)))
        self.loupe.chosen.connect(self._choose_from_strip)
        self.empty.action_wanted.connect(lambda: self.empty_action.emit(self._empty_action))
