"""How soon filters answer: the real criteria, counts, panel and search box over a table of photos.

Makes a table of photos with cameras, lenses, capture times, stars, labels and decisions, and asks
for each filter by itself and for all together: the mask of the photos that are shown, the counts of
all facets, and the panel with its new counts painted without a display.

    python benchmarks/filtering.py [--photos 100000] [--rounds 15] [--json -]

Times are medians in milliseconds; ``mask_ms_worst``, ``facets_ms_worst`` and ``panel_ms_worst`` are
those of the slowest filter.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.domain.scores import (
    PhotoAnalysis,
    ScoreCard,
    ScoredPhoto,
    TechnicalQuality,
)
from album_organizer.gui.filtering.criteria import (
    NO_CRITERIA,
    Criteria,
    Criterion,
    Dates,
    Grouping,
    ScoreRange,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.days import DayRange, day_of
from album_organizer.gui.filtering.facets import count_facets
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.words import describe
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.theme import Theme
from album_organizer.settings.home import bundled_root

PANEL = (208, 1200)
START = datetime(2024, 1, 1)
DAYS = 3 * 365
CAMERAS = (
    ("FUJIFILM X-T5", "XF16-55mmF2.8 R LM WR"),
    ("FUJIFILM X-T5", "XF90mmF2 R LM WR"),
    ("Canon EOS 40D", "EF 50mm f/1.8"),
    (None, None),
)


def make_photos(count: int, random: np.random.Generator) -> Iterator[ScoredPhoto]:
    """Photos of three years, of a few cameras and lenses, some of unknown ones."""
    quality = TechnicalQuality(*[0.5] * 9)
    analysis = PhotoAnalysis(quality, None, 0, np.ones(1, np.float32))
    faulty = replace(analysis, technical=replace(quality, sharpness=0.1))
    for number in range(count):
        camera, lens = CAMERAS[random.integers(len(CAMERAS))]
        taken_at = START + timedelta(minutes=DAYS * 1440 * number / count)
        capture = CaptureInfo(taken_at if number % 50 else None, camera, lens, 0.004, 2.8, 200)
        path = f"{number // 1000:03}/IMG_{number:06}.JPG"
        yield ScoredPhoto(
            Photo(path, f"{number:016x}", 6000, 4000, capture),
            analysis if number % 20 else faulty,
            ScoreCard.of(random.uniform(3, 8), 0.5, None),
        )


def make_table(count: int) -> PhotoTable:
    """Photos as the window holds them, every third with marks or a decision."""
    random = np.random.default_rng(2)
    table = PhotoTable(prepare(make_photos(count, random)))
    ids = [table.content_id(row) for row in range(table.count)]
    marked = random.choice(table.count, table.count // 3, replace=False).tolist()
    table.mark(
        {
            ids[row]: Marks(int(random.integers(6)), ColorLabel(int(random.integers(6))))
            for row in marked
        }
    )
    table.decide({ids[row]: list(UserDecision)[row % 2] for row in marked})
    return table


def filters() -> list[Criteria]:
    """Nothing, each criterion, and everything together."""
    first = day_of(START.date())
    full = Criteria(
        show=PhotoFilter.UNDECIDED,
        text='img "00"',
        stars=stars_at_least(2),
        labels=frozenset({ColorLabel.NONE, ColorLabel.RED}),
        cameras=frozenset({"FUJIFILM X-T5"}),
        lenses=frozenset({"XF90mmF2 R LM WR", ""}),
        dates=Dates((DayRange(first, first + 9), DayRange(first + 20, first + 400)), undated=True),
        scores=ScoreRange(0.2, 0.9),
        grouping=frozenset({Grouping.SINGLE}),
        troubles=frozenset({Trouble.FAULT}),
    )
    single = [full.without(*(other for other in Criterion if other is not p)) for p in Criterion]
    return [NO_CRITERIA, *single, full]


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """The median time of some rounds, the first one not counted."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def measure(photos: int, rounds: int) -> dict[str, float]:
    """Times of every filter, printed as a table."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    icons = Icons(Theme(app, bundled_root() / "resources", "dark"))
    table = make_table(photos)
    state = FilterState()
    panel = FilterPanel(icons, state)
    for section in panel.sections.values():
        section.set_folded(False)
    panel.resize(*PANEL)
    panel.show()
    worst = {"mask": 0.0, "facets": 0.0, "panel": 0.0}
    print(f"{'filter':48} {'mask ms':>8} {'facets':>8} {'panel':>8}", file=sys.stderr)
    for wanted in filters():
        facets = count_facets(table, wanted)

        def show() -> None:
            state.clear()
            state.use(wanted)  # noqa: B023
            panel.show_facets(facets)  # noqa: B023
            panel.grab()

        times = {
            "mask": median_ms(lambda: wanted.mask(table), rounds),  # noqa: B023
            "facets": median_ms(lambda: count_facets(table, wanted), rounds),  # noqa: B023
            "panel": median_ms(show, rounds),
        }
        worst = {name: max(worst[name], spent) for name, spent in times.items()}
        words = ", ".join(part.words for part in describe(wanted)) or "none"
        figures = " ".join(f"{spent:8.1f}" for spent in times.values())
        print(f"{words[:48]:48} {figures}", file=sys.stderr)
    return {f"{name}_ms_worst": round(spent, 2) for name, spent in worst.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", help="a file for the figures, or - for the output")
    args = parser.parse_args()
    figures = {"photos": args.photos, **measure(args.photos, args.rounds)}
    if args.json == "-":
        print(json.dumps(figures))
    elif args.json:
        Path(args.json).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
