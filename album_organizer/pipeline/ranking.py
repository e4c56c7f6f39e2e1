"""Turns scores, comparisons and decisions into groups and picks. Pure and fast: no model runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from album_organizer.domain.album import (
    Album,
    Comparison,
    GroupKind,
    PhotoGroup,
    Pick,
    UserDecision,
)
from album_organizer.domain.scores import ScoreCard, ScoredPhoto
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.reasons import reasons_for
from album_organizer.pipeline.selection import select_proposals
from album_organizer.pipeline.tie_break import (
    Candidate,
    TieBreak,
    TieOutcome,
    break_tie,
    by_composite,
    tied_with_leader,
)
from album_organizer.settings.schema import Settings

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranked groups with the way their ties were broken.

    Attributes:
        groups: In order of id.
        ties: By group id.
        comparisons: Those that decided, ordered by path.
    """

    groups: tuple[PhotoGroup, ...]
    ties: dict[int, TieBreak]
    comparisons: tuple[Comparison, ...]


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


def pairs_to_compare(clusters: list[Cluster], settings: Settings) -> list[Pair]:
    """The pairs of paths, each sorted, whose comparison decides a tie.

    Copies of one file are not compared: there is nothing to decide.
    """
    pairs: list[Pair] = []
    for members, kind in clusters:
        tied = _tied(members, kind, settings)
        content = {c.path: c.content_id for c in tied}
        paths = sorted(content)
        pairs.extend((a, b) for a, b in combinations(paths, 2) if content[a] != content[b])
    return sorted(pairs)


def rank_groups(
    clusters: list[Cluster], probabilities: Mapping[Pair, float], settings: Settings
) -> Ranking:
    """Ranks the members of every group.

    Args:
        clusters: Groups in order of capture.
        probabilities: For pairs of paths in sorted order, P(first is better). Ties without any
            comparison (no comparison model can be used) stay in the order of their composites.
        settings: Tie threshold and close call.

    Returns:
        The groups with ids from 1.
    """
    groups: list[PhotoGroup] = []
    ties: dict[int, TieBreak] = {}
    used: list[Comparison] = []
    for number, (members, kind) in enumerate(clusters, start=1):
        tied = _tied(members, kind, settings)
        pairs = [
            pair for pair in combinations(sorted(c.path for c in tied), 2) if pair in probabilities
        ]
        if pairs:
            tie = break_tie(tied, _lookup(probabilities), settings.tie_break.close_call)
        else:
            tie = TieBreak((), {}, TieOutcome.NO_TIE)
        first = set(tie.order)
        behind = [c.path for c in by_composite(_as_candidates(members)) if c.path not in first]
        groups.append(PhotoGroup(number, (*tie.order, *behind), kind))
        ties[number] = tie
        used.extend(Comparison(a, b, probabilities[a, b]) for a, b in pairs)
    return Ranking(tuple(groups), ties, tuple(sorted(used, key=lambda c: (c.a, c.b))))


def propose_album(
    album: Album,
    ranking: Ranking,
    decisions: Mapping[str, UserDecision],
    count: int,
    settings: Settings,
) -> Album:
    """Fills in groups, comparisons and the verdict on every photo.

    Args:
        album: Scored photos, weighed by :func:`weigh`.
        ranking: Of all its photos.
        decisions: By path; paths that are not in the album are ignored.
        count: Photos wanted in the album.
        settings: Weights of the spread.
    """
    known = {path: what for path, what in decisions.items() if path in album.photos}
    selection = select_proposals(album.photos, ranking.groups, known, count, settings.album)
    picks: dict[str, Pick] = {}
    for group in ranking.groups:
        tie = ranking.ties[group.id]
        for rank, path in enumerate(group.paths, start=1):
            decision = known.get(path)
            picks[path] = Pick(
                path=path,
                group=group.id,
                rank=rank,
                proposed=path in selection.proposed,
                decision=decision,
                tied=len(tie.order) > 1 and path in tie.order,
                reasons=reasons_for(path, group, album.photos, tie, selection, decision),
            )
    return replace(
        album,
        groups=ranking.groups,
        comparisons=ranking.comparisons,
        picks=dict(sorted(picks.items())),
    )


def _tied(members: tuple[ScoredPhoto, ...], kind: GroupKind, settings: Settings) -> list[Candidate]:
    if kind is not GroupKind.SIMILAR:
        return []
    tied = tied_with_leader(_as_candidates(members), settings.tie_break.threshold)
    return tied if len({c.content_id for c in tied}) > 1 else []


def _as_candidates(members: tuple[ScoredPhoto, ...]) -> list[Candidate]:
    return [Candidate(m.photo.path, m.photo.content_id, m.card.composite) for m in members]


def _lookup(probabilities: Mapping[Pair, float]) -> Callable[[str, str], float]:
    def win_probability(a: str, b: str) -> float:
        if a < b:
            return probabilities.get((a, b), 0.5)
        return 1.0 - probabilities.get((b, a), 0.5)

    return win_probability
