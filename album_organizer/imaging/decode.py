"""Turns a photo file into an upright RGB picture, quickly and whatever the file holds."""

import hashlib
import io
import logging
import os
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from album_organizer.domain.errors import PhotoError
from album_organizer.domain.photo import CaptureInfo
from album_organizer.imaging.color import embedded_profile, to_srgb
from album_organizer.imaging.metadata import capture_info

# Only formats photos come in: fewer parsers to attack, and none that starts another program.
_FORMATS: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "GIF", "BMP")
_LOSSY_FORMATS = frozenset({"HEIF", "AVIF"})
_LARGE_SIDE = 4096
_LARGEST_FILE = 2 << 30
_WHITE = (255, 255, 255)

_SIDEWAYS = range(5, 9)
_OWN_CHANNELS = frozenset({"L", "CMYK", "LAB"})
"""Modes whose profile speaks of channels that are gone after the change to RGB."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# The limit is ours (max_megapixels, checked from the header); Pillow's own would refuse or warn at
# a fixed size that nobody can set.
Image.MAX_IMAGE_PIXELS = None
# What Pillow logs about a file is followed by an exception, which becomes the sentence.
logging.getLogger("PIL").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """A decoded photo.

    Attributes:
        image: Upright, mode RGB, possibly smaller than the photo; the numbers of the file, which is
            what the judges are given.
        shown: The same picture in sRGB, for people's eyes; ``image`` itself where the file has no
            colour profile of its own.
        width: Of the photo in full size, upright, in pixels.
        height: Of the photo in full size, upright, in pixels.
        content_id: BLAKE2b hash (128 bits) of the file's bytes, hexadecimal.
        capture: How it was taken.
    """

    image: Image.Image
    shown: Image.Image
    width: int
    height: int
    content_id: str
    capture: CaptureInfo


def decode(path: Path, min_side: int, max_megapixels: float) -> DecodedPhoto:
    """Reads a photo, whatever its extension says it is.

    Large photos come shrunk: JPEGs by half, quarter or eighth during decoding (the fastest way),
    others by a whole number afterwards. Lossless files up to 4,096 pixels stay as they are.

    Args:
        path: The file.
        min_side: The shorter side, in pixels, is shrunk no further than this.
        max_megapixels: Larger photos are refused from their header, before any pixel is decoded.

    Returns:
        The picture in 8-bit RGB: orientation applied, transparency on white, first frame of
        several, deeper channels scaled down.

    Raises:
        PhotoError: One sentence that says why the file cannot be used.
    """
    data = _read(path)
    try:
        with _open(data) as source:
            _check_size(source.size, path, max_megapixels)
            return _decode(source, min_side, hashlib.blake2b(data, digest_size=16).hexdigest())
    except PhotoError:
        raise
    except UnidentifiedImageError as error:
        raise PhotoError(
            f"'{path.name}' is not a picture in a format that can be read; "
            "if it should be one, copy it from the camera again."
        ) from error
    except MemoryError as error:
        raise PhotoError(
            f"'{path.name}' needs more memory than is free; close other programs and scan again.",
            permanent=False,
        ) from error
    except Exception as error:  # the parsers of damaged files raise nearly everything
        raise PhotoError(
            f"'{path.name}' is damaged or incomplete; copy it from the camera or a backup again."
        ) from error


def _read(path: Path) -> bytes:
    """The bytes of a file that has some."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > _LARGEST_FILE:
                raise PhotoError(f"'{path.name}' is larger than 2 GB, too large for a photo.")
            data = file.read()
    except FileNotFoundError as error:
        raise PhotoError(
            f"'{path.name}' is no longer there; it was deleted or moved during the scan.",
            permanent=False,
        ) from error
    except PermissionError as error:
        raise PhotoError(
            f"'{path.name}' cannot be read; ask for permission to read it.", permanent=False
        ) from error
    except OSError as error:
        raise PhotoError(
            f"'{path.name}' cannot be read ({error.strerror}); check its drive and scan again.",
            permanent=False,
        ) from error
    if not data:
        raise PhotoError(f"'{path.name}' is empty (0 bytes); copy it from the camera again.")
    return data


def _open(data: bytes) -> Image.Image:
    """Opens a picture by its content; reads no more than the header."""
    _silence_pillow()
    formats = _FORMATS
    if data[4:8] == b"ftyp":  # the container of HEIC, HEIF and AVIF
        _register_heif()
        formats = (*_FORMATS, "HEIF")
    return Image.open(io.BytesIO(data), formats=formats)


@cache
def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415  # its libraries load only once a phone's photo turns up

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


_PILLOW_FILTER = ("ignore", None, UserWarning, re.compile(r"PIL\."), 0)


def _silence_pillow() -> None:
    """Keeps Pillow's warnings about odd metadata quiet: they tell a photographer nothing.

    A filter that stays, and not ``warnings.catch_warnings``, which is not safe with threads. It is
    looked for each time because a surrounding ``catch_warnings`` may have dropped it.
    """
    if _PILLOW_FILTER not in warnings.filters:
        warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def _check_size(size: tuple[int, int], path: Path, max_megapixels: float) -> None:
    width, height = size
    megapixels = width * height / 1e6
    if megapixels > max_megapixels:
        raise PhotoError(
            f"'{path.name}' has {width:,} x {height:,} pixels ({megapixels:,.0f} megapixels), more "
            f"than the limit of {max_megapixels:,.0f} megapixels; raise scan.max_megapixels in the "
            "settings if it really is a photo."
        )


def _decode(source: Image.Image, min_side: int, content_id: str) -> DecodedPhoto:
    """Decodes an opened picture; see :func:`decode`."""
    full_size = source.size
    drafted = isinstance(source, JpegImageFile) and source.draft(None, (min_side, min_side))
    source.load()
    exif = _exif(
        source
    )  # after loading: for TIFF, Pillow then has applied and removed the orientation
    orientation = _orientation(exif)

    def finish(image: Image.Image) -> Image.Image:
        if orientation in _UPRIGHT:
            image = image.transpose(_UPRIGHT[orientation])
        return image if drafted else _shrink(image, min_side, lossy=source.format in _LOSSY_FORMATS)

    rgb = _to_rgb(source)
    full_size = full_size if drafted else rgb.size
    if orientation in _SIDEWAYS:
        full_size = full_size[::-1]
    image = finish(rgb)
    profile = embedded_profile(source)
    if source.mode in _OWN_CHANNELS:
        converted = to_srgb(source, profile)
        shown = None if converted is None else finish(converted)
    else:
        shown = to_srgb(image, profile)
    return DecodedPhoto(image, shown or image, *full_size, content_id, capture_info(exif))


def _exif(source: Image.Image) -> Image.Exif:
    """The EXIF data, empty where it is damaged beyond reading."""
    try:
        return source.getexif()
    except Exception:  # damaged EXIF data fails in many ways, and the photo must not
        return Image.Exif()


def _orientation(exif: Image.Exif) -> int:
    """1..8; 1 (upright) where the tag is missing or nonsense."""
    try:
        value = exif.get(ExifTags.Base.Orientation, 1)
    except Exception:  # see _exif
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _to_rgb(image: Image.Image) -> Image.Image:
    """Any mode to 8-bit RGB, detached from the file."""
    if image.mode == "RGB" and "transparency" not in image.info:
        return image.copy()
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return _deep_gray_to_rgb(image)
    if image.mode in {"RGBa", "La"} or image.has_transparency_data:
        image = image.convert("RGBA")
        background = Image.new("RGB", image.size, _WHITE)
        background.paste(image, mask=image.getchannel("A"))
        return background
    return image.convert("RGB")


def _deep_gray_to_rgb(image: Image.Image) -> Image.Image:
    """Scales 16-bit integers (0..65535) and floats (0..1, or else 0..255) to 0..255."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    brightest = 65535 if image.mode != "F" else 1 if values.max(initial=0) <= 1 else 255
    gray = np.clip(np.rint(values * (255 / brightest)), 0, 255).astype(np.uint8)
    return Image.fromarray(gray).convert("RGB")


def _shrink(image: Image.Image, min_side: int, *, lossy: bool) -> Image.Image:
    """Shrinks by a whole number; lossless pictures of usual size stay exact, so scores do too."""
    factor = min(image.size) // min_side
    if factor < 2 or (max(image.size) <= _LARGE_SIDE and not lossy):
        return image
    return image.reduce(factor)
