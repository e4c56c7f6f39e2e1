import pytest

from album_organizer.evaluation.agreement import MIN_GROUPS
from album_organizer.evaluation.pair_figures import pair_figures
from tests.unit.evaluation.builders import pair_change


def test_agreement_is_the_share_that_did_not_flip() -> None:
    pairs = [
        pair_change("a", "b", 0.9, 0.6),
        pair_change("a", "c", 0.9, 0.4),
        pair_change("b", "c", 0.2, 0.1),
        pair_change("a", "d", 0.5, 0.9),  # no preference is no other one
    ]
    figures = pair_figures(pairs, {}, {})
    assert figures.agreement is not None
    assert (figures.agreement.value, figures.flipped) == (0.75, 1)
    assert (figures.consistency_a, figures.consistency_b, figures.swapped) == (None, None, 0)


def test_pairs_of_one_group_are_not_independent() -> None:
    def width(groups: int) -> float:
        pairs = [
            pair_change(f"a{i}", f"b{i}", 0.9, 0.9 if i % groups < groups / 2 else 0.1, i % groups)
            for i in range(120)
        ]
        agreement = pair_figures(pairs, {}, {}).agreement
        assert agreement is not None
        assert agreement.value == pytest.approx(0.5)
        return agreement.high - agreement.low

    assert width(6) > 2 * width(120)


def test_few_groups_give_an_interval_of_pairs() -> None:
    pairs = [
        pair_change(f"a{i}", f"b{i}", 0.9, 0.9 if i % 2 else 0.1, group=i % (MIN_GROUPS - 1))
        for i in range(40)
    ]
    agreement = pair_figures(pairs, {}, {}).agreement
    assert agreement is not None
    assert 0.25 < agreement.high - agreement.low < 0.4


def test_consistency_is_the_same_preference_in_the_other_order() -> None:
    pairs = [pair_change("a", "b", 0.7, 0.7), pair_change("a", "c", 0.7, 0.7)]
    steady = {("a", "b"): (0.7, 0.3), ("a", "c"): (0.2, 0.9)}
    biased = {("a", "b"): (0.7, 0.6), ("a", "c"): (0.2, 0.9)}
    figures = pair_figures(pairs, steady, biased)
    assert (figures.consistency_a, figures.consistency_b, figures.swapped) == (1.0, 0.5, 2)


def test_only_pairs_that_both_answered_are_counted() -> None:
    steady = {("a", "b"): (0.7, 0.3), ("a", "c"): (0.7, 0.9)}
    figures = pair_figures([], steady, {("a", "b"): (0.7, 0.3)})
    assert (figures.consistency_a, figures.swapped, figures.agreement) == (1.0, 1, None)
