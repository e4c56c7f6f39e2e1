"""Thousands of comparisons, looked up at once."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.pipeline.answers import Answers

NAMES = tuple("abcdefgh")
ROWS = {name: row for row, name in enumerate(NAMES)}


def p_of(answers: Answers, a: str, b: str) -> float:
    return float(answers.look_up(np.array([ROWS[a]]), np.array([ROWS[b]]))[0][0])


def asked(answers: Answers, a: str, b: str) -> bool:
    return bool(answers.look_up(np.array([ROWS[a]]), np.array([ROWS[b]]))[1][0])


def test_an_answer_is_found_from_both_sides() -> None:
    answers = Answers.of(ROWS, {("b", "d"): 0.7})
    assert p_of(answers, "b", "d") == 0.7
    assert p_of(answers, "d", "b") == 1.0 - 0.7
    assert math.isnan(p_of(answers, "b", "c"))
    assert not asked(answers, "b", "c")


def test_without_any_answer_nothing_is_known() -> None:
    answers = Answers.of(ROWS, {})
    assert math.isnan(p_of(answers, "a", "h"))
    assert not asked(answers, "a", "h")


def test_a_pair_that_could_not_be_compared_was_asked_but_has_no_answer() -> None:
    answers = Answers.of(ROWS, {("a", "b"): 0.4}, [("a", "b"), ("a", "c")])
    assert p_of(answers, "a", "b") == 0.4
    assert math.isnan(p_of(answers, "a", "c"))
    assert asked(answers, "c", "a")


def test_photos_that_are_gone_are_left_out() -> None:
    answers = Answers.of(ROWS, {("a", "gone"): 0.4, ("gone", "z"): 0.1}, [("b", "gone")])
    assert answers.keys.tolist() == []


pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1])
tables = st.dictionaries(pairs, st.floats(0, 1), max_size=12)


@given(tables, tables)
def test_joined_answers_are_those_of_both_and_newer_ones_count(
    older: dict[tuple[str, str], float], newer: dict[tuple[str, str], float]
) -> None:
    joined = Answers.of(ROWS, older).joined(Answers.of(ROWS, newer))
    assert joined.keys.tolist() == sorted(set(joined.keys.tolist()))
    for a in NAMES:
        for b in NAMES:
            if a < b:
                known = (older | newer).get((a, b))
                assert asked(joined, a, b) == (known is not None)
                assert known is None or p_of(joined, a, b) == known


@given(tables)
def test_many_are_looked_up_as_one_by_one(table: dict[tuple[str, str], float]) -> None:
    answers = Answers.of(ROWS, table)
    a, b = np.triu_indices(len(NAMES), 1)
    p, known = answers.look_up(a.reshape(4, 7), b.reshape(4, 7))
    assert p.shape == known.shape == (4, 7)
    for row, column, value in zip(a, b, p.ravel(), strict=True):
        expected = table.get((NAMES[row], NAMES[column]), math.nan)
        assert value == expected or (math.isnan(value) and math.isnan(expected))
