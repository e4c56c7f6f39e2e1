"""Small photo files with a look that a test chooses."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

START = datetime(2026, 7, 12, 9, 0, 0)


def write_picture(
    path: Path, *, scene: int = 0, brightness: float = 1.0, seconds: float | None = None
) -> Path:
    """Writes a JPEG of 160 x 120 px.

    Args:
        path: Where to.
        scene: Pictures of one scene are near-identical, those of two are not.
        brightness: Factor on all pixels.
        seconds: Capture time after the start of the album, or None for no EXIF data.
    """
    random = np.random.default_rng(scene)
    coarse = Image.fromarray(random.integers(20, 200, (6, 8, 3), dtype=np.uint8))
    pixels = np.asarray(coarse.resize((160, 120), Image.Resampling.BICUBIC), np.float32)
    picture = Image.fromarray(np.clip(pixels * brightness, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    if seconds is not None:
        moment = START + timedelta(seconds=seconds)
        details = exif.get_ifd(0x8769)
        details[0x9003] = moment.strftime("%Y:%m:%d %H:%M:%S")
        details[0x9291] = f"{moment.microsecond // 1000:03}"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=95, exif=exif)
    return path
