"""Noise is measured, and texture, blur and compression are not taken for it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage import data

from album_organizer.domain.scores import FAULT
from album_organizer.imaging.degradations import gaussian_blur, jpeg, noise
from album_organizer.ml.technical import to_grey
from album_organizer.ml.technical.noise import FULL_NOISE, NO_NOISE, measure_noise, noise_from
from album_organizer.ml.technical.tiles import Plane
from tests.unit.ml.technical.conftest import Photos

NAMES = ["astronaut", "chelsea", "coffee", "rocket", "china", "flower", "scene"]


def deviation_of(grey: Plane) -> float:
    return measure_noise(grey).deviation


def flat(deviation: float, seed: int = 0) -> Plane:
    plain = np.random.default_rng(seed).normal(128, deviation, (300, 400))
    return np.asarray(np.clip(plain, 0, 255), np.float32)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.0, 25.0), st.integers(0, 1000))
def test_white_noise_is_measured_as_it_is(deviation: float, seed: int) -> None:
    assert deviation_of(flat(deviation, seed)) == pytest.approx(deviation, rel=0.2, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0.03, 0.2), st.floats(0.0, 0.2))
def test_noise_never_raises_the_score(photos: Photos, name: str, level: float, more: float) -> None:
    clean, grainy, grainier = (
        noise_from(deviation_of(to_grey(p)))
        for p in (
            photos[name],
            noise(photos[name], level, np.random.default_rng(0)),
            noise(photos[name], level + more, np.random.default_rng(0)),
        )
    )
    assert clean + 0.01 >= grainy >= grainier - 0.02


@pytest.mark.parametrize("name", NAMES)
def test_strong_noise_is_a_fault_and_its_absence_none(photos: Photos, name: str) -> None:
    clean = noise_from(deviation_of(to_grey(photos[name])))
    noisy = to_grey(noise(photos[name], 0.25, np.random.default_rng(0)))
    assert clean > 0.7
    assert noise_from(deviation_of(noisy)) < FAULT


@pytest.mark.parametrize("name", ["grass", "gravel", "brick"])
def test_texture_is_not_noise(name: str) -> None:
    texture = getattr(data, name)().astype(np.float32)
    assert noise_from(deviation_of(texture)) > 0.6


@pytest.mark.parametrize("name", NAMES)
def test_compression_and_blur_are_not_noise(photos: Photos, name: str) -> None:
    before = deviation_of(to_grey(photos[name]))
    for worse in (jpeg(photos[name], 15), gaussian_blur(photos[name], 2)):
        assert deviation_of(to_grey(worse)) <= before + 0.5


def test_nothing_is_told_of_pictures_too_small_or_clipped() -> None:
    assert deviation_of(np.zeros((1, 1), np.float32)) == 0.0
    assert deviation_of(flat(10)[:20, :20]) == 0.0
    assert deviation_of(np.full((200, 200), 255, np.float32)) == 0.0


def test_the_score_falls_in_proportion() -> None:
    assert noise_from(0.0) == 1.0
    assert noise_from(FULL_NOISE / 2) == pytest.approx(0.5)
    assert noise_from(3 * FULL_NOISE) == 0.0


def test_noise_is_known_by_brightness() -> None:
    random = np.random.default_rng(2)
    grey = np.full((300, 450), 60.0)
    grey[:, 150:300], grey[:, 300:] = 120, 200
    deviations = np.repeat([12.0, 6.0, 2.0], 150)[None]
    found = measure_noise((grey + deviations * random.standard_normal(grey.shape)).astype("f4"))
    at = np.sqrt(found.variance_at(np.array([0, 60, 120, 200, 255], np.float32)))
    assert at == pytest.approx([12, 12, 6, 2, 2], rel=0.3)


def test_without_noise_none_is_taken_off() -> None:
    assert np.array_equal(NO_NOISE.variance_at(np.arange(256, dtype=np.float32)), np.zeros(256))
