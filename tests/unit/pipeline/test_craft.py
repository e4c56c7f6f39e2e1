"""Every sentence on the technical quality, and that none says more than the figures."""

from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.scores import FAULT, TechnicalQuality
from album_organizer.ml.technical import WEIGHTS
from album_organizer.pipeline.craft import MOST_PRAISE, PRAISE, faults_of, praise_of

GOOD = TechnicalQuality(*[0.8] * 9)

shares = st.floats(0.0, 1.0)
qualities = st.builds(TechnicalQuality, **{field.name: shares for field in fields(GOOD)})


def test_a_good_photo_has_no_fault() -> None:
    assert faults_of(GOOD) == []
    assert faults_of(TechnicalQuality(*[FAULT] * 9)) == []


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"sharpness": 0.3}, "Not sharp"),
        ({"motion": 0.3}, "Motion blur"),
        ({"motion": 0.3, "sharpness": 0.1}, "Motion blur"),
        ({"highlights": 0.3, "blown": 0.12}, "Blown highlights, 12% of the picture"),
        (
            {"highlights": 0.3, "blown": 0.12, "blown_top": 0.11},
            "Blown highlights at the top, 12% of the picture",
        ),
        (
            {"highlights": 0.3, "blown": 0.12, "blown_top": 0.06},
            "Blown highlights, 12% of the picture",
        ),
        ({"highlights": 0.1, "blown": 0.01}, "Highlights without detail"),
        ({"shadows": 0.2, "blocked": 0.473}, "Blocked shadows, 47% of the picture"),
        ({"brightness": 0.2}, "Dark"),
        ({"contrast": 0.2}, "Flat, little contrast"),
        ({"noise": 0.2}, "Noisy"),
        ({"compression": 0.2}, "Strong JPEG compression"),
    ],
)
def test_each_fault_has_its_sentence(figures: dict[str, float], sentence: str) -> None:
    assert faults_of(replace(GOOD, **figures)) == [sentence]


def test_a_photo_drowned_in_noise_is_not_called_unsharp() -> None:
    assert faults_of(replace(GOOD, sharpness=0.0, noise=0.1)) == ["Noisy"]


@given(qualities)
def test_every_fault_is_told_once_and_nothing_else(quality: TechnicalQuality) -> None:
    sentences = faults_of(quality)
    faulty = {name for name in WEIGHTS if getattr(quality, name) < FAULT}
    # One sentence tells shake and softness; noise hides the softness.
    if "sharpness" in faulty and faulty & {"motion", "noise"}:
        faulty.remove("sharpness")
    assert len(sentences) == len(set(sentences)) == len(faulty)


@pytest.mark.parametrize("name", PRAISE)
def test_praise_needs_a_clear_lead(name: str) -> None:
    words, lead = PRAISE[name]
    ahead = replace(GOOD, **{name: 0.8 + lead + 0.001})
    close = replace(GOOD, **{name: 0.8 + lead - 0.001})
    assert praise_of(ahead, [GOOD, GOOD]) == [f"{words} of 3"]
    assert praise_of(ahead, [GOOD, close]) == []
    assert praise_of(close, [GOOD, GOOD]) == []


def test_the_least_bad_of_bad_ones_is_not_praised() -> None:
    bad = replace(GOOD, noise=0.0)
    assert praise_of(replace(GOOD, noise=FAULT - 0.01), [bad]) == []
    assert praise_of(replace(GOOD, noise=FAULT), [bad]) == ["Least noise of 2"]


def test_one_bad_shot_does_not_crown_the_other() -> None:
    praise = praise_of(GOOD, [TechnicalQuality(*[0.0] * 9)])
    assert praise == ["Sharpest of 2", "Steadiest of 2"]
    assert len(praise) == MOST_PRAISE


@given(st.lists(qualities, min_size=2, max_size=5))
def test_nobody_shares_a_praise_and_no_praise_contradicts_a_fault(
    group: list[TechnicalQuality],
) -> None:
    said: list[str] = []
    for number, quality in enumerate(group):
        praise = praise_of(quality, group[:number] + group[number + 1 :])
        said += praise
        for name, (words, _) in PRAISE.items():
            if f"{words} of {len(group)}" in praise:
                value = asdict(quality)[name]
                assert value >= FAULT
                assert value == max(getattr(other, name) for other in group)
    assert len(said) == len(set(said))
