"""The figures of all photos of a folder as arrays, so that all of them can be ranked at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.scores import (
    AVA_MAX,
    AVA_MIN,
    NEUTRAL_PORTRAIT,
    ScoredPhoto,
    Weights,
)

_EPOCH = datetime(1970, 1, 1)

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PhotoArrays:
    """One row for every photo, in path order.

    Attributes:
        paths: The photos.
        row_of: The row by path.
        content: Equal for copies of one file; in the order of the content ids.
        by_content: The place of every row when sorted by content id, then path: the last criterion
            wherever two photos are equal.
        ava: 1..10.
        technical: 0..1.
        portrait: 0..1; the neutral value for photos without faces.
        seconds: Capture time since 1970; NaN where unknown.
        embeddings: float32, shape (photos, D).
    """

    paths: tuple[str, ...]
    row_of: Mapping[str, int]
    content: Rows
    by_content: Rows
    ava: Floats
    technical: Floats
    portrait: Floats
    seconds: Floats
    embeddings: NDArray[np.float32]

    @classmethod
    def of(cls, photos: Mapping[str, ScoredPhoto]) -> "PhotoArrays":
        """Reads the figures of photos by path."""
        paths = tuple(sorted(photos))
        ordered = [photos[path] for path in paths]
        ids = {name: code for code, name in enumerate(sorted({_content_id(p) for p in ordered}))}
        content = np.array([ids[_content_id(p)] for p in ordered], np.intp)
        by_content = np.empty(len(paths), np.intp)
        by_content[np.argsort(content, kind="stable")] = np.arange(len(paths))
        faces = [p.card.portrait for p in ordered]
        looks = [p.analysis.embedding for p in ordered]
        return cls(
            paths=paths,
            row_of={path: row for row, path in enumerate(paths)},
            content=content,
            by_content=by_content,
            ava=np.array([p.card.ava for p in ordered], np.float64),
            technical=np.array([p.card.technical for p in ordered], np.float64),
            portrait=np.array([NEUTRAL_PORTRAIT if f is None else f for f in faces], np.float64),
            seconds=np.array([_seconds(p) for p in ordered], np.float64),
            embeddings=np.stack(looks) if looks else np.empty((0, 0), np.float32),
        )

    def composites(self, weights: Weights) -> Floats:
        """:func:`~album_organizer.domain.scores.composite_score` of every row, to the last bit."""
        aesthetic = (self.ava - AVA_MIN) / (AVA_MAX - AVA_MIN)
        return (
            weights.ava * aesthetic
            + weights.technical * self.technical
            + weights.portrait * self.portrait
        )


def _content_id(photo: ScoredPhoto) -> str:
    return photo.photo.content_id


def _seconds(photo: ScoredPhoto) -> float:
    taken_at = photo.photo.capture.taken_at
    return float("nan") if taken_at is None else (taken_at - _EPOCH).total_seconds()
