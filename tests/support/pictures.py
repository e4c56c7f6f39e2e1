"""Small photo files whose brightness decides, for the judges of ``tests.support.judges``."""

from datetime import timedelta
from pathlib import Path

from tests.support.photos import START, write_photo
from tests.support.photos import scene as picture_of

SIZE = (160, 120)


def write_picture(
    path: Path, *, scene: int = 0, brightness: float = 1.0, seconds: float | None = None
) -> Path:
    """Writes a JPEG.

    Args:
        path: Where to.
        scene: Pictures of one scene are near-identical, those of two are not.
        brightness: Factor on all pixels.
        seconds: Capture time after the start of the album, or None for no EXIF data.
    """
    picture = picture_of(scene, SIZE).point(lambda value: min(255, round(value * brightness)))
    taken_at = None if seconds is None else START + timedelta(seconds=seconds)
    return write_photo(path, image=picture, taken_at=taken_at, quality=95)
