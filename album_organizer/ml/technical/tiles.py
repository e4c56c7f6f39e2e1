"""Grey pictures, and means over small tiles of them."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

TILE: Final = 24
"""Side in pixels of the tiles that are measured one by one."""

_LUMA: Final = np.array([[0.299, 0.587, 0.114]], np.float32)

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]


def to_grey(pixels: Pixels) -> Plane:
    """RGB (H, W, 3) -> luma of Rec. 601, float32 (H, W), 0..255."""
    grey: Plane = cv2.transform(pixels.astype(np.float32), _LUMA)
    return grey


def tile_means(plane: Plane, side: int = TILE) -> Plane:
    """Means of the whole tiles, laid out from the centre so that a flipped picture has the same.

    Args:
        plane: float32 (H, W).
        side: Of a tile, in pixels.

    Returns:
        float32 (H // side, W // side); one mean where the plane is smaller than a tile.
    """
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    if rows == 0 or columns == 0:
        return np.full((1, 1), plane.mean(), np.float32)
    top, left = (plane.shape[0] - rows * side) // 2, (plane.shape[1] - columns * side) // 2
    whole = plane[top : top + rows * side, left : left + columns * side]
    means: Plane = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return means
