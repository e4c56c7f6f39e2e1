"""Builders of small real photo files: scenes, bursts, EXIF data and broken files."""

import io
import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import IFDRational

START = datetime(2026, 7, 12, 9, 0, 0)
SIZE = (480, 320)
_HANDHELD_MARGIN = 0.06


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of shapes on a ground that differs from that of any other seed."""
    random = np.random.default_rng(seed)
    width, height = size
    corners = random.integers(30, 226, (2, 2, 3)).astype(np.uint8)
    image = Image.fromarray(corners).resize(size, Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = random.uniform(0, width), random.uniform(0, height)
        rx, ry = random.uniform(0.04, 0.22, 2) * min(size)
        color = tuple(int(c) for c in random.integers(0, 256, 3))
        shape = draw.ellipse if random.random() < 0.5 else draw.rectangle
        shape((x - rx, y - ry, x + rx, y + ry), fill=color)
    grain = random.normal(0, 3, (height, width, 1))
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float64)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def handheld(
    image: Image.Image, seed: int, *, stops: float = 0.0, blur: float = 0.0
) -> Image.Image:
    """Another frame of a burst: moved up to 2%, turned up to 1 degree, zoomed up to 2%.

    Args:
        image: The scene.
        seed: Tells frames apart; frame 0 is not moved.
        stops: Exposure error.
        blur: Radius of the defocus in pixels.
    """
    shift_x, shift_y, turn, zoom = np.random.default_rng(seed).uniform(-1, 1, 4) * (seed != 0)
    width, height = image.size
    share = (1 - 2 * _HANDHELD_MARGIN) * (1 + 0.02 * zoom)
    cos, sin = share * np.cos(np.radians(turn)), share * np.sin(np.radians(turn))
    center_x, center_y = width * (0.5 + 0.02 * shift_x), height * (0.5 + 0.02 * shift_y)
    frame = image.transform(
        image.size,
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
    if blur:
        frame = frame.filter(ImageFilter.GaussianBlur(blur))
    gain = 2 ** (stops / 2.2)
    return frame.point(lambda value: min(255, round(value * gain)))


def exif(
    taken_at: datetime | None = None, *, orientation: int = 1, bias_ev: float | None = None
) -> Image.Exif:
    """EXIF data as a camera writes it."""
    result = Image.Exif()
    result[ExifTags.Base.Make] = "Canon"
    result[ExifTags.Base.Model] = "Canon EOS 40D"
    result[ExifTags.Base.Orientation] = orientation
    detail = result.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.ExposureTime] = IFDRational(1, 160)
    detail[ExifTags.Base.FNumber] = IFDRational(71, 10)
    detail[ExifTags.Base.ISOSpeedRatings] = 200
    detail[ExifTags.Base.FocalLength] = IFDRational(135)
    detail[ExifTags.Base.LensModel] = "EF 135mm"
    if taken_at is not None:
        detail[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
        detail[ExifTags.Base.SubsecTimeOriginal] = f"{taken_at.microsecond:06d}"
    if bias_ev is not None:
        detail[ExifTags.Base.ExposureBiasValue] = IFDRational(round(bias_ev * 3), 3)
    return result


def write_photo(
    path: Path,
    seed: int = 0,
    *,
    image: Image.Image | None = None,
    taken_at: datetime | None = START,
    size: tuple[int, int] = SIZE,
    quality: int = 92,
    bias_ev: float | None = None,
    orientation: int = 1,
) -> Path:
    """Writes a photo in the format of its extension; folders are made.

    Args:
        path: The file.
        seed: Scene to show.
        image: Picture to write in place of a scene.
        taken_at: Capture time, or None for a file without EXIF data.
        size: Width and height of the scene in pixels.
        quality: Of lossy formats.
        bias_ev: Exposure compensation.
        orientation: EXIF orientation; the picture is written as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    image = scene(seed, size) if image is None else image
    options: dict[str, Any] = {"quality": quality}
    if taken_at is not None:
        options["exif"] = exif(taken_at, bias_ev=bias_ev, orientation=orientation).tobytes()
    if path.suffix.lower() in {".heic", ".heif"}:  # without teaching Pillow: decode() must do that
        pillow_heif.from_pillow(image).save(path, **options)
    else:
        image.save(path, **options)
    return path


def write_burst(
    folder: Path,
    seed: int,
    count: int,
    *,
    taken_at: datetime = START,
    gap_s: float = 0.7,
    name: str = "burst",
) -> list[Path]:
    """Writes handheld frames of one scene, ``burst_0.jpg`` (the steadiest) and so on."""
    picture = scene(seed)
    return [
        write_photo(
            folder / f"{name}_{number}.jpg",
            image=handheld(picture, number, blur=0.5 * number),
            taken_at=taken_at + timedelta(seconds=gap_s * number),
        )
        for number in range(count)
    ]


def write_truncated(path: Path, seed: int = 0) -> Path:
    """Writes a photo whose second half is missing."""
    write_photo(path, seed)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def write_empty(path: Path) -> Path:
    """Writes a file of 0 bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path


def write_text(path: Path) -> Path:
    """Writes a text file, whatever the extension says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Dear diary, I am not a photo.\n" * 20, encoding="utf-8")
    return path


def write_png_bomb(path: Path, side: int = 30_000) -> Path:
    """Writes a PNG file of a few hundred bytes that claims ``side`` x ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b""))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
    )
    return path


def write_jpeg_bomb(path: Path, side: int = 30_000) -> Path:
    """Writes a small JPEG file whose header claims ``side`` x ``side`` pixels."""
    buffer = io.BytesIO()
    scene(0).save(buffer, "JPEG")
    data = bytearray(buffer.getvalue())
    frame = data.index(b"\xff\xc0")  # marker, length (2), precision (1), height (2), width (2)
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    path.write_bytes(data)
    return path
