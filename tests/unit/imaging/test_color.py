"""Photos with a colour profile of their own are shown in sRGB; what judges get stays."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from PySide6.QtGui import QColorSpace

from album_organizer.imaging.color import embedded_profile, to_srgb
from album_organizer.imaging.decode import DecodedPhoto, decode
from tests.support.photos import exif

Named = QColorSpace.NamedColorSpace
LIMIT = 100.0
WIDE = [Named.AdobeRgb, Named.DisplayP3, Named.ProPhotoRgb]


def profile_of(space: QColorSpace | Named) -> bytes:
    return bytes(QColorSpace(space).iccProfile().data())


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def patch(color: tuple[int, ...], mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (64, 48), color)


def saved(image: Image.Image, path: Path, profile: bytes | None) -> DecodedPhoto:
    image.save(path, icc_profile=profile, quality=100)
    return decode(path, 16, LIMIT)


def center(image: Image.Image) -> tuple[int, ...]:
    value = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(value, tuple)
    return value


@pytest.mark.parametrize("space", WIDE)
def test_wide_profile_makes_colours_stronger_and_leaves_greys(space: Named) -> None:
    converted = to_srgb(patch((60, 160, 80)), profile_of(space))
    assert converted is not None
    red, green, _ = center(converted)
    assert green - red > 100 + 10
    gray = to_srgb(patch((128, 128, 128)), profile_of(space))
    assert gray is not None
    assert max(center(gray)) - min(center(gray)) <= 2
    for end in (0, 255):
        ends = to_srgb(patch((end, end, end)), profile_of(space))
        assert ends is not None
        assert np.abs(np.array(center(ends)) - end).max() <= 1


def test_adobe_rgb_gives_the_published_colour() -> None:
    """By the matrices of the two standards, for a colour that both can show."""
    inside = to_srgb(patch((150, 120, 90)), profile_of(Named.AdobeRgb))
    assert inside is not None
    linear = (np.array([150, 120, 90]) / 255) ** (563 / 256)
    to_xyz = np.array(
        [[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]]
    )
    from_xyz = np.array(
        [[3.24045, -1.53714, -0.49853], [-0.96927, 1.87601, 0.04156], [0.05564, -0.20403, 1.05723]]
    )
    light = from_xyz @ to_xyz @ linear
    expected = 255 * (1.055 * light ** (1 / 2.4) - 0.055)
    assert np.abs(np.array(center(inside)) - expected).max() <= 1.5


@pytest.mark.parametrize(
    "profile", [None, b"", b"not a profile", SRGB, SRGB[:200], profile_of(Named.SRgb)]
)
def test_nothing_to_convert(profile: bytes | None) -> None:
    assert to_srgb(patch((60, 160, 80)), profile) is None


def test_profile_for_other_channels_is_not_used() -> None:
    assert to_srgb(patch((10, 20, 30, 40), "CMYK"), profile_of(Named.AdobeRgb)) is None


def test_gray_profile() -> None:
    linear = QColorSpace(QColorSpace(Named.SRgb).whitePoint(), QColorSpace.TransferFunction.Linear)
    converted = to_srgb(Image.new("L", (8, 8), 55), profile_of(linear))
    assert converted is not None
    # 55/255 of the light is a middle grey to the eye.
    assert all(abs(value - 128) <= 2 for value in center(converted))


def test_decoded_photo_has_both_the_file_s_numbers_and_what_is_shown(tmp_path: Path) -> None:
    photo = saved(patch((60, 160, 80)), tmp_path / "a.jpg", profile_of(Named.AdobeRgb))
    assert np.abs(np.array(center(photo.image)) - (60, 160, 80)).max() <= 2
    assert center(photo.shown)[0] < center(photo.image)[0] - 20
    assert photo.shown.size == photo.image.size


@pytest.mark.parametrize("profile", [None, SRGB, b"broken" * 40])
def test_photo_without_a_usable_profile_is_shown_as_it_is(
    tmp_path: Path, profile: bytes | None
) -> None:
    photo = saved(patch((60, 160, 80)), tmp_path / "a.jpg", profile)
    assert photo.shown is photo.image


def test_what_is_shown_is_upright_and_shrunk_like_the_picture(tmp_path: Path) -> None:
    image = Image.new("L", (640, 480), 90)
    linear = QColorSpace(QColorSpace(Named.SRgb).whitePoint(), QColorSpace.TransferFunction.Linear)
    path = tmp_path / "a.png"
    image.save(path, icc_profile=profile_of(linear), exif=exif(orientation=6).tobytes())
    photo = decode(path, 100, LIMIT)
    assert photo.image.size == photo.shown.size == (480, 640)
    assert center(photo.shown)[0] > center(photo.image)[0] + 40


def test_embedded_profile_is_read_from_the_file() -> None:
    buffer = io.BytesIO()
    patch((1, 2, 3)).save(buffer, "PNG", icc_profile=SRGB)
    assert embedded_profile(Image.open(buffer)) == SRGB
    assert embedded_profile(patch((1, 2, 3))) is None
