"""The plots of a comparison as inline SVG whose colours follow the page's theme.

Imports Matplotlib, which takes half a second: import this module where a report is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from album_organizer.evaluation.svg import MARK, TEXT, VERSIONS, new_axes, to_svg

POINTS = 2000
"""Points that a scatter plot shows at most; more only blacken it and swell the file."""

_MOST_BINS = 36


@dataclass(frozen=True, slots=True)
class Scale:
    """What both versions' figures are.

    Attributes:
        name: For the axes: ``"AVA score"``.
        low: Lower end.
        high: Upper end.
    """

    name: str
    low: float
    high: float


AVA_SCALE = Scale("AVA score", 1.0, 10.0)
PROBABILITY_SCALE = Scale("Probability that the first photo is better", 0.0, 1.0)


def scatter(
    x: Sequence[float],
    y: Sequence[float],
    marked: Sequence[bool],
    names: tuple[str, str],
    scale: Scale,
) -> str:
    """Every photo (or pair) as a point, with the diagonal on which both versions agree.

    Args:
        x: By version a.
        y: By version b, in the same order.
        marked: Which points to show in another colour and shape, in the same order.
        names: Of both versions.
        scale: Of both.

    Returns:
        An ``<svg>`` element.
    """
    figure, axes = new_axes(4.6, 4.4)
    low, high = _limits(scale, x, y)
    axes.plot([low, high], [low, high], color=TEXT, linewidth=1, linestyle=(0, (4, 3)))
    plain = np.flatnonzero(~np.asarray(marked, np.bool_))
    special = np.flatnonzero(np.asarray(marked, np.bool_))
    plain = plain[:: max(1, -(-len(plain) // POINTS))]
    across, up = np.asarray(x), np.asarray(y)
    alpha = 0.7 if len(plain) < 300 else 0.35
    axes.plot(
        across[plain],
        up[plain],
        "o",
        color=VERSIONS[0],
        markersize=5,
        alpha=alpha,
        mew=0,
        clip_on=False,
    )
    axes.plot(across[special], up[special], "D", color=MARK, markersize=6, mew=0, clip_on=False)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    # A name is no formula, whatever dollar signs are in it.
    axes.set_xlabel(f"{scale.name}, {names[0]}", color=TEXT, parse_math=False)
    axes.set_ylabel(f"{scale.name}, {names[1]}", color=TEXT, parse_math=False)
    return to_svg(figure)


def distributions(x: Sequence[float], y: Sequence[float], scale: Scale) -> str:
    """How often either version gives which figure.

    Args:
        x: By version a; dashed.
        y: By version b; solid.
        scale: Of both.

    Returns:
        An ``<svg>`` element.
    """
    figure, axes = new_axes(4.6, 4.4)
    low, high = _limits(scale, x, y)
    # Few photos in many bins look like noise.
    bins = int(np.clip(2 * np.sqrt(len(x)), 6, _MOST_BINS))
    edges = np.linspace(low, high, bins + 1)
    for values, color, style in ((x, VERSIONS[0], (0, (3, 1.5))), (y, VERSIONS[1], "-")):
        counts, _ = np.histogram(values, edges)
        axes.stairs(counts, edges, color=color, linewidth=1.8, linestyle=style)
        axes.stairs(counts, edges, color=color, alpha=0.12, fill=True)
    axes.set(xlim=(low, high), ylim=(0, None))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(scale.name, color=TEXT)
    axes.set_ylabel("Photos" if scale is AVA_SCALE else "Pairs", color=TEXT)
    return to_svg(figure)


def _limits(scale: Scale, x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The part of the scale that is used, with a margin, at least a fifth of it."""
    both = np.concatenate([x, y])
    lowest, highest = float(both.min()), float(both.max())
    centre = (lowest + highest) / 2
    half = max((highest - lowest) * 0.55, (scale.high - scale.low) / 10)
    return max(scale.low, centre - half), min(scale.high, centre + half)
