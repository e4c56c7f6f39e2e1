"""How far AVA versions agree with people's scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from album_organizer.evaluation.calibration import wins
from album_organizer.evaluation.resampling import (
    Figures,
    Measured,
    Units,
    measure,
    quotient,
    sums,
    unit_numbers,
)
from album_organizer.evaluation.statistics import SEED, Floats, centred_ranks

PAIRED_PHOTOS = 2000
"""Photos of which all pairs are looked at, at most: two million pairs."""

_FLAT = 1e-9
"""Variance, as a share of that of all photos, below which a sample counts as constant."""


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """Agreement of scores with labels.

    Attributes:
        spearman: Correlation of the orders, -1..1.
        pearson: Correlation of the scores themselves, -1..1.
        error: Mean absolute distance in points, or None where the labels have another scale.
        bias: Mean of score minus label, or None likewise.
        spread: Standard deviation of the scores.
        label_spread: Standard deviation of the labels.
        pair_accuracy: Share of the pairs of photos that the scores put in the order of the labels;
            pairs with equal labels are left out, equal scores count half.
        paired_photos: Number of photos that those pairs were made of.
    """

    spearman: Measured
    pearson: Measured
    error: Measured | None
    bias: Measured | None
    spread: Measured
    label_spread: float
    pair_accuracy: Measured
    paired_photos: int


def score_figures(
    scores: Sequence[Floats], labels: Floats, themes: Sequence[str], *, same_scale: bool
) -> ScoreFigures:
    """Figures with intervals that resample themes.

    Args:
        scores: By version, shape (N,).
        labels: Shape (N,).
        themes: Of each photo; without a theme a photo is its own.
        same_scale: Whether the labels are on the scale of the scores.
    """
    units = [theme or row for row, theme in enumerate(themes)]
    number, count = unit_numbers(units)
    made = [_agreement(one, labels) for one in scores]
    found = measure([_of_sums(sums(columns, number, count), spread) for columns, spread in made],
                    count)  # fmt: skip
    spearman, pearson, error, bias, spread = found
    pair_accuracy, paired = _pair_accuracy(scores, labels, units)
    return ScoreFigures(
        spearman=spearman,
        pearson=pearson,
        error=error if same_scale else None,
        bias=bias if same_scale else None,
        spread=spread,
        label_spread=float(np.std(labels)),
        pair_accuracy=pair_accuracy,
        paired_photos=paired,
    )


def _agreement(scores: Floats, labels: Floats) -> tuple[Floats, float]:
    """Columns whose sums make the figures, shape (N, 12), and the spread of the scores."""
    distance = scores - labels
    columns = [np.ones(len(scores)), np.abs(distance), distance]
    for x, y in ((centred_ranks(scores), centred_ranks(labels)), (scores, labels)):
        # Standardised, so that nothing is lost to rounding when sums of squares are subtracted.
        a, b = _standardised(x), _standardised(y)
        columns += [a, b, a * a, b * b, a * b]
    return np.stack(columns, axis=1), float(np.std(scores))


def _standardised(values: Floats) -> Floats:
    centred: Floats = values - values.mean()
    spread = float(np.std(centred))
    # What rounding leaves of a constant is not a spread.
    return centred / spread if spread > 1e-12 * np.abs(values).max(initial=1.0) else 0 * centred


def _of_sums(total: Figures, spread: float) -> Figures:
    """Spearman, Pearson, mean error, bias, spread of the scores.

    The ranks are those among all photos, resampled with them, as in
    :func:`album_organizer.evaluation.statistics.spearman`.
    """

    def figures(counts: Floats) -> Floats:
        all_sums = total(counts)
        means = quotient(all_sums[:, 1:], all_sums[:, :1])
        ranks, values = means[:, 2:7].T, means[:, 7:12].T
        variance = np.clip(values[2] - values[0] ** 2, 0, None)
        return np.stack(
            [
                _correlation(ranks),
                _correlation(values),
                means[:, 0],
                means[:, 1],
                spread * np.sqrt(variance),
            ],
            axis=1,
        )

    return figures


def _correlation(means: Floats) -> Floats:
    """From the means of a, b, a*a, b*b and a*b, shape (5, M)."""
    a, b, aa, bb, ab = means
    variance_a, variance_b = aa - a * a, bb - b * b
    spread = np.sqrt(np.clip(variance_a, 0, None) * np.clip(variance_b, 0, None))
    spread[(variance_a < _FLAT) | (variance_b < _FLAT)] = 0
    return np.clip(quotient(ab - a * b, spread), -1, 1)


def _pair_accuracy(
    scores: Sequence[Floats], labels: Floats, units: Sequence[str | int]
) -> tuple[Measured, int]:
    rows = np.arange(len(labels))
    if len(rows) > PAIRED_PHOTOS:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, PAIRED_PHOTOS, replace=False))
    number, count = unit_numbers([units[row] for row in rows.tolist()])
    versions = [_of_pairs(one[rows], labels[rows], number, count) for one in scores]
    return measure(versions, count)[0], len(rows)


def _of_pairs(scores: Floats, labels: Floats, unit: Units, units: int) -> Figures:
    """Share of rightly ordered pairs; both photos of a pair are drawn with their units."""
    higher = (labels[:, None] > labels[None, :]).astype(np.float64)
    right = higher * wins(scores[:, None] - scores[None, :])
    total, hits = _by_unit(higher, unit, units), _by_unit(right, unit, units)

    def figures(counts: Floats) -> Floats:
        pairs = ((counts @ total) * counts).sum(axis=1, keepdims=True)
        return quotient(((counts @ hits) * counts).sum(axis=1, keepdims=True), pairs)

    return figures


def _by_unit(pairs: Floats, unit: Units, units: int) -> Floats:
    """Sums of a matrix of pairs of photos (N, N) over pairs of units (U, U)."""
    half = np.zeros((units, len(pairs)))
    np.add.at(half, unit, pairs)
    whole = np.zeros((units, units))
    np.add.at(whole, unit, half.T)
    return whole.T
