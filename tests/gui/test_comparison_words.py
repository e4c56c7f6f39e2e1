"""Numbers of a comparison in words."""

import pytest

from album_organizer.evaluation.results import Estimate
from album_organizer.gui.comparison.words import correlation_interval


@pytest.mark.parametrize(
    ("value", "low", "high", "words"),
    [
        (0.91, 0.86, 0.94, "0.91 (0.86 to 0.94)"),
        (0.16, -0.25, 0.4, "0.16 (−0.25 to 0.40)"),
        (0.9991, 0.998, 0.9999, "over 0.99"),
        (0.997, 0.97, 0.999, "over 0.99 (0.97 to over 0.99)"),
        (1.0, 1.0, 1.0, "1.00"),
    ],
)
def test_a_correlation_says_no_more_than_is_known(
    value: float, low: float, high: float, words: str
) -> None:
    assert correlation_interval(Estimate(value, low, high)) == words
