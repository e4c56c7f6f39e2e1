"""Plots as inline SVG whose colours follow the page's theme.

Imports Matplotlib, which takes half a second: import this module where a report is written.
"""

import io
import threading

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Stand-ins, replaced by CSS variables in the finished SVG.
TEXT, LINE, MARK = "#010203", "#010204", "#010207"
VERSIONS = ("#010205", "#010206", "#010208", "#010209")
"""By version, the first one in a neutral colour."""

_VARIABLES = {
    TEXT: "var(--secondary)",
    LINE: "var(--line)",
    MARK: "var(--mark)",
    **{color: f"var(--version-{name})" for name, color in zip("abcd", VERSIONS, strict=True)},
}

# Matplotlib keeps its settings in one place for all threads.
_settings_lock = threading.Lock()


def new_axes(width: float, height: float) -> tuple[Figure, Axes]:
    """Empty axes without a ground of their own; width and height in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_visible(False)
    axes = figure.add_subplot()
    axes.patch.set_visible(False)
    axes.grid(color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=TEXT, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    return figure, axes


def to_svg(figure: Figure) -> str:
    """A finished figure as an ``<svg>`` element, the same every time."""
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
