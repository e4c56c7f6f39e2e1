"""Which thumbnails are read, in which order, and what is not read after all."""

import threading

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.domain.errors import AlbumError
from album_organizer.gui import thumbnails as module
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.jobs import Pool
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore, Wish, decode_thumbnail
from album_organizer.imaging.thumbnail import make_thumbnail
from tests.gui.builders import item


def jpeg(width: int = 400, height: int = 300) -> bytes:
    return make_thumbnail(Image.new("RGB", (width, height), "#c03020"))


class Reader:
    """Notes what is read, and can be made to wait."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self._data = jpeg()

    def __call__(self, content_id: str) -> bytes | None:
        assert self.gate.wait(30.0)
        self.read.append(content_id)
        return None if content_id.startswith("gone") else self._data


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def store(thumbnails: ThumbnailStore, reader: Reader) -> ThumbnailStore:
    thumbnails.set_source(reader)
    return thumbnails


def wishes(*content_ids: str, width: int = 80) -> list[Wish]:
    return [Wish(content_id, width, width * 3 // 4) for content_id in content_ids]


def read_all(qtbot: QtBot, pool: Pool) -> None:
    qtbot.waitUntil(lambda: pool.pending == 0)


@pytest.mark.parametrize(
    ("size", "wish", "expected"),
    [
        # Rounding apart it is the same shape: exactly the wished size.
        ((400, 300), (81, 60), (81, 60)),
        ((512, 341), (192, 128), (192, 128)),
        # Another shape (the file was replaced): as large as fits.
        ((400, 300), (80, 80), (80, 60)),
        ((300, 400), (80, 60), (60, 80)),
        # Never enlarged.
        ((40, 30), (80, 60), (40, 30)),
    ],
)
def test_picture_has_the_size_in_which_it_is_drawn(
    size: tuple[int, int], wish: tuple[int, int], expected: tuple[int, int]
) -> None:
    image = decode_thumbnail(jpeg(*size), Wish("id", *wish))
    assert (image.width(), image.height()) == expected


def test_wishes_are_read_in_their_order_before_other_requests(
    qtbot: QtBot, pool: Pool, store: ThumbnailStore, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    reader.gate.clear()
    store.pixmap("running", 80)
    store.pixmap("asked", 80)
    store.wish(store, wishes("first", "second", "third"))
    reader.gate.set()
    read_all(qtbot, pool)
    assert reader.read == ["running", "first", "second", "third", "asked"]


def test_what_is_scrolled_away_is_not_read(
    qtbot: QtBot, pool: Pool, store: ThumbnailStore, reader: Reader
) -> None:
    reader.gate.clear()
    store.wish(store, wishes(*(f"old{n}" for n in range(500))))
    store.wish(store, wishes("new"))
    reader.gate.set()
    read_all(qtbot, pool)
    assert "new" in reader.read
    assert len(reader.read) < 20


def test_views_do_not_take_each_others_wishes_away(
    qtbot: QtBot, pool: Pool, store: ThumbnailStore, reader: Reader
) -> None:
    reader.gate.clear()
    other = QObject()
    store.wish(store, wishes(*(f"a{n}" for n in range(20))))
    store.wish(other, wishes("b"))
    store.wish(store, [])
    reader.gate.set()
    read_all(qtbot, pool)
    assert "b" in reader.read
    assert "a19" not in reader.read


def test_what_is_there_is_not_read_again_unless_it_is_too_small(
    qtbot: QtBot, pool: Pool, store: ThumbnailStore, reader: Reader
) -> None:
    for width in (80, 80, 40, 160, 80):
        store.wish(store, wishes("a", width=width))
        read_all(qtbot, pool)
    assert reader.read == ["a", "a"]
    kept = store.kept("a")
    assert kept is not None
    assert kept.width() == 160
    assert store.kept("b") is None


def test_one_that_cannot_be_read_does_not_keep_the_others_away(
    qtbot: QtBot, pool: Pool, thumbnails: ThumbnailStore
) -> None:
    data, asked = jpeg(), list[str]()

    def read(content_id: str) -> bytes:
        asked.append(content_id)
        if content_id == "broken":
            raise AlbumError("The catalog cannot be read.")
        return data

    thumbnails.set_source(read)
    thumbnails.wish(thumbnails, wishes("broken", "a", "b", "c", "d"))
    read_all(qtbot, pool)
    assert all(thumbnails.kept(content_id) is not None for content_id in "abcd")
    thumbnails.wish(thumbnails, wishes("broken"))
    read_all(qtbot, pool)
    assert asked.count("broken") == 1
    thumbnails.retry_missing()
    thumbnails.wish(thumbnails, wishes("broken"))
    read_all(qtbot, pool)
    assert asked.count("broken") == 2


def test_arrivals_are_told_together(qtbot: QtBot, store: ThumbnailStore) -> None:
    told: list[list[str]] = []
    store.arrived.connect(told.append)
    store.wish(store, wishes("a", "gone", "b"))
    qtbot.waitUntil(lambda: sum(map(len, told)) == 2)
    assert sorted(name for names in told for name in names) == ["a", "b"]


def test_memory_is_bounded_and_the_latest_stay(
    qtbot: QtBot, pool: Pool, store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = 80 * 60 * 4
    monkeypatch.setattr(module, "_KEPT_BYTES", 5 * one)
    for number in range(12):
        store.wish(store, wishes(f"p{number}"))
        read_all(qtbot, pool)
        store.kept("p0")  # looked at again and again, so it stays
    assert store.kept_bytes == 5 * one
    there = [number for number in range(12) if store.kept(f"p{number}") is not None]
    assert there == [0, 8, 9, 10, 11]


class CountingGrid(PhotoGrid):
    """Notes which part is painted."""

    painted: list[QRect]

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(event.rect())
        super().paintEvent(event)


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, icons: Icons, store: ThumbnailStore) -> CountingGrid:
    model = PhotoGridModel()
    model.set_items(item(f"{n:03d}.jpg", seconds=n) for n in range(400))
    CountingGrid.painted = []
    view = CountingGrid(model, PhotoDelegate(theme, icons, store), store)
    view._delegate.setParent(view)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 600)
    return view


def test_grid_reads_what_is_seen_first_and_then_what_comes_next(
    qtbot: QtBot, grid: CountingGrid, reader: Reader
) -> None:
    grid.show()
    seen = len(grid.shown_places)
    qtbot.waitUntil(lambda: len(reader.read) >= 2 * seen)
    assert sorted(reader.read[:seen]) == [f"id-{n:03d}.jpg" for n in range(seen)]
    assert reader.read[0] == "id-000.jpg"
    assert max(reader.read) == f"id-{2 * seen - 1:03d}.jpg"


def test_grid_passes_over_what_it_only_flew_by(
    qtbot: QtBot, pool: Pool, grid: CountingGrid, reader: Reader
) -> None:
    reader.gate.clear()
    grid.show()
    bar = grid.verticalScrollBar()
    for step in range(50):
        bar.setValue(bar.maximum() * (step + 1) // 50)
        QApplication.processEvents()
    reader.gate.set()
    qtbot.waitUntil(lambda: "id-399.jpg" in reader.read)
    read_all(qtbot, pool)
    assert len(reader.read) < 80


def test_only_the_cell_whose_picture_came_is_painted_again(
    qtbot: QtBot, pool: Pool, grid: CountingGrid, reader: Reader, store: ThumbnailStore
) -> None:
    grid.show()
    qtbot.waitUntil(lambda: store.kept("id-005.jpg") is not None)
    read_all(qtbot, pool)
    qtbot.wait(50)
    grid.painted.clear()
    cell = grid.rect_of(5)
    with qtbot.waitSignal(store.arrived):
        store.wish(store, wishes("id-005.jpg", width=390))
    qtbot.waitUntil(lambda: bool(grid.painted))
    assert grid.painted == [cell]
    # One that is not seen changes nothing.
    grid.painted.clear()
    with qtbot.waitSignal(store.arrived):
        store.wish(store, wishes("id-390.jpg", width=390))
    QApplication.processEvents()
    assert grid.painted == []


def test_click_is_answered_while_thumbnails_wait(
    grid: CountingGrid, reader: Reader, qtbot: QtBot
) -> None:
    reader.gate.clear()
    grid.show()
    QApplication.processEvents()
    assert grid.indexAt(grid.rect_of(3).center() + QPoint(1, 1)).row() == 3
    reader.gate.set()
