"""Which photos are compared, and what the person can do with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.viewing.compare_set import MAX_SIDES, CompareSet, choose

GROUP = ("a1", "a2", "a3")
SHOWN = ("x", *GROUP, "y")


@pytest.mark.parametrize(
    ("selected", "current", "group", "expected"),
    [
        (["a3"], "a3", GROUP, ("a1", "a3")),
        (["a1"], "a1", GROUP, ("a1", "a2")),
        (["x"], "x", ("x",), ("x", "a1")),
        (["y"], "y", ("y",), ("y", "a3")),
        (["x", "y"], "x", ("x",), ("x", "y")),
        (["x", "a1", "y"], "a1", GROUP, ("x", "a1", "y")),
    ],
)
def test_what_is_compared(
    selected: list[str], current: str, group: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert choose(selected, current, group, SHOWN).shown == expected


def test_candidates_are_the_group_or_all_photos_or_a_large_selection() -> None:
    assert choose(["a1"], "a1", GROUP, SHOWN).candidates == GROUP
    assert choose(["a1", "a2"], "a1", GROUP, SHOWN).candidates == GROUP
    assert choose(["x", "a2"], "x", ("x",), SHOWN).candidates == SHOWN
    many = [f"p{n}" for n in range(9)]
    assert choose(many, "p0", ("p0",), SHOWN) == CompareSet(("p0", "p1"), tuple(many))
    assert choose(many[:MAX_SIDES], "p0", ("p0",), SHOWN).shown == tuple(many[:MAX_SIDES])


def test_single_photo_of_a_folder_is_no_comparison() -> None:
    assert choose(["x"], "x", ("x",), ("x",)).shown == ("x",)


def test_candidate_steps_over_the_photo_that_stays_and_stops_at_the_ends() -> None:
    pair = CompareSet(("a2", "a1"), GROUP)
    assert pair.stepped(1).shown == ("a2", "a3")
    assert pair.stepped(9).shown == ("a2", "a3")
    assert pair.stepped(-1).shown == ("a2", "a1")
    assert CompareSet(GROUP, GROUP).stepped(1).shown == GROUP


def test_candidate_from_elsewhere_steps_into_the_candidates() -> None:
    assert CompareSet(("a1", "z"), GROUP).stepped(1).shown == ("a1", "a2")


def test_swap_remove_and_choose() -> None:
    three = CompareSet(GROUP, GROUP)
    assert three.swapped(2).shown == ("a3", "a2", "a1")
    assert three.swapped(0).shown == ("a2", "a1", "a3")
    assert three.without("a2").shown == ("a1", "a3")
    assert three.placed(1, "y").shown == ("a1", "y", "a3")
    assert three.placed(1, "a3") == three
    assert CompareSet(("a1", "a2"), GROUP).placed(0, "a3").shown == ("a1", "a3")
    assert three.only({"a1", "a3"}) == CompareSet(("a1", "a3"), ("a1", "a3"))


@given(st.lists(st.sampled_from("sw123"), max_size=30), st.permutations(list("abcdef")))
def test_two_photos_never_become_the_same_one(steps: list[str], paths: list[str]) -> None:
    pair = CompareSet((paths[0], paths[1]), tuple(sorted(paths)))
    for step in steps:
        pair = {
            "s": pair.stepped(1),
            "w": pair.stepped(-1),
            "1": pair.swapped(1),
            "2": pair.placed(0, "c"),
            "3": pair.stepped(2),
        }[step]
        assert len(set(pair.shown)) == 2
        assert set(pair.shown) <= set(paths)
