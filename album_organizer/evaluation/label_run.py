"""Has versions judge the photos of a label file, and sets their answers beside the labels."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from PIL import Image

from album_organizer.domain.errors import PhotoError, UsageError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.evaluation.asking import ADVANTAGE, Features, answer
from album_organizer.evaluation.calibration import pair_figures
from album_organizer.evaluation.evaluation_results import (
    Misjudged,
    PairAgreement,
    ScoreAgreement,
    WrongPair,
)
from album_organizer.evaluation.label_file import JudgedPair, LabelFile, RatedPhoto
from album_organizer.evaluation.label_metrics import score_figures
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.evaluation.resampling import unit_numbers
from album_organizer.evaluation.statistics import Floats
from album_organizer.i18n import tr
from album_organizer.pipeline.protocols import PairJudge
from album_organizer.pipeline.workers import map_batches
from album_organizer.settings.schema import Performance

_Answer = TypeVar("_Answer")


def judge_photos(
    source: PhotoSource,
    paths: Sequence[str],
    side: int,
    versions: Sequence[Callable[[Sequence[Image.Image]], Sequence[_Answer]]],
    performance: Performance,
    workers: int,
    job: Job,
) -> tuple[dict[str, tuple[_Answer, ...]], list[PhotoProblem]]:
    """Has every version judge photos as they are.

    Args:
        source: Reads the photos.
        paths: Of the photos.
        side: Shorter side in pixels that the versions want at least.
        versions: Pictures -> one answer for each.
        performance: Size of the batches.
        workers: Threads.
        job: Progress and cancel.

    Returns:
        Path -> answer by version; and the photos that cannot be read.

    Raises:
        ModelError: If a version gives no usable numbers.
        JobCancelled: If the job was asked to stop.
    """
    found: dict[str, tuple[_Answer, ...]] = {}
    problems: list[PhotoProblem] = []

    def judge(batch: Sequence[str]) -> None:
        readable, pictures = [], []
        for path in batch:
            job.check()
            try:
                pictures.append(source.picture(path, side))
                readable.append(path)
            except PhotoError as error:
                problems.append(PhotoProblem(path, str(error)))
        answers = [version(pictures) for version in versions] if pictures else []
        found.update(zip(readable, zip(*answers, strict=True), strict=True))

    stage, done = "Judging labelled photos", 0
    job.report(stage, 0, len(paths))
    for count, _ in map_batches(judge, paths, performance.batch_size, workers, job):
        done += count
        job.report(stage, done, len(paths))
    return found, problems


def score_agreement(
    file: LabelFile[RatedPhoto],
    places: Mapping[str, str],
    judged: Mapping[str, tuple[float, ...]],
    most: int,
) -> ScoreAgreement:
    """Sets the scores of AVA versions beside the labels.

    Args:
        file: The labels, none of a path twice.
        places: Name in the file -> path of the photo.
        judged: Path -> score by version.
        most: Over- and underrated photos of each version.

    Raises:
        UsageError: If fewer than two labelled photos could be read.
    """
    used: dict[str, RatedPhoto] = {}
    for label in file.labels:
        path = places.get(label.path)
        if path is not None and path in judged:
            used.setdefault(path, label)
    if len(used) < 2:
        raise UsageError(tr("Fewer than two of the labelled photos can be read; two are needed."))
    labels = np.array([label.score for label in used.values()])
    columns = np.array([judged[path] for path in used], np.float64).T
    themes = [label.group or "" for label in used.values()]
    misjudged = [_misjudged(list(used), scores, labels) for scores in columns]
    return ScoreAgreement(
        labels=tuple(labels.tolist()),
        scores=tuple(tuple(scores.tolist()) for scores in columns),
        scale=file.scale,
        themes=len({theme for theme in themes if theme}) or None,
        figures=score_figures(
            list(columns), labels, themes, same_scale=file.scale == (AVA_MIN, AVA_MAX)
        ),
        overrated=tuple(
            tuple(m for m in photos[::-1][:most] if m.rank > m.label_rank) for photos in misjudged
        ),
        underrated=tuple(
            tuple(m for m in photos[:most] if m.rank < m.label_rank) for photos in misjudged
        ),
    )


def pair_agreement(
    file: LabelFile[JudgedPair],
    places: Mapping[str, str],
    judged: Mapping[str, tuple[Features, ...]],
    judges: Sequence[PairJudge],
    most: int,
    job: Job,
) -> PairAgreement:
    """Sets the answers of Siamese versions beside people's decisions.

    Args:
        file: The decided pairs.
        places: Name in the file -> path of the photo.
        judged: Path -> features by version.
        judges: The versions.
        most: Mistakes of each version.
        job: Progress and cancel.

    Raises:
        UsageError: If no pair is left.
        ModelError: If a version gives no usable numbers.
        JobCancelled: If the job was asked to stop.
    """
    pairs: list[tuple[str, str]] = []
    labels: list[JudgedPair] = []
    for label in file.labels:
        winner, loser = places.get(label.winner), places.get(label.loser)
        # Two names may be those of one photo, of which nobody can prefer either.
        if winner and loser and winner != loser and {winner, loser} <= judged.keys():
            pairs.append((winner, loser))
            labels.append(label)
    if not pairs:
        raise UsageError(tr("No pair of the label file has two different photos that can be read."))
    answers = []
    for number, judge in enumerate(judges):
        rows = []
        for winner, loser in pairs:
            job.check()
            rows.append(answer(judge, judged[winner][number], judged[loser][number]))
        answers.append(np.array(rows, np.float64))
    unit, units = unit_numbers([label.group or row for row, label in enumerate(labels)])
    return PairAgreement(
        photos=len({path for pair in pairs for path in pair}),
        groups=len({label.group for label in labels if label.group}) or None,
        figures=pair_figures(answers, unit, units),
        mistakes=tuple(_wrong(pairs, one[:, ADVANTAGE], most) for one in answers),
    )


def _misjudged(paths: Sequence[str], scores: Floats, labels: Floats) -> list[Misjudged]:
    """All photos, the most underrated first: by their places in the two orders."""
    ranks = [np.searchsorted(np.sort(x), x, side="left") / len(x) for x in (scores, labels)]
    order = sorted(range(len(paths)), key=lambda i: (ranks[0][i] - ranks[1][i], paths[i]))
    return [
        Misjudged(
            paths[i], float(scores[i]), float(labels[i]), float(ranks[0][i]), float(ranks[1][i])
        )
        for i in order
    ]


def _wrong(pairs: Sequence[tuple[str, str]], advantage: Floats, most: int) -> tuple[WrongPair, ...]:
    order = sorted(range(len(pairs)), key=lambda i: (advantage[i], pairs[i]))
    return tuple(
        WrongPair(*pairs[i], float(0.5 - advantage[i])) for i in order[:most] if advantage[i] < 0
    )
