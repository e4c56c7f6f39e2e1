"""Chooses the album: the person's picks first, then the best of the groups, spread out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.settings.schema import AlbumSettings

NOT_THINNED = (GroupKind.BRACKET, GroupKind.PANORAMA)
"""Kinds whose members are needed together and therefore compete one by one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the program proposes.

    Attributes:
        proposed: Paths.
        candidates: Paths that competed for a place, the proposed ones included.
    """

    proposed: frozenset[str]
    candidates: frozenset[str]


def select_proposals(
    photos: Mapping[str, ScoredPhoto],
    groups: Sequence[PhotoGroup],
    decisions: Mapping[str, UserDecision],
    count: int,
    settings: AlbumSettings,
) -> Selection:
    """Proposes photos until picks and proposals together reach ``count``.

    Each place goes to the candidate with the highest composite less its likeness to what is in the
    album already: ``time_spread`` times the closeness in time plus ``visual_spread`` times the
    cosine of the embeddings, both of the closest one (maximal marginal relevance, Carbonell and
    Goldstein 1998). Closeness in time is ``exp(-gap / step)``, where step is the length of the
    album divided by its number of photos.

    Args:
        photos: By path.
        groups: With their members ranked.
        decisions: A person's picks and rejections; they always stand.
        count: Photos wanted in the album.
        settings: Weights of the spread.

    Returns:
        The proposal; it contains no photo that a person decided on.
    """
    picked = [path for path, what in decisions.items() if what is UserDecision.PICK]
    candidates = [path for group in groups for path in _candidates(group, decisions)]
    # The order of ties: composite, then content, then name.
    candidates.sort(
        key=lambda p: (-photos[p].card.composite, photos[p].photo.content_id, photos[p].photo.path)
    )
    places = min(max(0, count - len(picked)), len(candidates))
    if not places:
        return Selection(frozenset(), frozenset(candidates))
    spread = _Spread([photos[p] for p in candidates], count, settings)
    for path in picked:
        spread.add(photos[path])
    proposed = []
    for _ in range(places):
        best = spread.take_best()
        proposed.append(candidates[best])
    return Selection(frozenset(proposed), frozenset(candidates))


def _candidates(group: PhotoGroup, decisions: Mapping[str, UserDecision]) -> list[str]:
    undecided = [path for path in group.paths if path not in decisions]
    if group.kind in NOT_THINNED:
        return undecided
    if any(decisions.get(path) is UserDecision.PICK for path in group.paths):
        return []
    return undecided[:1]


class _Spread:
    """Values of the candidates, lowered with each photo that enters the album."""

    def __init__(self, photos: list[ScoredPhoto], count: int, settings: AlbumSettings) -> None:
        self._settings = settings
        self._photos = photos
        self._embeddings = np.stack([p.analysis.embedding for p in photos])
        self._seconds = np.array([_seconds(p) for p in photos])
        self._values = np.array([p.card.composite for p in photos])
        self._closest_time = np.zeros(len(photos))
        self._closest_look = np.zeros(len(photos))
        self._open = np.ones(len(photos), np.bool_)
        known = self._seconds[~np.isnan(self._seconds)]
        length = float(known.max() - known.min()) if len(known) else 0.0
        self._step_s = max(length / max(count, 1), 1.0)

    def add(self, photo: ScoredPhoto) -> None:
        """Lowers the value of the candidates that are like ``photo``."""
        look: NDArray[np.float64] = np.clip(self._embeddings @ photo.analysis.embedding, 0.0, 1.0)
        gap = np.abs(self._seconds - _seconds(photo)) / self._step_s
        time = np.where(np.isnan(gap), 0.0, np.exp(-gap))
        self._closest_look = np.maximum(self._closest_look, look)
        self._closest_time = np.maximum(self._closest_time, time)

    def take_best(self) -> int:
        """Moves the most valuable open candidate into the album; its index."""
        value = (
            self._values
            - self._settings.time_spread * self._closest_time
            - self._settings.visual_spread * self._closest_look
        )
        best = int(np.argmax(np.where(self._open, value, -np.inf)))
        self._open[best] = False
        self.add(self._photos[best])
        return best


def _seconds(photo: ScoredPhoto) -> float:
    taken_at = photo.photo.capture.taken_at
    if taken_at is None:
        return float("nan")
    return (taken_at - type(taken_at)(1970, 1, 1)).total_seconds()
