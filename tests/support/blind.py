"""Comparisons of two versions for blind tests."""

from collections.abc import Sequence

from album_organizer.domain.album import ModelInfo
from album_organizer.evaluation.results import (
    DecisionAgreement,
    PairChange,
    PhotoChange,
    Verdict,
    VersionComparison,
)

NAME_A, NAME_B = "alpha-17", "beta-9"
SHA_A, SHA_B = "a1" * 32, "b2" * 32
_NO_DECISIONS = DecisionAgreement(0, 0, 0, None, None, None, Verdict.TOO_FEW)


def info(kind: str, name: str, sha256: str) -> ModelInfo:
    """A version."""
    return ModelInfo(kind, name, sha256, f"models/{name}.pt")


def comparison(
    changes: Sequence[PhotoChange] = (),
    pairs: Sequence[PairChange] | None = None,
    *,
    folder: str = "/photos/Lake",
    a: tuple[str, str] = (NAME_A, SHA_A),
    b: tuple[str, str] = (NAME_B, SHA_B),
) -> VersionComparison:
    """Of two AVA versions, or with ``pairs`` of two Siamese versions."""
    kind = "ava" if pairs is None else "siamese"
    return VersionComparison(
        kind=kind,
        a=info(kind, *a),
        b=info(kind, *b),
        folder=folder,
        photos=len(changes),
        changes=tuple(changes),
        pairs=tuple(pairs or ()),
        spearman=None,
        groups=0,
        flips=(),
        entering=(),
        leaving=(),
        agreement=_NO_DECISIONS,
        pair_figures=None,
        img_s_a=None,
        img_s_b=None,
    )


def changes(
    order_a: Sequence[int], order_b: Sequence[int], names: Sequence[str] | None = None
) -> list[PhotoChange]:
    """Photos with their places, 0..n-1 from the worst, in the order of both versions."""
    count = len(order_a)
    return [
        PhotoChange(
            names[i] if names else f"{i:05d}.jpg",
            f"id-{i:05d}",
            1 + 9 * order_a[i] / count,
            1 + 9 * order_b[i] / count,
            order_a[i] / count,
            order_b[i] / count,
        )
        for i in range(count)
    ]


def reversed_order(count: int, names: Sequence[str] | None = None) -> list[PhotoChange]:
    """Two versions that agree on nothing."""
    return changes(range(count), range(count - 1, -1, -1), names)


def swapped(of: VersionComparison) -> VersionComparison:
    """The same comparison with the versions named the other way round."""
    return comparison(
        [
            PhotoChange(c.path, c.content_id, c.score_b, c.score_a, c.rank_b, c.rank_a)
            for c in of.changes
        ],
        None
        if of.kind == "ava"
        else [
            PairChange(p.first, p.second, p.first_id, p.second_id, p.group, p.p_b, p.p_a)
            for p in of.pairs
        ],
        folder=of.folder,
        a=(of.b.version, of.b.sha256),
        b=(of.a.version, of.a.sha256),
    )
