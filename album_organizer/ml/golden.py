"""The pictures on which a model version is tried before it is put to use."""

import numpy as np
from PIL import Image

from album_organizer.domain.errors import ModelError
from album_organizer.i18n import tr
from album_organizer.settings.home import bundled_root

PHOTOGRAPHS = ("astronaut", "cat", "clock", "coffee", "photographer", "rocket")
"""Files of resources/golden/, without their suffix."""

_SIDE = 256


def golden_photographs() -> list[Image.Image]:
    """Six small photographs of different subjects, one of them blurred and one grey.

    Returns:
        RGB, in the order of :data:`PHOTOGRAPHS`.

    Raises:
        ModelError: If one is missing or damaged.
    """
    folder = bundled_root() / "resources" / "golden"
    pictures = []
    for name in PHOTOGRAPHS:
        path = folder / f"{name}.jpg"
        try:
            with Image.open(path) as image:
                pictures.append(image.convert("RGB"))
        except (OSError, Image.DecompressionBombError) as error:
            raise ModelError(
                tr(
                    "The test photo {path} is missing or damaged, so that no model can "
                    "be tried; install the program again."
                ).format(path=path)
            ) from error
    return pictures


def golden_extremes() -> list[Image.Image]:
    """What albums hold beside photographs: nothing, noise, and odd shapes.

    Returns:
        RGB: black, white, noise, a ramp of greys, a very wide and a very tall strip of it.
    """
    generator = np.random.default_rng(0)
    noise = generator.integers(0, 256, (_SIDE, _SIDE, 3), dtype=np.uint8)
    ramp = Image.fromarray(
        np.broadcast_to(np.arange(_SIDE, dtype=np.uint8), (_SIDE, _SIDE)).copy()
    ).convert("RGB")
    return [
        Image.new("RGB", (_SIDE, _SIDE), "black"),
        Image.new("RGB", (_SIDE, _SIDE), "white"),
        Image.fromarray(noise),
        ramp,
        ramp.resize((4000, 10)),
        ramp.resize((10, 4000)),
    ]
