"""Decides between shots of one group whose composites lie within the tie threshold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

_ROUNDING = 1e-9
"""Keeps a difference of exactly the threshold inside it despite binary fractions."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shot that may lead its group.

    Attributes:
        path: The photo.
        content_id: The last criterion, so that the order never depends on names.
        composite: 0..1.
    """

    path: str
    content_id: str
    composite: float


class TieOutcome(StrEnum):
    """How the order of the tied shots came about."""

    NO_TIE = "no_tie"
    DECIDED = "decided"
    TOO_CLOSE = "too_close"


@dataclass(frozen=True, slots=True)
class TieBreak:
    """The tied shots of a group in their final order.

    Attributes:
        order: Best first; a single path if nothing was tied.
        mean_win: Mean probability, 0..1, of winning against the other tied shots, by path.
        outcome: How the order came about.
        cyclic: Shots that beat each other in a circle, so that their composites decided.
    """

    order: tuple[str, ...]
    mean_win: dict[str, float]
    outcome: TieOutcome
    cyclic: frozenset[str] = frozenset()


def by_composite(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Best composite first; equal ones by content id, then by path."""
    return sorted(candidates, key=lambda c: (-c.composite, c.content_id, c.path))


def tied_with_leader(candidates: Sequence[Candidate], threshold: float) -> list[Candidate]:
    """The leader and all shots at most ``threshold`` behind it, best composite first."""
    ranked = by_composite(candidates)
    return [c for c in ranked if ranked[0].composite - c.composite <= threshold + _ROUNDING]


def break_tie(
    tied: Sequence[Candidate], win_probability: Callable[[str, str], float], close_call: float
) -> TieBreak:
    """Orders tied shots by a round robin of comparisons.

    The order is that of the summed win probabilities. Shots that beat each other in a cycle are
    put in the order of their composites, in the places that the sums gave to the cycle. If the
    probabilities lie on average less than ``close_call`` from one half, the composites decide.

    Args:
        tied: Shots of one group, see :func:`tied_with_leader`.
        win_probability: Paths a, b -> P(a is better), with f(a, b) + f(b, a) = 1.
        close_call: Mean distance from 0.5, 0..0.5.

    Returns:
        The order and how it came about.
    """
    ranked = by_composite(tied)
    paths = tuple(c.path for c in ranked)
    count = len(ranked)
    if count < 2:
        return TieBreak(paths, dict.fromkeys(paths, 1.0), TieOutcome.NO_TIE)
    wins = np.full((count, count), 0.5)
    for i, j in combinations(range(count), 2):
        wins[i, j] = win_probability(paths[i], paths[j])
        wins[j, i] = 1.0 - wins[i, j]
    sums = wins.sum(axis=1) - 0.5
    mean_win = {path: float(total) / (count - 1) for path, total in zip(paths, sums, strict=True)}
    upper = wins[np.triu_indices(count, 1)]
    if np.abs(upper - 0.5).mean() < close_call:
        return TieBreak(paths, mean_win, TieOutcome.TOO_CLOSE)
    order = sorted(range(count), key=lambda i: (-sums[i], i))
    settled, cyclic = _settle_cycles(order, wins)
    return TieBreak(
        tuple(paths[i] for i in settled),
        mean_win,
        TieOutcome.DECIDED,
        frozenset(paths[i] for i in cyclic),
    )


def _settle_cycles(order: list[int], wins: NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """Refills the places of every cycle by index, which is the order of the composites.

    Returns:
        The order, and the members of any cycle.
    """
    in_order = wins[np.ix_(order, order)]
    if not np.tril(in_order > 0.5, -1).any():
        return order, []
    _, component = connected_components(wins > 0.5, directed=True, connection="strong")
    settled, cyclic = list(order), []
    for label in np.unique(component):
        places = [place for place, member in enumerate(order) if component[member] == label]
        members = sorted(order[place] for place in places)
        for place, member in zip(places, members, strict=True):
            settled[place] = member
        if len(members) > 1:
            cyclic.extend(members)
    return settled, cyclic
