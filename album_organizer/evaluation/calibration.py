"""Whether a comparison model means what it says: of the pairs it is 80% sure of, 80% are right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from album_organizer.evaluation.asking import ADVANTAGE, FIRST, SECOND
from album_organizer.evaluation.resampling import Figures, Measured, Units, measure, quotient, sums
from album_organizer.evaluation.statistics import Floats

BINS = 10
"""Steps of the stated confidence, from 0.5 to 1."""

CLOSE_CALL = 0.05
"""Under this distance from 50% an answer is too close to call, as in a scan."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Pairs of which a version was about equally sure.

    Attributes:
        pairs: How many.
        stated: Mean confidence in its favourite, 0.5..1.
        right: Share of the pairs, 0..1, in which the favourite is the better one.
    """

    pairs: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class PairFigures:
    """How well versions of a Siamese model answer pairs whose better photo is known.

    Attributes:
        pairs: Number of pairs.
        accuracy: Share decided rightly, 0..1; a probability of exactly one half counts half.
        calibration_error: Expected calibration error: mean distance of the stated confidence from
            the share that is right, over ten equal steps (Guo et al. 2017), 0..1.
        brier: Mean squared distance of the probability from the truth, 0..1 (Brier 1950);
            0.25 for always saying 50%.
        close: Share of the pairs with a probability of 45 to 55%.
        order_error: Mean of ``|P(a, b) + P(b, a) - 1|``, each asked in one order only.
        consistency: Share of the pairs with the same favourite in both orders.
        bins: By version, those steps of the confidence that have pairs.
    """

    pairs: int
    accuracy: Measured
    calibration_error: Measured
    brier: Measured
    close: Measured
    order_error: Measured
    consistency: Measured
    bins: tuple[tuple[ReliabilityBin, ...], ...]


def pair_figures(answers: Sequence[Floats], unit: Units, units: int) -> PairFigures:
    """Figures with intervals that resample units.

    Args:
        answers: By version, shape (N, 3), columns of :mod:`album_organizer.evaluation.asking`; the
            better photo is the first of each pair.
        unit: Number of the unit (photo, series) of each pair, shape (N,).
        units: Number of units.
    """
    error = measure([_calibration_error(one, unit, units) for one in answers], units)
    means = measure([_means(one, unit, units) for one in answers], units)
    accuracy, brier, close, order_error, consistency = means
    return PairFigures(
        pairs=len(unit),
        accuracy=accuracy,
        calibration_error=error[0],
        brier=brier,
        close=close,
        order_error=order_error,
        consistency=consistency,
        bins=tuple(reliability(one[:, ADVANTAGE]) for one in answers),
    )


def wins(advantage: Floats) -> Floats:
    """1 where the first of a pair wins, 0 where it loses, 0.5 for a tie."""
    return np.where(advantage == 0, 0.5, advantage > 0).astype(np.float64)


def reliability(advantage: Floats) -> tuple[ReliabilityBin, ...]:
    """The points of a reliability plot.

    Args:
        advantage: P(the better one is better) minus a half, shape (N,).
    """
    step, stated = _steps(advantage)
    right = wins(advantage)
    return tuple(
        ReliabilityBin(int(here.sum()), float(stated[here].mean()), float(right[here].mean()))
        for here in (step == number for number in np.unique(step))
    )


def _steps(advantage: Floats) -> tuple[Units, Floats]:
    """Step 0..9 of the confidence of each pair, and the confidence, 0.5..1."""
    sure = np.abs(advantage)
    # Answers come to 1e-5, so that 0.55 is no 0.5499999 of the step below.
    step = np.floor(np.round(sure * 2 * BINS, 3)).astype(np.intp)
    return np.minimum(step, BINS - 1), 0.5 + sure


def _calibration_error(answers: Floats, unit: Units, units: int) -> Figures:
    step, stated = _steps(answers[:, ADVANTAGE])
    inside = step[:, None] == np.arange(BINS)
    gaps = inside * (stated - wins(answers[:, ADVANTAGE]))[:, None]
    gap = sums(gaps.astype(np.float64), unit, units)
    pairs = sums(np.ones((len(unit), 1)), unit, units)
    return lambda counts: quotient(np.abs(gap(counts)).sum(axis=1, keepdims=True), pairs(counts))


def _means(answers: Floats, unit: Units, units: int) -> Figures:
    """Accuracy, Brier score, close calls, error and consistency of the order."""
    first, second, advantage = answers[:, FIRST], answers[:, SECOND], answers[:, ADVANTAGE]
    columns = np.stack(
        [
            wins(advantage),
            (0.5 - advantage) ** 2,
            np.abs(advantage) < CLOSE_CALL,
            np.abs(first + second - 1),
            np.sign(first - 0.5) == np.sign(0.5 - second),
            np.ones(len(unit)),
        ],
        axis=1,
    ).astype(np.float64)
    total = sums(columns, unit, units)
    return lambda counts: quotient(total(counts)[:, :-1], total(counts)[:, -1:])
