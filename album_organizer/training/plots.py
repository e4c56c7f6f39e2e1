"""Plots of a training as PNG files.

Imports Matplotlib, which takes half a second: import this module where plots are written.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

_BLUE, _ORANGE, _GREY = "#2b6cb0", "#c05621", "#8a8a8a"
_BINS = 8


def history_plot(rows: Sequence[Mapping[str, float]], metric: str, best_epoch: int) -> bytes:
    """Losses and the deciding figure by epoch, with the epoch that was kept.

    Args:
        rows: One per epoch, at least one.
        metric: ``"val_spearman"`` or ``"val_acc"``.
        best_epoch: From 1.

    Returns:
        A PNG file.
    """
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    losses, figures = figure.subplots(1, 2)
    epochs = [row["epoch"] for row in rows]
    losses.plot(epochs, [row["train_loss"] for row in rows], color=_ORANGE, label="training")
    losses.plot(epochs, [row["val_loss"] for row in rows], color=_BLUE, label="held out")
    losses.set(xlabel="Epoch", ylabel="Loss")
    losses.legend(frameon=False)
    figures.plot(epochs, [row[metric] for row in rows], color=_BLUE, marker="o", markersize=3)
    name = "Spearman, held out" if metric == "val_spearman" else "Share of pairs right, held out"
    figures.set(xlabel="Epoch", ylabel=name)
    for axes in (losses, figures):
        axes.axvline(best_epoch, color=_GREY, linestyle=":", linewidth=1)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        _tidy(axes)
    return _png(figure)


def score_plot(wanted: Sequence[float], predicted: Sequence[float]) -> bytes:
    """Scores of people against those of the model for the held out photos, as a PNG file."""
    figure = Figure(figsize=(4.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    ends = (min(*wanted, *predicted) - 0.2, max(*wanted, *predicted) + 0.2)
    axes.plot(ends, ends, color=_GREY, linestyle="--", linewidth=1)
    axes.plot(wanted, predicted, "o", color=_BLUE, markersize=4, alpha=0.6, mew=0)
    axes.set(xlabel="Score of people", ylabel="Score of the model", xlim=ends, ylim=ends)
    _tidy(axes)
    return _png(figure)


def reliability_plot(a_wins: Sequence[bool], p_a: Sequence[float]) -> bytes:
    """How often the favourite of the model was right, by how sure the model was; a PNG file."""
    chances, won = np.asarray(p_a), np.asarray(a_wins)
    sure = np.maximum(chances, 1 - chances)
    right = np.where(chances == 0.5, 0.5, (chances > 0.5) == won)
    step = np.minimum(((sure - 0.5) * 2 * _BINS).astype(int), _BINS - 1)
    points = [(sure[step == i].mean(), right[step == i].mean()) for i in np.unique(step)]
    figure = Figure(figsize=(4.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.plot((0.5, 1.0), (0.5, 1.0), color=_GREY, linestyle="--", linewidth=1)
    axes.plot(*zip(*points, strict=True), color=_BLUE, marker="o")
    axes.set(
        xlabel="Sureness of the model", ylabel="Share right", xlim=(0.48, 1.02), ylim=(0, 1.05)
    )
    _tidy(axes)
    return _png(figure)


def _tidy(axes: Axes) -> None:
    axes.grid(color="#e2e2e2", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    # Without the name of the software, equal trainings give equal files.
    figure.savefig(buffer, format="png", dpi=120, metadata={"Software": None})
    return buffer.getvalue()
