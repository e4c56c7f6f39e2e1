import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from album_organizer.imaging.degradations import (
    FAMILIES,
    Pixels,
    camera_shake,
    crop,
    defocus,
    exposure,
    gaussian_blur,
    jpeg,
    motion_blur,
    noise,
    random_pair,
    same_detail,
    tilt,
    to_linear,
    to_srgb,
    white_balance,
)

GEOMETRIC = {"tilt", "edge crop", "corner crop", "centre crop", "aspect crop"}
PHOTO: Pixels = np.asarray(Image.fromarray(skimage.data.coffee()).resize((150, 100)))


def sharpness(pixels: Pixels) -> float:
    return float(np.abs(np.diff(pixels.astype(np.float64), axis=1)).mean())


def distance(a: Pixels, b: Pixels) -> float:
    return float(np.abs(a.astype(np.float64) - b).mean())


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=15, deadline=None)
@given(strength=st.floats(0, 1), seed=st.integers(0, 2**32 - 1))
def test_damage_repeats_under_a_seed_and_keeps_type_and_original(
    family: str, strength: float, seed: int
) -> None:
    original = PHOTO.copy()
    first = FAMILIES[family](original, strength, np.random.default_rng(seed))
    second = FAMILIES[family](original, strength, np.random.default_rng(seed))
    assert np.array_equal(first, second)
    assert np.array_equal(original, PHOTO)
    assert first.dtype == np.uint8
    assert first.shape[2] == 3
    if family in GEOMETRIC:
        assert first.shape[0] * first.shape[1] < PHOTO.shape[0] * PHOTO.shape[1]
    else:
        assert first.shape == PHOTO.shape
        assert not np.array_equal(first, PHOTO)


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - GEOMETRIC))
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_more_strength_is_further_from_the_original(family: str, seed: int) -> None:
    distances = [
        distance(FAMILIES[family](PHOTO, strength, np.random.default_rng(seed)), PHOTO)
        for strength in (0.0, 0.5, 1.0)
    ]
    assert distances == sorted(distances)


@pytest.mark.parametrize("family", sorted(GEOMETRIC))
def test_more_strength_keeps_less_of_the_photo(family: str) -> None:
    areas = [
        FAMILIES[family](PHOTO, strength, np.random.default_rng(3)).size
        for strength in (0.0, 0.5, 1.0)
    ]
    assert areas == sorted(areas, reverse=True)
    assert areas[0] > areas[2]


def test_linear_light_returns_every_code() -> None:
    codes = np.arange(256, dtype=np.uint8)
    assert np.array_equal(to_srgb(to_linear(codes)), codes)
    assert to_linear(codes)[[0, 255]].tolist() == [0, 1]
    assert to_linear(codes)[188] == pytest.approx(0.5, abs=0.01)


def test_one_stop_doubles_the_light_and_clips() -> None:
    grey = np.full((4, 4, 3), 100, np.uint8)
    assert to_linear(exposure(grey, 1)) == pytest.approx(2 * to_linear(grey), rel=0.02)
    assert np.all(exposure(grey, 8) == 255)


@pytest.mark.parametrize(
    "blur",
    [
        lambda p: defocus(p, 3),
        lambda p: motion_blur(p, 7, 0.4),
        lambda p: camera_shake(p, 9, np.random.default_rng(1)),
    ],
)
def test_blur_spreads_a_point_and_keeps_its_light(blur: object) -> None:
    point = np.zeros((41, 41, 3), np.uint8)
    point[20, 20] = 255
    assert callable(blur)
    blurred = to_linear(blur(point))
    assert blurred.max() < 0.3
    assert blurred[..., 0].sum() == pytest.approx(1, abs=0.05)


def test_motion_blur_smears_along_its_direction_only() -> None:
    stripes = np.zeros((40, 40, 3), np.uint8)
    stripes[::4] = 255
    assert np.array_equal(motion_blur(stripes, 9, 0.0)[20:24], stripes[20:24])
    assert sharpness(motion_blur(stripes, 9, np.pi / 2).swapaxes(0, 1)) < 0.3 * sharpness(
        stripes.swapaxes(0, 1)
    )


def test_blur_and_strong_compression_lose_detail() -> None:
    assert sharpness(gaussian_blur(PHOTO, 2)) < sharpness(PHOTO)
    assert distance(jpeg(PHOTO, 10), PHOTO) > distance(jpeg(PHOTO, 90), PHOTO)


def test_noise_grows_with_the_light() -> None:
    rng = np.random.default_rng(0)
    levels = [
        to_linear(noise(np.full((64, 64, 3), code, np.uint8), 0.1, rng)).std()
        for code in (60, 120, 200)
    ]
    assert levels == sorted(levels)


def test_white_balance_moves_red_against_blue() -> None:
    warm = white_balance(np.full((2, 2, 3), 120, np.uint8), 1.3, 1.0, 1 / 1.3)
    red, green, blue = warm[0, 0]
    assert red > green == 120 > blue


def test_tilt_leaves_no_empty_corner() -> None:
    white = np.full((80, 120, 3), 255, np.uint8)
    turned = tilt(white, 10)
    assert turned.min() == 255
    assert turned.shape[1] / turned.shape[0] == pytest.approx(1.5, abs=0.05)


def test_crop_takes_the_named_part() -> None:
    picture = np.arange(100, dtype=np.uint8).reshape(10, 10)[..., None].repeat(3, 2)
    assert crop(picture, (0.5, 0.2), (1.0, 0.0))[..., 0].tolist() == [
        [5, 6, 7, 8, 9],
        [15, 16, 17, 18, 19],
    ]


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_pair_has_a_better_photo_of_the_same_detail(family: str, seed: int) -> None:
    pair = random_pair(PHOTO, family, np.random.default_rng(seed))
    assert pair.family == family
    assert 0.2 < pair.gap <= 1.25
    # Aspect crops cut one side, so mild and strong ones may share their shorter side or not.
    assert min(pair.better.shape[:2]) <= min(pair.worse.shape[:2]) + 1
    if family not in GEOMETRIC:
        assert distance(pair.worse, PHOTO) >= distance(pair.better, PHOTO)


def test_same_detail_never_enlarges() -> None:
    small = PHOTO[:50]
    assert same_detail(small, PHOTO) is small
    assert same_detail(PHOTO, small).shape == (50, 75, 3)


@settings(max_examples=25, deadline=None)
@given(length=st.floats(1, 18), seed=st.integers(0, 2**32 - 1))
def test_shake_smears_a_point_over_the_length_that_it_is_given(length: float, seed: int) -> None:
    point = np.zeros((61, 61, 3), np.uint8)
    point[30, 30] = 255

    lit = camera_shake(point, length, np.random.default_rng(seed))[..., 0] > 0

    reach = max(np.ptp(np.flatnonzero(lit.any(axis))) for axis in (0, 1))
    assert length - 2 <= reach <= length + 2
