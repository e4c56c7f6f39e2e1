"""The plots of an evaluation as inline SVG.

Imports Matplotlib, which takes half a second: import this module where a report is written.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.ticker import FuncFormatter

from album_organizer.evaluation.calibration import ReliabilityBin
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.svg import LINE, TEXT, VERSIONS, new_axes, to_svg

MARKERS = ("o", "s", "D", "^")
"""By version, so that nobody depends on colours."""

POINTS = 2000
"""Points of a scatter plot, at most."""

_PERCENT = FuncFormatter(lambda share, _: f"{share:.0%}")


def win_rates(rows: Mapping[str, Measured], extra: Mapping[str, Measured]) -> str:
    """Win rates with their intervals as whiskers, one line for each family.

    Args:
        rows: Name -> share of originals that win, 0..1, by version; from top to bottom.
        extra: The same, below a gap.

    Returns:
        An ``<svg>`` element.
    """
    names = [*rows, "", *extra] if extra else list(rows)
    figure, axes = new_axes(8.6, 0.9 + 0.34 * len(names))
    axes.axvline(0.5, color=TEXT, linewidth=1, linestyle=(0, (4, 3)))
    for number, name in enumerate(names):
        measured = rows.get(name) or extra.get(name)
        values = measured.values if measured else ()
        for version, value in enumerate(values):
            if value is None:
                continue
            # Above each other, so that whiskers never hide one another.
            place = number + 0.2 * (version - (len(values) - 1) / 2)
            color = colors(len(values))[version]
            axes.plot([value.low, value.high], [place, place], color=color, linewidth=2)
            axes.plot(
                value.value, place, MARKERS[version], color=color, markersize=6, clip_on=False
            )
    axes.set(xlim=(0, 1), ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks([i for i, name in enumerate(names) if name], [n for n in names if n])
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.set_xlabel("The original wins", color=TEXT)
    return to_svg(figure)


def reliability(versions: Sequence[Sequence[ReliabilityBin]]) -> str:
    """Stated confidence against the share that is right, with the diagonal of a perfect model.

    Args:
        versions: The points of each version.

    Returns:
        An ``<svg>`` element.
    """
    figure, axes = new_axes(4.6, 4.4)
    axes.plot([0.5, 1], [0.5, 1], color=TEXT, linewidth=1, linestyle=(0, (4, 3)))
    lowest = 0.5
    for number, bins in enumerate(versions):
        color = colors(len(versions))[number]
        stated, right = [b.stated for b in bins], [b.right for b in bins]
        lowest = min([lowest, *right])
        axes.plot(stated, right, color=color, linewidth=1.2, alpha=0.6)
        # As large as the pairs behind a point are many, but always to be seen.
        shares = np.array([b.pairs for b in bins]) / sum(b.pairs for b in bins)
        axes.scatter(
            stated, right, 24 + 240 * shares, color=color, marker=MARKERS[number], linewidths=0,
            clip_on=False,
        )  # fmt: skip
    axes.set(xlim=(0.5, 1), ylim=(lowest - 0.02 if lowest < 0.5 else 0.5, 1), aspect="auto")
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set_xlabel("How sure it says it is", color=TEXT)
    axes.set_ylabel("How often it is right", color=TEXT)
    return to_svg(figure)


def label_scatter(labels: Sequence[float], scores: Sequence[float], number: int, of: int) -> str:
    """Labels across, scores upwards, a point for each photo, and the line that fits them best.

    Args:
        labels: Of at least two photos.
        scores: Of the same photos.
        number: Of the version, for its colour.
        of: Number of versions.

    Returns:
        An ``<svg>`` element.
    """
    figure, axes = new_axes(4.6, 4.0)
    x, y = np.asarray(labels), np.asarray(scores)
    step = max(1, -(-len(x) // POINTS))
    alpha = 0.6 if len(x) < 300 else 0.35
    axes.plot(
        x[::step], y[::step], MARKERS[number], color=colors(of)[number], markersize=4, alpha=alpha,
        mew=0, clip_on=False,
    )  # fmt: skip
    if np.ptp(x) > 0:
        slope, start = np.polyfit(x, y, 1)
        ends = np.array([x.min(), x.max()])
        axes.plot(ends, start + slope * ends, color=TEXT, linewidth=1.2)
    axes.grid(color=LINE)
    axes.set_xlabel("Label", color=TEXT)
    axes.set_ylabel("AVA score", color=TEXT)
    return to_svg(figure)


def colors(versions: int) -> tuple[str, ...]:
    """Colours of so many versions; a single one does not need the neutral colour of a base."""
    return VERSIONS[1:2] if versions == 1 else VERSIONS[:versions]
