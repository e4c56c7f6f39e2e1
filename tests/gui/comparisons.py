"""Comparisons of two versions, made by hand for tests of the window that shows them."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.evaluation.results import (
    DecisionAgreement,
    Estimate,
    PairChange,
    PairFigures,
    PhotoChange,
    Verdict,
    VersionComparison,
    WinnerFlip,
)
from album_organizer.imaging.thumbnail import make_thumbnail
from tests.support.pictures import write_picture

NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg", "day 2/e.jpg", "day 2/f.jpg")
SCORES_A = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
SCORES_B = (7.5, 4.1, 5.2, 6.3, 3.5, 8.2)

NO_DECISIONS = DecisionAgreement(0, 0, 0, None, None, None, Verdict.TOO_FEW)
SOME_DECISIONS = DecisionAgreement(
    14, 10, 140, 0.714, 0.786, Estimate(0.072, -0.031, 0.19), Verdict.NO_DIFFERENCE
)


def info(kind: str, version: str) -> ModelInfo:
    return ModelInfo(kind, version, "ab" * 32, f"models/{version}.pt")


def write_photos(folder: Path, names: Sequence[str] = NAMES) -> Path:
    """Small real photos of these names."""
    for scene, name in enumerate(names):
        write_picture(folder / name, scene=scene)
    return folder


def read_thumbnail(folder: Path, content_id: str) -> bytes | None:
    """What the catalog would hand out for the photos of :func:`ava_comparison`."""
    path = folder / content_id.removeprefix("id-")
    if not path.exists():
        return None
    with Image.open(path) as image:
        return make_thumbnail(image)


def changes(
    names: Sequence[str], scores_a: Sequence[float], scores_b: Sequence[float]
) -> tuple[PhotoChange, ...]:
    """Photos with their places in the order of either version."""

    def rank(scores: Sequence[float], score: float) -> float:
        return sum(other < score for other in scores) / len(scores)

    return tuple(
        PhotoChange(name, f"id-{name}", a, b, rank(scores_a, a), rank(scores_b, b))
        for name, a, b in zip(names, scores_a, scores_b, strict=True)
    )


def ava_comparison(
    folder: Path,
    names: Sequence[str] = NAMES,
    scores_a: Sequence[float] = SCORES_A,
    scores_b: Sequence[float] = SCORES_B,
    *,
    b: str = "v2",
    agreement: DecisionAgreement = SOME_DECISIONS,
) -> VersionComparison:
    """Two AVA versions: a group whose winner changes, a photo that enters, one that leaves."""
    return VersionComparison(
        kind="ava",
        a=info("ava", "v1"),
        b=info("ava", b),
        folder=str(folder),
        photos=len(names),
        changes=changes(names, scores_a, scores_b),
        pairs=(),
        spearman=Estimate(0.91, 0.86, 0.94),
        groups=3,
        flips=(WinnerFlip(2, tuple(names[:3]), names[2], names[0]),),
        entering=(names[0],),
        leaving=(names[4],),
        agreement=agreement,
        pair_figures=None,
        img_s_a=34.2,
        img_s_b=3.14,
    )


def siamese_comparison(folder: Path) -> VersionComparison:
    """Two Siamese versions on three pairs, of which one flips and changes a winner."""
    pairs = (
        PairChange("a.jpg", "b.jpg", "id-a.jpg", "id-b.jpg", 1, 0.71, 0.64),
        PairChange("c.jpg", "d.jpg", "id-c.jpg", "id-d.jpg", 2, 0.3, 0.8),
        PairChange(
            "day 2/e.jpg", "day 2/f.jpg", "id-day 2/e.jpg", "id-day 2/f.jpg", None, 0.2, 0.1
        ),
    )
    return VersionComparison(
        kind="siamese",
        a=info("siamese", "v1"),
        b=info("siamese", "v2"),
        folder=str(folder),
        photos=6,
        changes=(),
        pairs=pairs,
        spearman=Estimate(0.5, -0.2, 0.9),
        groups=2,
        flips=(WinnerFlip(2, ("c.jpg", "d.jpg"), "d.jpg", "c.jpg"),),
        entering=("c.jpg",),
        leaving=("d.jpg",),
        agreement=DecisionAgreement(2, 1, 2, 0.5, 1.0, Estimate(0.5, -0.25, 1.0), Verdict.TOO_FEW),
        pair_figures=PairFigures(Estimate(2 / 3, 0.21, 0.94), 1, 1.0, 2 / 3, 3),
        img_s_a=12.0,
        img_s_b=None,
    )


def empty_comparison(folder: Path, kind: str = "ava") -> VersionComparison:
    """An album with nothing to compare."""
    return VersionComparison(
        kind=kind,
        a=info(kind, "v1"),
        b=info(kind, "v2"),
        folder=str(folder),
        photos=0,
        changes=(),
        pairs=(),
        spearman=None,
        groups=0,
        flips=(),
        entering=(),
        leaving=(),
        agreement=NO_DECISIONS,
        pair_figures=PairFigures(None, 0, None, None, 0) if kind == "siamese" else None,
        img_s_a=None,
        img_s_b=None,
    )
