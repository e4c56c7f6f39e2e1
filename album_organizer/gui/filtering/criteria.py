"""Which photos are wanted: a combination of criteria, all of which must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.marks import MAX_STARS, ColorLabel
from album_organizer.gui.filtering.days import DayRange, days_of, within
from album_organizer.gui.filtering.text_search import matches, terms
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_order import mask_of
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import UNKNOWN_TIME

Mask = NDArray[np.bool_]
Codes = NDArray[np.int8] | NDArray[np.int32]


class Criterion(Enum):
    """The criteria, in the order in which they are told."""

    SHOW = auto()
    TEXT = auto()
    STARS = auto()
    LABELS = auto()
    CAMERAS = auto()
    LENSES = auto()
    DATES = auto()
    SCORES = auto()
    GROUPING = auto()
    TROUBLES = auto()


class Grouping(Enum):
    """Whether a photo is one of several shots."""

    GROUPED = auto()
    SINGLE = auto()


class Trouble(Enum):
    """What may be wrong with a photo."""

    FAULT = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class Dates:
    """When photos were taken.

    Attributes:
        ranges: From :func:`~album_organizer.gui.filtering.days.merged`.
        undated: Those too of which it is not known.
    """

    ranges: tuple[DayRange, ...] = ()
    undated: bool = False

    def __bool__(self) -> bool:
        return bool(self.ranges) or self.undated


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """Scores from ``least`` to ``most``, both 0..1 and both included."""

    least: float = 0.0
    most: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.least <= self.most <= 1.0:
            raise ValueError(f"scores go up from 0 to 1, not from {self.least} to {self.most}")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is wanted; an empty criterion wants everything.

    A criterion with several values wants any of them; different criteria must all hold.

    Attributes:
        show: The standing of a photo. Problems are files and no photos: that one matches nothing.
        text: Words and quoted phrases, as typed.
        stars: 0 to 5.
        labels: Colour labels; ``NONE`` stands for photos without one.
        cameras: Names; the empty one stands for unknown cameras.
        lenses: Names; the empty one stands for unknown lenses.
        dates: Capture time.
        scores: Composite.
        grouping: In a group or alone.
        troubles: What is wrong with it.
    """

    show: PhotoFilter = PhotoFilter.ALL
    text: str = ""
    stars: frozenset[int] = frozenset()
    labels: frozenset[ColorLabel] = frozenset()
    cameras: frozenset[str] = frozenset()
    lenses: frozenset[str] = frozenset()
    dates: Dates = Dates()
    scores: ScoreRange = ScoreRange()
    grouping: frozenset[Grouping] = frozenset()
    troubles: frozenset[Trouble] = frozenset()

    @property
    def active(self) -> tuple[Criterion, ...]:
        """The criteria that leave something out, in the order in which they are told."""
        return tuple(part for part in Criterion if self._is_active(part))

    def without(self, *parts: Criterion) -> "Criteria":
        """The same without some criteria."""
        return replace(self, **{part.name.lower(): _defaults[part] for part in parts})

    def masks(self, table: PhotoTable) -> dict[Criterion, Mask]:
        """For each active criterion, which photos meet it."""
        return {part: _MASKS[part](self, table) for part in self.active}

    def mask(self, table: PhotoTable) -> Mask:
        """Which photos meet all criteria, one truth value for each row."""
        return all_of(tuple(self.masks(table).values()), table.count)

    def _is_active(self, part: Criterion) -> bool:
        if part is Criterion.TEXT:
            return bool(terms(self.text))
        return bool(getattr(self, part.name.lower()) != _defaults[part])


NO_CRITERIA = Criteria()
_defaults = {part: getattr(NO_CRITERIA, part.name.lower()) for part in Criterion}
assert {part.name.lower() for part in Criterion} == {field.name for field in fields(Criteria)}


def stars_at_least(stars: int) -> frozenset[int]:
    """That many stars or more."""
    return frozenset(range(stars, MAX_STARS + 1))


def all_of(masks: Sequence[Mask], count: int) -> Mask:
    """Where all masks are true; everywhere without masks.

    Args:
        masks: Of the same length.
        count: That length.
    """
    result = np.ones(count, np.bool_)
    for mask in masks:
        result &= mask
    return result


def _dates(criteria: Criteria, table: PhotoTable) -> Mask:
    # An unknown time is earlier than any day there is.
    dated = within(criteria.dates.ranges, days_of(table.time))
    return dated | (table.time == UNKNOWN_TIME) if criteria.dates.undated else dated


def _scores(criteria: Criteria, table: PhotoTable) -> Mask:
    above: Mask = table.composite >= criteria.scores.least
    return above & (table.composite <= criteria.scores.most)


def _grouping(criteria: Criteria, table: PhotoTable) -> Mask:
    grouped: Mask = table.group_size > 1
    wanted = criteria.grouping
    return (grouped & (Grouping.GROUPED in wanted)) | (~grouped & (Grouping.SINGLE in wanted))


def _troubles(criteria: Criteria, table: PhotoTable) -> Mask:
    result = np.zeros(table.count, np.bool_)
    if Trouble.FAULT in criteria.troubles:
        result |= table.fault
    if Trouble.MISSING in criteria.troubles:
        result |= table.missing
    return result


def _one_of(column: Codes, wanted: frozenset[int], values: int) -> Mask:
    chosen = np.zeros(values, np.bool_)
    chosen[list(wanted)] = True
    result: Mask = chosen[column]
    return result


def _named(codes: Codes, names: Sequence[str], wanted: frozenset[str]) -> Mask:
    chosen = np.fromiter((name in wanted for name in names), np.bool_, len(names))
    result: Mask = chosen[codes]
    return result


_MASKS: dict[Criterion, Callable[[Criteria, PhotoTable], Mask]] = {
    Criterion.SHOW: lambda wanted, table: mask_of(wanted.show)(table),
    Criterion.TEXT: lambda wanted, table: matches(terms(wanted.text), table.search),
    Criterion.STARS: lambda wanted, table: _one_of(table.stars, wanted.stars, MAX_STARS + 1),
    Criterion.LABELS: lambda wanted, table: _one_of(table.label, wanted.labels, len(ColorLabel)),
    Criterion.CAMERAS: lambda wanted, table: _named(table.camera, table.cameras, wanted.cameras),
    Criterion.LENSES: lambda wanted, table: _named(table.lens, table.lenses, wanted.lenses),
    Criterion.DATES: _dates,
    Criterion.SCORES: _scores,
    Criterion.GROUPING: _grouping,
    Criterion.TROUBLES: _troubles,
}
