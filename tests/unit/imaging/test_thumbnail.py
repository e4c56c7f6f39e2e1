import io

import numpy as np
import pytest
from PIL import Image

from album_organizer.imaging.thumbnail import make_thumbnail
from tests.support.photos import exif, scene


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1000, 750), (512, 384)),
        ((750, 1000), (384, 512)),
        ((512, 512), (512, 512)),
        ((100, 60), (100, 60)),
        ((4000, 2), (512, 1)),
    ],
)
def test_fits_into_the_side(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert opened(make_thumbnail(scene(0, size))).size == expected


def test_other_side() -> None:
    assert opened(make_thumbnail(scene(0, (400, 300)), side=100)).size == (100, 75)


def test_shows_the_same_picture() -> None:
    picture = scene(1, (1000, 750))
    small = opened(make_thumbnail(picture))
    expected = picture.resize(small.size, Image.Resampling.BOX)

    difference = np.abs(np.asarray(small, dtype=float) - np.asarray(expected, dtype=float))
    assert difference.mean() < 4


def test_is_a_small_jpeg_without_metadata() -> None:
    picture = scene(1, (400, 300))
    picture.info |= {"exif": exif(orientation=6).tobytes(), "icc_profile": b"profile"}
    data = make_thumbnail(picture)
    image = opened(data)

    assert image.format == "JPEG"
    assert not dict(image.getexif())
    assert "icc_profile" not in image.info
    assert len(data) < 60_000


def test_leaves_the_picture_alone_and_is_repeatable() -> None:
    picture = scene(2, (800, 600))
    before = picture.tobytes()

    assert make_thumbnail(picture) == make_thumbnail(picture)
    assert picture.tobytes() == before
