"""Decides between shots of one group whose composites lie within the tie threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

ROUNDING = 1e-9
"""Keeps a difference of exactly the threshold inside it despite binary fractions."""


class TieOutcome(StrEnum):
    """How the order of the tied shots came about."""

    NO_TIE = "no_tie"
    DECIDED = "decided"
    TOO_CLOSE = "too_close"


@dataclass(frozen=True, slots=True)
class TieBreak:
    """The tied shots of a group in their final order.

    Attributes:
        order: Best first; empty if nothing was compared.
        mean_win: Mean probability, 0..1, of winning against the other tied shots, by path.
        outcome: How the order came about.
        cyclic: Shots that beat each other in a circle, so that their composites decided.
    """

    order: tuple[str, ...]
    mean_win: dict[str, float]
    outcome: TieOutcome
    cyclic: frozenset[str] = frozenset()


NO_TIE = TieBreak((), {}, TieOutcome.NO_TIE)
"""Nothing was compared."""


def break_tie(paths: Sequence[str], wins: NDArray[np.float64], close_call: float) -> TieBreak:
    """Orders the tied shots of one group; see :func:`break_ties`.

    Args:
        paths: Two shots at least, best composite first.
        wins: P(row shot is better than column shot), 0.5 on the diagonal.
        close_call: Mean distance from 0.5, 0..0.5.

    Returns:
        The order and how it came about.
    """
    broken = break_ties(wins[None], close_call)
    return TieBreak(
        tuple(paths[i] for i in broken.order[0].tolist()),
        dict(zip(paths, broken.mean_win[0].tolist(), strict=True)),
        TieOutcome.DECIDED if broken.decided[0] else TieOutcome.TOO_CLOSE,
        frozenset(paths[i] for i in np.flatnonzero(broken.cyclic[0]).tolist()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class BrokenTies:
    """The ties of several groups with the same number of tied shots.

    Shots are numbered in the order of their composites, best first.

    Attributes:
        order: The shots, best first, shape (groups, shots).
        mean_win: Mean probability, 0..1, of winning against the other shots, same shape.
        decided: Whether the comparisons decided, shape (groups,); else they were too close.
        cyclic: Shots that beat each other in a circle, shape (groups, shots).
    """

    order: NDArray[np.intp]
    mean_win: NDArray[np.float64]
    decided: NDArray[np.bool_]
    cyclic: NDArray[np.bool_]


def break_ties(wins: NDArray[np.float64], close_call: float) -> BrokenTies:
    """Orders the tied shots of several groups at once.

    The order is that of the summed win probabilities. Shots that beat each other in a cycle are
    put in the order of their composites, in the places that the sums gave to the cycle. If the
    probabilities lie on average less than ``close_call`` from one half, the composites decide.

    Args:
        wins: P(first is better than second), shape (groups, shots, shots), 0.5 on the diagonal;
            shots in the order of their composites, best first, two at least.
        close_call: Mean distance from 0.5, 0..0.5.
    """
    groups, count, _ = wins.shape
    sums = wins.sum(axis=2) - 0.5
    # Contiguous, so that a sum does not depend on how many groups are summed at once.
    upper = np.ascontiguousarray(wins[(slice(None), *np.triu_indices(count, 1))])
    decided = np.abs(upper - 0.5).mean(axis=1) >= close_call
    order = np.argsort(-sums, axis=1, kind="stable")
    order[~decided] = np.arange(count)
    cyclic = np.zeros((groups, count), np.bool_)
    in_order = np.take_along_axis(wins, order[:, :, None], axis=1)
    in_order = np.take_along_axis(in_order, order[:, None, :], axis=2)
    upset = decided & np.tril(in_order > 0.5, -1).any(axis=(1, 2))
    if upset.any():
        order[upset], cyclic[upset] = _settle_cycles(order[upset], wins[upset])
    return BrokenTies(order, sums / (count - 1), decided, cyclic)


def _settle_cycles(
    order: NDArray[np.intp], wins: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Refills the places of every cycle by number, which is the order of the composites.

    Returns:
        The order, and which shots are in any cycle.
    """
    groups, count = order.shape
    tie, better, worse = np.nonzero(wins > 0.5)
    # All ties make one graph, whose parts cannot reach each other.
    edges = (np.ones(len(tie), np.int8), (tie * count + better, tie * count + worse))
    graph = coo_array(edges, shape=(groups * count, groups * count))
    _, labels = connected_components(graph, directed=True, connection="strong")
    cycle = labels.reshape(groups, count)
    cyclic = np.bincount(labels, minlength=1)[cycle] > 1
    places = np.argsort(np.take_along_axis(cycle, order, axis=1), axis=1, kind="stable")
    settled = np.empty_like(order)
    np.put_along_axis(settled, places, np.argsort(cycle, axis=1, kind="stable"), axis=1)
    return settled, cyclic
