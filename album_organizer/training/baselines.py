"""Whether a trained model is worth having: its figures beside those of simple rules."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.statistics import (
    SEED,
    centred_ranks,
    chunks,
    estimate,
    ratio,
    resampled_counts,
)

MIN_UNITS = 5
"""With fewer held out series, no interval can be told."""

_Z = 1.959964
"""Two-sided 95% of the normal distribution."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a trained model.

    Attributes:
        useful: Whether it beats the simple rules beyond chance.
        sentence: Why, for a person.
        figures: By name; intervals are 95%, made by resampling whole series.
    """

    useful: bool
    sentence: str
    figures: dict[str, Estimate]


def judge_ratings(
    scores: Sequence[float],
    predicted: Sequence[float],
    sharpness: Sequence[float],
    units: Sequence[str],
    training_mean: float,
) -> Judgement:
    """Compares an AVA model with always answering the mean, and with sharpness.

    Args:
        scores: Of the held out photos, by people, 1..10.
        predicted: By the model.
        sharpness: 0..1.
        units: Series or theme of each.
        training_mean: Mean score of the training photos.

    Returns:
        Useful if the interval of the rank correlation lies above 0 and the squared error is lower
        than that of the mean beyond its interval.
    """
    wanted = np.asarray(scores, np.float64)
    error = np.asarray(predicted, np.float64) - wanted
    constant = training_mean - wanted
    figures = {
        "val_spearman": _or_zero(unit_spearman(predicted, scores, units)),
        "val_mse": _by_unit(error**2, units),
        "val_mae": _by_unit(np.abs(error), units),
        "mean_mse": _by_unit(constant**2, units),
        "mean_mae": _by_unit(np.abs(constant), units),
        "mse_below_mean": _by_unit(constant**2 - error**2, units),
        "sharpness_spearman": _or_zero(unit_spearman(sharpness, scores, units)),
    }
    reasons = []
    if figures["val_spearman"].low <= 0:
        reasons.append("its order of the held out photos is not surely better than chance")
    if figures["mse_below_mean"].low <= 0:
        reasons.append("its scores are not surely closer than always answering the mean")
    good = "It orders held out photos better than chance, and is closer than the mean score."
    return _judgement(figures, units, reasons, good)


def judge_pairs(
    a_wins: Sequence[bool],
    p_a: Sequence[float],
    sharper_a: Sequence[float],
    units: Sequence[str],
    training: Sequence[tuple[bool, float]],
) -> Judgement:
    """Compares a Siamese model with always naming one side, and with the sharper photo.

    Args:
        a_wins: Answers of people for the held out pairs.
        p_a: P(a is better) by the model.
        sharper_a: Sharpness of a minus that of b.
        units: Series of each pair.
        training: ``a_wins`` and ``sharper_a`` of the training pairs: they tell which side, and
            whether the sharper or the softer photo, the simple rules name.

    Returns:
        Useful if the share of right answers is higher than that of either rule, beyond the
        interval of the paired differences.
    """
    wins = np.asarray(a_wins, np.float64)
    side = float(np.mean([won for won, _ in training]) >= 0.5)
    sign = (
        1.0
        if _right(
            np.asarray([d for _, d in training]), np.asarray([w for w, _ in training], np.float64)
        ).mean()
        >= 0.5
        else -1.0
    )
    right = _right(np.asarray(p_a) - 0.5, wins)
    by_side = _right(np.full(len(wins), side - 0.5), wins)
    by_sharpness = _right(sign * np.asarray(sharper_a, np.float64), wins)
    everybody = [bool(won) for won in a_wins] + [won for won, _ in training]
    figures = {
        "val_acc": _by_unit(right, units),
        "side_prior": share_interval(sum(everybody), len(everybody)),
        "one_side_acc": _by_unit(by_side, units),
        "sharpness_acc": _by_unit(by_sharpness, units),
        "above_one_side": _by_unit(right - by_side, units),
        "above_sharpness": _by_unit(right - by_sharpness, units),
    }
    reasons = []
    if figures["above_one_side"].low <= 0:
        reasons.append(
            "it is not surely right more often than always naming the same side "
            f"({figures['val_acc'].value:.0%} against {figures['one_side_acc'].value:.0%})"
        )
    if figures["above_sharpness"].low <= 0:
        word = "sharper" if sign > 0 else "softer"
        reasons.append(
            f"it is not surely right more often than always naming the {word} photo "
            f"({figures['val_acc'].value:.0%} against {figures['sharpness_acc'].value:.0%})"
        )
    good = "It is right more often than naming one side, and than naming by sharpness."
    return _judgement(figures, units, reasons, good)


def unit_spearman(x: Sequence[float], y: Sequence[float], units: Sequence[str]) -> Estimate | None:
    """Spearman's rank correlation; its interval resamples units with their photos.

    Ranks are computed once, as in :func:`album_organizer.evaluation.statistics.spearman`.

    Returns:
        The correlation, -1..1, or None where it is not defined: under three photos, or one side
        constant.
    """
    if len(x) < 3 or len(set(x)) < 2 or len(set(y)) < 2:
        return None
    a, b = centred_ranks(x), centred_ranks(y)
    columns = np.stack([np.ones_like(a), a, b, a * a, b * b, a * b], axis=1)
    sums = _sums(columns, units)
    value = _correlation(columns.sum(axis=0)[None])[0]
    random = np.random.default_rng(SEED)
    samples = np.concatenate(
        [
            _correlation(resampled_counts(random, rows, len(sums)) @ sums)
            for rows in chunks(len(sums))
        ]
    )
    return estimate(float(value), samples)


def share_interval(hits: int, total: int) -> Estimate:
    """A share with its 95% Wilson interval (Wilson, J. Am. Stat. Assoc. 1927); total > 0."""
    share = hits / total
    centre = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    half = (
        _Z / (1 + _Z**2 / total) * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    )
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half))


def _judgement(
    figures: dict[str, Estimate], units: Sequence[str], reasons: list[str], good: str
) -> Judgement:
    count = len(set(units))
    if count < MIN_UNITS:
        reasons = [
            f"only {count} series are held out, from which nothing can be told; "
            f"hold out at least {MIN_UNITS}"
        ]
    if reasons:
        return Judgement(False, f"The model is not useful: {'; '.join(reasons)}.", figures)
    return Judgement(True, good, figures)


def _right(leaning: Floats, wins: Floats) -> Floats:
    """1 where the sign of ``leaning`` names the winner, 0 where not, 0.5 where it names nobody."""
    return np.where(leaning == 0, 0.5, (leaning > 0) == (wins > 0.5)).astype(np.float64)


def _by_unit(values: Floats, units: Sequence[str]) -> Estimate:
    """The mean of values, at least one, with an interval that resamples units."""
    sums = _sums(np.stack([values, np.ones_like(values)], axis=1), units)
    found = ratio(sums[:, 0].tolist(), sums[:, 1].tolist())
    if found is None:
        raise ValueError("there is nothing to average")
    return found


def _sums(columns: Floats, units: Sequence[str]) -> Floats:
    """Rows (N, K) -> sums by unit (U, K), units in sorted order."""
    names, index = np.unique(np.asarray(units), return_inverse=True)
    sums = np.zeros((len(names), columns.shape[1]))
    np.add.at(sums, index, columns)
    return sums


def _correlation(sums: Floats) -> Floats:
    """Sums of 1, a, b, aa, bb, ab (M, 6) -> correlations; samples with a constant side count 0."""
    count, a, b, aa, bb, ab = sums.T
    a, b = a / count, b / count
    spread = np.sqrt(np.clip(aa / count - a * a, 0, None) * np.clip(bb / count - b * b, 0, None))
    defined = spread > 1e-6
    product = np.where(defined, ab / count - a * b, 0.0)
    return np.clip(product / np.where(defined, spread, 1.0), -1.0, 1.0)


def _or_zero(found: Estimate | None) -> Estimate:
    """A constant answer orders nothing."""
    return Estimate(0.0, 0.0, 0.0) if found is None else found
