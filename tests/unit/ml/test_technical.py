"""Each measure falls, or at least never rises, under its own damage on real photographs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from album_organizer.ml.technical import WEIGHTS, WORKING_SIDE, technical_quality

ROUNDING = 0.01
NAMES = ["astronaut", "chelsea", "coffee", "rocket", "china", "flower"]

Photographs = dict[str, Image.Image]
names = st.sampled_from(NAMES)
on_photographs = settings(max_examples=25, deadline=None)


def working_size(image: Image.Image) -> Image.Image:
    image = image.copy()
    image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BILINEAR)
    return image


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(sigma))


def exposed(image: Image.Image, stops: float) -> Image.Image:
    """The picture of another exposure: linear light times 2^stops, clipped."""
    linear = (np.asarray(image) / 255.0) ** 2.2 * 2.0**stops
    return Image.fromarray(np.round(np.clip(linear, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))


def noisy(image: Image.Image, deviation: float, seed: int = 0) -> Image.Image:
    noise = np.random.default_rng(seed).normal(0, deviation, (image.height, image.width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def flattened(image: Image.Image, share: float) -> Image.Image:
    return Image.fromarray(np.round(128 + share * (np.asarray(image) - 128.0)).astype(np.uint8))


@on_photographs
@given(name=names, sigma=st.floats(0.3, 4.0), more=st.floats(0.0, 3.0))
def test_blur_never_raises_sharpness(
    photographs: Photographs, name: str, sigma: float, more: float
) -> None:
    image = working_size(photographs[name])
    sharp, soft, softer = (
        technical_quality(picture).sharpness
        for picture in (image, blurred(image, sigma), blurred(image, sigma + more))
    )

    assert sharp + ROUNDING >= soft >= softer - ROUNDING


@on_photographs
@given(name=names, stops=st.floats(0.0, 3.0), more=st.floats(0.0, 2.0), over=st.booleans())
def test_a_wrong_exposure_never_raises_exposure(
    photographs: Photographs, name: str, stops: float, more: float, over: bool
) -> None:
    # Photographs that begin dark or bright have an exposure to gain; begin from a usual one.
    image = flattened(working_size(photographs[name]), 0.8)
    sign = 1 if over else -1
    right, wrong, worse = (
        technical_quality(picture).exposure
        for picture in (image, exposed(image, sign * stops), exposed(image, sign * (stops + more)))
    )

    assert right + ROUNDING >= wrong >= worse - ROUNDING


@on_photographs
@given(name=names, deviation=st.floats(0.0, 25.0), more=st.floats(0.0, 10.0))
def test_noise_never_raises_the_noise_score(
    photographs: Photographs, name: str, deviation: float, more: float
) -> None:
    image = working_size(photographs[name])
    clean, grainy, grainier = (
        technical_quality(picture).noise
        for picture in (image, noisy(image, deviation), noisy(image, deviation + more))
    )

    assert clean + ROUNDING >= grainy >= grainier - 2 * ROUNDING


@on_photographs
@given(name=names, share=st.floats(0.1, 1.0), less=st.floats(0.1, 1.0))
def test_flattening_never_raises_contrast(
    photographs: Photographs, name: str, share: float, less: float
) -> None:
    image = working_size(photographs[name])
    full, flat, flatter = (
        technical_quality(picture).contrast
        for picture in (image, flattened(image, share), flattened(image, share * less))
    )

    assert full + ROUNDING >= flat >= flatter - ROUNDING


@pytest.mark.parametrize("name", NAMES)
def test_noise_does_not_pass_for_sharpness(photographs: Photographs, name: str) -> None:
    soft = blurred(working_size(photographs[name]), 2.0)
    before = technical_quality(soft).sharpness

    for deviation in (5.0, 10.0, 20.0):
        assert technical_quality(noisy(soft, deviation)).sharpness <= before + 0.05


@pytest.mark.parametrize("name", NAMES)
def test_strong_damage_shows_clearly(photographs: Photographs, name: str) -> None:
    image = working_size(photographs[name])
    whole = technical_quality(image)

    assert whole.sharpness > 0.65
    assert technical_quality(blurred(image, 2.5)).sharpness < 0.2
    assert technical_quality(exposed(image, 4)).exposure < whole.exposure - 0.3
    assert technical_quality(exposed(image, -6)).exposure < whole.exposure - 0.3
    assert technical_quality(noisy(image, 25)).noise < whole.noise - 0.6
    assert technical_quality(blurred(image, 2.5)).overall < whole.overall - 0.2


@pytest.mark.parametrize("name", ["china", "flower", "chelsea"])
def test_a_shallow_depth_of_field_is_no_fault(photographs: Photographs, name: str) -> None:
    image = working_size(photographs[name])
    background = blurred(image, 4.0)
    subject = (180, 120, 300, 230)
    background.paste(image.crop(subject), subject)

    shallow = technical_quality(background).sharpness

    assert shallow > technical_quality(image).sharpness - 0.2
    assert shallow > technical_quality(blurred(image, 4.0)).sharpness + 0.4


def test_the_size_of_the_file_hardly_matters(photographs: Photographs) -> None:
    image = photographs["china"]
    double = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    one, other = technical_quality(image), technical_quality(double)

    for part in WEIGHTS:
        assert getattr(one, part) == pytest.approx(getattr(other, part), abs=0.1)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (640, 480), (0, 0, 0)),
        Image.new("RGB", (640, 480), (255, 255, 255)),
        Image.new("RGB", (1, 1), (128, 128, 128)),
        Image.new("RGB", (3, 900), (128, 128, 128)),
        Image.new("L", (100, 100), 128),
        Image.effect_noise((300, 300), 80).convert("RGB"),
    ],
)
def test_any_picture_gets_figures_in_range(image: Image.Image) -> None:
    quality = technical_quality(image)

    for part in (*WEIGHTS, "overall"):
        assert 0.0 <= getattr(quality, part) <= 1.0


def test_the_overall_figure_is_the_weighted_sum(photographs: Photographs) -> None:
    quality = technical_quality(photographs["rocket"])

    expected = sum(weight * getattr(quality, part) for part, weight in WEIGHTS.items())
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert quality.overall == pytest.approx(expected)


def test_the_same_picture_gives_the_same_figures(photographs: Photographs) -> None:
    assert technical_quality(photographs["flower"]) == technical_quality(photographs["flower"])
