"""Settings become plain, keep their values, and cannot grow."""

import datetime
import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.ml.plain_values import MAX_DEPTH, MAX_TEXT, MAX_VALUES, to_plain

SIMPLE = st.none() | st.booleans() | st.integers(-(2**63), 2**64) | st.floats() | st.text()
NESTED = st.recursive(
    SIMPLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(value=NESTED)
def test_plain_values_stay_as_they_are(value: Any) -> None:
    assert json.dumps(to_plain(value)) == json.dumps(value)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ((1, (2,)), [1, [2]]),
        ({1: {2.5: None}}, {"1": {"2.5": None}}),
        ({3}, [3]),
        (np.float64(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (torch.tensor([3.0]), 3.0),
        (torch.ones(2, 3), "table [2, 3]"),
        (datetime.date(2026, 1, 18), "2026-01-18"),
        (b"x", "b'x'"),
    ],
)
def test_other_values_become_plain(value: object, plain: object) -> None:
    assert to_plain(value) == plain
    assert type(to_plain(value)) is type(plain)


def laughs(levels: int) -> list[Any]:
    inner: list[Any] = ["ha"]
    for _ in range(levels):
        inner = [inner] * 10
    return inner


def nested(levels: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (laughs(20), "too many"),
        ({"shared": [dict.fromkeys(range(1000), 1)] * 1000}, "too many"),
        (nested(MAX_DEPTH + 1), "contain themselves or are nested too deeply"),
        (["x" * 1000] * (MAX_TEXT // 1000 + 1), "too long"),
        ({"x" * (MAX_TEXT + 1): 1}, "too long"),
        (2**130, "absurd size"),
    ],
)
def test_what_is_no_setting_is_refused(value: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        to_plain(value)


def test_what_contains_itself_is_refused() -> None:
    ring: list[Any] = []
    ring.append(ring)

    with pytest.raises(ValueError, match="contain themselves"):
        to_plain(ring)


def test_the_bounds_are_far_from_real_settings() -> None:
    history = {"loss": [0.5] * (MAX_VALUES - 100), "deep": nested(MAX_DEPTH - 2)}

    assert to_plain(history) == history
