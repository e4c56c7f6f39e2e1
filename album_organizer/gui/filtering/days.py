"""Days and ranges of days, counted from 1 January 1970, and their words."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from album_organizer.i18n import tr

_DAY_US = 86_400_000_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """Some days in a row.

    Attributes:
        first: Days since 1970.
        last: Days since 1970, not before ``first``; it belongs to the range.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a range of days ends before it begins: {self.first}, {self.last}")


def date_of(day: int) -> date:
    """The date of a day."""
    return _EPOCH + timedelta(days=day)


def day_of(when: date) -> int:
    """The day of a date."""
    return (when - _EPOCH).days


def days_of(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """The day of each capture time.

    Args:
        times: Microseconds since 1970.
    """
    return times // _DAY_US


def merged(ranges: Iterable[DayRange]) -> tuple[DayRange, ...]:
    """The same days in as few ranges as possible, in order."""
    result: list[DayRange] = []
    for part in sorted(ranges):
        if result and part.first <= result[-1].last + 1:
            result[-1] = DayRange(result[-1].first, max(result[-1].last, part.last))
        else:
            result.append(part)
    return tuple(result)


def removed(ranges: Iterable[DayRange], gone: DayRange) -> tuple[DayRange, ...]:
    """The days of ``ranges`` without those of ``gone``."""
    result: list[DayRange] = []
    for part in merged(ranges):
        if part.first < gone.first:
            result.append(DayRange(part.first, min(part.last, gone.first - 1)))
        if part.last > gone.last:
            result.append(DayRange(max(part.first, gone.last + 1), part.last))
    return merged(result)


def within(ranges: Sequence[DayRange], days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which days lie in one of the ranges.

    Args:
        ranges: From :func:`merged`.
        days: Any days.
    """
    if not ranges:
        return np.zeros(len(days), np.bool_)
    firsts = np.array([part.first for part in ranges])
    lasts = np.array([part.last for part in ranges])
    at = np.searchsorted(firsts, days, side="right") - 1
    inside: NDArray[np.bool_] = (at >= 0) & (days <= lasts[at])
    return inside


def month_of(day: int) -> DayRange:
    """The month that a day lies in."""
    when = date_of(day)
    first = day_of(when.replace(day=1))
    return DayRange(first, first + monthrange(when.year, when.month)[1] - 1)


def month_name(month: int) -> str:
    """The name of a month, 1 to 12."""
    return (
        tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"),
        tr("July"), tr("August"), tr("September"), tr("October"), tr("November"),
        tr("December"),
    )[month - 1]  # fmt: skip


def weekday_name(day: int) -> str:
    """The short name of the weekday of a day."""
    return (
        tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"),
    )[date_of(day).weekday()]  # fmt: skip


def day_words(day: int) -> str:
    """``Sun 12 July``."""
    when = date_of(day)
    # Translators: a day of a known year, for example "Sun 12 July".
    return tr("{weekday} {day} {month}").format(
        weekday=weekday_name(day), day=when.day, month=month_name(when.month)
    )


def month_words(day: int) -> str:
    """``July 2026``, for any day of the month."""
    when = date_of(day)
    # Translators: for example "July 2026".
    return tr("{month} {year}").format(month=month_name(when.month), year=when.year)


def range_words(days: DayRange) -> str:
    """``12–14 July 2026``, or ``July 2026`` for a whole month."""
    first, last = date_of(days.first), date_of(days.last)
    if days == month_of(days.first):
        return month_words(days.first)
    values = {
        "day": first.day,
        "month": month_name(first.month),
        "year": first.year,
        "last_day": last.day,
        "last_month": month_name(last.month),
        "last_year": last.year,
    }
    if first == last:
        # Translators: for example "12 July 2026".
        form = tr("{day} {month} {year}")
    elif first.year != last.year:
        # Translators: for example "30 December 2025 - 2 January 2026".
        form = tr("{day} {month} {year} – {last_day} {last_month} {last_year}")
    elif first.month != last.month:
        # Translators: for example "30 June - 2 July 2026".
        form = tr("{day} {month} – {last_day} {last_month} {last_year}")
    else:
        # Translators: for example "12-14 July 2026".
        form = tr("{day}–{last_day} {last_month} {last_year}")
    return form.format(**values)
