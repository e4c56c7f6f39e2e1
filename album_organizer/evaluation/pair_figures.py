"""How far two Siamese versions agree with each other, and each with itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from album_organizer.evaluation.agreement import MIN_GROUPS
from album_organizer.evaluation.results import Estimate, PairChange, PairFigures
from album_organizer.evaluation.statistics import ratio
from album_organizer.pipeline.answers import Pair

BothOrders = Mapping[Pair, tuple[float, float]]
"""P(first is better) and P(second is better) by pair, each asked with that photo in front."""


def pair_figures(pairs: Sequence[PairChange], a: BothOrders, b: BothOrders) -> PairFigures:
    """Figures of a Siamese comparison.

    Args:
        pairs: Under both versions.
        a: Some of the pairs asked in both orders, by version a.
        b: The same by version b; pairs that only one of them was asked are left out.
    """
    swapped = sorted(a.keys() & b.keys())
    return PairFigures(
        agreement=_agreement(pairs),
        flipped=sum(pair.flipped for pair in pairs),
        consistency_a=_consistency(a, swapped),
        consistency_b=_consistency(b, swapped),
        swapped=len(swapped),
    )


def _agreement(pairs: Sequence[PairChange]) -> Estimate | None:
    """Share of the pairs that did not flip; the interval resamples groups where there are some."""
    units: dict[object, list[float]] = defaultdict(list)
    grouped = len({pair.group for pair in pairs if pair.group is not None}) >= MIN_GROUPS
    for pair in pairs:
        alone = pair.group is None or not grouped
        units[(pair.first, pair.second) if alone else pair.group].append(float(not pair.flipped))
    return ratio([sum(unit) for unit in units.values()], [float(len(u)) for u in units.values()])


def _consistency(answers: BothOrders, pairs: Sequence[Pair]) -> float | None:
    if not pairs:
        return None
    same = [(answers[pair][0] - 0.5) * (0.5 - answers[pair][1]) >= 0.0 for pair in pairs]
    return sum(same) / len(same)
