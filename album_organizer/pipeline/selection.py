"""Chooses the album: the person's picks first, then the best of the groups, spread out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.group_order import KINDS, GroupArrays
from album_organizer.pipeline.photo_arrays import Flags, Floats, PhotoArrays, Rows
from album_organizer.pipeline.spread import fill_places

NOT_THINNED = (GroupKind.BRACKET, GroupKind.PANORAMA)
"""Kinds whose members are needed together and therefore compete one by one."""

UNDECIDED, PICKED, REJECTED = 0, 1, 2
"""Codes of a person's decision in arrays."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the program proposes.

    Attributes:
        proposed: Paths.
        candidates: Paths that competed for a place, the proposed ones included.
    """

    proposed: frozenset[str]
    candidates: frozenset[str]


def select_proposals(
    photos: PhotoArrays,
    groups: GroupArrays,
    order: Rows,
    composites: Floats,
    decisions: NDArray[np.int8],
    tuning: Tuning,
) -> tuple[Flags, Flags]:
    """Proposes photos until picks and proposals together reach the wanted count.

    Args:
        photos: All photos.
        groups: All groups.
        order: All rows, group by group, best first.
        composites: Of every row, 0..1.
        decisions: :data:`UNDECIDED`, :data:`PICKED` or :data:`REJECTED` by row; picks and
            rejections always stand.
        tuning: How many photos are wanted, and how far they spread.

    Returns:
        Of every row whether it is proposed, which no photo is that a person decided on, and
        whether it competed for a place.
    """
    picked = np.flatnonzero(decisions == PICKED)
    rows = _candidates(groups, order, decisions)
    # The order of equal ones: composite, then content, then name.
    rows = rows[np.lexsort((photos.by_content[rows], -composites[rows]))]
    places = tuning.count - len(picked)
    chosen = fill_places(photos, rows, picked, composites, places, tuning)
    proposed, candidate = (np.zeros(len(order), np.bool_) for _ in range(2))
    proposed[chosen] = True
    candidate[rows] = True
    return proposed, candidate


def _candidates(groups: GroupArrays, order: Rows, decisions: NDArray[np.int8]) -> Rows:
    """The first undecided photo of every group without a pick; of series all undecided ones."""
    state = decisions[order]
    kept_together = np.isin(groups.kind, [KINDS.index(kind) for kind in NOT_THINNED])
    standing = np.zeros(len(groups.sizes), np.bool_)
    standing[groups.group[state == PICKED]] = True
    undecided = np.flatnonzero(state == UNDECIDED)
    group = groups.group[undecided]
    first = np.diff(group, prepend=-1) != 0
    stands: Flags = kept_together[group] | (first & ~standing[group])
    rows: Rows = order[undecided[stands]]
    return rows
