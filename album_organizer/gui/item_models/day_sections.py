"""Photos in order of time, cut into mornings, afternoons, evenings and nights."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.preparation import UNKNOWN_TIME

_HOUR_US = 3_600_000_000
_EPOCH = date(1970, 1, 1)
_UNKNOWN = np.iinfo(np.int64).max


class DayPart(IntEnum):
    """The parts of a day, in their order."""

    NIGHT = 0
    MORNING = 1
    AFTERNOON = 2
    EVENING = 3


_PART_OF_HOUR = np.array(
    [DayPart.NIGHT] * 5 + [DayPart.MORNING] * 7 + [DayPart.AFTERNOON] * 5 + [DayPart.EVENING] * 7,
    np.int64,
)


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring photos of one part of a day.

    Attributes:
        first: Place of its first photo.
        count: Places it covers.
        photos: Photos in it, those beneath a stack included.
        day: The day, or None where it is not known.
        part: The part of the day.
    """

    first: int
    count: int
    photos: int
    day: date | None
    part: DayPart


def sections_of(times: NDArray[np.int64], photos: NDArray[np.intp]) -> tuple[Section, ...]:
    """Cuts where another part of a day begins.

    Args:
        times: Microseconds since 1970 by place, in either order; ``UNKNOWN_TIME`` if not known.
        photos: Photos at each place.
    """
    if not len(times):
        return ()
    hours = times // _HOUR_US
    codes = hours // 24 * 4 + _PART_OF_HOUR[hours % 24]
    codes[times == UNKNOWN_TIME] = _UNKNOWN
    starts = np.concatenate(([0], np.flatnonzero(np.diff(codes)) + 1))
    counts = np.diff(np.concatenate((starts, [len(times)])))
    totals = np.add.reduceat(photos, starts)
    return tuple(
        Section(first, count, total, _day(code), DayPart(code % 4 if code != _UNKNOWN else 0))
        for first, count, total, code in zip(
            starts.tolist(), counts.tolist(), totals.tolist(), codes[starts].tolist(), strict=True
        )
    )


def _day(code: int) -> date | None:
    return None if code == _UNKNOWN else _EPOCH + timedelta(days=code // 4)
