"""Fills the places of an album one by one, so that photos taken together or alike give way.

Each place goes to the candidate with the highest composite less its likeness to what is in the
album already: ``time_spread`` times the closeness in time plus ``visual_spread`` times the cosine
of the embeddings, both of the closest one (maximal marginal relevance, Carbonell and Goldstein
1998). Closeness in time is ``exp(-gap / step)``, where step is the length of the album divided by
its number of photos.

Values only ever fall while the album fills. A value computed earlier is therefore an upper bound of
the present one, and a candidate needs to be looked at only while its bound reaches the best present
value (lazy greedy, Minoux 1978). That gives the same album as looking at everyone each time.
"""

from bisect import bisect_left, insort

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.photo_arrays import Floats, PhotoArrays, Rows

_POOL = 256
"""The most promising candidates, kept up to date: few enough for steps of 0.1 ms."""

_AT_ONCE = 4
"""Products with more columns go to several threads, and waiting for those on a busy machine takes
many times as long as the product."""

_LOOK_DIGITS = 6
"""Cosines are rounded to 1e-6: what lies below depends on the order in which products are added."""


def fill_places(
    photos: PhotoArrays,
    candidates: Rows,
    picked: Rows,
    composites: Floats,
    places: int,
    tuning: Tuning,
) -> Rows:
    """Chooses candidates for the open places of the album.

    Args:
        photos: All photos.
        candidates: Rows, best composite first; among equal ones the first one wins.
        picked: Rows of what is in the album already.
        composites: Of every row, 0..1.
        places: Open places.
        tuning: Penalties and the size of the whole album.

    Returns:
        Rows of the chosen ones in the order in which they were chosen, unless all are.
    """
    if places >= len(candidates):
        return candidates
    if places <= 0:
        return candidates[:0]
    spread = _Spread(photos, candidates, picked, composites, places, tuning)
    return candidates[[spread.take_best() for _ in range(places)]]


class _Spread:
    """Values of the candidates, lowered with each photo that enters the album."""

    def __init__(
        self,
        photos: PhotoArrays,
        candidates: Rows,
        picked: Rows,
        composites: Floats,
        places: int,
        tuning: Tuning,
    ) -> None:
        self._embeddings = photos.embeddings
        self._rows = candidates
        self._visual = tuning.visual_spread
        self._times = _Times(photos.seconds[candidates], composites[candidates], tuning)
        self._times.add_all(photos.seconds[picked])
        self._inside = np.empty((len(picked) + places, photos.embeddings.shape[1]))
        self._inside[: len(picked)] = photos.embeddings[picked]
        self._count = len(picked)
        self._look = np.zeros(len(candidates))
        self._seen = np.zeros(len(candidates), np.intp)
        self._bounds = self._times.values.copy()
        self._fill_pool()

    def take_best(self) -> int:
        """Moves the most valuable candidate into the album; its index."""
        self._refresh_pool()
        values = self._bounds[self._pool]
        best = int(self._pool[np.argmax(values)])
        settled = self._bounds[best] > self._best_outside
        if not settled:
            best = self._best_of_all(float(values.max()))
        self._enter(best)
        if not settled:
            self._fill_pool()
        return best

    def _best_of_all(self, reached: float) -> int:
        """Brings everyone up to date whose bound reaches a value that somebody has."""
        rivals = np.flatnonzero((self._bounds >= reached) & (self._seen < self._count))
        for start in range(0, len(rivals), _POOL):
            part = rivals[start : start + _POOL]
            self._refresh(part, self._embeddings[self._rows[part]].astype(np.float64))
        return int(np.argmax(self._bounds))

    def _fill_pool(self) -> None:
        size = min(_POOL, len(self._bounds))
        # Sorted, so that the first of equal candidates wins in the pool as well.
        by_bound = np.argpartition(-self._bounds, size - 1)
        self._pool = np.sort(by_bound[:size])
        outside = self._bounds[by_bound[size:]]
        self._best_outside = float(outside.max()) if len(outside) else -np.inf
        self._pool_looks = self._embeddings[self._rows[self._pool]].astype(np.float64)

    def _refresh_pool(self) -> None:
        self._refresh(self._pool, self._pool_looks)

    def _refresh(self, indices: Rows, looks: Floats) -> None:
        """Computes present values; ``looks`` are the embeddings of the candidates."""
        since = int(self._seen[indices].min())
        if self._visual and since < self._count:
            inside = self._inside[since : self._count]
            parts = [inside[i : i + _AT_ONCE] for i in range(0, len(inside), _AT_ONCE)]
            cosines = np.max([(looks @ part.T).max(axis=1) for part in parts], axis=0)
            closest = np.round(np.clip(cosines, 0.0, 1.0), _LOOK_DIGITS)
            self._look[indices] = np.maximum(self._look[indices], closest)
        self._seen[indices] = self._count
        self._bounds[indices] = self._times.values[indices] - self._visual * self._look[indices]

    def _enter(self, index: int) -> None:
        self._inside[self._count] = self._embeddings[self._rows[index]]
        self._count += 1
        fallen = self._times.add(self._times.seconds[index])
        self._times.values[index] = self._bounds[index] = -np.inf
        self._bounds[fallen] = self._times.values[fallen] - self._visual * self._look[fallen]


class _Times:
    """Composites of the candidates, lowered by their closeness in time to the album.

    Attributes:
        seconds: Capture times of the candidates; NaN where unknown.
        values: The lowered composites.
    """

    def __init__(self, seconds: Floats, composites: Floats, tuning: Tuning) -> None:
        self.seconds = seconds
        self.values = composites.copy()
        self._composites = composites
        self._penalty = tuning.time_spread
        known = np.flatnonzero(~np.isnan(seconds))
        self._order = known[np.argsort(seconds[known], kind="stable")]
        self._sorted = seconds[self._order]
        length = float(self._sorted[-1] - self._sorted[0]) if len(known) else 0.0
        self._step_s = max(length / max(tuning.count, 1), 1.0)
        self._gaps = np.full(len(self._order), np.inf)
        self._inside: list[float] = []

    def add_all(self, seconds: Floats) -> None:
        """Takes in photos of the album."""
        inside = np.unique(seconds[~np.isnan(seconds)])
        if not self._penalty or not len(inside):
            return
        self._inside = inside.tolist()
        after = np.searchsorted(inside, self._sorted)
        self._gaps = np.minimum(
            np.abs(self._sorted - inside[np.maximum(after - 1, 0)]),
            np.abs(self._sorted - inside[np.minimum(after, len(inside) - 1)]),
        )
        self._lower(slice(None))

    def add(self, time: float) -> NDArray[np.intp]:
        """Takes in one photo of the album; the indices of the candidates whose values fell.

        Candidates beyond the neighbours in time are closer to those.
        """
        if not self._penalty or np.isnan(time):
            return self._order[:0]
        place = bisect_left(self._inside, time)
        before = self._inside[place - 1] if place else -np.inf
        after = self._inside[place] if place < len(self._inside) else np.inf
        insort(self._inside, time)
        between = slice(
            int(np.searchsorted(self._sorted, before, "left")),
            int(np.searchsorted(self._sorted, after, "right")),
        )
        self._gaps[between] = np.minimum(self._gaps[between], np.abs(self._sorted[between] - time))
        return self._lower(between)

    def _lower(self, part: slice) -> NDArray[np.intp]:
        indices = self._order[part]
        closeness = np.exp(-self._gaps[part] / self._step_s)
        lowered = self._composites[indices] - self._penalty * closeness
        # Photos that are in the album stay out of the race.
        self.values[indices] = np.where(np.isneginf(self.values[indices]), -np.inf, lowered)
        return indices
