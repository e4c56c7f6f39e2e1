"""Every command of the window: its words, its place in the cheat sheet, its built-in keys."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QGuiApplication

from album_organizer.domain.commands import CommandId as Id
from album_organizer.i18n import tr


class CommandGroup(Enum):
    """Where a command stands in the cheat sheet and in the settings."""

    PHOTO = auto()
    GO = auto()
    VIEW = auto()
    ALBUM = auto()
    WINDOW = auto()
    HELP = auto()

    @property
    def title(self) -> str:
        """Its heading."""
        return {
            CommandGroup.PHOTO: tr("Photo"),
            CommandGroup.GO: tr("Go"),
            CommandGroup.VIEW: tr("View"),
            CommandGroup.ALBUM: tr("Album"),
            CommandGroup.WINDOW: tr("Window"),
            CommandGroup.HELP: tr("Help"),
        }[self]


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        id: Its name in the settings.
        group: Where it is listed.
        text: For menus: with a mnemonic, and an ellipsis where something is asked.
        keys: Built-in keys in the portable notation, as ``Ctrl+Shift+Z``.
        fixed: Further keys that the views themselves obey; they cannot be changed.
        icon: Of resources/icons, or empty.
        icon_color: Of resources/styles.
        checkable: It is on or off.
        judges: A decision, stars or a label: with Shift or Caps Lock the next photo follows.
        of_photo: Only possible while a photo is current.
    """

    id: Id
    group: CommandGroup
    text: str
    keys: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    icon: str = ""
    icon_color: str = "text"
    checkable: bool = False
    judges: bool = False
    of_photo: bool = False

    @property
    def name(self) -> str:
        """Its words alone, for lists and for screen readers."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def all_commands() -> tuple[Command, ...]:
    """Every command in the language in force, in the order of lists; the ids differ."""
    return (*_photo(), *_go(), *_view(), *_sorting(), *_album(), *_window(), *_help())


def _photo() -> list[Command]:
    def judging(id_: Id, text: str, key: str, icon: str, color: str = "text") -> Command:
        return Command(
            id_,
            CommandGroup.PHOTO,
            text,
            (key,) if key else (),
            icon=icon,
            icon_color=color,
            judges=True,
            of_photo=True,
        )

    return [
        judging(Id.PICK, tr("&Pick"), "P", "pick"),
        judging(Id.REJECT, tr("&Reject"), "X", "reject"),
        judging(Id.UNDECIDED, tr("&Undecided"), "U", "undecided"),
        judging(Id.STARS_0, tr("No stars"), "0", "star"),
        judging(Id.STARS_1, tr("1 star"), "1", "star-filled"),
        judging(Id.STARS_2, tr("2 stars"), "2", "star-filled"),
        judging(Id.STARS_3, tr("3 stars"), "3", "star-filled"),
        judging(Id.STARS_4, tr("4 stars"), "4", "star-filled"),
        judging(Id.STARS_5, tr("5 stars"), "5", "star-filled"),
        judging(Id.LABEL_RED, tr("Red label"), "6", "label-red", "label_red"),
        judging(Id.LABEL_YELLOW, tr("Yellow label"), "7", "label-yellow", "label_yellow"),
        judging(Id.LABEL_GREEN, tr("Green label"), "8", "label-green", "label_green"),
        judging(Id.LABEL_BLUE, tr("Blue label"), "9", "label-blue", "label_blue"),
        judging(Id.LABEL_PURPLE, tr("Purple label"), "", "label-purple", "label_purple"),
        judging(Id.LABEL_NONE, tr("No label"), "", "label-none"),
        Command(Id.UNDO, CommandGroup.PHOTO, tr("&Undo"), ("Ctrl+Z",), icon="undo"),
        Command(Id.REDO, CommandGroup.PHOTO, tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo"),
        Command(
            Id.SHOW_FILE, CommandGroup.PHOTO, tr("Show in &folder"), icon="folder", of_photo=True
        ),
    ]


def _go() -> list[Command]:
    def going(id_: Id, text: str, *keys: str, fixed: tuple[str, ...] = ()) -> Command:
        return Command(id_, CommandGroup.GO, text, keys, fixed, of_photo=True)

    # The next photo lies where reading goes.
    back, on = ("Right", "Left") if QGuiApplication.isRightToLeft() else ("Left", "Right")
    return [
        going(Id.NEXT_PHOTO, tr("&Next photo"), fixed=(on,)),
        going(Id.PREVIOUS_PHOTO, tr("&Previous photo"), fixed=(back,)),
        going(Id.FIRST_PHOTO, tr("&First photo"), fixed=("Home",)),
        going(Id.LAST_PHOTO, tr("&Last photo"), fixed=("End",)),
        going(Id.NEXT_UNDECIDED, tr("Next &undecided"), ".", f"Ctrl+{on}"),
        going(Id.PREVIOUS_UNDECIDED, tr("Previous un&decided"), ",", f"Ctrl+{back}"),
        going(Id.NEXT_GROUP, tr("Next &group"), "]"),
        going(Id.PREVIOUS_GROUP, tr("Pre&vious group"), "["),
        Command(Id.SEARCH, CommandGroup.GO, tr("&Search"), ("Ctrl+F",), icon="search"),
        Command(Id.CLEAR_FILTERS, CommandGroup.GO, tr("&Clear all filters"), ("Ctrl+Shift+F",)),
    ]


def _view() -> list[Command]:
    def viewing(
        id_: Id, text: str, *keys: str, icon: str = "", fixed: tuple[str, ...] = ()
    ) -> Command:
        return Command(id_, CommandGroup.VIEW, text, keys, fixed, icon)

    def switching(id_: Id, text: str, *keys: str, icon: str = "") -> Command:
        return Command(id_, CommandGroup.VIEW, text, keys, icon=icon, checkable=True)

    return [
        viewing(Id.GRID, tr("&Grid"), "G", icon="grid"),
        viewing(Id.LOUPE, tr("&Loupe"), "E", icon="loupe", fixed=("Return", "Space")),
        viewing(Id.COMPARE, tr("&Compare"), "C", icon="compare"),
        viewing(Id.SURVEY, tr("Sur&vey"), "N", icon="survey"),
        viewing(Id.BACK, tr("&Back to the grid"), "Esc"),
        switching(Id.FULL_SCREEN, tr("&Full screen"), "F", icon="full-screen"),
        viewing(Id.ZOOM, tr("&Zoom to 100%"), "Z", icon="zoom"),
        viewing(Id.FILL, tr("Fill the vie&w"), "Shift+Z"),
        switching(Id.STRIP, tr("Film stri&p"), "H"),
        viewing(Id.STACK, tr("E&xpand or collapse stack"), "S", icon="stack"),
        switching(Id.ALL_STACKS, tr("Collapse &all stacks"), "Shift+S", icon="stack"),
        viewing(Id.LARGER, tr("La&rger thumbnails"), "Ctrl++", "Ctrl+="),
        viewing(Id.SMALLER, tr("S&maller thumbnails"), "Ctrl+-"),
    ]


def _sorting() -> list[Command]:
    texts = (
        (Id.SORT_TIME, tr("By capture time")),
        (Id.SORT_NAME, tr("By name")),
        (Id.SORT_SCORE, tr("By score")),
        (Id.SORT_GROUP, tr("By group")),
        (Id.SORT_DECISION, tr("By decision")),
        (Id.SORT_STARS, tr("By stars")),
        (Id.SORT_LABEL, tr("By label")),
        (Id.SORT_CAMERA, tr("By camera")),
        (Id.SORT_REVERSED, tr("&Reverse order")),
    )
    return [Command(id_, CommandGroup.VIEW, text, checkable=True) for id_, text in texts]


def _album() -> list[Command]:
    group = CommandGroup.ALBUM
    return [
        Command(Id.OPEN_FOLDER, group, tr("&Open folder…"), ("Ctrl+O",), icon="folder"),
        Command(Id.SCAN_AGAIN, group, tr("Scan &again"), ("F5",), icon="refresh"),
        Command(Id.TUNING, group, tr("T&une the proposals"), ("T",), icon="tune", checkable=True),
        Command(Id.EXPORT, group, tr("&Export album…"), ("Ctrl+E",), icon="export"),
        Command(Id.TRAIN, group, tr("&Train a model…"), icon="models"),
    ]


def _window() -> list[Command]:
    def panel(id_: Id, text: str, key: str, icon: str) -> Command:
        return Command(id_, CommandGroup.WINDOW, text, (key,), icon=icon, checkable=True)

    def other(id_: Id, text: str, key: str, icon: str = "") -> Command:
        return Command(id_, CommandGroup.WINDOW, text, (key,), icon=icon)

    return [
        panel(Id.FILTERS, tr("Fil&ters"), "F7", "panel-left"),
        panel(Id.INSPECTOR, tr("&Inspector"), "F8", "panel-right"),
        panel(Id.MODELS, tr("Mo&dels"), "F9", "models"),
        panel(Id.ACTIVITY, tr("Activit&y"), "Ctrl+J", "activity"),
        other(Id.PANELS, tr("&Hide or show both panels"), "Tab", "panels"),
        other(Id.NEXT_AREA, tr("Next &area of the window"), "F6"),
        other(Id.SETTINGS, tr("&Settings…"), "Ctrl+,", "settings"),
        other(Id.QUIT, tr("&Quit"), "Ctrl+Q"),
    ]


def _help() -> list[Command]:
    group = CommandGroup.HELP
    return [
        Command(Id.SHORTCUTS, group, tr("&Keyboard shortcuts"), ("?", "F1"), icon="keyboard"),
        Command(Id.OPEN_LOGS, group, tr("Open &log folder"), icon="folder"),
        Command(Id.COPY_DIAGNOSTICS, group, tr("&Copy diagnostics"), icon="copy"),
        Command(Id.ABOUT, group, tr("&About Album Organizer"), icon="info"),
    ]
