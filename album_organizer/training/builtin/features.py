"""Features of every photo and of its damaged versions, computed once by the frozen trunk."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from album_organizer.domain.job import Job
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging.degradations import (
    FAMILIES,
    Pixels,
    crop,
    random_pair,
    same_detail,
)
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.builtin.photos import TrainingPhoto

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Indices = NDArray[np.int64]
FAMILY_NAMES = tuple(FAMILIES)
VARIANT_NAMES = tuple(benchmark())

PAIRS = dict.fromkeys(FAMILIES, 2) | {
    "gaussian": 1,
    "shake": 1,
    "noise": 1,
    "white balance": 1,
    "exposure": 3,
    "edge crop": 3,
}
"""Pairs of each family per photo; more where there is more to learn."""

_MORE_EDGES_SEED = 777
"""Apart from the seed of the others, so that those, on which versions are measured, stay."""

_REFRAMED = 0.4
_MATCHED = 0.6
_MORE_MATCHED = 0.75
_SHAPES = (2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2)
_LEAST_KEPT = 0.55


def reframe(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Cuts a photo to another usual shape, somewhere around its centre.

    The photos of one source share a shape. Taught on them as they are, a model learns that shape,
    and holds every upright photo for a cropped one.

    Args:
        pixels: The photo.
        rng: Draws shape and place.

    Returns:
        The part; the photo itself where too little would be left.
    """
    height, width = pixels.shape[:2]
    wanted = rng.choice(_SHAPES) / (width / height)
    kept = (min(1.0, wanted), min(1.0, 1 / wanted))
    if min(kept) < _LEAST_KEPT:
        return pixels
    return crop(pixels, kept, (rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.75)))


@dataclass(frozen=True)
class Pairs:
    """Pairs of versions of one photo; every array has shape (M,).

    Attributes:
        photo: Index of the photo.
        kind: Index into ``FAMILY_NAMES`` (random pairs) or ``VARIANT_NAMES`` (benchmark).
        better: Row of the features of the better version.
        worse: Row of the features of the worse version.
        gap: Difference of the strengths; 0 in the benchmark.
    """

    photo: Indices
    kind: Indices
    better: Indices
    worse: Indices
    gap: Floats

    def of_photos(self, chosen: NDArray[np.bool_]) -> "Pairs":
        """The pairs of the photos that a mask of shape (N,) chooses."""
        return self.only(chosen[self.photo])

    def only(self, keep: NDArray[np.bool_]) -> "Pairs":
        """The pairs that a mask of shape (M,) chooses."""
        return Pairs(**{f.name: getattr(self, f.name)[keep] for f in fields(self)})

    def followed_by(self, more: "Pairs") -> "Pairs":
        """These and others, in this order."""
        return Pairs(
            **{
                f.name: np.concatenate([getattr(self, f.name), getattr(more, f.name)])
                for f in fields(self)
            }
        )


@dataclass(frozen=True)
class FeatureBank:
    """All features.

    Attributes:
        features: (K, D), one row per picture; half precision, for there are many.
        clean: (N,) row of each undamaged photo.
        flipped: (N,) row of each undamaged photo, mirrored.
        random: Random pairs of all families, of every photo.
        bench: The fixed benchmark against the whole original at the same detail.
        bench_plain: The same against the original as it is.
        more: Further pairs of every photo, to learn from and not to measure with.
    """

    features: Halves
    clean: Indices
    flipped: Indices
    random: Pairs
    bench: Pairs
    bench_plain: Pairs
    more: Pairs


_LISTS = ("random", "bench", "bench_plain", "more")
_Row = tuple[int, int, int, float]


class _PhotoVersions:
    """Collects the versions of one photo and which of them form pairs."""

    def __init__(self, pixels: Pixels) -> None:
        self.pictures: list[Pixels] = [pixels, np.ascontiguousarray(pixels[:, ::-1])]
        self.rows: dict[str, list[_Row]] = {name: [] for name in _LISTS}

    def add_random(self, rng: np.random.Generator) -> None:
        """Random pairs of every family, of the photo, its mirror image or a part of either."""
        for family in FAMILY_NAMES:
            for _ in range(PAIRS[family]):
                self._add_pair("random", family, rng, _MATCHED)

    def add_benchmark(self) -> None:
        """The fixed variants, each with and without an original of the same detail."""
        original = self.pictures[0]
        for kind, (_, damage) in enumerate(benchmark().values()):
            worse = damage(original)
            row = self._row(worse)
            self.rows["bench"].append((kind, self._row(same_detail(original, worse)), row, 0.0))
            self.rows["bench_plain"].append((kind, 0, row, 0.0))

    def add_more_edges(self, count: int, rng: np.random.Generator) -> None:
        """Further pairs with a strip cut off, the damage that is the hardest to see."""
        for _ in range(count):
            self._add_pair("more", "edge crop", rng, _MORE_MATCHED)

    def _add_pair(self, name: str, family: str, rng: np.random.Generator, matched: float) -> None:
        photo = self.pictures[int(rng.integers(2))]
        if rng.random() < _REFRAMED:
            photo = reframe(photo, rng)
        pair = random_pair(photo, family, rng, match_detail=rng.random() < matched)
        worse, better = self._row(pair.worse), self._row(pair.better)
        self.rows[name].append((FAMILY_NAMES.index(family), better, worse, pair.gap))

    def _row(self, picture: Pixels) -> int:
        for row, known in enumerate(self.pictures):
            if known is picture:
                return row
        self.pictures.append(picture)
        return len(self.pictures) - 1


def build_bank(
    trunk: nn.Module,
    photos: Sequence[TrainingPhoto],
    preprocessing: Preprocessing,
    *,
    seed: int,
    benchmark_source: str,
    more_edges: int = 0,
    threads: int = 1,
    job: Job = Job(),
) -> FeatureBank:
    """Embeds every photo, its mirror image and its damaged versions.

    Args:
        trunk: (B, 3, H, W) -> (B, D), in eval mode.
        photos: The photos.
        preprocessing: As it will be used with the finished model.
        seed: Each photo draws its damage from this and its own index.
        benchmark_source: The benchmark runs on the photos of this source.
        more_edges: Further pairs a photo with a strip cut off, to learn from only.
        threads: Photos embedded at the same time.
        job: Progress and cancel.
    """
    embed = partial(_embed_photo, trunk, preprocessing, seed, benchmark_source, more_edges)
    parts: list[Halves] = []
    collected: dict[str, list[tuple[int, int, int, int, float]]] = {name: [] for name in _LISTS}
    first: list[int] = []
    count = 0
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for index, (features, rows) in enumerate(pool.map(embed, range(len(photos)), photos)):
            job.report("Computing features", index, len(photos))
            for name, found in rows.items():
                collected[name] += [
                    (index, kind, better + count, worse + count, gap)
                    for kind, better, worse, gap in found
                ]
            parts.append(features)
            first.append(count)
            count += len(features)
    clean = np.array(first, np.int64)
    return FeatureBank(
        np.concatenate(parts),
        clean,
        clean + 1,
        **{name: _as_pairs(rows) for name, rows in collected.items()},
    )


def _embed_photo(
    trunk: nn.Module,
    preprocessing: Preprocessing,
    seed: int,
    benchmark_source: str,
    more_edges: int,
    index: int,
    photo: TrainingPhoto,
) -> tuple[Halves, dict[str, list[_Row]]]:
    versions = _PhotoVersions(photo.pixels())
    versions.add_random(np.random.default_rng((seed, index)))
    if photo.source == benchmark_source:
        versions.add_benchmark()
    versions.add_more_edges(more_edges, np.random.default_rng((_MORE_EDGES_SEED, index)))
    return embed(trunk, preprocessing, versions.pictures), versions.rows


def embed(
    trunk: nn.Module, preprocessing: Preprocessing, pictures: Sequence[Pixels], batch: int = 8
) -> Halves:
    """Features of pictures, shape (len(pictures), D)."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(pictures), batch):
            inputs = np.stack(
                [preprocessing.apply(Image.fromarray(p)) for p in pictures[start : start + batch]]
            )
            parts.append(trunk(torch.from_numpy(inputs)).numpy().astype(np.float16))
    return np.concatenate(parts)


def _as_pairs(rows: list[tuple[int, int, int, int, float]]) -> Pairs:
    table = np.array(rows, np.float64).reshape(-1, 5)
    whole = table[:, :4].astype(np.int64)
    photo, kind, better, worse = whole.T
    return Pairs(photo, kind, better, worse, table[:, 4].astype(np.float32))


def save_bank(bank: FeatureBank, path: Path) -> None:
    """Keeps the features for another run (.npz)."""
    arrays = {name: getattr(bank, name) for name in ("features", "clean", "flipped")}
    for name in _LISTS:
        arrays |= {f"{name}.{f.name}": getattr(getattr(bank, name), f.name) for f in fields(Pairs)}
    np.savez(path, **arrays)


def load_bank(path: Path) -> FeatureBank:
    """Reads what `save_bank` wrote."""
    with np.load(path) as arrays:
        pairs = {
            name: Pairs(**{f.name: arrays[f"{name}.{f.name}"] for f in fields(Pairs)})
            for name in _LISTS
        }
        return FeatureBank(arrays["features"], arrays["clean"], arrays["flipped"], **pairs)
