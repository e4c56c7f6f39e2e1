"""All components of the technical quality of a photo, and their sum."""

from typing import Final

import numpy as np
from PIL import Image

from album_organizer.domain.scores import TechnicalQuality
from album_organizer.ml.technical.compression import compression_of
from album_organizer.ml.technical.focus import measure_detail, motion_from, sharpness_from
from album_organizer.ml.technical.noise import measure_noise, noise_from
from album_organizer.ml.technical.tiles import to_grey
from album_organizer.ml.technical.tones import (
    brightness_from,
    contrast_from,
    highlights_from,
    measure_tones,
    shadows_from,
)

WORKING_SIDE: Final = 512
"""Longer side in pixels at which photos are measured; smaller ones are never enlarged."""

WEIGHTS: Final = {
    "sharpness": 0.39,
    "motion": 0.10,
    "highlights": 0.12,
    "shadows": 0.04,
    "brightness": 0.08,
    "contrast": 0.08,
    "noise": 0.12,
    "compression": 0.07,
}
"""Shares of the components in the overall figure. What damages one component may flatter another (a
blur hides noise); these shares let the damage win on 380 photos."""


def technical_quality(image: Image.Image) -> TechnicalQuality:
    """Measures a photo.

    Args:
        image: Upright RGB picture of any size; scaled to at most :data:`WORKING_SIDE`.

    Returns:
        Every component and their weighted sum, each 0..1, higher is better.
    """
    pixels = np.asarray(_scaled(image.convert("RGB")))
    grey = to_grey(pixels)
    noise = measure_noise(grey)
    detail = measure_detail(grey, noise)
    tones = measure_tones(pixels, grey)
    clean = noise_from(noise.deviation)
    parts = {
        "sharpness": sharpness_from(detail),
        "motion": motion_from(detail, clean),
        "highlights": highlights_from(tones),
        "shadows": shadows_from(tones),
        "brightness": brightness_from(tones),
        "contrast": contrast_from(tones),
        "noise": clean,
        "compression": compression_of(grey),
    }
    overall = min(1.0, sum(WEIGHTS[name] * value for name, value in parts.items()))
    return TechnicalQuality(
        **parts,
        overall=overall,
        blown=tones.blown,
        blown_top=tones.blown_top,
        blocked=tones.blocked,
    )


def _scaled(image: Image.Image) -> Image.Image:
    scale = WORKING_SIDE / max(image.size)
    if scale >= 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BILINEAR)
