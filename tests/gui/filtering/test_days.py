"""Days, ranges of days, and what they are called."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.filtering.days import (
    DayRange,
    date_of,
    day_of,
    day_words,
    days_of,
    merged,
    month_of,
    month_words,
    range_words,
    removed,
    within,
)

ranges = st.tuples(st.integers(-40, 40), st.integers(0, 9)).map(
    lambda at: DayRange(at[0], at[0] + at[1])
)


def day(year: int, month: int, number: int) -> int:
    return day_of(date(year, month, number))


def days_in(parts: tuple[DayRange, ...] | list[DayRange]) -> set[int]:
    return {n for part in parts for n in range(part.first, part.last + 1)}


@given(st.lists(ranges))
def test_merging_keeps_the_days_and_leaves_gaps(parts: list[DayRange]) -> None:
    few = merged(parts)
    assert days_in(few) == days_in(parts)
    assert all(a.last + 1 < b.first for a, b in pairwise(few))


@given(st.lists(ranges), ranges)
def test_removing_takes_away_those_days_only(parts: list[DayRange], gone: DayRange) -> None:
    left = removed(parts, gone)
    assert days_in(left) == days_in(parts) - days_in([gone])
    assert left == merged(left)


@given(st.lists(ranges), st.lists(st.integers(-60, 60)))
def test_days_lie_within_ranges(parts: list[DayRange], days: list[int]) -> None:
    inside = within(merged(parts), np.array(days, np.int64)).tolist()
    assert inside == [n in days_in(parts) for n in days]


@given(st.dates() | st.just(date.max) | st.just(date.min))
def test_days_and_dates_agree(when: date) -> None:
    number = day_of(when)
    assert date_of(number) == when
    month = month_of(number)
    assert month.first <= number <= month.last
    assert {(date_of(n).year, date_of(n).month) for n in days_in([month])} == {
        (when.year, when.month)
    }
    assert date_of(month.first).day == 1
    if month.last < day_of(date.max):
        assert (date_of(month.last) + timedelta(days=1)).day == 1


def test_times_before_1970_have_their_day_too() -> None:
    hour = 3_600_000_000
    assert days_of(np.array([-1, 0, 23 * hour, 24 * hour])).tolist() == [-1, 0, 0, 1]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 7, 12), (2026, 7, 12), "12 July 2026"),
        ((2026, 7, 12), (2026, 7, 14), "12–14 July 2026"),
        ((2026, 6, 30), (2026, 7, 2), "30 June – 2 July 2026"),
        ((2025, 12, 30), (2026, 1, 2), "30 December 2025 – 2 January 2026"),
        ((2026, 7, 1), (2026, 7, 31), "July 2026"),
        ((2026, 7, 1), (2026, 8, 31), "1 July – 31 August 2026"),
    ],
)
def test_ranges_in_words(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    assert range_words(DayRange(day(*first), day(*last))) == words


def test_days_and_months_in_words() -> None:
    assert day_words(day(2026, 7, 12)) == "Sun 12 July"
    assert month_words(day(2024, 2, 29)) == "February 2024"


def test_a_range_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        DayRange(2, 1)
