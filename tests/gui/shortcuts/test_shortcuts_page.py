"""Keys are changed by hand and by keyboard alone, and stand in the settings file afterwards."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.commands import CommandId
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.shortcuts.bindings import portable
from album_organizer.gui.shortcuts.shortcuts_page import ShortcutsPage
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import load_settings, set_values

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
PICK, REJECT, GRID = CommandId.PICK, CommandId.REJECT, CommandId.GRID


@pytest.fixture
def preferences(tmp_path: Path, pool: Pool) -> Preferences:
    return Preferences(tmp_path, pool, Settings())


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences, icons: Icons) -> ShortcutsPage:
    return shown(qtbot, preferences, icons)


def shown(qtbot: QtBot, preferences: Preferences, icons: Icons) -> ShortcutsPage:
    made = ShortcutsPage(preferences, icons)
    qtbot.addWidget(made)
    made.resize(720, 560)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def keys(page: ShortcutsPage, command: CommandId) -> list[str]:
    return [portable(key) for key in page.bindings.keys(command)]


def columns(page: ShortcutsPage, command: CommandId) -> list[str]:
    return [page.item_of(command).text(column) for column in range(3)]


def record(
    page: ShortcutsPage, command: CommandId, key: Qt.Key, *held: Qt.KeyboardModifier
) -> None:
    """Chooses a command and presses a key in the field."""
    page.select(command)
    page.editor.setFocus()
    modifiers = Qt.KeyboardModifier.NoModifier
    for modifier in held:
        modifiers |= modifier
    QTest.keyClick(page.editor, key, modifiers)


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def written(qtbot: QtBot, pool: Pool, home: Path) -> dict[str, list[str]]:
    qtbot.waitUntil(lambda: pool.pending == 0)
    return load_settings(home).shortcuts.chosen()


def test_a_free_key_is_used_and_kept(
    qtbot: QtBot, page: ShortcutsPage, pool: Pool, tmp_path: Path
) -> None:
    record(page, PICK, Key.Key_K)
    assert not page.note.isVisible()
    click(page.use_button)
    assert keys(page, PICK) == ["K"]
    assert columns(page, PICK) == ["Pick", "K", "Changed"]
    assert page.editor.keySequence().isEmpty()
    assert not page.use_button.isEnabled()
    assert written(qtbot, pool, tmp_path) == {"pick": ["K"]}


def test_a_second_key_is_added(
    qtbot: QtBot, page: ShortcutsPage, pool: Pool, tmp_path: Path
) -> None:
    record(page, PICK, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    click(page.add_button)
    assert keys(page, PICK) == ["P", "Ctrl+K"]
    assert columns(page, PICK)[1] == "P, Ctrl+K"
    assert written(qtbot, pool, tmp_path) == {"pick": ["P", "Ctrl+K"]}


def test_a_key_in_use_is_told_and_only_taken_on_request(page: ShortcutsPage) -> None:
    record(page, REJECT, Key.Key_P)
    assert page.note.isVisible()
    assert page.message.text() == "P is used by Pick."
    assert page.use_button.text().replace("&", "") == "Take it"
    assert keys(page, PICK) == ["P"]
    click(page.use_button)
    assert keys(page, REJECT) == ["P"]
    assert keys(page, PICK) == []
    assert columns(page, PICK) == ["Pick", "–", "Changed"]
    assert not page.note.isVisible()


def test_a_key_of_the_views_cannot_be_taken(page: ShortcutsPage) -> None:
    record(page, PICK, Key.Key_Right)
    assert page.message.text() == "Right always means Next photo and cannot be given away."
    assert not page.use_button.isEnabled()
    assert not page.add_button.isEnabled()


def test_a_key_that_goes_on_may_be_used_after_a_word(page: ShortcutsPage) -> None:
    record(page, GRID, Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert page.message.text() == "Shift+X means Reject and go on to the next photo."
    click(page.use_button)
    assert keys(page, GRID) == ["Shift+X"]
    assert keys(page, REJECT) == ["X"]


def test_its_own_key_is_told(page: ShortcutsPage) -> None:
    record(page, PICK, Key.Key_P)
    assert page.message.text() == "P is its key already."
    assert not page.use_button.isEnabled()
    assert not page.add_button.isEnabled()


def test_no_key_and_reset(qtbot: QtBot, page: ShortcutsPage, pool: Pool, tmp_path: Path) -> None:
    page.select(PICK)
    assert not page.reset_button.isEnabled()
    assert not page.reset_all_button.isEnabled()
    click(page.clear_button)
    assert keys(page, PICK) == []
    assert not page.clear_button.isEnabled()
    assert written(qtbot, pool, tmp_path) == {"pick": []}
    click(page.reset_button)
    assert keys(page, PICK) == ["P"]
    assert written(qtbot, pool, tmp_path) == {}


def test_reset_all(qtbot: QtBot, page: ShortcutsPage, pool: Pool, tmp_path: Path) -> None:
    for command, key in ((PICK, Key.Key_K), (REJECT, Key.Key_P), (GRID, Key.Key_J)):
        record(page, command, key)
        click(page.use_button)
    assert written(qtbot, pool, tmp_path) == {"pick": ["K"], "reject": ["P"], "grid": ["J"]}
    click(page.reset_all_button)
    assert page.bindings.chosen() == {}
    assert columns(page, PICK) == ["Pick", "P", ""]
    assert written(qtbot, pool, tmp_path) == {}


def test_keys_of_the_file_are_shown_and_what_is_wrong_with_them(
    qtbot: QtBot, tmp_path: Path, pool: Pool, icons: Icons
) -> None:
    set_values(tmp_path, {"shortcuts.pick": ["K", "Blah"]})
    made = shown(qtbot, Preferences(tmp_path, pool, load_settings(tmp_path)), icons)
    assert columns(made, PICK) == ["Pick", "K", "Changed"]
    assert made.message.text() == "'Blah' is no key; Pick goes without it."
    assert made.note.isVisible()


def test_a_file_that_cannot_be_written_is_told_and_the_key_holds(
    qtbot: QtBot, page: ShortcutsPage, tmp_path: Path
) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/global_config.yaml").write_text("album: [\n", encoding="utf-8")
    record(page, PICK, Key.Key_K)
    click(page.use_button)
    qtbot.waitUntil(page.note.isVisible)
    assert "global_config.yaml" in page.message.text()
    assert keys(page, PICK) == ["K"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("reject", [REJECT]),
        ("UNDEC", [CommandId.UNDECIDED, CommandId.NEXT_UNDECIDED, CommandId.PREVIOUS_UNDECIDED]),
        ("ctrl+shift+z", [CommandId.REDO]),
        ("no such thing", []),
    ],
)
def test_search_by_name_and_by_key(page: ShortcutsPage, text: str, found: list[CommandId]) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, text)
    visible = [command for command in CommandId if not page.item_of(command).isHidden()]
    assert visible == found
    assert page.nothing.isVisible() is not bool(found)
    if found:
        assert page.selected is not None
        assert page.selected.id is found[0]
    page.search.clear()
    assert not any(page.item_of(command).isHidden() for command in CommandId)
    assert page.table.isVisible()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_everything_by_keyboard_alone(page: ShortcutsPage) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, "label")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert focused() is page.table
    QTest.keyClick(focused(), Key.Key_Down)
    assert page.selected is not None
    assert page.selected.id is CommandId.LABEL_YELLOW
    QTest.keyClick(focused(), Key.Key_Tab)
    assert focused() is page.editor
    QTest.keyClick(focused(), Key.Key_W)
    QTest.keyClick(focused(), Key.Key_Tab)
    assert focused() is page.use_button
    QTest.keyClick(focused(), Key.Key_Space)
    assert keys(page, CommandId.LABEL_YELLOW) == ["W"]


def test_everything_has_a_name_and_a_word_more(page: ShortcutsPage) -> None:
    for widget in (page.search, page.table, page.editor):
        assert widget.accessibleName()
        assert widget.toolTip()
    for button in page.findChildren(QPushButton):
        assert button.text()
        assert button.toolTip()
    item = page.item_of(CommandId.LABEL_PURPLE)
    spoken = item.data(1, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Purple label: no key"
