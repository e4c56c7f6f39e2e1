"""A simulated camera: takes a shot of a scene, with shake, defocus, exposure, noise and EXIF."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFilter
from PIL.TiffImagePlugin import IFDRational

from album_organizer.imaging.demo_shots import Shot

_QUALITY = 92
_TRUNCATED_SHARE = 0.6
_SHIFT = 0.015
_TURN_DEGREES = 0.8
_ZOOM = 0.012
_SHAKE_STEPS = 9
_STORED_AS = {
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}

_Light = NDArray[np.float32]
"""Linear light, 0..1, shape (H, W, 3)."""


def take_photo(scene: Image.Image, shot: Shot) -> bytes:
    """Takes a shot.

    Args:
        scene: RGB picture.
        shot: What to take, and what goes wrong.

    Returns:
        The bytes of a JPEG file with EXIF data; always the same for the same shot.
    """
    random = np.random.default_rng(shot.number)
    light = _exposed(scene, shot, random)
    if shot.mishap.noise:
        light += random.normal(0, shot.mishap.noise, light.shape).astype(np.float32) * np.sqrt(
            np.clip(light, 0.02, 1)
        )
    image = _to_image(light)
    if shot.orientation in _STORED_AS:
        image = image.transpose(_STORED_AS[shot.orientation])
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, exif=_exif(shot))
    data = buffer.getvalue()
    return data[: int(len(data) * _TRUNCATED_SHARE)] if shot.truncated else data


def _exposed(scene: Image.Image, shot: Shot, random: np.random.Generator) -> _Light:
    """What reaches the sensor: framed, out of focus, smeared by the shake, brighter or darker."""
    shift_x, shift_y, turn, zoom, direction = random.uniform(-1, 1, 5)
    if not shot.handheld:
        shift_x = shift_y = turn = zoom = 0.0
    if shot.mishap.blur:
        scene = scene.filter(ImageFilter.GaussianBlur(shot.mishap.blur))
    steps = _SHAKE_STEPS if shot.mishap.motion else 1
    total = None
    for step in np.linspace(-0.5, 0.5, steps) if steps > 1 else [0.0]:
        frame = _framed(
            scene,
            shot,
            shift=(
                shift_x * _SHIFT * scene.width
                + step * shot.mishap.motion * np.cos(direction * np.pi),
                shift_y * _SHIFT * scene.height
                + step * shot.mishap.motion * np.sin(direction * np.pi),
            ),
            turn=np.radians(turn * _TURN_DEGREES),
            zoom=1 + zoom * _ZOOM,
        )
        light = _to_light(frame)
        total = light if total is None else total + light
    assert total is not None
    return np.asarray(total * (2**shot.mishap.ev / steps), dtype=np.float32)


def _framed(
    scene: Image.Image, shot: Shot, shift: tuple[float, float], turn: float, zoom: float
) -> Image.Image:
    """Cuts the shot's box out of the scene, moved by pixels, turned by radians and zoomed."""
    left, top, right, bottom = shot.box
    width = round((right - left) * scene.width)
    height = round((bottom - top) * scene.height)
    center_x = (left + right) / 2 * scene.width + shift[0]
    center_y = (top + bottom) / 2 * scene.height + shift[1]
    cos, sin = np.cos(turn) / zoom, np.sin(turn) / zoom
    return scene.transform(
        (width, height),
        Image.Transform.AFFINE,
        (
            cos,
            -sin,
            center_x - cos * width / 2 + sin * height / 2,
            sin,
            cos,
            center_y - sin * width / 2 - cos * height / 2,
        ),
        Image.Resampling.BICUBIC,
    )


def _to_light(image: Image.Image) -> _Light:
    """SRGB to linear light."""
    share = np.asarray(image, dtype=np.float32) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def _to_image(light: _Light) -> Image.Image:
    """Linear light to sRGB; what is brighter than white clips, as on a sensor."""
    light = np.clip(light, 0, 1)
    share = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.rint(share * 255).astype(np.uint8))


def _exif(shot: Shot) -> Image.Exif:
    exif = Image.Exif()
    time = shot.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.Make] = "Album Organizer"
    exif[ExifTags.Base.Model] = "Demo Camera"
    exif[ExifTags.Base.Orientation] = shot.orientation
    exif[ExifTags.Base.DateTime] = time
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = time
    detail[ExifTags.Base.SubsecTimeOriginal] = f"{shot.taken_at.microsecond // 10_000:02d}"
    detail[ExifTags.Base.ExposureTime] = _rational(shot.exposure_s, 10_000)
    detail[ExifTags.Base.FNumber] = _rational(5.6, 10)
    detail[ExifTags.Base.ISOSpeedRatings] = shot.iso
    detail[ExifTags.Base.FocalLength] = _rational(50, 1)
    detail[ExifTags.Base.ExposureBiasValue] = _rational(shot.mishap.bias_ev, 10)
    return exif


def _rational(value: float, denominator: int) -> IFDRational:
    return IFDRational(round(value * denominator), denominator)
