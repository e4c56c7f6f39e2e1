import hashlib
import io
import logging
import os
import struct
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from album_organizer.domain.errors import PhotoError
from album_organizer.imaging.decode import DecodedPhoto, decode
from tests.support.photos import (
    START,
    exif,
    scene,
    write_empty,
    write_jpeg_bomb,
    write_photo,
    write_png_bomb,
    write_text,
    write_truncated,
)

MIN_SIDE = 256
LIMIT = 200.0


def load(path: Path, min_side: int = MIN_SIDE, max_megapixels: float = LIMIT) -> DecodedPhoto:
    return decode(path, min_side, max_megapixels)


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image, dtype=np.int16)


def mean_difference(a: Image.Image, b: Image.Image) -> float:
    return float(np.abs(pixels(a) - pixels(b)).mean())


def save(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


class TestFormats:
    @pytest.mark.parametrize(
        "name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.avif", "a.heic", "a.heif"]
    )
    def test_reads_the_format(self, tmp_path: Path, name: str) -> None:
        photo = load(write_photo(tmp_path / name, 3, quality=90))

        assert photo.image.mode == "RGB"
        assert (photo.width, photo.height) == (480, 320)
        assert mean_difference(photo.image, scene(3)) < 6
        assert photo.capture.taken_at == START

    def test_content_id_is_the_hash_of_the_bytes(self, tmp_path: Path) -> None:
        path = write_photo(tmp_path / "a.jpg")
        copy = tmp_path / "b.png"  # another name, even a wrong extension
        copy.write_bytes(path.read_bytes())

        expected = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        assert load(path).content_id == load(copy).content_id == expected

    def test_goes_by_content_not_by_extension(self, tmp_path: Path) -> None:
        path = write_photo(tmp_path / "a.png", 5).rename(tmp_path / "a.jpg")

        assert np.array_equal(pixels(load(path).image), pixels(scene(5)))

    def test_several_threads_at_once(self, tmp_path: Path) -> None:
        names = ("a.jpg", "a.png", "a.webp", "a.tif", "a.avif", "a.heic")
        paths = [write_photo(tmp_path / name, 3) for name in names] * 3
        with ThreadPoolExecutor(4) as pool:
            photos = list(pool.map(load, paths))

        assert all(mean_difference(photo.image, scene(3)) < 6 for photo in photos)

    def test_takes_the_first_of_several_frames(self, tmp_path: Path) -> None:
        path = save(
            tmp_path / "a.webp",
            scene(1),
            save_all=True,
            append_images=[scene(2)],
            lossless=True,
        )

        assert np.array_equal(pixels(load(path).image), pixels(scene(1)))


class TestColors:
    def test_transparency_lies_on_white(self, tmp_path: Path) -> None:
        image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
        image.paste((0, 0, 255, 255), (0, 0, 32, 64))
        photo = load(save(tmp_path / "a.png", image)).image

        assert photo.getpixel((5, 5)) == (0, 0, 255)
        assert photo.getpixel((60, 5)) == (255, 255, 255)

    @pytest.mark.parametrize("transparency", [0, bytes([0, 255])])
    def test_transparent_palette_lies_on_white(
        self, tmp_path: Path, transparency: int | bytes
    ) -> None:
        image = Image.new("P", (64, 64), 0)
        image.putpalette([255, 0, 0, 0, 0, 255])
        image.paste(1, (0, 0, 32, 64))
        photo = load(save(tmp_path / "a.png", image, transparency=transparency)).image

        assert photo.getpixel((5, 5)) == (0, 0, 255)
        assert photo.getpixel((60, 5)) == (255, 255, 255)

    def test_single_transparent_color(self, tmp_path: Path) -> None:
        image = Image.new("RGB", (64, 64), (1, 2, 3))
        photo = load(save(tmp_path / "a.png", image, transparency=(1, 2, 3))).image

        assert photo.getpixel((5, 5)) == (255, 255, 255)

    def test_gray_with_transparency(self, tmp_path: Path) -> None:
        photo = load(save(tmp_path / "a.png", Image.new("LA", (64, 64), (40, 0)))).image

        assert photo.getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
    def test_converts_mode(self, tmp_path: Path, mode: str) -> None:
        image = scene(4).convert(mode)
        photo = load(save(tmp_path / "a.tif", image)).image

        assert photo.mode == "RGB"
        assert mean_difference(photo, image.convert("RGB")) < 2

    def test_cmyk_jpeg(self, tmp_path: Path) -> None:
        image = scene(4).convert("CMYK")
        photo = load(save(tmp_path / "a.jpg", image, quality=95)).image

        assert mean_difference(photo, image.convert("RGB")) < 6

    @pytest.mark.parametrize("name", ["a.png", "a.tif"])
    def test_sixteen_bit_gray_is_scaled_not_clipped(self, tmp_path: Path, name: str) -> None:
        gray = np.linspace(0, 65535, 64 * 64).astype(np.uint16).reshape(64, 64)
        photo = load(save(tmp_path / name, Image.fromarray(gray))).image

        expected = np.rint(gray / 257).astype(np.int16)
        assert np.abs(pixels(photo) - expected[..., None]).max() <= 1

    @pytest.mark.parametrize("white", [1.0, 255.0])
    def test_float_gray(self, tmp_path: Path, white: float) -> None:
        gray = (np.linspace(0, 1, 64 * 64) * white).astype(np.float32).reshape(64, 64)
        gray[0, 0] = np.nan
        photo = load(save(tmp_path / "a.tif", Image.fromarray(gray))).image

        assert photo.getpixel((0, 0)) == (0, 0, 0)
        assert photo.getpixel((63, 63)) == (255, 255, 255)
        assert abs(pixels(photo)[32, 0, 0] - 128) <= 2


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.avif"])
    def test_all_eight_come_out_upright(self, tmp_path: Path, name: str, orientation: int) -> None:
        path = save(
            tmp_path / name,
            as_stored(scene(7), orientation),
            exif=exif(orientation=orientation).tobytes(),
        )
        photo = load(path)

        assert photo.image.size == (photo.width, photo.height) == (480, 320)
        assert mean_difference(photo.image, scene(7)) < 8

    @pytest.mark.parametrize("orientation", [1, 3, 6, 8])
    def test_heic(self, tmp_path: Path, orientation: int) -> None:
        path = write_photo(
            tmp_path / "a.heic", image=as_stored(scene(7), orientation), orientation=orientation
        )
        photo = load(path)

        assert photo.image.size == (photo.width, photo.height) == (480, 320)
        assert mean_difference(photo.image, scene(7)) < 8

    def test_full_size_of_a_shrunk_upright_photo(self, tmp_path: Path) -> None:
        stored = as_stored(scene(7, (2400, 1600)), 6)
        photo = load(save(tmp_path / "a.jpg", stored, exif=exif(orientation=6)))

        assert (photo.width, photo.height) == (2400, 1600)
        assert photo.image.size == (600, 400)

    @pytest.mark.parametrize("value", [0, 9, 65535])
    def test_nonsense_counts_as_upright(self, tmp_path: Path, value: int) -> None:
        path = save(tmp_path / "a.jpg", scene(7), exif=exif(orientation=value))

        assert load(path).image.size == (480, 320)


def as_stored(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera held in that orientation stores it: the inverse of turning it."""
    inverse = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return image.transpose(inverse[orientation]) if orientation in inverse else image


class TestShrinking:
    @pytest.mark.parametrize(
        ("size", "min_side", "expected"),
        [
            ((2400, 1600), 256, (600, 400)),
            ((2400, 1600), 401, (1200, 800)),
            ((2400, 1600), 100, (300, 200)),
            ((2400, 1600), 1601, (2400, 1600)),
            ((480, 320), 256, (480, 320)),
        ],
    )
    def test_jpeg_is_shrunk_while_decoding(
        self, tmp_path: Path, size: tuple[int, int], min_side: int, expected: tuple[int, int]
    ) -> None:
        photo = load(write_photo(tmp_path / "a.jpg", size=size), min_side)

        assert photo.image.size == expected
        assert (photo.width, photo.height) == size

    def test_lossless_pictures_up_to_4096_pixels_stay_exact(self, tmp_path: Path) -> None:
        photo = load(write_photo(tmp_path / "a.png", 1, size=(1500, 900)))

        assert np.array_equal(pixels(photo.image), pixels(scene(1, (1500, 900))))

    def test_larger_lossless_pictures_are_shrunk_by_a_whole_number(self, tmp_path: Path) -> None:
        photo = load(save(tmp_path / "a.png", Image.new("RGB", (5000, 1000), (9, 8, 7))))

        assert photo.image.size == (1667, 334)
        assert (photo.width, photo.height) == (5000, 1000)
        assert photo.image.getpixel((5, 5)) == (9, 8, 7)

    def test_pictures_of_phones_are_shrunk_after_decoding(self, tmp_path: Path) -> None:
        photo = load(write_photo(tmp_path / "a.avif", size=(1200, 800), quality=40))

        assert photo.image.size == (400, 267)
        assert (photo.width, photo.height) == (1200, 800)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        width=st.integers(1, 700),
        height=st.integers(1, 700),
        min_side=st.integers(1, 400),
        extension=st.sampled_from(["jpg", "png"]),
    )
    def test_never_below_the_asked_side_and_never_enlarged(
        self, tmp_path: Path, width: int, height: int, min_side: int, extension: str
    ) -> None:
        path = save(tmp_path / f"a.{extension}", Image.new("RGB", (width, height), (90, 60, 30)))
        photo = load(path, min_side)

        assert (photo.width, photo.height) == (width, height)
        assert min(photo.image.size) >= min(min_side, width, height)
        assert photo.image.width <= width
        assert photo.image.height <= height


class TestBadFiles:
    def test_empty(self, tmp_path: Path) -> None:
        self.refused(write_empty(tmp_path / "a.jpg"), r"'a\.jpg' is empty")

    @pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp", "avif"])
    def test_truncated(self, tmp_path: Path, extension: str) -> None:
        self.refused(write_truncated(tmp_path / f"a.{extension}"), "damaged|not a picture")

    def test_truncated_heic(self, tmp_path: Path) -> None:
        self.refused(write_truncated(tmp_path / "a.heic"), "damaged|not a picture")

    def test_text_with_the_wrong_extension(self, tmp_path: Path) -> None:
        self.refused(write_text(tmp_path / "a.jpg"), "not a picture")

    def test_formats_that_start_other_programs_are_not_tried(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jpg"
        path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n")

        self.refused(path, "not a picture")

    @pytest.mark.parametrize("write", [write_png_bomb, write_jpeg_bomb])
    def test_bomb_is_refused_from_its_header(
        self, tmp_path: Path, write: Callable[[Path], Path]
    ) -> None:
        path = write(tmp_path / "a.jpg")
        tracemalloc.start()
        try:
            error = self.refused(path, r"30,000 x 30,000 pixels \(900 megapixels\)")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert "limit of 200 megapixels" in str(error)
        assert peak < 20e6

    def test_the_limit_is_the_one_asked_for(self, tmp_path: Path) -> None:
        path = write_photo(tmp_path / "a.jpg", size=(1000, 1000))

        assert load(path, max_megapixels=1.0).width == 1000
        with pytest.raises(PhotoError, match="limit"):
            load(path, max_megapixels=0.99)

    def test_pillows_own_limit_does_not_matter(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.png", Image.new("1", (15_000, 7_000)))

        assert load(path).width == 15_000

    def test_vanished(self, tmp_path: Path) -> None:
        error = self.refused(tmp_path / "gone.jpg", "no longer there", permanent=False)

        assert "gone.jpg" in str(error)

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").mkdir()

        self.refused(tmp_path / "a.jpg", "cannot be read", permanent=False)

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_forbidden(self, tmp_path: Path) -> None:
        path = write_photo(tmp_path / "a.jpg")
        path.chmod(0o000)

        self.refused(path, "permission", permanent=False)

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data(), extension=st.sampled_from(["jpg", "png", "webp", "tif", "avif"]))
    def test_damage_anywhere_gives_a_picture_or_one_sentence(
        self, tmp_path: Path, data: st.DataObject, extension: str
    ) -> None:
        path = write_photo(tmp_path / f"a.{extension}", 2, size=(96, 64))
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 8))):
            position = data.draw(st.integers(0, len(content) - 1))
            content[position] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(1, len(content)))])

        try:
            photo = load(path)
        except PhotoError as error:
            sentence = str(error)
        else:
            assert photo.image.mode == "RGB"
            sentence = f"'{path.name}'"
        assert sentence.startswith(f"'{path.name}'")
        assert "\n" not in sentence

    def refused(self, path: Path, sentence: str, *, permanent: bool = True) -> PhotoError:
        with pytest.raises(PhotoError, match=sentence) as failure:
            load(path)
        assert failure.value.permanent is permanent
        return failure.value


class TestBrokenMetadata:
    @pytest.mark.parametrize(
        "block",
        [
            b"Exif\0\0garbage",
            b"Exif\0\0II*\0\xff\xff\xff\xff",
            b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
            b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0",
            b"Exif\0\0",
        ],
    )
    def test_never_fails_a_photo(self, tmp_path: Path, block: bytes) -> None:
        photo = load(save(tmp_path / "a.jpg", scene(0), exif=block))

        assert photo.image.size == (480, 320)
        assert photo.capture.taken_at is None

    def test_truncated_metadata(self, tmp_path: Path) -> None:
        block = exif(START).tobytes()
        for length in range(6, len(block), 7):
            photo = load(save(tmp_path / "a.jpg", scene(0, (64, 48)), exif=block[:length]))
            assert photo.width in {48, 64}

    def test_wrong_type_of_orientation(self, tmp_path: Path) -> None:
        entry = struct.pack("<HHI4s", ExifTags.Base.Orientation, 2, 4, b"six\0")  # 2: text
        block = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + bytes(4)

        assert load(save(tmp_path / "a.jpg", scene(0), exif=block)).width == 480

    def test_malformed_multi_picture_file(self, tmp_path: Path) -> None:
        """Phones write MPO; half of one must not surface as a warning."""
        buffer = io.BytesIO()
        scene(0).save(buffer, "MPO", save_all=True, append_images=[scene(1)])
        data = buffer.getvalue()
        second = data.index(b"\xff\xd8\xff", 10)
        path = tmp_path / "a.jpg"
        path.write_bytes(data[:second])

        assert mean_difference(load(path).image, scene(0)) < 8

    def test_nothing_is_logged(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING), pytest.raises(PhotoError):
            load(write_truncated(tmp_path / "a.tif"))

        assert caplog.records == []
