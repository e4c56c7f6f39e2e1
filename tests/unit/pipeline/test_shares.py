"""Percentages claim no certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.pipeline.shares import chance, percent


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.71, "71%"), (0.506, "51%"), (0.996, "99%"), (1.0, "99%"), (0.004, "1%"), (0.0, "1%")],
)
def test_chances(p: float, words: str) -> None:
    assert chance(p) == words


def test_shares_may_be_nothing_or_everything() -> None:
    assert [percent(s) for s in (0.0, 0.126, 1.0)] == ["0%", "13%", "100%"]


@given(st.floats(0.0, 1.0))
def test_no_chance_is_certain(p: float) -> None:
    assert chance(p) not in {"0%", "100%"}
