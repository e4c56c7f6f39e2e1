from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from album_organizer.domain.photo import CaptureInfo
from album_organizer.imaging.metadata import capture_info
from tests.support.photos import START, exif

Base = ExifTags.Base


def with_tags(
    base: Mapping[Any, object] | None = None, detail: Mapping[Any, object] | None = None
) -> Image.Exif:
    result = Image.Exif()
    result.update(dict(base or {}))
    result.get_ifd(ExifTags.IFD.Exif).update(dict(detail or {}))
    return result


def taken_at(text: object, fraction: object = None) -> datetime | None:
    detail = {Base.DateTimeOriginal: text, Base.SubsecTimeOriginal: fraction}
    return capture_info(with_tags(detail=detail)).taken_at


def test_reads_what_a_camera_writes() -> None:
    assert capture_info(exif(START, bias_ev=-2 / 3)) == CaptureInfo(
        taken_at=START,
        camera="Canon EOS 40D",
        lens="EF 135mm",
        exposure_s=1 / 160,
        f_number=7.1,
        iso=200,
        focal_mm=135,
        exposure_bias_ev=-2 / 3,
    )


def test_no_data_is_no_information() -> None:
    assert capture_info(Image.Exif()) == CaptureInfo()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026:07:12 09:08:07", datetime(2026, 7, 12, 9, 8, 7)),
        ("2026-07-12T09:08:07", datetime(2026, 7, 12, 9, 8, 7)),
        ("2026/07/12 09:08", datetime(2026, 7, 12, 9, 8)),
        ("2026:07:12 09:08:07+02:00", datetime(2026, 7, 12, 9, 8, 7)),
        ("2026:07:12 09:08:07\0\0", datetime(2026, 7, 12, 9, 8, 7)),
        (b"2026:07:12 09:08:07", datetime(2026, 7, 12, 9, 8, 7)),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("2026:02:30 09:08:07", None),
        ("2026:07:12 24:00:00", None),
        ("yesterday", None),
        ("", None),
        (20260712, None),
        (None, None),
    ],
)
def test_capture_time(text: object, expected: datetime | None) -> None:
    assert taken_at(text) == expected


@pytest.mark.parametrize(
    ("fraction", "microsecond"),
    [
        ("5", 500_000),
        ("07", 70_000),
        ("123456789", 123_456),
        (" 25 ", 250_000),
        ("x", 0),
        ("²", 0),
        (None, 0),
    ],
)
def test_fraction_of_a_second(fraction: object, microsecond: int) -> None:
    moment = taken_at("2026:07:12 09:08:07", fraction)

    assert moment is not None
    assert moment.microsecond == microsecond


def test_falls_back_to_later_times() -> None:
    digitized = {Base.DateTimeDigitized: "2026:07:12 10:00:00", Base.SubsecTimeDigitized: "5"}
    edited = {Base.DateTime: "2026:07:12 11:00:00"}

    assert capture_info(with_tags(edited, digitized)).taken_at == datetime(
        2026, 7, 12, 10, 0, 0, 500_000
    )
    assert capture_info(with_tags(edited)).taken_at == datetime(2026, 7, 12, 11)


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("EASTMAN KODAK COMPANY", "KODAK CX7530", "KODAK CX7530"),
        ("Apple", "iPhone 13", "Apple iPhone 13"),
        ("Apple", None, "Apple"),
        (None, "X100", "X100"),
        ("  ", "\0\0", None),
        (b"FUJIFILM", "FinePix\0junk", "FUJIFILM FinePix"),
        ("Sony\n", "A\t7", "Sony A 7"),
        (None, None, None),
    ],
)
def test_camera(make: object, model: object, expected: str | None) -> None:
    assert capture_info(with_tags({Base.Make: make, Base.Model: model})).camera == expected


def test_endless_text_is_cut() -> None:
    camera = capture_info(with_tags({Base.Model: "x" * 10_000})).camera

    assert camera == "x" * 100


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (IFDRational(1, 160), 1 / 160),
        (0.5, 0.5),
        ((0.25, 0.5), 0.25),
        ((), None),
        (IFDRational(1, 0), None),
        (IFDRational(0, 0), None),
        (0, None),
        (-1, None),
        (float("nan"), None),
        (float("inf"), None),
        ("fast", None),
        (10**400, None),
    ],
)
def test_exposure_time(value: object, expected: float | None) -> None:
    exposure = capture_info(with_tags(detail={Base.ExposureTime: value})).exposure_s

    assert exposure == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("value", "expected"), [(-1.0, -1.0), (0, 0.0), (21, None), (-9999, None)])
def test_exposure_bias(value: float, expected: float | None) -> None:
    detail = {Base.ExposureBiasValue: value}

    assert capture_info(with_tags(detail=detail)).exposure_bias_ev == expected


def test_iso_of_cameras_that_write_two_numbers() -> None:
    assert capture_info(with_tags(detail={Base.ISOSpeedRatings: (400, 0)})).iso == 400


@settings(deadline=None)
@given(block=st.binary(max_size=200))
def test_any_bytes_are_survived(block: bytes) -> None:
    data = Image.Exif()
    try:
        data.load(b"Exif\0\0II*\0\x08\0\0\0" + block)
    except Exception:
        return  # decode() reads damaged data as none

    assert isinstance(capture_info(data), CaptureInfo)
