"""Reads from EXIF data how a photo was taken, and survives everything cameras write there."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from PIL import ExifTags, Image

from album_organizer.domain.photo import CaptureInfo

_DATE = re.compile(r"(\d{4})[:\-/.](\d{2})[:\-/.](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?")
_LONGEST_TEXT = 100
_LARGEST_BIAS_EV = 20.0


def capture_info(exif: Image.Exif) -> CaptureInfo:
    """Reads the capture data of a photo.

    Args:
        exif: EXIF data, possibly empty, damaged or nonsensical.

    Returns:
        What could be read; a field that is missing or makes no sense is None.
    """
    base = _Tags(exif)
    try:
        detail = _Tags(exif.get_ifd(ExifTags.IFD.Exif))
    except Exception:  # a damaged directory fails in many ways, and the photo must not
        detail = _Tags({})
    return CaptureInfo(
        taken_at=_taken_at(base, detail),
        camera=_camera(base.text(ExifTags.Base.Make), base.text(ExifTags.Base.Model)),
        lens=detail.text(ExifTags.Base.LensModel),
        exposure_s=detail.positive(ExifTags.Base.ExposureTime),
        f_number=detail.positive(ExifTags.Base.FNumber),
        iso=_whole(detail.positive(ExifTags.Base.ISOSpeedRatings)),
        focal_mm=detail.positive(ExifTags.Base.FocalLength),
        exposure_bias_ev=_bias(detail.number(ExifTags.Base.ExposureBiasValue)),
    )


class _Tags:
    """One EXIF directory, read defensively."""

    def __init__(self, tags: Mapping[int, object]) -> None:
        self._tags = tags

    def text(self, tag: int) -> str | None:
        """The tag as one line of printable text, or None."""
        value = self._get(tag)
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if not isinstance(value, str):
            return None
        printable = "".join(c if c.isprintable() else " " for c in value.split("\0")[0])
        return " ".join(printable.split())[:_LONGEST_TEXT] or None

    def number(self, tag: int) -> float | None:
        """The tag as a finite number, or None; of several values the first counts."""
        value = self._get(tag)
        if isinstance(value, (tuple, list)):
            value = value[0] if value else None
        try:
            number = float(value)  # type: ignore[arg-type]  # whatever it is, float() decides
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    def positive(self, tag: int) -> float | None:
        """The tag as a finite number above zero, or None."""
        number = self.number(tag)
        return number if number is not None and number > 0 else None

    def _get(self, tag: int) -> object:
        try:
            return self._tags.get(tag)
        except (
            Exception
        ):  # Pillow decodes a tag when it is asked for, and damaged ones fail in many ways
            return None


def _taken_at(base: _Tags, detail: _Tags) -> datetime | None:
    """The time of exposure; for lack of it, of digitising, and at last of the file's last edit."""
    for tags, time_tag, fraction_tag in (
        (detail, ExifTags.Base.DateTimeOriginal, ExifTags.Base.SubsecTimeOriginal),
        (detail, ExifTags.Base.DateTimeDigitized, ExifTags.Base.SubsecTimeDigitized),
        (base, ExifTags.Base.DateTime, ExifTags.Base.SubsecTime),
    ):
        moment = _parse_time(tags.text(time_tag))
        if moment is not None:
            return moment + _fraction(detail.text(fraction_tag))
    return None


def _parse_time(text: str | None) -> datetime | None:
    match = _DATE.match(text) if text else None
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:  # a camera without a set clock writes 0000:00:00
        return None


def _fraction(text: str | None) -> timedelta:
    """``"07"`` is 0.07 s: the digits after the decimal point."""
    if text is None or not text.isascii() or not text.isdigit():
        return timedelta()
    return timedelta(microseconds=int(text[:6].ljust(6, "0")))


def _camera(make: str | None, model: str | None) -> str | None:
    """Joins make and model without naming the make twice."""
    if not make or not model:
        return model or make
    if model.split()[0].lower() in make.lower().split():
        return model
    return f"{make} {model}"


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def _bias(number: float | None) -> float | None:
    return number if number is not None and abs(number) <= _LARGEST_BIAS_EV else None
