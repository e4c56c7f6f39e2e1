"""The actions of the main window with their keys, and the menus they stand in."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.i18n import tr


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything that has a key or stands in a menu."""

    open_folder: QAction
    scan_again: QAction
    export: QAction
    settings: QAction
    quit: QAction
    pick: QAction
    reject: QAction
    undecided: QAction
    show_file: QAction
    grid: QAction
    loupe: QAction
    back: QAction
    larger: QAction
    smaller: QAction
    filters: QAction
    inspector: QAction
    models: QAction
    about: QAction
    sorts: dict[PhotoSort, QAction]

    @property
    def decisions(self) -> tuple[QAction, QAction, QAction]:
        """Pick, undecided, reject."""
        return self.pick, self.undecided, self.reject


def make_actions(window: QMainWindow, icons: Icons) -> Actions:
    """Makes the actions; the window connects them."""

    def action(text: str, *keys: str, icon: str = "", checkable: bool = False) -> QAction:
        made = QAction(text, window)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setCheckable(checkable)
        if icon:
            icons.bind(made, icon)
        window.addAction(made)
        return made

    sort_group = QActionGroup(window)
    sorts: dict[PhotoSort, QAction] = {}
    for sort, text in (
        (PhotoSort.TIME, tr("By capture time")),
        (PhotoSort.NAME, tr("By name")),
        (PhotoSort.SCORE, tr("By score")),
        (PhotoSort.GROUP, tr("By group")),
    ):
        sorts[sort] = action(text, checkable=True)
        sort_group.addAction(sorts[sort])
    made = Actions(
        open_folder=action(tr("&Open folder…"), "Ctrl+O", icon="folder"),
        scan_again=action(tr("Scan &again"), "F5"),
        export=action(tr("&Export album…"), "Ctrl+E", icon="export"),
        settings=action(tr("&Settings…"), "Ctrl+,", icon="settings"),
        quit=action(tr("&Quit"), "Ctrl+Q"),
        pick=action(tr("&Pick"), "P", icon="pick"),
        reject=action(tr("&Reject"), "X", icon="reject"),
        undecided=action(tr("&Undecided"), "U", icon="undecided"),
        show_file=action(tr("Show in &folder")),
        grid=action(tr("&Grid"), "G", icon="grid"),
        loupe=action(tr("&Loupe"), "E", icon="loupe"),
        back=action(tr("Back to the grid"), "Esc"),
        larger=action(tr("La&rger thumbnails"), "Ctrl++", "Ctrl+="),
        smaller=action(tr("S&maller thumbnails"), "Ctrl+-"),
        filters=action(tr("&Filters"), "F7", icon="panel-left", checkable=True),
        inspector=action(tr("&Inspector"), "F8", icon="panel-right", checkable=True),
        models=action(tr("&Models"), "F9", icon="models", checkable=True),
        about=action(tr("&About Album Organizer")),
        sorts=sorts,
    )
    for needs_photo in (*made.decisions, made.show_file):
        needs_photo.setEnabled(False)
    made.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
    made.quit.setMenuRole(QAction.MenuRole.QuitRole)
    made.about.setMenuRole(QAction.MenuRole.AboutRole)
    for shown in (made.filters, made.inspector):
        shown.setChecked(True)
    sorts[PhotoSort.TIME].setChecked(True)
    return made


def fill_menu_bar(window: QMainWindow, actions: Actions, recent: QMenu) -> None:
    """Puts the actions into the window's menus."""
    bar = window.menuBar()
    file = bar.addMenu(tr("&File"))
    file.addAction(actions.open_folder)
    file.addMenu(recent)
    file.addAction(actions.scan_again)
    file.addSeparator()
    file.addAction(actions.export)
    file.addSeparator()
    file.addAction(actions.settings)
    file.addAction(actions.quit)
    photo = bar.addMenu(tr("&Photo"))
    photo.addActions(actions.decisions)
    photo.addSeparator()
    photo.addAction(actions.show_file)
    view = bar.addMenu(tr("&View"))
    view.addActions([actions.grid, actions.loupe])
    view.addSeparator()
    sort = view.addMenu(tr("&Sort"))
    sort.addActions(list(actions.sorts.values()))
    view.addActions([actions.larger, actions.smaller])
    view.addSeparator()
    view.addActions([actions.filters, actions.inspector, actions.models])
    bar.addMenu(tr("&Help")).addAction(actions.about)


def photo_menu(window: QMainWindow, actions: Actions) -> QMenu:
    """The context menu of a photo."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(actions.decisions)
    menu.addSeparator()
    menu.addAction(actions.loupe)
    menu.addAction(actions.show_file)
    return menu


def connect(pairs: dict[QAction, Callable[[], object]]) -> None:
    """Connects each action, leaving out the checked state that Qt sends along."""
    for action, slot in pairs.items():
        action.triggered.connect(lambda _checked=False, s=slot: s())
