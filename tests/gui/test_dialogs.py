"""Export and models dialogs by themselves; the real export and registry behind them."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from album_organizer.gui.dialogs.export_dialog import ExportDialog, ExportState
from album_organizer.gui.dialogs.models_page import ModelsPage
from album_organizer.gui.dialogs.settings_dialog import SettingsDialog
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.preferences import Preferences
from album_organizer.settings.schema import Settings
from album_organizer.workspace.workspace import Workspace
from tests.gui.conftest import write_photo

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        write_photo(folder / f"{number}.jpg", number, 0)
    return folder


def export_dialog(qtbot: QtBot, pool: Pool, folder: Path, target: Path) -> ExportDialog:
    files = [(file, file.name) for file in sorted(folder.iterdir())]
    dialog = ExportDialog(files, target, pool)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def reach(qtbot: QtBot, dialog: ExportDialog, state: ExportState) -> None:
    qtbot.waitUntil(lambda: dialog.state is state)


def test_export_says_what_will_happen_then_does_it(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "album"
    dialog = export_dialog(qtbot, pool, photos, target)
    reach(qtbot, dialog, ExportState.READY)
    assert "3 photos" in dialog.summary.text()
    assert not target.exists()
    QTest.mouseClick(dialog.export_button, LEFT)
    reach(qtbot, dialog, ExportState.DONE)
    assert sorted(file.name for file in target.iterdir()) == ["0.jpg", "1.jpg", "2.jpg"]
    assert dialog.open_button.isVisible()
    assert dialog.close_button.text() == "Close"
    assert not dialog.problems.isVisible()


def test_export_again_copies_nothing(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "album"
    shutil.copytree(photos, target)
    dialog = export_dialog(qtbot, pool, photos, target)
    reach(qtbot, dialog, ExportState.READY)
    assert "3 photos there already" in dialog.summary.text()


def test_unusable_destination_blocks_with_a_sentence_until_changed(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = export_dialog(qtbot, pool, photos, photos)
    reach(qtbot, dialog, ExportState.BLOCKED)
    assert str(photos) in dialog.summary.text()
    assert not dialog.export_button.isEnabled()
    dialog.destination.clear()
    QTest.keyClicks(dialog.destination, str(tmp_path / "elsewhere"))
    reach(qtbot, dialog, ExportState.READY)
    dialog.destination.clear()
    reach(qtbot, dialog, ExportState.BLOCKED)
    assert dialog.summary.text() == "Choose a folder to export to."


def test_vanished_photo_is_listed_and_the_rest_exported(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = export_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    (photos / "1.jpg").unlink()
    QTest.mouseClick(dialog.export_button, LEFT)
    reach(qtbot, dialog, ExportState.DONE)
    assert dialog.problems.isVisible()
    assert "1.jpg" in dialog.problems.toPlainText()
    assert len(list((tmp_path / "album").iterdir())) == 2


def test_destination_can_be_browsed_for(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(tmp_path / "browsed")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: chosen))
    dialog = export_dialog(qtbot, pool, photos, tmp_path / "album")
    QTest.mouseClick(dialog.browse_button, LEFT)
    assert dialog.destination.text() == chosen
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.fixture
def page(qtbot: QtBot, home: Path, pool: Pool, icons: Icons) -> ModelsPage:
    made = ModelsPage(Workspace(home).registry, pool, icons)
    qtbot.addWidget(made)
    made.show()
    idle(qtbot, made)
    return made


def idle(qtbot: QtBot, page: ModelsPage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=60_000)


def current(page: ModelsPage) -> tuple[str, str]:
    assert page.selected is not None
    return page.selected.kind, page.selected.version


def test_models_are_listed_with_the_current_one_selected(page: ModelsPage) -> None:
    assert current(page) == ("ava", "v1")
    assert page.facts.standing.text() == "Current: it judges every scan."
    assert not page.use_button.isEnabled()
    assert page.select("siamese", "v1")
    assert "comparison" in page.add_button.text()
    assert not page.select("ava", "v9")


def test_use_and_roll_back(qtbot: QtBot, page: ModelsPage, home: Path) -> None:
    switched: list[str] = []
    page.switched.connect(lambda outcome: switched.append(outcome.sentence))
    page.select("ava", "v2")
    QTest.mouseClick(page.use_button, LEFT)
    idle(qtbot, page)
    assert Workspace(home).registry.current("ava").version == "v2"
    QTest.mouseClick(page.rollback_button, LEFT)
    idle(qtbot, page)
    assert Workspace(home).registry.current("ava").version == "v1"
    assert switched == [
        "AVA v2 judges from the next scan on.",
        "AVA v1 judges from the next scan on.",
    ]


def test_without_a_past_nothing_can_be_rolled_back(qtbot: QtBot, page: ModelsPage) -> None:
    assert not page.rollback_button.isEnabled()
    page.select("ava", "v2")
    QTest.mouseClick(page.use_button, LEFT)
    idle(qtbot, page)
    assert page.rollback_button.isEnabled()
    QTest.mouseClick(page.rollback_button, LEFT)
    idle(qtbot, page)
    assert page.message.text() == "AVA v1 judges from the next scan on."


def test_add_checks_the_file_and_keeps_the_current_version(
    qtbot: QtBot, page: ModelsPage, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = tmp_path / "run-a.pt"
    # A checkpoint that differs from those that are registered already.
    from tests.support.checkpoints import make_ava_checkpoint  # noqa: PLC0415 (imports PyTorch)

    make_ava_checkpoint(candidate, seed=11)
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *a: (str(candidate), ""))
    )
    QTest.mouseClick(page.add_button, LEFT)
    idle(qtbot, page)
    said = page.message.text()
    assert said.startswith("Added AVA model v3. It judges nothing until you use it. All ")
    assert "checks passed" in said
    assert page.select("ava", "v3")
    assert Workspace(home).registry.current("ava").version == "v1"

    candidate.write_bytes(b"not a checkpoint")
    QTest.mouseClick(page.add_button, LEFT)
    idle(qtbot, page)
    assert "run-a.pt" in page.message.text()
    assert not page.select("ava", "v4")


def test_path_written_by_hand_is_shown_as_pinned(
    qtbot: QtBot, home: Path, pool: Pool, icons: Icons
) -> None:
    config = home / "configs/global_config.yaml"
    shutil.copy(home / "models/album_app_v2/ava_aesthetic_model.pt", home / "models/mine.pt")
    config.write_text(
        config.read_text(encoding="utf-8")
        + "quality_assessment:\n  ava_checkpoint: models/mine.pt\n",
        encoding="utf-8",
    )
    made = ModelsPage(Workspace(home).registry, pool, icons)
    qtbot.addWidget(made)
    idle(qtbot, made)
    assert made.selected is not None
    assert made.selected.pinned
    assert made.facts.standing.text().startswith("Pinned by configuration")


def test_damaged_registry_is_told(qtbot: QtBot, home: Path, pool: Pool, icons: Icons) -> None:
    (home / "models/registry.yaml").write_text("album_app: [oops\n", encoding="utf-8")
    made = ModelsPage(Workspace(home).registry, pool, icons)
    qtbot.addWidget(made)
    made.show()
    idle(qtbot, made)
    assert "registry.yaml" in made.message.text()
    assert made.note.isVisible()


def test_settings_close_by_escape(qtbot: QtBot, home: Path, pool: Pool, icons: Icons) -> None:
    dialog = SettingsDialog(
        Workspace(home).registry, Preferences(home, pool, Settings()), pool, icons
    )
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
