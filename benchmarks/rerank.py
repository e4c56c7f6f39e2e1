"""How soon the photos follow a slider: the real panel, ranking, table, model and grid.

Makes an album of bursts and single photos with scores, faces, looks, capture times and answers of
the comparison model, shows it in the grid beside the panel, without a display, and moves every
slider by its keys. A move lasts from the key press until the grid is painted with the ranking of
just that tuning; rankings run on their thread, as in the window. Photos stand in order of score,
where every move puts them in a new order.

    python benchmarks/rerank.py [--photos 10000] [--moves 30] [--json -]

``rerank_ms_median`` and ``rerank_ms_p99`` are those of the slowest slider.
"""

import argparse
import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSlider, QWidget

from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.domain.scores import (
    PhotoAnalysis,
    ScoreCard,
    ScoredPhoto,
    TechnicalQuality,
    Weights,
)
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.jobs import Pools
from album_organizer.gui.proposer import Proposer
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.tuning.tuning_panel import TuningPanel
from album_organizer.pipeline.grouping import group_photos
from album_organizer.pipeline.reranking import RankedAlbum, Reranker
from album_organizer.settings.home import bundled_root
from album_organizer.settings.schema import Grouping

SIZE = (1600, 1000)
LOOK = 249
KINDS_OF_SCENES = 400
BURSTS = (1, 1, 1, 2, 3, 4, 5, 8, 12)
START = datetime(2026, 7, 1, 9, 0)
WIDEST_TIE = 0.2
PATIENCE_S = 30.0
PULSE_MS = 100


def make_photos(count: int) -> dict[str, ScoredPhoto]:
    """Scored photos by path: bursts of up to twelve near-identical shots, about a minute apart."""
    random = np.random.default_rng(1)
    scenes = np.abs(random.normal(size=(KINDS_OF_SCENES, LOOK)))
    photos: dict[str, ScoredPhoto] = {}
    taken_at = START
    while len(photos) < count:
        look = 0.6 * scenes[random.integers(KINDS_OF_SCENES)] + np.abs(random.normal(size=LOOK))
        beauty, bits = random.normal(5.2, 0.7), int(random.integers(1 << 62))
        for _ in range(min(int(random.choice(BURSTS)), count - len(photos))):
            path = f"{len(photos) // 1000:03}/IMG_{len(photos):06}.JPG"
            shot = look + 0.1 * random.normal(size=LOOK)
            craft = TechnicalQuality(*random.uniform(0.4, 0.9, 9).tolist())
            faces = float(random.uniform(0.2, 0.9)) if random.random() < 0.3 else None
            ava = float(np.clip(beauty + random.normal(0, 0.3), 1, 10))
            photos[path] = ScoredPhoto(
                Photo(path, f"{random.integers(1 << 62):064x}", 6000, 4000, CaptureInfo(taken_at)),
                PhotoAnalysis(craft, faces, bits, (shot / np.linalg.norm(shot)).astype(np.float32)),
                ScoreCard.of(ava, craft.overall, faces),
            )
            taken_at += timedelta(seconds=1)
        taken_at += timedelta(seconds=float(random.exponential(60) + 21))
    return photos


def make_reranker(photos: dict[str, ScoredPhoto]) -> Reranker:
    """The photos grouped, with an answer for every pair that any tuning here wants."""
    random = np.random.default_rng(2)
    reranker = Reranker(photos, group_photos(list(photos.values()), Grouping()), {})
    undecided = reranker.decision_codes({})
    missing = {
        pair
        for ava in range(0, 101, 5)
        for pair in reranker.rank(
            Tuning(weights=_weights(ava / 100), tie_threshold=WIDEST_TIE), undecided
        ).missing_pairs
    }
    return reranker.with_answers((), {pair: float(random.random()) for pair in sorted(missing)})


def _weights(ava: float) -> Weights:
    return Weights(ava, (1.0 - ava) * 0.4, (1.0 - ava) * 0.6)


def make_thumbnails() -> Callable[[str], bytes]:
    """JPEG thumbnails with about the detail of photos."""
    pictures = []
    for number in range(12):
        coarse = np.random.default_rng(number).integers(0, 256, (12, 16, 3), dtype=np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(coarse).resize((512, 341), Image.Resampling.BICUBIC).save(buffer, "JPEG")
        pictures.append(buffer.getvalue())
    return lambda content_id: pictures[int(content_id, 16) % len(pictures)]


class Watch(QObject):
    """Notes when the grid was last painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks on."""
        self.painted += event.type() is QEvent.Type.Paint
        return False


class Stage:
    """Grid and panel side by side, wired as in the window.

    Args:
        app: The application.
        pools: Where rankings run and thumbnails are read.
        reranker: The album.
    """

    def __init__(self, app: QApplication, pools: Pools, reranker: Reranker) -> None:
        self._app = app
        theme = Theme(app, bundled_root() / "resources", "dark")
        icons = Icons(theme)
        store = ThumbnailStore(pools.thumbnails)
        store.set_source(make_thumbnails())
        self.table = PhotoTable(prepare(reranker.photos.values()))
        self.model = PhotoGridModel()
        self.model.set_sort(PhotoSort.SCORE)
        self.grid = PhotoGrid(self.model, PhotoDelegate(theme, icons, store), store)
        self.panel = TuningPanel(icons)
        self.panel.set_photos(self.table.count, in_album=Tuning().count)
        self.panel.preview.switch.setChecked(True)
        self.proposer = Proposer(pools, self.table.decision.copy)
        self.proposer.reranker = reranker
        self._shown = self.proposer.latest = reranker.rank(Tuning(), self.table.decision)
        self._watch, self._unseen = Watch(), 0
        self._pulse = QTimer()
        self._pulse.start(PULSE_MS)
        self.grid.viewport().installEventFilter(self._watch)
        self.panel.began.connect(self.proposer.mark)
        self.panel.tuned.connect(self.proposer.tune)
        self.proposer.ranked.connect(self._show)
        self.proposer.changed.connect(self.panel.show_change)
        self.window = self._make_window()
        self._show(self._shown)
        self.model.set_table(self.table)

    def move(self, slider: QSlider, key: Qt.Key) -> float:
        """Presses a key on a slider; milliseconds until the grid shows what follows from it."""
        began = time.perf_counter()
        QTest.keyClick(slider, key)
        self._wait(
            lambda: self._shown.tuning == self.panel.tuning and self._watch.painted > self._unseen
        )
        return 1000 * (time.perf_counter() - began)

    def rest(self, seconds: float) -> None:
        """Lets thumbnails arrive."""
        until = time.perf_counter() + seconds
        self._wait(lambda: time.perf_counter() > until)

    def _wait(self, reached: Callable[[], bool]) -> None:
        began = time.perf_counter()
        while not reached():
            # Asleep between events, as a window is: a loop that spins would hold up the ranking.
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() - began > PATIENCE_S:
                raise SystemExit("The grid was not painted in time.")

    def _show(self, ranked: RankedAlbum) -> None:
        self.table.apply_ranking(ranked)
        self.model.refresh()
        self._shown, self._unseen = ranked, self._watch.painted

    def _make_window(self) -> QWidget:
        window = QWidget()
        row = QHBoxLayout(window)
        row.addWidget(self.grid, 1)
        row.addWidget(self.panel)
        window.resize(*SIZE)
        window.show()
        return window


def measure(photos: int, moves: int) -> dict[str, Any]:
    """Moves every slider up and down again."""
    app = QApplication(sys.argv[:1])
    pools = Pools.create()
    load = os.getloadavg()[0]
    reranker = make_reranker(make_photos(photos))
    stage = Stage(app, pools, reranker)
    panel = stage.panel
    sliders = {
        "ava": panel.weights[0].slider,
        "technical": panel.weights[1].slider,
        "faces": panel.weights[2].slider,
        "tie_threshold": panel.tie.slider,
        "variety_in_time": panel.time.slider,
        "variety_in_looks": panel.looks.slider,
        "count": panel.count.slider,
    }
    found: dict[str, list[float]] = {}
    for name, slider in sliders.items():
        stage.rest(0.5)
        keys = [Qt.Key.Key_Right] * (moves // 2) + [Qt.Key.Key_Left] * (moves // 2)
        found[name] = [stage.move(slider, key) for key in keys]
    if not pools.proposal.shut_down() or not pools.thumbnails.shut_down():
        raise SystemExit("The threads did not stop.")
    stage.window.deleteLater()
    medians = {name: statistics.median(times) for name, times in found.items()}
    p99 = {name: float(np.percentile(times, 99)) for name, times in found.items()}
    return {
        "rerank_ms_median": round(max(medians.values()), 1),
        "rerank_ms_p99": round(max(p99.values()), 1),
        "median_ms": {name: round(value, 1) for name, value in medians.items()},
        "p99_ms": {name: round(value, 1) for name, value in p99.items()},
        "photos": photos,
        "groups": int(stage.table.group.max()),
        "moves": moves,
        "load": round(load, 2),
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Prints a table, and JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--moves", type=int, default=30, help="of each slider")
    parser.add_argument("--json", help="file for the numbers; - for standard output")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    result = measure(options.photos, options.moves)
    text = json.dumps(result, indent=2)
    if options.json == "-":
        print(text)
        return
    print(f"{result['photos']:,} photos in {result['groups']:,} groups, load {result['load']}")
    for name, median in result["median_ms"].items():
        print(f"{name:>18}  median {median:6.1f} ms  99th {result['p99_ms'][name]:6.1f} ms")
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
