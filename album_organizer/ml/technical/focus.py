"""Sharpness of the sharpest region, and the smear that camera shake leaves."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from album_organizer.ml.technical.noise import NO_NOISE, Noise
from album_organizer.ml.technical.tiles import Plane, tile_means

DIRECTIONS: Final = tuple(step * math.pi / 8 for step in range(8))
"""Angles in radians along which detail is measured; turns and flips map them on one another."""

SHARPEST_SHARE: Final = 0.04
"""Share of the tiles, the sharpest ones, that stand for the photo: a shallow depth of field or a
small subject before a plain background is no fault."""

COARSE_SIGMA: Final = 2.0
"""Gaussian sigma in pixels that separates fine from coarse detail."""

COARSE_FLOOR: Final = 6.0
"""Added to the coarse energy (squared grey levels) at the usual brightness; tiles with less detail
than that do not count as sharp, however fine it is."""

USUAL_BRIGHTNESS: Final = 110.0
"""Mean luma, without what is white, for which the floor holds. It grows with the square of the
mean, as the energies do, so that a wrong exposure is not taken for a wrong focus."""

WHITE: Final = 245.0
"""Luma above which nothing is left to be measured."""

FLOOR_RANGE: Final = (0.1, 4.0)
"""Smallest and largest factor on the floor."""

NOISE_MARGIN: Final = 2.0
"""Times the noise energy that is taken off, because single tiles hold more of it than most."""

SHARPNESS_RANGE: Final = (-0.3, 4.0)
"""Natural logarithm of the fineness at which a photo counts as fully blurred and as fully sharp.
Measured on 190 photos: Gaussian blur of sigma 8 gives -0.3, of sigma 4 0.1, of sigma 2 0.6, of
sigma 1 1.6; well made photos 2.3 to 4.3, half of them below 3.4. A crisp edge by itself, without
any texture beside it, reaches 1.2 to 1.4, which is no fault yet."""

SMEAR_GAP: Final = 1.3
"""Difference of the logarithms between the finest and the coarsest direction that is a full smear.
A straight motion of 1/50 of the picture gives 0.6 to 2.4; out of focus 0.1 to 0.4; sharp photos
of grass, fur and stripes up to 1.2, whose coarsest direction is still fine."""

FINE_IN_ALL: Final = 2.2
"""Logarithm of the fineness in the coarsest direction from which on nothing is smeared."""

COARSE_IN_ONE: Final = 1.0
"""The same below which the coarsest direction holds no fine detail at all."""

FULL_EVIDENCE: Final = 0.05
"""Coarse energy of a direction, as a share of the richest one's, from which on its fineness counts
fully. A smear of 1/15 of the picture leaves 0.06 and more; bare stripes hold 0.005."""

_LEAST_RATIO: Final = 0.05


@dataclass(frozen=True, slots=True)
class Detail:
    """The detail of the sharpest tiles along each of the :data:`DIRECTIONS`.

    Attributes:
        fineness: Natural logarithm of the ratio of fine to coarse energy, float64 (8,).
        evidence: How much there is to tell it from, float64 (8,), 0..1.
    """

    fineness: NDArray[np.float64]
    evidence: NDArray[np.float64]


def measure_detail(grey: Plane, noise: Noise = NO_NOISE) -> Detail:
    """Measures how fine the detail of the sharpest tiles is.

    Per tile and direction: the energy of the gradient along it, divided by the same after a
    Gaussian blur, both less what noise contributes. Strong edges raise both, so the ratio tells how
    fine the detail is and not how contrasty. The energies of all directions come from the structure
    tensor (Foerstner and Guelch, ISPRS 1987); the idea of re-blurring is from Crete et al., "The
    blur effect", SPIE 2007. Every direction has sharpest tiles of its own: a photo of nothing but
    stripes is fine across them, and some tile of almost any sharp photo is fine along them.

    Args:
        grey: float32 (H, W), 0..255.
        noise: Of the picture.
    """
    if min(grey.shape) < 2:
        return Detail(np.full(len(DIRECTIONS), math.log(_LEAST_RATIO)), np.ones(len(DIRECTIONS)))
    fine, coarse = _tensor(grey), _tensor(cv2.GaussianBlur(grey, (0, 0), COARSE_SIGMA))
    # A blur leaves 1 / (8 pi sigma^4) of the energy that white noise has in a slope.
    luma = tile_means(grey[:-1, :-1]).ravel()
    fine_noise = NOISE_MARGIN * noise.variance_at(luma)
    coarse_noise = fine_noise / (8.0 * math.pi * COARSE_SIGMA**4)
    least, most = FLOOR_RANGE
    brightness = cv2.mean(grey, cv2.inRange(grey, 0.0, WHITE))[0]
    factor = min(most, max(least, (brightness / USUAL_BRIGHTNESS) ** 2))
    count = max(1, round(SHARPEST_SHARE * fine.shape[1]))
    logarithms, energies = np.empty(len(DIRECTIONS)), np.empty(len(DIRECTIONS))
    for number, angle in enumerate(DIRECTIONS):
        x, y = math.cos(angle), math.sin(angle)
        shares = np.array([x * x, y * y, 2.0 * x * y], np.float32)
        fine_energy = np.maximum(shares @ fine - fine_noise, 0.0)
        coarse_energy = np.maximum(shares @ coarse - coarse_noise, 0.0)
        ratios = np.sort(fine_energy / (coarse_energy + COARSE_FLOOR * factor))
        logarithms[number] = math.log(float(ratios[-count:].mean()) + _LEAST_RATIO)
        energies[number] = np.sort(coarse_energy)[-count:].mean()
    richest = float(energies.max())
    if richest <= 0.0:
        return Detail(logarithms, np.ones_like(energies))
    return Detail(logarithms, np.minimum(1.0, energies / (FULL_EVIDENCE * richest)))


def sharpness_from(detail: Detail) -> float:
    """Mean over the directions, 0..1 between the bounds of :data:`SHARPNESS_RANGE`."""
    low, high = SHARPNESS_RANGE
    mean = float(np.average(detail.fineness, weights=detail.evidence))
    return _clipped((mean - low) / (high - low))


def motion_from(detail: Detail, clean: float = 1.0) -> float:
    """1 without a smear in one direction, 0 for a full one.

    Camera shake takes the detail along its path everywhere, and leaves it across. The smear is the
    gap between the finest and the coarsest direction, as far as the coarsest has lost its detail:
    stripes that are crisp are no smear, and what is out of focus is coarse in all directions.

    Args:
        detail: Of the photo.
        clean: The noise score, 0..1: under noise no direction can be told from another.
    """
    coarsest = int(detail.fineness.argmin())
    value = float(detail.fineness[coarsest])
    gap = _clipped((float(detail.fineness.max()) - value) / SMEAR_GAP)
    lost = _clipped((FINE_IN_ALL - value) / (FINE_IN_ALL - COARSE_IN_ONE))
    return 1.0 - gap * lost * float(detail.evidence[coarsest]) * clean


def sharpness_of(grey: Plane) -> float:
    """Sharpness, 0..1, of a picture or a part of one, float32 (H, W), 0..255."""
    return sharpness_from(measure_detail(grey))


def _tensor(plane: Plane) -> Plane:
    """Tile means of the squared slopes to the right and down and of their product, (3, tiles)."""
    top_left, top_right = plane[:-1, :-1], plane[:-1, 1:]
    bottom_left, bottom_right = plane[1:, :-1], plane[1:, 1:]
    # Both slopes are taken in the middle of four pixels, so that flips only change their signs.
    falling, rising = bottom_right - top_left, top_right - bottom_left
    right, down = (falling + rising) * np.float32(0.5), (falling - rising) * np.float32(0.5)
    products = (right * right, down * down, right * down)
    return np.stack([tile_means(product).ravel() for product in products])


def _clipped(value: float) -> float:
    return min(1.0, max(0.0, value))
