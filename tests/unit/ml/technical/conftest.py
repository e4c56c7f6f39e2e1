"""The photos under test, at the size at which most of them are measured."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.scores import TechnicalQuality
from album_organizer.imaging.degradations import Pixels
from album_organizer.ml.technical import technical_quality
from tests.support.photos import scene

SIDE = 448

Photos = dict[str, Pixels]
Measure = Callable[[Pixels], TechnicalQuality]


@pytest.fixture(scope="session")
def photos(photographs: dict[str, Image.Image]) -> Photos:
    """Real photographs and one drawn scene, uint8 RGB, at most 448 pixels."""
    found = {}
    for name, image in {**photographs, "scene": scene(3)}.items():
        small = image.copy()
        small.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
        found[name] = np.asarray(small)
    return found


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Technical quality of pixels."""
    return lambda pixels: technical_quality(Image.fromarray(pixels))
