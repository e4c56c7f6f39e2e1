"""The export dialog where things are not as usual: names taken, no space, stopped half-way."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from album_organizer.export import execute as execute_module
from album_organizer.gui.dialogs.export_dialog import (
    ExportDialog,
    ExportState,
    suggested_destination,
)
from album_organizer.gui.jobs import Pool
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import click, press, session_of
from tests.gui.pacing import occupied
from tests.support.pictures import write_picture


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[Pool]:
    """One thread, as the window has for its dialogs."""
    made = Pool("dialogs", 1)
    yield made
    assert made.shut_down()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for scene, name in enumerate(("a.jpg", "b.jpg", "day 2/a.jpg")):
        write_picture(tmp_path / "photos" / name, scene=scene)
    return tmp_path / "photos"


def open_dialog(
    qtbot: QtBot, pool: Pool, folder: Path, target: Path, names: list[str] | None = None
) -> ExportDialog:
    found = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*.jpg"))
    dialog = ExportDialog([(folder / n, n) for n in names or found], target, pool)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def reach(qtbot: QtBot, dialog: ExportDialog, state: ExportState) -> None:
    qtbot.waitUntil(lambda: dialog.state is state)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_equal_names_of_two_folders_are_both_exported(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert dialog.summary.text() == "3 photos copied."
    exported = files(tmp_path / "album")
    assert exported["a.jpg"] == (photos / "a.jpg").read_bytes()
    assert exported["a (2).jpg"] == (photos / "day 2/a.jpg").read_bytes()


def test_other_files_of_the_same_name_stay_as_they_are(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "album"
    target.mkdir()
    (target / "a.jpg").write_bytes(b"somebody else's")
    dialog = open_dialog(qtbot, pool, photos, target, ["a.jpg"])
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert files(target) == {
        "a.jpg": b"somebody else's",
        "a (2).jpg": (photos / "a.jpg").read_bytes(),
    }


def test_what_is_there_already_is_told_before_and_after(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "album"
    target.mkdir()
    shutil.copy(photos / "b.jpg", target)
    dialog = open_dialog(qtbot, pool, photos, target)
    reach(qtbot, dialog, ExportState.READY)
    assert dialog.summary.text().startswith("2 photos,")
    assert dialog.summary.text().endswith("1 photo there already.")
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert dialog.summary.text() == "2 photos copied, 1 there already."


def test_destination_below_a_file_is_told_when_it_is_made(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "file/album")
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.STOPPED)
    assert "cannot be made" in dialog.summary.text()
    assert dialog.destination.isEnabled()
    dialog.destination.setText(str(tmp_path / "album"))
    assert dialog.export_button.text() == "Export"
    reach(qtbot, dialog, ExportState.READY)


def test_destination_that_is_a_file_is_refused_at_once(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "file")
    reach(qtbot, dialog, ExportState.BLOCKED)
    assert "is a file; choose a folder" in dialog.summary.text()


def test_too_little_space_stops_before_anything_is_copied(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.STOPPED)
    assert "nothing was copied" in dialog.summary.text()
    assert dialog.close_button.text() == "Cancel"
    assert files(tmp_path / "album") == {}


def test_disk_that_fills_up_says_how_far_it_came(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = execute_module._publish

    def full_at_the_second(temporary: Path, target: Path) -> None:
        if target.name == "b.jpg":
            raise OSError(28, "No space left on device")
        real(temporary, target)

    monkeypatch.setattr(execute_module, "_publish", full_at_the_second)
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.STOPPED)
    assert "is full; 1 of 3 photos were copied" in dialog.summary.text()
    assert list(files(tmp_path / "album")) == ["a.jpg"]
    assert not dialog.bar.isVisible()
    # Somebody makes room and goes on.
    monkeypatch.setattr(execute_module, "_publish", real)
    assert dialog.export_button.text() == "Try again"
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert dialog.summary.text() == "2 photos copied, 1 there already."
    assert len(files(tmp_path / "album")) == 3


def test_photos_gone_before_the_plan_are_left_out_and_named(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album", ["a.jpg", "gone.jpg"])
    reach(qtbot, dialog, ExportState.READY)
    assert "1 photo cannot be read and will be left out." in dialog.summary.text()
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert "1 could not be read" in dialog.summary.text()
    assert "gone.jpg" in dialog.problems.toPlainText()


def test_nothing_to_export_is_no_export(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album", ["gone.jpg", "lost.jpg"])
    reach(qtbot, dialog, ExportState.BLOCKED)
    assert "2 photos cannot be read" in dialog.summary.text()
    assert not dialog.export_button.isEnabled()


def test_stopping_an_export_keeps_the_dialog_and_says_so(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    with occupied(pool):
        click(dialog.export_button)
        assert dialog.bar.isVisible()
        assert not dialog.destination.isEnabled()
        assert not dialog.browse_button.isEnabled()
        press(dialog, Qt.Key.Key_Escape)
        assert dialog.summary.text() == "Stopping …"
        assert dialog.isVisible()
    reach(qtbot, dialog, ExportState.STOPPED)
    assert dialog.summary.text() == "Stopped; what was copied so far stays."
    assert not (tmp_path / "album").exists()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_closing_the_dialog_stops_the_export_first(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    reach(qtbot, dialog, ExportState.READY)
    with occupied(pool):
        click(dialog.export_button)
        assert not dialog.close()
        assert dialog.isVisible()
    reach(qtbot, dialog, ExportState.STOPPED)
    assert dialog.close()


def test_late_plan_for_another_destination_is_dropped(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    with occupied(pool):
        dialog = open_dialog(qtbot, pool, photos, photos)  # would be refused
        dialog.destination.setText(str(tmp_path / "album"))
        assert dialog.state is ExportState.PLANNING
        assert not dialog.export_button.isEnabled()
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert len(files(tmp_path / "album")) == 3


def test_answer_after_closing_changes_nothing(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    with occupied(pool):
        dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
        dialog.close()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert dialog.state is ExportState.PLANNING
    assert not (tmp_path / "album").exists()


def test_return_exports_and_blanks_around_the_path_do_not_count(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
    dialog.destination.setText(f"  {tmp_path / 'ünïcödé 漢字'}  ")
    reach(qtbot, dialog, ExportState.READY)
    press(dialog.destination, Qt.Key.Key_Return)
    reach(qtbot, dialog, ExportState.DONE)
    assert len(files(tmp_path / "ünïcödé 漢字")) == 3


def test_enter_while_the_plan_is_made_does_nothing(
    qtbot: QtBot, pool: Pool, photos: Path, tmp_path: Path
) -> None:
    with occupied(pool):
        dialog = open_dialog(qtbot, pool, photos, tmp_path / "album")
        press(dialog.destination, Qt.Key.Key_Return)
        assert dialog.state is ExportState.PLANNING
    reach(qtbot, dialog, ExportState.READY)
    assert not (tmp_path / "album").exists()


def test_the_window_exports_what_was_in_the_album_when_it_was_asked(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    chosen = sorted(item.path for item in session_of(window).in_album())
    click(window.header.export_button)
    dialog = window.dialogs.export
    assert dialog is not None
    assert dialog.isModal()
    window.controller.set_count(1)
    dialog.destination.setText(str(tmp_path / "out"))
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    reach(qtbot, dialog, ExportState.DONE)
    assert sorted(files(tmp_path / "out")) == chosen
    assert dialog.close_button.text() == "Close"
    click(dialog.close_button)
    assert not dialog.isVisible()


def stop_and_close() -> None:
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            next(b for b in box.buttons() if b.text().startswith("Stop")).click()


def test_closing_the_window_during_an_export_leaves_only_whole_files(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    window.dialogs.open_export()
    dialog = window.dialogs.export
    assert dialog is not None
    dialog.destination.setText(str(tmp_path / "out"))
    reach(qtbot, dialog, ExportState.READY)
    click(dialog.export_button)
    # The question comes unless the export was quicker.
    answer = QTimer()
    answer.setInterval(50)
    answer.timeout.connect(stop_and_close)
    answer.start()
    window.close()
    answer.stop()
    assert not window.isVisible()
    left = files(tmp_path / "out") if (tmp_path / "out").exists() else {}
    assert all(content == (bursts / name).read_bytes() for name, content in left.items())


@pytest.mark.parametrize(
    ("folder", "name"), [("/photos/Lake", "Lake album"), ("/photos/Our album", "Our album export")]
)
def test_a_new_folder_beside_the_photos_is_suggested(folder: str, name: str) -> None:
    assert suggested_destination(Path(folder)) == Path("/photos") / name


def test_for_a_whole_drive_a_folder_at_home_is_suggested() -> None:
    assert suggested_destination(Path(Path.cwd().anchor)).parent == Path.home()
