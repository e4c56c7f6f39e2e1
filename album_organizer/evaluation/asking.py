"""Puts pictures to the versions under evaluation, in batches, and writes down their answers."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.job import Job
from album_organizer.evaluation.statistics import Floats
from album_organizer.pipeline.protocols import AvaScorer, PairJudge

DIGITS = 5
"""Answers are rounded to 1e-5: what lies below depends on the other photos of the batch."""

FIRST, SECOND, ADVANTAGE = range(3)
"""Columns of answers to pairs; see :func:`compare_by_score` and :func:`compare_directly`."""

Features = NDArray[np.float32]
Ask = Callable[[Sequence[Image.Image], Sequence[tuple[int, int]], Job], Floats]
"""(pictures, pairs of their positions, job) -> answers, shape (N, 3)."""


def scores(judge: AvaScorer, pictures: Sequence[Image.Image], batch: int, job: Job) -> list[float]:
    """AVA scores, 1..10, rounded.

    Raises:
        ModelError: If the model gives no usable numbers.
        JobCancelled: If the job was asked to stop.
    """
    found: list[float] = []
    for start in range(0, len(pictures), batch):
        job.check()
        inputs = [judge.prepare(picture) for picture in pictures[start : start + batch]]
        found += [round(score, DIGITS) for score in judge.score(inputs)]
    return found


def features(
    judge: PairJudge, pictures: Sequence[Image.Image], batch: int, job: Job
) -> list[Features]:
    """What the model sees in each picture.

    Raises:
        JobCancelled: If the job was asked to stop.
    """
    found: list[Features] = []
    for start in range(0, len(pictures), batch):
        job.check()
        inputs = [judge.prepare(picture) for picture in pictures[start : start + batch]]
        found.extend(judge.features(inputs))
    return found


def compare_by_score(judge: AvaScorer, batch: int) -> Ask:
    """Compares by scores: first score, second score, first minus second."""

    def ask(pictures: Sequence[Image.Image], pairs: Sequence[tuple[int, int]], job: Job) -> Floats:
        found = np.array(scores(judge, pictures, batch, job))
        first, second = found[np.array(pairs, np.intp).reshape(-1, 2)].T
        return np.stack([first, second, np.round(first - second, DIGITS)], axis=1)

    return ask


def compare_directly(judge: PairJudge, batch: int) -> Ask:
    """Compares as pairs, by three probabilities.

    P(first better) and P(second better), each asked with the named one handed over first, and
    P(first better) of both orders together, minus a half.
    """

    def ask(pictures: Sequence[Image.Image], pairs: Sequence[tuple[int, int]], job: Job) -> Floats:
        seen = features(judge, pictures, batch, job)
        rows = [answer(judge, seen[first], seen[second]) for first, second in pairs]
        return np.array(rows, np.float64).reshape(-1, 3)

    return ask


def answer(judge: PairJudge, first: Features, second: Features) -> tuple[float, float, float]:
    """The three answers of :func:`compare_directly` for one pair.

    Raises:
        ModelError: If the model gives no usable numbers.
    """
    return (
        judge.one_order(first, second),
        judge.one_order(second, first),
        round(judge.win_probability(first, second) - 0.5, DIGITS),
    )
