import random
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.evaluation.blind_pairs import (
    BlindPair,
    Choice,
    known_pairs,
    pairs_of_disagreement,
)
from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from tests.support.blind import changes, comparison, reversed_order, swapped

orders = st.integers(2, 24).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, n), min_size=n, max_size=n),
        st.lists(st.integers(0, n), min_size=n, max_size=n),
    )
)
chances = st.integers(0, 100).map(lambda n: n / 100)


@st.composite
def siamese(draw: st.DrawFn) -> VersionComparison:
    """Some pairs of up to 8 photos."""
    possible = list(combinations(range(8), 2))
    chosen = draw(st.lists(st.sampled_from(possible), unique=True))
    return comparison(pairs=[pair(i, j, draw(chances), draw(chances)) for i, j in chosen])


def pair(first: int, second: int, p_a: float, p_b: float) -> PairChange:
    return PairChange(f"{first}.jpg", f"{second}.jpg", f"id-{first}", f"id-{second}", 1, p_a, p_b)


def shuffled(count: int, noise: float, seed: int = 0) -> list[PhotoChange]:
    """Photos that both versions rank alike up to some noise."""
    rng = random.Random(seed)
    first = [rng.gauss(0, 1) for _ in range(count)]
    second = [value + rng.gauss(0, noise) for value in first]
    return changes(places(first), places(second))


def places(values: Sequence[float]) -> list[int]:
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0] * len(values)
    for place, index in enumerate(order):
        result[index] = place
    return result


def margin(of: VersionComparison, shown: BlindPair) -> float:
    """How clear a pair is to the less certain version; negative if they agree."""
    by_path = {c.path: c for c in of.changes}
    better_a, better_b = by_path[shown.preferred_by_a], by_path[shown.preferred_by_b]
    return min(better_a.rank_a - better_b.rank_a, better_b.rank_b - better_a.rank_b)


@given(orders)
def test_versions_disagree_on_every_pair(both: tuple[list[int], list[int]]) -> None:
    of = comparison(changes(*both))
    found = pairs_of_disagreement(of, 100)
    assert all(margin(of, shown) > 0 for shown in found)
    uses = Counter(path for shown in found for path in (shown.left, shown.right))
    assert max(uses.values(), default=0) <= 2
    assert len({shown.photos for shown in found}) == len(found)


@given(orders)
def test_pairs_are_found_where_there_are_any(both: tuple[list[int], list[int]]) -> None:
    of = comparison(changes(*both))
    disagree = any(
        (x.rank_a - y.rank_a) * (x.rank_b - y.rank_b) < 0 for x, y in combinations(of.changes, 2)
    )
    assert bool(pairs_of_disagreement(of, 1)) == disagree


@given(orders, st.randoms(use_true_random=False))
def test_neither_the_order_of_photos_nor_the_names_of_versions_matter(
    both: tuple[list[int], list[int]], rng: random.Random
) -> None:
    photos = changes(*both)
    found = pairs_of_disagreement(comparison(photos), 10)
    rng.shuffle(photos)
    assert pairs_of_disagreement(comparison(photos), 10) == found
    mirrored = pairs_of_disagreement(swapped(comparison(photos)), 10)
    assert [(p.left, p.right) for p in mirrored] == [(p.left, p.right) for p in found]
    assert [not p.a_prefers_left for p in mirrored] == [p.a_prefers_left for p in found]


@given(orders, st.integers(0, 12))
def test_fewer_pairs_are_the_first_of_more(both: tuple[list[int], list[int]], few: int) -> None:
    of = comparison(changes(*both))
    assert pairs_of_disagreement(of, few) == pairs_of_disagreement(of, 12)[:few]


@given(orders)
def test_a_pair_is_known_again_by_its_photos(both: tuple[list[int], list[int]]) -> None:
    of = comparison(changes(*both))
    found = pairs_of_disagreement(of, 20)
    assert known_pairs(of, {p.photos for p in found}) == {p.photos: p for p in found}


@given(siamese())
def test_flipped_pairs_come_clearest_first(of: VersionComparison) -> None:
    found = pairs_of_disagreement(of, 100)
    by_ids = {frozenset((p.first_id, p.second_id)): p for p in of.pairs}
    certain = []
    for shown in found:
        judged = by_ids[shown.photos]
        assert judged.flipped
        assert shown.preferred_by_a == (judged.first if judged.p_a > 0.5 else judged.second)
        certain.append(min(abs(judged.p_a - 0.5), abs(judged.p_b - 0.5)))
    assert certain == pytest.approx(sorted(certain, reverse=True))
    assert bool(found) == any(p.flipped for p in of.pairs)
    assert known_pairs(of, {p.photos for p in found}) == {p.photos: p for p in found}
    assert [p.photos for p in pairs_of_disagreement(swapped(of), 100)] == [p.photos for p in found]


def test_the_clearest_pair_is_the_first() -> None:
    # 0 rises to the top, 4 falls to the bottom, 1 and 2 only change places.
    of = comparison(changes([0, 1, 2, 3, 4], [4, 2, 1, 3, 0]))
    found = pairs_of_disagreement(of, 100)
    assert found[0].photos == {"id-00000", "id-00004"}
    assert found[0].preferred_by_a == "00004.jpg"
    assert found[0].preferred_by_b == "00000.jpg"


def test_nearly_undecided_versions_come_last() -> None:
    of = comparison(pairs=[pair(0, 1, 0.99, 0.49), pair(2, 3, 0.3, 0.7), pair(4, 5, 0.2, 0.4)])
    assert [p.photos for p in pairs_of_disagreement(of, 9)] == [
        {"id-2", "id-3"},
        {"id-0", "id-1"},
    ]


def test_no_photo_is_compared_with_its_copy() -> None:
    photos = [
        PhotoChange("copy.jpg", "same", 5, 5, 0.0, 0.9),
        PhotoChange("original.jpg", "same", 5, 5, 0.9, 0.0),
    ]
    assert pairs_of_disagreement(comparison(photos), 9) == ()
    judged = PairChange("copy.jpg", "original.jpg", "same", "same", 1, 0.9, 0.1)
    assert pairs_of_disagreement(comparison(pairs=[judged]), 9) == ()


def test_copies_are_shown_once() -> None:
    first = PairChange("a.jpg", "b.jpg", "id-a", "id-b", 1, 0.9, 0.1)
    again = PairChange("copy of a.jpg", "b.jpg", "id-a", "id-b", 1, 0.9, 0.1)
    assert len(pairs_of_disagreement(comparison(pairs=[again, first]), 9)) == 1


@pytest.mark.parametrize(
    "of",
    [
        comparison(),
        comparison(changes([0], [0])),
        comparison(changes([0, 1, 2], [0, 1, 2])),
        comparison(changes([0, 0, 0], [2, 1, 0])),
        comparison(pairs=[]),
        comparison(pairs=[pair(0, 1, 0.9, 0.8), pair(0, 2, 0.5, 0.2)]),
    ],
)
def test_nothing_is_shown_where_versions_agree(of: VersionComparison) -> None:
    assert pairs_of_disagreement(of, 20) == ()


def test_unknown_photos_are_no_pair() -> None:
    of = comparison(reversed_order(4))
    unknown = [
        frozenset(("id-00000", "elsewhere")),
        frozenset(("x", "y")),
        frozenset(("id-00001",)),
    ]
    assert known_pairs(of, unknown) == {}


def test_neither_version_has_a_side() -> None:
    found = pairs_of_disagreement(comparison(shuffled(600, 1.0)), 200)
    assert len(found) == 200
    assert 70 <= sum(shown.a_prefers_left for shown in found) <= 130
    assert 70 <= sum(shown.left_id < shown.right_id for shown in found) <= 130


def test_other_versions_have_other_sides() -> None:
    photos = reversed_order(40)
    found = pairs_of_disagreement(comparison(photos), 40)
    others = pairs_of_disagreement(comparison(photos, a=("other", "c3" * 32)), 40)
    assert [p.photos for p in found] == [p.photos for p in others]
    assert [p.left for p in found] != [p.left for p in others]


@pytest.mark.parametrize("noise", [0.2, 1.0])
def test_shortcut_finds_what_looking_at_all_pairs_finds(noise: float) -> None:
    of = comparison(shuffled(500, noise, seed=3))
    everything = sorted(
        (
            margin(of, shown)
            for two in combinations(of.changes, 2)
            if (shown := _pair_of(two)) is not None
        ),
        reverse=True,
    )
    found = pairs_of_disagreement(of, 20)
    assert margin(of, found[0]) == everything[0]
    assert [margin(of, p) for p in found] == pytest.approx(_greedy(of, 20))


def _pair_of(two: tuple[PhotoChange, PhotoChange]) -> BlindPair | None:
    x, y = two
    if (x.rank_a - y.rank_a) * (x.rank_b - y.rank_b) >= 0:
        return None
    return BlindPair(x.path, y.path, x.content_id, y.content_id, x.rank_a > y.rank_a)


def _greedy(of: VersionComparison, limit: int) -> list[float]:
    """The margins of the clearest pairs of all, no photo in more than two of them."""
    shown = [p for two in combinations(of.changes, 2) if (p := _pair_of(two)) is not None]
    shown.sort(key=lambda p: (-round(margin(of, p), 9), sorted((p.left_id, p.right_id))))
    uses: Counter[str] = Counter()
    taken: list[float] = []
    for one in shown:
        if max(uses[one.left], uses[one.right]) < 2 and len(taken) < limit:
            uses.update((one.left, one.right))
            taken.append(margin(of, one))
    return taken


def test_large_album_needs_little_memory() -> None:
    of = comparison(shuffled(10_000, 0.5))
    tracemalloc.start()
    try:
        found = pairs_of_disagreement(of, 100)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found) == 100
    # All pairs of 10,000 photos would need 400 MB for one number each.
    assert peak < 30_000_000


@settings(max_examples=20)
@given(orders, st.sampled_from(Choice))
def test_choice_and_preference_say_the_same(
    both: tuple[list[int], list[int]], choice: Choice
) -> None:
    for shown in pairs_of_disagreement(comparison(changes(*both)), 20):
        preference = shown.preference(choice)
        assert shown.choice(preference) is choice
        if choice is Choice.NEITHER:
            assert preference is None
        else:
            chosen = shown.left if choice is Choice.LEFT else shown.right
            assert chosen == (shown.preferred_by_a if preference == "a" else shown.preferred_by_b)
