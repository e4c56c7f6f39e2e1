"""The main job through the real window: open, score, decide, export; and what goes wrong."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.app import build_window
from album_organizer.gui.dialogs.export_dialog import ExportState
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session import Session
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score, wait_for, write_photo


def session_of(window: MainWindow) -> Session:
    assert window.controller.session is not None
    return window.controller.session


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.photos.grid, key)


def contents(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.is_file()
    }


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until every proposal and every written decision has come back."""
    pools = window.controller.pools
    qtbot.waitUntil(lambda: pools.proposal.pending == 0 and pools.catalog.pending == 0)


def test_from_folder_to_exported_album(
    qtbot: QtBot, open_window: OpenWindow, album_folder: Path, tmp_path: Path
) -> None:
    before = contents(album_folder)
    window = open_window()
    assert window.photos.currentWidget() is window.photos.start
    score(qtbot, window, album_folder)

    assert window.windowTitle() == "Lake & hills – Album Organizer"
    assert window.photos.model.rowCount() == 9
    assert window.filters.rows[PhotoFilter.ALL].count == "9"
    assert window.filters.rows[PhotoFilter.PROBLEMS].count == "2"
    assert window.filters.rows[PhotoFilter.PROPOSED].count == "3"
    assert sorted(i.group_size for i in session_of(window).items.values()) == [3] * 9
    assert window.inspector.reasons
    assert "AVA v1" in window.status.models_button.text()

    # Overrule by key: reject a proposed shot, pick one that was not proposed.
    proposed = next(i.path for i in session_of(window).items.values() if i.proposed)
    other = next(i.path for i in session_of(window).items.values() if not i.proposed)
    window.photos.grid.set_current(proposed)
    press(window, Qt.Key.Key_X)
    window.photos.grid.set_current(other)
    press(window, Qt.Key.Key_P)
    settle(qtbot, window)
    assert window.filters.rows[PhotoFilter.REJECTED].count == "1"
    assert window.filters.rows[PhotoFilter.PICKED].count == "1"
    assert window.filters.rows[PhotoFilter.ALBUM].count == "3"

    # A smaller album, typed into the box.
    box = window.header.count_box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "2")
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, window)
    chosen = [item.path for item in session_of(window).in_album()]
    assert len(chosen) == 2
    assert other in chosen
    assert proposed not in chosen

    # Export by the dialog.
    target = tmp_path / "album"
    QTest.mouseClick(window.header.export_button, Qt.MouseButton.LeftButton)
    dialog = window.dialogs.export
    assert dialog is not None
    dialog.destination.setText(str(target))
    qtbot.waitUntil(lambda: dialog.state is ExportState.READY)
    assert "2 photos" in dialog.summary.text()
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.state is ExportState.DONE)
    assert sorted(contents(target)) == sorted(chosen)
    assert all(before[name] == digest for name, digest in contents(target).items())
    assert contents(album_folder) == before
    dialog.reject()


def test_decisions_survive_closing_rename_and_rescan(
    qtbot: QtBot, open_window: OpenWindow, album_folder: Path
) -> None:
    window = open_window()
    score(qtbot, window, album_folder)
    window.photos.grid.set_current("IMG_01.jpg")
    press(window, Qt.Key.Key_P)
    window.photos.grid.set_current("IMG_11.jpg")
    press(window, Qt.Key.Key_X)
    window.close()
    (album_folder / "IMG_01.jpg").rename(album_folder / "renamed.jpg")
    write_photo(album_folder / "later.jpg", 4, 0)

    again = open_window()
    score(qtbot, again, album_folder)
    items = session_of(again).items
    assert items["renamed.jpg"].decision is UserDecision.PICK
    assert items["IMG_11.jpg"].decision is UserDecision.REJECT
    assert len(items) == 10
    again.photos.grid.set_current("renamed.jpg")
    press(again, Qt.Key.Key_U)
    settle(qtbot, again)
    assert session_of(again).items["renamed.jpg"].decision is None


def test_cancel_keeps_what_was_scored_and_going_on_finishes(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        write_photo(folder / f"{number:02d}.jpg", number, 0)
    window = open_window()
    window.open_folder(str(folder))
    qtbot.waitUntil(lambda: len(session_of(window).items) > 0, timeout=60_000)
    QTest.mouseClick(window.status.cancel_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, SessionState.STOPPED)
    kept = len(session_of(window).items)
    assert 0 < kept < 40
    assert "Stopped" in window.status.message.full_text
    qtbot.waitUntil(lambda: window.photos.model.rowCount() == kept)
    window.controller.scan_again()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 40


def test_closing_during_a_scan_joins_the_threads(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        write_photo(folder / f"{number:02d}.jpg", number, 0)
    window = open_window()
    window.open_folder(str(folder))
    qtbot.waitUntil(lambda: len(session_of(window).items) > 0, timeout=60_000)
    window.close()
    assert all(
        pool.finish(0)
        for pool in (window.controller.pools.scan, window.controller.pools.thumbnails)
    )
    assert not window.isVisible()


def test_opening_another_folder_leaves_the_first(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_photo(other / "only.jpg", 1, 0)
    window = quick_window()
    window.open_folder(str(album_folder))
    score(qtbot, window, other)
    assert window.photos.model.paths == ["only.jpg"]
    qtbot.wait(300)
    assert window.photos.model.paths == ["only.jpg"]
    assert window.windowTitle().startswith("other")


def test_version_switched_in_the_settings_judges_the_next_scan(
    qtbot: QtBot, open_window: OpenWindow, album_folder: Path
) -> None:
    window = open_window()
    score(qtbot, window, album_folder)
    before = {path: item.scored.card.ava for path, item in session_of(window).items.items()}
    window.actions_.settings.trigger()
    dialog = window.dialogs.settings
    assert dialog is not None
    page = dialog.models
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)
    assert page.select("ava", "v2")
    QTest.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy, timeout=60_000)
    assert page.message.text() == "AVA v2 judges from the next scan on."
    assert page.selected is not None
    assert page.selected.is_current
    dialog.reject()
    assert window.banner.isVisible()
    assert window.banner.action_button.text() == "Scan again"
    QTest.mouseClick(window.banner.action_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, SessionState.SCORING)
    wait_for(qtbot, window, SessionState.DONE)
    assert "AVA v2" in window.status.models_button.text()
    after = {path: item.scored.card.ava for path, item in session_of(window).items.items()}
    assert before.keys() == after.keys()
    assert before != after


def test_broken_model_shows_a_banner_and_a_way_out(
    qtbot: QtBot, open_window: OpenWindow, album_folder: Path, home: Path
) -> None:
    (home / "models/album_app/ava_aesthetic_model.pt").write_bytes(b"not a checkpoint")
    window = open_window()
    window.open_folder(str(album_folder))
    wait_for(qtbot, window, SessionState.FAILED)
    assert window.banner.isVisible()
    assert "ava_aesthetic_model.pt" in window.banner.sentence.text()
    assert window.photos.currentWidget() is window.photos.empty
    QTest.mouseClick(window.banner.action_button, Qt.MouseButton.LeftButton)
    dock = window.models
    assert dock.isVisible()
    assert dock.panel.tree.hasFocus()
    qtbot.waitUntil(lambda: dock.panel.tree.select("ava", "v2"))
    QTest.mouseClick(dock.panel.details.use_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dock.question is not None)
    assert dock.question is not None
    QTest.mouseClick(dock.question.action_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.banner.action_button.text() == "Scan again", timeout=60_000)
    QTest.mouseClick(window.banner.action_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, SessionState.DONE)
    assert not window.banner.isVisible()
    assert window.photos.model.rowCount() == 9


def test_without_comparison_model_photos_are_scored_and_the_banner_says_so(
    qtbot: QtBot, open_window: OpenWindow, album_folder: Path, home: Path
) -> None:
    (home / "models/album_app/siamese_comparison_model.pt").unlink()
    window = open_window()
    score(qtbot, window, album_folder)
    assert window.photos.model.rowCount() == 9
    assert window.banner.isVisible()
    assert "siamese_comparison_model.pt" in window.banner.sentence.text()


def test_damaged_catalog_is_told_in_the_banner(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path
) -> None:
    (quick_home / "catalog.sqlite").write_bytes(b"garbage" * 1000)
    window = quick_window()
    assert window.banner.isVisible()
    assert "catalog" in window.banner.sentence.text()


def test_damaged_catalog_is_told_also_when_a_folder_is_opened_at_once(
    qtbot: QtBot, qapp: QApplication, home: Path, album_folder: Path
) -> None:
    (home / "catalog.sqlite").write_bytes(b"garbage" * 1000)
    window = build_window(qapp, home, "dark")
    qtbot.addWidget(window)
    window.show()
    window.open_folder(str(album_folder))
    window.controller.start()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.banner.isVisible()
    assert "catalog" in window.banner.sentence.text()
    assert window.photos.model.rowCount() == 9


def test_unknown_setting_is_told_and_the_next_try_works(
    qtbot: QtBot, open_window: OpenWindow, home: Path, album_folder: Path
) -> None:
    config = home / "configs/global_config.yaml"
    good = config.read_text(encoding="utf-8")
    config.write_text("albun: {}\n", encoding="utf-8")
    window = open_window()
    assert window.controller.state is SessionState.FAILED
    assert "albun" in window.banner.sentence.text()
    config.write_text(good, encoding="utf-8")
    score(qtbot, window, album_folder)
    assert window.photos.model.rowCount() == 9


def test_missing_folder_and_empty_folder(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    window = quick_window()
    window.open_folder(str(tmp_path / "nowhere"))
    wait_for(qtbot, window, SessionState.FAILED)
    assert window.banner.action_button.text() == "Choose another folder…"
    empty = tmp_path / "empty"
    empty.mkdir()
    score(qtbot, window, empty)
    assert window.photos.currentWidget() is window.photos.empty
    assert window.photos.empty.texts[0] == "No photos here"
    assert not window.banner.isVisible()


def test_folder_chooser_drop_and_recent_folders(
    qtbot: QtBot,
    quick_window: OpenWindow,
    album_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = quick_window()
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *args: str(album_folder))
    )
    QTest.mouseClick(window.photos.start.open_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 9

    other = tmp_path / "other"
    other.mkdir()
    write_photo(other / "only.jpg", 1, 0)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other / "only.jpg"))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.paths == ["only.jpg"]

    recent = [action.text() for action in window.header.recent_menu.actions()]
    assert recent[0].startswith("other")
    assert recent[1].startswith("Lake && hills")
    window.header.recent_menu.actions()[1].trigger()
    wait_for(qtbot, window, SessionState.DONE)
    assert window.photos.model.rowCount() == 9


def test_loupe_by_keyboard_and_mouse(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    grid, loupe = window.photos.grid, window.photos.loupe
    window.photos.focus_photos()
    grid.set_current("IMG_10.jpg")
    press(window, Qt.Key.Key_Return)
    assert window.photos.in_loupe
    assert window.header.view_buttons[ViewMode.LOUPE].isChecked()
    assert loupe.strip.current_path() == "IMG_10.jpg"
    qtbot.waitUntil(
        lambda: window.pictures.picture(album_folder / "IMG_10.jpg") is not None, timeout=10_000
    )
    assert loupe.view.pixmap is not None

    QTest.keyClick(loupe.view, Qt.Key.Key_Right)
    assert grid.current_path() == "IMG_11.jpg"
    QTest.keyClick(loupe.view, Qt.Key.Key_X)
    assert session_of(window).items["IMG_11.jpg"].decision is UserDecision.REJECT
    QTest.mouseClick(
        window.inspector.decisions.buttons[UserDecision.PICK], Qt.MouseButton.LeftButton
    )
    assert session_of(window).items["IMG_11.jpg"].decision is UserDecision.PICK

    other = window.photos.model.index_of("IMG_12.jpg").row()
    QTest.mouseClick(
        loupe.strip, Qt.MouseButton.LeftButton, pos=loupe.strip.visual_rect(other).center()
    )
    assert grid.current_path() == "IMG_12.jpg"
    QTest.keyClick(loupe.view, Qt.Key.Key_Escape)
    assert window.photos.currentWidget() is grid
    for key in (Qt.Key.Key_Space, Qt.Key.Key_E):
        QTest.keyClick(grid, key)
        assert window.photos.in_loupe
        QTest.keyClick(loupe.view, Qt.Key.Key_G)
        assert not window.photos.in_loupe


def test_several_photos_at_once_and_the_rejected_one_makes_way(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    window.photos.focus_photos()
    grid = window.photos.grid
    grid.set_current("IMG_00.jpg")
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_paths() == ["IMG_00.jpg", "IMG_01.jpg"]
    qtbot.waitUntil(lambda: "2 selected" in window.inspector.selection_hint.text())
    press(window, Qt.Key.Key_P)
    assert window.filters.rows[PhotoFilter.PICKED].count == "2"
    settle(qtbot, window)

    QTest.mouseClick(window.filters.rows[PhotoFilter.UNDECIDED], Qt.MouseButton.LeftButton)
    assert window.photos.model.rowCount() == 7
    grid.set_current("IMG_11.jpg")
    press(window, Qt.Key.Key_X)
    settle(qtbot, window)
    assert "IMG_11.jpg" not in window.photos.model.paths
    assert grid.current_path() == "IMG_12.jpg"


def test_context_menu_offers_the_decisions(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    window.photos.grid.set_current("IMG_02.jpg")
    window.photos.grid.menu_wanted.emit(QPoint(5, 5))
    menus = [m for m in window.findChildren(type(window.header.recent_menu)) if m.isVisible()]
    assert len(menus) == 1
    reject = next(a for a in menus[0].actions() if "Reject" in a.text())
    reject.trigger()
    menus[0].close()
    assert session_of(window).items["IMG_02.jpg"].decision is UserDecision.REJECT


def test_typing_into_the_count_box_decides_nothing(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    window.header.count_box.setFocus()
    QTest.keyClick(window.header.count_box, Qt.Key.Key_X)
    assert not any(item.decision for item in session_of(window).items.values())


def test_demo_album_is_written_and_scored(
    qtbot: QtBot, open_window: OpenWindow, home: Path
) -> None:
    pytest.importorskip("skimage")
    pytest.importorskip("sklearn")
    window = open_window()
    QTest.mouseClick(window.photos.start.demo_button, Qt.MouseButton.LeftButton)
    assert window.photos.currentWidget() is window.photos.empty
    wait_for(qtbot, window, SessionState.DONE)
    assert session_of(window).folder == str(home / "demo_album")
    assert window.photos.model.rowCount() > 5
    assert any(item.group_size > 1 for item in session_of(window).items.values())
