"""Every sentence on the technical quality, and that none says more than the figures."""

from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.domain.scores import FAULT, TechnicalQuality
from album_organizer.ml.technical import WEIGHTS
from album_organizer.pipeline.craft import (
    LEADS,
    MOST_PRAISE,
    faults_of,
    praise_of,
    praise_words,
)

GOOD = TechnicalQuality(*[0.8] * 9)

shares = st.floats(0.0, 1.0)
qualities = st.builds(TechnicalQuality, **{field.name: shares for field in fields(GOOD)})


def sentences(reasons: list[Reason]) -> list[str]:
    return [reason.sentence for reason in reasons]


def test_a_good_photo_has_no_fault() -> None:
    assert faults_of(GOOD) == []
    assert faults_of(TechnicalQuality(*[FAULT] * 9)) == []


@pytest.mark.parametrize(
    ("figures", "chip", "sentence"),
    [
        ({"sharpness": 0.3}, "Not sharp", "Not sharp"),
        ({"motion": 0.3}, "Motion blur", "Motion blur"),
        ({"motion": 0.3, "sharpness": 0.1}, "Motion blur", "Motion blur"),
        (
            {"highlights": 0.3, "blown": 0.12},
            "Overexposed 12%",
            "Blown highlights, 12% of the picture",
        ),
        (
            {"highlights": 0.3, "blown": 0.13, "blown_top": 0.12},
            "Sky overexposed 12%",
            "Blown highlights at the top, likely the sky, 12% of the picture",
        ),
        (
            {"highlights": 0.3, "blown": 0.12, "blown_top": 0.06},
            "Overexposed 12%",
            "Blown highlights, 12% of the picture",
        ),
        ({"highlights": 0.1, "blown": 0.01}, "Overexposed", "Highlights without detail"),
        (
            {"shadows": 0.2, "blocked": 0.473},
            "Blocked shadows 47%",
            "Blocked shadows, 47% of the picture",
        ),
        ({"shadows": 0.2, "blocked": 0.003}, "Blocked shadows", "Shadows without detail"),
        ({"brightness": 0.2}, "Dark", "Dark"),
        ({"contrast": 0.2}, "Flat", "Flat, little contrast"),
        ({"noise": 0.2}, "Noisy", "Noisy"),
        ({"compression": 0.2}, "JPEG blocks", "Strong JPEG compression"),
    ],
)
def test_each_fault_has_its_words(figures: dict[str, float], chip: str, sentence: str) -> None:
    assert faults_of(replace(GOOD, **figures)) == [Reason(ReasonKind.FAULT, chip, sentence)]


def test_a_photo_drowned_in_noise_is_not_called_unsharp() -> None:
    assert sentences(faults_of(replace(GOOD, sharpness=0.0, noise=0.1))) == ["Noisy"]


@given(qualities)
def test_every_fault_is_told_once_and_nothing_else(quality: TechnicalQuality) -> None:
    told = sentences(faults_of(quality))
    faulty = {name for name in WEIGHTS if getattr(quality, name) < FAULT}
    # One sentence tells shake and softness; noise hides the softness.
    if "sharpness" in faulty and faulty & {"motion", "noise"}:
        faulty.remove("sharpness")
    assert len(told) == len(set(told)) == len(faulty)


@pytest.mark.parametrize("name", LEADS)
def test_praise_needs_a_clear_lead(name: str) -> None:
    words, lead = praise_words(name, 3), LEADS[name]
    ahead = replace(GOOD, **{name: 0.8 + lead + 0.001})
    close = replace(GOOD, **{name: 0.8 + lead - 0.001})
    assert praise_of(ahead, [GOOD, GOOD]) == [Reason(ReasonKind.STRENGTH, words, words)]
    assert praise_of(ahead, [GOOD, close]) == []
    assert praise_of(close, [GOOD, GOOD]) == []


def test_the_least_bad_of_bad_ones_is_not_praised() -> None:
    bad = replace(GOOD, noise=0.0)
    assert praise_of(replace(GOOD, noise=FAULT - 0.01), [bad]) == []
    assert sentences(praise_of(replace(GOOD, noise=FAULT), [bad])) == ["Least noise of 2"]


def test_one_bad_shot_does_not_crown_the_other() -> None:
    praise = sentences(praise_of(GOOD, [TechnicalQuality(*[0.0] * 9)]))
    assert praise == ["Sharpest of 2", "Steadiest of 2"]
    assert len(praise) == MOST_PRAISE


@given(st.lists(qualities, min_size=2, max_size=5))
def test_nobody_shares_a_praise_and_no_praise_contradicts_a_fault(
    group: list[TechnicalQuality],
) -> None:
    said: list[str] = []
    for number, quality in enumerate(group):
        praise = sentences(praise_of(quality, group[:number] + group[number + 1 :]))
        said += praise
        for name in LEADS:
            if praise_words(name, len(group)) in praise:
                value = asdict(quality)[name]
                assert value >= FAULT
                assert value == max(getattr(other, name) for other in group)
    assert len(said) == len(set(said))
