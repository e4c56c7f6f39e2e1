"""Keys, language and theme in the settings file."""

from pathlib import Path

import pytest

from album_organizer.domain.commands import CommandId
from album_organizer.domain.errors import UsageError
from album_organizer.settings.checks import allowed_range, known_fields
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import config_path, load_settings, set_values


def home_with(tmp_path: Path, text: str) -> Path:
    config_path(tmp_path).parent.mkdir()
    config_path(tmp_path).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_command_has_a_setting_and_none_is_set() -> None:
    known = {key for key in known_fields() if key.startswith("shortcuts.")}
    assert known == {f"shortcuts.{command}" for command in CommandId}
    assert Settings().shortcuts.chosen() == {}


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("pick: K", ["K"]),
        ("pick: [K, Ctrl+K]", ["K", "Ctrl+K"]),
        ("pick: 1", ["1"]),
        ("pick: [1, 'Ctrl+,']", ["1", "Ctrl+,"]),
        ("pick: []", []),
        ("pick: N", ["N"]),  # no truth value
        ("pick: '`'", ["`"]),
    ],
)
def test_keys_as_people_write_them(tmp_path: Path, line: str, keys: list[str]) -> None:
    home = home_with(tmp_path, f"shortcuts:\n  {line}\n")
    assert load_settings(home).shortcuts.chosen() == {"pick": keys}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("shortcuts:\n  pikc: P\n", r"'shortcuts.pikc' \(line 2\), did you mean 'shortcuts.pick'"),
        ("shortcuts:\n  next_grup: P\n", "did you mean 'shortcuts.next_group'"),
        ("shortcuts:\n  pick: true\n", r"shortcuts.pick \(line 2\) is True but must be a key such"),
        ("shortcuts:\n  pick: ['']\n", r"shortcuts.pick \(line 2\) is '' but must be a key such"),
        ("shortcuts:\n  pick: {a: 1}\n", "must be a key such as P"),
        ("shortcuts:\n  pick: [A, B, C, D, E]\n", "a list of up to 4"),
        ("shortcuts: P\n", "shortcuts .* must be a section"),
        ("window:\n  theme: blue\n", r"is 'blue' but must be one of system, light, dark"),
        ("window:\n  language: fr\n", "one of system, en, de, he"),
        ("window:\n  reduced_motion: true\n", "one of system, on, off"),
        ("window:\n  always_advance: 'yes'\n", "true or false"),
        ("window:\n  them: dark\n", "did you mean 'window.theme'"),
    ],
)
def test_mistakes_are_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence) as error:
        load_settings(home_with(tmp_path, text))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("motion", ["system", "on", "off"])
def test_words_that_look_like_truth_values_stay_words(tmp_path: Path, motion: str) -> None:
    set_values(tmp_path, {"window.reduced_motion": motion})
    assert load_settings(tmp_path).window.reduced_motion == motion


@pytest.mark.parametrize("keys", [["#"], [":"], ["["], ["'"], ['"'], ["&"], ["-"], ["?", "F1"]])
def test_keys_that_mean_something_in_the_file_come_back(tmp_path: Path, keys: list[str]) -> None:
    set_values(tmp_path, {"shortcuts.shortcuts": keys})
    assert load_settings(tmp_path).shortcuts.chosen() == {"shortcuts": keys}


def test_choices_are_named() -> None:
    assert allowed_range("window.theme") == "one of system, light, dark"
