"""How the tones of a photo are spread, counted on its thumbnail. No Qt."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TONES = 256
_DRAWN = 0.99
"""Share of the points of all curves that are drawn in full height."""


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Shares of the picture by tone, from black to white; each curve adds up to 1.

    Attributes:
        luminance: Shape (256,).
        colors: Red, green, blue; shape (3, 256).
    """

    luminance: NDArray[np.float64]
    colors: NDArray[np.float64]

    @property
    def height(self) -> float:
        """The highest share that is drawn in full.

        A few tones are left out, such as blown or blocked ones: they would press all others flat.
        """
        curves = np.vstack([self.luminance, self.colors])
        return float(np.quantile(curves, _DRAWN)) or float(curves.max())


def histogram_of(jpeg: bytes) -> Histogram:
    """Counts the tones of a picture.

    Args:
        jpeg: A small picture: every pixel is counted.

    Raises:
        OSError: If it cannot be decoded.
    """
    with Image.open(io.BytesIO(jpeg)) as opened:
        picture = opened.convert("RGB")
    colors = np.array(picture.histogram(), np.float64).reshape(3, TONES)
    luminance = np.array(picture.convert("L").histogram(), np.float64)
    pixels = picture.width * picture.height
    return Histogram(luminance / pixels, colors / pixels)
