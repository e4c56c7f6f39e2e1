"""When the next photo comes by itself, and which one."""

import pytest

from album_organizer.gui.deciding.advance import Hand, goes_on, next_after


@pytest.mark.parametrize(
    ("hand", "always", "expected"),
    [
        (Hand(), False, False),
        (Hand(shift=True), False, True),
        (Hand(caps_lock=True), False, True),
        (Hand(shift=True, caps_lock=True), False, True),
        (Hand(), True, True),
        (Hand(shift=True), True, True),
    ],
)
def test_shift_caps_lock_or_the_setting(hand: Hand, always: bool, expected: bool) -> None:
    assert goes_on(hand, always=always) is expected


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (["a"], "b"),
        (["a", "b"], "c"),
        (["c", "a"], "d"),
        (["d"], None),
        (["gone"], None),
        ([], None),
        (["gone", "b"], "c"),
    ],
)
def test_the_one_after_the_last_decided(decided: list[str], expected: str | None) -> None:
    assert next_after(list("abcd"), decided) == expected
