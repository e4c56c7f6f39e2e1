"""Photos that come into the open folder, leave it or get another name."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.jobs import Pool
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.watching import FolderWatcher
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import click_photo, press, session_of
from tests.support.pictures import write_picture

WAIT_MS = 15_000


class Told:
    """What a watcher said."""

    def __init__(self, watcher: FolderWatcher) -> None:
        self.appeared: list[str] = []
        self.vanished: list[str] = []
        self.gone: list[str] = []
        watcher.appeared.connect(self.appeared.extend)
        watcher.vanished.connect(self.vanished.extend)
        watcher.gone.connect(self.gone.append)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Trip"
    (made / "day 2").mkdir(parents=True)
    (made / "a.jpg").write_bytes(b"a")
    return made


@pytest.fixture
def watcher(pool: Pool) -> Iterator[FolderWatcher]:
    made = FolderWatcher(pool)
    yield made
    made.stop()


def begin(qtbot: QtBot, watcher: FolderWatcher, folder: Path, known: list[str]) -> Told:
    told = Told(watcher)
    watcher.watch(folder, known)
    qtbot.waitUntil(lambda: bool(watcher._watcher.directories()), timeout=WAIT_MS)
    return told


def test_a_new_photo_is_told_once(qtbot: QtBot, watcher: FolderWatcher, folder: Path) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    (folder / "b.jpg").write_bytes(b"b")
    (folder / "day 2/c.jpg").write_bytes(b"c")
    (folder / "notes.txt").write_text("no photo")
    qtbot.waitUntil(lambda: sorted(told.appeared) == ["b.jpg", "day 2/c.jpg"], timeout=WAIT_MS)
    assert told.vanished == []


def test_a_photo_that_vanished_is_told(qtbot: QtBot, watcher: FolderWatcher, folder: Path) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    (folder / "a.jpg").unlink()
    qtbot.waitUntil(lambda: told.vanished == ["a.jpg"], timeout=WAIT_MS)


def test_a_new_folder_is_watched_as_well(
    qtbot: QtBot, watcher: FolderWatcher, folder: Path
) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    (folder / "day 3").mkdir()
    qtbot.waitUntil(lambda: len(watcher._watcher.directories()) == 3, timeout=WAIT_MS)
    (folder / "day 3/d.jpg").write_bytes(b"d")
    qtbot.waitUntil(lambda: told.appeared == ["day 3/d.jpg"], timeout=WAIT_MS)


def test_a_growing_file_is_told_when_it_is_complete(
    qtbot: QtBot, watcher: FolderWatcher, folder: Path
) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    with (folder / "big.jpg").open("wb") as file:
        for _ in range(6):
            file.write(b"x" * 1000)
            file.flush()
            qtbot.wait(400)
            assert told.appeared == []
    qtbot.waitUntil(lambda: told.appeared == ["big.jpg"], timeout=WAIT_MS)


def test_what_changed_between_scan_and_watching_is_told(
    qtbot: QtBot, watcher: FolderWatcher, folder: Path
) -> None:
    told = begin(qtbot, watcher, folder, ["gone.jpg"])
    qtbot.waitUntil(lambda: told.vanished == ["gone.jpg"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: told.appeared == ["a.jpg"], timeout=WAIT_MS)


def test_a_folder_that_is_gone_is_told_once(
    qtbot: QtBot, watcher: FolderWatcher, folder: Path
) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: bool(told.gone), timeout=WAIT_MS)
    watcher._list()
    qtbot.wait(300)
    assert len(told.gone) == 1
    assert str(folder) in told.gone[0]


def test_nothing_is_told_after_the_end(qtbot: QtBot, watcher: FolderWatcher, folder: Path) -> None:
    told = begin(qtbot, watcher, folder, ["a.jpg"])
    watcher.stop()
    (folder / "b.jpg").write_bytes(b"b")
    qtbot.wait(1500)
    assert (told.appeared, told.vanished, watcher.folder) == ([], [], None)


# In the window


def opened(qtbot: QtBot, open_window: OpenWindow, bursts: Path) -> MainWindow:
    window = open_window()
    score(qtbot, window, bursts)
    watcher = window.controller.watcher
    qtbot.waitUntil(lambda: bool(watcher._watcher.directories()), timeout=WAIT_MS)
    return window


def test_a_copied_photo_joins_the_grid(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    click_photo(window.photos.grid, "b1.jpg")
    write_picture(bursts / "new.jpg", scene=4, seconds=9000.0)
    grid = window.photos.grid
    qtbot.waitUntil(lambda: "new.jpg" in window.photos.model.paths, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=WAIT_MS)
    assert window.photos.model.rowCount() == 8
    assert grid.current_path() == "b1.jpg"  # the hand stays where it was


def test_a_deleted_photo_is_marked_and_not_proposed(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    assert session_of(window).items["c.jpg"].in_album
    (bursts / "c.jpg").unlink()
    qtbot.waitUntil(lambda: session_of(window).items["c.jpg"].missing, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not session_of(window).items["c.jpg"].in_album, timeout=WAIT_MS)
    assert "c.jpg" in window.photos.model.paths


def test_a_renamed_photo_keeps_what_was_decided(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    window = opened(qtbot, quick_window, bursts)
    click_photo(window.photos.grid, "a1.jpg")
    press(window.photos.grid, Qt.Key.Key_X)
    press(window.photos.grid, Qt.Key.Key_3)
    (bursts / "a1.jpg").rename(bursts / "Best of the lake.jpg")

    def renamed() -> bool:
        items = session_of(window).items
        return "Best of the lake.jpg" in items and "a1.jpg" not in items

    qtbot.waitUntil(renamed, timeout=WAIT_MS)
    item = session_of(window).items["Best of the lake.jpg"]
    assert item.decision is UserDecision.REJECT
    assert item.stars == 3
