"""The whole measurement: what holds for every component and for their sum."""

import tracemalloc
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from album_organizer.domain.scores import FAULT, TechnicalQuality
from album_organizer.imaging.degradations import (
    Pixels,
    defocus,
    exposure,
    gaussian_blur,
    jpeg,
    motion_blur,
    noise,
)
from album_organizer.ml.technical import WEIGHTS, WORKING_SIDE, technical_quality
from tests.unit.ml.technical.conftest import Measure, Photos

NAMES = ["astronaut", "chelsea", "coffee", "rocket", "china", "flower", "scene"]
ON_SEVEN_PHOTOS = settings(max_examples=20, deadline=None)


def grainy(pixels: Pixels, level: float) -> Pixels:
    return noise(pixels, level, np.random.default_rng(0))


LADDERS: dict[str, list[Callable[[Pixels], Pixels]]] = {
    "gaussian": [partial(gaussian_blur, sigma=s) for s in (1, 2, 4, 8)],
    "defocus": [partial(defocus, radius=r) for r in (2, 4, 9)],
    "motion": [partial(motion_blur, length=n, angle=0.4) for n in (4, 8, 16, 30)],
    "noise": [partial(grainy, level=n) for n in (0.05, 0.1, 0.2, 0.4)],
    "underexposed": [partial(exposure, stops=s) for s in (-1, -2, -3)],
    "jpeg": [partial(jpeg, quality=q) for q in (30, 20, 10)],
}


def parts(quality: TechnicalQuality) -> dict[str, float]:
    return {name: value for name, value in asdict(quality).items() if name in WEIGHTS}


@pytest.mark.parametrize(
    ("name", "damage"),
    # The drawn scene is grain on plain shapes: all that JPEG does to it is to take the grain away.
    [(n, d) for n in NAMES for d in LADDERS if (n, d) != ("scene", "jpeg")],
)
def test_no_damage_raises_the_overall_figure(
    photos: Photos, measure: Measure, name: str, damage: str
) -> None:
    figures = [measure(photos[name]).overall]
    figures += [measure(worse(photos[name])).overall for worse in LADDERS[damage]]
    assert all(after <= before + 0.01 for before, after in pairwise(figures))
    assert figures[-1] < figures[0] - 0.02


@pytest.mark.parametrize("name", NAMES)
def test_overexposure_costs_more_than_it_gains(photos: Photos, measure: Measure, name: str) -> None:
    # A photo whose brightest tone is grey is brightened by rights; begin where it is bright.
    peak = float(np.percentile(photos[name], 99.5))
    bright = np.clip(photos[name] * (245 / peak), 0, 255).astype(np.uint8)
    figures = [measure(exposure(bright, stops)).overall for stops in (0, 1, 2)]
    assert figures[1] < figures[0] + 0.01
    assert figures[2] < figures[0] - 0.02


@ON_SEVEN_PHOTOS
@given(
    name=st.sampled_from(NAMES),
    damage=st.sampled_from([family for family in LADDERS if family != "jpeg"]),
    step=st.integers(0, 2),
)
def test_damage_does_not_flatter_what_it_does_not_touch(
    photos: Photos, measure: Measure, name: str, damage: str, step: int
) -> None:
    pictures = (photos[name], LADDERS[damage][step](photos[name]))
    before, after = (parts(measure(pixels)) for pixels in pictures)
    # Blur spreads what is clipped and hides noise and blocks; noise lifts black and white pixels.
    excused = {"highlights", "shadows", "compression", *(["noise"] if damage != "noise" else [])}
    for part in before.keys() - excused:
        assert after[part] <= before[part] + 0.06, part


TURNS = [
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
]


@ON_SEVEN_PHOTOS
@given(
    name=st.sampled_from(NAMES), turn=st.sampled_from(TURNS), length=st.sampled_from([0, 10, 20])
)
def test_turns_and_flips_change_nothing(
    photos: Photos, measure: Measure, name: str, turn: Image.Transpose, length: int
) -> None:
    pixels = motion_blur(photos[name], length, 0.4) if length else photos[name]
    straight = parts(measure(pixels))
    turned = parts(measure(np.asarray(Image.fromarray(pixels).transpose(turn))))
    for part, value in straight.items():
        assert turned[part] == pytest.approx(value, abs=0.05), part


def crushed(pixels: Pixels) -> Pixels:
    """Seven tenths of the picture become black."""
    floor = np.percentile(pixels.max(axis=2), 70)
    return np.asarray(np.clip((pixels - floor) * 255 / (255 - floor), 0, 255), np.uint8)


def faults(quality: TechnicalQuality) -> set[str]:
    return {name for name, value in parts(quality).items() if value < FAULT}


@pytest.mark.parametrize("name", ["astronaut", "china", "flower", "coffee", "chelsea"])
def test_good_photographs_have_no_fault(photos: Photos, measure: Measure, name: str) -> None:
    assert faults(measure(photos[name])) == set()


@pytest.mark.parametrize(
    ("fault", "worse"),
    [
        ("sharpness", lambda p: gaussian_blur(p, 3)),
        ("motion", lambda p: motion_blur(p, 16, 0.0)),
        ("highlights", lambda p: exposure(p, 2.5)),
        ("shadows", crushed),
        ("brightness", lambda p: exposure(p, -3)),
        ("contrast", lambda p: np.uint8(150 + p // 8)),
        ("noise", lambda p: grainy(p, 0.25)),
        ("compression", lambda p: jpeg(p, 8)),
    ],
)
def test_every_component_finds_its_own_fault(
    photos: Photos, measure: Measure, fault: str, worse: Callable[[Pixels], Pixels]
) -> None:
    for name in ("astronaut", "china", "coffee"):
        assert fault in faults(measure(np.asarray(worse(photos[name]), np.uint8))), name


def test_the_size_of_the_file_does_not_change_the_verdict(
    photographs: dict[str, Image.Image],
) -> None:
    for name in ("china", "flower", "coffee"):
        image = photographs[name]
        size = (image.width * 3, image.height * 3)
        large = image.resize(size, Image.Resampling.BICUBIC)
        one, other = technical_quality(image), technical_quality(large)
        assert faults(one) == faults(other)
        for part, value in parts(one).items():
            assert parts(other)[part] == pytest.approx(value, abs=0.1), (name, part)


SIZES = st.tuples(st.integers(1, 60), st.integers(1, 60), st.just(3))


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        hnp.arrays(np.uint8, SIZES),
        SIZES.map(lambda shape: np.zeros(shape, np.uint8)),
        SIZES.map(lambda shape: np.full(shape, 255, np.uint8)),
        SIZES.map(lambda s: np.random.default_rng(s[0]).integers(0, 256, s).astype(np.uint8)),
        st.sampled_from([(1, 1200), (900, 2), (700, 600)]).map(
            lambda s: np.random.default_rng(1).integers(0, 256, (*s, 3)).astype(np.uint8)
        ),
    )
)
def test_any_picture_gets_figures_in_range(pixels: Pixels) -> None:
    quality = technical_quality(Image.fromarray(pixels))
    for name, value in asdict(quality).items():
        assert isinstance(value, float), name
        assert 0.0 <= value <= 1.0, name
    assert quality.blown_top <= quality.blown


def test_grey_and_transparent_pictures_are_measured_too() -> None:
    for mode in ("L", "RGBA", "P"):
        assert technical_quality(Image.new(mode, (80, 60))).brightness == 0.0


def test_the_overall_figure_is_the_weighted_sum(photos: Photos, measure: Measure) -> None:
    quality = measure(photos["rocket"])
    expected = sum(weight * getattr(quality, part) for part, weight in WEIGHTS.items())
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert quality.overall == pytest.approx(expected)


def test_the_same_picture_gives_the_same_figures(photos: Photos, measure: Measure) -> None:
    assert measure(photos["flower"]) == measure(photos["flower"].copy())


def test_little_memory_is_used(photographs: dict[str, Image.Image]) -> None:
    image = photographs["china"].resize((WORKING_SIDE, WORKING_SIDE))
    technical_quality(image)
    tracemalloc.start()
    technical_quality(image)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024
