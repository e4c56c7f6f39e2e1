"""Compares pairs of photos that somebody listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.album import Comparison, ModelInfo
from album_organizer.domain.job import Job
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.imaging.scan import FoundFile
from album_organizer.pipeline.judging import PairComparer
from album_organizer.pipeline.protocols import AvaScorer, PairJudge
from album_organizer.pipeline.scoring import PhotoScorer
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog


@dataclass(frozen=True, slots=True)
class ComparedPairs:
    """The answers for a list of pairs.

    Attributes:
        models: The versions that judged, by kind.
        comparisons: In the order of the list, without pairs that have a problem.
        composites: 0..1, by path as listed.
        problems: One for each unreadable photo, in path order.
    """

    models: dict[str, ModelInfo]
    comparisons: tuple[Comparison, ...]
    composites: dict[str, float]
    problems: tuple[PhotoProblem, ...]


class PairLister:
    """Scores and compares listed pairs.

    Args:
        catalog: Remembers everything computed.
        settings: A snapshot.
        ava: Scores single photos.
        siamese: Compares.
    """

    def __init__(
        self, catalog: Catalog, settings: Settings, ava: AvaScorer, siamese: PairJudge
    ) -> None:
        self._scorer = PhotoScorer(catalog, settings, ava)
        self._comparer = PairComparer(catalog, settings, siamese)
        self._models = {judge.info.kind: judge.info for judge in (ava, siamese)}

    def compare(
        self, folder: Path, pairs: Sequence[tuple[str, str]], job: Job | None = None
    ) -> ComparedPairs:
        """Compares pairs.

        Args:
            folder: What relative paths start from.
            pairs: Paths, relative or absolute; a pair may occur more than once.
            job: Progress and cancel.

        Raises:
            ModelError: If a model gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        job = job or Job()
        folder = folder.absolute()
        files, missing = _stat_all(folder, sorted({path for pair in pairs for path in pair}))
        album = self._scorer.score_files(folder, files, missing, job, lambda batch: None)
        usable = [pair for pair in pairs if all(path in album.photos for path in pair)]
        asked = sorted({(min(pair), max(pair)) for pair in usable if _differ(album.photos, pair)})
        known = self._comparer.probabilities(folder, asked, album.photos, job)
        comparisons = []
        for a, b in usable:
            first, second = min(a, b), max(a, b)
            if (first, second) in known:
                p = known[first, second]
                comparisons.append(Comparison(a, b, p if a == first else round(1.0 - p, 5)))
            elif not _differ(album.photos, (a, b)):
                comparisons.append(Comparison(a, b, 0.5))
        return ComparedPairs(
            self._models,
            tuple(comparisons),
            {path: scored.card.composite for path, scored in album.photos.items()},
            album.problems,
        )


def _differ(photos: Mapping[str, ScoredPhoto], pair: tuple[str, str]) -> bool:
    return photos[pair[0]].photo.content_id != photos[pair[1]].photo.content_id


def _stat_all(folder: Path, paths: Sequence[str]) -> tuple[list[FoundFile], list[PhotoProblem]]:
    files, missing = [], []
    for path in paths:
        try:
            stat = (folder / path).stat()
        except (OSError, ValueError):  # the latter for names that no file can have
            missing.append(PhotoProblem(path, f"{path} was not found; check the list of pairs."))
        else:
            files.append(FoundFile(path, stat.st_size, stat.st_mtime_ns))
    return files, missing
