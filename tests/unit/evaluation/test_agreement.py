from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.evaluation.agreement import (
    MIN_DECISIONS,
    MIN_GROUPS,
    MIN_OF_EACH,
    MIN_PAIRS,
    ava_agreement,
    siamese_agreement,
)
from album_organizer.evaluation.results import PairChange, PhotoChange, Verdict
from tests.unit.evaluation.builders import pair_change, photo_changes

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT

score = st.integers(1, 10).map(float)
decided = st.lists(st.tuples(score, score, st.sampled_from([PICK, REJECT])), max_size=30)


def album(
    picked: list[tuple[float, float]], rejected: list[tuple[float, float]]
) -> tuple[tuple[PhotoChange, ...], dict[str, UserDecision]]:
    """Photos by their scores of both versions, and what the person said of them."""
    named = {f"p{i}": both for i, both in enumerate(picked)}
    named |= {f"r{i}": both for i, both in enumerate(rejected)}
    decisions = {f"id-{name}": PICK if name[0] == "p" else REJECT for name in named}
    return photo_changes({**named, "undecided": (5.0, 5.0)}), decisions


class TestAva:
    def test_shares_of_pairs_ranked_as_the_person_did(self) -> None:
        changes, decisions = album([(6.0, 4.0), (7.0, 7.0)], [(5.0, 5.0), (6.0, 6.0)])
        found = ava_agreement(changes, decisions)
        assert (found.picks, found.rejects, found.pairs) == (2, 2, 4)
        assert found.share_a == (3 + 0.5) / 4  # 6 against 6 is a draw
        assert found.share_b == 2 / 4
        assert found.difference is not None
        assert found.difference.value == pytest.approx(-0.375)

    @given(decided)
    @settings(max_examples=60, deadline=None)
    def test_is_the_count_over_all_pairs(
        self, photos: list[tuple[float, float, UserDecision]]
    ) -> None:
        picked = [(a, b) for a, b, what in photos if what is PICK]
        rejected = [(a, b) for a, b, what in photos if what is REJECT]
        found = ava_agreement(*album(picked, rejected))
        pairs = list(product(picked, rejected))
        assert found.pairs == len(pairs)
        if not pairs:
            assert (found.share_a, found.share_b, found.difference) == (None, None, None)
            return
        for side, share in ((0, found.share_a), (1, found.share_b)):
            wins = [0.5 + 0.5 * np.sign(p[side] - r[side]) for p, r in pairs]
            assert share == pytest.approx(np.mean(wins))
        assert found.difference is not None
        assert -1 <= found.difference.low <= found.difference.high <= 1

    def test_tells_who_agrees_more(self) -> None:
        right = [(5.0 + i / 10, 7.0 + i / 10) for i in range(10)]
        wrong = [(5.0 + i / 10, 3.0 + i / 10) for i in range(10)]
        found = ava_agreement(*album(right, wrong))
        assert (found.share_b, found.verdict) == (1.0, Verdict.B)
        turned = [(b, a) for a, b in right], [(b, a) for a, b in wrong]
        assert ava_agreement(*album(*turned)).verdict is Verdict.A

    def test_the_same_scores_make_no_difference(self) -> None:
        photos = [(float(i % 7), float(i % 7)) for i in range(20)]
        found = ava_agreement(*album(photos[:9], photos[9:]))
        assert found.verdict is Verdict.NO_DIFFERENCE
        assert found.difference is not None
        assert found.difference.low == found.difference.high == 0.0

    @pytest.mark.parametrize(
        ("picks", "rejects", "enough"),
        [
            (MIN_OF_EACH, MIN_DECISIONS - MIN_OF_EACH, True),
            (MIN_OF_EACH, MIN_DECISIONS - MIN_OF_EACH - 1, False),
            (MIN_OF_EACH - 1, MIN_DECISIONS, False),
            (MIN_DECISIONS, MIN_OF_EACH - 1, False),
            (0, 100, False),
            (0, 0, False),
        ],
    )
    def test_few_decisions_tell_nothing(self, picks: int, rejects: int, enough: bool) -> None:
        found = ava_agreement(*album([(1.0, 9.0)] * picks, [(2.0, 8.0)] * rejects))
        assert found.verdict is (Verdict.B if enough else Verdict.TOO_FEW)
        assert (found.picks, found.rejects) == (picks, rejects)

    def test_a_copy_is_no_second_decision(self) -> None:
        changes, decisions = album([(6.0, 4.0)], [(5.0, 5.0)])
        copies = tuple(
            PhotoChange(f"copy {i}", changes[0].content_id, 6.0, 4.0, 0.5, 0.5) for i in range(40)
        )
        assert ava_agreement((*changes, *copies), decisions) == ava_agreement(changes, decisions)

    def test_repeats(self) -> None:
        random = np.random.default_rng(3)
        photos = [(float(a), float(b)) for a, b in random.uniform(1, 10, (60, 2))]
        one = ava_agreement(*album(photos[:25], photos[25:]))
        assert one == ava_agreement(*album(photos[:25], photos[25:]))


def groups(count: int, each: int, p_a: float, p_b: float) -> tuple[list[PairChange], set[str]]:
    """Groups of one picked photo (the first) and some rejected ones; the ids of the picked ones."""
    pairs = [
        pair_change(f"g{g}", f"g{g} other {i}", p_a, p_b, group=g)
        for g in range(count)
        for i in range(each)
    ]
    return pairs, {pair.first_id for pair in pairs}


def decisions_on(pairs: list[PairChange], picked: set[str]) -> dict[str, UserDecision]:
    ids = {pair.first_id for pair in pairs} | {pair.second_id for pair in pairs}
    return {i: PICK if i in picked else REJECT for i in ids}


class TestSiamese:
    def test_counts_the_pairs_in_which_the_picked_one_is_preferred(self) -> None:
        pairs = [
            pair_change("a", "b", 0.9, 0.4),
            pair_change("b", "c", 0.7, 0.5),  # picked second
            pair_change("a", "c", 0.1, 0.9),  # both picked
            pair_change("d", "e", 0.9, 0.9, group=2),  # one undecided
        ]
        decisions = {"id-a": PICK, "id-b": REJECT, "id-c": PICK, "id-d": PICK}
        found = siamese_agreement(pairs, decisions)
        assert (found.picks, found.rejects, found.pairs) == (3, 1, 2)
        assert (found.share_a, found.share_b) == (0.5, 0.25)
        assert found.verdict is Verdict.TOO_FEW

    def test_neighbours_without_a_group_do_not_count(self) -> None:
        pairs = [pair_change("a", "b", 0.9, 0.4, group=None)]
        found = siamese_agreement(pairs, {"id-a": PICK, "id-b": REJECT})
        assert (found.picks, found.rejects, found.pairs, found.share_a) == (0, 0, 0, None)

    def test_tells_who_agrees_more(self) -> None:
        pairs, picked = groups(10, 4, p_a=0.3, p_b=0.8)
        found = siamese_agreement(pairs, decisions_on(pairs, picked))
        assert (found.share_a, found.share_b, found.verdict) == (0.0, 1.0, Verdict.B)
        pairs, picked = groups(10, 4, p_a=0.8, p_b=0.3)
        assert siamese_agreement(pairs, decisions_on(pairs, picked)).verdict is Verdict.A

    @pytest.mark.parametrize(
        ("count", "each", "enough"),
        [
            (MIN_GROUPS, MIN_PAIRS // MIN_GROUPS, True),
            (MIN_GROUPS - 1, MIN_PAIRS, False),
            (MIN_PAIRS - 1, 1, False),
        ],
    )
    def test_few_pairs_or_groups_tell_nothing(self, count: int, each: int, enough: bool) -> None:
        pairs, picked = groups(count, each, p_a=0.3, p_b=0.8)
        found = siamese_agreement(pairs, decisions_on(pairs, picked))
        assert found.verdict is (Verdict.B if enough else Verdict.TOO_FEW)

    def test_one_large_group_does_not_decide_alone(self) -> None:
        for_b, picked_b = groups(1, 60, p_a=0.3, p_b=0.8)
        others, picked = groups(9, 1, p_a=0.8, p_b=0.3)
        others = [
            pair_change(p.first, p.second, p.p_a, p.p_b, group=9 + i)
            for i, p in enumerate(others[1:])
        ]
        pairs = for_b + others
        found = siamese_agreement(pairs, decisions_on(pairs, picked_b | picked))
        assert found.difference is not None
        assert found.difference.value > 0.5
        assert found.verdict is Verdict.NO_DIFFERENCE
