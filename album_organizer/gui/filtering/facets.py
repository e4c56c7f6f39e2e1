"""How many photos each choice would show, given the other criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.marks import MAX_STARS, ColorLabel
from album_organizer.gui.filtering.criteria import (
    Codes,
    Criteria,
    Criterion,
    Grouping,
    Mask,
    ScoreRange,
    Trouble,
    all_of,
)
from album_organizer.gui.filtering.days import days_of
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_order import mask_of
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import UNKNOWN_TIME

_TENTHS = tuple(tenth / 10 for tenth in range(9, 0, -1))


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts for every choice, each under all criteria but those of its own kind.

    Attributes:
        total: Photos of the folder.
        matching: Photos that meet all criteria.
        in_album: Photos of the folder that an export would copy, whatever the criteria.
        show: By standing; for problems the number of files.
        stars: By number of stars; only those that some photo of the folder has.
        labels: By colour label; likewise.
        scores: For every tenth that tells photos apart, those that score that or more.
        cameras: By name, the empty one for unknown cameras; likewise, the most frequent first.
        lenses: By name; likewise.
        days: By day, in order; likewise.
        undated: Photos without a capture time; None if the folder has none.
        grouping: By whether they are one of several shots.
        troubles: By what is wrong with them; only what occurs in the folder.
        alone: By active criterion, how many photos meet it by itself.
        restored: By active criterion, how many photos there were without it.
    """

    total: int = 0
    matching: int = 0
    in_album: int = 0
    show: Mapping[PhotoFilter, int] = field(default_factory=dict)
    stars: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[ColorLabel, int] = field(default_factory=dict)
    scores: Mapping[ScoreRange, int] = field(default_factory=dict)
    cameras: Mapping[str, int] = field(default_factory=dict)
    lenses: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)
    undated: int | None = None
    grouping: Mapping[Grouping, int] = field(default_factory=dict)
    troubles: Mapping[Trouble, int] = field(default_factory=dict)
    alone: Mapping[Criterion, int] = field(default_factory=dict)
    restored: Mapping[Criterion, int] = field(default_factory=dict)


def count_facets(table: PhotoTable, criteria: Criteria, problems: int = 0) -> Facets:
    """Counts everything in one go.

    Args:
        table: The photos.
        criteria: In force.
        problems: Files that could not be used.
    """
    masks = criteria.masks(table)
    everything = all_of(tuple(masks.values()), table.count)

    def others(own: Criterion) -> Mask:
        if own not in masks:
            return everything
        return all_of([mask for part, mask in masks.items() if part is not own], table.count)

    days, undated = _days(table, others(Criterion.DATES))
    stars = _coded(table.stars, others(Criterion.STARS), MAX_STARS + 1)
    labels = _coded(table.label, others(Criterion.LABELS), len(ColorLabel))
    return Facets(
        total=table.count,
        matching=_count(everything),
        in_album=_count(table.in_album),
        show=_standings(table, others(Criterion.SHOW), problems),
        stars={value: stars[value] for value in sorted(stars, reverse=True)},
        labels={ColorLabel(value): count for value, count in labels.items()},
        scores=_scores(table, others(Criterion.SCORES)),
        cameras=_named(table.camera, table.cameras, others(Criterion.CAMERAS)),
        lenses=_named(table.lens, table.lenses, others(Criterion.LENSES)),
        days=days,
        undated=undated,
        grouping=_grouping(table, others(Criterion.GROUPING)),
        troubles=_troubles(table, others(Criterion.TROUBLES)),
        alone={part: _count(mask) for part, mask in masks.items()},
        restored={part: _count(others(part)) for part in masks},
    )


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def _standings(table: PhotoTable, kept: Mask, problems: int) -> dict[PhotoFilter, int]:
    counts = {show: _count(mask_of(show)(table) & kept) for show in PhotoFilter}
    counts[PhotoFilter.PROBLEMS] = problems
    return counts


def _coded(codes: Codes, kept: Mask, values: int) -> dict[int, int]:
    """Counts of the kept rows by code, for the codes that occur at all."""
    present = np.flatnonzero(np.bincount(codes, minlength=values)).tolist()
    counts = np.bincount(codes[kept], minlength=values)
    return {code: int(counts[code]) for code in present}


def _named(codes: Codes, names: Sequence[str], kept: Mask) -> dict[str, int]:
    present = np.bincount(codes, minlength=len(names))
    counts = _coded(codes, kept, len(names))
    # By their number in the whole folder: an order that no criterion disturbs.
    ordered = sorted(counts, key=lambda code: (not code, -int(present[code]), names[code]))
    return {names[code] if code else "": counts[code] for code in ordered}


def _days(table: PhotoTable, kept: Mask) -> tuple[dict[int, int], int | None]:
    unknown = table.time == UNKNOWN_TIME
    dated = ~unknown
    days, places = _distinct(days_of(table.time[dated]))
    counts = np.bincount(places[kept[dated]], minlength=len(days))
    undated = _count(unknown & kept) if unknown.any() else None
    return dict(zip(days.tolist(), counts.tolist(), strict=True)), undated


def _distinct(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    distinct, places = np.unique(values, return_inverse=True)
    return distinct, places


def _scores(table: PhotoTable, kept: Mask) -> dict[ScoreRange, int]:
    counts: dict[ScoreRange, int] = {}
    before = 0
    for least in _TENTHS:
        above: Mask = table.composite >= least
        every = _count(above)
        if before < every < table.count:
            counts[ScoreRange(least)] = _count(above & kept)
        before = every
    return counts


def _grouping(table: PhotoTable, kept: Mask) -> dict[Grouping, int]:
    grouped = table.group_size > 1
    if not grouped.any() or grouped.all():
        return {}
    return {
        Grouping.GROUPED: _count(grouped & kept),
        Grouping.SINGLE: _count(~grouped & kept),
    }


def _troubles(table: PhotoTable, kept: Mask) -> dict[Trouble, int]:
    columns = {Trouble.FAULT: table.fault, Trouble.MISSING: table.missing}
    return {trouble: _count(column & kept) for trouble, column in columns.items() if column.any()}
