"""Damages photos one at a time and asks every version which of the two is better."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from album_organizer.domain.errors import PhotoError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.asking import Ask
from album_organizer.evaluation.damage_variants import all_variants
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.evaluation.statistics import Floats
from album_organizer.imaging.degradations import Pixels, same_detail
from album_organizer.pipeline.workers import map_batches

SAME_DETAIL, AS_IS = range(2)
"""How the original was handed over: reduced to the detail that a cropped version has left, or not.

A crop of a small photo has fewer pixels, and that alone would give it away."""


@dataclass(frozen=True, slots=True)
class BenchmarkAnswers:
    """What the versions said.

    Attributes:
        paths: Of the photos, P of them.
        answers: By version, shape (P, 2, V, 3): photo, :data:`SAME_DETAIL` or :data:`AS_IS`,
            variant, and the columns of :mod:`album_organizer.evaluation.asking`, the original as
            the first of the pair.
        problems: Photos that could not be used.
    """

    paths: tuple[str, ...]
    answers: tuple[Floats, ...]
    problems: tuple[PhotoProblem, ...]


def run_benchmark(
    source: PhotoSource, paths: Sequence[str], versions: Sequence[Ask], workers: int, job: Job
) -> BenchmarkAnswers:
    """Asks about every variant of every photo.

    Args:
        source: Reads the photos.
        paths: In order.
        versions: At least one.
        workers: Threads; each holds the variants of one photo in memory.
        job: Progress and cancel.

    Raises:
        ModelError: If a version gives no usable numbers.
        JobCancelled: If the job was asked to stop.
    """
    found: dict[str, list[Floats]] = {}
    problems: list[PhotoProblem] = []

    def judge(batch: Sequence[str]) -> None:
        for path in batch:
            job.check()
            try:
                found[path] = _judge(source.pixels(path), versions, job)
            except PhotoError as error:
                problems.append(PhotoProblem(path, str(error)))

    stage, done = "Judging damaged photos", 0
    job.report(stage, 0, len(paths))
    for count, _ in map_batches(judge, paths, 1, workers, job):
        done += count
        job.report(stage, done, len(paths))
    usable = tuple(path for path in paths if path in found)
    shape = (len(usable), 2, len(all_variants()), 3)
    answers = tuple(
        np.array([found[path][i] for path in usable], np.float64).reshape(shape)
        for i in range(len(versions))
    )
    return BenchmarkAnswers(usable, answers, tuple(sorted(problems, key=lambda p: p.path)))


def _judge(pixels: Pixels, versions: Sequence[Ask], job: Job) -> list[Floats]:
    """Answers of every version about one photo, shape (2, V, 3) each."""
    pictures, pairs = damaged_pairs(pixels)
    images = [Image.fromarray(picture) for picture in pictures]
    return [ask(images, pairs, job).reshape(2, -1, 3) for ask in versions]


def damaged_pairs(pixels: Pixels) -> tuple[list[Pixels], list[tuple[int, int]]]:
    """The pictures of one photo, and the positions of those to compare.

    Args:
        pixels: The photo.

    Returns:
        The pictures, the photo itself first; (original, damaged) for all variants, the original
        with the same detail, then the same as it is.
    """
    pictures, reduced = [pixels], {pixels.shape: 0}
    fair, plain = [], []
    for variant in all_variants():
        worse = variant.damage(pixels)
        better = same_detail(pixels, worse)
        # Reduced copies are the same whenever their sizes are: each is judged once.
        if better.shape not in reduced:
            reduced[better.shape] = len(pictures)
            pictures.append(better)
        fair.append((reduced[better.shape], len(pictures)))
        plain.append((0, len(pictures)))
        pictures.append(worse)
    return pictures, fair + plain
