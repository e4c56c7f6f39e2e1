"""Figures with 95% bootstrap intervals; the same input gives the same interval."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from album_organizer.evaluation.results import Estimate

RESAMPLES = 2000
"""Bootstrap samples; the ends of the intervals are then good to about a hundredth."""

SEED = 20260712
"""Of every resampling."""

_CELLS = 1 << 21
"""Counts held in memory at once; with the arrays made of them, some 100 MB."""

Floats = NDArray[np.float64]


def spearman(x: Sequence[float], y: Sequence[float]) -> Estimate | None:
    """Spearman's rank correlation with its percentile bootstrap interval.

    The ranks are computed once and resampled with their photos, because ranking every sample anew
    would take minutes at 30,000 photos. Samples in which one side is constant are left out.

    Args:
        x: Finite scores, shape (N,).
        y: Scores of the same photos in the same order.

    Returns:
        The correlation, -1..1, or None where it is not defined: fewer than three photos, or one
        side constant.

    Raises:
        ValueError: If the lengths differ.
    """
    if len(x) != len(y):
        raise ValueError(f"{len(x)} scores cannot be correlated with {len(y)}")
    if len(x) < 3:
        return None
    a, b = centred_ranks(x), centred_ranks(y)
    if not (a.any() and b.any()):
        return None
    value = float((a @ b) / np.sqrt((a @ a) * (b @ b)))
    columns = np.stack([a, b, a * a, b * b, a * b], axis=1)
    samples = []
    random = np.random.default_rng(SEED)
    for rows in chunks(len(a)):
        mean_a, mean_b, square_a, square_b, product = (
            resampled_counts(random, rows, len(a)) @ columns / len(a)
        ).T
        spread = np.sqrt(
            np.clip(square_a - mean_a**2, 0.0, None) * np.clip(square_b - mean_b**2, 0.0, None)
        )
        # What rounding leaves of a constant side is far below half a rank.
        defined = spread > 1e-6
        samples.append((product - mean_a * mean_b)[defined] / spread[defined])
    return estimate(_within(value), np.clip(np.concatenate(samples), -1.0, 1.0))


def ratio(hits: Sequence[float], totals: Sequence[float]) -> Estimate | None:
    """``sum(hits) / sum(totals)`` with an interval that resamples the units both belong to.

    Where pairs of photos come in groups, the groups are the units: pairs of one group are alike,
    and an interval that took them for independent would be too narrow.

    Args:
        hits: By unit, shape (N,); may be negative.
        totals: By unit, each positive.

    Returns:
        The ratio, or None without units.
    """
    if not len(totals):
        return None
    columns = np.stack([np.asarray(hits, np.float64), np.asarray(totals, np.float64)], axis=1)
    random = np.random.default_rng(SEED)
    sums = np.concatenate(
        [resampled_counts(random, rows, len(columns)) @ columns for rows in chunks(len(columns))]
    )
    whole = columns.sum(axis=0)
    return estimate(float(whole[0] / whole[1]), sums[:, 0] / sums[:, 1])


def estimate(value: float, samples: Floats) -> Estimate:
    """A figure with the 2.5% and 97.5% percentiles of its bootstrap samples, shape (M,), M > 0."""
    low, high = np.percentile(samples, [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def chunks(units: int) -> Iterator[int]:
    """Numbers of resamples to make at a time, so that memory stays bounded; RESAMPLES in all."""
    rows = max(1, _CELLS // units)
    for start in range(0, RESAMPLES, rows):
        yield min(rows, RESAMPLES - start)


def resampled_counts(random: np.random.Generator, rows: int, units: int) -> Floats:
    """How often each unit was drawn in ``rows`` samples with replacement, shape (rows, units).

    Counts serve as weights, so that sums over a sample become one product of matrices.
    """
    drawn = random.integers(0, units, (rows, units))
    drawn += np.arange(rows)[:, None] * units
    counts = np.bincount(drawn.ravel(), minlength=rows * units)
    return counts.reshape(rows, units).astype(np.float64)


def centred_ranks(values: Sequence[float] | Floats) -> Floats:
    """Ranks with their mean subtracted; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(
        np.asarray(values, np.float64), return_inverse=True, return_counts=True
    )
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[inverse] - (len(inverse) + 1) / 2
    return ranks


def _within(correlation: float) -> float:
    """Takes away what rounding put beyond the ends of the scale."""
    return min(1.0, max(-1.0, correlation))
