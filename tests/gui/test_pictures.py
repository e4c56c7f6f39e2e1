"""Thumbnails and full pictures, decoded beside the window."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from album_organizer.gui.jobs import Pool
from album_organizer.gui.pictures import PictureStore, to_qimage
from album_organizer.gui.thumbnails import ThumbnailStore, decode_thumbnail
from album_organizer.imaging.thumbnail import make_thumbnail
from tests.gui.conftest import write_photo


def jpeg(width: int, height: int, color: str = "#c03020") -> bytes:
    return make_thumbnail(Image.new("RGB", (width, height), color))


@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((400, 200), 100, (100, 50)),
        ((200, 400), 100, (50, 100)),
        ((60, 40), 100, (60, 40)),
        ((500, 2), 100, (100, 1)),
    ],
)
def test_thumbnail_fits_and_is_never_enlarged(
    size: tuple[int, int], side: int, expected: tuple[int, int]
) -> None:
    image = decode_thumbnail(jpeg(*size), side)
    assert (image.width(), image.height()) == expected


def test_thumbnail_arrives_later_and_is_kept(qtbot: QtBot, thumbnails: ThumbnailStore) -> None:
    reads: list[str] = []

    def read(content_id: str) -> bytes:
        reads.append(content_id)
        return jpeg(300, 200)

    thumbnails.set_source(read)
    with qtbot.waitSignal(thumbnails.loaded) as loaded:
        assert thumbnails.pixmap("one", 120) is None
        assert thumbnails.pixmap("one", 120) is None
    assert loaded.args == ["one"]
    pixmap = thumbnails.pixmap("one", 120)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (120, 80)
    assert reads == ["one"]


def test_larger_thumbnail_is_fetched_while_the_small_one_stands_in(
    qtbot: QtBot, thumbnails: ThumbnailStore
) -> None:
    thumbnails.set_source(lambda content_id: jpeg(300, 200))
    with qtbot.waitSignal(thumbnails.loaded):
        thumbnails.pixmap("one", 60)
    with qtbot.waitSignal(thumbnails.loaded):
        small = thumbnails.pixmap("one", 240)
        assert small is not None
        assert small.width() == 60
    large = thumbnails.pixmap("one", 240)
    assert large is not None
    assert large.width() == 240


def test_missing_thumbnail_is_asked_for_once_until_retried(
    qtbot: QtBot, pool: Pool, thumbnails: ThumbnailStore
) -> None:
    reads: list[str] = []

    def read(content_id: str) -> bytes | None:
        reads.append(content_id)
        return None

    thumbnails.set_source(read)
    for _ in range(3):
        assert thumbnails.pixmap("gone", 100) is None
        qtbot.waitUntil(lambda: pool.pending == 0)
    assert reads == ["gone"]
    thumbnails.retry_missing()
    thumbnails.pixmap("gone", 100)
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert reads == ["gone", "gone"]


def test_what_was_scrolled_to_last_comes_first(qtbot: QtBot, pool: Pool) -> None:
    store = ThumbnailStore(pool)
    order: list[str] = []

    def read(content_id: str) -> bytes:
        order.append(content_id)
        return jpeg(20, 20)

    store.set_source(read)
    for number in range(30):
        store.pixmap(str(number), 20)
    qtbot.waitUntil(lambda: len(order) == 30)
    assert order.index("29") < order.index("10")


def test_picture_keeps_colours_and_rows_of_any_width() -> None:
    source = Image.new("RGB", (33, 21), "#204060")
    source.putpixel((32, 20), (255, 0, 0))
    image = to_qimage(source, 500)
    assert (image.width(), image.height()) == (33, 21)
    assert image.pixelColor(0, 0) == QColor(0x20, 0x40, 0x60)
    assert image.pixelColor(32, 20) == QColor(255, 0, 0)
    assert to_qimage(source, 7).height() == 7


def test_picture_is_decoded_and_neighbours_ahead(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{n}.jpg", n, 0) for n in range(3)]
    store = PictureStore(pool)
    store.want(paths, 100)
    qtbot.waitUntil(lambda: all(store.picture(path) is not None for path in paths))
    first = store.picture(paths[0])
    assert first is not None
    assert min(first.width(), first.height()) == 100
    store.clear()
    assert store.picture(paths[0]) is None


def test_only_a_few_pictures_are_kept(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{n}.jpg", n, 0) for n in range(9)]
    store = PictureStore(pool)
    for path in paths:
        with qtbot.waitSignal(store.ready):
            store.want([path], 64)
    assert store.picture(paths[0]) is None
    assert store.picture(paths[-1]) is not None


def test_unreadable_picture_is_told_in_a_sentence(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    store = PictureStore(pool)
    missing = tmp_path / "gone.jpg"
    with qtbot.waitSignal(store.failed) as failed:
        store.want([missing], 100)
    assert failed.args[0] == str(missing)
    assert "gone.jpg" in failed.args[1]


def test_what_is_no_longer_wanted_is_dropped(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    old = write_photo(tmp_path / "old.jpg", 0, 0)
    new = write_photo(tmp_path / "new.jpg", 1, 0)
    store = PictureStore(pool)
    arrived: list[str] = []
    store.ready.connect(arrived.append)
    store.want([old], 100)
    store.want([new], 100)
    qtbot.waitUntil(lambda: store.picture(new) is not None)
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert arrived == [str(new)]
