"""What happens to the open folder: half scored, left, changed, gone."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.workspace.workspace import Judges, Workspace
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import (
    click,
    click_photo,
    decide,
    numbers,
    press,
    session_of,
    settle,
    show,
    typed_count,
)
from tests.gui.pacing import PacedJudge, occupied
from tests.support.judges import BrightnessJudge
from tests.support.photos import START
from tests.support.pictures import write_picture


def half_scored(
    qtbot: QtBot, window: MainWindow, judge: PacedJudge, folder: Path, photos: int = 2
) -> None:
    """Opens a folder and lets the scan wait after some photos."""
    judge.stop_after(photos)
    window.open_folder(str(folder))
    qtbot.waitUntil(lambda: window.photos.model.rowCount() >= photos)


# While a scan runs


def test_progress_is_told_in_numbers_and_can_be_stopped(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    assert window.status.bar.isVisible()
    assert window.status.cancel_button.isEnabled()
    qtbot.waitUntil(lambda: " of 7" in window.status.message.full_text)
    done = int(window.status.message.full_text.split()[1])
    assert window.status.bar.value() == round(window.status.bar.maximum() * done / 7)
    assert window.status.bar.value() < window.status.bar.maximum()
    assert window.header.folder_count.text() == "2 photos"
    click(window.status.cancel_button)
    judge.go_on()
    wait_for(qtbot, window, SessionState.STOPPED)
    assert not window.status.bar.isVisible()
    assert "scored. F5 goes on." in window.status.message.full_text
    kept = window.photos.model.rowCount()
    asked = judge.scored
    press(window, Qt.Key.Key_F5)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 7
    assert judge.scored - asked <= 7 - kept  # nothing is scored twice


def test_half_scored_photos_can_be_looked_at_and_decided(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    first = window.photos.model.paths[0]
    click_photo(window.photos.grid, first)
    assert window.inspector.standing.text() == "Scored"
    assert "follow when all photos are scored" in window.inspector.reasons[0]
    press(window.photos.grid, Qt.Key.Key_X)
    assert window.inspector.standing.text() == "Not in the album: rejected by you"
    press(window.photos.grid, Qt.Key.Key_Return)
    assert window.photos.in_loupe
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    settle(qtbot, window)
    assert window.photos.in_loupe
    assert window.photos.current is not None
    assert window.photos.current.path == first
    assert window.photos.loupe.strip.isVisible()
    assert session_of(window).items[first].decision is UserDecision.REJECT


def test_selection_and_place_survive_the_arrival_of_more_photos(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    press(window.photos.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    selected = window.photos.grid.selected_paths()
    current = window.photos.grid.current_path()
    assert len(selected) >= 2
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 7
    assert window.photos.grid.selected_paths() == selected
    assert window.photos.grid.current_path() == current


def test_size_changed_during_the_scan_counts(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    typed_count(window, "2")
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    settle(qtbot, window)
    assert numbers(window)["ALBUM"] == 2


def test_closing_half_way_ends_all_work_and_keeps_what_was_scored(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    window.controller.progress_changed.connect(lambda _: judge.go_on())
    judge.go_on()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert not window.isVisible()
    asked = judge.scored
    again = quick_window()
    score(qtbot, again, bursts)
    assert again.photos.model.rowCount() == 7
    assert judge.scored - asked <= 5


# Leaving one folder for another


def test_late_answers_of_the_folder_before_are_dropped(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path, judge: PacedJudge
) -> None:
    other = write_picture(tmp_path / "other/x.jpg", scene=5, seconds=0).parent
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    seen: list[str] = []
    window.open_folder(str(other))
    window.photos.model.rowsInserted.connect(lambda *_: seen.extend(window.photos.model.paths))
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    pools = window.controller.pools
    qtbot.waitUntil(lambda: pools.scan.pending == 0)
    assert set(seen) == {"x.jpg"}
    assert window.photos.model.paths == ["x.jpg"]


def test_late_proposal_of_the_folder_before_is_dropped(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    other = write_picture(tmp_path / "other/x.jpg", scene=5, seconds=0).parent
    window = quick_window()
    score(qtbot, window, bursts)
    with occupied(window.controller.pools.proposal):
        decide(window, Qt.Key.Key_X, "a0.jpg")
        score(qtbot, window, other)
    settle(qtbot, window)
    assert window.photos.model.paths == ["x.jpg"]
    assert list(session_of(window).items) == ["x.jpg"]


def test_decision_that_waits_to_be_written_is_not_lost_by_leaving(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    other = write_picture(tmp_path / "other/x.jpg", scene=5, seconds=0).parent
    window = quick_window()
    score(qtbot, window, bursts)
    with occupied(window.controller.pools.catalog):
        decide(window, Qt.Key.Key_X, "a0.jpg")
        score(qtbot, window, other)
    settle(qtbot, window)
    score(qtbot, window, bursts)
    assert session_of(window).items["a0.jpg"].decision is UserDecision.REJECT


def test_quick_changes_of_mind_end_with_the_last_folder(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    folders = [
        write_picture(tmp_path / f"f{n}" / f"{n}.jpg", scene=n, seconds=0).parent for n in range(5)
    ]
    window = quick_window()
    for folder in folders:
        window.open_folder(str(folder))
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.paths == ["4.jpg"]
    assert window.controller.pools.scan.pending == 0
    assert window.header.folder_name.full_text == "f4"


def test_another_folder_begins_in_the_grid_with_its_first_photo(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, tmp_path: Path
) -> None:
    other = write_picture(tmp_path / "other/x.jpg", scene=5, seconds=0).parent
    window = quick_window()
    score(qtbot, window, bursts)
    click_photo(window.photos.grid, "b1.jpg")
    press(window.photos.grid, Qt.Key.Key_E)
    score(qtbot, window, other)
    assert window.photos.currentWidget() is window.photos.grid
    assert window.photos.grid.current_path() == "x.jpg"
    assert window.inspector.name.full_text == "x.jpg"
    assert window.header.view_buttons[ViewMode.GRID].isChecked()


# Changed and gone


def test_folder_that_vanished_is_told_by_the_next_scan(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    shutil.rmtree(bursts)
    decide(window, Qt.Key.Key_P, "a1.jpg")  # what is known can still be decided
    settle(qtbot, window)
    assert numbers(window)["PICKED"] == 1
    press(window, Qt.Key.Key_F5)
    wait_for(qtbot, window, SessionState.FAILED)
    assert str(bursts) in window.banner.sentence.text()
    assert "does not exist" in window.banner.sentence.text()
    assert window.photos.model.rowCount() == 7  # what is known stays on the screen


def test_photo_that_vanished_is_still_a_thumbnail_but_no_large_picture(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    (bursts / "c.jpg").unlink()
    click_photo(window.photos.grid, "c.jpg")
    press(window.photos.grid, Qt.Key.Key_E)
    view = window.photos.loupe.view
    qtbot.waitUntil(lambda: view.message != "")
    assert "c.jpg" in view.message
    content_id = session_of(window).items["c.jpg"].content_id
    qtbot.waitUntil(lambda: window.thumbnails.pixmap(content_id, 100) is not None)
    press(view, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: view.message == "" and view.pixmap is not None)
    assert view.accessibleName().startswith("b2.jpg")


def test_folder_that_vanishes_during_the_scan_lists_its_photos_as_problems(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, judge: PacedJudge
) -> None:
    window = quick_window()
    half_scored(qtbot, window, judge, bursts)
    kept = set(session_of(window).items)
    shutil.rmtree(bursts)
    judge.go_on()
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert kept <= set(session_of(window).items)
    lost = {problem.path for problem in session_of(window).problems}
    assert lost
    assert len(lost) + len(session_of(window).items) == 7
    show(window, PhotoFilter.PROBLEMS)
    assert window.photos.problems.table.rowCount() == len(lost) == numbers(window)["PROBLEMS"]


def test_changed_photo_is_scored_anew(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    before = session_of(window).items["c.jpg"].score
    write_picture(bursts / "c.jpg", scene=7, brightness=0.4, seconds=5000.0)
    press(window, Qt.Key.Key_F5)
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).items["c.jpg"].score < before


def test_one_photo_is_an_album(qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path) -> None:
    folder = write_picture(tmp_path / "one/only.jpg", seconds=0).parent
    window = quick_window()
    score(qtbot, window, folder)
    assert window.header.folder_count.text() == "1 photo"
    assert window.status.message.full_text == "1 photo, 1 in the album"
    assert window.inspector.standing.text() == "In the album: proposed"
    press(window.photos.grid, Qt.Key.Key_E)
    assert not window.photos.loupe.strip.isVisible()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        press(window.photos.loupe.view, key)
    assert window.photos.grid.current_path() == "only.jpg"
    window.dialogs.open_export()
    dialog = window.dialogs.export
    assert dialog is not None
    qtbot.waitUntil(dialog.export_button.isEnabled)
    assert "1 photo," in dialog.summary.text()


@pytest.mark.parametrize(
    "name", ["été 漢字 🌄.jpg", "a & b <i>.jpg", "new\nline.jpg", "x" * 200 + ".jpg"]
)
def test_photos_with_names_of_any_kind(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path, name: str
) -> None:
    folder = write_picture(tmp_path / "odd" / name, seconds=0).parent
    window = quick_window()
    score(qtbot, window, folder)
    assert window.photos.model.paths == [name]
    assert window.inspector.name.full_text == name
    window.grab()  # the cell and the inspector can be painted
    decide(window, Qt.Key.Key_P, name)
    press(window.photos.grid, Qt.Key.Key_E)
    view = window.photos.loupe.view
    qtbot.waitUntil(lambda: window.pictures.picture(folder / name) is not None)
    assert view.message == ""
    found = session_of(window).items[name].score
    assert view.accessibleName() == f"{name}, score {found:.2f}, picked"
    settle(qtbot, window)


def test_photos_without_capture_time_stand_last_and_by_name(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    for number in (10, 9):
        write_picture(bursts / f"0_scan{number}.png", scene=10 + number)
    window = quick_window()
    score(qtbot, window, bursts)
    assert window.photos.model.paths[-3:] == ["c.jpg", "0_scan9.png", "0_scan10.png"]
    click_photo(window.photos.grid, "c.jpg")
    taken = (START + timedelta(seconds=5000)).strftime("%d %b %Y, %H:%M:%S")

    def seen() -> list[str]:
        return [x.text() for x in window.inspector.findChildren(QLabel) if x.isVisible()]

    qtbot.waitUntil(lambda: taken in seen())
    click_photo(window.photos.grid, "0_scan9.png")
    qtbot.waitUntil(lambda: "160 × 120" in seen() and taken not in seen())


# What the home folder lacks


def test_missing_comparison_is_told_and_leads_to_the_models(
    qtbot: QtBot,
    quick_window: OpenWindow,
    bursts: Path,
    judge: PacedJudge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = quick_window()
    sentence = "models/siamese.pt is missing; put it back or choose another version."
    monkeypatch.setattr(Workspace, "load_models", lambda _: Judges(judge, None, sentence))
    score(qtbot, window, bursts)
    assert window.banner.sentence.text() == sentence
    assert window.status.models_button.text() == "AVA v1"
    assert not window.inspector.matrix.model.compared
    click(window.banner.action_button)
    assert not window.banner.isVisible()
    assert window.models.isVisible()
    assert window.models.panel.tree.hasFocus()
    monkeypatch.setattr(
        Workspace, "load_models", lambda _: Judges(judge, BrightnessJudge("siamese"))
    )
    press(window, Qt.Key.Key_F5)
    assert window.controller.busy
    wait_for(qtbot, window, SessionState.DONE)
    assert not window.banner.isVisible()
    assert window.status.models_button.text() == "AVA v1   Comparison v1"
    click_photo(window.photos.grid, "a0.jpg")
    assert window.inspector.matrix.model.sentence(0, 1).endswith("a0.jpg is better than a1.jpg")


def test_demo_album_that_cannot_be_written_is_told(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path
) -> None:
    (quick_home / "demo_album").mkdir()
    (quick_home / "demo_album/mine.txt").write_text("private", encoding="utf-8")
    window = quick_window()
    click(window.photos.start.demo_button)
    wait_for(qtbot, window, SessionState.FAILED)
    assert window.banner.isVisible()
    assert "demo" in window.banner.sentence.text()
    assert window.photos.currentWidget() is window.photos.start
    assert (quick_home / "demo_album/mine.txt").read_text(encoding="utf-8") == "private"
    click(window.banner.close_button)
    assert not window.banner.isVisible()


def test_demo_album_can_be_stopped(qtbot: QtBot, quick_window: OpenWindow) -> None:
    window = quick_window()
    with occupied(window.controller.pools.scan):
        click(window.photos.start.demo_button)
        assert window.photos.currentWidget() is window.photos.empty
        assert window.status.message.full_text == "Starting …"
        click(window.status.cancel_button)
    wait_for(qtbot, window, SessionState.IDLE)
    assert window.photos.currentWidget() is window.photos.start
    assert window.photos.start.demo_button.isEnabled()
