"""Compares two versions of a model on the photos of a folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from album_organizer.domain.album import Album, UserDecision
from album_organizer.domain.errors import PhotoError
from album_organizer.domain.job import Job
from album_organizer.evaluation.agreement import ava_agreement, siamese_agreement
from album_organizer.evaluation.album_changes import contested_groups, entering, winner_flips
from album_organizer.evaluation.pair_figures import pair_figures
from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from album_organizer.evaluation.sampling import evenly, sample_pairs
from album_organizer.evaluation.stage_job import StageJob
from album_organizer.evaluation.statistics import spearman
from album_organizer.i18n import tr
from album_organizer.imaging.decode import decode
from album_organizer.imaging.scan import FoundFile, scan_folder
from album_organizer.ml.speed import measure_speed
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.grouping import group_photos
from album_organizer.pipeline.judging import PairComparer
from album_organizer.pipeline.protocols import AvaScorer, Judge, PairJudge
from album_organizer.pipeline.ranking import pairs_to_compare
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.pipeline.scoring import PhotoScorer
from album_organizer.pipeline.workers import worker_count
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog

TIMED_PHOTOS = 32
"""Photos on which the speed is measured, at most."""

SWAPPED_PAIRS = 64
"""Pairs that are asked in both orders, at most."""

_Run = Callable[[Sequence[Image.Image]], object]


class VersionComparer:
    """Compares versions; what they answer is kept, so that a second comparison is quick.

    Args:
        catalog: Remembers every score and every comparison.
        settings: A snapshot.
    """

    def __init__(self, catalog: Catalog, settings: Settings) -> None:
        self._catalog = catalog
        self._settings = settings

    def compare_ava(
        self,
        folder: Path,
        a: AvaScorer,
        b: AvaScorer,
        siamese: PairJudge | None,
        count: int,
        job: Job,
    ) -> VersionComparison:
        """Compares two AVA versions.

        Args:
            folder: The photo folder.
            a: The one version.
            b: The other.
            siamese: Decides ties under both, as it would in a scan.
            count: Photos wanted in the album.
            job: Progress and cancel.

        Returns:
            The comparison; photos that only one version could judge are left out.

        Raises:
            FolderError: If the folder cannot be read.
            ModelError: If a version gives no usable numbers.
            JobCancelled: If the job was asked to stop; scores made so far are kept.
        """
        folder = folder.absolute()
        files = self._files(folder, job)
        scored = [self._score(folder, files, judge, job) for judge in (a, b)]
        first, second = (_restricted(album, scored) for album in scored)
        decisions = self._decisions(first)
        before = self._propose(first, decisions, count, (a, siamese), job)
        after = self._propose(second, decisions, count, (b, siamese), job)
        changes = _photo_changes(before, after)
        job.check()
        correlation = spearman([c.score_a for c in changes], [c.score_b for c in changes])
        agreement = ava_agreement(changes, _by_content(first, decisions))
        runs = (_scoring(a), _scoring(b))
        speed_a, speed_b = self._speed(folder, list(first.photos), (a, b), runs, job)
        return VersionComparison(
            kind="ava",
            a=a.info,
            b=b.info,
            folder=str(folder),
            photos=len(changes),
            changes=changes,
            pairs=(),
            spearman=correlation,
            groups=len(contested_groups(before)),
            flips=winner_flips(before, after),
            entering=entering(before, after),
            leaving=entering(after, before),
            agreement=agreement,
            pair_figures=None,
            img_s_a=speed_a,
            img_s_b=speed_b,
            content_ids=_content_ids(first),
        )

    def compare_siamese(
        self, folder: Path, ava: AvaScorer, a: PairJudge, b: PairJudge, count: int, job: Job
    ) -> VersionComparison:
        """Compares two Siamese versions.

        Args:
            folder: The photo folder.
            ava: Scores the photos, the same for both.
            a: The one version.
            b: The other.
            count: Photos wanted in the album.
            job: Progress and cancel.

        Returns:
            The comparison; see :func:`sample_pairs` for the pairs.

        Raises:
            FolderError: If the folder cannot be read.
            ModelError: If a version gives no usable numbers.
            JobCancelled: If the job was asked to stop; answers made so far are kept.
        """
        folder = folder.absolute()
        album = self._score(folder, self._files(folder, job), ava, job)
        decisions = self._decisions(album)
        clusters = group_photos(list(album.photos.values()), self._settings.grouping)
        sample = sample_pairs(clusters, decisions)
        asked = sorted({*sample, *pairs_to_compare(clusters, self._settings)})
        answers = []
        for judge in (a, b):
            stage = StageJob(job, f"Comparing with {judge.info.version}")
            comparer = PairComparer(self._catalog, self._settings, judge)
            answers.append(comparer.probabilities(folder, asked, album.photos, stage))
        before = self._propose(album, decisions, count, (ava, a), job)
        after = self._propose(album, decisions, count, (ava, b), job)
        changes = _pair_changes(sample, album, *answers)
        swapped = evenly([(c.first, c.second) for c in changes], SWAPPED_PAIRS)
        one_way = [self._both_orders(folder, swapped, judge, job) for judge in (a, b)]
        photos = sorted({path for c in changes for path in (c.first, c.second)})
        runs = (_comparing(a), _comparing(b))
        speed_a, speed_b = self._speed(folder, photos, (a, b), runs, job)
        return VersionComparison(
            kind="siamese",
            a=a.info,
            b=b.info,
            folder=str(folder),
            photos=len(photos),
            changes=(),
            pairs=changes,
            spearman=spearman([c.p_a for c in changes], [c.p_b for c in changes]),
            groups=len(contested_groups(before)),
            flips=winner_flips(before, after),
            entering=entering(before, after),
            leaving=entering(after, before),
            agreement=siamese_agreement(changes, _by_content(album, decisions)),
            pair_figures=pair_figures(changes, *one_way),
            img_s_a=speed_a,
            img_s_b=speed_b,
            content_ids=_content_ids(album),
        )

    def _files(self, folder: Path, job: Job) -> list[FoundFile]:
        files, _ = scan_folder(folder, job, follow_symlinks=self._settings.scan.follow_symlinks)
        return files

    def _score(self, folder: Path, files: Sequence[FoundFile], judge: AvaScorer, job: Job) -> Album:
        scorer = PhotoScorer(self._catalog, self._settings, judge)
        stage = StageJob(job, f"Scoring with {judge.info.version}")
        return scorer.score_files(folder, files, (), stage, lambda batch: None)

    def _decisions(self, album: Album) -> dict[str, UserDecision]:
        """What the person said, by path."""
        ids = _content_ids(album)
        by_content = self._catalog.decisions(ids.values())
        return {path: by_content[i] for path, i in ids.items() if i in by_content}

    def _propose(
        self,
        album: Album,
        decisions: Mapping[str, UserDecision],
        count: int,
        judges: tuple[AvaScorer, PairJudge | None],
        job: Job,
    ) -> Album:
        stage = "Choosing the album"
        job.report(stage, 0)
        pipeline = AlbumPipeline(self._catalog, self._settings, *judges)
        return pipeline.propose(album, decisions, count, StageJob(job, stage))

    def _both_orders(
        self, folder: Path, pairs: Sequence[Pair], judge: PairJudge, job: Job
    ) -> dict[Pair, tuple[float, float]]:
        """P(first is better) and P(second is better), each asked with the named one in front."""
        stage = StageJob(job, f"Comparing in both orders with {judge.info.version}")
        comparer = PairComparer(self._catalog, self._settings, judge)
        features = comparer.features(folder, sorted({p for pair in pairs for p in pair}), stage)
        return {
            (a, b): (
                judge.one_order(features[a], features[b]),
                judge.one_order(features[b], features[a]),
            )
            for a, b in pairs
            if a in features and b in features
        }

    def _speed(
        self,
        folder: Path,
        paths: Sequence[str],
        judges: Sequence[Judge],
        runs: Sequence[_Run],
        job: Job,
    ) -> tuple[float | None, float | None]:
        """Photos per second of both versions, or None if there is no photo to take."""
        job.report(tr("Timing"), 0)
        pictures = self._pictures(folder, evenly(paths, TIMED_PHOTOS), judges, job)
        if not pictures:
            return None, None
        workers = worker_count(self._settings.performance.workers)
        speed_a, speed_b = measure_speed([_stopping(run, job) for run in runs], pictures, workers)
        return speed_a, speed_b

    def _pictures(
        self, folder: Path, paths: Sequence[str], judges: Sequence[Judge], job: Job
    ) -> list[Image.Image]:
        """Decoded photos, without those that cannot be read any more."""
        side = max(self._settings.performance.decode_side, *(j.decode_side for j in judges))
        pictures = []
        for path in paths:
            job.check()
            try:
                image = decode(folder / path, side, self._settings.scan.max_megapixels).image
            except PhotoError:
                continue
            # Lossless files come in full size: 32 of them would take gigabytes.
            pictures.append(image.reduce(max(1, min(image.size) // side)))
        return pictures


def _restricted(album: Album, scored: Sequence[Album]) -> Album:
    """The album with only those photos that are the same in all of them."""
    first, second = (_content_ids(one) for one in scored)
    photos = {p: photo for p, photo in album.photos.items() if first.get(p) == second.get(p)}
    return replace(album, photos=photos)


def _content_ids(album: Album) -> dict[str, str]:
    return {path: photo.photo.content_id for path, photo in album.photos.items()}


def _by_content(album: Album, decisions: Mapping[str, UserDecision]) -> dict[str, UserDecision]:
    return {album.photos[path].photo.content_id: what for path, what in decisions.items()}


def _photo_changes(before: Album, after: Album) -> tuple[PhotoChange, ...]:
    scores = [
        np.array([album.photos[path].card.ava for path in before.photos])
        for album in (before, after)
    ]
    ranks = [np.searchsorted(np.sort(s), s, side="left") / max(1, len(s)) for s in scores]
    columns = [column.tolist() for column in (*scores, *ranks)]
    return tuple(
        PhotoChange(path, photo.photo.content_id, *figures)
        for (path, photo), *figures in zip(before.photos.items(), *columns, strict=True)
    )


def _pair_changes(
    sample: Mapping[Pair, int | None],
    album: Album,
    answers_a: Mapping[Pair, float],
    answers_b: Mapping[Pair, float],
) -> tuple[PairChange, ...]:
    ids = _content_ids(album)
    return tuple(
        PairChange(*pair, ids[pair[0]], ids[pair[1]], group, answers_a[pair], answers_b[pair])
        for pair, group in sample.items()
        if pair in answers_a and pair in answers_b
    )


def _scoring(judge: AvaScorer) -> _Run:
    return lambda pictures: judge.score([judge.prepare(picture) for picture in pictures])


def _comparing(judge: PairJudge) -> _Run:
    return lambda pictures: judge.features([judge.prepare(picture) for picture in pictures])


def _stopping(run: _Run, job: Job) -> _Run:
    """The run, stopped by a cancel between batches: timing takes a while on a slow machine."""

    def checked(pictures: Sequence[Image.Image]) -> object:
        job.check()
        return run(pictures)

    return checked
