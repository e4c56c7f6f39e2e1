import numpy as np
import pytest
from numpy.typing import NDArray

from album_organizer.training.builtin.features import FeatureBank, Pairs
from album_organizer.training.builtin.heads import LinearScore
from album_organizer.training.builtin.validation import (
    Figure,
    correlation,
    expected_calibration_error,
    held_out_scores,
    win_rate,
    win_rates,
)


def pairs(*rows: tuple[int, int, int, int]) -> Pairs:
    photo, kind, better, worse = np.array(rows, np.int64).T
    return Pairs(photo, kind, better, worse, np.zeros(len(rows), np.float32))


def test_no_photo_is_scored_by_a_head_that_has_seen_it() -> None:
    index = np.arange(6)
    nothing = pairs((0, 0, 0, 1))
    bank = FeatureBank(
        np.repeat(index, 2)[:, None].astype(np.float32),
        2 * index,
        2 * index + 1,
        nothing,
        nothing,
        nothing,
    )
    fold = np.array([0, 1, 2, 0, 1, 2])

    def fit(chosen: NDArray[np.bool_]) -> LinearScore:
        # The "score" says which photos were learnt from, as a binary number.
        return LinearScore(np.zeros(1), float(chosen @ 2**index))

    seen = held_out_scores(bank, fold, fit).astype(int)
    for row, mask in enumerate(seen):
        members = [photo for photo in range(6) if mask >> photo & 1]
        assert set(fold[members]) == {0, 1, 2} - {fold[row // 2]}


def test_win_rates_by_family() -> None:
    scores = np.array([5.0, 1.0, 6.0, 5.0])
    measured = pairs((0, 0, 0, 1), (0, 1, 0, 2), (1, 2, 0, 3), (1, 2, 2, 1))
    rates = win_rates(scores, measured, ["blur", "crop", "crop"], seed=0)
    assert list(rates) == ["all", "blur", "crop"]
    assert rates["blur"].value == 1
    assert rates["crop"].value == 0.5  # lost, equal, won
    assert rates["all"].value == 0.625


def test_interval_encloses_the_value_and_shrinks_with_more_photos() -> None:
    def rate(photos: int) -> Figure:
        rng = np.random.default_rng(1)
        scores = np.stack([rng.normal(1, 1, photos), np.zeros(photos)], 1).ravel()
        rows = [(i, 0, 2 * i, 2 * i + 1) for i in range(photos)]
        return win_rate(scores, pairs(*rows), seed=2)

    few, many = rate(20), rate(500)
    for figure in (few, many):
        assert figure.low <= figure.value <= figure.high
    assert many.high - many.low < few.high - few.low


def test_correlation_is_that_of_ranks() -> None:
    rated = np.arange(30.0)
    figure = correlation(rated**3, rated, [str(i // 3) for i in range(30)], seed=0)
    assert figure.as_list() == [1, 1, 1]
    shuffled = np.random.default_rng(0).permutation(rated)
    assert abs(correlation(shuffled, rated, ["a", "b"] * 15, seed=0).value) < 0.5


def test_calibration_error_compares_stated_and_actual_confidence() -> None:
    confident = np.array([4.0, 0.0])
    right, wrong = (0, 0, 0, 1), (0, 0, 1, 0)
    stated = 1 / (1 + np.exp(-4))
    assert expected_calibration_error(confident, pairs(right)) == pytest.approx(1 - stated)
    assert expected_calibration_error(confident, pairs(wrong)) == pytest.approx(stated)
    assert expected_calibration_error(np.zeros(2), pairs(right)) == pytest.approx(0.5)
