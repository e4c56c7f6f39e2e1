"""Realistic damage of graded strength: what training teaches and evaluation asks.

Every family turns one photo into a worse one. Optical damage (defocus, shake, exposure, noise)
works in linear light, as in a camera. A strength runs from 0 (just visible) to 1 (severe); the
parameter in between is interpolated geometrically.

Photos are uint8 RGB arrays of shape (H, W, 3). All randomness comes from the generator passed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Light = NDArray[np.float32]
Damage = Callable[[Pixels, float, np.random.Generator], Pixels]

_SHAKE_STEPS = 48

_CODES = np.arange(256) / 255
_TO_LINEAR = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)


def to_linear(pixels: Pixels) -> Light:
    """SRGB codes -> linear light, 0..1 (IEC 61966-2-1)."""
    return np.asarray(_TO_LINEAR[pixels], np.float32)


def to_srgb(light: Light) -> Pixels:
    """Linear light, clipped to 0..1 -> sRGB codes (IEC 61966-2-1)."""
    x = np.clip(light, 0, 1)
    codes = np.where(x <= 0.0031308, x * 12.92, 1.055 * np.power(x, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(codes * 255), np.uint8)


def gaussian_blur(pixels: Pixels, sigma: float) -> Pixels:
    """Blurs the sRGB codes; sigma in pixels."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


def defocus(pixels: Pixels, radius: float) -> Pixels:
    """Out of focus: an anti-aliased disc of this radius in pixels, in linear light."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return _convolve(pixels, np.clip(radius + 0.5 - np.hypot(x, y), 0, 1))


def motion_blur(pixels: Pixels, length: float, angle: float) -> Pixels:
    """Camera shake: a straight smear in linear light; length in pixels, angle in radians."""
    steps = np.linspace(-length / 2, length / 2, 8 * (int(np.ceil(length / 2)) + 1))
    return _smear(pixels, np.stack([steps * np.cos(angle), steps * np.sin(angle)], 1))


def camera_shake(pixels: Pixels, length: float, rng: np.random.Generator) -> Pixels:
    """Hand-held and too long: a wandering smear in linear light.

    The speed of the path is a random walk: a hand drifts, and turns, smoothly.

    Args:
        pixels: The photo.
        length: Longer side of the path's bounding box in pixels.
        rng: Draws the path.
    """
    speed = np.cumsum(rng.standard_normal((_SHAKE_STEPS, 2)), 0)
    path = np.cumsum(speed, 0)
    path *= length / np.ptp(path, 0).max()
    path -= (path.max(0) + path.min(0)) / 2
    at, between = np.arange(_SHAKE_STEPS), np.linspace(0, _SHAKE_STEPS - 1, 8 * _SHAKE_STEPS)
    return _smear(pixels, np.stack([np.interp(between, at, path[:, axis]) for axis in (0, 1)], 1))


def _smear(pixels: Pixels, path: NDArray[np.float64]) -> Pixels:
    """Moves the photo along a path of offsets (x, y) in pixels, shape (N, 2)."""
    reach = int(np.ceil(np.abs(path).max())) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    # Bilinear splats along the path give the fractional lengths that a drawn line cannot.
    for x, y in path + reach:
        left, top = int(x), int(y)
        fx, fy = x - left, y - top
        kernel[top : top + 2, left : left + 2] += np.outer([1 - fy, fy], [1 - fx, fx])
    return _convolve(pixels, kernel)


def exposure(pixels: Pixels, stops: float) -> Pixels:
    """Over- (positive) or underexposes by so many stops, clipping what leaves the range."""
    return to_srgb(to_linear(pixels) * np.float32(2**stops))


def noise(pixels: Pixels, level: float, rng: np.random.Generator) -> Pixels:
    """Sensor noise in linear light: shot noise of variance ``level^2 * light``, and a floor."""
    light = to_linear(pixels)
    sigma = np.sqrt(level**2 * light + (0.1 * level) ** 2)
    return to_srgb(light + sigma * rng.standard_normal(light.shape, np.float32))


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Compresses as JPEG of this quality, 1..95."""
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"), np.uint8)


def white_balance(pixels: Pixels, red: float, green: float, blue: float) -> Pixels:
    """Multiplies the channels in linear light."""
    return to_srgb(to_linear(pixels) * np.array([red, green, blue], np.float32))


def tilt(pixels: Pixels, degrees: float) -> Pixels:
    """Rotates and cuts out the largest upright rectangle of the same aspect."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC)
    sine, cosine = abs(np.sin(np.radians(degrees))), np.cos(np.radians(degrees))
    kept = 1 / (cosine + sine * max(width / height, height / width))
    return crop(np.asarray(turned, np.uint8), (kept, kept), (0.5, 0.5))


def crop(pixels: Pixels, kept: tuple[float, float], anchor: tuple[float, float]) -> Pixels:
    """Cuts out a part.

    Args:
        pixels: The photo.
        kept: Share of the width and of the height that is kept, in (0, 1].
        anchor: Where the part lies: 0 = left or top, 0.5 = centre, 1 = right or bottom.
    """
    height, width = pixels.shape[:2]
    w, h = max(1, round(width * kept[0])), max(1, round(height * kept[1]))
    x, y = round((width - w) * anchor[0]), round((height - h) * anchor[1])
    return np.ascontiguousarray(pixels[y : y + h, x : x + w])


def _convolve(pixels: Pixels, kernel: NDArray[np.floating]) -> Pixels:
    normal = (kernel / kernel.sum()).astype(np.float32)
    blurred = cv2.filter2D(to_linear(pixels), -1, normal, borderType=cv2.BORDER_REFLECT_101)
    return to_srgb(np.asarray(blurred, np.float32))


def _between(mildest: float, severest: float, strength: float) -> float:
    return float(mildest * (severest / mildest) ** strength)


def _sign(rng: np.random.Generator) -> float:
    return float(rng.choice([-1.0, 1.0]))


def _random_gaussian(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return gaussian_blur(pixels, _between(0.6, 8, strength))


def _random_defocus(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return defocus(pixels, _between(0.9, 9, strength))


def _random_motion(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return motion_blur(pixels, _between(2.5, 30, strength), rng.uniform(0, np.pi))


def _random_shake(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return camera_shake(pixels, _between(2.5, 30, strength), rng)


def _random_exposure(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return exposure(pixels, _sign(rng) * _between(0.5, 2.5, strength))


def _random_noise(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return noise(pixels, _between(0.04, 0.4, strength), rng)


def _random_jpeg(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return jpeg(pixels, round(_between(70, 6, strength)))


def _random_white_balance(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    gain = _between(1.15, 2.0, strength) ** _sign(rng)
    if rng.random() < 0.7:
        return white_balance(pixels, gain, 1.0, 1 / gain)
    return white_balance(pixels, 1.0, gain, 1.0)


def _random_tilt(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    return tilt(pixels, _sign(rng) * _between(2, 14, strength))


def _random_edge(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    kept, end = 1 - _between(0.1, 0.4, strength), float(rng.integers(2))
    if rng.random() < 0.5:
        return crop(pixels, (kept, 1.0), (end, 0.5))
    return crop(pixels, (1.0, kept), (0.5, end))


def _random_corner(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    kept = 1 - _between(0.12, 0.5, strength)
    return crop(pixels, (kept, kept), (float(rng.integers(2)), float(rng.integers(2))))


def _random_centre(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    kept = 1 - _between(0.15, 0.5, strength)
    return crop(pixels, (kept, kept), (0.5, 0.5))


def _random_aspect(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    kept = 1 - _between(0.2, 0.6, strength)
    return crop(pixels, (kept, 1.0) if rng.random() < 0.5 else (1.0, kept), (0.5, 0.5))


FAMILIES: dict[str, Damage] = {
    "gaussian": _random_gaussian,
    "defocus": _random_defocus,
    "motion": _random_motion,
    "shake": _random_shake,
    "exposure": _random_exposure,
    "noise": _random_noise,
    "jpeg": _random_jpeg,
    "white balance": _random_white_balance,
    "tilt": _random_tilt,
    "edge crop": _random_edge,
    "corner crop": _random_corner,
    "centre crop": _random_centre,
    "aspect crop": _random_aspect,
}
"""Name -> damage with a random direction and the given strength, 0..1."""


@dataclass(frozen=True)
class Pair:
    """Two versions of one photo.

    Attributes:
        family: What was done to the worse one.
        better: The undamaged or less damaged one.
        worse: The more damaged one.
        gap: Difference of the strengths, 0..1; an undamaged photo counts as strength -0.25.
    """

    family: str
    better: Pixels
    worse: Pixels
    gap: float


def random_pair(
    pixels: Pixels, family: str, rng: np.random.Generator, *, match_detail: bool = True
) -> Pair:
    """An undamaged or mildly damaged photo beside a more strongly damaged one.

    Both share the direction of the damage (angle, side, sign).

    Args:
        pixels: The undamaged photo.
        family: One of :data:`FAMILIES`.
        rng: Draws strengths and directions.
        match_detail: Whether a cropped photo is compared at equal detail, see :func:`same_detail`.
    """
    damage, seed = FAMILIES[family], int(rng.integers(2**32))
    strong = rng.uniform()
    worse = damage(pixels, strong, np.random.default_rng(seed))
    mild = rng.uniform(0, strong - 0.25) if strong > 0.25 and rng.random() < 0.4 else -0.25
    better = damage(pixels, mild, np.random.default_rng(seed)) if mild >= 0 else pixels
    if match_detail:
        better = same_detail(better, worse)
    return Pair(family, better, worse, strong - mild)


def same_detail(better: Pixels, worse: Pixels) -> Pixels:
    """Shrinks the better photo to the shorter side of the worse one, if that is smaller.

    A small photo that was cropped is enlarged again by the network's preprocessing, so that its
    lack of detail would give the crop away; in a photo of many megapixels a crop costs no detail.
    """
    height, width = better.shape[:2]
    factor = min(worse.shape[:2]) / min(height, width)
    if factor >= 1:
        return better
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(better).resize(size, Image.Resampling.LANCZOS))
