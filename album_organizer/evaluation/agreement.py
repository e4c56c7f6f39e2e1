"""Which of two versions agrees more with what the person picked and rejected."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import UserDecision
from album_organizer.evaluation.results import (
    DecisionAgreement,
    Estimate,
    PairChange,
    PhotoChange,
    Verdict,
)
from album_organizer.evaluation.statistics import (
    Floats,
    chunks,
    estimate,
    ratio,
    resampled_counts,
)

MIN_DECISIONS = 20
"""Decisions below which two AVA versions cannot be told apart."""

MIN_OF_EACH = 5
"""Picks, and rejects, that must be among them."""

MIN_PAIRS = 20
"""Pairs below which two Siamese versions cannot be told apart."""

MIN_GROUPS = 5
"""Groups that the pairs must come from: of fewer, no interval can be drawn."""

_SEED = 7


def ava_agreement(
    changes: Sequence[PhotoChange], decisions: Mapping[str, UserDecision]
) -> DecisionAgreement:
    """Compares two AVA versions with the person's decisions.

    A version's share is that of all pairs of a picked and a rejected photo in which it scores the
    picked one higher, a draw counting half: the area under the ROC curve (Hanley and McNeil 1982).
    The interval of the difference resamples picks and rejects, the same for both versions.

    Args:
        changes: The photos under both versions; copies of one file count once.
        decisions: By content id.
    """
    by_content = {change.content_id: change for change in changes}
    picked = [c for i, c in by_content.items() if decisions.get(i) is UserDecision.PICK]
    rejected = [c for i, c in by_content.items() if decisions.get(i) is UserDecision.REJECT]
    picks, rejects = len(picked), len(rejected)
    if not picked or not rejected:
        return DecisionAgreement(picks, rejects, 0, None, None, None, Verdict.TOO_FEW)
    orders = (
        _Order([c.score_a for c in picked], [c.score_a for c in rejected]),
        _Order([c.score_b for c in picked], [c.score_b for c in rejected]),
    )
    share_a, share_b = (
        float(order.shares(np.ones((1, picks)), np.ones((1, rejects)))[0]) for order in orders
    )
    random = np.random.default_rng(_SEED)
    samples = []
    for rows in chunks(picks + rejects):
        weights = (
            resampled_counts(random, rows, picks),
            resampled_counts(random, rows, rejects),
        )
        samples.append(orders[1].shares(*weights) - orders[0].shares(*weights))
    difference = estimate(share_b - share_a, np.concatenate(samples))
    enough = picks + rejects >= MIN_DECISIONS and min(picks, rejects) >= MIN_OF_EACH
    return DecisionAgreement(
        picks,
        rejects,
        picks * rejects,
        share_a,
        share_b,
        difference,
        _verdict(difference, enough=enough),
    )


def siamese_agreement(
    pairs: Sequence[PairChange], decisions: Mapping[str, UserDecision]
) -> DecisionAgreement:
    """Compares two Siamese versions with the person's decisions.

    A version's share is that of the pairs of a picked and a rejected photo of one group in which it
    prefers the picked one, a probability of exactly one half counting half. The interval of the
    difference resamples groups.

    Args:
        pairs: Compared by both versions; those without a group are left out.
        decisions: By content id; only those on photos of the groups are counted.
    """
    by_group: dict[int, dict[tuple[str, str], tuple[float, float]]] = {}
    decided: dict[str, UserDecision] = {}
    for pair in pairs:
        if pair.group is None:
            continue
        for content_id in (pair.first_id, pair.second_id):
            if content_id in decisions:
                decided[content_id] = decisions[content_id]
        first, second = decisions.get(pair.first_id), decisions.get(pair.second_id)
        if {first, second} != {UserDecision.PICK, UserDecision.REJECT}:
            continue
        turned = first is UserDecision.REJECT
        ids = (pair.second_id, pair.first_id) if turned else (pair.first_id, pair.second_id)
        # Keyed by content: a copy of a photo is not another decision.
        by_group.setdefault(pair.group, {})[ids] = (
            _preferred(pair.p_a, turned=turned),
            _preferred(pair.p_b, turned=turned),
        )
    picks = sum(what is UserDecision.PICK for what in decided.values())
    rejects = len(decided) - picks
    totals = [float(len(group)) for group in by_group.values()]
    count = round(sum(totals))
    if not count:
        return DecisionAgreement(picks, rejects, 0, None, None, None, Verdict.TOO_FEW)
    hits = np.array([np.sum(list(group.values()), axis=0) for group in by_group.values()])
    difference = ratio((hits[:, 1] - hits[:, 0]).tolist(), totals)
    enough = count >= MIN_PAIRS and len(by_group) >= MIN_GROUPS
    share_a, share_b = (hits.sum(axis=0) / count).tolist()
    return DecisionAgreement(
        picks, rejects, count, share_a, share_b, difference, _verdict(difference, enough=enough)
    )


class _Order:
    """Picked photos among the rejected ones by the scores of one version.

    Prepared once, so that a weighted share costs a cumulative sum and no comparison of all pairs.
    """

    def __init__(self, picked: Sequence[float], rejected: Sequence[float]) -> None:
        scores = np.asarray(rejected, np.float64)
        self._order = np.argsort(scores, kind="stable")
        in_order = scores[self._order]
        self._below: NDArray[np.intp] = np.searchsorted(in_order, picked, side="left")
        self._up_to: NDArray[np.intp] = np.searchsorted(in_order, picked, side="right")

    def shares(self, picks: Floats, rejects: Floats) -> Floats:
        """Shares of the pairs in which the picked photo scores higher; a draw counts half.

        Args:
            picks: Weights of the picked photos, shape (M, P).
            rejects: Weights of the rejected ones, shape (M, R).

        Returns:
            0..1, shape (M,).
        """
        passed = np.zeros((len(rejects), rejects.shape[1] + 1))
        np.cumsum(rejects[:, self._order], axis=1, out=passed[:, 1:])
        wins = (passed[:, self._below] + passed[:, self._up_to]) / 2
        share: Floats = (picks * wins).sum(axis=1) / (picks.sum(axis=1) * passed[:, -1])
        return share


def _preferred(p_first: float, *, turned: bool) -> float:
    """1 if the picked photo is preferred, 0.5 for a draw; ``turned``: the picked one is second."""
    p = 1.0 - p_first if turned else p_first
    return 0.5 + 0.5 * float(np.sign(p - 0.5))


def _verdict(difference: Estimate | None, *, enough: bool) -> Verdict:
    if difference is None or not enough:
        return Verdict.TOO_FEW
    if difference.low > 0.0:
        return Verdict.B
    return Verdict.A if difference.high < 0.0 else Verdict.NO_DIFFERENCE
