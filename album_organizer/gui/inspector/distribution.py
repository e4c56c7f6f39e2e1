"""Where the score of a photo stands among those of its folder. No Qt."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_BINS, MOST_BINS = 8, 40
ENOUGH = 20
"""From so many photos on the place is told out of 100; below, every photo is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """The scores of a folder.

    Attributes:
        low: The lowest score.
        high: The highest.
        counts: Photos in equal steps from low to high; the more photos, the finer the steps.
        ordered: All scores, ascending.
    """

    low: float
    high: float
    counts: NDArray[np.int64]
    ordered: NDArray[np.float64]

    @classmethod
    def of(cls, scores: NDArray[np.float64]) -> "Distribution | None":
        """Counts scores; None without any. Those that are not known (NaN) are left out."""
        ordered = np.sort(scores[~np.isnan(scores)])
        if not len(ordered):
            return None
        low, high = float(ordered[0]), float(ordered[-1])
        bins = min(max(round(2 * math.sqrt(len(ordered))), FEWEST_BINS), MOST_BINS)
        if low == high:
            counts = np.zeros(bins, np.int64)
            counts[bins // 2] = len(ordered)
        else:
            counts = np.histogram(ordered, bins=bins, range=(low, high))[0].astype(np.int64)
        return cls(low, high, counts, ordered)

    def position(self, score: float) -> float:
        """Where a score lies between the lowest (0) and the highest (1)."""
        if self.low == self.high:
            return 0.5
        return min(max((score - self.low) / (self.high - self.low), 0.0), 1.0)

    def place(self, score: float) -> "Place":
        """How many photos have less and how many have more."""
        lower = int(np.searchsorted(self.ordered, score - _SAME, side="left"))
        higher = len(self.ordered) - int(np.searchsorted(self.ordered, score + _SAME, "right"))
        return Place(len(self.ordered), lower, higher)


_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a photo among all.

    Attributes:
        count: All photos, the one itself included.
        lower: Photos with a lower score.
        higher: Photos with a higher score.
    """

    count: int
    lower: int
    higher: int

    @property
    def better_than_of_100(self) -> int:
        """How many of 100 other photos it is better than, rounded down."""
        return 100 * self.lower // max(self.count - 1, 1)
