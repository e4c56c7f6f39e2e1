"""The plots of the HTML report as inline SVG whose colours follow the page's theme.

Imports Matplotlib, which takes half a second: import this module where a report is written.
"""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

POINTS = 2000
"""Points that a scatter plot shows at most; more only blacken it and swell the file."""

# Stand-ins, replaced by CSS variables in the finished SVG.
_TEXT, _LINE, _A, _B, _MARK = "#010203", "#010204", "#010205", "#010206", "#010207"
_VARIABLES = {
    _TEXT: "var(--secondary)",
    _LINE: "var(--line)",
    _A: "var(--version-a)",
    _B: "var(--version-b)",
    _MARK: "var(--mark)",
}
_MOST_BINS = 36

# Matplotlib keeps its settings in one place for all threads.
_settings_lock = threading.Lock()


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
    figure, axes = _axes(4.6, 4.4)
    low, high = _limits(scale, x, y)
    axes.plot([low, high], [low, high], color=_TEXT, linewidth=1, linestyle=(0, (4, 3)))
    plain = np.flatnonzero(~np.asarray(marked, np.bool_))
    special = np.flatnonzero(np.asarray(marked, np.bool_))
    plain = plain[:: max(1, -(-len(plain) // POINTS))]
    across, up = np.asarray(x), np.asarray(y)
    alpha = 0.7 if len(plain) < 300 else 0.35
    axes.plot(
        across[plain], up[plain], "o", color=_A, markersize=5, alpha=alpha, mew=0, clip_on=False
    )
    axes.plot(across[special], up[special], "D", color=_MARK, markersize=6, mew=0, clip_on=False)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    # A name is no formula, whatever dollar signs are in it.
    axes.set_xlabel(f"{scale.name}, {names[0]}", color=_TEXT, parse_math=False)
    axes.set_ylabel(f"{scale.name}, {names[1]}", color=_TEXT, parse_math=False)
    return _svg(figure)


def distributions(x: Sequence[float], y: Sequence[float], scale: Scale) -> str:
    """How often either version gives which figure.

    Args:
        x: By version a; dashed.
        y: By version b; solid.
        scale: Of both.

    Returns:
        An ``<svg>`` element.
    """
    figure, axes = _axes(4.6, 4.4)
    low, high = _limits(scale, x, y)
    # Few photos in many bins look like noise.
    bins = int(np.clip(2 * np.sqrt(len(x)), 6, _MOST_BINS))
    edges = np.linspace(low, high, bins + 1)
    for values, color, style in ((x, _A, (0, (3, 1.5))), (y, _B, "-")):
        counts, _ = np.histogram(values, edges)
        axes.stairs(counts, edges, color=color, linewidth=1.8, linestyle=style)
        axes.stairs(counts, edges, color=color, alpha=0.12, fill=True)
    axes.set(xlim=(low, high), ylim=(0, None))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(scale.name, color=_TEXT)
    axes.set_ylabel("Photos" if scale is AVA_SCALE else "Pairs", color=_TEXT)
    return _svg(figure)


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_visible(False)
    axes = figure.add_subplot()
    axes.patch.set_visible(False)
    axes.grid(color=_LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_TEXT, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_LINE)
    return figure, axes


def _limits(scale: Scale, x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The part of the scale that is used, with a margin, at least a fifth of it."""
    both = np.concatenate([x, y])
    lowest, highest = float(both.min()), float(both.max())
    centre = (lowest + highest) / 2
    half = max((highest - lowest) * 0.55, (scale.high - scale.low) / 10)
    return max(scale.low, centre - half), min(scale.high, centre + half)


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    style = mpl.rc_context({"svg.hashsalt": "album-organizer", "svg.fonttype": "none"})
    with _settings_lock, style:
        figure.savefig(buffer, format="svg", metadata=nothing)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    for color, variable in _VARIABLES.items():
        text = text.replace(color, variable)
    return text
