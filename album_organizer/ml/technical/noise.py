"""How much noise lies over a photo, told apart from texture."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from album_organizer.ml.technical.tiles import TILE, Plane, tile_means

QUIET_SHARE: Final = 0.15
"""Share of the tiles, the quietest ones, that tell the noise; the others hold detail."""

UNCLIPPED: Final = (5.5, 249.5)
"""Luma between which noise is not cut off."""

CLIPPED_TILE: Final = 0.05
"""Share of clipped pixels from which on a tile tells nothing of the noise."""

BRIGHTNESS_CLASSES: Final = 3
"""Into so many classes of equal size the tiles are divided by their luma."""

LEAST_TILES: Final = 20
"""Tiles that a class needs; smaller pictures have one class."""

FULL_NOISE: Final = 14.0
"""Standard deviation in grey levels, at the working size, at which the noise score is 0."""

_MASK: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_FACTOR: Final = math.sqrt(math.pi / 2) / 6


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of a picture.

    Attributes:
        deviation: Its standard deviation in grey levels, of the whole picture.
        levels: Mean luma of the tiles of each class of brightness, rising, float32.
        variances: Variance of the noise in each class, float32.
    """

    deviation: float
    levels: Plane
    variances: Plane

    def variance_at(self, luma: Plane) -> Plane:
        """Variance of the noise where the luma is so high; sensors make more where it is dark."""
        found: Plane = np.interp(luma, self.levels, self.variances).astype(np.float32)
        return found


NO_NOISE: Final = Noise(0.0, np.zeros(1, np.float32), np.zeros(1, np.float32))


def measure_noise(grey: Plane) -> Noise:
    """Measures the noise.

    Immerkaer's fast estimate (Computer Vision and Image Understanding, 1996) per tile: a mask that
    is blind to constant, linear and edge-like structure. It is taken twice, at full and at half the
    size: the mean of four pixels has half the white noise, while texture keeps its energy, which is
    about the same in every octave (Field, JOSA A 1987). So the variance of the noise is 4/3 of the
    difference. The tiles that are quietest at half the size stand for the photo.

    Args:
        grey: float32 (H, W), 0..255.

    Returns:
        :data:`NO_NOISE` for pictures too small or too clipped to tell.
    """
    height, width = (side // 2 * 2 for side in grey.shape)
    if min(height, width) < TILE:
        return NO_NOISE
    even = grey[:height, :width]
    half = cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    clipped = 1.0 - cv2.inRange(even, *UNCLIPPED) / np.float32(255)
    usable = tile_means(clipped) < CLIPPED_TILE
    if not usable.any():
        return NO_NOISE
    fine = _deviations(even, TILE)[usable]
    coarse = _deviations(half, TILE // 2)[usable]
    luma = tile_means(even)[usable]
    count = BRIGHTNESS_CLASSES if luma.size >= BRIGHTNESS_CLASSES * LEAST_TILES else 1
    classes = np.array_split(np.argsort(luma, kind="stable"), count)
    return Noise(
        deviation=math.sqrt(_variance(fine, coarse)),
        levels=np.array([luma[tiles].mean() for tiles in classes], np.float32),
        variances=np.array([_variance(fine[t], coarse[t]) for t in classes], np.float32),
    )


def noise_from(deviation: float) -> float:
    """1 for a clean picture, falling in proportion to 0 at :data:`FULL_NOISE`."""
    return max(0.0, 1.0 - deviation / FULL_NOISE)


def _variance(fine: Plane, coarse: Plane) -> float:
    quietest = np.argsort(coarse, kind="stable")[: max(1, round(QUIET_SHARE * coarse.size))]
    return max(0.0, float(np.mean(fine[quietest] ** 2 - coarse[quietest] ** 2)) * 4.0 / 3.0)


def _deviations(grey: Plane, tile: int) -> Plane:
    return tile_means(np.abs(cv2.filter2D(grey, cv2.CV_32F, _MASK)), tile) * np.float32(_FACTOR)
