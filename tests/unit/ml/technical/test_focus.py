"""Sharpness of the sharpest region, and camera shake told from everything that looks like it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from skimage import data

from album_organizer.domain.scores import FAULT
from album_organizer.imaging.degradations import (
    Pixels,
    defocus,
    exposure,
    gaussian_blur,
    motion_blur,
    noise,
)
from album_organizer.ml.technical import sharpness_of, to_grey
from album_organizer.ml.technical.focus import (
    DIRECTIONS,
    measure_detail,
    motion_from,
    sharpness_from,
)
from album_organizer.ml.technical.noise import measure_noise
from tests.unit.ml.technical.conftest import Photos

NAMES = ["astronaut", "chelsea", "coffee", "rocket", "china", "flower", "scene"]
TINY = 0.02
on_photos = settings(max_examples=20, deadline=None)
names = st.sampled_from(NAMES)


def sharpness(pixels: Pixels) -> float:
    return sharpness_of(to_grey(pixels))


def motion(pixels: Pixels) -> float:
    return motion_from(measure_detail(to_grey(pixels)))


@on_photos
@given(name=names, sigma=st.floats(0.3, 4.0), more=st.floats(0.0, 4.0))
def test_blur_never_raises_sharpness(photos: Photos, name: str, sigma: float, more: float) -> None:
    pixels = photos[name]
    sharp = sharpness(pixels)
    soft, softer = (sharpness(gaussian_blur(pixels, s)) for s in (sigma, sigma + more))
    assert sharp + TINY >= soft >= softer - TINY


@on_photos
@given(name=names, radius=st.floats(1.0, 5.0), more=st.floats(0.0, 4.0))
def test_defocus_never_raises_sharpness(
    photos: Photos, name: str, radius: float, more: float
) -> None:
    pixels = photos[name]
    sharp = sharpness(pixels)
    soft, softer = (sharpness(defocus(pixels, r)) for r in (radius, radius + more))
    assert sharp + TINY >= soft >= softer - TINY


@on_photos
@given(name=names, length=st.floats(3, 14), more=st.floats(0, 14), angle=st.floats(0, np.pi))
def test_a_longer_smear_never_looks_steadier(
    photos: Photos, name: str, length: float, more: float, angle: float
) -> None:
    pixels = photos[name]
    pictures = [pixels, *(motion_blur(pixels, n, angle) for n in (length, length + more))]
    steady = [motion(p) for p in pictures]
    # An oblique smear takes its neighbours along, which narrows the gap that tells it a little.
    assert steady[0] + TINY >= steady[1]
    assert steady[2] <= steady[1] + 0.12
    sharp = [sharpness(p) for p in pictures]
    assert sharp[0] + TINY >= sharp[1] >= sharp[2] - TINY


@pytest.mark.parametrize("name", NAMES[:-1])
def test_strong_damage_shows_clearly(photos: Photos, name: str) -> None:
    pixels = photos[name]
    assert sharpness(pixels) > 0.55
    assert motion(pixels) > 0.9
    assert sharpness(gaussian_blur(pixels, 2.5)) < 0.25
    assert sharpness(defocus(pixels, 5)) < 0.25
    for angle in (0.0, 0.4, np.pi / 2, 2.2):
        smeared = motion_blur(pixels, 20, angle)
        assert motion(smeared) < 0.6
        assert sharpness(smeared) < sharpness(pixels) - 0.15


@pytest.mark.parametrize("name", NAMES)
def test_out_of_focus_is_not_taken_for_shake(photos: Photos, name: str) -> None:
    for worse in (gaussian_blur(photos[name], 2), gaussian_blur(photos[name], 5)):
        assert motion(worse) > 0.6
    assert motion(defocus(photos[name], 5)) > 0.6


def stripes(angle: float, period: float = 14) -> Pixels:
    y, x = np.mgrid[:300, :440].astype(np.float32)
    wave = np.cos(angle) * x + np.sin(angle) * y
    grey = np.where(wave % period < period / 2, 60, 200).astype(np.uint8)
    return np.repeat(gaussian_blur(grey, 0.6)[..., None], 3, axis=2)


@pytest.mark.parametrize("angle", [*DIRECTIONS, 0.2, 1.0])
def test_crisp_stripes_are_neither_soft_nor_shaken(angle: float) -> None:
    # Edges without any texture are less fine than a photo; that must not become a fault.
    assert motion(stripes(angle)) > 0.55
    assert sharpness(stripes(angle)) > FAULT
    assert sharpness(gaussian_blur(stripes(angle), 2)) < FAULT


def facade() -> Pixels:
    """A building: only upright and level edges."""
    image = Image.new("RGB", (440, 300), (150, 130, 110))
    draw = ImageDraw.Draw(image)
    for x in range(10, 430, 36):
        for y in range(8, 290, 44):
            draw.rectangle((x, y, x + 20, y + 28), fill=(40, 50, 70 + x % 60))
    return gaussian_blur(np.asarray(image), 0.6)


@pytest.mark.parametrize("name", ["grass", "gravel", "brick"])
def test_textures_are_not_taken_for_shake(name: str) -> None:
    texture = np.repeat(getattr(data, name)()[..., None], 3, axis=2)
    assert motion(texture) > 0.75
    assert motion(motion_blur(texture, 16, 0.0)) < motion(texture) - 0.2


def test_a_facade_is_not_taken_for_shake() -> None:
    assert motion(facade()) > 0.85
    assert motion(motion_blur(facade(), 12, 0.0)) < 0.5


@pytest.mark.parametrize("name", ["china", "flower", "chelsea", "astronaut"])
def test_a_shallow_depth_of_field_is_no_fault(photos: Photos, name: str) -> None:
    pixels = photos[name]
    height, width = pixels.shape[:2]
    # The sharpest of some regions stays as it is: that is where the focus lay.
    step, side = 40, 120
    corners = [(y, x) for y in range(0, height - side, step) for x in range(0, width - side, step)]
    y, x = max(
        corners,
        key=lambda c: float(
            np.abs(np.diff(to_grey(pixels)[c[0] : c[0] + side, c[1] : c[1] + side])).mean()
        ),
    )
    shallow = gaussian_blur(pixels, 5).copy()
    shallow[y : y + side, x : x + side] = pixels[y : y + side, x : x + side]
    assert sharpness(shallow) > sharpness(pixels) - 0.2
    assert sharpness(shallow) > sharpness(gaussian_blur(pixels, 5)) + 0.35
    assert motion(shallow) > 0.65


@on_photos
@given(name=names, level=st.floats(0.03, 0.2), sigma=st.sampled_from([0.0, 1.0, 2.0]))
def test_noise_does_not_pass_for_sharpness(
    photos: Photos, name: str, level: float, sigma: float
) -> None:
    soft = gaussian_blur(photos[name], sigma) if sigma else photos[name]
    noisy = to_grey(noise(soft, level, np.random.default_rng(0)))
    found = sharpness_from(measure_detail(noisy, measure_noise(noisy)))
    assert found <= sharpness(soft) + 0.15


@on_photos
@given(name=names, stops=st.floats(-2.0, 1.0))
def test_a_wrong_exposure_is_not_taken_for_a_wrong_focus(
    photos: Photos, name: str, stops: float
) -> None:
    assert sharpness(exposure(photos[name], stops)) == pytest.approx(
        sharpness(photos[name]), abs=0.1
    )


def test_flat_and_tiny_pictures_are_not_sharp_and_not_shaken() -> None:
    for shape in ((1, 1), (1, 90), (2, 2), (300, 200)):
        plain = np.full((*shape, 3), 128, np.uint8)
        assert sharpness(plain) == 0.0
        assert motion(plain) == 1.0
