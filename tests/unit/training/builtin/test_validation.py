import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from album_organizer.training.builtin.features import FeatureBank
from album_organizer.training.builtin.heads import Doubles, Hidden
from album_organizer.training.builtin.validation import (
    Figure,
    correlation,
    expected_calibration_error,
    held_out_margins,
    held_out_scores,
    win_rate,
    win_rates,
)
from tests.unit.training.builtin.made_up import line, pairs_of

INDEX = np.arange(6)
FOLD = np.array([0, 1, 2, 0, 1, 2])


def numbered_bank() -> FeatureBank:
    """Two rows of each of 6 photos; the features are the row's number and 1."""
    rows = np.arange(12.0)
    pairs = pairs_of(*((i, 0, 2 * i + 1, 2 * i) for i in range(6)))
    features = np.stack([rows, np.ones(12)], 1).astype(np.float16)
    none = pairs_of()
    return FeatureBank(features, 2 * INDEX, 2 * INDEX + 1, pairs, none, none, none)


def photos_of(masks: Doubles) -> list[set[int]]:
    """Reads answers of :func:`tell`."""
    return [{photo for photo in range(6) if int(mask) >> photo & 1} for mask in masks]


def tell(chosen: NDArray[np.bool_]) -> float:
    """The photos that were learnt from, as a binary number."""
    return float(chosen @ 2**INDEX)


class TestHeldOut:
    def test_no_photo_is_scored_by_a_head_that_has_seen_it(self) -> None:
        seen = held_out_scores(numbered_bank(), FOLD, lambda chosen: line([0.0, 0.0], tell(chosen)))
        for row, members in enumerate(photos_of(seen)):
            assert {int(FOLD[photo]) for photo in members} == {0, 1, 2} - {int(FOLD[row // 2])}

    def test_no_pair_is_judged_by_a_head_that_has_seen_its_photo(self) -> None:
        bank = numbered_bank()
        asked: list[NDArray[np.bool_]] = []

        def fit(chosen: NDArray[np.bool_]) -> Hidden:
            asked.append(chosen)
            return line([tell(chosen), 0.0])  # the rows of a pair differ by 1

        extra = pairs_of((5, 0, 11, 10), (0, 0, 1, 0), (4, 0, 9, 8))
        answers = held_out_margins(bank, {"all": bank.random, "few": extra}, FOLD, fit)
        assert len(asked) == 3  # one head a fold, for all lists
        for name, listed in (("all", bank.random), ("few", extra)):
            for photo, members in zip(listed.photo, photos_of(answers[name]), strict=True):
                assert members == {i for i in range(6) if FOLD[i] != FOLD[photo]}

    def test_margins_are_those_of_the_better_minus_the_worse_version(self) -> None:
        bank = numbered_bank()
        pairs = pairs_of((0, 0, 0, 7), (3, 0, 7, 7), (2, 0, 11, 2))
        answers = held_out_margins(
            bank, {"some": pairs, "none": pairs_of()}, FOLD, lambda _: line([2.0, 5.0])
        )
        assert answers["some"].tolist() == [-14, 0, 18]
        assert answers["none"].shape == (0,)

    def test_close_features_are_subtracted_in_full_precision(self) -> None:
        bank = numbered_bank()
        bank.features[0, 0], bank.features[1, 0] = 1000.5, 0.001
        answers = held_out_margins(
            bank, {"one": pairs_of((0, 0, 0, 1))}, FOLD, lambda _: line([1.0, 0.0])
        )
        assert answers["one"] == pytest.approx([1000.5 - 0.001], abs=1e-4)


class TestWinRates:
    def test_by_family(self) -> None:
        pairs = pairs_of((0, 0, 0, 1), (0, 1, 0, 2), (1, 2, 0, 3), (1, 2, 2, 1))
        margins = np.array([4.0, -1.0, 0.0, 5.0])
        rates = win_rates(margins, pairs, ["blur", "crop", "crop"], seed=0)
        assert list(rates) == ["all", "blur", "crop"]
        assert rates["blur"].value == 1
        assert rates["crop"].value == 0.5  # lost, equal, won
        assert rates["all"].value == 0.625

    @given(st.lists(st.floats(-2, 2) | st.just(0.0), min_size=1, max_size=12))
    def test_turned_margins_turn_the_rate(self, values: list[float]) -> None:
        margins = np.array(values)
        pairs = pairs_of(*((i // 2, 0, 0, 1) for i in range(len(values))))
        one, other = win_rate(margins, pairs, 0), win_rate(-margins, pairs, 0)
        assert one.value + other.value == pytest.approx(1)
        assert 0 <= one.low <= one.value + 1e-12
        assert one.value - 1e-12 <= one.high <= 1

    def test_interval_encloses_the_value_and_shrinks_with_more_photos(self) -> None:
        def rate(photos: int) -> Figure:
            margins = np.random.default_rng(1).normal(1, 1, photos)
            return win_rate(margins, pairs_of(*((i, 0, 0, 1) for i in range(photos))), seed=2)

        few, many = rate(20), rate(500)
        for figure in (few, many):
            assert figure.low <= figure.value <= figure.high
        assert many.high - many.low < few.high - few.low

    def test_pairs_of_one_photo_are_no_independent_evidence(self) -> None:
        margins = np.repeat(np.random.default_rng(3).normal(0.5, 1, 20), 10)
        of_few = pairs_of(*((i // 10, 0, 0, 1) for i in range(200)))
        of_many = pairs_of(*((i, 0, 0, 1) for i in range(200)))
        few, many = win_rate(margins, of_few, 0), win_rate(margins, of_many, 0)
        assert few.value == many.value
        assert few.high - few.low > 2 * (many.high - many.low)


def test_correlation_is_that_of_ranks() -> None:
    rated = np.arange(30.0)
    figure = correlation(rated**3, rated, [str(i // 3) for i in range(30)], seed=0)
    assert figure.as_list() == [1, 1, 1]
    shuffled = np.random.default_rng(0).permutation(rated)
    assert abs(correlation(shuffled, rated, ["a", "b"] * 15, seed=0).value) < 0.5


class TestCalibrationError:
    def test_compares_stated_and_actual_confidence(self) -> None:
        stated = 1 / (1 + np.exp(-4))
        assert expected_calibration_error(np.array([4.0])) == pytest.approx(1 - stated)
        assert expected_calibration_error(np.array([-4.0])) == pytest.approx(stated)

    def test_an_honest_judge_has_none_and_a_boaster_has_some(self) -> None:
        rng = np.random.default_rng(0)
        honest = 2 * rng.normal(size=20_000)
        right = rng.random(20_000) < 1 / (1 + np.exp(-honest))
        answers = np.where(right, honest, -honest)
        assert expected_calibration_error(answers) < 0.01
        assert expected_calibration_error(3 * answers) > 0.08
        assert expected_calibration_error(answers / 3) > 0.08

    def test_steps_weigh_as_much_as_they_hold(self) -> None:
        """Three answers of 90%, of which two are right, and one of 60% that is right."""
        high, low = np.log(9), np.log(1.5)
        answers = np.array([high, high, -high, low])
        expected = 0.75 * (0.9 - 2 / 3) + 0.25 * (1 - 0.6)
        assert expected_calibration_error(answers) == pytest.approx(expected)

    @given(st.lists(st.floats(-30, 30), min_size=1, max_size=40), st.integers(1, 20))
    def test_is_a_share(self, answers: list[float], bins: int) -> None:
        assert 0 <= expected_calibration_error(np.array(answers), bins) <= 1
