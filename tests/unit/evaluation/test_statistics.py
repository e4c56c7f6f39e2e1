import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from album_organizer.evaluation import statistics
from album_organizer.evaluation.statistics import (
    RESAMPLES,
    chunks,
    ratio,
    resampled_counts,
    spearman,
)

scores = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=40).filter(
    lambda pairs: all(len(set(side)) > 1 for side in zip(*pairs, strict=True))
)


def noisy(count: int, noise: float, seed: int = 0) -> tuple[list[float], list[float]]:
    random = np.random.default_rng(seed)
    x = random.normal(size=count)
    return x.tolist(), (x + noise * random.normal(size=count)).tolist()


class TestSpearman:
    @given(scores)
    @settings(max_examples=60, deadline=None)
    def test_is_that_of_scipy_and_lies_in_its_interval(self, pairs: list[tuple[int, int]]) -> None:
        x, y = ([float(value) for value in side] for side in zip(*pairs, strict=True))
        found = spearman(x, y)
        assert found is not None
        assert found.value == pytest.approx(spearmanr(x, y).statistic, abs=1e-9)
        assert -1.0 <= found.low <= found.high <= 1.0

    def test_does_not_mind_the_scale_only_the_order(self) -> None:
        x, y = noisy(50, 1.0)
        assert spearman(x, y) == spearman([value**3 for value in x], np.exp(y).tolist())

    def test_the_same_order_is_certain(self) -> None:
        x, _ = noisy(30, 0.0)
        found = spearman(x, x)
        assert found is not None
        assert (found.value, found.high) == (1.0, 1.0)
        assert found.low == pytest.approx(1.0)

    def test_the_reverse_order_is_minus_one(self) -> None:
        found = spearman([1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0])
        assert found is not None
        assert found.value == pytest.approx(-1.0)

    def test_repeats_to_the_last_bit(self) -> None:
        x, y = noisy(200, 0.7)
        assert spearman(x, y) == spearman(x, y)

    def test_more_photos_narrow_the_interval(self) -> None:
        few, many = spearman(*noisy(30, 1.0)), spearman(*noisy(3000, 1.0))
        assert few is not None
        assert many is not None
        assert many.high - many.low < (few.high - few.low) / 4

    def test_the_interval_holds_the_truth_as_often_as_it_says(self) -> None:
        truth = 6 / np.pi * np.arcsin(np.sqrt(0.5) / 2)  # of a normal pair with this correlation
        found = [spearman(*noisy(120, 1.0, seed)) for seed in range(100)]
        held = sum(f is not None and f.low <= truth <= f.high for f in found)
        assert 88 <= held <= 100

    @pytest.mark.parametrize(
        ("x", "y"),
        [([], []), ([1.0], [2.0]), ([1.0, 2.0], [1.0, 2.0]), ([5.0] * 4, [1.0, 2.0, 3.0, 4.0])],
    )
    def test_is_undefined(self, x: list[float], y: list[float]) -> None:
        assert spearman(x, y) is None
        assert spearman(y, x) is None

    def test_needs_as_many_of_both(self) -> None:
        with pytest.raises(ValueError, match="3 scores cannot be correlated with 2"):
            spearman([1.0, 2.0, 3.0], [1.0, 2.0])

    def test_samples_in_which_all_photos_are_alike_are_left_out(self) -> None:
        found = spearman([1.0, 1.0, 2.0], [3.0, 5.0, 9.0])  # most samples miss the third photo
        assert found is not None
        assert np.isfinite([found.low, found.high]).all()


class TestRatio:
    def test_of_pairs_is_their_mean(self) -> None:
        found = ratio([1.0, 0.0, 1.0, 1.0] * 25, [1.0] * 100)
        assert found is not None
        assert found.value == 0.75
        # The normal approximation: 1.96 * sqrt(0.75 * 0.25 / 100) = 0.085.
        assert found.low == pytest.approx(0.75 - 0.085, abs=0.015)
        assert found.high == pytest.approx(0.75 + 0.085, abs=0.015)

    def test_units_that_are_alike_inside_widen_the_interval(self) -> None:
        pairs = ratio([1.0, 0.0] * 50, [1.0] * 100)
        groups = ratio([10.0, 0.0] * 5, [10.0] * 10)
        assert pairs is not None
        assert groups is not None
        assert pairs.value == groups.value == 0.5
        assert groups.high - groups.low > 2 * (pairs.high - pairs.low)

    def test_large_units_count_more(self) -> None:
        found = ratio([9.0, 0.0], [9.0, 1.0])
        assert found is not None
        assert found.value == 0.9

    def test_of_nothing(self) -> None:
        assert ratio([], []) is None


class TestResampling:
    def test_every_sample_draws_as_many_as_there_are(self) -> None:
        counts = resampled_counts(np.random.default_rng(0), 50, 7)
        assert counts.shape == (50, 7)
        assert (counts.sum(axis=1) == 7).all()
        assert counts.std(axis=0).min() > 0

    @pytest.mark.parametrize("units", [1, 30_000, 10_000_000])
    def test_memory_is_bounded(self, units: int) -> None:
        rows = list(chunks(units))
        assert sum(rows) == RESAMPLES
        assert max(rows) * units <= max(statistics._CELLS, units)
