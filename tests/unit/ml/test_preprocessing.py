"""Network inputs equal those of torchvision, for every transform and shape of photo."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from album_organizer.ml.preprocessing import IMAGENET_MEAN, Preprocessing
from tests.unit.ml import plain

ROUNDING = 2e-6
AVA: dict[str, Any] = {"model": {"backbone": "resnet50"}}


def siamese(**config: Any) -> Preprocessing:
    return Preprocessing.from_config({"model": {}, **config}, "siamese")


def noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(width * 1000 + height).integers(0, 256, (height, width, 3))
    return Image.fromarray(pixels.astype(np.uint8))


sides = st.integers(44, 700)  # ratios below 16


@settings(max_examples=25, deadline=None)
@given(width=sides, height=sides)
@example(256, 256)
@example(257, 256)
@example(300, 451)
def test_standard_equals_torchvision(width: int, height: int) -> None:
    image = noise(width, height)

    ours = Preprocessing.from_config(AVA, "ava").apply(image)

    assert ours.dtype == np.float32
    assert ours.flags.c_contiguous
    np.testing.assert_allclose(ours, plain.standard(image).numpy(), atol=ROUNDING)


@settings(max_examples=20, deadline=None)
@given(width=sides, height=sides)
@example(224, 224)
@example(501, 333)
def test_paper_types_equal_the_plain_formulas(width: int, height: int) -> None:
    image = noise(width, height)

    cropped = siamese(transform_type="paper").apply(image)
    np.testing.assert_allclose(cropped, plain.paper(image).numpy(), atol=ROUNDING)
    np.testing.assert_array_equal(cropped, siamese(transform_type="external").apply(image))

    padded = siamese(transform_type="paper_pad", model={"padding_mean_color": [0.5, 0.25, 0.1]})
    expected = plain.paper_pad(image, (0.5, 0.25, 0.1)).numpy()
    np.testing.assert_allclose(padded.apply(image), expected, atol=ROUNDING)


@pytest.mark.parametrize(("resize", "crop"), [(224, 256), (225, 256), (300, 260), (224, 224)])
def test_other_sizes_equal_torchvision_also_where_it_pads(resize: int, crop: int) -> None:
    image = noise(331, 240)
    section = {"resize_size": resize, "crop_size": crop}

    ours = Preprocessing.from_config({**AVA, "transform": section}, "ava").apply(image)

    np.testing.assert_allclose(ours, plain.standard(image, resize, crop).numpy(), atol=ROUNDING)


@pytest.mark.parametrize(
    ("config", "fit", "resize"),
    [
        ({}, "crop", 256),
        ({"transform_type": "auto"}, "crop", 256),
        ({"transform_type": "auto", "model_type": "siamese_cnn"}, "crop", 256),
        ({"transform_type": "auto", "model_type": "reference"}, "crop", 224),
        ({"transform_type": "auto", "use_external_dataloader": True}, "crop", 224),
        ({"transform_type": "auto", "model": {"use_paper_preprocessing": True}}, "crop", 224),
        ({"transform_type": "standard", "model": {"use_paper_preprocessing": True}}, "crop", 256),
        ({"transform_type": "standard", "transform": {"resize_size": 300}}, "crop", 256),
        (
            {"model": {"cnn_backbone": "tf_efficientnet_lite0"}, "transform": {"resize_size": 300}},
            "crop",
            300,
        ),
        ({"transform_type": "paper_pad"}, "pad", 224),
    ],
)
def test_the_siamese_config_chooses_the_transform(
    config: dict[str, Any], fit: str, resize: int
) -> None:
    chosen = siamese(**config)

    assert (chosen.fit, chosen.resize) == (fit, resize)
    assert chosen.padding == IMAGENET_MEAN


@pytest.mark.parametrize(
    ("kind", "config", "complaint"),
    [
        ("siamese", {"transform_type": "fancy"}, "transform_type is 'fancy', known are auto"),
        (
            "siamese",
            {"transform_type": "paper_pad", "model": {"padding_mean_color": "grey"}},
            "pad",
        ),
        ("ava", {"transform": {"resize_size": 0}}, "resize_size is 0"),
        ("ava", {"transform": {"crop_size": 10**9}}, "crop_size"),
        ("ava", {"transform": {"normalize_std": [0.2, 0.2, 0.0]}}, "three positive numbers"),
        ("ava", {"transform": {"normalize_mean": [0.5, float("nan"), 0.5]}}, "three numbers"),
        ("ava", {"transform": ["resize"]}, "no mapping"),
        ("ava", {"transform": {"fit": "zoom"}}, "fit is 'zoom', known are crop, stretch"),
    ],
)
def test_impossible_configs_are_told(kind: str, config: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Preprocessing.from_config(config, kind)


def test_the_version_names_everything_that_changes_the_input() -> None:
    variants = [
        Preprocessing(),
        Preprocessing(resize=224),
        Preprocessing(size=192),
        Preprocessing(fit="pad", resize=224),
        Preprocessing(fit="stretch", resize=224),
        Preprocessing(mean=(0.5, 0.5, 0.5)),
        Preprocessing(std=(0.5, 0.5, 0.5)),
        Preprocessing(padding=(0.5, 0.5, 0.5)),
    ]

    assert len({variant.version for variant in variants}) == len(variants)
    assert Preprocessing().version == Preprocessing().version


@pytest.mark.parametrize("size", [(20, 321), (700, 11), (3, 77)])
def test_strips_differ_from_torchvision_by_rounding_only(size: tuple[int, int]) -> None:
    image = noise(*size)
    one_grey_level = 1.01 / 255 / min(plain.STD)

    ours = Preprocessing().apply(image)

    np.testing.assert_allclose(ours, plain.standard(image).numpy(), atol=one_grey_level)


@pytest.mark.parametrize("size", [(60_000, 1), (1, 60_000), (9000, 30)])
def test_an_extreme_strip_takes_little_memory(size: tuple[int, int]) -> None:
    for preprocessing in (Preprocessing(), siamese(transform_type="paper_pad")):
        prepared = preprocessing.apply(Image.new("RGB", size, (255, 0, 0)))

        assert prepared.shape == (3, 224, 224)
        assert np.isfinite(prepared).all()


def test_other_modes_are_converted() -> None:
    grey = Image.new("L", (300, 200), 128)

    np.testing.assert_array_equal(
        Preprocessing().apply(grey), Preprocessing().apply(grey.convert("RGB"))
    )


@pytest.mark.parametrize(("resize", "side"), [(256, 512), (224, 448)])
def test_photos_are_decoded_larger_than_they_are_used(resize: int, side: int) -> None:
    assert Preprocessing(resize=resize).decode_side == side


STRETCHED = {
    "model": {"backbone": "tf_efficientnet_lite2_stages"},
    "transform": {"fit": "stretch", "resize_size": 256, "crop_size": 64},
}


@settings(max_examples=25, deadline=None)
@given(width=st.integers(1, 700), height=st.integers(1, 700))
def test_stretched_photos_fill_the_input_with_nothing_cut_off(width: int, height: int) -> None:
    preprocessing = Preprocessing.from_config(STRETCHED, "ava")
    photo = noise(width, height)
    expected = np.asarray(photo.resize((64, 64), Image.Resampling.BILINEAR), np.float32) / 255

    found = preprocessing.apply(photo)

    again = found * np.array(preprocessing.std)[:, None, None]
    again += np.array(preprocessing.mean)[:, None, None]
    np.testing.assert_allclose(again.transpose(1, 2, 0), expected, atol=ROUNDING)


def test_stretched_photos_are_decoded_for_the_side_that_they_get() -> None:
    assert Preprocessing.from_config(STRETCHED, "ava").decode_side == 2 * 64
