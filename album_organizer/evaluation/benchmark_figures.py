"""From the answers about damaged photos to figures and to the worst mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from album_organizer.evaluation.asking import ADVANTAGE, FIRST, SECOND
from album_organizer.evaluation.benchmark_run import AS_IS, SAME_DETAIL, BenchmarkAnswers
from album_organizer.evaluation.calibration import PairFigures, pair_figures, wins
from album_organizer.evaluation.damage_variants import all_variants, families
from album_organizer.evaluation.resampling import Figures, Measured, measure, sums
from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.statistics import Floats


@dataclass(frozen=True, slots=True)
class WinRates:
    """How often the original wins.

    Attributes:
        same_detail: Share of photos and variants, 0..1, a tie counting half, when the original is
            reduced to the detail of a cropped version first.
        as_is: The same when it is not.
    """

    same_detail: Measured
    as_is: Measured


@dataclass(frozen=True, slots=True)
class Mistake:
    """A damaged photo that a version prefers to the original.

    Attributes:
        path: Of the photo.
        variant: Name of the damage.
        original: Score of the original, 1..10 (AVA), or P(the original is better) (Siamese).
        damaged: The same of the damaged one.
    """

    path: str
    variant: str
    original: float
    damaged: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The degradation benchmark of one or more versions.

    Attributes:
        photos: Number of photos.
        overall: All 27 variants, each with the same weight.
        families: By family, in order; each variant of a family with the same weight.
        variants: By variant, the extra ones included.
        extra: By family of the extra damage, which is not part of the 27.
        pairs: Calibration over the 27 variants with the same detail (Siamese), otherwise None.
        mistakes: By version, worst first, one for a photo at most.
    """

    photos: int
    overall: WinRates
    families: Mapping[str, WinRates]
    variants: Mapping[str, WinRates]
    extra: Mapping[str, WinRates]
    pairs: PairFigures | None
    mistakes: tuple[tuple[Mistake, ...], ...]


def benchmark_figures(found: BenchmarkAnswers, *, directly: bool, most: int) -> Benchmark:
    """Figures with intervals that resample photos, because variants of one photo are alike.

    Args:
        found: The answers, about one photo at least.
        directly: Whether they are probabilities of a Siamese model, and not scores.
        most: Mistakes of each version.
    """
    fixed, extra = families(extra=False), families(extra=True)
    all_fixed = [position for members in fixed.values() for position in members]
    singly = {v.name: [i] for i, v in enumerate(all_variants())}
    sets = {"all": all_fixed, **fixed, **extra, **singly}
    rates = dict(zip(sets, win_rates(found.answers, list(sets.values())), strict=True))
    return Benchmark(
        photos=len(found.paths),
        overall=rates["all"],
        families={name: rates[name] for name in fixed},
        variants={name: rates[name] for name in singly},
        extra={name: rates[name] for name in extra},
        pairs=_calibration(found, all_fixed) if directly else None,
        mistakes=tuple(
            worst_mistakes(found.paths, answers, all_fixed, most, directly=directly)
            for answers in found.answers
        ),
    )


def win_rates(answers: Sequence[Floats], sets: Sequence[Sequence[int]]) -> list[WinRates]:
    """Win rates of sets of variants.

    Args:
        answers: By version, shape (P, 2, V, 3).
        sets: Positions of the variants of each set.
    """
    photos = len(answers[0])
    by_way = [
        [
            _bounded(rate, photos)
            for rate in measure([_rates(one[:, way], sets) for one in answers], photos)
        ]
        for way in (SAME_DETAIL, AS_IS)
    ]
    return [WinRates(fair, plain) for fair, plain in zip(*by_way, strict=True)]


def worst_mistakes(
    paths: Sequence[str],
    answers: Floats,
    positions: Sequence[int],
    most: int,
    *,
    directly: bool,
) -> tuple[Mistake, ...]:
    """Where the damaged one won by the most, with the same detail.

    Args:
        paths: Of the photos.
        answers: Of one version, shape (P, 2, V, 3).
        positions: Variants to look at.
        most: Mistakes to return; one for a photo at most, so that many photos are seen.
        directly: Whether they are probabilities of a Siamese model.
    """
    looked_at = np.asarray(positions, np.intp)
    fair = answers[:, SAME_DETAIL][:, looked_at]
    worst = fair[:, :, ADVANTAGE].argmin(axis=1)
    rows = fair[np.arange(len(paths)), worst]
    order = sorted(range(len(paths)), key=lambda i: (rows[i, ADVANTAGE], paths[i]))
    variants = all_variants()
    return tuple(
        Mistake(paths[i], variants[looked_at[worst[i]]].name, *_said(rows[i], directly))
        for i in order[:most]
        if rows[i, ADVANTAGE] < 0
    )


def _said(row: Floats, directly: bool) -> tuple[float, float]:
    if directly:
        return float(0.5 + row[ADVANTAGE]), float(0.5 - row[ADVANTAGE])
    return float(row[FIRST]), float(row[SECOND])


def _rates(answers: Floats, sets: Sequence[Sequence[int]]) -> Figures:
    """Shares of originals that win by set; answers of shape (P, V, 3)."""
    photos = len(answers)
    won = wins(answers[:, :, ADVANTAGE])
    columns = np.stack([won[:, list(members)].mean(axis=1) for members in sets], axis=1)
    total = sums(columns, np.arange(photos), photos)
    return lambda counts: total(counts) / counts.sum(axis=1, keepdims=True)


def _bounded(rate: Measured, photos: int) -> Measured:
    """Widens intervals of rates of 0 and 1, which resampling cannot, and of a single photo.

    Where none of n photos failed, up to ``1 - 0.025 ** (1 / n)`` of all photos may (Clopper and
    Pearson 1934): nothing but the number of photos bounds it.
    """
    unseen = 1 - 0.025 ** (1 / photos)

    def widened(value: Estimate | None) -> Estimate | None:
        if value is None or (0 < value.value < 1 and photos > 1):
            return value
        if 0 < value.value < 1:
            return Estimate(value.value, 0.0, 1.0)
        low = min(value.low, 1 - unseen) if value.value == 1 else 0.0
        high = max(value.high, unseen) if value.value == 0 else 1.0
        return Estimate(value.value, low, high)

    return Measured(tuple(widened(v) for v in rate.values), rate.differences)


def _calibration(found: BenchmarkAnswers, positions: Sequence[int]) -> PairFigures:
    photos, fixed = len(found.paths), np.asarray(positions, np.intp)
    answers = [one[:, SAME_DETAIL][:, fixed].reshape(-1, 3) for one in found.answers]
    return pair_figures(answers, np.repeat(np.arange(photos), len(fixed)), photos)
