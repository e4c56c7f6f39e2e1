"""Small pictures for the grid."""

import io

from PIL import Image

_QUALITY = 85


def make_thumbnail(image: Image.Image, side: int = 512) -> bytes:
    """Shrinks a picture and encodes it as JPEG.

    Args:
        image: Upright RGB picture; stays as it is.
        side: Largest length of the longer side in pixels; smaller pictures keep their size.

    Returns:
        The bytes of a JPEG file without metadata.
    """
    scale = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0) if scale < 1 else image
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY, exif=b"", icc_profile=None)
    return buffer.getvalue()
