"""Held-out figures with intervals: every photo is judged by a head that has not seen it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from album_organizer.training.builtin.features import FeatureBank, Pairs
from album_organizer.training.builtin.heads import Doubles, Hidden

ROUNDS = 1000


@dataclass(frozen=True)
class Figure:
    """A measured value with its 95% bootstrap interval."""

    value: float
    low: float
    high: float

    def as_list(self) -> list[float]:
        """Value, low and high end, rounded to four places."""
        return [round(x, 4) for x in (self.value, self.low, self.high)]


def held_out_scores(
    bank: FeatureBank, fold: NDArray[np.intp], fit: Callable[[NDArray[np.bool_]], Hidden]
) -> Doubles:
    """Scores every picture of the bank by the head that was fitted without its photo's fold.

    Args:
        bank: Features.
        fold: (N,) fold of each photo.
        fit: Mask of the photos to learn from (N,) -> head.

    Returns:
        (K,) one score per row of the features.
    """
    photo_of_row = np.searchsorted(bank.clean, np.arange(len(bank.features)), side="right") - 1
    scores = np.zeros(len(bank.features))
    for number in np.unique(fold):
        rows = fold[photo_of_row] == number
        scores[rows] = fit(fold != number)(bank.features[rows])
    return scores


def held_out_margins(
    bank: FeatureBank,
    pairs: Mapping[str, Pairs],
    fold: NDArray[np.intp],
    fit: Callable[[NDArray[np.bool_]], Hidden],
) -> dict[str, Doubles]:
    """Answers to pairs by the head that was fitted without their photo's fold.

    Args:
        bank: Features.
        pairs: Any number of lists of pairs.
        fold: (N,) fold of each photo.
        fit: Mask of the photos to learn from (N,) -> head for differences of features.

    Returns:
        Log odds that the better version is the better one, (M,) for each list.
    """
    answers = {name: np.zeros(len(listed.better)) for name, listed in pairs.items()}
    for number in np.unique(fold):
        head = fit(fold != number)
        for name, listed in pairs.items():
            rows = fold[listed.photo] == number
            difference = bank.features[listed.better[rows]].astype(np.float32)
            answers[name][rows] = head(difference - bank.features[listed.worse[rows]])
    return answers


def correlation(predicted: Doubles, rated: Doubles, themes: Sequence[str], seed: int) -> Figure:
    """Spearman's rank correlation; the interval resamples whole themes."""
    return _bootstrap(
        themes, lambda rows: float(spearmanr(predicted[rows], rated[rows]).statistic), seed
    )


def win_rate(margins: Doubles, pairs: Pairs, seed: int) -> Figure:
    """Share of pairs whose better version wins; the interval resamples photos.

    Args:
        margins: (M,) by how much it wins; 0 counts half.
        pairs: The pairs.
        seed: Fixes the interval.
    """
    wins = np.where(margins == 0, 0.5, margins > 0)
    return _bootstrap(pairs.photo.tolist(), lambda rows: float(wins[rows].mean()), seed)


def win_rates(
    margins: Doubles, pairs: Pairs, families: Sequence[str], seed: int
) -> dict[str, Figure]:
    """The win rate of all pairs and of every family.

    Args:
        margins: (M,) by how much the better version wins.
        pairs: The pairs.
        families: Family of each value of ``pairs.kind``.
        seed: Fixes the intervals.
    """
    family_of_pair = np.array(families)[pairs.kind]
    figures = {"all": win_rate(margins, pairs, seed)}
    for family in dict.fromkeys(families):
        rows = family_of_pair == family
        figures[family] = win_rate(margins[rows], pairs.only(rows), seed)
    return figures


def expected_calibration_error(log_odds: Doubles, bins: int = 10) -> float:
    """Mean gap between the stated and the actual probability that the favourite is better.

    Args:
        log_odds: (M,) that the better version of a pair is the better one.
        bins: Number of equal steps of the stated probability, from 0.5 to 1.
    """
    stated = 1 / (1 + np.exp(-np.abs(log_odds)))
    right = log_odds > 0
    step = np.minimum(((stated - 0.5) * 2 * bins).astype(int), bins - 1)
    gaps = [
        (step == i).mean() * abs(stated[step == i].mean() - right[step == i].mean())
        for i in np.unique(step)
    ]
    return float(sum(gaps))


def _bootstrap(
    groups: Sequence[object], statistic: Callable[[NDArray[np.intp]], float], seed: int
) -> Figure:
    """Resamples whole groups with replacement."""
    members: dict[object, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    blocks = [np.array(rows, np.intp) for rows in members.values()]
    rng = np.random.default_rng(seed)
    values = [
        statistic(np.concatenate([blocks[i] for i in rng.integers(len(blocks), size=len(blocks))]))
        for _ in range(ROUNDS)
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    return Figure(statistic(np.arange(len(groups))), float(low), float(high))
