"""Evaluations as the evaluator makes them, of answers that were made up."""

from pathlib import Path

import numpy as np

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.benchmark_figures import benchmark_figures
from album_organizer.evaluation.benchmark_run import BenchmarkAnswers
from album_organizer.evaluation.damage_variants import all_variants
from album_organizer.evaluation.evaluation_results import (
    EvaluatedVersion,
    Evaluation,
    EvaluationRequest,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.label_file import JudgedPair, LabelFile, RatedPhoto
from album_organizer.evaluation.label_run import pair_agreement, score_agreement
from album_organizer.evaluation.statistics import Floats
from tests.support.judges import BrightnessJudge

VARIANTS = len(all_variants())


def score_answers(photos: int, skill: float, seed: int = 0) -> Floats:
    """Answers of an AVA version that sees damage more or less well, shape (P, 2, V, 3)."""
    random = np.random.default_rng(seed)
    first = np.round(random.uniform(4, 7, (photos, 2, VARIANTS)), 5)
    second = np.round(first - skill + random.normal(0, 0.5, first.shape), 5)
    return np.stack([first, second, np.round(first - second, 5)], axis=-1)


def pair_answers(photos: int, skill: float, seed: int = 0) -> Floats:
    """Answers of a Siamese version with a bias for the photo handed over first."""
    random = np.random.default_rng(seed)
    odds = skill + random.normal(0, 1, (photos, 2, VARIANTS))
    first, second = 1 / (1 + np.exp(-odds - 0.2)), 1 / (1 + np.exp(odds - 0.2))
    return np.stack([first, second, np.round((first + 1 - second) / 2 - 0.5, 5)], axis=-1)


def benchmark_answers(*versions: Floats) -> BenchmarkAnswers:
    paths = tuple(f"day/{i:03}.jpg" for i in range(len(versions[0])))
    return BenchmarkAnswers(paths, versions, ())


def score_labels(count: int, versions: int, scale: tuple[float, float] | None) -> ScoreAgreement:
    random = np.random.default_rng(5)
    labels = random.uniform(2, 9, count)
    judged = {
        f"{i}.jpg": tuple(float(labels[i] + random.normal()) for _ in range(versions))
        for i in range(count)
    }
    named = tuple(
        RatedPhoto(f"{i}.jpg", float(labels[i]), group=f"theme {i // 4}") for i in range(count)
    )
    file = LabelFile(Path("labels.csv"), named, scale=scale)
    return score_agreement(file, {p: p for p in judged}, judged, 2)


def pair_labels(count: int, versions: int, group: str = "") -> PairAgreement:
    random = np.random.default_rng(6)
    judged = {
        f"{i}.jpg": tuple(random.normal(0, 0.02, 1).astype(np.float32) for _ in range(versions))
        for i in range(2 * count)
    }
    named = tuple(
        JudgedPair(f"{i}.jpg", f"{i + count}.jpg", True, group=group or None) for i in range(count)
    )
    judges = [BrightnessJudge("siamese", f"v{i + 1}") for i in range(versions)]
    return pair_agreement(
        LabelFile(Path("labels.csv"), named), {p: p for p in judged}, judged, judges, 3, Job()
    )


def evaluation(
    kind: str = "ava",
    skills: tuple[float, ...] = (0.2, 0.8),
    photos: int = 30,
    agreement: ScoreAgreement | PairAgreement | None = None,
    trained_on: str | None = None,
    folder: Path = Path("/albums/Lake trip"),
    problems: tuple[PhotoProblem, ...] = (),
) -> Evaluation:
    directly = kind == "siamese"
    make = pair_answers if directly else score_answers
    answers = benchmark_answers(*(make(photos, skill, i) for i, skill in enumerate(skills)))
    return Evaluation(
        kind=kind,
        versions=tuple(
            EvaluatedVersion(
                ModelInfo(kind, f"v{i + 1}", f"{i}abc" * 16, f"models/{i}.pt"), trained_on
            )
            for i in range(len(skills))
        ),
        request=EvaluationRequest(folder, sample=30),
        found=photos + 12,
        benchmark=benchmark_figures(answers, directly=directly, most=3),
        agreement=agreement,
        problems=problems,
    )
