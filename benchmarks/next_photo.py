"""How soon the next photo is on the screen: the real loupe, driven by real key presses.

Makes 24-megapixel JPEGs, shows the loupe without a display and walks through the photos at a
person's pace. Every time is counted from the key press until the view is painted: first with any
picture of the photo (the preview), then with one as large as the view can show (sharp). Then the
same at 1:1, and once more as fast as the keys can be pressed, where photos are walked past before
they are decoded.

    python benchmarks/next_photo.py [--photos 24] [--pace-ms 600] [--size 2560x1440] [--json -]

``block_ms_max`` is the longest time for which the window's thread did nothing but one thing.
``kept_mb_max`` is what decoded pictures took in memory.
"""

import argparse
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.domain.scores import PhotoAnalysis, ScoreCard, ScoredPhoto, TechnicalQuality
from album_organizer.gui.icons import Icons, window_icon
from album_organizer.gui.item_models.item_table import table_of
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.jobs import Pool
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.photo_view import PhotoView
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.imaging.thumbnail import make_thumbnail
from album_organizer.settings.home import bundled_root

SIZE = (6000, 4000)
DIFFERENT = 4
SHIFT = Qt.KeyboardModifier.ShiftModifier
START = datetime(2026, 7, 12, 9)
PATIENCE_S = 30.0
SETTLE_MS = 1500


def make_photos(folder: Path, count: int) -> dict[str, bytes]:
    """Writes JPEGs as detailed as those of cameras; returns their thumbnails by content id.

    Only a few differ; the others are copies of the files with an end of their own.
    """
    files, thumbnails, small = [], {}, []
    for number in range(min(count, DIFFERENT)):
        random = np.random.default_rng(number)
        coarse = random.integers(0, 256, (48, 64, 3), dtype=np.uint8)
        base = np.asarray(Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC), np.int16)
        grain = random.integers(-40, 41, (SIZE[1], SIZE[0], 1), dtype=np.int16)
        picture = Image.fromarray(np.clip(base + grain, 0, 255).astype(np.uint8))
        picture = picture.filter(ImageFilter.GaussianBlur(0.8))
        path = folder / f"{number}.tmp"
        picture.save(path, "JPEG", quality=92)
        files.append(path.read_bytes())
        small.append(make_thumbnail(picture))
        path.unlink()
    for number in range(count):
        data = files[number % len(files)] + number.to_bytes(4, "big")
        (folder / name_of(number)).write_bytes(data)
        thumbnails[content_id(number)] = small[number % len(small)]
    return thumbnails


def name_of(number: int) -> str:
    return f"IMG_{number:04}.JPG"


def content_id(number: int) -> str:
    return hashlib.blake2b(name_of(number).encode(), digest_size=16).hexdigest()


def make_item(number: int) -> PhotoItem:
    taken = CaptureInfo(taken_at=START + timedelta(seconds=number))
    photo = Photo(name_of(number), content_id(number), *SIZE, taken)
    analysis = PhotoAnalysis(TechnicalQuality(*[0.7] * 9), None, 0, np.full(4, 0.5, np.float32))
    return PhotoItem(ScoredPhoto(photo, analysis, ScoreCard.of(5.5, 0.7, None)))


class Blocks(QObject):
    """The longest gap between two turns of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def reset(self) -> None:
        """Counts from now."""
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class Frames(QObject):
    """Tells when the view was first painted with something to be seen on it."""

    def __init__(self, view: PhotoView) -> None:
        super().__init__(view)
        self._awaited: list[tuple[int, Callable[[], bool]]] = []
        self._times: dict[int, float] = {}
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks at what is being painted."""
        if event.type() is QEvent.Type.Paint:
            seen = [number for number, ready in self._awaited if ready()]
            self._awaited = [wait for wait in self._awaited if wait[0] not in seen]
            # The time is taken when the event queue goes on, after the painting.
            QTimer.singleShot(0, lambda: self._note(seen))
        return False

    def wait(self, *ready: Callable[[], bool]) -> list[float]:
        """Waits until the view was painted with each of these; returns the moments."""
        self._times = {}
        self._awaited = list(enumerate(ready))
        limit = time.perf_counter() + PATIENCE_S
        while len(self._times) < len(ready):
            QApplication.processEvents()
            if time.perf_counter() > limit:
                raise TimeoutError("the photo did not come")
        return [self._times[number] for number in range(len(ready))]

    def _note(self, seen: Sequence[int]) -> None:
        self._times.update(dict.fromkeys(seen, time.perf_counter()))


def pause_until(moment: float) -> None:
    """Lets the window work until a moment comes."""
    while (left := moment - time.perf_counter()) > 0:
        QTest.qWait(max(1, min(10, round(left * 1000))))


def walk(
    area: PhotoArea, frames: Frames, steps: int, pace_s: float, needed: Callable[[], int]
) -> tuple[list[float], list[float]]:
    """Presses the arrow key for each photo.

    Returns:
        Milliseconds until the preview and until the picture of the needed height were painted.
    """
    view = area.loupe.view
    previews, sharp = [], []
    for _ in range(steps):
        before = area.grid.currentIndex().row()
        started = time.perf_counter()
        wanted = name_of(before + 1)
        QTimer.singleShot(0, lambda: QTest.keyClick(view, Qt.Key.Key_Right, SHIFT))

        def shows(height: int, wanted: str = wanted) -> bool:
            pixmap = view.pixmap
            there = view.item is not None and view.item.name == wanted
            return there and pixmap is not None and pixmap.height() >= height

        times = frames.wait(lambda: shows(1), lambda: shows(needed()))
        previews.append(1000 * (times[0] - started))
        sharp.append(1000 * (times[1] - started))
        pause_until(started + pace_s)
    return previews, sharp


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def measure(photos: int, pace_ms: int, size: tuple[int, int]) -> dict[str, object]:
    """Walks through the photos in all ways."""
    app = QApplication.instance() or QApplication(["next_photo"])
    if not isinstance(app, QApplication):
        raise TypeError("There is another kind of application.")
    theme = Theme(app, bundled_root() / "resources", "dark")
    reading, decoding = Pool("thumbnails", 2), Pool("pictures", 2)
    with tempfile.TemporaryDirectory() as temporary:
        stored = make_photos(Path(temporary), photos)
        thumbnails, pictures = ThumbnailStore(reading), PictureStore(decoding)
        thumbnails.set_source(stored.get)
        area = PhotoArea(theme, Icons(theme), window_icon(theme.resources), thumbnails, pictures)
        session = Session(temporary, table_of(make_item(n) for n in range(photos)))
        area.model.set_table(session.table)
        area.show_session(session, SessionState.DONE, "")
        area.resize(*size)
        area.show()
        try:
            return {
                "photos": photos,
                "megapixels": SIZE[0] * SIZE[1] / 1e6,
                "window": f"{size[0]}x{size[1]}",
                "pace_ms": pace_ms,
                **_walks(area, pictures, photos, pace_ms / 1000),
            }
        finally:
            area.close()
            area.deleteLater()
            for pool in (reading, decoding):
                pool.shut_down()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _walks(area: PhotoArea, pictures: PictureStore, photos: int, pace_s: float) -> dict[str, float]:
    kept = [0.0]
    pictures.ready.connect(lambda _: kept.append(pictures.kept_bytes / 1e6))
    area.grid.step(0)
    view, blocks = area.loupe.view, Blocks()
    frames = Frames(view)
    area.set_view(ViewMode.LOUPE)
    QTest.qWait(SETTLE_MS)
    blocks.reset()
    third = max(2, photos // 3)
    preview, sharp = walk(area, frames, third, pace_s, lambda: view.needed_side)
    walking_block = blocks.longest
    full_height = SIZE[1]
    started = time.perf_counter()
    QTimer.singleShot(0, area.toggle_zoom)
    zoomed, all_pixels = frames.wait(
        lambda: view.scale == 1.0,
        lambda: view.pixmap is not None and view.pixmap.height() >= full_height,
    )
    QTest.qWait(SETTLE_MS)
    _, actual = walk(area, frames, third - 1, 2 * pace_s, lambda: full_height)
    area.toggle_zoom()
    QTest.qWait(SETTLE_MS)
    fast_preview, _ = walk(area, frames, third - 1, 0.0, lambda: 1)
    return {
        "preview_ms_median": round(statistics.median(preview), 1),
        "preview_ms_p99": round(quantile(preview, 0.99), 1),
        "sharp_ms_median": round(statistics.median(sharp), 1),
        "sharp_ms_p99": round(quantile(sharp, 0.99), 1),
        "zoom_ms": round(1000 * (zoomed - started), 1),
        "zoom_all_pixels_ms": round(1000 * (all_pixels - started), 1),
        "next_at_1to1_ms_median": round(statistics.median(actual), 1),
        "next_at_1to1_ms_p99": round(quantile(actual, 0.99), 1),
        "fast_preview_ms_median": round(statistics.median(fast_preview), 1),
        "block_ms_max": round(1000 * walking_block, 1),
        "kept_mb_max": round(max(kept), 1),
    }


def main() -> None:
    """Prints a table, or JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photos", type=int, default=24)
    parser.add_argument("--pace-ms", type=int, default=600, help="between two key presses")
    parser.add_argument("--size", default="2560x1440", help="of the loupe, in pixels")
    parser.add_argument("--json", help="file, or - for standard output")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    width, height = map(int, options.size.split("x"))
    result = measure(options.photos, options.pace_ms, (width, height))
    if options.json:
        text = json.dumps(result, indent=2) + "\n"
        if options.json == "-":
            sys.stdout.write(text)
            return
        Path(options.json).write_text(text, encoding="utf-8")
    for key, value in result.items():
        print(f"{key:24} {value}")


if __name__ == "__main__":
    main()
