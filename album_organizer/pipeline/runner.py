"""The whole way from a folder to a proposed album."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from album_organizer.domain.album import Album, UserDecision
from album_organizer.domain.job import Job
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.grouping import group_photos
from album_organizer.pipeline.judging import PairComparer
from album_organizer.pipeline.protocols import AvaScorer, PairJudge
from album_organizer.pipeline.ranking import (
    Ranking,
    pairs_to_compare,
    propose_album,
    rank_groups,
    weigh,
)
from album_organizer.pipeline.reranking import Reranker
from album_organizer.pipeline.scoring import PhotoScorer, ScoredBatch
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog


class AlbumPipeline:
    """Chains the stages for one snapshot of settings and model versions.

    Args:
        catalog: Remembers everything computed.
        settings: A snapshot.
        ava: Scores single photos.
        siamese: Decides ties; without it, ties stay in the order of their composites.
    """

    def __init__(
        self, catalog: Catalog, settings: Settings, ava: AvaScorer, siamese: PairJudge | None
    ) -> None:
        self._catalog = catalog
        self._settings = settings
        self._ava = ava
        self._siamese = siamese

    def score(
        self,
        folder: Path,
        job: Job | None = None,
        on_batch: Callable[[ScoredBatch], None] = lambda batch: None,
    ) -> Album:
        """Scores every photo of a folder; see :meth:`PhotoScorer.score`."""
        scorer = PhotoScorer(self._catalog, self._settings, self._ava)
        album = scorer.score(folder.absolute(), job or Job(), on_batch)
        judges = [judge.info for judge in (self._ava, self._siamese) if judge is not None]
        return replace(album, models={info.kind: info for info in judges})

    def rank(self, album: Album, job: Job | None = None) -> Ranking:
        """Groups the photos and breaks ties with the Siamese model.

        Args:
            album: Scored photos, weighed by :func:`weigh`.
            job: Progress and cancel.

        Raises:
            ModelError: If the model gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        job = job or Job()
        clusters = group_photos(list(album.photos.values()), self._settings.grouping)
        pairs = pairs_to_compare(clusters, self._settings)
        probabilities = self._compare(Path(album.folder), pairs, album.photos, job)
        return rank_groups(clusters, probabilities, self._settings, pairs)

    def reranker(self, album: Album) -> Reranker:
        """Groups the photos; what comparisons a ranking wants is for :meth:`compare_missing`."""
        clusters = group_photos(list(album.photos.values()), self._settings.grouping)
        return Reranker(album.photos, clusters, {})

    def compare_missing(
        self, folder: Path, reranker: Reranker, pairs: Sequence[Pair], job: Job | None = None
    ) -> Reranker:
        """Runs comparisons that another tuning wants.

        Args:
            folder: The photo folder.
            reranker: Of its photos.
            pairs: See :attr:`RankedAlbum.missing_pairs`.
            job: Progress and cancel.

        Returns:
            The reranker that knows the answers and asks for none of these pairs again.

        Raises:
            ModelError: If the model gives no usable numbers.
            JobCancelled: If the job was asked to stop.
        """
        answers = self._compare(folder, pairs, reranker.photos, job or Job())
        return reranker.with_answers(pairs, answers)

    def decisions(self, album: Album) -> dict[str, UserDecision]:
        """What the person said of the album's photos, by path."""
        ids = {path: scored.photo.content_id for path, scored in album.photos.items()}
        by_content = self._catalog.decisions(list(ids.values()))
        return {path: by_content[i] for path, i in ids.items() if i in by_content}

    def propose(
        self,
        album: Album,
        decisions: Mapping[str, UserDecision],
        count: int,
        job: Job | None = None,
    ) -> Album:
        """Ranks the photos and proposes ``count`` of them; see :func:`propose_album`."""
        weighed = replace(album, photos=weigh(album.photos, self._settings))
        ranking = self.rank(weighed, job)
        return propose_album(weighed, ranking, decisions, count, self._settings)

    def _compare(
        self, folder: Path, pairs: Sequence[Pair], photos: Mapping[str, ScoredPhoto], job: Job
    ) -> dict[Pair, float]:
        if self._siamese is None or not pairs:
            return {}
        comparer = PairComparer(self._catalog, self._settings, self._siamese)
        return comparer.probabilities(folder.absolute(), pairs, photos, job)
