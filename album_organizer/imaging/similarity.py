"""Tells similar pictures apart from different ones, without any model that can be switched.

The numbers were tuned on 680 photos and simulated burst frames of them (shift 4%, rotation 1.5
degrees, zoom 3%, exposure 0.7 stops, slight blur, JPEG): 99% of the frames lie within a cosine
distance of 0.13 of each other, 99.9% of the pairs of different photos beyond 0.36.
"""

from functools import cache

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_Array = NDArray[np.float32]

_HASH_INPUT_SIDE = 128
_SIDE = 64
_ORIENTATIONS = 8
_EDGE_CELLS = 5
_COLOR_CELLS = 4
# Around these lengths a part is sensor noise, not picture, and must not be blown up to full length.
_EDGE_FLOOR, _COLOR_FLOOR, _TONE_FLOOR = 0.1, 0.1, 0.05
_COLOR_WEIGHT = 0.6
_TONE_WEIGHT = 0.6
# Equal in all embeddings: two shots with the lens cap on are similar, and no vector is zero.
_COMMON = 0.2
_DARK = 0.08  # keeps the noise of shadows out of the logarithm
_LUMA: _Array = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def perceptual_hash(image: Image.Image) -> int:
    """The 64-bit DCT hash of a picture.

    Args:
        image: Upright RGB picture.

    Returns:
        0..2**64 - 1; compare with :func:`hash_distance`.
    """
    bits = imagehash.phash(_squeezed(image, _HASH_INPUT_SIDE)).hash
    return int.from_bytes(np.packbits(bits.ravel()).tobytes(), "big")


def hash_distance(a: int, b: int) -> int:
    """The number of differing bits of two perceptual hashes, 0..64."""
    return (a ^ b).bit_count()


def layout_embedding(image: Image.Image) -> _Array:
    """Describes where a picture has which edges, colours and tones.

    Soft windows forgive small shifts, rotations and zooms; logarithms and ratios forgive exposure.

    Args:
        image: Upright RGB picture.

    Returns:
        Unit vector, float32, shape (249,); 1 - cosine tells how different two pictures are.
    """
    rgb: _Array = np.asarray(_squeezed(image, _SIDE), dtype=np.float32) / np.float32(255)
    luma: _Array = rgb @ _LUMA
    vector = np.concatenate(
        [
            _scaled(_edges(luma), _EDGE_FLOOR),
            _COLOR_WEIGHT * _scaled(_colors(rgb, luma), _COLOR_FLOOR),
            _TONE_WEIGHT * _scaled(_tones(luma), _TONE_FLOOR),
            np.array([_COMMON], dtype=np.float32),
        ]
    )
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _squeezed(image: Image.Image, side: int) -> Image.Image:
    """Squeezed to a square; in two steps, which is several times as fast as in one."""
    return image.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)


def _edges(luma: _Array) -> _Array:
    """Gradient strength by direction and place, shape (8 * 5 * 5,)."""
    down, right = np.gradient(np.log(luma + _DARK))
    strength = np.hypot(down, right)
    direction = np.arctan2(down, right) * (_ORIENTATIONS / (2 * np.pi))
    below = np.floor(direction)
    share = direction - below
    first = below.astype(np.intp) % _ORIENTATIONS
    rows, columns = np.indices(luma.shape)
    planes = np.zeros((_ORIENTATIONS, *luma.shape), dtype=np.float32)
    planes[first, rows, columns] = strength * (1 - share)
    planes[(first + 1) % _ORIENTATIONS, rows, columns] = strength * share
    grid: _Array = np.sqrt(_pooled(planes, _EDGE_CELLS))
    centered: _Array = grid - grid.mean()
    return centered.ravel()


def _colors(rgb: _Array, luma: _Array) -> _Array:
    """Red and blue against brightness by place, shape (2 * 4 * 4,)."""
    ratio = (rgb[..., [0, 2]] - luma[..., None]) / (luma[..., None] + 0.1)
    return _pooled(np.tanh(np.moveaxis(ratio, -1, 0)), _COLOR_CELLS).ravel()


def _tones(luma: _Array) -> _Array:
    """Log brightness by place, without its mean, shape (4 * 4,)."""
    grid: _Array = _pooled(np.log(luma + _DARK)[None], _COLOR_CELLS)
    centered: _Array = grid - grid.mean()
    return centered.ravel()


def _pooled(planes: _Array, cells: int) -> _Array:
    """Means under soft windows: (N, side, side) -> (N, cells, cells)."""
    windows = _windows(planes.shape[-1], cells)
    return np.asarray(windows @ planes @ windows.T, dtype=np.float32)


@cache
def _windows(side: int, cells: int) -> _Array:
    """Overlapping Gaussian windows along one axis, shape (cells, side), each of sum 1."""
    width = side / cells
    centers = (np.arange(cells) + 0.5) * width
    offsets = (np.arange(side) + 0.5)[None] - centers[:, None]
    windows = np.exp(-0.5 * (offsets / (0.5 * width)) ** 2)
    return np.asarray(windows / windows.sum(axis=1, keepdims=True), dtype=np.float32)


def _scaled(part: _Array, floor: float) -> _Array:
    """To about unit length, but to nearly nothing where the part is far shorter than the floor."""
    length = float(np.linalg.norm(part))
    return part * np.float32(length / (length**2 + floor**2))
