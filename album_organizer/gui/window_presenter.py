"""Shows in the window's parts what the controller tells."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Progress
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.activity.activities import ActivityState
from album_organizer.gui.filtering.facets import Facets, count_facets
from album_organizer.gui.filtering.words import counts_text
from album_organizer.gui.inspector.gather import facts_of
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.models.models_controller import Outcome
from album_organizer.gui.session import Session
from album_organizer.gui.session_state import Notice, NoticeAction, SessionState
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.window_parts import WindowParts
from album_organizer.gui.wording import file_count, photo_count
from album_organizer.i18n import tr
from album_organizer.storage.catalog import Catalog

_GATHER_MS = 100
"""Results that come in quick succession are shown together."""

_REST_MS = 30
"""So long a photo stays the current one before it is explained; a held key repeats faster."""

_TITLE = "Album Organizer"

_ALARMS = (NoticeAction.OPEN_MODELS, NoticeAction.OPEN_KEYS)
"""What stays above the photos while it is wrong, the worst first."""


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
        self._facets = Facets()
        self.notice = Notice("")
        self._alarms: dict[NoticeAction, str] = {}
        self._judged: dict[str, str] = {}
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._take_in)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._explain)
        self._connect()
        self._show_tuning(self._controller.tuning)
        self._show_state()

    def stop(self) -> None:
        """Shows nothing any more; the window closes."""
        self._gather.stop()
        self._rest.stop()
        self._controller.blockSignals(True)

    def show_notice(self, notice: Notice) -> None:
        """Shows a sentence above the photos."""
        self.notice = notice
        words = {
            NoticeAction.DISMISS: "",
            NoticeAction.OPEN_MODELS: tr("Open Models"),
            NoticeAction.OPEN_KEYS: tr("Keyboard settings"),
            NoticeAction.CHOOSE_FOLDER: tr("Choose another folder…"),
            NoticeAction.SCAN_AGAIN: tr("Scan again"),
            NoticeAction.START_AGAIN: tr("Try again"),
        }
        self._window.banner.show_sentence(notice.text, words[notice.action], problem=notice.problem)

    def show_activities(self) -> None:
        """Shows how many activities run, and whether the scan rests."""
        running = self._window.activities.running
        self._window.status.show_running(len(running))
        scan = self._controller.scan_task
        resting = any(a.task is scan and a.state is ActivityState.PAUSED for a in running)
        self._window.status.show_paused(resting)

    def show_success(self, sentence: str) -> None:
        """Shows that something worked."""
        self.show_notice(Notice(sentence, problem=False))

    def show_training(self, sentence: str) -> None:
        """Shows how a training ended; its model is added under Models."""
        self.show_notice(Notice(sentence, NoticeAction.OPEN_MODELS, problem=False))

    def show_failure(self, sentence: str) -> None:
        """Shows that something did not work."""
        self.show_notice(Notice(sentence))

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
        """Whether the banner tells of something that is wrong still, and should stay."""
        return self._alarms.get(self.notice.action) == self.notice.text

    def show_alarm(self, sentence: str) -> None:
        """Shows that a model cannot be used, or with an empty sentence that it can be again."""
        sign = ("warning", "star") if sentence else ("models", "secondary")
        self._window.icons.bind(self._window.status.models_button, *sign)
        self._alarm(NoticeAction.OPEN_MODELS, sentence)

    def show_keys(self, bindings: Bindings) -> None:
        """Shows that keys that were chosen cannot be used, or that all can be again."""
        self._alarm(NoticeAction.OPEN_KEYS, next(iter(bindings.problems), ""))

    def _alarm(self, action: NoticeAction, sentence: str) -> None:
        """Stays through scans, which take other notices away, until its cause is gone."""
        over = self.alarm_shown and self.notice.action is action
        self._alarms.pop(action, None)
        if sentence:
            self._alarms[action] = sentence
        elif over:
            self._window.banner.hide()
        if sentence or over:
            self._repeat_alarm()

    def _repeat_alarm(self) -> None:
        for action in _ALARMS:
            if action in self._alarms:
                self.show_notice(Notice(self._alarms[action], action))
                return

    def _connect(self) -> None:
        controller, window = self._controller, self._window
        controller.state_changed.connect(self._show_state)
        controller.photos_added.connect(self._photos_added)
        controller.photos_changed.connect(self._take_in)
        controller.photos_replaced.connect(self._photos_replaced)
        controller.problems_changed.connect(self._show_problems)
        controller.progress_changed.connect(self._show_progress)
        controller.noticed.connect(self.show_notice)
        controller.models_changed.connect(window.status.show_models)
        controller.models_changed.connect(self._remember_judges)
        controller.ranked.connect(lambda _: self._take_in())
        controller.recent_changed.connect(self._show_recent)
        controller.proposer.tuning_changed.connect(self._show_tuning)
        controller.proposer.changed.connect(window.tuning.show_change)
        controller.catalog_opened.connect(self._use_catalog)
        window.photos.current_changed.connect(self._show_another)
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
            self._repeat_alarm()
        self._show_numbers()

    def _photos_added(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _photos_replaced(self, table: PhotoTable) -> None:
        self._gather.stop()
        self._window.photos.model.set_table(table)
        if not table.count:
            # Another folder: what was searched for there has no meaning here.
            self._window.criteria.clear()
            self._window.pictures.clear()
        # A scan has just read every file: what could not be read may have come back.
        self._window.photos.large.retry_failed()
        self._after_change()

    def _take_in(self) -> None:
        self._gather.stop()
        self._window.photos.model.refresh()
        self._window.thumbnails.retry_missing()
        self._window.inspector.histograms.forget_missing()
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

    def _show_another(self) -> None:
        """The photo comes first; what explains it follows when the keys rest."""
        self._rest.start()
        self._show_targets()

    def _show_current(self) -> None:
        self._explain()
        self._show_targets()

    def _explain(self) -> None:
        self._rest.stop()
        window, session = self._window, self._controller.session
        item = window.photos.current
        targets = window.photos.targets()
        window.inspector.show_facts(
            None
            if session is None or item is None
            else facts_of(session, item, self._controller.tuning, len(targets))
        )

    def _show_targets(self) -> None:
        targets = self._window.photos.targets()
        for action in self._window.actions_.of_photo:
            action.setEnabled(bool(targets))
        self._show_status(self._controller.session)

    def _show_view(self) -> None:
        self._window.header.show_view(self._window.photos.view)
        self._show_current()

    def _show_filter(self) -> None:
        self._show_numbers()
        self._show_current()

    def _show_tuning(self, tuning: Tuning) -> None:
        window, defaults = self._window, self._controller.proposer.defaults
        window.header.show_count(tuning.count)
        window.photos.show_tuning(tuning)
        window.tuning.set_defaults(defaults)
        window.tuning.show_saved(tuning != defaults)
        if window.tuning.tuning != tuning:
            window.tuning.show_tuning(tuning)

    def _show_recent(self, folders: Sequence[str]) -> None:
        self._window.header.show_recent(folders)
        self._window.photos.start.show_recent(folders)

    def _use_catalog(self, catalog: Catalog) -> None:
        self._window.thumbnails.set_source(catalog.thumbnail)
        self._window.inspector.set_thumbnail_source(catalog.thumbnail)

    def _show_numbers(self) -> None:
        window, session = self._window, self._controller.session
        table = PhotoTable() if session is None else session.table
        problems = 0 if session is None else len(session.problems)
        self._facets = facets = count_facets(table, window.criteria.criteria, problems)
        window.filters.show_facets(facets)
        is_open = session is not None
        if session is not None:
            window.header.show_folder(Path(session.folder).name, photo_count(table.count))
            window.tuning.set_photos(table.count, facets.in_album)
        window.header.export_button.setEnabled(facets.in_album > 0)
        window.actions_.export.setEnabled(facets.in_album > 0)
        window.actions_.scan_again.setEnabled(is_open)
        header = window.header
        for control in (header.sort, header.search, header.count_box, header.tune_button):
            control.setEnabled(is_open)
        window.actions_.tuning.setEnabled(is_open)
        for view in window.header.view_buttons.values():
            view.setEnabled(table.count > 0)
        for side, action in (
            (window.filters, window.actions_.filters),
            (window.side, window.actions_.inspector),
        ):
            side.setVisible(is_open and action.isChecked())
        self._show_status(session)

    def _show_status(self, session: Session | None) -> None:
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
            facets, selected = self._facets, len(self._window.photos.targets())
            words = [counts_text(facets.matching, facets.total, selected, facets.in_album)]
            if session.problems:
                words.append(
                    tr("{files} could not be used").format(files=file_count(len(session.problems)))
                )
            status.show_message("   ·   ".join(words))
