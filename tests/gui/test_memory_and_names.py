"""The layout between two starts, names for screen readers, and the cell's finer points."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.job import Progress
from album_organizer.gui.delegates.cell_layout import cell_height
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.start_page import StartPage
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from tests.gui.builders import item
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import click, pixels_like
from tests.support.pictures import write_picture

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT

# window.ini


def test_size_and_split_come_back(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> None:
    first = quick_window()
    score(qtbot, first, bursts)
    first.resize(1111, 777)
    first.split.setSizes([300, 420, 390])
    sizes = first.split.sizes()
    first.close()
    second = quick_window()  # which is made 1280 wide by the fixture, after it was restored
    second.resize(1111, 777)
    score(qtbot, second, bursts)
    assert second.split.sizes() == sizes


@pytest.mark.parametrize(
    "content",
    [b"", b"[window]\ngeometry=nonsense\nsplit=7\n", b"\xff\xfe\x00garbage", b"[window]\nsplit=@"],
)
def test_damaged_layout_file_is_no_hindrance(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path, bursts: Path, content: bytes
) -> None:
    (quick_home / "window.ini").write_bytes(content)
    window = quick_window()
    score(qtbot, window, bursts)
    assert window.photos.model.rowCount() == 7
    assert min(window.split.sizes()) > 100
    window.close()
    assert (quick_home / "window.ini").stat().st_size > 0


def test_recent_folders_come_back_on_the_start_page(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    folders = [
        write_picture(tmp_path / f"f{n}" / "x.jpg", scene=n, seconds=0).parent for n in range(7)
    ]
    first = quick_window()
    for folder in folders:
        score(qtbot, first, folder)
    first.close()
    second = quick_window()
    start = second.photos.start
    buttons = [
        button
        for button in start.findChildren(type(start.open_button))
        if button.accessibleName().startswith("Open ")
    ]
    assert [button.text() for button in buttons] == ["f6", "f5", "f4", "f3", "f2"]
    assert len(second.header.recent_menu.actions()) == 7
    qtbot.waitUntil(buttons[1].isVisible)
    click(buttons[1])
    assert second.controller.session is not None
    assert second.controller.session.folder == str(folders[5])


def test_folder_that_failed_is_not_remembered(
    qtbot: QtBot, quick_window: OpenWindow, tmp_path: Path
) -> None:
    window = quick_window()
    window.open_folder(str(tmp_path / "nowhere"))
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert not window.header.recent_menu.isEnabled()
    assert [a.text() for a in window.header.recent_menu.actions()] == ["No folder was opened yet"]


# Names and words


def test_start_page_names_recent_folders_in_full(qtbot: QtBot, icons: Icons) -> None:
    page = StartPage(icons, icons.icon("photos"))
    qtbot.addWidget(page)
    page.show_recent(["/media/card/A & B", "/"])
    named = {
        b.accessibleName(): (b.text(), b.toolTip())
        for b in page.findChildren(type(page.open_button))
    }
    assert named["Open /media/card/A & B"] == ("A && B", "/media/card/A & B")
    assert named["Open /"] == ("/", "/")


def test_progress_of_unknown_length_moves_without_a_number(qtbot: QtBot, icons: Icons) -> None:
    line = StatusLine(icons)
    qtbot.addWidget(line)
    line.show()
    line.show_progress(Progress("Finding photos", 120, None, None))
    assert (line.bar.minimum(), line.bar.maximum()) == (0, 0)
    assert line.message.full_text == "Finding photos 120 …"
    line.show_progress(Progress("Scoring", 3, 4, 90.0))
    assert line.message.full_text == "Scoring 3 of 4, about 2 min left"
    assert line.bar.value() * 4 == line.bar.maximum() * 3
    line.show_models({})
    assert line.models_button.text() == "Models…"
    assert "Models" in line.models_button.accessibleName()


# Cells


def painted(theme: Theme, delegate: PhotoDelegate, photo: PhotoItem, ratio: float) -> QImage:
    model = PhotoGridModel()
    model.set_items([photo])
    size = QSize(208, cell_height(208))
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("ground"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, size.width(), size.height())
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0))
    painter.end()
    return image


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize(
    ("photo", "mark"),
    [
        (item(proposed=True), "star"),
        (item(proposed=True, decision=PICK), "pick"),
        (item(proposed=True, decision=REJECT), "reject"),
        (item(), None),
    ],
)
def test_one_mark_at_a_time_and_the_decision_before_the_proposal(
    theme: Theme,
    icons: Icons,
    thumbnails: ThumbnailStore,
    photo: PhotoItem,
    mark: str | None,
    compact: bool,
    scheme: str,
) -> None:
    theme.force("light" if scheme == "light" else "dark")
    image = painted(theme, PhotoDelegate(theme, icons, thumbnails, compact=compact), photo, 1.0)
    seen = {m for m in ("star", "pick", "reject", "tie") if pixels_like(image, theme.color(m)) > 8}
    assert seen == ({mark} if mark else set())


def test_marks_are_drawn_finer_on_a_fine_screen(
    theme: Theme, icons: Icons, thumbnails: ThumbnailStore
) -> None:
    delegate = PhotoDelegate(theme, icons, thumbnails)
    coarse, fine = (painted(theme, delegate, item(decision=PICK), ratio) for ratio in (1.0, 2.0))
    color = theme.color("pick")
    assert pixels_like(fine, color) > 2.5 * pixels_like(coarse, color)


def test_film_strip_draws_no_footer(theme: Theme, icons: Icons, thumbnails: ThumbnailStore) -> None:
    photo = item(size=5, rank=2, tied=True)
    full = painted(theme, PhotoDelegate(theme, icons, thumbnails), photo, 1.0)
    compact = painted(theme, PhotoDelegate(theme, icons, thumbnails, compact=True), photo, 1.0)
    for name in ("tie", "secondary"):
        assert pixels_like(full, theme.color(name)) > 8
        assert pixels_like(compact, theme.color(name)) == 0
