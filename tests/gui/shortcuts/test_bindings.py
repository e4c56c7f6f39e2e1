"""Keys are given, taken and given back; a key never leads to two commands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from album_organizer.domain.commands import CommandId
from album_organizer.gui.shortcuts.bindings import (
    Bindings,
    UseKind,
    is_one_key,
    parse,
    portable,
    without_shift,
)
from album_organizer.gui.shortcuts.commands import all_commands

pytestmark = pytest.mark.usefixtures("qapp")

PICK, REJECT, ZOOM = CommandId.PICK, CommandId.REJECT, CommandId.ZOOM


def bindings(**chosen: list[str]) -> Bindings:
    return Bindings(all_commands(), chosen)


def texts(made: Bindings, command: CommandId) -> list[str]:
    return [portable(key) for key in made.keys(command)]


def test_nothing_chosen_means_the_built_in_keys() -> None:
    made = bindings()
    assert texts(made, PICK) == ["P"]
    assert made.chosen() == {}
    assert made.problems == ()
    assert not any(made.is_own(command.id) for command in made.commands)


def test_chosen_keys_replace_the_built_in_ones() -> None:
    made = bindings(pick=["K", "ctrl+k"], scan_again=[])
    assert texts(made, PICK) == ["K", "Ctrl+K"]
    assert made.keys(CommandId.SCAN_AGAIN) == ()
    assert made.is_own(PICK)
    assert made.chosen() == {"pick": ["K", "Ctrl+K"], "scan_again": []}


def test_a_chosen_key_wins_over_a_built_in_one_which_comes_back_later() -> None:
    made = bindings(zoom=["P"])
    assert texts(made, ZOOM) == ["P"]
    assert texts(made, PICK) == []
    assert made.is_own(PICK)
    back = made.without_own(ZOOM)
    assert texts(back, ZOOM) == ["Z"]
    assert texts(back, PICK) == ["P"]
    assert back.chosen() == {}


def test_of_two_that_were_given_one_key_the_first_has_it_and_it_is_told() -> None:
    made = bindings(zoom=["K"], reject=["K", "J"])
    assert texts(made, REJECT) == ["K", "J"]
    assert texts(made, ZOOM) == []
    assert made.problems == ("K is used by Reject already; Zoom to 100% goes without it.",)


@pytest.mark.parametrize("text", ["Foo", "Ctrl+Foo", "Shift", "Ctrl+K, P", "", "PP"])
def test_what_is_no_key_is_told_and_left_out(text: str) -> None:
    made = bindings(pick=[text, "K"])
    assert texts(made, PICK) == ["K"]
    assert made.problems == (f"'{text}' is no key; Pick goes without it.",)


def test_keys_of_the_views_cannot_be_had() -> None:
    made = bindings(pick=["Right", "K"])
    assert texts(made, PICK) == ["K"]
    assert made.problems == ("Right is used by Next photo already; Pick goes without it.",)
    use = made.use_of(QKeySequence("Right"))
    assert use is not None
    assert use.kind is UseKind.FIXED
    assert use.sentence(QKeySequence("Right")) == (
        "Right always means Next photo and cannot be given away."
    )


def test_what_a_key_does_already_in_a_sentence() -> None:
    made = bindings()
    key = QKeySequence("P")
    use = made.use_of(key)
    assert use is not None
    assert use.sentence(key) == "P is used by Pick."
    assert made.use_of(key, besides=PICK) is None
    shifted = QKeySequence("Shift+P")
    going_on = made.use_of(shifted)
    assert going_on is not None
    assert going_on.sentence(shifted) == "Shift+P means Pick and go on to the next photo."
    assert made.use_of(QKeySequence("K")) is None
    assert made.use_of(QKeySequence("Shift+G")) is None
    assert made.use_of(QKeySequence("Ctrl+Shift+P")) is None


def test_taking_a_key_from_another_command() -> None:
    made = bindings(reject=["J", "K"]).with_keys(PICK, [QKeySequence("K")])
    assert texts(made, PICK) == ["K"]
    assert texts(made, REJECT) == ["J"]
    assert made.problems == ()
    assert made.chosen() == {"pick": ["K"], "reject": ["J"]}


def test_choosing_the_built_in_keys_is_no_choice() -> None:
    made = bindings(pick=["K"]).with_keys(PICK, [QKeySequence("P"), QKeySequence("P")])
    assert made.chosen() == {}


def test_all_built_in_keys_at_once() -> None:
    made = bindings(pick=["K"], zoom=["P"]).built_in()
    assert made.chosen() == {}
    assert texts(made, PICK) == ["P"]


def test_keys_of_the_views_stand_last() -> None:
    shown = [portable(key) for key in bindings().all_keys(CommandId.LOUPE)]
    assert shown == ["E", "Return", "Space"]


@pytest.mark.parametrize(
    ("text", "unshifted"),
    [("Shift+P", "P"), ("Shift+1", "1"), ("P", None), ("Ctrl+Shift+P", None), ("", None)],
)
def test_letting_shift_go(text: str, unshifted: str | None) -> None:
    found = without_shift(parse(text))
    assert (None if found is None else portable(found)) == unshifted


keys = st.builds(
    lambda held, key: parse(held + key),
    st.sampled_from(["", "Shift+", "Ctrl+", "Alt+"]),
    st.sampled_from("PXUGECNFZK1569[]?."),
)
changes = st.lists(
    st.tuples(st.sampled_from(CommandId), st.none() | st.lists(keys, max_size=3)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(changes)
def test_after_any_changes_each_key_has_one_command_and_what_is_kept_gives_the_same(
    wanted: list[tuple[CommandId, list[QKeySequence] | None]],
) -> None:
    made = bindings()
    for command, new in wanted:
        made = made.without_own(command) if new is None else made.with_keys(command, new)
        if new:
            assert set(new) == set(made.keys(command))
        assert made.problems == ()
    given_keys = [key for command in made.commands for key in made.all_keys(command.id)]
    assert len(given_keys) == len(set(given_keys))
    assert all(is_one_key(key) for key in given_keys)
    again = Bindings(all_commands(), made.chosen())
    assert again.problems == ()
    assert all(again.keys(c.id) == made.keys(c.id) for c in made.commands)
    assert set(made.chosen()) <= {command.value for command, _ in wanted}
