import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.evaluation.calibration import PairFigures, pair_figures, reliability, wins
from album_organizer.evaluation.resampling import Measured

probabilities = st.lists(st.floats(0, 1).map(lambda p: round(p, 5)), min_size=1, max_size=60)


def answers(
    p: list[float], first: list[float] | None = None, second: list[float] | None = None
) -> np.ndarray:
    """Rows as the Siamese model answers them, by default with both orders in agreement."""
    both = np.array(p)
    one = both if first is None else np.array(first)
    other = 1 - both if second is None else np.array(second)
    return np.stack([one, other, np.round(both - 0.5, 5)], axis=1)


def figures(*versions: np.ndarray, unit: list[int] | None = None) -> PairFigures:
    rows = np.arange(len(versions[0])) if unit is None else np.array(unit)
    return pair_figures(versions, rows, int(rows.max()) + 1)


def value(measured: Measured, version: int = 0) -> float:
    found = measured.values[version]
    assert found is not None
    return found.value


def test_by_hand() -> None:
    """Ten pairs at 80%: eight right, so calibrated; ten at 90% with five right: 0.4 too sure."""
    p = [0.8] * 8 + [0.2] * 2 + [0.9] * 5 + [0.1] * 5
    found = figures(answers(p))
    assert found.pairs == 20
    assert value(found.accuracy) == pytest.approx(13 / 20)
    assert value(found.calibration_error) == pytest.approx(0.5 * 0.0 + 0.5 * 0.4)
    brier = (8 * 0.04 + 2 * 0.64 + 5 * 0.01 + 5 * 0.81) / 20
    assert value(found.brier) == pytest.approx(brier)
    assert value(found.close) == 0
    bins = np.array([(b.pairs, b.stated, b.right) for b in found.bins[0]])
    assert bins == pytest.approx(np.array([(10, 0.8, 0.8), (10, 0.9, 0.5)]))


def test_opposite_errors_in_different_steps_do_not_cancel() -> None:
    """70% stated and all right, 95% stated and 40% right."""
    p = [0.7] * 10 + [0.95] * 4 + [0.05] * 6
    gap = 0.5 * abs(0.7 - 1.0) + 0.5 * abs(0.95 - 0.4)
    assert value(figures(answers(p)).calibration_error) == pytest.approx(gap)


def test_always_a_half_is_calibrated_and_useless() -> None:
    found = figures(answers([0.5] * 6))
    assert value(found.calibration_error) == 0
    assert value(found.accuracy) == 0.5
    assert value(found.brier) == 0.25
    assert value(found.close) == 1
    assert value(found.consistency) == 1


@given(probabilities)
@settings(max_examples=50, deadline=None)
def test_invariants(p: list[float]) -> None:
    found = figures(answers(p))
    error, accuracy = value(found.calibration_error), value(found.accuracy)
    stated = float(np.mean(np.maximum(p, 1 - np.array(p))))
    assert abs(stated - accuracy) - 1e-9 <= error <= 1
    assert value(found.brier) == pytest.approx(float(np.mean((1 - np.array(p)) ** 2)), abs=1e-4)
    assert sum(b.pairs for b in found.bins[0]) == len(p)
    assert all(0.5 <= b.stated <= 1 for b in found.bins[0])
    mean = sum(b.pairs * b.right for b in found.bins[0]) / len(p)
    assert mean == pytest.approx(accuracy)
    from_bins = sum(b.pairs * abs(b.stated - b.right) for b in found.bins[0]) / len(p)
    assert from_bins == pytest.approx(error, abs=1e-9)
    for measured in (found.calibration_error, found.accuracy, found.brier, found.close):
        estimate = measured.values[0]
        assert estimate is not None
        assert estimate.low <= estimate.value <= estimate.high


@given(probabilities)
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_pairs_does_not_matter(p: list[float]) -> None:
    one, other = figures(answers(p)), figures(answers(p[::-1]))
    assert value(one.calibration_error) == pytest.approx(value(other.calibration_error))
    assert value(one.brier) == pytest.approx(value(other.brier))


@pytest.mark.parametrize(
    ("confidence", "step"), [(0.5, 0), (0.55, 1), (0.6, 2), (0.7, 4), (0.8, 6), (0.95, 9), (1.0, 9)]
)
def test_the_ends_of_the_steps_are_where_they_should_be(confidence: float, step: int) -> None:
    """0.55 in floating point must not fall into the step below."""
    inside = np.array([confidence - 0.5, 0.5 + (step + 0.5) / 20 - 0.5])
    assert len(reliability(np.round(inside, 5))) == 1


def test_a_model_that_minds_the_order() -> None:
    """Both orders say "the first one": P(a, b) = 0.9 and P(b, a) = 0.7."""
    found = figures(answers([0.6, 0.8], first=[0.9, 0.8], second=[0.7, 0.2]))
    assert value(found.order_error) == pytest.approx(0.6 / 2)
    assert value(found.consistency) == 0.5


def test_a_perfectly_calibrated_model_has_an_error_of_chance_only() -> None:
    random = np.random.default_rng(2)
    p = random.uniform(0, 1, 4000)
    right = np.where(random.uniform(size=4000) < p, p, 1 - p)
    found = figures(answers(right.tolist())).calibration_error.values[0]
    assert found is not None
    assert found.value < 0.03
    shy = np.clip(0.5 + 0.5 * (right - 0.5), 0, 1)
    assert value(figures(answers(shy.tolist())).calibration_error) > 0.1


def test_two_versions_on_the_same_pairs() -> None:
    random = np.random.default_rng(3)
    first = np.clip(random.normal(0.6, 0.2, 200), 0.01, 0.99)
    second = np.clip(first + 0.15, 0.01, 0.99)
    found = figures(answers(first.tolist()), answers(second.tolist()))
    better, brier = found.accuracy.differences[0], found.brier.differences[0]
    assert better is not None
    assert brier is not None
    assert better.low > 0
    assert brier.high < 0
    assert len(found.bins) == 2


def test_pairs_of_one_photo_are_drawn_together() -> None:
    p = np.repeat(np.random.default_rng(4).choice([0.1, 0.9], 30, p=[0.3, 0.7]), 27).tolist()
    apart = figures(answers(p)).accuracy.values[0]
    together = figures(answers(p), unit=np.repeat(np.arange(30), 27).tolist()).accuracy.values[0]
    assert apart is not None
    assert together is not None
    assert together.high - together.low > 3 * (apart.high - apart.low)


def test_wins_count_ties_half() -> None:
    assert wins(np.array([0.2, -0.2, 0.0])).tolist() == [1, 0, 0.5]
