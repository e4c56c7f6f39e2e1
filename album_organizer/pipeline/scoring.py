"""Scans a folder and scores every photo, reusing all that the catalog knows."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import Album
from album_organizer.domain.errors import PhotoError
from album_organizer.domain.job import Job
from album_organizer.domain.photo import Photo, PhotoProblem
from album_organizer.domain.scores import PhotoAnalysis, ScoreCard, ScoredPhoto
from album_organizer.imaging.decode import DecodedPhoto, decode
from album_organizer.imaging.scan import FoundFile, scan_folder
from album_organizer.imaging.thumbnail import make_thumbnail
from album_organizer.pipeline.analysis import ANALYSIS_VERSION, analyse, reduced
from album_organizer.pipeline.protocols import AvaScorer
from album_organizer.pipeline.workers import map_batches, worker_count
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog, KnownFile, StoredAnalysis

log = logging.getLogger(__name__)

_CACHED_BATCH = 256
"""Photos per batch when nothing has to be computed."""

SCORE_DIGITS = 5
"""AVA scores are kept to 1e-5: what lies below depends on the other photos of the batch."""


@dataclass(frozen=True, slots=True)
class ScoredBatch:
    """What became known since the last batch.

    Attributes:
        photos: Newly scored.
        problems: Newly found.
    """

    photos: tuple[ScoredPhoto, ...]
    problems: tuple[PhotoProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measured:
    """One photo out of a worker thread; thumbnail is None if the catalog has it."""

    file: FoundFile
    photo: Photo
    analysis: PhotoAnalysis
    ava: float
    thumbnail: bytes | None


@dataclass(frozen=True, slots=True)
class _Failed:
    file: FoundFile
    error: PhotoError


class PhotoScorer:
    """Scores the photos of folders with one version of the AVA model.

    Args:
        catalog: Remembers everything computed.
        settings: A snapshot; later changes do not affect a running job.
        ava: The judge.
    """

    def __init__(self, catalog: Catalog, settings: Settings, ava: AvaScorer) -> None:
        self._catalog = catalog
        self._settings = settings
        self._ava = ava
        self._weights = settings.quality_assessment.weights.to_domain()

    def score(self, folder: Path, job: Job, on_batch: Callable[[ScoredBatch], None]) -> Album:
        """Scores a folder.

        Args:
            folder: Absolute path.
            job: Progress and cancel; what was scored before a cancel stays in the catalog.
            on_batch: Called on this thread with results as they come.

        Returns:
            The scored album, without groups and picks.

        Raises:
            FolderError: If the folder cannot be read.
            ModelError: If the model gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        files, unreadable = scan_folder(
            folder, job, follow_symlinks=self._settings.scan.follow_symlinks
        )
        album = self.score_files(folder, files, unreadable, job, on_batch)
        self._catalog.forget_missing_files(str(folder), [file.path for file in files])
        return album

    def score_files(
        self,
        folder: Path,
        files: Sequence[FoundFile],
        unreadable: Sequence[PhotoProblem],
        job: Job,
        on_batch: Callable[[ScoredBatch], None],
    ) -> Album:
        """Scores some files as :meth:`score` does a whole folder.

        Args:
            folder: Absolute path that the paths of the files are relative to.
            files: What to score.
            unreadable: Problems known already; they become the album's first ones.
            job: Progress and cancel.
            on_batch: Called on this thread with results as they come.
        """
        photos: dict[str, ScoredPhoto] = {}
        problems: list[PhotoProblem] = []
        done = 0
        for batch, processed in self._batches(folder, files, tuple(unreadable), job):
            photos.update((p.photo.path, p) for p in batch.photos)
            problems.extend(batch.problems)
            done += processed
            on_batch(batch)
            job.report("Scoring", done, len(files))
        return Album(
            folder=str(folder),
            models={self._ava.info.kind: self._ava.info},
            photos=dict(sorted(photos.items())),
            groups=(),
            comparisons=(),
            picks={},
            problems=tuple(sorted(problems, key=lambda p: p.path)),
        )

    def _batches(
        self,
        folder: Path,
        files: Sequence[FoundFile],
        unreadable: tuple[PhotoProblem, ...],
        job: Job,
    ) -> Iterator[tuple[ScoredBatch, int]]:
        """Batches with the number of files each accounts for."""
        known = self._catalog.known_files(str(folder))
        unchanged = {f.path: known[f.path] for f in files if _same(f, known.get(f.path))}
        yield ScoredBatch((), unreadable), 0
        fresh = [f for f in files if f.path not in unchanged]
        for start in range(0, len(files), _CACHED_BATCH):
            chunk = [f for f in files[start : start + _CACHED_BATCH] if f.path in unchanged]
            batch, missing = self._from_catalog(chunk, unchanged)
            fresh.extend(missing)
            yield batch, len(chunk) - len(missing)
        fresh.sort(key=lambda f: f.path)
        results = map_batches(
            lambda chunk: self._measure(folder, chunk, job),
            fresh,
            self._settings.performance.batch_size,
            worker_count(self._settings.performance.workers),
            job,
        )
        for processed, measured in results:
            yield self._store(folder, measured), processed

    def _from_catalog(
        self, files: Sequence[FoundFile], unchanged: dict[str, KnownFile]
    ) -> tuple[ScoredBatch, list[FoundFile]]:
        """What the catalog knows of unchanged files, and the files it does not know enough of."""
        ids = [c for f in files if (c := unchanged[f.path].content_id) is not None]
        analyses = self._catalog.analyses(ids, ANALYSIS_VERSION)
        model, preprocessing = self._ava.info.sha256, self._ava.preprocess_version
        scores = self._catalog.ava_scores(ids, model, preprocessing)
        photos, problems, missing = [], [], []
        for file in files:
            row = unchanged[file.path]
            if row.content_id is None:
                problems.append(PhotoProblem(file.path, row.error or "It could not be read."))
            elif row.content_id in analyses and row.content_id in scores:
                stored = analyses[row.content_id]
                photo = _photo(file.path, row.content_id, stored)
                photos.append(self._scored(photo, stored.analysis, scores[row.content_id]))
            else:
                missing.append(file)
        return ScoredBatch(tuple(photos), tuple(problems)), missing

    def _measure(
        self, folder: Path, files: Sequence[FoundFile], job: Job
    ) -> list[_Measured | _Failed]:
        """Decodes, analyses and scores one batch; runs in a worker thread."""
        results: list[_Measured | _Failed] = []
        prepared: list[tuple[FoundFile, Photo, PhotoAnalysis, bytes | None]] = []
        inputs: list[NDArray[np.float32]] = []
        for file in files:
            if job.cancelled:
                return []
            try:
                decoded = self._decode(folder, file)
                photo = Photo(
                    file.path, decoded.content_id, decoded.width, decoded.height, decoded.capture
                )
                stored = self._catalog.analyses([photo.content_id], ANALYSIS_VERSION)
                if photo.content_id in stored:
                    analysis, thumbnail = stored[photo.content_id].analysis, None
                else:
                    small = reduced(decoded.image)
                    plain = decoded.shown is decoded.image
                    seen = small if plain else reduced(decoded.shown)
                    analysis, thumbnail = analyse(small), make_thumbnail(seen)
                # A file under another name, or another copy of it, may have its score already.
                ava = self._known_score(photo.content_id)
                if ava is not None:
                    results.append(_Measured(file, photo, analysis, ava, thumbnail))
                    continue
                inputs.append(self._ava.prepare(decoded.image))
                prepared.append((file, photo, analysis, thumbnail))
            except PhotoError as error:
                results.append(_Failed(file, error))
        scores = self._ava.score(inputs) if inputs else []
        results.extend(
            _Measured(file, photo, analysis, round(ava, SCORE_DIGITS), thumbnail)
            for (file, photo, analysis, thumbnail), ava in zip(prepared, scores, strict=True)
        )
        return results

    def _known_score(self, content_id: str) -> float | None:
        model, preprocessing = self._ava.info.sha256, self._ava.preprocess_version
        return self._catalog.ava_scores([content_id], model, preprocessing).get(content_id)

    def _decode(self, folder: Path, file: FoundFile) -> DecodedPhoto:
        side = max(self._ava.decode_side, self._settings.performance.decode_side)
        return decode(folder / file.path, side, self._settings.scan.max_megapixels)

    def _store(self, folder: Path, results: Sequence[_Measured | _Failed]) -> ScoredBatch:
        """Keeps a finished batch in the catalog."""
        measured = [r for r in results if isinstance(r, _Measured)]
        failed = [r for r in results if isinstance(r, _Failed)]
        self._catalog.store_analyses(
            {
                m.photo.content_id: StoredAnalysis(
                    m.photo.width, m.photo.height, m.photo.capture, m.analysis
                )
                for m in measured
            },
            ANALYSIS_VERSION,
        )
        self._catalog.store_thumbnails(
            {m.photo.content_id: m.thumbnail for m in measured if m.thumbnail is not None}
        )
        self._catalog.store_ava_scores(
            {m.photo.content_id: m.ava for m in measured},
            self._ava.info.sha256,
            self._ava.preprocess_version,
        )
        rows = {
            m.file.path: KnownFile(m.file.size, m.file.mtime_ns, m.photo.content_id, None)
            for m in measured
        }
        # What may go away by itself (a lock, a lost network drive) is tried again next time.
        rows.update(
            (f.file.path, KnownFile(f.file.size, f.file.mtime_ns, None, str(f.error)))
            for f in failed
            if f.error.permanent
        )
        self._catalog.remember_files(str(folder), rows)
        return ScoredBatch(
            tuple(self._scored(m.photo, m.analysis, m.ava) for m in measured),
            tuple(PhotoProblem(f.file.path, str(f.error)) for f in failed),
        )

    def _scored(self, photo: Photo, analysis: PhotoAnalysis, ava: float) -> ScoredPhoto:
        card = ScoreCard.of(ava, analysis.technical.overall, analysis.portrait, self._weights)
        return ScoredPhoto(photo, analysis, card)


def _same(file: FoundFile, known: KnownFile | None) -> bool:
    return known is not None and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)


def _photo(path: str, content_id: str, stored: StoredAnalysis) -> Photo:
    return Photo(path, content_id, stored.width, stored.height, stored.capture)
