"""Brings photos with their own colour profile into sRGB, the colours that screens expect."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

_CONVERTIBLE = frozenset({"RGB", "L", "CMYK", "LAB"})
_KEPT_TRANSFORMS = 16
_LIKE_SRGB = 2
"""A profile that moves no colour by more than this (of 255) is taken for sRGB itself."""

_CHANNELS = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}
"""The colour space, in the words of the profile, that a picture of each mode can have."""


def embedded_profile(image: Image.Image) -> bytes | None:
    """The ICC profile that a file carries, or None."""
    profile = image.info.get("icc_profile")
    return profile if isinstance(profile, bytes) and profile else None


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Converts a picture from the colours of its profile.

    The conversion is relative colorimetric with black point compensation, as viewers of photos do
    it: white stays white, and what sRGB cannot show becomes the nearest colour that it can.

    Args:
        image: Mode RGB, L, CMYK or LAB; stays as it is.
        profile: An ICC profile (AdobeRGB, Display P3, ProPhoto, a printer's CMYK ...).

    Returns:
        The picture in sRGB, mode RGB; None where there is nothing to convert, because the profile
        is missing, damaged, made for other channels, or sRGB itself.
    """
    if profile is None or image.mode not in _CONVERTIBLE:
        return None
    transform = _transform(profile, image.mode)
    return None if transform is None else ImageCms.applyTransform(image, transform)


@lru_cache(maxsize=_KEPT_TRANSFORMS)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space != _CHANNELS[mode]:
            return None
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a damaged profile: the colours stay as they are in the file
    if mode in {"RGB", "L"} and _changes_nothing(transform, mode):
        return None
    return transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether colours from all over the cube come out as they went in."""
    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 1, 3)
    patches = Image.fromarray(cube).convert(mode)
    before = np.asarray(patches.convert("RGB"), dtype=np.int16)
    after = np.asarray(ImageCms.applyTransform(patches, transform), dtype=np.int16)
    return bool(np.abs(after - before).max() <= _LIKE_SRGB)
