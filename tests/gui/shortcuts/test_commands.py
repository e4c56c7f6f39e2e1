"""The list of all commands: complete, without two for one key, in words people know."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from album_organizer.domain.commands import CommandId
from album_organizer.gui.actions import Actions
from album_organizer.gui.shortcuts.bindings import Bindings, is_one_key, parse, portable
from album_organizer.gui.shortcuts.commands import Command, CommandGroup, all_commands
from album_organizer.settings.home import bundled_root

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_command_is_listed_once_and_is_a_field_of_the_actions() -> None:
    listed = [command.id for command in all_commands()]
    assert sorted(listed) == sorted(CommandId)
    assert {field.name for field in fields(Actions)} == {"keys", *(c.value for c in CommandId)}


def test_no_key_leads_to_two_commands() -> None:
    keys = [parse(key) for command in all_commands() for key in (*command.keys, *command.fixed)]
    assert len(keys) == len(set(keys))
    assert all(is_one_key(key) for key in keys)


def test_shift_with_the_key_of_a_decision_is_free_for_going_on() -> None:
    bindings = Bindings(all_commands())
    judging = {key for c in all_commands() if c.judges for key in c.keys}
    taken = {portable(key) for c in all_commands() for key in bindings.all_keys(c.id)}
    assert {f"Shift+{key}" for key in judging}.isdisjoint(taken)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (CommandId.PICK, "P"),
        (CommandId.REJECT, "X"),
        (CommandId.UNDECIDED, "U"),
        (CommandId.STARS_0, "0"),
        (CommandId.STARS_5, "5"),
        (CommandId.LABEL_RED, "6"),
        (CommandId.LABEL_BLUE, "9"),
        (CommandId.UNDO, "Ctrl+Z"),
        (CommandId.REDO, "Ctrl+Shift+Z"),
        (CommandId.GRID, "G"),
        (CommandId.LOUPE, "E"),
        (CommandId.COMPARE, "C"),
        (CommandId.SURVEY, "N"),
        (CommandId.FULL_SCREEN, "F"),
        (CommandId.ZOOM, "Z"),
        (CommandId.PREVIOUS_GROUP, "["),
        (CommandId.NEXT_GROUP, "]"),
        (CommandId.STACK, "S"),
        (CommandId.PANELS, "Tab"),
        (CommandId.SHORTCUTS, "?"),
        (CommandId.SEARCH, "Ctrl+F"),
    ],
)
def test_the_keys_photographers_know(command: CommandId, key: str) -> None:
    assert QKeySequence(key) in Bindings(all_commands()).keys(command)


def test_icons_and_their_colours_exist(qapp: QApplication) -> None:
    folder = bundled_root() / "resources"
    for command in all_commands():
        if command.icon:
            assert (folder / "icons" / f"{command.icon}.svg").is_file(), command.icon
    colors = {command.icon_color for command in all_commands()}
    for scheme in ("light", "dark"):
        text = (folder / "styles" / f"{scheme}.json").read_text(encoding="utf-8")
        assert all(f'"{color}"' in text for color in colors)


@pytest.mark.parametrize(
    ("text", "name"), [("&Open folder…", "Open folder"), ("Cut && &paste", "Cut & paste")]
)
def test_the_name_is_the_text_without_what_menus_need(text: str, name: str) -> None:
    assert Command(CommandId.ABOUT, CommandGroup.HELP, text).name == name


def test_names_and_headings_are_not_empty_and_names_differ() -> None:
    names = [command.name for command in all_commands()]
    assert all(names)
    assert len(set(names)) == len(names)
    assert all(group.title for group in CommandGroup)
