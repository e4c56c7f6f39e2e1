"""What a person prefers holds at once, and the file says the same in the end."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.commands import CommandId
from album_organizer.domain.errors import UsageError
from album_organizer.gui.dialogs.general_page import GeneralPage
from album_organizer.gui.jobs import Pool
from album_organizer.gui.preferences import Preferences
from album_organizer.settings.schema import Settings, WindowSettings
from album_organizer.settings.store import config_path, load_settings


@pytest.fixture
def preferences(tmp_path: Path, pool: Pool) -> Preferences:
    return Preferences(tmp_path, pool, Settings())


def idle(qtbot: QtBot, pool: Pool) -> None:
    qtbot.waitUntil(lambda: pool.pending == 0)


def test_a_change_holds_is_told_and_is_kept(
    qtbot: QtBot, preferences: Preferences, pool: Pool, tmp_path: Path
) -> None:
    told: list[WindowSettings] = []
    preferences.window_changed.connect(told.append)
    preferences.change_window({"theme": "dark", "always_advance": True})
    assert preferences.window.theme == "dark"
    assert told == [preferences.window]
    idle(qtbot, pool)
    assert load_settings(tmp_path).window == preferences.window
    text = config_path(tmp_path).read_text(encoding="utf-8")
    assert text == "window:\n  theme: dark\n  always_advance: true\n"


def test_what_is_so_already_is_neither_told_nor_written(
    preferences: Preferences, tmp_path: Path
) -> None:
    told: list[object] = []
    preferences.window_changed.connect(told.append)
    preferences.change_window({"theme": "system"})
    assert told == []
    assert not config_path(tmp_path).exists()


@pytest.mark.parametrize("values", [{"theme": "blue"}, {"colour": "blue"}])
def test_nonsense_is_refused(preferences: Preferences, values: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        preferences.change_window(values)
    assert preferences.window == WindowSettings()


def test_keys_are_kept_sparsely_and_reset_takes_them_out(
    qtbot: QtBot, preferences: Preferences, pool: Pool, tmp_path: Path
) -> None:
    before = preferences.bindings
    preferences.change_keys(before.with_keys(CommandId.PICK, [QKeySequence("X")]))
    idle(qtbot, pool)
    text = config_path(tmp_path).read_text(encoding="utf-8")
    assert text == "shortcuts:\n  pick: [X]\n"
    preferences.change_keys(before)
    idle(qtbot, pool)
    assert load_settings(tmp_path) == Settings()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["system", "light", "dark"]), min_size=1, max_size=12))
def test_of_many_quick_changes_the_last_is_kept(
    qtbot: QtBot, pool: Pool, tmp_path: Path, themes: list[str]
) -> None:
    preferences = Preferences(tmp_path, pool, Settings())
    preferences.change_window({"theme": "dark"})
    for theme in themes:
        preferences.change_window({"theme": theme})
    idle(qtbot, pool)
    assert load_settings(tmp_path).window.theme == themes[-1] == preferences.window.theme


def test_a_failure_is_told_and_the_next_change_is_tried_again(
    qtbot: QtBot, preferences: Preferences, pool: Pool, tmp_path: Path
) -> None:
    config_path(tmp_path).parent.mkdir()
    config_path(tmp_path).write_text("album: [\n", encoding="utf-8")
    with qtbot.waitSignal(preferences.failed) as told:
        preferences.change_window({"theme": "dark"})
    assert "global_config.yaml" in told.args[0]
    assert preferences.window.theme == "dark"
    config_path(tmp_path).write_text("", encoding="utf-8")
    preferences.change_window({"language": "de"})
    idle(qtbot, pool)
    assert load_settings(tmp_path).window.language == "de"


# The page General


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences) -> GeneralPage:
    made = GeneralPage(preferences)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_page_shows_what_holds(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    window = WindowSettings(language="he", theme="light", reduced_motion="on", always_advance=True)
    page = GeneralPage(Preferences(tmp_path, pool, Settings(window=window)))
    qtbot.addWidget(page)
    assert page.language.currentText() == "עברית"
    assert page.theme.currentText() == "Light"
    assert page.motion.currentText() == "On"
    assert page.advance.isChecked()


def test_choices_by_keyboard_change_at_once(page: GeneralPage, preferences: Preferences) -> None:
    page.language.setFocus()
    QTest.keyClick(page.language, Qt.Key.Key_End)
    QTest.keyClick(page.theme, Qt.Key.Key_Down)
    QTest.keyClick(page.motion, Qt.Key.Key_Down)
    page.advance.setFocus()
    QTest.keyClick(page.advance, Qt.Key.Key_Space)
    assert preferences.window == WindowSettings(
        language="he", theme="light", reduced_motion="on", always_advance=True
    )


def test_every_language_names_itself(page: GeneralPage) -> None:
    names = [page.language.itemText(n) for n in range(page.language.count())]
    assert names == ["Language of the system", "English", "Deutsch", "עברית"]


def test_everything_on_the_page_has_a_name(page: GeneralPage) -> None:
    for widget in (page.language, page.theme, page.motion):
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.accessibleDescription()
    assert page.advance.text()
    assert page.advance.toolTip()
