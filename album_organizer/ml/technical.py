"""Measured craft of a photo: sharpness, exposure, contrast and noise.

Plain signal measures, no model: the same photo gives the same figures whichever model version is
current. Every component stays in 0..1 and does not rise under its own kind of damage.
"""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.scores import TechnicalQuality

WORKING_SIDE: Final = 512
"""Longer side in pixels at which photos are measured; smaller ones are never enlarged."""

TILE: Final = 24
"""Side in pixels of the tiles that are measured one by one."""

SHARPEST_SHARE: Final = 0.04
"""Share of the tiles, the sharpest ones, that stand for the photo: a shallow depth of field or a
small subject before a plain background is no fault."""

COARSE_SIGMA: Final = 2.0
"""Gaussian sigma in pixels that separates fine from coarse detail."""

COARSE_FLOOR: Final = 12.0
"""Added to the coarse energy (squared grey levels); tiles with less detail than that do not count
as sharp, however fine it is."""

SHARPNESS_RANGE: Final = (1.2, 40.0)
"""Ratio of fine to coarse energy that counts as fully blurred and as fully sharp; a Gaussian blur
of sigma 3 at the working size gives about 1.2, one of sigma 1 about 5, and crisp camera files that
were scaled down 20 to 70."""

NOISE_MARGIN: Final = 1.5
"""Times the noise energy that is taken off, because single tiles hold more of it than most."""

HIGHLIGHT, SHADOW = 250, 5
"""Levels, 0..255, from which on and up to which a pixel or channel counts as clipped."""

TOLERATED_CLIPPING: Final = 0.01
"""Share of clipped pixels of either kind that is no fault: lamps, reflections, deep shadows."""

HIGHLIGHT_SCALE, SHADOW_SCALE = 0.35, 0.8
"""Share of clipped pixels beyond the tolerated at which the exposure has fallen to 1/e. Black is
more often meant (night, studio, stage) than white."""

BRIGHTNESS_BAND: Final = (0.20, 0.78)
"""Mean brightness, 0..1, that needs no correction; outside the exposure falls in proportion."""

CONTRAST_SHARES: Final = (0.02, 0.98)
"""Shares of the pixels that are darker than the dark and than the bright tones."""

FULL_CONTRAST: Final = 0.75
"""Distance of those tones, 0..1, from which on the contrast is full."""

QUIET_PERCENTILE: Final = 15.0
"""The quietest tiles tell the noise, the others hold detail."""

CLIPPED_TILE: Final = 0.05
"""Share of clipped pixels from which on a tile tells nothing of the noise."""

FULL_NOISE: Final = 14.0
"""Standard deviation in grey levels at which the noise score is 0."""

WEIGHTS: Final = {"sharpness": 0.5, "exposure": 0.2, "contrast": 0.15, "noise": 0.15}
"""Shares of the components in the overall figure."""

_NOISE_MASK: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_NOISE_FACTOR: Final = math.sqrt(math.pi / 2) / 6
_LUMA: Final = np.array([[0.299, 0.587, 0.114]], np.float32)

Plane = NDArray[np.float32]


def technical_quality(image: Image.Image) -> TechnicalQuality:
    """Measures a photo.

    Args:
        image: Upright RGB picture of any size; scaled to at most :data:`WORKING_SIDE`.

    Returns:
        Every component and their weighted sum, each 0..1, higher is better.
    """
    pixels = np.asarray(_scaled(image.convert("RGB")))
    grey = to_grey(pixels)
    deviation = noise_deviation(grey, pixels)
    parts = {
        "sharpness": sharpness_of(grey, deviation),
        "exposure": exposure_of(pixels),
        "contrast": _contrast(grey),
        "noise": max(0.0, 1.0 - deviation / FULL_NOISE),
    }
    overall = sum(WEIGHTS[name] * value for name, value in parts.items())
    return TechnicalQuality(**parts, overall=min(1.0, overall))


def to_grey(pixels: NDArray[np.uint8]) -> Plane:
    """RGB (H, W, 3) -> luma of Rec. 601, float32 (H, W), 0..255."""
    grey: Plane = cv2.transform(pixels.astype(np.float32), _LUMA)
    return grey


def sharpness_of(grey: Plane, deviation: float = 0.0) -> float:
    """Sharpness of the sharpest tiles.

    Per tile: the energy of the gradient, divided by the energy of the gradient after a Gaussian
    blur, both less what noise contributes to them. Strong edges raise both, so the ratio tells how
    fine the detail is and not how contrasty; blur lowers it whatever the spectrum of the scene,
    because it takes more from the finer band. (The idea of re-blurring is from Crete et al., "The
    blur effect", SPIE 2007.)

    Args:
        grey: float32 (H, W), 0..255.
        deviation: Standard deviation of the noise in grey levels.

    Returns:
        0..1 on a logarithmic scale between the two ratios of :data:`SHARPNESS_RANGE`.
    """
    coarse = cv2.GaussianBlur(grey, (0, 0), COARSE_SIGMA)
    # A difference of two neighbours doubles the variance, in both directions; the blur leaves
    # 1 / (4 pi sigma^2) of it, of which neighbours share all but 1 / (4 sigma^2).
    fine_noise = NOISE_MARGIN * 4.0 * deviation**2
    coarse_noise = fine_noise / (16.0 * math.pi * COARSE_SIGMA**4)
    fine_energy = np.maximum(_tile_means(_gradient_energy(grey)) - fine_noise, 0.0)
    coarse_energy = np.maximum(_tile_means(_gradient_energy(coarse)) - coarse_noise, 0.0)
    ratios = np.sort((fine_energy / (coarse_energy + COARSE_FLOOR)).ravel())
    sharpest = ratios[-max(1, round(SHARPEST_SHARE * ratios.size)) :]
    low, high = SHARPNESS_RANGE
    ratio = max(float(sharpest.mean()), 1e-6)
    return min(1.0, max(0.0, math.log(ratio / low) / math.log(high / low)))


def exposure_of(pixels: NDArray[np.uint8]) -> float:
    """Exposure: 1 without lost highlights and shadows at a usual brightness.

    ``exp(-(clipped - tolerated) / scale)`` for highlights and for shadows; outside the usual band
    of brightness also times the distance from black or white, in units of the band's own distance.

    Args:
        pixels: RGB, uint8 (H, W, 3).

    Returns:
        0..1.
    """
    bright_loss = max(0.0, float(_highlights(pixels).mean()) - TOLERATED_CLIPPING)
    dark_loss = max(0.0, float(_shadows(pixels).mean()) - TOLERATED_CLIPPING)
    lost = math.exp(-bright_loss / HIGHLIGHT_SCALE - dark_loss / SHADOW_SCALE)
    brightness = sum(cv2.mean(pixels)[:3]) / 3.0 / 255.0
    dark, bright = BRIGHTNESS_BAND
    return lost * min(1.0, brightness / dark, (1.0 - brightness) / (1.0 - bright))


def noise_deviation(grey: Plane, pixels: NDArray[np.uint8]) -> float:
    """Standard deviation of the noise, in grey levels.

    Immerkaer's fast estimate (Computer Vision and Image Understanding, 1996) per tile: a mask that
    is blind to constant, linear and edge-like structure. Of the tiles that are not clipped, where
    noise would be cut off, the quietest stand for the photo.

    Args:
        grey: float32 (H, W), 0..255.
        pixels: The same picture in RGB, uint8 (H, W, 3).
    """
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, _NOISE_MASK))
    deviations = _tile_means(response) * _NOISE_FACTOR
    usable = deviations[_tile_means(_highlights(pixels) + _shadows(pixels)) < CLIPPED_TILE]
    return float(np.percentile(usable, QUIET_PERCENTILE)) if usable.size else 0.0


def _contrast(grey: Plane) -> float:
    """Distance of the dark from the bright tones, in shares of the full contrast."""
    levels = np.bincount(grey.astype(np.uint8).ravel(), minlength=256).cumsum() / grey.size
    low, high = (int(np.searchsorted(levels, share)) for share in CONTRAST_SHARES)
    return min(1.0, (high - low) / 255.0 / FULL_CONTRAST)


def _scaled(image: Image.Image) -> Image.Image:
    scale = WORKING_SIDE / max(image.size)
    if scale >= 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BILINEAR)


def _highlights(pixels: NDArray[np.uint8]) -> Plane:
    """The share of the channels that are blown out, (H, W): a lost red alone is lost detail too."""
    channels = [cv2.inRange(channel, HIGHLIGHT, 255) for channel in cv2.split(pixels)]
    share: Plane = sum(channel / np.float32(255 * 3) for channel in channels)
    return share


def _shadows(pixels: NDArray[np.uint8]) -> Plane:
    """1 where every channel is black, else 0, (H, W); a saturated colour has a black channel."""
    mask: Plane = cv2.inRange(pixels, (0,) * 3, (SHADOW,) * 3) / np.float32(255)
    return mask


def _gradient_energy(plane: Plane) -> Plane:
    """Squared differences to the neighbours on the right and below, (H, W)."""
    padded = cv2.copyMakeBorder(plane, 0, 1, 0, 1, cv2.BORDER_REPLICATE)
    right, below = padded[:-1, 1:] - plane, padded[1:, :-1] - plane
    energy: Plane = right * right + below * below
    return energy


def _tile_means(plane: Plane) -> Plane:
    """Means of the whole tiles; of the entire plane where it is smaller than a tile."""
    rows, columns = plane.shape[0] // TILE, plane.shape[1] // TILE
    if rows == 0 or columns == 0:
        return np.full((1, 1), plane.mean(), np.float32)
    whole = plane[: rows * TILE, : columns * TILE]
    means: Plane = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return means
