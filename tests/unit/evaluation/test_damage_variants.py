import numpy as np
import pytest
import skimage.data
from PIL import Image

from album_organizer.evaluation.damage_variants import (
    FAMILY_WORDS,
    Variant,
    all_variants,
    families,
)
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging.degradations import Pixels

PHOTO: Pixels = np.asarray(Image.fromarray(skimage.data.coffee()).resize((224, 150)))
VARIANTS = {variant.name: variant for variant in all_variants()}


def test_the_27_of_the_benchmark_come_first_and_more_after_them() -> None:
    fixed = [variant for variant in all_variants() if not variant.extra]
    assert [v.name for v in fixed] == list(benchmark())
    assert all_variants()[:27] == tuple(fixed)
    assert len(VARIANTS) == len(all_variants()) > 27


@pytest.mark.parametrize("variant", all_variants(), ids=lambda variant: variant.name)
def test_every_variant_changes_the_photo_the_same_way_every_time(variant: Variant) -> None:
    once = variant.damage(PHOTO)
    assert not np.array_equal(once, PHOTO)
    assert np.array_equal(once, variant.damage(PHOTO))
    assert once.dtype == np.uint8
    assert variant.family in FAMILY_WORDS


def test_all_words_differ() -> None:
    assert len({variant.words for variant in all_variants()}) == len(all_variants())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("blur 2", "Gaussian blur, sigma 2 px"),
        ("jpeg 10", "JPEG quality 10"),
        ("exposure -1", "exposure \N{MINUS SIGN}1 stop"),
        ("exposure +2", "exposure +2 stops"),
        ("edge left 20%", "20% cut off at the left"),
        ("corner bottom right 60%", "cropped to the bottom right corner, 60% of each side"),
        ("width 50%", "cropped to the middle 50% of its width"),
        ("centre 70%", "cropped to the middle, 70% of each side"),
        ("tilt -3", "tilted by \N{MINUS SIGN}3 degrees"),
        ("white balance warm 1.6", "warm colour cast, red and blue changed by a factor of 1.6"),
    ],
)
def test_damage_is_named_in_words(name: str, words: str) -> None:
    assert VARIANTS[name].words == words


def test_the_words_are_true() -> None:
    """What is called cut off at the left lacks the left, a warm cast is red, and so on."""
    assert np.array_equal(VARIANTS["edge left 20%"].damage(PHOTO), PHOTO[:, 45:])
    assert np.array_equal(VARIANTS["edge bottom 20%"].damage(PHOTO), PHOTO[:120])
    assert np.array_equal(VARIANTS["corner top left 60%"].damage(PHOTO), PHOTO[:90, :134])
    assert VARIANTS["width 50%"].damage(PHOTO).shape == (150, 112, 3)
    warm = VARIANTS["white balance warm 1.25"].damage(PHOTO).mean(axis=(0, 1))
    cold = VARIANTS["white balance cold 1.25"].damage(PHOTO).mean(axis=(0, 1))
    assert warm[0] > cold[0]
    assert warm[2] < cold[2]
    assert VARIANTS["exposure +1"].damage(PHOTO).mean() > PHOTO.mean()


@pytest.mark.parametrize(
    "names",
    [
        ["defocus 1.5", "defocus 3", "defocus 6"],
        ["motion 5 20", "motion 10 20", "motion 20 20"],
        ["noise 0.06", "noise 0.12", "noise 0.25"],
        ["tilt +3", "tilt +8"],
    ],
)
def test_more_is_worse(names: list[str]) -> None:
    def distance(name: str) -> float:
        worse = VARIANTS[name].damage(PHOTO)
        same = np.asarray(Image.fromarray(worse).resize((224, 150)), np.float64)
        return float(np.abs(same - PHOTO).mean())

    found = [distance(name) for name in names]
    assert found == sorted(found)


def test_families_hold_every_variant_once() -> None:
    fixed, extra = families(extra=False), families(extra=True)
    assert sorted(i for members in fixed.values() for i in members) == list(range(27))
    assert sorted(i for members in extra.values() for i in members) == list(
        range(27, len(all_variants()))
    )
    assert list(extra) == ["defocus", "motion", "noise", "white balance", "tilt"]
    assert not set(fixed) & set(extra)


def test_noise_belongs_to_the_photo() -> None:
    """Another photo gets other noise."""
    damage = VARIANTS["noise 0.12"].damage
    other = np.ascontiguousarray(PHOTO[:, ::-1])
    assert not np.array_equal(damage(PHOTO), damage(other)[:, ::-1])
