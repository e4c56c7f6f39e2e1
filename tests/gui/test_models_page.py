"""Settings -> Models: what is told of a version, and files that cannot be used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.dialogs.models_page import ModelsPage
from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.preferences import Preferences
from album_organizer.settings.schema import Settings
from album_organizer.workspace.workspace import Workspace
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import LEFT, click, press
from tests.gui.pacing import occupied


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[Pool]:
    made = Pool("dialogs", 1)
    yield made
    assert made.shut_down()


@pytest.fixture
def page(qtbot: QtBot, quick_home: Path, pool: Pool, icons: Icons) -> ModelsPage:
    """Of a home folder that names checkpoints which are not there, with a second AVA version."""
    (quick_home / "models/registry.yaml").write_text(
        "album_app:\n"
        "  ava:\n"
        "    current: v1\n"
        "    versions:\n"
        "      v1: {path: models/ava.pt, date: 2026-01-18,"
        " metrics: {test_figure: 0.41234, epochs: 12}}\n"
        "      v2: {path: models/other.pt}\n"
        "  siamese: {current: v1, versions: {v1: {path: models/siamese.pt}}}\n",
        encoding="utf-8",
    )
    return open_page(qtbot, quick_home, pool, icons)


def open_page(qtbot: QtBot, home: Path, pool: Pool, icons: Icons) -> ModelsPage:
    made = ModelsPage(Workspace(home).registry, pool, icons)
    qtbot.addWidget(made)
    made.resize(900, 520)
    made.show()
    idle(qtbot, made)
    return made


def idle(qtbot: QtBot, page: ModelsPage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=60_000)


def listed(page: ModelsPage) -> list[str]:
    """The tree as it is read from top to bottom."""
    rows = []
    for position in range(page.tree.topLevelItemCount()):
        top = page.tree.topLevelItem(position)
        assert top is not None
        rows.append(top.text(0))
        below = [top.child(row) for row in range(top.childCount())]
        rows.extend(
            "   ".join(filter(None, (child.text(0), child.text(1))))
            for child in below
            if child is not None
        )
    return rows


def facts(page: ModelsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def choose(monkeypatch: pytest.MonkeyPatch, file: Path | None) -> None:
    answer = ("" if file is None else str(file), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *a: answer))


def test_both_kinds_are_listed_with_the_current_versions_marked(page: ModelsPage) -> None:
    assert listed(page) == [
        "AVA aesthetics", "v1   current", "v2   missing", "Siamese comparison", "v1   current",
    ]  # fmt: skip


def test_facts_of_a_version(qtbot: QtBot, page: ModelsPage) -> None:
    wanted = {"File", "Date", "18 Jan 2026", "test figure", "0.412", "epochs", "12"}
    qtbot.waitUntil(lambda: wanted <= set(facts(page)))
    assert any("models/ava.pt" in fact for fact in facts(page))
    page.select("ava", "v2")
    qtbot.waitUntil(lambda: "models/other.pt" in facts(page))
    assert "18 Jan 2026" not in facts(page)
    assert "is missing" in page.facts.standing.text()


def test_versions_can_be_walked_by_keyboard(qtbot: QtBot, page: ModelsPage) -> None:
    page.tree.setFocus()
    press(page.tree, Qt.Key.Key_Down)
    assert page.selected is not None
    assert page.selected.version == "v2"
    assert page.use_button.isEnabled()
    assert "AVA" in page.add_button.text()
    press(page.tree, Qt.Key.Key_Down)
    heading = page.tree.currentItem()
    assert heading is not None
    assert heading.text(0) == "Siamese comparison"
    assert not page.use_button.isEnabled()
    assert page.facts.heading.text() == ""
    assert page.selected_kind == "siamese"
    press(page.tree, Qt.Key.Key_Down)
    assert (page.selected.kind, page.selected.version) == ("siamese", "v1")


def test_version_whose_file_is_missing_is_not_put_to_use(
    qtbot: QtBot, page: ModelsPage, quick_home: Path
) -> None:
    told: list[str] = []
    page.switched.connect(told.append)
    page.select("ava", "v2")
    click(page.use_button)
    idle(qtbot, page)
    assert "other.pt" in page.message.text()
    assert "is missing" in page.message.text()
    assert page.note.isVisible()
    assert told == []
    assert Workspace(quick_home).registry.current("ava").version == "v1"
    assert page.use_button.isEnabled()  # another try is possible


def test_buttons_wait_while_the_registry_is_busy(
    qtbot: QtBot, page: ModelsPage, pool: Pool
) -> None:
    page.select("ava", "v2")
    with occupied(pool):
        click(page.use_button)
        assert page.bar.isVisible()
        assert page.bar.toolTip() == "Working …"
        for button in (page.use_button, page.rollback_button, page.add_button):
            assert not button.isEnabled()
        QTest.mouseClick(page.use_button, LEFT)
        assert pool.pending == 2  # the one that waits in front, and the one click
    idle(qtbot, page)
    assert not page.bar.isVisible()
    assert page.add_button.isEnabled()


def test_message_goes_away_with_the_next_step(qtbot: QtBot, page: ModelsPage, pool: Pool) -> None:
    page.select("ava", "v2")
    click(page.use_button)
    idle(qtbot, page)
    assert page.note.isVisible()
    with occupied(pool):
        click(page.use_button)
        assert not page.note.isVisible()
    idle(qtbot, page)
    assert "is missing" in page.message.text()


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.pt", b""), ("text.pt", b"Dear diary"), ("zip.pt", b"PK\x03\x04 and no more")],
)
def test_damaged_files_are_refused_in_a_sentence_that_names_them(
    qtbot: QtBot,
    page: ModelsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
) -> None:
    (tmp_path / name).write_bytes(content)
    choose(monkeypatch, tmp_path / name)
    before = listed(page)
    click(page.add_button)
    idle(qtbot, page)
    assert name in page.message.text()
    assert page.message.text().endswith(".")
    assert listed(page) == before
    assert (tmp_path / name).read_bytes() == content


def test_file_that_is_not_there_is_refused(qtbot: QtBot, page: ModelsPage, tmp_path: Path) -> None:
    page.add(tmp_path / "gone.pt")
    idle(qtbot, page)
    assert "gone.pt" in page.message.text()


def test_no_file_chosen_is_no_step(
    qtbot: QtBot, page: ModelsPage, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, None)
    click(page.add_button)
    assert not page.busy
    assert pool.pending == 0
    assert not page.note.isVisible()


def test_checkpoint_of_the_other_kind_is_refused(
    qtbot: QtBot, home: Path, pool: Pool, icons: Icons, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(qtbot, home, pool, icons)
    page.select("ava", "v1")
    choose(monkeypatch, home / "models/album_app/siamese_comparison_model.pt")
    click(page.add_button)
    idle(qtbot, page)
    assert "siamese_comparison_model.pt" in page.message.text()
    assert not page.select("ava", "v3")


def test_pinned_version_is_replaced_by_using_another(
    qtbot: QtBot, home: Path, pool: Pool, icons: Icons
) -> None:
    config = home / "configs/global_config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8")
        + "quality_assessment:\n  ava_checkpoint: models/by_hand.pt\n",
        encoding="utf-8",
    )
    page = open_page(qtbot, home, pool, icons)
    assert page.selected is not None
    assert page.selected.pinned
    assert not page.use_button.isEnabled()
    page.select("ava", "v2")
    click(page.use_button)
    idle(qtbot, page)
    assert page.message.text() == "AVA v2 judges from the next scan on."
    assert "by_hand" not in config.read_text(encoding="utf-8")
    assert [row for row in listed(page) if "current" in row] == ["v2   current", "v1   current"]


def test_settings_turn_to_the_models_by_a_named_list(
    qtbot: QtBot, page: ModelsPage, quick_home: Path, pool: Pool, icons: Icons
) -> None:
    dialog = SettingsDialog(
        Workspace(quick_home).registry, Preferences(quick_home, pool, Settings()), pool, icons
    )
    qtbot.addWidget(dialog)
    dialog.show()
    idle(qtbot, dialog.models)
    pages = dialog.findChild(QListWidget, "settingsPages")
    assert isinstance(pages, QListWidget)
    assert [pages.item(row).text() for row in range(pages.count())] == [
        "General",
        "Models",
        "Keyboard",
    ]
    assert dialog.general.isVisible()
    pages.setFocus()
    press(pages, Qt.Key.Key_Down)
    assert dialog.models.isVisible()


def test_closing_the_settings_during_a_check_is_quiet(
    qtbot: QtBot, quick_home: Path, pool: Pool, icons: Icons, page: ModelsPage
) -> None:
    dialog = SettingsDialog(
        Workspace(quick_home).registry, Preferences(quick_home, pool, Settings()), pool, icons
    )
    qtbot.addWidget(dialog)
    dialog.show_page(dialog.models)
    dialog.show()
    idle(qtbot, dialog.models)
    told: list[str] = []
    dialog.model_switched.connect(told.append)
    with occupied(pool):
        dialog.models.select("ava", "v2")
        click(dialog.models.use_button)
        dialog.close()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert told == []
    assert Workspace(quick_home).registry.current("ava").version == "v1"


def test_settings_can_be_opened_while_a_scan_runs_and_again(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    for _ in range(2):
        window.open_folder(str(bursts))
        window.actions_.settings.trigger()
        dialog = window.dialogs.settings
        assert dialog is not None
        idle(qtbot, dialog.models)
        assert "v1   current" in listed(dialog.models)
        dialog.reject()
    score(qtbot, window, bursts)
    assert window.photos.model.rowCount() == 7
