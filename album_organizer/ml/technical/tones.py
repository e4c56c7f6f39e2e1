"""Highlights, shadows, brightness and contrast."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from album_organizer.ml.technical.tiles import Pixels, Plane

HIGHLIGHT, SHADOW = 250, 5
"""Levels, 0..255, from which on and up to which a pixel or channel counts as clipped."""

PEAK_SHARE: Final = 0.999
"""Share of the pixels below the peak, the brightest level of the middle channel."""

PLATEAU: Final = 0.03
"""Width of the brightest tones in shares of the peak. Highlights that were lost and then darkened
are no longer white, but crowd there."""

LEAST_PEAK: Final = 40
"""Below this level a peak tells nothing."""

HIGHLIGHT_EASE, SHADOW_EASE = 0.003, 0.1
"""Shares of the picture that lamps, reflections and deep shadows may take without much harm."""

HIGHLIGHT_SCALE, SHADOW_SCALE = 0.14, 0.36
"""Share of lost tones at which a score has fallen to 1/e. Black is more often meant (night, studio,
stage) than white. A fault from 15% lost highlights and 46% blocked shadows on."""

BRIGHTEST_SHARE: Final = 0.995
"""Share of the pixels below the brightest tone that counts for the brightness."""

BRIGHT_ENOUGH, TOO_DARK = 235.0, 87.0
"""Level of the brightest tone from which on a photo is bright enough, and at which the score is 0.
A night scene with lamps reaches the first; one stop too little takes 255 to 188, two to 137."""

DARK_POWER: Final = 1.25
"""Above 1, so that a scene without anything white loses little."""

LEAST_MEAN: Final = 0.12
"""Mean brightness, 0..1, below which the score falls in proportion."""

CONTRAST_SHARES: Final = (0.02, 0.98)
"""Shares of the pixels that are darker than the dark and than the bright tones."""

CONTRAST_BASE: Final = 32.0
"""Grey levels added to the sum of both, so that black noise has no contrast."""

CONTRAST_RANGE: Final = (0.06, 0.8)
"""Ratio of difference to sum of both that counts as no and as full contrast. Of 100 well made
photos one lies below 0.48; fog and haze at 0.2 to 0.35."""

FACE_SCALES: Final = (0.35, 0.8)
"""For :func:`exposure_of`: as :data:`HIGHLIGHT_SCALE` and :data:`SHADOW_SCALE`, of a part."""

FACE_TOLERATED: Final = 0.01
FACE_BAND: Final = (0.20, 0.78)
"""For :func:`exposure_of`: share of clipped pixels and mean brightness that are no fault."""

_SHRINK: Final = 4


@dataclass(frozen=True, slots=True)
class Tones:
    """What the tones of a picture tell; shares of the picture, 0..1.

    Attributes:
        lost: Share of the pixels without detail in the highlights, also where they were darkened.
        blown: Share of the pixels with two clipped channels: one alone is a strong colour.
        blown_top: The part of ``blown`` that lies in the upper third.
        blocked: Share of the pixels that are black; a saturated colour has a black channel only.
        dark: Level of the dark tones, 0..255; as ``bright`` by :data:`CONTRAST_SHARES`.
        bright: Level of the bright tones.
        brightest: Level of the brightest tone.
        mean: Mean brightness.
    """

    lost: float
    blown: float
    blown_top: float
    blocked: float
    dark: float
    bright: float
    brightest: float
    mean: float


def measure_tones(pixels: Pixels, grey: Plane) -> Tones:
    """Measures the tones of a picture.

    Args:
        pixels: RGB, uint8 (H, W, 3).
        grey: Its luma, float32 (H, W), 0..255.
    """
    middle = _middle_channel(pixels)
    white = cv2.inRange(middle, HIGHLIGHT, 255)
    black = cv2.inRange(pixels, (0,) * 3, (SHADOW,) * 3)
    upper = max(1, pixels.shape[0] // 3)
    # In a smaller picture noise makes no tones of its own.
    size = tuple(max(1, side // _SHRINK) for side in grey.shape[::-1])
    levels = _histogram(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    dark, bright = (_level(levels, share) for share in CONTRAST_SHARES)
    return Tones(
        lost=_lost(_histogram(middle)),
        blown=cv2.countNonZero(white) / grey.size,
        blown_top=cv2.countNonZero(white[:upper]) / grey.size,
        blocked=cv2.countNonZero(black) / grey.size,
        dark=dark,
        bright=bright,
        brightest=_level(levels, BRIGHTEST_SHARE),
        mean=float(grey.mean()) / 255.0,
    )


def highlights_from(tones: Tones) -> float:
    """1 with detail in all highlights; ``exp(-loss / scale)``, a small loss counting less."""
    return _kept(tones.lost, HIGHLIGHT_EASE, HIGHLIGHT_SCALE)


def shadows_from(tones: Tones) -> float:
    """1 with detail in all shadows; as :func:`highlights_from`."""
    return _kept(tones.blocked, SHADOW_EASE, SHADOW_SCALE)


def brightness_from(tones: Tones) -> float:
    """1 for a photo that is bright enough, 0 for a dark one; too bright shows in the highlights."""
    missing = max(0.0, BRIGHT_ENOUGH - tones.brightest) / (BRIGHT_ENOUGH - TOO_DARK)
    return max(0.0, 1.0 - math.pow(missing, DARK_POWER)) * min(1.0, tones.mean / LEAST_MEAN)


def contrast_from(tones: Tones) -> float:
    """Contrast of the bright and the dark tones, 0..1.

    Michelson's ratio of their difference to their sum, which a change of the exposure leaves as it
    is.
    """
    ratio = (tones.bright - tones.dark) / (tones.bright + tones.dark + CONTRAST_BASE)
    none, full = CONTRAST_RANGE
    return min(1.0, max(0.0, (ratio - none) / (full - none)))


def exposure_of(pixels: Pixels) -> float:
    """Exposure of a part of a picture, such as a face.

    ``exp(-(clipped - tolerated) / scale)`` for highlights and for shadows; outside the usual band
    of brightness also times the distance from black or white, in units of the band's own distance.
    The brightest tone tells nothing here: a face need not hold anything white.

    Args:
        pixels: RGB, uint8 (H, W, 3).

    Returns:
        0..1.
    """
    black = cv2.inRange(pixels, (0,) * 3, (SHADOW,) * 3)
    shares = (float((pixels >= HIGHLIGHT).mean()), cv2.countNonZero(black) / black.size)
    losses = (max(0.0, share - FACE_TOLERATED) for share in shares)
    lost = sum(loss / scale for loss, scale in zip(losses, FACE_SCALES, strict=True))
    brightness = sum(cv2.mean(pixels)[:3]) / 3.0 / 255.0
    dark, bright = FACE_BAND
    return math.exp(-lost) * min(1.0, brightness / dark, (1.0 - brightness) / (1.0 - bright))


def _middle_channel(pixels: Pixels) -> Pixels:
    """The second highest of the three channels, uint8 (H, W)."""
    red, green, blue = cv2.split(pixels)
    middle: Pixels = cv2.max(cv2.min(red, green), cv2.min(cv2.max(red, green), blue))
    return middle


def _lost(histogram: Plane) -> float:
    """Share of lost highlights in the histogram of the middle channel."""
    clipped = float(histogram[HIGHLIGHT:].sum())
    peak = int(_level(histogram, PEAK_SHARE))
    if peak < LEAST_PEAK:
        return clipped
    width = max(2, round(PLATEAU * peak))
    crowd = float(histogram[peak - width + 1 :].sum())
    beside = float(histogram[peak - 2 * width + 1 : peak - width + 1].sum())
    return max(clipped, crowd - beside)


def _kept(loss: float, ease: float, scale: float) -> float:
    return math.exp(-loss * loss / (loss + ease) / scale)


def _histogram(plane: Pixels | Plane) -> Plane:
    """Shares of the levels 0..255, (256,)."""
    counts: Plane = cv2.calcHist([plane], [0], None, [256], [0.0, 256.0]).ravel()
    return counts / np.float32(plane.size)


def _level(histogram: Plane, share: float) -> float:
    return float(min(255, int(np.searchsorted(histogram.cumsum(), share))))
