"""The sentence about two photos says no more than is known."""

import pytest

from album_organizer.domain.album import Comparison
from album_organizer.domain.scores import TechnicalQuality
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.viewing.compare_words import light, pair_sentence
from tests.gui.builders import item

A, NEAR, FAR = item("a.jpg", ava=6.0), item("b.jpg", ava=5.5), item("c.jpg", ava=4.0)


@pytest.mark.parametrize(
    ("p_a", "expected"),
    [
        (0.71, "Within 5%: the comparison prefers a.jpg, 71%"),
        (0.2, "Within 5%: the comparison prefers b.jpg, 80%"),
        (0.52, "Within 5%: too close to call for the comparison, too"),
    ],
)
def test_tied_photos(p_a: float, expected: str) -> None:
    assert pair_sentence(A, NEAR, Comparison("a.jpg", "b.jpg", p_a), Tuning()) == expected
    assert pair_sentence(NEAR, A, Comparison("a.jpg", "b.jpg", p_a), Tuning()) == expected


def test_clear_difference_and_tie_without_comparison() -> None:
    assert pair_sentence(FAR, A, None, Tuning()) == "a.jpg has the higher score, by 0.11"
    sentence = pair_sentence(A, NEAR, None, Tuning())
    assert sentence == "Within 5% of each other, not compared"


def test_limits_in_force_are_used() -> None:
    wide = Tuning(tie_threshold=0.2, close_call=0.0)
    comparison = Comparison("c.jpg", "a.jpg", 0.51)
    expected = "Within 20%: the comparison prefers c.jpg, 51%"
    assert pair_sentence(A, FAR, comparison, wide) == expected


def test_light_is_as_good_as_its_weakest_part() -> None:
    quality = TechnicalQuality(0.1, 0.1, 0.9, 0.4, 0.7, 0.1, 0.1, 0.1, 0.1)
    assert light(quality) == 0.4
