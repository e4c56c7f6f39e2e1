import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.evaluation.resampling import (
    Figures,
    estimates,
    measure,
    quotient,
    sums,
    unit_numbers,
)
from album_organizer.evaluation.statistics import Floats, ratio

values = st.lists(st.floats(-5, 5, allow_nan=False), min_size=1, max_size=25)


def mean_of(column: Floats, unit: np.ndarray | None = None) -> tuple[Figures, int]:
    unit = np.arange(len(column)) if unit is None else unit
    units = int(unit.max()) + 1
    total = sums(np.stack([column, np.ones(len(column))], axis=1), unit, units)
    return lambda counts: quotient(total(counts)[:, :1], total(counts)[:, 1:]), units


@given(values)
@settings(max_examples=40, deadline=None)
def test_a_mean_is_the_mean_and_lies_in_its_interval(numbers: list[float]) -> None:
    column = np.array(numbers)
    found = estimates(*mean_of(column))[0]
    assert found is not None
    assert found.value == pytest.approx(column.mean(), abs=1e-9)
    assert found.low <= found.value <= found.high
    assert column.min() - 1e-9 <= found.low
    assert found.high <= column.max() + 1e-9


def test_agrees_with_the_interval_of_a_ratio() -> None:
    column = np.random.default_rng(3).integers(0, 2, 80).astype(np.float64)
    found, known = estimates(*mean_of(column))[0], ratio(column.tolist(), [1.0] * 80)
    assert found is not None
    assert known is not None
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_rows_of_one_unit_are_drawn_together() -> None:
    """Copies of a photo tell nothing new: the interval stays as wide."""
    column = np.random.default_rng(4).normal(size=40)
    once = estimates(*mean_of(column))[0]
    copies = estimates(*mean_of(np.repeat(column, 10), np.repeat(np.arange(40), 10)))[0]
    apart = estimates(*mean_of(np.repeat(column, 10)))[0]
    assert once is not None
    assert copies is not None
    assert apart is not None
    assert (copies.low, copies.high) == pytest.approx((once.low, once.high))
    assert apart.high - apart.low < 0.5 * (once.high - once.low)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        found = estimates(*mean_of(random.normal(1.0, 1.0, 60)))[0]
        assert found is not None
        held += found.low <= 1.0 <= found.high
    assert 180 <= held <= 199


@given(values.filter(lambda numbers: len(numbers) > 1))
@settings(max_examples=20, deadline=None)
def test_a_version_does_not_differ_from_itself(numbers: list[float]) -> None:
    figures, units = mean_of(np.array(numbers))
    measured = measure([figures, figures], units)[0]
    difference = measured.differences[0]
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)
    assert measured.values[0] == measured.values[1]


def test_a_difference_is_paired() -> None:
    """What all versions share, good photos and bad ones, does not blur their difference."""
    random = np.random.default_rng(9)
    easy = random.normal(0, 10, 50)
    first, units = mean_of(easy)
    second, _ = mean_of(easy + 1 + random.normal(0, 0.1, 50))
    measured = measure([first, second], units)[0]
    difference, value = measured.differences[0], measured.values[0]
    assert difference is not None
    assert value is not None
    assert difference.value == pytest.approx(1, abs=0.1)
    assert difference.high - difference.low < 0.1
    assert value.high - value.low > 4
    back = measure([second, first], units)[0].differences[0]
    assert back is not None
    assert (back.low, back.high) == pytest.approx((-difference.high, -difference.low))


def test_three_versions_are_all_set_against_the_first() -> None:
    columns = [np.full(5, level) for level in (1.0, 3.0, 7.0)]
    made = [mean_of(column) for column in columns]
    measured = measure([figures for figures, _ in made], 5)[0]
    assert [value and value.value for value in measured.values] == [1, 3, 7]
    assert [d and d.value for d in measured.differences] == [2, 6]


def test_a_single_unit_tells_nothing_about_differences() -> None:
    """Drawn again and again it gives the same difference, which looks sure and is not."""
    one, units = mean_of(np.array([1.0, 2.0]), np.array([0, 0]))
    other, _ = mean_of(np.array([3.0, 4.0]), np.array([0, 0]))
    measured = measure([one, other], units)[0]
    assert [value and value.value for value in measured.values] == [1.5, 3.5]
    assert measured.differences == (None,)


def test_what_is_not_defined_is_none() -> None:
    nothing: Figures = lambda counts: np.full((len(counts), 2), np.nan)  # noqa: E731
    assert estimates(nothing, 3) == [None, None]
    assert estimates(nothing, 0) == [None, None]


def test_samples_without_a_value_are_left_out() -> None:
    """Only one of the units counts; most samples have it, some do not."""
    total = sums(np.array([[5.0, 1.0], [0.0, 0.0]]), np.array([0, 1]), 2)
    found = estimates(lambda c: quotient(total(c)[:, :1], total(c)[:, 1:]), 2)[0]
    assert found is not None
    assert (found.value, found.low, found.high) == (5, 5, 5)


def test_an_interval_holds_its_figure_even_where_noise_only_raises_it() -> None:
    balanced = np.array([1.0, -1.0] * 20)
    total = sums(balanced[:, None], np.arange(40), 40)
    found = estimates(lambda counts: np.abs(total(counts)), 40)[0]
    assert found is not None
    assert found.value == found.low == 0 < found.high


def test_repeats_to_the_last_bit() -> None:
    figures, units = mean_of(np.random.default_rng(1).normal(size=30))
    assert estimates(figures, units) == estimates(figures, units)


def test_units_are_numbered_by_first_appearance() -> None:
    numbers, count = unit_numbers(["b", "a", "b", 7])
    assert numbers.tolist() == [0, 1, 0, 2]
    assert count == 3
    assert unit_numbers([])[1] == 0


def test_a_quotient_without_a_divisor_is_nan() -> None:
    found = quotient(np.array([1.0, 2.0]), np.array([0.0, 4.0]))
    assert np.isnan(found[0])
    assert found[1] == 0.5
