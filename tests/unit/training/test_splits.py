from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.training.splits import draw_validation, on_both_sides, units_of


def photo(path: str, group: str | None = None, split: str | None = None) -> RatedPhoto:
    return RatedPhoto(path, 5.0, None, group, split, 1)


def pair(a: str, b: str, group: str | None = None) -> JudgedPair:
    return JudgedPair(a, b, True, 1.0, group, None, 1)


def ids(*labels: RatedPhoto | JudgedPair) -> dict[str, str]:
    return {path: f"id {path}" for label in labels for path in label.photos}


def test_photos_of_a_series_hang_together() -> None:
    labels = [photo("a", "s"), photo("b", "s"), photo("c"), photo("d")]
    assert units_of(labels, ids(*labels)) == ["s", "s", "c", "d"]


def test_copies_hang_together_with_their_series() -> None:
    labels = [photo("a", "s"), photo("b", "t"), photo("c", "t")]
    units = units_of(labels, {"a": "same", "b": "same", "c": "other"})
    assert len(set(units)) == 1


def test_pairs_that_share_a_photo_hang_together() -> None:
    labels = [pair("a", "b"), pair("b", "c"), pair("d", "e")]
    assert units_of(labels, ids(*labels)) == ["a", "a", "d"]


def test_a_photo_called_like_a_series_is_not_in_it() -> None:
    labels = [photo("x", "s"), photo("s")]
    assert len(set(units_of(labels, ids(*labels)))) == 2


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([None, "p", "q", "r"])),
        min_size=1,
        max_size=25,
    )
)
def test_nothing_shared_between_two_units(found: list[tuple[int, int, str | None]]) -> None:
    labels = [pair(f"{a}", f"{b}", group) for a, b, group in found]
    units = units_of(labels, ids(*labels))
    for key in ("photos", "group"):
        owner: dict[object, set[str]] = {}
        for label, unit in zip(labels, units, strict=True):
            for item in label.photos if key == "photos" else [label.group]:
                owner.setdefault(item, set()).add(unit)
        owner.pop(None, None)
        assert all(len(names) == 1 for names in owner.values())


@given(
    st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=60),
    st.floats(0.05, 0.5),
    st.integers(0, 99),
)
def test_some_units_are_held_out_and_never_all(units: list[str], share: float, seed: int) -> None:
    chosen = draw_validation(units, share, seed)
    assert chosen <= set(units)
    assert chosen == draw_validation(units[::-1], share, seed)
    assert chosen
    if len(set(units)) > 1:
        assert chosen < set(units)
        biggest = max(Counter(units).values())
        held = sum(unit in chosen for unit in units)
        assert held <= share * len(units) + biggest


def test_the_share_is_met_and_the_seed_matters() -> None:
    units = [f"{number:03}" for number in range(200)]
    draws = {draw_validation(units, 0.2, seed) for seed in range(5)}
    assert len(draws) == 5
    assert all(38 <= len(draw) <= 42 for draw in draws)


def test_leaks_are_found() -> None:
    labels = [photo("a", "s", "train"), photo("b", "s", "val"), photo("c", "t", "val")]
    assert on_both_sides(labels, ["s", "s", "t"]) == ["s"]
