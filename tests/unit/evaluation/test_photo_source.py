import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.errors import PhotoError
from album_organizer.evaluation.damage_variants import SIDE
from album_organizer.evaluation.photo_source import MIN_SIDE, PhotoSource
from album_organizer.settings.schema import Performance, Settings
from tests.support.photos import scene, write_empty, write_photo


def source(folder: Path) -> PhotoSource:
    return PhotoSource(folder, Settings(performance=Performance(decode_side=224)))


def opened(jpeg: bytes | None) -> Image.Image:
    assert jpeg is not None
    return Image.open(io.BytesIO(jpeg))


@pytest.mark.parametrize("size", [(1600, 1200), (900, 2000), (449, 300)])
def test_large_photos_are_reduced_to_one_size(tmp_path: Path, size: tuple[int, int]) -> None:
    write_photo(tmp_path / "a.jpg", image=scene(1, size))
    pixels = source(tmp_path).pixels("a.jpg")
    assert pixels.dtype == np.uint8
    height, width = pixels.shape[:2]
    assert max(height, width) == SIDE
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)


def test_small_photos_are_not_enlarged(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.png", image=scene(1, (160, 120)))
    assert source(tmp_path).pixels("a.png").shape == (120, 160, 3)


@pytest.mark.parametrize("size", [(50, 50), (3000, 200)])
def test_photos_without_room_for_damage_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    write_photo(tmp_path / "strip.jpg", image=scene(1, size))
    with pytest.raises(PhotoError, match=rf"'strip\.jpg' is too small .* of {MIN_SIDE} pixels"):
        source(tmp_path).pixels("strip.jpg")


def test_an_unreadable_photo_says_why(tmp_path: Path) -> None:
    write_empty(tmp_path / "empty.jpg")
    with pytest.raises(PhotoError, match="is empty"):
        source(tmp_path).pixels("empty.jpg")
    assert source(tmp_path).jpeg("empty.jpg", None) is None
    assert source(tmp_path).jpeg("gone.jpg", "blur 8") is None


def test_a_picture_has_the_detail_that_a_model_wants(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", image=scene(1, (2400, 1600)))
    assert min(source(tmp_path).picture("a.jpg", 900).size) >= 900
    assert 224 <= min(source(tmp_path).picture("a.jpg", 100).size) < 900


def test_photos_outside_the_folder_are_named_absolutely(tmp_path: Path) -> None:
    other = write_photo(tmp_path / "other" / "a.jpg", image=scene(1, (160, 120)))
    assert source(tmp_path / "photos").picture(str(other), 64).size == (160, 120)


def test_pictures_for_a_report_show_the_damage(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", image=scene(1, (1200, 900)))
    photos = source(tmp_path)
    with opened(photos.jpeg("a.jpg", None)) as original:
        assert original.size == (SIDE, 336)
        plain = np.asarray(original, np.float64).mean()
    with opened(photos.jpeg("a.jpg", "exposure +2")) as brighter:
        assert np.asarray(brighter, np.float64).mean() > plain + 10
    with opened(photos.jpeg("a.jpg", "width 50%")) as strip:
        assert strip.size == (SIDE // 2, 336)


def test_nothing_is_written(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.jpg", image=scene(1, (600, 400)))
    before = photo.read_bytes()
    source(tmp_path).pixels("a.jpg")
    source(tmp_path).jpeg("a.jpg", "noise 0.25")
    assert [p.name for p in tmp_path.iterdir()] == ["a.jpg"]
    assert photo.read_bytes() == before
