"""Builders of scored photos for tests of the stages that need no picture."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.domain.scores import (
    PhotoAnalysis,
    ScoreCard,
    ScoredPhoto,
    TechnicalQuality,
)

START = datetime(2026, 7, 12, 9, 0, 0)
DIMENSIONS = 16


def scene(seed: int) -> NDArray[np.float32]:
    """A random unit vector: the look of one scene."""
    vector = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def scored_photo(
    path: str,
    *,
    ava: float = 5.0,
    technical: float = 0.5,
    portrait: float | None = None,
    seconds: float | None = 0.0,
    look: NDArray[np.float32] | int = 0,
    bits: int = 0,
    content_id: str | None = None,
    sharpness: float | None = None,
    **capture: float | int | str,
) -> ScoredPhoto:
    """A scored photo; ``look`` is a scene's seed or its embedding."""
    taken_at = None if seconds is None else START + timedelta(seconds=seconds)
    info = CaptureInfo(taken_at=taken_at, **capture)  # type: ignore[arg-type]
    quality = TechnicalQuality(technical if sharpness is None else sharpness, *[technical] * 8)
    embedding = scene(look) if isinstance(look, int) else look
    return ScoredPhoto(
        Photo(path, content_id or f"id-{path}", 4000, 3000, info),
        PhotoAnalysis(quality, portrait, bits, embedding),
        ScoreCard.of(ava, technical, portrait),
    )


def by_path(*photos: ScoredPhoto) -> dict[str, ScoredPhoto]:
    """As an album holds them."""
    return {p.photo.path: p for p in sorted(photos, key=lambda p: p.photo.path)}
