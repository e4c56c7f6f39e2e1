"""What the person wants of the window: every key, menu entry and button ends in one of these."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.actions import photo_menu
from album_organizer.gui.deciding.advance import next_after
from album_organizer.gui.filtering.criteria import Criteria
from album_organizer.gui.filtering.sorting import Order
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.panels.empty_words import EmptyAction, EmptyWords
from album_organizer.gui.session_state import NoticeAction
from album_organizer.gui.shortcuts.areas import focus_next_area
from album_organizer.gui.shortcuts.cheat_sheet import CheatSheet
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.gui.window_dialogs import WindowDialogs
from album_organizer.gui.window_parts import WindowParts
from album_organizer.gui.window_presenter import WindowPresenter
from album_organizer.i18n import tr

_SEVERAL = (ViewMode.COMPARE, ViewMode.SURVEY)


class Intents(QObject):
    """Turns wishes into calls of the parts.

    Args:
        window: Its parts exist already.
        presenter: Shows what follows.
        dialogs: Opens them.
        parent: Qt owner.
    """

    def __init__(
        self,
        window: WindowParts,
        presenter: WindowPresenter,
        dialogs: WindowDialogs,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._controller = window.controller
        self._presenter = presenter
        self._dialogs = dialogs
        self._sheet = CheatSheet(window.window_)

    # Folders

    def choose_folder(self) -> None:
        """Asks for a folder and opens it."""
        session = self._controller.session
        start = str(Path.home()) if session is None else session.folder
        title = tr("Open a folder of photos")
        chosen = QFileDialog.getExistingDirectory(self._window.window_, title, start)
        if chosen:
            self.open_folder(chosen)

    def open_folder(self, folder: str) -> None:
        """Opens a folder."""
        self._window.banner.hide()
        self._controller.open_folder(Path(folder))
        self._window.photos.focus_photos()

    def cancel(self) -> None:
        """Stops scoring."""
        self._window.status.show_stopping()
        self._controller.cancel()

    def pause(self, paused: bool) -> None:
        """Lets scoring rest, or go on."""
        scan = self._controller.scan_task
        for activity in self._window.activities.running:
            if activity.task is scan:
                self._window.activities.pause(activity, paused=paused)

    # Decisions

    def decide(self, decision: UserDecision | None) -> None:
        """Picks or rejects what is selected, or takes that back."""
        self._judge(lambda paths: self._controller.decide(paths, decision))

    def rate(self, stars: int) -> None:
        """Gives what is selected 0 to 5 stars."""
        self._judge(lambda paths: self._controller.rate(paths, stars))

    def label(self, label: ColorLabel) -> None:
        """Gives what is selected a colour label, or takes it off."""
        self._judge(lambda paths: self._controller.label(paths, label))

    def _judge(self, judge: Callable[[Sequence[str]], object]) -> None:
        photos = self._window.photos
        photos.stay()
        targets = photos.targets()
        goes_on = self._window.actions_.keys.goes_on
        # Before the decision: a filter may hide the photo that was decided.
        following = next_after(photos.model.paths, targets) if goes_on else None
        judge(targets)
        if goes_on and photos.view in _SEVERAL:
            photos.step(1)
        elif following is not None:
            photos.grid.set_current(following)
        photos.focus_photos()

    def revisit(self, content_ids: Sequence[str]) -> None:
        """Shows the photo that Undo or Redo just changed."""
        session, photos = self._controller.session, self._window.photos
        rows = [] if session is None else session.table.rows_of(content_ids).tolist()
        if session is None or photos.view in _SEVERAL:
            return
        paths = [session.table.paths[row] for row in rows]
        shown = next((path for path in paths if photos.model.index_of(path).isValid()), None)
        if shown is not None and photos.grid.current_path() not in paths:
            photos.grid.set_current(shown)

    # Views

    def set_view(self, view: ViewMode) -> None:
        """Changes the view."""
        self._window.photos.set_view(view)
        # Where there is nothing to show so, the button must not stay pressed.
        self._window.header.show_view(self._window.photos.view)

    def back(self) -> None:
        """Leaves the full screen, or the view."""
        if not self._window.full_screen.leave():
            self._window.photos.back()

    def show_photo(self, path: str) -> None:
        """Makes a photo current, whatever hides it."""
        photos = self._window.photos
        if not photos.grid.set_current(path):
            self._window.criteria.clear()
            photos.grid.set_current(path)
        photos.focus_photos()

    def step(self, by: int) -> None:
        """Goes to the next photo, or back."""
        self._window.photos.stay()
        self._window.photos.step(by)

    def to_end(self, *, last: bool) -> None:
        """Goes to the first or the last photo."""
        self.step((1 if last else -1) * (self._window.photos.model.rowCount() + 1))

    def show_order(self, order: Order) -> None:
        """Changes the order of the photos."""
        actions = self._window.actions_
        self._window.header.sort.show_order(order)
        actions.sorts[order.sort].setChecked(True)
        actions.sort_reversed.setChecked(order != Order.natural(order.sort))
        self._window.photos.set_order(order)

    def toggle_stack(self) -> None:
        """Expands or collapses the stack of the current photo."""
        self._window.photos.grid.toggle_stack()

    def collapse_all(self, collapsed: bool) -> None:
        """Collapses all groups to stacks, or expands them."""
        photos = self._window.photos
        photos.model.set_collapsed(collapsed)
        photos.grid.scrollTo(photos.grid.currentIndex())

    def show_menu(self, spot: QPoint) -> None:
        """Opens the context menu of the photo."""
        if self._window.photos.targets():
            photo_menu(self._window.window_, self._window.actions_).popup(spot)

    def show_file(self) -> None:
        """Opens the folder of the current photo in the file manager."""
        session, item = self._controller.session, self._window.photos.current
        if session is not None and item is not None:
            folder = (Path(session.folder) / item.path).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # Panels

    def toggle_models(self, wanted: bool) -> None:
        """Shows or hides the models."""
        if wanted:
            self._window.models.show_panel()
        else:
            self._window.models.hide()
            self._window.photos.focus_photos()

    def show_activity(self, wanted: bool) -> None:
        """Shows or hides what runs in the background."""
        panel = self._window.activity
        self.tell_activity(shown=wanted)
        panel.open_above(self._window.status.activity_button) if wanted else panel.hide()

    def tell_activity(self, *, shown: bool) -> None:
        """Marks whether the list of activities is shown."""
        self._window.actions_.activity.setChecked(shown)
        self._window.status.activity_button.setChecked(shown)

    def show_tuning(self, wanted: bool) -> None:
        """Brings the weights to the front of the right side, or the inspector."""
        window = self._window
        window.side.show_tuning(wanted)
        window.actions_.tuning.setChecked(wanted)
        window.header.show_tuning(wanted)
        if wanted:
            window.actions_.inspector.setChecked(True)
            window.tuning.setFocus()
        else:
            window.photos.focus_photos()

    def toggle_panels(self) -> None:
        """Hides both sides, or shows them."""
        actions = self._window.actions_
        sides = (actions.filters, actions.inspector)
        wanted = not any(side.isChecked() for side in sides)
        for side in sides:
            side.setChecked(wanted)

    def next_area(self) -> None:
        """Gives the keyboard to the next area of the window."""
        focus_next_area(self._window.areas())

    def show_shortcuts(self) -> None:
        """Shows the keys, or hides them."""
        self._sheet.toggle(self._dialogs.bindings)

    # Tuning

    def tune(self, tuning: Tuning) -> None:
        """Proposes by another tuning."""
        self._controller.proposer.tune(tuning)

    def set_count(self, count: int) -> None:
        """Changes how many photos the album should have."""
        self._controller.set_count(count)

    # Sentences with a button

    def answer_banner(self) -> None:
        """Does what the button of the banner says."""
        # A model that cannot be used is told until it can be.
        self._window.banner.setVisible(self._presenter.alarm_shown)
        {
            NoticeAction.OPEN_MODELS: self._window.models.show_panel,
            NoticeAction.OPEN_KEYS: self._dialogs.open_keys,
            NoticeAction.CHOOSE_FOLDER: self.choose_folder,
            NoticeAction.SCAN_AGAIN: self._controller.scan_again,
            NoticeAction.START_AGAIN: self._controller.start,
        }[self._presenter.notice.action]()

    def answer_emptiness(self, words: EmptyWords) -> None:
        """Does what the button says that stands where no photos do."""
        state = self._window.criteria
        wanted = state.criteria
        if words.remove is not None:
            wanted = wanted.without(words.remove)
        {
            EmptyAction.SHOW_ALL: state.clear,
            EmptyAction.REMOVE_FILTER: lambda: state.use(wanted),
            EmptyAction.SHOW_PROBLEMS: lambda: state.use(Criteria(show=PhotoFilter.PROBLEMS)),
            EmptyAction.OPEN_FOLDER: self.choose_folder,
            EmptyAction.SCAN_AGAIN: self._controller.scan_again,
        }[words.action]()
        self._window.photos.focus_photos()
