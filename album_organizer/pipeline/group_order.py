"""Ranks the members of all groups at once, ties included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind
from album_organizer.pipeline.answers import Answers
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.photo_arrays import Flags, Floats, PhotoArrays, Rows
from album_organizer.pipeline.tie_break import ROUNDING, break_ties

KINDS = tuple(GroupKind)
"""The kinds by their code in arrays."""

PairRows = tuple[Rows, Rows]


@dataclass(frozen=True, slots=True, eq=False)
class GroupArrays:
    """Who is in which group.

    Attributes:
        members: All rows, group by group; within a group by content id, then path.
        group: Group of every entry of ``members``, from 0.
        starts: Where each group begins in ``members``.
        sizes: Members of each group.
        kind: Code of :data:`KINDS` of each group.
    """

    members: Rows
    group: Rows
    starts: Rows
    sizes: Rows
    kind: NDArray[np.int8]

    @classmethod
    def of(cls, clusters: Sequence[Cluster], photos: PhotoArrays) -> "GroupArrays":
        """Reads groups in order of capture.

        Raises:
            ValueError: If a photo is in no group or in several.
        """
        sizes = np.array([len(members) for members, _ in clusters], np.intp)
        paths = chain.from_iterable(members for members, _ in clusters)
        rows = np.array([photos.row_of[p.photo.path] for p in paths], np.intp)
        if not np.array_equal(np.sort(rows), np.arange(len(photos.paths))):
            raise ValueError("every photo must be in exactly one group")
        group = np.repeat(np.arange(len(clusters)), sizes)
        order = np.lexsort((photos.by_content[rows], group))
        kinds = [KINDS.index(kind) for _, kind in clusters]
        starts = np.cumsum(sizes) - sizes
        return cls(rows[order], group, starts, sizes, np.array(kinds, np.int8))


@dataclass(frozen=True, slots=True, eq=False)
class GroupOrder:
    """Every group with its members ranked.

    Attributes:
        order: All rows, group by group, best first.
        tied: Of every row: whether comparisons were asked for its place.
        used: Pairs of rows whose comparison counted.
        missing: Pairs of rows whose comparison would count and was never asked for.
    """

    order: Rows
    tied: Flags
    used: PairRows
    missing: PairRows


def order_groups(
    photos: PhotoArrays,
    groups: GroupArrays,
    answers: Answers,
    composites: Floats,
    tie_threshold: float,
    close_call: float,
) -> GroupOrder:
    """Ranks the members of every group by composite, and tied ones by their comparisons.

    Ties without any answer (no comparison model can be used) stay in the order of their composites.
    Copies of one file are not compared: there is nothing to decide.

    Args:
        photos: All photos.
        groups: All groups.
        answers: What the comparison model said.
        composites: Of every row, 0..1.
        tie_threshold: Largest distance from the best composite of a tie, 0..1.
        close_call: See :func:`~album_organizer.pipeline.tie_break.break_ties`.
    """
    scores = composites[groups.members]
    order = groups.members[np.lexsort((-scores, groups.group))]
    tied = np.zeros(len(order), np.bool_)
    used: list[PairRows] = []
    missing: list[PairRows] = []
    for shots, places in _ties(photos, groups, order, composites, tie_threshold).items():
        columns = np.triu_indices(shots, 1)
        rows = order[places[:, None] + np.arange(shots)]
        a, b = rows[:, columns[0]], rows[:, columns[1]]
        p, asked = answers.look_up(a, b)
        known = ~np.isnan(p)
        used.append((a[known], b[known]))
        wanted = ~asked & (photos.content[a] != photos.content[b])
        missing.append((a[wanted], b[wanted]))
        some = known.any(axis=1)
        if some.any():
            wins = win_matrices(p[some], shots)
            best_first = np.take_along_axis(rows[some], break_ties(wins, close_call).order, axis=1)
            order[places[some][:, None] + np.arange(shots)] = best_first
            tied[best_first] = True
    return GroupOrder(order, tied, _joined(used), _joined(missing))


def _ties(
    photos: PhotoArrays, groups: GroupArrays, order: Rows, composites: Floats, threshold: float
) -> Mapping[int, Rows]:
    """Where the ties begin in ``order``, by their number of shots; each is one run of entries."""
    similar = np.flatnonzero(groups.kind == KINDS.index(GroupKind.SIMILAR))
    if not len(similar):
        return {}
    starts, sizes = groups.starts[similar], groups.sizes[similar]
    begins = np.cumsum(sizes) - sizes
    places = np.repeat(starts - begins, sizes) + np.arange(sizes.sum())
    scores = composites[order[places]]
    within = np.repeat(scores[begins], sizes) - scores <= threshold + ROUNDING
    shots = np.add.reduceat(within, begins, dtype=np.intp)
    content = photos.content[order[places]]
    lowest = np.minimum.reduceat(np.where(within, content, len(order)), begins)
    highest = np.maximum.reduceat(np.where(within, content, -1), begins)
    contested = lowest < highest
    return {int(n): starts[contested & (shots == n)] for n in np.unique(shots[contested])}


def win_matrices(p: Floats, shots: int) -> Floats:
    """P(row shot is better than column shot), shape (ties, shots, shots).

    Args:
        p: The upper triangles of the matrices, row by row, shape (ties, pairs); NaN is taken for
            one half.
        shots: Shots in each tie.
    """
    wins = np.full((len(p), shots, shots), 0.5)
    rows, columns = np.triu_indices(shots, 1)
    known = np.where(np.isnan(p), 0.5, p)
    wins[:, rows, columns] = known
    wins[:, columns, rows] = 1.0 - known
    return wins


def _joined(pairs: list[PairRows]) -> PairRows:
    """One list of pairs, the smaller row first, sorted."""
    if not pairs:
        empty = np.empty(0, np.intp)
        return empty, empty
    a = np.concatenate([first for first, _ in pairs])
    b = np.concatenate([second for _, second in pairs])
    first, second = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((second, first))
    return first[order], second[order]
