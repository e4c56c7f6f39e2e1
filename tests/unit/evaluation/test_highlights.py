from hypothesis import given
from hypothesis import strategies as st

from album_organizer.evaluation.highlights import flipped_most, moved_most
from album_organizer.evaluation.results import PhotoChange
from tests.unit.evaluation.builders import (
    ava_comparison,
    pair_change,
    shuffled_scores,
    siamese_comparison,
)


def test_risers_meet_fallers_the_largest_moves_first() -> None:
    scores = {"up": (1.0, 9.0), "rather up": (3.0, 6.0), "same": (5.0, 5.0)}
    scores |= {"rather down": (6.0, 3.0), "down": (9.0, 1.0)}
    duels = moved_most(ava_comparison(scores))
    assert [(up.path, down.path) for up, down in duels] == [
        ("up", "down"),
        ("rather up", "rather down"),
    ]


@given(st.integers(0, 40), st.integers(0, 5), st.integers(0, 8))
def test_no_photo_occurs_twice_and_none_moves_less_than_one_left_out(
    count: int, seed: int, wanted: int
) -> None:
    comparison = ava_comparison(shuffled_scores(count, 1.0, seed))
    duels = moved_most(comparison, wanted)
    assert len(duels) <= wanted
    shown = [change for duel in duels for change in duel]
    assert len({change.path for change in shown}) == len(shown)
    assert all(up.moved > 0 > down.moved for up, down in duels)
    moves = [up.moved for up, _ in duels]
    assert moves == sorted(moves, reverse=True)
    if duels:
        assert moves[0] == max(change.moved for change in comparison.changes)


def test_copies_are_shown_once() -> None:
    copies = [PhotoChange(f"copy {i}", "same", 2.0, 8.0, 0.0, 0.9) for i in range(5)]
    down = [PhotoChange(f"down {i}", f"id {i}", 8.0, 2.0, 0.9, 0.0) for i in range(5)]
    comparison = ava_comparison({}, changes=(*copies, *down), photos=10)
    assert [up.path for up, _ in moved_most(comparison)] == ["copy 0"]


def test_identical_versions_move_nothing() -> None:
    assert moved_most(ava_comparison(shuffled_scores(20, 0.0))) == ()


def test_the_most_decided_disagreements_come_first() -> None:
    pairs = [
        pair_change("a", "b", 0.6, 0.4),
        pair_change("a", "c", 0.9, 0.6),
        pair_change("a", "d", 0.1, 0.9),
    ]
    comparison = siamese_comparison(pairs)
    assert flipped_most(comparison) == (pairs[2], pairs[0])
    assert flipped_most(comparison, 1) == (pairs[2],)
    assert flipped_most(ava_comparison({})) == ()
