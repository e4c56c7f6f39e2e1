"""Asks the Siamese model for the pairs that decide ties, features once per photo."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.errors import PhotoError
from album_organizer.domain.job import Job
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.imaging.decode import decode
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.protocols import PairJudge
from album_organizer.pipeline.workers import map_batches, worker_count
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog

PROBABILITY_DIGITS = 5
"""Probabilities are kept to 1e-5: what lies below depends on the other photos of the batch."""

Features = dict[str, NDArray[np.float32]]


class PairComparer:
    """Compares photos with one version of the Siamese model.

    Args:
        catalog: Remembers every comparison.
        settings: Decoding limits and threads.
        judge: The model.
    """

    def __init__(self, catalog: Catalog, settings: Settings, judge: PairJudge) -> None:
        self._catalog = catalog
        self._settings = settings
        self._judge = judge

    def probabilities(
        self, folder: Path, pairs: Sequence[Pair], photos: Mapping[str, ScoredPhoto], job: Job
    ) -> dict[Pair, float]:
        """P(first is better) for pairs of paths.

        Args:
            folder: Absolute path of the photo folder.
            pairs: Paths relative to it; copies of one file may occur under several paths.
            photos: Scored photos by path.
            job: Progress and cancel.

        Returns:
            The probability by pair; pairs with a photo that vanished meanwhile are missing.

        Raises:
            ModelError: If the model gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        ids = {pair: (_id(photos, pair[0]), _id(photos, pair[1])) for pair in pairs}
        known = self._stored(ids.values())
        missing = [pair for pair in pairs if ids[pair] not in known]
        if missing:
            features = self.features(folder, sorted({p for pair in missing for p in pair}), job)
            fresh = {}
            for a, b in missing:
                job.check()
                if a in features and b in features:
                    fresh[ids[a, b]] = self.compare(features[a], features[b])
            self._catalog.store_comparisons(
                self._judge.info.sha256, self._judge.preprocess_version, fresh
            )
            known.update(fresh)
        return {pair: known[ids[pair]] for pair in pairs if ids[pair] in known}

    def features(self, folder: Path, paths: Sequence[str], job: Job) -> Features:
        """What the model sees in photos: the expensive part of a comparison.

        Args:
            folder: Absolute path of the photo folder.
            paths: Relative to it.
            job: Progress and cancel.

        Returns:
            Features, shape (D,), by path; photos that vanished meanwhile are missing.

        Raises:
            JobCancelled: If the job was asked to stop.
        """
        features: Features = {}
        done = 0
        batches = map_batches(
            lambda chunk: self._extract(folder, chunk, job),
            paths,
            self._settings.performance.batch_size,
            worker_count(self._settings.performance.workers),
            job,
        )
        for processed, batch in batches:
            features.update(batch)
            done += processed
            job.report("Comparing", done, len(paths))
        return features

    def compare(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        """P(a is better) from the features of two photos, rounded."""
        return round(self._judge.win_probability(a, b), PROBABILITY_DIGITS)

    def _stored(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
        stored = self._catalog.comparisons(
            self._judge.info.sha256, self._judge.preprocess_version, list(pairs)
        )
        # A swapped look-up computes 1 - p; without rounding, it would differ in the last bit.
        return {pair: round(p, PROBABILITY_DIGITS) for pair, p in stored.items()}

    def _extract(self, folder: Path, paths: Sequence[str], job: Job) -> Features:
        """Features of one batch; runs in a worker thread. Photos gone meanwhile are left out."""
        readable, inputs = [], []
        for path in paths:
            if job.cancelled:
                return {}
            try:
                inputs.append(self._judge.prepare(self._picture(folder / path)))
                readable.append(path)
            except PhotoError:
                continue
        if not inputs:
            return {}
        return dict(zip(readable, self._judge.features(inputs), strict=True))

    def _picture(self, path: Path) -> Image.Image:
        side = max(self._judge.decode_side, self._settings.performance.decode_side)
        return decode(path, side, self._settings.scan.max_megapixels).image


def _id(photos: Mapping[str, ScoredPhoto], path: str) -> str:
    return photos[path].photo.content_id
