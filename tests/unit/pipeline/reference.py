"""The rules of the proposal written down plainly, photo by photo, to check the fast way by."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.sparse.csgraph import connected_components

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.scores import ScoredPhoto, composite_score
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.grouping import Cluster

Pair = tuple[str, str]


@dataclass(frozen=True)
class Expected:
    """What a ranking must say, by path."""

    composite: dict[str, float]
    group: dict[str, int]
    rank: dict[str, int]
    tied: set[str]
    proposed: set[str]
    candidates: set[str]
    missing: set[Pair]


def expected(
    photos: Mapping[str, ScoredPhoto],
    clusters: Sequence[Cluster],
    probabilities: Mapping[Pair, float],
    tuning: Tuning,
    decisions: Mapping[str, UserDecision],
) -> Expected:
    """Ranks and proposes."""
    score = {
        path: composite_score(p.card.ava, p.card.technical, p.card.portrait, tuning.weights)
        for path, p in photos.items()
    }

    def place(path: str) -> tuple[float, str, str]:
        return -score[path], photos[path].photo.content_id, path

    found = Expected(score, {}, {}, set(), set(), set(), set())
    for number, (members, kind) in enumerate(clusters, start=1):
        order = sorted((m.photo.path for m in members), key=place)
        tied = _tied(order, kind, photos, score, tuning)
        pairs = [(min(a, b), max(a, b)) for i, a in enumerate(tied) for b in tied[i + 1 :]]
        found.missing.update(
            (a, b)
            for a, b in pairs
            if (a, b) not in probabilities
            and photos[a].photo.content_id != photos[b].photo.content_id
        )
        if any(pair in probabilities for pair in pairs):
            order = [*_round_robin(tied, probabilities, tuning.close_call), *order[len(tied) :]]
            found.tied.update(tied)
        found.group.update(dict.fromkeys(order, number))
        found.rank.update({path: rank for rank, path in enumerate(order, start=1)})
        found.candidates.update(_candidates(order, kind, decisions))
    ranked = sorted(found.candidates, key=place)
    picked = [path for path, what in decisions.items() if what is UserDecision.PICK]
    found.proposed.update(spread(photos, ranked, picked, score, tuning))
    return found


def _tied(
    order: list[str],
    kind: GroupKind,
    photos: Mapping[str, ScoredPhoto],
    score: Mapping[str, float],
    tuning: Tuning,
) -> list[str]:
    if kind is not GroupKind.SIMILAR:
        return []
    tied = [p for p in order if score[order[0]] - score[p] <= tuning.tie_threshold + 1e-9]
    return tied if len({photos[path].photo.content_id for path in tied}) > 1 else []


def _round_robin(
    tied: list[str], probabilities: Mapping[Pair, float], close_call: float
) -> list[str]:
    size = len(tied)
    wins = np.full((size, size), 0.5)
    for i, a in enumerate(tied):
        for j in range(i + 1, size):
            b = tied[j]
            p = probabilities.get((min(a, b), max(a, b)), 0.5)
            wins[i, j] = p if a < b else 1.0 - p
            wins[j, i] = 1.0 - wins[i, j]
    if np.abs(wins[np.triu_indices(size, 1)] - 0.5).mean() < close_call:
        return tied
    sums = wins.sum(axis=1) - 0.5
    order = sorted(range(size), key=lambda i: (-sums[i], i))
    _, cycle = connected_components(wins > 0.5, directed=True, connection="strong")
    settled = list(order)
    for label in set(cycle.tolist()):
        places = [place for place, shot in enumerate(order) if cycle[shot] == label]
        for place, shot in zip(places, sorted(order[p] for p in places), strict=True):
            settled[place] = shot
    return [tied[shot] for shot in settled]


def _candidates(
    order: list[str], kind: GroupKind, decisions: Mapping[str, UserDecision]
) -> list[str]:
    undecided = [path for path in order if path not in decisions]
    if kind in {GroupKind.BRACKET, GroupKind.PANORAMA}:
        return undecided
    picked = any(decisions.get(path) is UserDecision.PICK for path in order)
    return [] if picked else undecided[:1]


def spread(
    photos: Mapping[str, ScoredPhoto],
    ranked: Sequence[str],
    picked: Sequence[str],
    score: Mapping[str, float],
    tuning: Tuning,
) -> set[str]:
    """Looks at every candidate anew for every place; ``ranked`` has the best composite first."""
    seconds = {path: _seconds(photos[path].photo.capture.taken_at) for path in photos}
    known = [seconds[path] for path in ranked if not math.isnan(seconds[path])]
    length = max(known) - min(known) if known else 0.0
    step = max(length / max(tuning.count, 1), 1.0)
    inside, chosen = list(picked), set[str]()

    def value(path: str) -> float:
        gaps = [abs(seconds[path] - seconds[p]) for p in inside]
        gap = min((g for g in gaps if not math.isnan(g)), default=math.inf)
        here = photos[path].analysis.embedding.astype(np.float64)
        looks = [float(here @ photos[p].analysis.embedding.astype(np.float64)) for p in inside]
        look = round(min(max([0.0, *looks]), 1.0), 6)
        near = float(np.exp(-gap / step))
        return score[path] - tuning.time_spread * near - tuning.visual_spread * look

    for _ in range(min(max(0, tuning.count - len(picked)), len(ranked))):
        best = max((path for path in ranked if path not in chosen), key=value)
        chosen.add(best)
        inside.append(best)
    return chosen


def _seconds(taken_at: datetime | None) -> float:
    return math.nan if taken_at is None else (taken_at - datetime(1970, 1, 1)).total_seconds()
