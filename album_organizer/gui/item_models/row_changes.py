"""By which small steps one list of rows becomes another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.photo_table import Rows

_MAX_RANGES = 48
"""With more separate changes than this, starting over is quicker for the view."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows go, those that stay change places, rows come.

    Attributes:
        gone: First and last place of each run that goes, in the old list, ascending.
        kept: What stays, in its new order.
        come: First and last place of each run that comes, in the new list, ascending.
    """

    gone: list[tuple[int, int]]
    kept: Rows
    come: list[tuple[int, int]]


def changes_between(old: Rows, new: Rows, count: int) -> Changes | None:
    """The steps from one list to the other, or None if there are too many.

    Args:
        old: Each row at most once.
        new: Each row at most once.
        count: Rows of the table; all are smaller.
    """
    in_old, in_new = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    in_old[old] = True
    in_new[new] = True
    gone, come = _runs(~in_new[old]), _runs(~in_old[new])
    if len(gone) + len(come) > _MAX_RANGES:
        return None
    return Changes(gone, new[in_old[new]], come)


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last place of each unbroken run of marked places."""
    edges = np.diff(np.concatenate(([False], marked, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
