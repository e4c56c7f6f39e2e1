"""Highlights, shadows, brightness and contrast."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.scores import FAULT
from album_organizer.imaging.degradations import Pixels, exposure, noise
from album_organizer.ml.technical import exposure_of, to_grey
from album_organizer.ml.technical.tones import (
    Tones,
    brightness_from,
    contrast_from,
    highlights_from,
    measure_tones,
    shadows_from,
)
from tests.unit.ml.technical.conftest import Photos

NAMES = ["astronaut", "chelsea", "coffee", "rocket", "china", "flower", "scene"]
TINY = 0.01
on_photos = settings(max_examples=25, deadline=None)
names = st.sampled_from(NAMES)


def tones(pixels: Pixels) -> Tones:
    return measure_tones(pixels, to_grey(pixels))


def flattened(pixels: Pixels, share: float) -> Pixels:
    return np.asarray(np.round(128 + share * (pixels - 128.0)), np.uint8)


# The drawn scene has plain shapes, whose single level may crowd like lost highlights.
@on_photos
@given(name=st.sampled_from(NAMES[:-1]), stops=st.floats(0.0, 2.0), more=st.floats(0.0, 1.5))
def test_overexposure_never_raises_highlights(
    photos: Photos, name: str, stops: float, more: float
) -> None:
    pictures = (exposure(photos[name], s) for s in (0.0, stops, stops + more))
    right, bright, brighter = (highlights_from(tones(p)) for p in pictures)
    assert right + TINY >= bright >= brighter - TINY


@on_photos
@given(name=names, stops=st.floats(0.0, 3.0), more=st.floats(0.0, 2.0))
def test_underexposure_never_raises_brightness_and_shadows(
    photos: Photos, name: str, stops: float, more: float
) -> None:
    right, dark, darker = (tones(exposure(photos[name], -s)) for s in (0.0, stops, stops + more))
    for score in (brightness_from, shadows_from):
        assert score(right) + TINY >= score(dark) >= score(darker) - TINY


@on_photos
@given(name=names, share=st.floats(0.1, 1.0), less=st.floats(0.1, 1.0))
def test_flattening_never_raises_contrast(
    photos: Photos, name: str, share: float, less: float
) -> None:
    full, flat, flatter = (
        contrast_from(tones(p))
        for p in (
            photos[name],
            flattened(photos[name], share),
            flattened(photos[name], share * less),
        )
    )
    assert full + TINY >= flat >= flatter - TINY


@pytest.mark.parametrize("name", NAMES)
def test_severe_damage_shows_clearly(photos: Photos, name: str) -> None:
    pixels = photos[name]
    before = tones(pixels)
    assert highlights_from(tones(exposure(pixels, 3))) < highlights_from(before) - 0.3
    assert brightness_from(tones(exposure(pixels, -3))) < brightness_from(before) - 0.5
    crushed = np.asarray(np.clip(pixels - 150.0, 0, 105) * 2, np.uint8)
    assert shadows_from(tones(crushed)) < shadows_from(before) - 0.3
    assert contrast_from(tones(flattened(pixels, 0.1))) < 0.2


@pytest.mark.parametrize("stops", [-0.5, -1, -2])
def test_blown_highlights_that_were_darkened_stay_lost(photos: Photos, stops: float) -> None:
    blown = exposure(photos["china"], 2)
    before, after = tones(blown), tones(exposure(blown, stops))
    assert before.blown > 0.2
    assert after.blown == 0.0
    assert highlights_from(after) < FAULT


def test_a_white_wall_with_a_gradient_is_not_lost() -> None:
    wall = np.linspace(170, 240, 300).astype(np.uint8)
    assert highlights_from(tones(np.broadcast_to(wall[:, None, None], (300, 400, 3)).copy())) > 0.6


def painted(share: float, colour: tuple[int, int, int], *, below: bool = False) -> Pixels:
    """A grey ramp with a plain band across the top or bottom."""
    pixels = np.repeat(np.linspace(40, 200, 400).astype(np.uint8)[None, :, None], 300, axis=0)
    pixels = np.repeat(pixels, 3, axis=2)
    rows = round(300 * share)
    pixels[(300 - rows) if below else 0 : 300 if below else rows] = colour
    return pixels


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_the_shares_name_the_place_and_size(share: float) -> None:
    sky, floor = (tones(painted(share, (255, 255, 255), below=b)) for b in (False, True))
    assert sky.blown == sky.blown_top == pytest.approx(share, abs=0.01)
    assert floor.blown == pytest.approx(share, abs=0.01)
    assert floor.blown_top == 0.0
    assert tones(painted(share, (2, 0, 5))).blocked == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("colour", "lost"),
    [
        ((255, 255, 255), True),
        ((255, 255, 60), True),
        ((255, 60, 20), False),
        ((0, 40, 255), False),
        ((240, 240, 240), False),
    ],
)
def test_one_full_channel_is_a_colour_and_two_are_lost(
    colour: tuple[int, int, int], lost: bool
) -> None:
    assert (tones(painted(0.2, colour)).blown > 0.1) == lost


def test_a_dark_colour_is_not_blocked() -> None:
    assert tones(painted(0.5, (0, 0, 60))).blocked == 0.0


def test_lamps_and_deep_shadows_are_no_fault() -> None:
    assert highlights_from(tones(painted(0.01, (255, 255, 255)))) > 0.9
    assert shadows_from(tones(painted(0.1, (0, 0, 0)))) > 0.8
    assert highlights_from(tones(painted(0.2, (255, 255, 255)))) < FAULT
    assert shadows_from(tones(painted(0.6, (0, 0, 0)))) < FAULT


def test_a_night_with_lamps_is_not_called_dark() -> None:
    night = painted(0.02, (255, 250, 230))
    night[10:] = night[10:] // 3
    assert brightness_from(tones(night)) > 0.8
    night[:10] = 60
    assert brightness_from(tones(night)) < FAULT


@pytest.mark.parametrize("name", NAMES)
def test_noise_and_darkness_make_no_contrast(photos: Photos, name: str) -> None:
    before = contrast_from(tones(photos[name]))
    noisy = noise(photos[name], 0.3, np.random.default_rng(0))
    assert contrast_from(tones(noisy)) <= before + 0.05
    assert contrast_from(tones(exposure(photos[name], -2))) <= before + 0.05
    assert contrast_from(tones(np.zeros((50, 60, 3), np.uint8))) == 0.0


@on_photos
@given(name=names, stops=st.floats(0.0, 3.0), more=st.floats(0.0, 2.0), over=st.booleans())
def test_exposure_of_a_part_falls_both_ways(
    photos: Photos, name: str, stops: float, more: float, over: bool
) -> None:
    # Photographs that begin dark or bright have an exposure to gain; begin from a usual one.
    pixels, sign = flattened(photos[name], 0.8), 1 if over else -1
    right, wrong, worse = (
        exposure_of(exposure(pixels, sign * s)) for s in (0.0, stops, stops + more)
    )
    assert right + TINY >= wrong >= worse - TINY
