"""Thumbnails and full pictures, decoded beside the window."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QColorSpace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.jobs import Pool
from album_organizer.gui.pictures import PictureStore, Wanted, to_qimage
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
    assert set(bytes(image.constBits())[3::4]) == {255}  # else it vanishes when painted pale


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


def test_memory_is_bounded_and_the_longest_unused_picture_goes_first(
    qtbot: QtBot, pool: Pool, tmp_path: Path
) -> None:
    paths = [write_photo(tmp_path / f"{n}.jpg", n, 0) for n in range(9)]
    store = PictureStore(pool, kept_bytes=4 * 96 * 64 * 4)
    for path in paths:
        with qtbot.waitSignal(store.ready):
            store.want([path], 64)
        assert store.kept_bytes <= 4 * 96 * 64 * 4
    assert store.picture(paths[0]) is None
    assert store.picture(paths[-1]) is not None


def test_what_is_shown_may_need_more_room_and_what_comes_next_may_not(
    qtbot: QtBot, pool: Pool, tmp_path: Path
) -> None:
    paths = [write_photo(tmp_path / f"{n}.jpg", n, 0) for n in range(4)]
    store = PictureStore(pool, kept_bytes=1)
    shown = [Wanted(path, None) for path in paths[:2]]
    store.want_each([*shown, *(Wanted(path, 100, ahead=True) for path in paths[2:])])
    qtbot.waitUntil(lambda: all(store.has_all_pixels(path) for path in paths[:2]))
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert [store.picture(path) is None for path in paths[2:]] == [True, True]


def test_all_pixels_come_on_demand_with_a_half_in_between(
    qtbot: QtBot, pool: Pool, tmp_path: Path
) -> None:
    path = write_photo(tmp_path / "a.jpg", 0, 0)
    store = PictureStore(pool)
    with qtbot.waitSignal(store.ready):
        store.want_each([Wanted(path, 60)])
    assert not store.has_all_pixels(path)
    with qtbot.waitSignal(store.ready):
        store.want_each([Wanted(path, 60), Wanted(path, None)])
    assert [(level.width(), level.height()) for level in store.levels(path)] == [
        (90, 60), (180, 120), (360, 240),
    ]  # fmt: skip
    picture = store.picture(path)
    assert picture is not None
    assert picture.width() == 360


def test_what_is_shown_is_decoded_before_what_may_come(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    pool = Pool("one", 1)
    paths = [write_photo(tmp_path / f"{n}.jpg", n, 0) for n in range(6)]
    store = PictureStore(pool)
    order: list[str] = []
    store.ready.connect(order.append)
    store.want_each([Wanted(path, 64, ahead=True) for path in paths[:5]])
    # The person has gone to the last one meanwhile.
    store.want_each([Wanted(paths[5], 64), *(Wanted(path, 64, ahead=True) for path in paths[:5])])
    qtbot.waitUntil(lambda: len(order) >= 6 and pool.pending == 0)
    assert sorted(order) == sorted(map(str, paths))  # each once
    assert order.index(str(paths[5])) <= 2
    assert pool.shut_down()


def test_rougher_size_is_made_anew_when_the_view_has_become_much_smaller_or_larger(
    qtbot: QtBot, pool: Pool, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (1800, 1200)).save(path)
    store = PictureStore(pool)
    heights = []
    for side in (1000, 700, 300, 900):
        store.want([path], side)
        qtbot.waitUntil(lambda: pool.pending == 0)
        picture = store.picture(path)
        assert picture is not None
        heights.append(picture.height())
    assert heights == [1000, 1000, 300, 900]


def test_pictures_are_shown_in_srgb(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    wide = QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb)
    path = tmp_path / "a.jpg"
    profile = bytes(wide.iccProfile().data())
    Image.new("RGB", (90, 60), (60, 160, 80)).save(path, quality=100, icc_profile=profile)
    store = PictureStore(pool)
    with qtbot.waitSignal(store.ready):
        store.want([path], 60)
    picture = store.picture(path)
    assert picture is not None
    assert picture.toImage().pixelColor(45, 30).red() < 40
    assert to_qimage(Image.new("RGB", (9, 6)), 6).colorSpace() == QColorSpace(
        QColorSpace.NamedColorSpace.SRgb
    )


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
