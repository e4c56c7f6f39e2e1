"""Shares always add up to 100, and moving one keeps the proportions of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.tuning.shares import rebalanced, whole_shares

parts = st.lists(st.floats(0, 1) | st.just(0.0), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("given_parts", "shares"),
    [
        ([0.5, 0.2, 0.3], [50, 20, 30]),
        ([1, 1, 1], [34, 33, 33]),
        ([0.0, 0.0, 0.0], [34, 33, 33]),
        ([0.335, 0.335, 0.33], [34, 33, 33]),
        ([1.0, 0.0, 0.0], [100, 0, 0]),
    ],
)
def test_parts_are_rounded_to_whole_shares(given_parts: list[float], shares: list[int]) -> None:
    assert whole_shares(given_parts) == shares


@pytest.mark.parametrize(
    ("moved", "share", "after"),
    [
        (0, 60, [60, 16, 24]),
        (0, 100, [100, 0, 0]),
        (0, 0, [0, 40, 60]),
        (1, 50, [31, 50, 19]),
        (2, 30, [50, 20, 30]),
    ],
)
def test_the_others_keep_their_proportions(moved: int, share: int, after: list[int]) -> None:
    assert rebalanced([50, 20, 30], moved, share) == after


def test_others_that_had_nothing_get_equal_parts() -> None:
    assert rebalanced([100, 0, 0], 0, 40) == [40, 30, 30]


@given(parts)
def test_rounded_shares_add_up_and_are_never_off_by_one(given_parts: list[float]) -> None:
    shares = whole_shares(given_parts)
    assert sum(shares) == 100
    total = sum(given_parts)
    for part, share in zip(given_parts, shares, strict=True):
        exact = 100 * part / total if total else 100 / len(shares)
        assert abs(share - exact) < 1 + 1e-9


@given(parts, st.data(), st.integers(0, 100))
def test_moved_shares_add_up_and_the_moved_one_is_as_told(
    given_parts: list[float], data: st.DataObject, share: int
) -> None:
    moved = data.draw(st.integers(0, len(given_parts) - 1))
    shares = rebalanced(given_parts, moved, share)
    assert shares[moved] == share
    assert sum(shares) == 100
    assert min(shares) >= 0
