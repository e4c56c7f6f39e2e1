"""What the window says where no photo can be shown, and the way out that it offers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from album_organizer.gui.app import build_window
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import click, decide, numbers, press, settle, show
from tests.gui.pacing import PacedJudge, occupied
from tests.support.photos import write_empty, write_text
from tests.support.pictures import write_picture


def said(window: MainWindow) -> tuple[str, str]:
    """Heading and button of the empty page, which must be what is seen."""
    assert window.photos.currentWidget() is window.photos.empty
    button = window.photos.empty.button
    return window.photos.empty.texts[0], button.text() if button.isVisible() else ""


def test_start_page_until_a_folder_is_open(quick_window: OpenWindow) -> None:
    window = quick_window()
    assert window.photos.currentWidget() is window.photos.start
    assert window.windowTitle() == "Album Organizer"
    assert not window.filters.isVisible()
    assert not window.inspector.isVisible()
    assert window.status.message.full_text == ""
    for control in (
        window.header.sort.box,
        window.header.count_box,
        window.header.tune_button,
        window.header.view_buttons[ViewMode.GRID],
    ):
        assert not control.isEnabled()
    assert not window.actions_.tuning.isEnabled()
    assert not window.header.export_button.isEnabled()


def test_folder_without_photos_offers_another(
    qtbot: QtBot,
    quick_window: OpenWindow,
    bursts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/notes.txt").write_text("no photo", encoding="utf-8")
    window = quick_window()
    score(qtbot, window, tmp_path / "texts")
    assert said(window) == ("No photos here", "Open another folder…")
    assert "JPEG" in window.photos.empty.texts[1]
    assert window.header.folder_count.text() == "0 photos"
    assert numbers(window)["ALL"] == 0
    assert not window.header.view_buttons[ViewMode.LOUPE].isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(bursts)))
    click(window.photos.empty.button)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 7


def test_folder_of_broken_files_leads_to_their_list(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    write_empty(tmp_path / "broken/b.jpg")
    write_text(tmp_path / "broken/a.jpg")
    window = quick_window()
    score(qtbot, window, tmp_path / "broken")
    assert said(window) == ("No photo could be used", "Show problems")
    assert "2 files" in window.photos.empty.texts[1]
    assert "2 files could not be used" in window.status.message.full_text
    click(window.photos.empty.button)
    assert window.photos.currentWidget() is window.photos.problems
    assert window.filters.rows[PhotoFilter.PROBLEMS].isChecked()
    table = window.photos.problems.table
    rows = [(table.item(r, 0), table.item(r, 1)) for r in range(table.rowCount())]
    assert [name.text() for name, _ in rows if name] == ["a.jpg", "b.jpg"]
    assert all(why is not None and why.text().endswith(".") for _, why in rows)


def test_first_problem_turns_the_empty_list_into_a_table(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    show(window, PhotoFilter.PROBLEMS)
    assert said(window) == ("No problems", "Show all photos")
    write_empty(bursts / "new.jpg")
    press(window, Qt.Key.Key_F5)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.currentWidget() is window.photos.problems
    assert window.photos.problems.table.rowCount() == 1
    (bursts / "new.jpg").unlink()
    press(window, Qt.Key.Key_F5)
    wait_for(qtbot, window, SessionState.DONE)
    assert said(window) == ("No problems", "Show all photos")


def test_missing_folder_can_be_tried_again(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    window = quick_window()
    window.open_folder(str(tmp_path / "card"))
    wait_for(qtbot, window, SessionState.FAILED)
    assert said(window) == ("The folder was not scored", "Try again")
    assert "does not exist" in window.photos.empty.texts[1]
    assert window.status.message.full_text == "The folder was not scored to the end."
    write_picture(tmp_path / "card/x.jpg")
    click(window.photos.empty.button)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.paths == ["x.jpg"]
    assert not window.banner.isVisible()


def test_file_opened_as_a_folder_is_refused_in_a_sentence(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    window.open_folder(str(bursts / "a0.jpg"))
    wait_for(qtbot, window, SessionState.FAILED)
    assert "is a file; choose the folder that contains it" in window.banner.sentence.text()
    assert "Choose another folder" in window.banner.action_button.text()


def test_while_the_first_photos_are_scored(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    judge.stop_after(0)
    window.open_folder(str(bursts))
    assert said(window) == ("One moment", "")
    assert "appear here as soon as" in window.photos.empty.texts[1]
    qtbot.waitUntil(lambda: "Scoring 0 of 7" in window.status.message.full_text)
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.currentWidget() is window.photos.grid


def test_stopped_before_the_first_photo(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    with occupied(window.controller.pools.scan):
        window.open_folder(str(bursts))
        click(window.status.cancel_button)
        assert window.status.message.full_text == "Stopping …"
        assert not window.status.cancel_button.isEnabled()
    wait_for(qtbot, window, SessionState.STOPPED)
    assert window.status.message.full_text == "Stopped: 0 photos scored. F5 goes on."
    assert said(window) == ("Stopped", "Go on")
    click(window.photos.empty.button)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 7


@pytest.mark.parametrize(
    ("shown", "heading"),
    [
        (PhotoFilter.ALBUM, "The album is empty"),
        (PhotoFilter.PROPOSED, "Nothing is proposed"),
        (PhotoFilter.TIES, "No ties"),
    ],
)
def test_filters_wait_for_the_proposal(
    qtbot: QtBot,
    quick_window: OpenWindow,
    bursts: Path,
    judge: PacedJudge,
    shown: PhotoFilter,
    heading: str,
) -> None:
    window = quick_window()
    judge.stop_after(2)
    window.open_folder(str(bursts))
    qtbot.waitUntil(lambda: window.photos.model.rowCount() > 0)
    show(window, shown)
    assert said(window) == (heading, "Show all photos")
    assert "when all photos are scored" in window.photos.empty.texts[1]
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.currentWidget() is window.photos.grid
    assert window.photos.model.rowCount() == numbers(window)[shown.name] > 0


def test_every_photo_decided_leaves_nothing_undecided_or_proposed(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    write_picture(tmp_path / "one/only.jpg", seconds=0)
    window = quick_window()
    score(qtbot, window, tmp_path / "one")
    window.activateWindow()
    decide(window, Qt.Key.Key_X, "only.jpg")
    settle(qtbot, window)
    for shown, heading in (
        (PhotoFilter.UNDECIDED, "Everything is decided"),
        (PhotoFilter.PROPOSED, "Nothing is proposed"),
        (PhotoFilter.ALBUM, "The album is empty"),
        (PhotoFilter.PICKED, "Nothing is picked"),
        (PhotoFilter.TIES, "No ties"),
    ):
        show(window, shown)
        assert said(window) == (heading, "Show all photos")
    press(window.photos.empty.button, Qt.Key.Key_Space)
    assert window.photos.model.paths == ["only.jpg"]
    assert window.photos.grid.hasFocus()


def test_folder_given_at_the_start_waits_for_the_home_folder(
    qtbot: QtBot,
    qapp: QApplication,
    quick_window: OpenWindow,  # keeps the judges in place
    bursts: Path,
    quick_home: Path,
) -> None:
    window = build_window(qapp, quick_home, "dark")
    qtbot.addWidget(window)
    window.show()
    window.open_folder(str(bursts))
    assert said(window) == ("One moment", "")
    assert window.status.message.full_text == "Starting …"
    assert window.windowTitle().startswith("Bursts")
    window.controller.start()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 7


def test_problems_with_strange_names_are_listed_as_they_are(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    names = ["<b>bold</b>.jpg", "new\nline.jpg", "ünïcödé 漢字 🌄.jpg"]
    for name in names:
        write_empty(tmp_path / "odd" / name)
    window = quick_window()
    score(qtbot, window, tmp_path / "odd")
    show(window, PhotoFilter.PROBLEMS)
    table = window.photos.problems.table
    shown = [cell.text() for row in range(3) if (cell := table.item(row, 0)) is not None]
    assert shown == sorted(names)


def test_a_key_that_cannot_be_used_is_told_at_the_start(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path
) -> None:
    configuration = quick_home / "configs/global_config.yaml"
    with configuration.open("a", encoding="utf-8") as file:
        file.write("shortcuts: {pick: [Right]}\n")
    window = quick_window()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.sentence.text() == (
        "Right is used by Next photo already; Pick goes without it."
    )
    click(window.banner.action_button)
    settings = window.dialogs.settings
    assert settings is not None
    assert settings.keyboard.isVisible()
    preferences = window.dialogs.preferences
    assert preferences is not None
    preferences.change_keys(Bindings(all_commands()))
    settings.close()
    assert not window.banner.isVisible()
