"""The actions of the main window, made from the registry of commands, and their menus."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu
from shiboken6 import isValid

from album_organizer.domain.commands import CommandId
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.deciding.history import DecisionHistory
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.shortcuts.bindings import Bindings, shown, turns_round
from album_organizer.gui.shortcuts.commands import Command, all_commands
from album_organizer.gui.shortcuts.key_guard import KeyGuard
from album_organizer.i18n import tr

_LONGEST_NAME = 44


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything that has a key or stands in a menu; each field is named as its command.

    Attributes:
        keys: Tells whether the next photo should follow, and keeps keys from those who type.
    """

    keys: KeyGuard
    pick: QAction
    reject: QAction
    undecided: QAction
    stars_0: QAction
    stars_1: QAction
    stars_2: QAction
    stars_3: QAction
    stars_4: QAction
    stars_5: QAction
    label_red: QAction
    label_yellow: QAction
    label_green: QAction
    label_blue: QAction
    label_purple: QAction
    label_none: QAction
    undo: QAction
    redo: QAction
    show_file: QAction
    next_photo: QAction
    previous_photo: QAction
    first_photo: QAction
    last_photo: QAction
    next_undecided: QAction
    previous_undecided: QAction
    next_group: QAction
    previous_group: QAction
    search: QAction
    clear_filters: QAction
    grid: QAction
    loupe: QAction
    compare: QAction
    survey: QAction
    full_screen: QAction
    back: QAction
    zoom: QAction
    fill: QAction
    strip: QAction
    stack: QAction
    all_stacks: QAction
    larger: QAction
    smaller: QAction
    sort_time: QAction
    sort_name: QAction
    sort_score: QAction
    sort_group: QAction
    sort_decision: QAction
    sort_stars: QAction
    sort_label: QAction
    sort_camera: QAction
    sort_reversed: QAction
    open_folder: QAction
    scan_again: QAction
    tuning: QAction
    export: QAction
    train: QAction
    next_area: QAction
    panels: QAction
    filters: QAction
    inspector: QAction
    models: QAction
    activity: QAction
    settings: QAction
    quit: QAction
    shortcuts: QAction
    open_logs: QAction
    copy_diagnostics: QAction
    about: QAction

    def of(self, command: CommandId) -> QAction:
        """The action of a command."""
        action: QAction = getattr(self, command.value)
        return action

    @property
    def decisions(self) -> tuple[QAction, QAction, QAction]:
        """Pick, undecided, reject."""
        return self.pick, self.undecided, self.reject

    @property
    def stars(self) -> tuple[QAction, ...]:
        """No star to five, the number being the place."""
        return tuple(self.of(CommandId(f"stars_{number}")) for number in range(6))

    @property
    def labels(self) -> dict[ColorLabel, QAction]:
        """The colour labels, none last."""
        return {
            label: self.of(CommandId(f"label_{label.name.lower()}"))
            for label in (*list(ColorLabel)[1:], ColorLabel.NONE)
        }

    @property
    def sorts(self) -> dict[PhotoSort, QAction]:
        """The orders; exactly one is checked."""
        return {sort: self.of(CommandId(f"sort_{sort.name.lower()}")) for sort in PhotoSort}

    @property
    def of_photo(self) -> tuple[QAction, ...]:
        """Those that only make sense while a photo is current."""
        return tuple(self.of(command.id) for command in all_commands() if command.of_photo)

    def all(self) -> Iterator[QAction]:
        """Every action."""
        return (self.of(CommandId(field.name)) for field in fields(self) if field.name != "keys")

    def use_keys(self, bindings: Bindings) -> None:
        """Gives every action its keys, also those chosen while the window is open."""
        for command in bindings.commands:
            _give_keys(self.of(command.id), command, bindings)
        self.keys.use(bindings)

    def follow(self, history: DecisionHistory) -> None:
        """Undo and Redo work on a history from now on and say what they would do."""
        stack = history.stack

        def tell() -> None:
            if not isValid(stack):  # it tells of its own end
                return
            undo, redo = _for_menu(stack.undoText()), _for_menu(stack.redoText())
            self.undo.setText(tr("&Undo {what}").format(what=undo) if undo else tr("&Undo"))
            self.redo.setText(tr("&Redo {what}").format(what=redo) if redo else tr("&Redo"))
            self.undo.setEnabled(stack.canUndo())
            self.redo.setEnabled(stack.canRedo())

        stack.indexChanged.connect(lambda _index: tell())
        stack.undoTextChanged.connect(lambda _text: tell())
        tell()
        self.undo.triggered.connect(lambda _checked=False: history.undo())
        self.redo.triggered.connect(lambda _checked=False: history.redo())


def make_actions(window: QMainWindow, icons: Icons, bindings: Bindings | None = None) -> Actions:
    """Makes the actions; the window connects them.

    Args:
        window: Their owner; their keys work in it.
        icons: Of menus and buttons.
        bindings: The keys; by default the built-in ones.
    """
    bindings = bindings or Bindings(all_commands())
    made: dict[CommandId, QAction] = {}
    for command in bindings.commands:
        action = QAction(command.text, window)
        action.setCheckable(command.checkable)
        # A key held down must not decide on photo after photo, nor flicker.
        action.setAutoRepeat(not (command.judges or command.checkable))
        if command.icon:
            icons.bind(action, command.icon, command.icon_color)
        _give_keys(action, command, bindings)
        action.setEnabled(not command.of_photo)
        window.addAction(action)
        made[command.id] = action
    guard = KeyGuard(window, made, bindings)
    actions = Actions(guard, **{command.value: action for command, action in made.items()})
    sort_group = QActionGroup(window)
    for action in actions.sorts.values():
        sort_group.addAction(action)
    actions.sort_time.setChecked(True)
    for shown_first in (actions.filters, actions.inspector, actions.strip):
        shown_first.setChecked(True)
    for never_yet in (actions.undo, actions.redo):
        never_yet.setEnabled(False)
    actions.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
    actions.quit.setMenuRole(QAction.MenuRole.QuitRole)
    actions.about.setMenuRole(QAction.MenuRole.AboutRole)
    return actions


def fill_menu_bar(window: QMainWindow, actions: Actions, recent: QMenu) -> None:
    """Puts the actions into the window's menus."""
    bar, a = window.menuBar(), actions
    file = bar.addMenu(tr("&File"))
    file.addAction(a.open_folder)
    file.addMenu(recent)
    _fill(file, [a.scan_again], [a.export], [a.train], [a.settings, a.quit])
    edit = bar.addMenu(tr("&Edit"))
    _fill(edit, [a.undo, a.redo], [a.search, a.clear_filters])
    photo = bar.addMenu(tr("&Photo"))
    _fill(photo, list(a.decisions))
    _add_marks(photo, a)
    _fill(photo, [], [a.show_file])
    view = bar.addMenu(tr("&View"))
    _fill(
        view,
        [a.grid, a.loupe, a.compare, a.survey],
        [a.zoom, a.fill, a.strip],
        [a.full_screen, a.back],
    )
    _fill(view, [], [a.stack, a.all_stacks], [])
    sort = view.addMenu(tr("S&ort"))
    _fill(sort, list(a.sorts.values()), [a.sort_reversed])
    _fill(view, [a.larger, a.smaller])
    _fill(view, [], [a.filters, a.inspector, a.tuning, a.models, a.activity], [a.panels])
    go = bar.addMenu(tr("&Go"))
    _fill(go, [a.next_photo, a.previous_photo, a.first_photo, a.last_photo])
    _fill(go, [], [a.next_undecided, a.previous_undecided], [a.next_group, a.previous_group])
    _fill(go, [], [a.next_area])
    _fill(bar.addMenu(tr("&Help")), [a.shortcuts], [a.open_logs, a.copy_diagnostics], [a.about])


def photo_menu(window: QMainWindow, actions: Actions) -> QMenu:
    """The context menu of a photo."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill(menu, list(actions.decisions))
    _add_marks(menu, actions)
    _fill(menu, [], [actions.loupe, actions.compare, actions.survey], [actions.show_file])
    return menu


def connect(pairs: Mapping[QAction, Callable[[], object]]) -> None:
    """Connects each action, leaving out the checked state that Qt sends along."""
    for action, slot in pairs.items():
        action.triggered.connect(lambda _checked=False, s=slot: s())


def _add_marks(menu: QMenu, actions: Actions) -> None:
    stars = menu.addMenu(tr("&Stars"))
    stars.setIcon(actions.stars_5.icon())
    stars.addActions(list(reversed(actions.stars)))
    label = menu.addMenu(tr("&Label"))
    label.setIcon(actions.label_none.icon())
    label.addActions(list(actions.labels.values()))


def _fill(menu: QMenu, *sections: list[QAction]) -> None:
    """Adds sections with a line between two of them; an empty one stands for what is above."""
    for number, section in enumerate(sections):
        if number:
            menu.addSeparator()
        menu.addActions(section)


def _give_keys(action: QAction, command: Command, bindings: Bindings) -> None:
    keys = bindings.keys(command.id)
    action.setShortcuts(list(keys))
    tip = tr("{command} ({key})").format(command=command.name, key=shown(keys[0])) if keys else ""
    action.setToolTip(tip or command.name)
    # Read from the right, a menu would show [ as ]; what stands behind a tab it shows as it is.
    text = action.text().partition("\t")[0]
    turned = bool(keys) and QGuiApplication.isRightToLeft() and turns_round(keys[0])
    action.setText(f"{text}\t{shown(keys[0])}" if turned else text)


def _for_menu(text: str) -> str:
    """A name for a menu: not too long, and without a mnemonic by accident."""
    if len(text) > _LONGEST_NAME:
        half = _LONGEST_NAME // 2
        text = f"{text[:half].rstrip()}…{text[-half:].lstrip()}"
    return text.replace("&", "&&")
