"""Comparisons as the comparer makes them, without photos."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from album_organizer.domain.album import ModelInfo
from album_organizer.evaluation.agreement import ava_agreement, siamese_agreement
from album_organizer.evaluation.pair_figures import pair_figures
from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from album_organizer.evaluation.statistics import spearman


def photo_changes(scores: Mapping[str, tuple[float, float]]) -> tuple[PhotoChange, ...]:
    """Photos with their scores by both versions."""

    def ranks(values: Sequence[float]) -> list[float]:
        below: list[float] = (np.searchsorted(np.sort(values), values) / len(values)).tolist()
        return below

    paths = sorted(scores)
    if not paths:
        return ()
    a, b = zip(*(scores[path] for path in paths), strict=True)
    return tuple(
        PhotoChange(path, f"id-{path}", *figures)
        for path, *figures in zip(paths, a, b, ranks(a), ranks(b), strict=True)
    )


def pair_change(
    first: str, second: str, p_a: float, p_b: float, group: int | None = 1
) -> PairChange:
    return PairChange(first, second, f"id-{first}", f"id-{second}", group, p_a, p_b)


def ava_comparison(scores: Mapping[str, tuple[float, float]], **changes: Any) -> VersionComparison:
    photos = photo_changes(scores)
    fields: dict[str, Any] = {
        "kind": "ava",
        "a": ModelInfo("ava", "v1", "cafe" * 16, "models/album_app/ava.pt"),
        "b": ModelInfo("ava", "run-a", "beef" * 16, "models/run-a/ava.pt"),
        "folder": "/home/somebody/Lake trip",
        "photos": len(photos),
        "changes": photos,
        "pairs": (),
        "spearman": spearman([c.score_a for c in photos], [c.score_b for c in photos]),
        "groups": 0,
        "flips": (),
        "entering": (),
        "leaving": (),
        "agreement": ava_agreement(photos, {}),
        "pair_figures": None,
        "img_s_a": 34.4,
        "img_s_b": 8.26,
        "content_ids": {change.path: change.content_id for change in photos},
    }
    return VersionComparison(**(fields | changes))


def siamese_comparison(pairs: Sequence[PairChange], **changes: Any) -> VersionComparison:
    ids = {p.first: p.first_id for p in pairs} | {p.second: p.second_id for p in pairs}
    one_way = {(p.first, p.second): (p.p_a, 1 - p.p_a) for p in pairs}
    minding = {(p.first, p.second): (0.9, 0.8) for p in pairs}
    fields: dict[str, Any] = {
        "kind": "siamese",
        "a": ModelInfo("siamese", "v1", "cafe" * 16, "models/album_app/siamese.pt"),
        "b": ModelInfo("siamese", "run-a", "beef" * 16, "models/run-a/siamese.pt"),
        "photos": len(ids),
        "changes": (),
        "pairs": tuple(pairs),
        "spearman": spearman([p.p_a for p in pairs], [p.p_b for p in pairs]),
        "agreement": siamese_agreement(pairs, {}),
        "pair_figures": pair_figures(pairs, one_way, minding),
        "content_ids": ids,
    }
    return ava_comparison({}, **(fields | changes))


def shuffled_scores(count: int, noise: float, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Photos whose second score is the first one with some noise."""
    random = np.random.default_rng(seed)
    first = random.uniform(3, 7, count)
    second = np.clip(first + random.normal(0, 1, count) * noise, 1, 10)
    return {
        f"day 1/{i:03}.jpg": (float(a), float(b))
        for i, (a, b) in enumerate(zip(first, second, strict=True))
    }
