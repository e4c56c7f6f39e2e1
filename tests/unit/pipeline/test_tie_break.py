"""The round robin of one tie, and that many ties at once give what each gives alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.pipeline import tie_break
from album_organizer.pipeline.tie_break import TieBreak, TieOutcome, break_ties

CLOSE = 0.05


@dataclass(frozen=True)
class Candidate:
    path: str
    content_id: str
    composite: float


def candidate(name: str, composite: float) -> Candidate:
    return Candidate(name, f"id-{name}", composite)


def break_tie(
    tied: Sequence[Candidate], win: Callable[[str, str], float], close_call: float
) -> TieBreak:
    """Shots in any order, as people would say it."""
    ranked = sorted(tied, key=lambda c: (-c.composite, c.content_id, c.path))
    paths = [c.path for c in ranked]
    wins = np.array([[0.5 if a == b else win(a, b) for b in paths] for a in paths])
    return tie_break.break_tie(paths, wins, close_call)


def table(**p: float) -> Callable[[str, str], float]:
    """Probabilities by two-letter key: ``ab=0.7`` is P(a better than b)."""

    def win(a: str, b: str) -> float:
        return p[a + b] if a + b in p else 1.0 - p[b + a]

    return win


def test_the_comparison_overrules_the_composite() -> None:
    result = break_tie([candidate("a", 0.52), candidate("b", 0.50)], table(ba=0.71), CLOSE)
    assert result.order == ("b", "a")
    assert result.outcome is TieOutcome.DECIDED
    assert result.mean_win["b"] == pytest.approx(0.71)


def test_a_close_call_leaves_the_composite_order() -> None:
    result = break_tie([candidate("a", 0.52), candidate("b", 0.50)], table(ba=0.54), CLOSE)
    assert (result.order, result.outcome) == (("a", "b"), TieOutcome.TOO_CLOSE)


def test_order_follows_the_summed_probabilities() -> None:
    shots = [candidate("a", 0.52), candidate("b", 0.51), candidate("c", 0.50)]
    result = break_tie(shots, table(ca=0.9, cb=0.8, ba=0.7), CLOSE)
    assert result.order == ("c", "b", "a")
    assert result.mean_win["c"] == pytest.approx(0.85)


def test_a_cycle_falls_back_to_the_composites() -> None:
    shots = [candidate("a", 0.50), candidate("b", 0.52), candidate("c", 0.51)]
    result = break_tie(shots, table(ab=0.9, bc=0.8, ca=0.7), CLOSE)
    assert result.order == ("b", "c", "a")
    assert result.cyclic == {"a", "b", "c"}


def test_a_cycle_among_the_losers_does_not_cost_the_winner_its_place() -> None:
    shots = [candidate("w", 0.50), candidate("a", 0.51), candidate("b", 0.53), candidate("c", 0.52)]
    wins = table(wa=0.9, wb=0.9, wc=0.9, ab=0.9, bc=0.8, ca=0.7)
    result = break_tie(shots, wins, CLOSE)
    assert result.order == ("w", "b", "c", "a")
    assert "w" not in result.cyclic


names = st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=6, unique=True)


@st.composite
def ties(draw: st.DrawFn) -> tuple[list[Candidate], dict[tuple[str, str], float]]:
    chosen = draw(names)
    shots = [candidate(n, draw(st.sampled_from([0.5, 0.51, 0.52, 0.53]))) for n in chosen]
    wins: dict[tuple[str, str], float] = {}
    for i, a in enumerate(chosen):
        for b in chosen[i + 1 :]:
            wins[a, b] = draw(st.floats(0, 1))
            wins[b, a] = 1.0 - wins[a, b]
    return shots, wins


@given(ties(), st.randoms(use_true_random=False))
def test_neither_the_order_of_files_nor_of_a_pair_matters(
    tie: tuple[list[Candidate], dict[tuple[str, str], float]], random: Random
) -> None:
    shots, wins = tie
    shuffled = list(shots)
    random.shuffle(shuffled)
    result = break_tie(shots, lambda a, b: wins[a, b], CLOSE)
    again = break_tie(shuffled, lambda a, b: 1.0 - wins[b, a], CLOSE)
    assert again.order == result.order
    assert again.outcome == result.outcome
    assert sorted(result.order) == sorted(c.path for c in shots)


@given(ties())
def test_a_shot_that_beats_every_other_one_leads(
    tie: tuple[list[Candidate], dict[tuple[str, str], float]],
) -> None:
    shots, wins = tie
    winner = shots[0].path
    for other in shots[1:]:
        wins[winner, other.path], wins[other.path, winner] = 0.99, 0.01
    for (a, b), p in list(wins.items()):
        if winner not in (a, b):
            wins[a, b] = min(max(p, 0.4), 0.6)
    result = break_tie(shots, lambda a, b: wins[a, b], CLOSE)
    assert result.order[0] == winner or result.outcome is TieOutcome.TOO_CLOSE


@given(st.integers(2, 7), st.integers(1, 6), st.randoms(use_true_random=False))
def test_many_ties_at_once_are_broken_as_each_by_itself(
    shots: int, groups: int, random: Random
) -> None:
    wins = np.full((groups, shots, shots), 0.5)
    for matrix in wins:
        for i in range(shots):
            for j in range(i + 1, shots):
                # Few values, so that sums are often equal and cycles are frequent.
                matrix[i, j] = random.choice([0.1, 0.3, 0.5, 0.52, 0.7, 0.9])
                matrix[j, i] = 1.0 - matrix[i, j]
    together = break_ties(wins, CLOSE)
    for number, matrix in enumerate(wins):
        alone = break_ties(matrix[None], CLOSE)
        assert together.order[number].tolist() == alone.order[0].tolist()
        assert together.decided[number] == alone.decided[0]
        assert together.cyclic[number].tolist() == alone.cyclic[0].tolist()
        assert together.mean_win[number].tolist() == alone.mean_win[0].tolist()


def test_cycles_of_two_groups_do_not_mix() -> None:
    cycle = np.array([[0.5, 0.9, 0.2], [0.1, 0.5, 0.8], [0.8, 0.2, 0.5]])
    clear = np.array([[0.5, 0.1, 0.1], [0.9, 0.5, 0.1], [0.9, 0.9, 0.5]])
    broken = break_ties(np.stack([cycle, clear, cycle]), CLOSE)
    assert broken.order.tolist() == [[0, 1, 2], [2, 1, 0], [0, 1, 2]]
    assert broken.cyclic.tolist() == [[True] * 3, [False] * 3, [True] * 3]
    assert broken.decided.all()


def test_probabilities_on_average_at_the_limit_are_no_close_call() -> None:
    wins = np.array([[[0.5, 0.25], [0.75, 0.5]]])
    assert break_ties(wins, 0.25).decided.all()
    assert not break_ties(wins, 0.26).decided.any()
    assert break_ties(wins, 0.26).order.tolist() == [[0, 1]]
