"""Scores of one photo and how they add up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.photo import Photo

AVA_MIN, AVA_MAX = 1.0, 10.0
NEUTRAL_PORTRAIT = 0.5

FAULT = 0.35
"""A component of the technical quality below this is a fault and worth a sentence. Every component
is scaled so that this holds, and so that at most 5% of 100 well made photos have any fault."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the composite; each 0..1, together 1."""

    ava: float = 0.5
    technical: float = 0.2
    portrait: float = 0.3


@dataclass(frozen=True, slots=True)
class TechnicalQuality:
    """Measured craft of a photo.

    Attributes:
        sharpness: 0..1, as all up to ``overall``, higher is better. Of the sharpest region, so that
            a shallow depth of field is no fault.
        motion: 1 without the smear of camera shake.
        highlights: 1 with detail in all highlights.
        shadows: 1 with detail in all shadows.
        brightness: 1 for a photo that is bright enough, 0 for a dark one.
        contrast: Distance of the bright from the dark tones.
        noise: 1 for a clean picture.
        compression: 1 without visible JPEG blocks.
        overall: The weighted sum that enters the composite.
        blown: Share of the picture that is white without detail, 0..1.
        blown_top: The part of ``blown`` that lies in the upper third.
        blocked: Share of the picture that is black without detail, 0..1.
    """

    sharpness: float
    motion: float
    highlights: float
    shadows: float
    brightness: float
    contrast: float
    noise: float
    compression: float
    overall: float
    blown: float = 0.0
    blown_top: float = 0.0
    blocked: float = 0.0


@dataclass(frozen=True, slots=True)
class PhotoAnalysis:
    """What was measured on a photo without any model that can be switched.

    Attributes:
        technical: Measured craft.
        portrait: Quality of the faces, 0..1, or None without faces.
        perceptual_hash: 64-bit DCT hash; a small Hamming distance means a similar picture.
        embedding: Unit vector, float32, shape (D,); the cosine tells similar layout.
    """

    technical: TechnicalQuality
    portrait: float | None
    perceptual_hash: int
    embedding: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The scores of one photo.

    Attributes:
        ava: Aesthetic score, 1..10.
        technical: Technical quality, 0..1.
        portrait: Quality of the faces, 0..1, or None without faces.
        composite: The weighted sum, 0..1, by which photos are ranked.
    """

    ava: float
    technical: float
    portrait: float | None
    composite: float

    @classmethod
    def of(
        cls, ava: float, technical: float, portrait: float | None, weights: Weights = Weights()
    ) -> "ScoreCard":
        """The card with its composite computed by :func:`composite_score`."""
        return cls(ava, technical, portrait, composite_score(ava, technical, portrait, weights))


@dataclass(frozen=True, slots=True)
class ScoredPhoto:
    """A photo with everything that was measured on it."""

    photo: Photo
    analysis: PhotoAnalysis
    card: ScoreCard


def composite_score(
    ava: float, technical: float, portrait: float | None, weights: Weights = Weights()
) -> float:
    """Weighs the scores of one photo.

    ``w_ava * (ava - 1) / 9 + w_technical * technical + w_portrait * portrait``, where a photo
    without faces counts as the neutral 0.5, as in the project of origin: faces only lift or lower.

    Args:
        ava: 1..10.
        technical: 0..1.
        portrait: 0..1, or None without faces.
        weights: Shares that add up to 1.

    Returns:
        The composite, 0..1.
    """
    faces = NEUTRAL_PORTRAIT if portrait is None else portrait
    aesthetic = (ava - AVA_MIN) / (AVA_MAX - AVA_MIN)
    return weights.ava * aesthetic + weights.technical * technical + weights.portrait * faces
