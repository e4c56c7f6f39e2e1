"""Reads the photos of an evaluation, in the size that a question needs."""

from pathlib import Path

import numpy as np
from PIL import Image

from album_organizer.domain.errors import PhotoError
from album_organizer.evaluation.damage_variants import SIDE, all_variants
from album_organizer.i18n import tr
from album_organizer.imaging.decode import decode
from album_organizer.imaging.degradations import Pixels
from album_organizer.imaging.thumbnail import make_thumbnail
from album_organizer.settings.schema import Settings

MIN_SIDE = 64
"""Shorter side in pixels below which damage to a photo means nothing."""


class PhotoSource:
    """Decodes photos of a folder; nothing is ever written to it.

    Args:
        folder: What relative paths start from.
        settings: Limits of decoding.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings

    def picture(self, path: str, side: int) -> Image.Image:
        """A photo as a scan sees it.

        Args:
            path: Relative to the folder, or absolute.
            side: Shorter side in pixels that the model wants at least.

        Raises:
            PhotoError: If the file cannot be used.
        """
        side = max(side, self._settings.performance.decode_side)
        return decode(self._folder / path, side, self._settings.scan.max_megapixels).image

    def pixels(self, path: str) -> Pixels:
        """A photo for damaging, uint8 RGB; its longer side has at most ``SIDE`` pixels.

        Raises:
            PhotoError: If the file cannot be used, or is too small.
        """
        image = self.picture(path, SIDE)
        scale = SIDE / max(image.size)
        if scale < 1:
            width, height = (max(1, round(side * scale)) for side in image.size)
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        if min(image.size) < MIN_SIDE:
            raise PhotoError(
                tr(
                    "'{path}' is too small or too narrow to be damaged in a measured way "
                    "(its shorter side has {size} of {min_side} pixels); it is left out."
                ).format(path=Path(path).name, size=min(image.size), min_side=MIN_SIDE)
            )
        return np.asarray(image, np.uint8)

    def jpeg(self, path: str, variant: str | None) -> bytes | None:
        """A small JPEG of a photo for a report, or None if it is gone by now.

        Args:
            path: Relative to the folder, or absolute.
            variant: Name of the damage to show, or None for the photo as it is.
        """
        try:
            pixels = self.pixels(path) if variant else np.asarray(self.picture(path, SIDE))
        except PhotoError:
            return None
        if variant:
            pixels = next(v for v in all_variants() if v.name == variant).damage(pixels)
        return make_thumbnail(Image.fromarray(pixels), SIDE)
