"""Shows in the window's parts what the controller tells."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Progress
from album_organizer.gui.actions import Actions
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, count_by_filter
from album_organizer.gui.models.models_controller import Outcome
from album_organizer.gui.panels.elements import Banner
from album_organizer.gui.panels.filter_panel import FilterPanel
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.inspector_panel import InspectorPanel
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.session_controller import (
    Notice,
    NoticeAction,
    SessionController,
    SessionState,
)
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.wording import file_count, photo_count
from album_organizer.i18n import tr
from album_organizer.storage.catalog import Catalog

_GATHER_MS = 100
"""Results that come in quick succession are shown together."""

_TITLE = "Album Organizer"


class WindowParts(Protocol):
    """What the presenter needs of the window."""

    controller: SessionController
    thumbnails: ThumbnailStore
    pictures: PictureStore
    header: HeaderBar
    banner: Banner
    filters: FilterPanel
    photos: PhotoArea
    inspector: InspectorPanel
    status: StatusLine
    icons: Icons
    actions_: Actions

    def setWindowTitle(self, title: str, /) -> None:
        """Shows a title."""


class WindowPresenter(QObject):
    """Between controller and parts; holds no state of its own but what waits to be shown.

    Args:
        window: Its parts exist already.
        parent: Qt owner.
    """

    def __init__(self, window: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._controller = window.controller
        self._incoming: list[PhotoItem] = []
        self.notice = Notice("")
        self._alarm = ""
        self._judged: dict[str, str] = {}
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._take_in)
        self._connect()
        window.header.show_count(self._controller.count)
        self._show_state()

    def stop(self) -> None:
        """Shows nothing any more; the window closes."""
        self._gather.stop()
        self._controller.blockSignals(True)

    def show_notice(self, notice: Notice) -> None:
        """Shows a sentence above the photos."""
        self.notice = notice
        words = {
            NoticeAction.DISMISS: "",
            NoticeAction.OPEN_MODELS: tr("Open Models"),
            NoticeAction.CHOOSE_FOLDER: tr("Choose another folder…"),
            NoticeAction.SCAN_AGAIN: tr("Scan again"),
            NoticeAction.START_AGAIN: tr("Try again"),
        }
        self._window.banner.show_sentence(notice.text, words[notice.action], problem=notice.problem)

    def show_switch(self, outcome: Outcome) -> None:
        """Tells that another version judges from the next scan on.

        Another scan is offered unless it is the version whose scores are shown.
        """
        is_open = self._controller.session is not None
        again = is_open and self._judged.get(outcome.kind) != outcome.version
        action = NoticeAction.SCAN_AGAIN if again else NoticeAction.DISMISS
        self.show_notice(Notice(outcome.sentence, action, problem=False))

    @property
    def alarm_shown(self) -> bool:
        """Whether the banner tells of a model that cannot be used, and should stay."""
        return bool(self._alarm) and self.notice.text == self._alarm

    def show_alarm(self, sentence: str) -> None:
        """Shows that a model cannot be used, or with an empty sentence that it can be again.

        It stays through scans, which take other notices away, until its cause is gone.
        """
        over = bool(self._alarm) and self.notice.text == self._alarm
        self._alarm = sentence
        sign = ("warning", "star") if sentence else ("models", "secondary")
        self._window.icons.bind(self._window.status.models_button, *sign)
        if sentence:
            self.show_notice(Notice(sentence, NoticeAction.OPEN_MODELS))
        elif over:
            self._window.banner.hide()

    def _connect(self) -> None:
        controller, window = self._controller, self._window
        controller.state_changed.connect(self._show_state)
        controller.photos_added.connect(self._photos_added)
        controller.photos_changed.connect(self._photos_changed)
        controller.photos_replaced.connect(self._photos_replaced)
        controller.problems_changed.connect(self._show_problems)
        controller.progress_changed.connect(self._show_progress)
        controller.noticed.connect(self.show_notice)
        controller.models_changed.connect(window.status.show_models)
        controller.models_changed.connect(self._remember_judges)
        controller.weights_changed.connect(window.inspector.set_weights)
        controller.recent_changed.connect(self._show_recent)
        controller.count_changed.connect(window.header.show_count)
        controller.catalog_opened.connect(self._use_catalog)
        window.photos.current_changed.connect(self._show_current)
        window.photos.view_changed.connect(self._show_view)
        window.photos.filter_changed.connect(self._show_filter)

    def _remember_judges(self, models: Mapping[str, ModelInfo]) -> None:
        self._judged = {kind: info.version for kind, info in models.items()}

    def _show_state(self) -> None:
        controller, window = self._controller, self._window
        session = controller.session
        name = "" if session is None else Path(session.folder).name or session.folder
        window.setWindowTitle(f"{name} – {_TITLE}" if name else _TITLE)
        window.photos.show_session(session, controller.state, controller.failure)
        window.pictures.max_megapixels = controller.max_megapixels
        if controller.state in {SessionState.SCORING, SessionState.IDLE}:
            window.banner.hide()
            self.show_alarm(self._alarm)
        self._show_numbers()

    def _photos_added(self, items: Sequence[PhotoItem]) -> None:
        self._incoming.extend(items)
        if self._incoming and not self._gather.isActive():
            self._gather.start()

    def _photos_changed(self, items: Sequence[PhotoItem]) -> None:
        self._incoming.extend(items)
        self._take_in()

    def _photos_replaced(self, items: Sequence[PhotoItem]) -> None:
        self._incoming.clear()
        self._gather.stop()
        self._window.photos.model.set_items(items)
        if not items:
            self._window.pictures.clear()
            self._window.photos.loupe.retry_failed()
        self._after_change()

    def _take_in(self) -> None:
        self._gather.stop()
        items, self._incoming = self._incoming, []
        self._window.photos.model.update_items(items)
        self._window.thumbnails.retry_missing()
        self._after_change()

    def _after_change(self) -> None:
        photos = self._window.photos
        photos.refresh()
        photos.settle()
        self._show_numbers()
        self._show_current()

    def _show_problems(self) -> None:
        session = self._controller.session
        self._window.photos.problems.show_problems(() if session is None else session.problems)
        self._window.photos.refresh()
        self._show_numbers()

    def _show_progress(self, progress: Progress) -> None:
        self._window.status.show_progress(progress)
        if self._controller.session is None:
            self._window.photos.refresh()

    def _show_current(self) -> None:
        window, session = self._window, self._controller.session
        item = window.photos.current
        comparisons = [] if session is None or item is None else session.comparisons_of(item.path)
        targets = window.photos.targets()
        window.inspector.show_photo(item, comparisons, len(targets))
        for action in (*window.actions_.decisions, window.actions_.show_file):
            action.setEnabled(bool(targets))

    def _show_view(self) -> None:
        self._window.header.show_view(loupe=self._window.photos.in_loupe)
        self._show_current()

    def _show_filter(self) -> None:
        self._window.filters.select(self._window.photos.shown)
        self._show_current()

    def _show_recent(self, folders: Sequence[str]) -> None:
        self._window.header.show_recent(folders)
        self._window.photos.start.show_recent(folders)

    def _use_catalog(self, catalog: Catalog) -> None:
        self._window.thumbnails.set_source(catalog.thumbnail)

    def _show_numbers(self) -> None:
        window, session = self._window, self._controller.session
        items = () if session is None else tuple(session.items.values())
        problems = 0 if session is None else len(session.problems)
        counts = count_by_filter(items, problems)
        window.filters.show_counts(counts)
        is_open = session is not None
        if session is not None:
            window.header.show_folder(Path(session.folder).name, photo_count(len(items)))
        in_album = counts[PhotoFilter.ALBUM]
        window.header.export_button.setEnabled(in_album > 0)
        window.actions_.export.setEnabled(in_album > 0)
        window.actions_.scan_again.setEnabled(is_open)
        for control in (window.header.sort_box, window.header.count_box):
            control.setEnabled(is_open)
        for view in (window.header.grid_button, window.header.loupe_button):
            view.setEnabled(bool(items))
        for side, action in (
            (window.filters, window.actions_.filters),
            (window.inspector, window.actions_.inspector),
        ):
            side.setVisible(is_open and action.isChecked())
        self._show_status(session, in_album)

    def _show_status(self, session: Session | None, in_album: int) -> None:
        controller, status = self._controller, self._window.status
        state = controller.state
        if state is SessionState.SCORING:
            if controller.progress is not None:
                status.show_progress(controller.progress)
            else:
                status.show_progress(Progress(tr("Starting"), 0, None, None))
        elif session is None:
            status.show_message("")
        elif state is SessionState.STARTING:
            status.show_message(tr("Starting …"))
        elif state is SessionState.STOPPED:
            status.show_message(
                tr("Stopped: {photos} scored. F5 goes on.").format(
                    photos=photo_count(len(session.items))
                )
            )
        elif state is SessionState.FAILED:
            status.show_message(tr("The folder was not scored to the end."))
        else:
            words = [
                tr("{photos} in the album").format(photos=photo_count(in_album)),
                photo_count(len(session.items)) + " " + tr("scored"),
            ]
            if session.problems:
                words.append(
                    tr("{files} could not be used").format(files=file_count(len(session.problems)))
                )
            status.show_message("   ·   ".join(words))
