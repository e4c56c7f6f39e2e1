"""Turns scores, comparisons and decisions into groups and picks. Pure and fast: no model runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from album_organizer.domain.album import Album, Comparison, PhotoGroup, Pick, UserDecision
from album_organizer.domain.scores import ScoreCard, ScoredPhoto
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.reranking import RankedAlbum, Reranker
from album_organizer.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Ranking:
    """Groups ranked by the settings.

    Attributes:
        groups: In order of id.
        comparisons: Those that decided, ordered by path.
        reranker: Ranks the same groups by any other tuning.
    """

    groups: tuple[PhotoGroup, ...]
    comparisons: tuple[Comparison, ...]
    reranker: Reranker = field(compare=False, repr=False)


def tuning_of(settings: Settings, count: int) -> Tuning:
    """The tuning that the settings ask for.

    Args:
        settings: Weights, thresholds and penalties.
        count: Photos wanted in the album.
    """
    return Tuning(
        weights=settings.quality_assessment.weights.to_domain(),
        tie_threshold=settings.tie_break.threshold,
        close_call=settings.tie_break.close_call,
        time_spread=settings.album.time_spread,
        visual_spread=settings.album.visual_spread,
        count=count,
    )


def weigh(photos: Mapping[str, ScoredPhoto], settings: Settings) -> dict[str, ScoredPhoto]:
    """The photos with their composites computed by the weights of the settings."""
    weights = settings.quality_assessment.weights.to_domain()
    return {
        path: replace(
            photo,
            card=ScoreCard.of(photo.card.ava, photo.card.technical, photo.card.portrait, weights),
        )
        for path, photo in photos.items()
    }


def pairs_to_compare(clusters: Sequence[Cluster], settings: Settings) -> list[Pair]:
    """The pairs of paths, each sorted, whose comparison decides a tie.

    Copies of one file are not compared: there is nothing to decide.
    """
    return list(_ranked(Reranker(_photos_of(clusters), clusters, {}), settings).missing_pairs)


def rank_groups(
    clusters: Sequence[Cluster],
    probabilities: Mapping[Pair, float],
    settings: Settings,
    asked: Sequence[Pair] = (),
) -> Ranking:
    """Ranks the members of every group.

    Args:
        clusters: Groups in order of capture.
        probabilities: For pairs of paths in sorted order, P(first is better). Ties without any
            comparison (no comparison model can be used) stay in the order of their composites.
        settings: Weights, tie threshold and close call.
        asked: Pairs that are not to be asked again, even if they have no probability.

    Returns:
        The groups with ids from 1.
    """
    reranker = Reranker(_photos_of(clusters), clusters, probabilities, asked)
    ranked = _ranked(reranker, settings)
    groups = tuple(reranker.group(ranked, number) for number in range(1, len(clusters) + 1))
    return Ranking(groups, reranker.comparisons(ranked.used_pairs), reranker)


def propose_album(
    album: Album,
    ranking: Ranking,
    decisions: Mapping[str, UserDecision],
    count: int,
    settings: Settings,
) -> Album:
    """Fills in groups, comparisons and the verdict on every photo.

    Args:
        album: Scored photos.
        ranking: Of all its photos.
        decisions: By path; paths that are not in the album are ignored.
        count: Photos wanted in the album.
        settings: Weights, thresholds and penalties.
    """
    reranker = ranking.reranker
    ranked = reranker.rank(tuning_of(settings, count), reranker.decision_codes(decisions))
    return ranked_album(album, reranker, ranked, decisions)


def ranked_album(
    album: Album,
    reranker: Reranker,
    ranked: RankedAlbum,
    decisions: Mapping[str, UserDecision],
) -> Album:
    """The album as it is ranked, in full: every group, comparison and verdict with its reasons.

    Args:
        album: Scored photos.
        reranker: Of all its photos.
        ranked: By ``reranker``, under these decisions.
        decisions: By path; paths that are not in the album are ignored.
    """
    weighed = reranker.weighed(ranked)
    groups = tuple(reranker.group(ranked, i) for i in range(1, len(ranked.groups.sizes) + 1))
    picks: dict[str, Pick] = {}
    for group in groups:
        tie = reranker.tie_of(ranked, group.id)
        for rank, path in enumerate(group.paths, start=1):
            decision = decisions.get(path)
            picks[path] = Pick(
                path=path,
                group=group.id,
                rank=rank,
                proposed=path in ranked.selection.proposed,
                decision=decision,
                tied=path in tie.order,
                reasons=reranker.reasons(ranked, path, group, tie, decision),
            )
    return replace(
        album,
        photos={path: weighed[path] for path in album.photos},
        groups=groups,
        comparisons=reranker.comparisons(ranked.used_pairs),
        picks=dict(sorted(picks.items())),
    )


def _ranked(reranker: Reranker, settings: Settings) -> RankedAlbum:
    return reranker.rank(tuning_of(settings, 0), reranker.decision_codes({}))


def _photos_of(clusters: Sequence[Cluster]) -> dict[str, ScoredPhoto]:
    return {photo.photo.path: photo for members, _ in clusters for photo in members}
