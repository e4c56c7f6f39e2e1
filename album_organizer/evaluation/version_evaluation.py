"""Evaluates versions of a model on damaged photos, and beside what people think of photos."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np
from PIL import Image

from album_organizer.domain.errors import FolderError, UsageError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.asking import (
    Ask,
    compare_by_score,
    compare_directly,
    features,
    scores,
)
from album_organizer.evaluation.benchmark_figures import Benchmark, benchmark_figures
from album_organizer.evaluation.benchmark_run import run_benchmark
from album_organizer.evaluation.evaluation_results import (
    EvaluatedVersion,
    Evaluation,
    EvaluationRequest,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.label_file import (
    LabelFile,
    for_evaluation,
    read_pairs,
    read_ratings,
)
from album_organizer.evaluation.label_paths import find_photos
from album_organizer.evaluation.label_run import judge_photos, pair_agreement, score_agreement
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.i18n import tr
from album_organizer.imaging.scan import scan_folder
from album_organizer.pipeline.protocols import AvaScorer, Judge, PairJudge
from album_organizer.pipeline.workers import worker_count
from album_organizer.settings.schema import Settings

MOST_VERSIONS = 4
"""Versions that can be evaluated side by side."""

PICTURES = 24
"""Photos that a report shows, at most: its file stays small enough to be sent."""


Places = dict[str, str]
"""Name in the label file -> path of the photo."""

_Labels = LabelFile[Any]
_Agreed = tuple[ScoreAgreement | PairAgreement, list[PhotoProblem]]
_Answer = TypeVar("_Answer")


class VersionEvaluator:
    """Evaluates versions of one kind on the same photos.

    What can be refused is refused here, before any model is loaded.

    Args:
        kind: ``"ava"`` or ``"siamese"``.
        request: What to evaluate on.
        settings: A snapshot.

    Raises:
        UsageError: If the label file cannot be used.
    """

    def __init__(self, kind: str, request: EvaluationRequest, settings: Settings) -> None:
        self._kind = kind
        self._request = request
        self._settings = settings
        self._folder = request.folder.absolute()
        self._source = PhotoSource(self._folder, settings)
        self._workers = worker_count(settings.performance.workers)
        self._labels = _read_labels(kind, request)

    def evaluate_ava(
        self, judges: Sequence[AvaScorer], trained_on: Sequence[str | None], job: Job
    ) -> Evaluation:
        """Evaluates AVA versions.

        Args:
            judges: The versions.
            trained_on: The data that the training of each names, or None.
            job: Progress and cancel.

        Raises:
            FolderError: If the folder cannot be read or has no photos.
            UsageError: If the label file and the photos do not belong together.
            ModelError: If a version gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        batch = self._settings.performance.batch_size
        asks = [compare_by_score(judge, batch) for judge in judges]

        def agree(labels: _Labels, places: Places, most: int) -> _Agreed:
            versions = [partial(scores, judge, batch=batch, job=job) for judge in judges]
            judged, problems = self._judge_labelled(places, versions, judges, job)
            return score_agreement(labels, places, judged, most), problems

        return self._evaluate(judges, trained_on, asks, agree, job)

    def evaluate_siamese(
        self, judges: Sequence[PairJudge], trained_on: Sequence[str | None], job: Job
    ) -> Evaluation:
        """Evaluates Siamese versions; see :meth:`evaluate_ava`."""
        batch = self._settings.performance.batch_size
        asks = [compare_directly(judge, batch) for judge in judges]

        def agree(labels: _Labels, places: Places, most: int) -> _Agreed:
            versions = [partial(features, judge, batch=batch, job=job) for judge in judges]
            judged, problems = self._judge_labelled(places, versions, judges, job)
            return pair_agreement(labels, places, judged, judges, most, job), problems

        return self._evaluate(judges, trained_on, asks, agree, job)

    def _evaluate(
        self,
        judges: Sequence[Judge],
        trained_on: Sequence[str | None],
        asks: Sequence[Ask],
        agree: Callable[[_Labels, Places, int], _Agreed],
        job: Job,
    ) -> Evaluation:
        files, problems = scan_folder(
            self._folder, job, follow_symlinks=self._settings.scan.follow_symlinks
        )
        paths = [file.path for file in files]
        if not paths:
            raise FolderError(
                tr("There are no photos in {folder}; name another folder.").format(
                    folder=self._folder
                )
            )
        places: Places = {}
        if self._labels is not None:
            # Looked for before anything is judged: a wrong path should not cost minutes.
            named = [path for label in self._labels.labels for path in label.photos]
            places, missing = find_photos(named, self._folder, self._labels.path, paths)
            problems += [
                PhotoProblem(
                    f"line {line.line}",
                    tr("The line is left out: {reason}.").format(reason=line.reason),
                )
                for line in self._labels.problems
            ]
            problems += missing
        # With labels, half of the pictures are theirs.
        most = PICTURES // ((2 if self._labels is None else 4) * len(judges))
        benchmark, unusable = self._benchmark(self._drawn(paths), asks, most, job)
        agreement = None
        if self._labels is not None:
            agreement, unread = agree(self._labels, places, most)
            unusable += [problem for problem in unread if problem not in unusable]
        return Evaluation(
            kind=self._kind,
            versions=tuple(
                EvaluatedVersion(judge.info, data)
                for judge, data in zip(judges, trained_on, strict=True)
            ),
            request=self._request,
            found=len(paths),
            benchmark=benchmark,
            agreement=agreement,
            problems=(*problems, *sorted(unusable, key=lambda problem: problem.path)),
        )

    def _drawn(self, paths: Sequence[str]) -> list[str]:
        """The sample, in path order; of the same photos the same seed draws the same ones."""
        order = np.random.default_rng(self._request.seed).permutation(len(paths))
        return sorted(paths[i] for i in order[: self._request.sample])

    def _benchmark(
        self, drawn: Sequence[str], asks: Sequence[Ask], most: int, job: Job
    ) -> tuple[Benchmark, list[PhotoProblem]]:
        answers = run_benchmark(self._source, drawn, asks, self._workers, job)
        if not answers.paths:
            raise FolderError(
                tr("None of the {n} photos taken from {folder} can be used. {error}").format(
                    n=len(drawn), folder=self._folder, error=answers.problems[0].error
                )
            )
        job.report(tr("Computing intervals"), 0)
        found = benchmark_figures(answers, directly=self._kind == "siamese", most=most)
        return found, list(answers.problems)

    def _judge_labelled(
        self,
        places: Places,
        versions: Sequence[Callable[[Sequence[Image.Image]], Sequence[_Answer]]],
        judges: Sequence[Judge],
        job: Job,
    ) -> tuple[dict[str, tuple[_Answer, ...]], list[PhotoProblem]]:
        return judge_photos(
            self._source,
            list(dict.fromkeys(places.values())),
            max(judge.decode_side for judge in judges),
            versions,
            self._settings.performance,
            self._workers,
            job,
        )


def _read_labels(kind: str, request: EvaluationRequest) -> _Labels | None:
    if request.labels is None:
        return None
    if kind == "ava":
        return for_evaluation(
            read_ratings(request.labels, request.score_column, request.label_scale)
        )
    if request.score_column or request.label_scale:
        raise UsageError(
            tr(
                "--score-column and --label-scale are for scores of single photos; the "
                "labels of a Siamese model are pairs."
            )
        )
    return for_evaluation(read_pairs(request.labels))
