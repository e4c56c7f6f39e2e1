"""Actions and menus by themselves: where each stands, and what Undo says."""

from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.commands import CommandId
from album_organizer.domain.marks import NO_MARKS, ColorLabel, Marks
from album_organizer.gui.actions import Actions, connect, fill_menu_bar, make_actions, photo_menu
from album_organizer.gui.deciding.history import DecisionHistory
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands


class Window(QMainWindow):
    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.actions_: Actions = make_actions(self, icons)
        fill_menu_bar(self, self.actions_, QMenu("&Recent folders", self))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, icons: Icons) -> Iterator[Window]:
    made = Window(icons)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def plain(action: QAction) -> str:
    return action.text().replace("&", "")


def submenu(actions: list[QAction], title: str) -> list[QAction]:
    menu = next(action for action in actions if plain(action) == title).menu()
    assert isinstance(menu, QMenu)
    return menu.actions()


def texts(actions: list[QAction]) -> list[str]:
    return ["-" if action.isSeparator() else plain(action) for action in actions]


def reachable(actions: list[QAction]) -> list[QAction]:
    found = []
    for action in actions:
        menu = action.menu()
        found += reachable(menu.actions()) if isinstance(menu, QMenu) else [action]
    return [action for action in found if not action.isSeparator()]


def test_every_command_stands_in_a_menu_once(window: Window) -> None:
    listed = reachable(window.menuBar().actions())
    own = set(window.actions_.all())
    assert {action for action in listed if action in own} == own
    assert len(listed) == len(own)
    assert len(own) == len(CommandId)


def test_menus_and_their_order(window: Window) -> None:
    bar = window.menuBar().actions()
    assert texts(bar) == ["File", "Edit", "Photo", "View", "Go", "Help"]
    assert texts(submenu(bar, "File")) == [
        *("Open folder…", "Recent folders", "Scan again", "-", "Export album…", "-"),
        *("Train a model…", "-"),
        *("Settings…", "Quit"),
    ]
    assert texts(submenu(bar, "Edit")) == ["Undo", "Redo", "-", "Search", "Clear all filters"]
    photo = submenu(bar, "Photo")
    assert texts(photo) == [
        *("Pick", "Undecided", "Reject", "Stars", "Label", "-", "Show in folder"),
    ]
    assert texts(submenu(photo, "Stars")) == [
        *("5 stars", "4 stars", "3 stars", "2 stars", "1 star", "No stars"),
    ]
    assert texts(submenu(photo, "Label"))[::5] == ["Red label", "No label"]


def test_within_a_menu_each_mnemonic_is_used_once(window: Window) -> None:
    def letters(actions: list[QAction]) -> list[str]:
        parts = [action.text().replace("&&", "") for action in actions]
        return [text[text.index("&") + 1].lower() for text in parts if "&" in text]

    bar = window.menuBar().actions()
    for actions in (bar, *(submenu(bar, plain(top)) for top in bar)):
        used = letters(actions)
        assert len(used) == len(set(used)), texts(actions)


def test_context_menu(window: Window) -> None:
    menu = photo_menu(window, window.actions_)
    assert texts(menu.actions()) == [
        *("Pick", "Undecided", "Reject", "Stars", "Label", "-"),
        *("Loupe", "Compare", "Survey", "-", "Show in folder"),
    ]
    menu.close()


def test_without_a_photo_what_needs_one_is_off(window: Window) -> None:
    a = window.actions_
    off = {action for action in a.all() if not action.isEnabled()}
    assert off == {*a.of_photo, a.undo, a.redo}
    assert {*a.decisions, *a.stars, *a.labels.values(), a.next_group, a.show_file} < off


def test_stars_labels_and_orders_are_found_by_what_they_mean(window: Window) -> None:
    a = window.actions_
    assert [plain(action)[0] for action in a.stars] == ["N", "1", "2", "3", "4", "5"]
    assert set(a.labels) == set(ColorLabel)
    assert a.labels[ColorLabel.PURPLE] is a.label_purple
    assert list(a.labels)[-1] is ColorLabel.NONE
    assert set(a.sorts) == set(PhotoSort)
    assert [s for s, action in a.sorts.items() if action.isChecked()] == [PhotoSort.TIME]
    a.sorts[PhotoSort.STARS].trigger()
    assert [s for s, action in a.sorts.items() if action.isChecked()] == [PhotoSort.STARS]


def test_tool_tips_tell_the_key(window: Window) -> None:
    a = window.actions_
    assert a.pick.toolTip() == "Pick (P)"
    assert a.show_file.toolTip() == "Show in folder"


def test_connect_leaves_out_the_checked_state(window: Window) -> None:
    seen: list[tuple[object, ...]] = []
    connect({window.actions_.filters: lambda *given: seen.append(given)})
    window.actions_.filters.trigger()
    assert seen == [()]


class Photo:
    """The one photo of an album."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.content_id = "1"
        self.decision: UserDecision | None = None
        self.marks: Marks = NO_MARKS

    def apply_decisions(self, decisions: Mapping[str, UserDecision | None]) -> None:
        self.decision = decisions["1"]

    def apply_marks(self, marks: Mapping[str, Marks]) -> None:
        self.marks = marks["1"]


def test_undo_and_redo_say_what_they_would_do(window: Window) -> None:
    a, photo = window.actions_, Photo("IMG_1.jpg")
    history = DecisionHistory(photo)
    a.follow(history)
    assert (a.undo.text(), a.undo.isEnabled()) == ("&Undo", False)
    history.decide([photo], UserDecision.PICK)
    assert (a.undo.text(), a.undo.isEnabled()) == ("&Undo Pick IMG_1.jpg", True)
    assert not a.redo.isEnabled()
    history.rate([photo], 4)
    assert a.undo.text() == "&Undo 4 stars for IMG_1.jpg"
    a.undo.trigger()
    a.undo.trigger()
    assert [photo.decision, photo.marks] == [None, NO_MARKS]
    assert (a.undo.text(), a.undo.isEnabled()) == ("&Undo", False)
    assert (a.redo.text(), a.redo.isEnabled()) == ("&Redo Pick IMG_1.jpg", True)
    a.redo.trigger()
    assert [photo.decision] == [UserDecision.PICK]
    history.stack.clear()
    assert not a.undo.isEnabled()
    assert not a.redo.isEnabled()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tom & Anna.jpg", "&Undo Pick Tom && Anna.jpg"),
        ("x" * 200 + ".jpg", "&Undo Pick " + "x" * 17 + "…" + "x" * 18 + ".jpg"),
    ],
)
def test_odd_names_in_the_menu(window: Window, name: str, text: str) -> None:
    photo = Photo(name)
    history = DecisionHistory(photo)
    window.actions_.follow(history)
    history.decide([photo], UserDecision.PICK)
    assert window.actions_.undo.text() == text


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_brackets_are_not_turned_round_by_menus_read_from_the_right(
    window: Window, request: pytest.FixtureRequest
) -> None:
    actions = window.actions_
    before = actions.next_group.text()
    assert "\t" not in before
    request.getfixturevalue("right_to_left")
    actions.use_keys(Bindings(all_commands()))
    name, _, key = actions.next_group.text().partition("\t")
    assert name == before
    assert key.strip("\N{LEFT-TO-RIGHT ISOLATE}\N{POP DIRECTIONAL ISOLATE}") == "]"
    assert actions.next_group.shortcut().toString() == "]"
    # Letters need no help.
    assert "\t" not in actions.pick.text()
    actions.use_keys(Bindings(all_commands(), {"next_group": ["K"]}))
    assert actions.next_group.text() == before


@pytest.mark.usefixtures("right_to_left")
def test_a_latin_name_begins_where_reading_does(qtbot: QtBot) -> None:
    name = paragraph("IMG_0412.JPG")
    qtbot.addWidget(name)
    name.resize(400, 24)
    image = name.grab().toImage()
    ground = image.pixel(200, 1)
    written = [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    ]
    assert min(written) > 200
