"""JPEG blocks are found wherever the picture was cut, and nothing else is taken for them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from album_organizer.imaging.degradations import Pixels, gaussian_blur, jpeg, noise
from album_organizer.ml.technical import to_grey
from album_organizer.ml.technical.compression import compression_of
from tests.unit.ml.technical.conftest import Photos

NAMES = ["astronaut", "chelsea", "coffee", "china", "flower"]


def score(pixels: Pixels) -> float:
    return compression_of(to_grey(pixels))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(NAMES), st.integers(10, 95), st.integers(0, 60))
def test_stronger_compression_never_raises_the_score(
    photos: Photos, name: str, quality: int, less: int
) -> None:
    whole = score(photos[name])
    better, worse = (score(jpeg(photos[name], max(8, q))) for q in (quality, quality - less))
    assert whole + 0.02 >= better
    # Codecs round their tables: neighbouring qualities do not always keep their order.
    assert better >= worse - 0.2


@pytest.mark.parametrize("name", NAMES)
def test_strong_compression_shows_clearly(photos: Photos, name: str) -> None:
    assert score(photos[name]) == 1.0
    assert score(jpeg(photos[name], 90)) > 0.95
    assert score(jpeg(photos[name], 8)) < 0.45


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 7), st.integers(0, 7))
def test_the_grid_is_found_wherever_it_lies(photos: Photos, name: str, x: int, y: int) -> None:
    compressed = jpeg(photos[name], 10)
    assert score(compressed[y:, x:]) == pytest.approx(score(compressed), abs=0.1)


@pytest.mark.parametrize("name", NAMES)
def test_a_reduced_picture_has_lost_its_grid(photos: Photos, name: str) -> None:
    image = Image.fromarray(jpeg(photos[name], 20))
    small = image.resize((image.width * 7 // 11, image.height * 7 // 11))
    assert score(np.asarray(small)) == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_other_damage_is_not_taken_for_compression(photos: Photos, name: str) -> None:
    assert score(noise(photos[name], 0.2, np.random.default_rng(0))) == 1.0
    assert score(gaussian_blur(photos[name], 2)) == 1.0


def test_stripes_with_the_period_of_the_grid_are_no_blocks() -> None:
    striped = np.full((200, 320, 3), 90, np.uint8)
    striped[:, ::8] = 150
    assert score(striped) == 1.0
    assert score(striped.transpose(1, 0, 2).copy()) == 1.0


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (34, 400, 3)])
def test_pictures_too_small_to_tell_are_fine(shape: tuple[int, int, int]) -> None:
    assert score(np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)) == 1.0
