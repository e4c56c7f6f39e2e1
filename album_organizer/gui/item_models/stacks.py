"""Groups that collapse to their best shot: which rows are seen then, and in which order."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.photo_table import PICKED, REJECTED, PhotoTable, Rows


class StackPart(IntEnum):
    """What a photo is to its stack."""

    NONE = 0
    """It stands by itself, or stacks are not shown."""
    CLOSED = 1
    """It lies on top, the others beneath are not seen."""
    TOP = 2
    """The first of an open stack."""
    MEMBER = 3
    """One of the others of an open stack."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is seen, in order.

    Attributes:
        rows: Rows of the table.
        parts: By place: a :class:`StackPart`.
        sizes: By place: photos of its stack that the filter shows; 1 for a photo by itself.
    """

    rows: Rows
    parts: NDArray[np.int8]
    sizes: NDArray[np.intp]

    @classmethod
    def flat(cls, rows: Rows) -> "Arrangement":
        """Every photo by itself."""
        return cls(rows, np.zeros(len(rows), np.int8), np.ones(len(rows), np.intp))


def stacked(table: PhotoTable, rows: Rows, expanded: Collection[int]) -> Arrangement:
    """Collapses every group of two or more shown photos.

    A stack stands where its top stands; open, the others follow it in the order of ``rows``.

    Args:
        table: The photos.
        rows: What the filter shows, in order.
        expanded: Ids of the groups that are open.
    """
    if not len(rows):
        return Arrangement.flat(rows)
    place = np.arange(len(rows))
    group = table.group[rows]
    # A photo without group is a group of its own; ids below zero are free.
    own = np.where(group > 0, group, -1 - place)
    ids, member_of, sizes = np.unique(own, return_inverse=True, return_counts=True)
    tops = np.empty(len(ids), np.intp)
    by_worth = np.lexsort((place, table.rank[rows], _worth(table, rows)))
    tops[member_of[by_worth[::-1]]] = by_worth[::-1]
    top = tops[member_of]
    size = sizes[member_of]
    is_open = np.isin(own, np.fromiter(expanded, np.int64, len(expanded)))
    seen = (top == place) | is_open
    order = np.lexsort((place, top != place, top))
    order = order[seen[order]]
    part = np.where(top == place, np.where(is_open, StackPart.TOP, StackPart.CLOSED), 3)
    part = np.where(size > 1, part, StackPart.NONE).astype(np.int8)
    return Arrangement(rows[order], part[order], size[order])


def _worth(table: PhotoTable, rows: Rows) -> NDArray[np.int8]:
    """Which photo of a stack lies on top: a picked one, else the best that is not rejected."""
    decision = table.decision[rows]
    return np.where(decision == PICKED, 0, np.where(decision == REJECTED, 2, 1)).astype(np.int8)
