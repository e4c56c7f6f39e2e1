"""How smoothly the grid scrolls: the real view, model and thumbnail store over a real catalog.

Fills a catalog with thumbnails, shows the grid without a display, and scrolls through everything in
several ways: by the wheel, by the scroll bar, in flings that slow down, and page by page. A frame
is the time from the moment when it was due until it is painted, with all that the window's thread
has to do besides: taking in thumbnails that arrive and painting their cells. Frames are due 60
times a second; one that is late delays those behind it.

    python benchmarks/grid_scroll.py [--photos 100000] [--rounds 1] [--json -]

``first_rows_s`` is the time from handing the photos over until the first rows are painted with
their thumbnails. ``peak_rss_mb`` is of the whole process, with the photos' scores and embeddings.
"""

import argparse
import io
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.domain.scores import PhotoAnalysis, ScoreCard, ScoredPhoto, TechnicalQuality
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import PreparedPhotos, prepare
from album_organizer.gui.jobs import Pool
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.settings.home import bundled_root
from album_organizer.storage.catalog import Catalog

SIZES = ((1280, 800), (2560, 1440))
SHAPES = ((6000, 4000), (4000, 3000), (4000, 6000), (6000, 2500))
PICTURES = 48
GROUP = 4
PER_SCENE_S = 90
START = datetime(2024, 1, 1, 8, 0)
FRAME_S = 1 / 60
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """Groups of four, the first of every other one proposed."""

    composite: np.ndarray
    group: np.ndarray
    rank: np.ndarray
    group_size: np.ndarray
    kind: np.ndarray
    proposed: np.ndarray
    tied: np.ndarray


def make_pictures() -> list[bytes]:
    """JPEG thumbnails with about the detail of photos, some of each shape."""
    pictures = []
    for number in range(PICTURES):
        random = np.random.default_rng(number)
        width, height = SHAPES[number % len(SHAPES)]
        scale = 512 / max(width, height)
        size = round(width * scale), round(height * scale)
        coarse = Image.fromarray(random.integers(0, 256, (12, 16, 3), dtype=np.uint8))
        base = np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), np.int16)
        grain = random.integers(-9, 10, (size[1], size[0], 1), dtype=np.int16)
        buffer = io.BytesIO()
        picture = Image.fromarray(np.clip(base + grain, 0, 255).astype(np.uint8))
        picture.save(buffer, "JPEG", quality=85)
        pictures.append(buffer.getvalue())
    return pictures


def make_photos(count: int) -> list[ScoredPhoto]:
    """Scored photos over some years, in path order; scores and embeddings are random."""
    random = np.random.default_rng(0)
    scores = random.uniform(0.0, 1.0, (count, 2))
    photos = []
    for number in range(count):
        width, height = SHAPES[number % PICTURES % len(SHAPES)]
        taken_at = START + timedelta(seconds=number // GROUP * PER_SCENE_S + number % GROUP)
        capture = CaptureInfo(taken_at, "Canon EOS 40D", "EF 50mm", 0.004, 2.8, 200, 50.0)
        ava, technical = 1 + 9 * float(scores[number, 0]), float(scores[number, 1])
        photos.append(
            ScoredPhoto(
                Photo(f"{number // 1000:03}/IMG_{number:06}.JPG", f"{number:064x}", width, height,
                      capture),
                PhotoAnalysis(
                    TechnicalQuality(*[technical] * 9), None, number,
                    random.normal(size=249).astype(np.float32),
                ),
                ScoreCard.of(ava, technical, None),
            )
        )  # fmt: skip
    return photos


def fill(catalog: Catalog, photos: Sequence[ScoredPhoto]) -> None:
    """Stores a thumbnail for every photo."""
    pictures = make_pictures()
    for first in range(0, len(photos), 2000):
        some = photos[first : first + 2000]
        catalog.store_thumbnails(
            {p.photo.content_id: pictures[(first + i) % PICTURES] for i, p in enumerate(some)}
        )


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks on."""
        self.count += event.type() is QEvent.Type.Paint
        return False


class Stage:
    """The grid on its window, and the frames it painted.

    Args:
        app: The application.
        catalog: Where thumbnails come from.
        pool: Where they are read.
        size: Of the window.
    """

    def __init__(
        self, app: QApplication, catalog: Catalog, pool: Pool, size: tuple[int, int]
    ) -> None:
        self._app = app
        theme = Theme(app, bundled_root() / "resources", "dark")
        self.store = ThumbnailStore(pool)
        self.store.set_source(catalog.thumbnail)
        self._told: set[str] = set()
        self.store.arrived.connect(self._told.update)
        self.model = PhotoGridModel()
        self.grid = PhotoGrid(
            self.model, PhotoDelegate(theme, Icons(theme), self.store), self.store
        )
        self._paints = Paints()
        self.grid.viewport().installEventFilter(self._paints)
        self.grid.resize(*size)
        self.grid.show()
        self.frames: list[float] = []
        self.busy: list[float] = []
        self._due = self._worked = 0.0

    def open(self, photos: PreparedPhotos, ranked: Ranked) -> float:
        """Hands the photos over.

        Returns:
            Seconds until the first rows are painted with their thumbnails.
        """
        began = time.perf_counter()
        table = PhotoTable(photos)
        table.apply_ranking(ranked)
        self.model.set_table(table)
        while not self._complete():
            self._app.processEvents()
            if time.perf_counter() - began > PATIENCE_S:
                raise SystemExit("The first rows were not complete in time.")
        self._app.processEvents()
        return time.perf_counter() - began

    def frame(self) -> None:
        """Waits until what was set in motion is painted, and notes how long that took."""
        before = self._paints.count
        while self._paints.count == before and time.perf_counter() - self._due < PATIENCE_S:
            self._app.processEvents()
        now = time.perf_counter()
        self.frames.append(now - self._due)
        self.busy.append(time.thread_time() - self._worked)
        self._worked = time.thread_time()
        self._due = max(self._due + FRAME_S, now)
        while (left := self._due - time.perf_counter()) > 0:
            self._app.processEvents()
            time.sleep(min(left, 0.001))

    def rest(self) -> None:
        """Begins to count anew."""
        self._due = time.perf_counter()
        self._worked = time.thread_time()

    def _complete(self) -> bool:
        shown = self.grid.shown_places
        table = self.model.table
        ids = [table.content_id(int(self.model.rows[place])) for place in shown]
        # The grid was told before: its cells are painted by the next round of events.
        return bool(ids) and self._told.issuperset(ids)


def scroll(stage: Stage, frames: int) -> Iterator[None]:
    """Scrolls in every way; a frame is due after each step."""
    bar, viewport = stage.grid.verticalScrollBar(), stage.grid.viewport()
    for _ in range(frames):
        turn = QWheelEvent(
            QPointF(300, 300), viewport.mapToGlobal(QPointF(300, 300)), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(viewport, turn)
        yield
    for step in range(frames):
        bar.setValue(bar.maximum() * (step + 1) // frames)
        yield
    for start in (0.9, 0.5, 0.2):
        bar.setValue(round(bar.maximum() * start))
        speed = 900.0
        while speed > 4:
            bar.setValue(bar.value() - round(speed))
            speed *= 0.96
            yield
    for _ in range(frames // 4):
        QTest.keyClick(stage.grid, Qt.Key.Key_PageDown)
        yield


def ranked_columns(photos: PreparedPhotos) -> Ranked:
    """What a ranking would say."""
    number = np.arange(len(photos.paths))
    group, rank = number // GROUP + 1, number % GROUP + 1
    size = np.minimum(GROUP, len(number) - (group - 1) * GROUP)
    first = rank == 1
    proposed, kind = first & (group % 2 == 0), np.ones(len(number))
    return Ranked(photos.composite, group, rank, size, kind, proposed, first & (group % 3 == 0))


def measure(
    app: QApplication,
    catalog: Catalog,
    photos: Sequence[ScoredPhoto],
    size: tuple[int, int],
    frames: int,
) -> dict[str, float]:
    """Opens and scrolls one window."""
    pool = Pool("thumbnails", 2)
    stage = Stage(app, catalog, pool, size)
    prepared = prepare(photos)
    first_rows = stage.open(prepared, ranked_columns(prepared))
    stage.rest()
    for _ in scroll(stage, frames):
        stage.frame()
    if not pool.shut_down():
        raise SystemExit("The threads did not stop.")
    stage.grid.deleteLater()
    times, busy = np.array(stage.frames) * 1000, np.array(stage.busy) * 1000
    return {
        "first_rows_s": first_rows,
        "frame_ms_median": float(np.median(times)),
        "frame_ms_p99": float(np.percentile(times, 99)),
        "frame_ms_max": float(times.max()),
        "frame_cpu_ms_median": float(np.median(busy)),
        "frame_cpu_ms_p99": float(np.percentile(busy, 99)),
        "frames": float(len(times)),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--frames", type=int, default=240, help="frames of each way to scroll")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", help="file for the numbers; - for standard output")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    load = os.getloadavg()[0]
    photos = make_photos(options.photos)
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "catalog.db") as catalog:
        fill(catalog, photos)
        for width, height in SIZES:
            rounds = [
                measure(app, catalog, photos, (width, height), options.frames)
                for _ in range(options.rounds)
            ]
            results[f"{width}x{height}"] = {
                name: statistics.median(each[name] for each in rounds) for name in rounds[0]
            }
    report(options, results, load)


def report(options: argparse.Namespace, results: dict[str, dict[str, float]], load: float) -> None:
    """Prints a table, and the worst of all windows as JSON if wanted."""
    out = sys.stderr if options.json == "-" else sys.stdout
    print(f"{options.photos:,} photos, load {load:.1f} on {os.cpu_count()} cores", file=out)
    print(f"{'window':>10}  first rows  frame median     99th      max", file=out)
    for window, found in results.items():
        print(
            f"{window:>10}  {found['first_rows_s']:8.2f} s  {found['frame_ms_median']:9.1f} ms"
            f"  {found['frame_ms_p99']:6.1f} ms  {found['frame_ms_max']:4.0f} ms",
            file=out,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB", file=out)
    if options.json:
        worst = {
            name: round(max(found[name] for found in results.values()), 3)
            for name in ("first_rows_s", "frame_ms_median", "frame_ms_p99")
        }
        numbers = {
            **worst, "peak_rss_mb": round(peak, 1), "photos": options.photos,
            "load": round(load, 2), "windows": results,
        }  # fmt: skip
        text = json.dumps(numbers, indent=2)
        if options.json == "-":
            print(text)
        else:
            Path(options.json).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
