"""Connects keys, menus and the parts of the window with what they want."""

from functools import partial

from album_organizer.domain.album import UserDecision
from album_organizer.gui.actions import connect
from album_organizer.gui.filtering.sorting import Order
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.gui.window_dialogs import WindowDialogs
from album_organizer.gui.window_intents import Intents
from album_organizer.gui.window_parts import WindowParts
from album_organizer.gui.window_presenter import WindowPresenter


def connect_window(
    window: WindowParts, intents: Intents, dialogs: WindowDialogs, presenter: WindowPresenter
) -> None:
    """Connects everything that a person can touch; once for every window."""
    _connect_header(window, intents, dialogs)
    _connect_photos(window, intents)
    _connect_sides(window, intents)
    _connect_below(window, intents, presenter)
    _connect_commands(window, intents, dialogs)
    _connect_judging(window, intents)
    _connect_toggles(window, intents)
    window.actions_.follow(window.controller.history)
    window.controller.history.revisited.connect(intents.revisit)
    dialogs.model_switched.connect(presenter.show_switch)
    dialogs.told.connect(presenter.show_success)
    dialogs.failed.connect(presenter.show_failure)
    dialogs.trained.connect(presenter.show_training)


def _connect_header(window: WindowParts, intents: Intents, dialogs: WindowDialogs) -> None:
    header, photos = window.header, window.photos
    header.folder_wanted.connect(intents.choose_folder)
    header.recent_chosen.connect(intents.open_folder)
    header.view_wanted.connect(intents.set_view)
    header.sort.chosen.connect(intents.show_order)
    header.search.left.connect(photos.focus_photos)
    header.tune_wanted.connect(intents.show_tuning)
    header.count_chosen.connect(intents.set_count)
    header.export_wanted.connect(dialogs.open_export)
    window.chips.left.connect(photos.focus_photos)
    window.criteria.changed.connect(photos.set_criteria)


def _connect_photos(window: WindowParts, intents: Intents) -> None:
    photos, start = window.photos, window.photos.start
    start.folder_wanted.connect(intents.choose_folder)
    start.recent_chosen.connect(intents.open_folder)
    start.demo_wanted.connect(window.controller.open_demo)
    photos.menu_wanted.connect(intents.show_menu)
    photos.empty_action.connect(intents.answer_emptiness)


def _connect_sides(window: WindowParts, intents: Intents) -> None:
    inspector, tuning, proposer = window.inspector, window.tuning, window.controller.proposer
    inspector.decided.connect(intents.decide)
    inspector.rated.connect(intents.rate)
    inspector.labelled.connect(intents.label)
    tuning.tuned.connect(intents.tune)
    tuning.began.connect(proposer.mark)
    tuning.photo_wanted.connect(intents.show_photo)


def _connect_below(window: WindowParts, intents: Intents, presenter: WindowPresenter) -> None:
    window.status.cancel_wanted.connect(intents.cancel)
    window.status.pause_wanted.connect(intents.pause)
    window.status.activity_wanted.connect(intents.show_activity)
    window.activity.closed.connect(partial(intents.tell_activity, shown=False))
    window.activities.listed.connect(presenter.show_activities)
    window.activities.changed.connect(lambda _: presenter.show_activities())
    window.status.models_wanted.connect(window.models.show_panel)
    window.models.visibilityChanged.connect(
        lambda _: window.actions_.models.setChecked(window.models.isVisible())
    )
    window.models.alarmed.connect(presenter.show_alarm)
    window.models.switched.connect(presenter.show_switch)
    window.banner.action_button.clicked.connect(intents.answer_banner)


def _connect_commands(window: WindowParts, intents: Intents, dialogs: WindowDialogs) -> None:
    a, photos, controller = window.actions_, window.photos, window.controller
    connect(
        {
            a.open_folder: intents.choose_folder,
            a.scan_again: controller.scan_again,
            a.export: dialogs.open_export,
            a.train: dialogs.open_training,
            a.settings: dialogs.open_settings,
            a.quit: window.close,
            a.show_file: intents.show_file,
            a.grid: partial(intents.set_view, ViewMode.GRID),
            a.loupe: partial(intents.set_view, ViewMode.LOUPE),
            a.compare: partial(intents.set_view, ViewMode.COMPARE),
            a.survey: partial(intents.set_view, ViewMode.SURVEY),
            a.back: intents.back,
            a.zoom: photos.toggle_zoom,
            a.fill: photos.toggle_fill,
            a.stack: intents.toggle_stack,
            a.larger: partial(photos.enlarge, 1),
            a.smaller: partial(photos.enlarge, -1),
            a.next_photo: partial(intents.step, 1),
            a.previous_photo: partial(intents.step, -1),
            a.first_photo: partial(intents.to_end, last=False),
            a.last_photo: partial(intents.to_end, last=True),
            a.next_undecided: partial(photos.next_undecided, 1),
            a.previous_undecided: partial(photos.next_undecided, -1),
            a.next_group: partial(photos.next_group, 1),
            a.previous_group: partial(photos.next_group, -1),
            a.search: window.header.search.take_focus,
            a.clear_filters: window.criteria.clear,
            a.sort_reversed: window.header.sort.turn,
            a.panels: intents.toggle_panels,
            a.next_area: intents.next_area,
            a.shortcuts: intents.show_shortcuts,
            a.about: dialogs.open_about,
            a.open_logs: dialogs.open_logs,
            a.copy_diagnostics: dialogs.copy_diagnostics,
        }
    )
    for sort, action in a.sorts.items():
        connect({action: partial(intents.show_order, Order.natural(sort))})


def _connect_judging(window: WindowParts, intents: Intents) -> None:
    a = window.actions_
    connect(
        {
            a.pick: partial(intents.decide, UserDecision.PICK),
            a.reject: partial(intents.decide, UserDecision.REJECT),
            a.undecided: partial(intents.decide, None),
        }
        | {action: partial(intents.rate, stars) for stars, action in enumerate(a.stars)}
        | {action: partial(intents.label, label) for label, action in a.labels.items()}
    )


def _connect_toggles(window: WindowParts, intents: Intents) -> None:
    a = window.actions_
    a.filters.toggled.connect(window.filters.setVisible)
    a.inspector.toggled.connect(window.side.setVisible)
    a.strip.toggled.connect(window.photos.show_strip)
    a.tuning.triggered.connect(intents.show_tuning)
    a.activity.triggered.connect(intents.show_activity)
    a.models.triggered.connect(intents.toggle_models)
    a.all_stacks.triggered.connect(intents.collapse_all)
    a.full_screen.triggered.connect(lambda _: window.full_screen.toggle())
    window.full_screen.changed.connect(a.full_screen.setChecked)
