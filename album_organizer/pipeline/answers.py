"""What the comparison model said, to be looked up for thousands of pairs at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.pipeline.photo_arrays import Flags, Floats, Rows

Pair = tuple[str, str]
"""Two paths in sorted order."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Comparisons by the rows of their photos, the smaller row first.

    Attributes:
        count: Number of photos.
        keys: ``first * count + second`` of every pair that was asked, sorted.
        first_wins: P(first is better), 0..1, by key; NaN for a pair that could not be compared.
    """

    count: int
    keys: NDArray[np.int64]
    first_wins: Floats

    @classmethod
    def of(
        cls,
        row_of: Mapping[str, int],
        probabilities: Mapping[Pair, float],
        asked: Iterable[Pair] = (),
    ) -> "Answers":
        """The answers of the model.

        Args:
            row_of: Rows of the photos, ascending with their paths; other photos are left out.
            probabilities: P(first is better) by pair.
            asked: Pairs that are not to be asked again, with or without an answer.
        """
        count = len(row_of)
        nothing = dict.fromkeys(asked, float("nan"))
        known = sorted(
            (row_of[a] * count + row_of[b], p)
            for (a, b), p in {**nothing, **probabilities}.items()
            if a in row_of and b in row_of
        )
        return cls(
            count,
            np.array([key for key, _ in known], np.int64),
            np.array([p for _, p in known], np.float64),
        )

    def joined(self, newer: "Answers") -> "Answers":
        """These answers and newer ones, which count where there are both."""
        keys, places = np.unique(np.concatenate([newer.keys, self.keys]), return_index=True)
        return Answers(
            self.count, keys, np.concatenate([newer.first_wins, self.first_wins])[places]
        )

    def look_up(self, a: Rows, b: Rows) -> tuple[Floats, Flags]:
        """P(a is better), NaN where it is not known, and which pairs were asked at all."""
        if not len(self.keys):
            return np.full(a.shape, np.nan), np.zeros(a.shape, np.bool_)
        wanted = np.minimum(a, b).astype(np.int64) * self.count + np.maximum(a, b)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        asked = self.keys[places] == wanted
        p = np.where(asked, self.first_wins[places], np.nan)
        return np.where(a < b, p, 1.0 - p), asked
