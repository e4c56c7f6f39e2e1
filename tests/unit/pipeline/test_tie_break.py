from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.pipeline.tie_break import (
    Candidate,
    TieOutcome,
    break_tie,
    by_composite,
    tied_with_leader,
)

CLOSE = 0.05


def candidate(name: str, composite: float) -> Candidate:
    return Candidate(name, f"id-{name}", composite)


def table(**p: float) -> Callable[[str, str], float]:
    """Probabilities by two-letter key: ``ab=0.7`` is P(a better than b)."""

    def win(a: str, b: str) -> float:
        return p[a + b] if a + b in p else 1.0 - p[b + a]

    return win


def never_asked(a: str, b: str) -> float:
    raise AssertionError(f"{a} and {b} should not be compared")


def test_only_shots_within_the_threshold_of_the_leader_are_tied() -> None:
    shots = [
        candidate("a", 0.60),
        candidate("b", 0.55),
        candidate("c", 0.549),
        candidate("d", 0.58),
    ]
    assert [c.path for c in tied_with_leader(shots, 0.05)] == ["a", "d", "b"]


def test_a_difference_of_exactly_the_threshold_is_a_tie() -> None:
    assert len(tied_with_leader([candidate("a", 0.3), candidate("b", 0.3 - 0.05)], 0.05)) == 2


def test_equal_composites_are_ordered_by_content_not_by_name() -> None:
    first = Candidate("z.jpg", "content-1", 0.5)
    second = Candidate("a.jpg", "content-2", 0.5)
    assert by_composite([second, first]) == [first, second]


def test_one_shot_needs_no_comparison() -> None:
    result = break_tie([candidate("a", 0.5)], never_asked, CLOSE)
    assert (result.order, result.outcome) == (("a",), TieOutcome.NO_TIE)


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


names = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=6, unique=True)


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
