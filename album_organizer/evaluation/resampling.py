"""Bootstrap intervals of any figure, and of what it differs by from version to version.

A figure is a function of *counts*: how often every unit (a photo, a theme, a series) was drawn.
Drawing the same counts for all versions makes their differences paired: what a lucky draw of photos
does to one version, it does to the others.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.statistics import SEED, Floats, chunks, resampled_counts

Figures = Callable[[Floats], Floats]
"""Counts of the units, shape (M, U) -> K figures of each of the M samples, shape (M, K).

NaN where a figure is not defined.
"""

Units = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of several versions.

    Attributes:
        values: By version, with 95% intervals; None where it is not defined.
        differences: Of every version but the first, minus the first one's, on the same samples;
            None also where there is a single unit, which tells nothing of chance.
    """

    values: tuple[Estimate | None, ...]
    differences: tuple[Estimate | None, ...]


def measure(versions: Sequence[Figures], units: int) -> list[Measured]:
    """Figures of every version with their intervals, and their differences.

    Args:
        versions: The same K figures of each version.
        units: Number of units, U.

    Returns:
        One item for each of the K figures.
    """
    values = [estimates(figures, units) for figures in versions]
    first = versions[0]
    differences = [
        estimates(_difference(first, other), units) if units > 1 else [None] * len(values[0])
        for other in versions[1:]
    ]
    return [
        Measured(tuple(v[k] for v in values), tuple(d[k] for d in differences))
        for k in range(len(values[0]))
    ]


def estimates(figures: Figures, units: int) -> list[Estimate | None]:
    """Figures with percentile intervals; samples in which a figure is not defined are left out.

    An interval is widened to hold the figure itself: resampling adds noise, which biases figures
    that noise can only raise (a calibration error near 0).

    Args:
        figures: K figures of counts.
        units: Number of units, U.

    Returns:
        K figures; None where one is not defined for all units together.
    """
    if not units:
        return [None] * figures(np.zeros((1, 0))).shape[1]
    whole = figures(np.ones((1, units)))[0]
    random = np.random.default_rng(SEED)
    samples = np.concatenate(
        [figures(resampled_counts(random, rows, units)) for rows in chunks(units)]
    )
    return [_estimate(float(value), samples[:, k]) for k, value in enumerate(whole)]


def sums(columns: Floats, unit: Units, units: int) -> Figures:
    """Sums of columns over all rows, each row as often as its unit was drawn.

    Args:
        columns: Shape (N, K).
        unit: Number of the unit of each row, shape (N,).
        units: Number of units.
    """
    totals = np.zeros((units, columns.shape[1]))
    np.add.at(totals, unit, columns)
    return lambda counts: counts @ totals


def unit_numbers(names: Sequence[Hashable]) -> tuple[Units, int]:
    """Numbers units by first appearance: the number of each row's unit, and how many there are."""
    numbers: dict[Hashable, int] = {}
    rows = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.array(rows, np.intp), len(numbers)


def quotient(a: Floats, b: Floats) -> Floats:
    """``a / b``; NaN where b is 0."""
    undefined = np.full(np.broadcast(a, b).shape, np.nan)
    return np.asarray(np.divide(a, b, out=undefined, where=b != 0), np.float64)


def _difference(first: Figures, other: Figures) -> Figures:
    return lambda counts: other(counts) - first(counts)


def _estimate(value: float, samples: Floats) -> Estimate | None:
    samples = samples[~np.isnan(samples)]
    if np.isnan(value) or not len(samples):
        return None
    low, high = np.percentile(samples, [2.5, 97.5])
    return Estimate(value, min(value, float(low)), max(value, float(high)))
