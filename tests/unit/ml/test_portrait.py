"""Faces are found where they are, and judged by what a person would mind."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from album_organizer.ml.portrait import WEIGHTS, find_faces, portrait_quality

Photographs = dict[str, Image.Image]


@pytest.fixture(scope="module")
def astronaut(photographs: Photographs) -> Image.Image:
    """512 x 512, one woman, face around x 225, y 115."""
    return photographs["astronaut"]


def judged(image: Image.Image) -> float:
    quality = portrait_quality(image)
    assert quality is not None
    return quality


def test_a_face_is_found_where_it_is(astronaut: Image.Image) -> None:
    (face,) = find_faces(astronaut)

    assert 0.3 < face.left < face.left + face.width < 0.6
    assert 0.05 < face.top < face.top + face.height < 0.4
    assert face.eyes == 1.0


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket", "china", "flower"])
def test_photos_without_people_have_no_portrait_quality(
    photographs: Photographs, name: str
) -> None:
    assert portrait_quality(photographs[name]) is None


def test_a_good_portrait_is_good(astronaut: Image.Image) -> None:
    assert 0.75 < judged(astronaut) <= 1.0


@pytest.mark.parametrize("sigma", [1.0, 2.0, 3.0])
def test_a_blurred_face_is_worse(astronaut: Image.Image, sigma: float) -> None:
    assert judged(astronaut.filter(ImageFilter.GaussianBlur(sigma))) < judged(astronaut) - 0.05


@pytest.mark.parametrize("gain", [0.25, 1.8])
def test_a_badly_exposed_face_is_worse(astronaut: Image.Image, gain: float) -> None:
    exposed = astronaut.point(lambda level: min(255, round(level * gain)))

    assert judged(exposed) < judged(astronaut) - 0.03


def test_eyes_that_cannot_be_seen_are_worse(astronaut: Image.Image) -> None:
    covered = astronaut.copy()
    ImageDraw.Draw(covered).rectangle((196, 96, 222, 112), fill=(200, 160, 140))

    assert judged(covered) < judged(astronaut) - 0.05


def test_the_larger_face_counts_more(astronaut: Image.Image) -> None:
    soft = astronaut.filter(ImageFilter.GaussianBlur(2.0))
    near = (130, 20, 330, 300)
    sharp, soft = astronaut.crop(near), soft.crop(near)
    front_sharp = side_by_side(sharp, soft.resize((140, 196)))
    front_soft = side_by_side(soft, sharp.resize((140, 196)))

    assert len(find_faces(front_sharp)) == len(find_faces(front_soft)) == 2
    assert find_faces(front_sharp)[0].area > find_faces(front_sharp)[1].area
    assert judged(front_sharp) > judged(front_soft) + 0.05


def side_by_side(front: Image.Image, back: Image.Image) -> Image.Image:
    canvas = Image.new("RGB", (front.width + back.width, front.height), (90, 90, 90))
    canvas.paste(front, (0, 0))
    canvas.paste(back, (front.width, 0))
    return canvas


def test_threads_get_the_same_answer(astronaut: Image.Image) -> None:
    expected = judged(astronaut)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(judged, [astronaut] * 12))

    assert answers == [expected] * 12


@pytest.mark.parametrize("size", [(1, 1), (2, 3000), (3000, 2), (40, 40)])
def test_tiny_and_narrow_pictures_have_no_faces(size: tuple[int, int]) -> None:
    assert portrait_quality(Image.new("RGB", size, (120, 100, 90))) is None


def test_noise_has_no_faces() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (384, 512, 3), dtype=np.uint8)

    assert find_faces(Image.fromarray(pixels)) == []


def test_the_shares_add_up() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
