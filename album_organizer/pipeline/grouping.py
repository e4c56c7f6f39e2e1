"""Groups near-identical shots: capture time, embedding and perceptual hash, complete linkage."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from album_organizer.domain.album import GroupKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.series import series_kinds
from album_organizer.settings.schema import Grouping

_CHUNK = 1024
"""Rows of the photo-by-photo matrix held in memory at once (1024 x 30,000 float32 = 120 MB)."""

Cluster = tuple[tuple[ScoredPhoto, ...], GroupKind]


def group_photos(photos: Sequence[ScoredPhoto], settings: Grouping) -> list[Cluster]:
    """Divides photos into groups; every photo is in exactly one.

    Exposure brackets and panorama runs are found first, by their EXIF data. Of the others, a photo
    joins a group only if it is close to *all* its members, so that a slow pan does not chain
    different pictures together.

    Args:
        photos: In any order, which does not matter.
        settings: Thresholds.

    Returns:
        Members in order of capture and their kind, in order of capture of the first member.
    """
    ordered = sorted(photos, key=_capture_order)
    series = series_kinds(ordered, settings)
    groups: list[Cluster] = [(tuple(ordered[i] for i in indices), kind) for indices, kind in series]
    taken = {i for indices, _ in series for i in indices}
    rest = [photo for i, photo in enumerate(ordered) if i not in taken]
    for members in _similar_sets(rest, settings):
        kind = GroupKind.SIMILAR if len(members) > 1 else GroupKind.SINGLE
        groups.append((tuple(rest[i] for i in members), kind))
    return sorted(groups, key=lambda group: _capture_order(group[0][0]))


def _capture_order(photo: ScoredPhoto) -> tuple[bool, datetime, str, str]:
    taken_at = photo.photo.capture.taken_at
    return taken_at is None, taken_at or datetime.min, photo.photo.content_id, photo.photo.path


def _similar_sets(photos: Sequence[ScoredPhoto], settings: Grouping) -> list[list[int]]:
    """Index sets by complete linkage, computed within each set of photos linked at all."""
    if not photos:
        return []
    features = _Features(photos, settings)
    rows, columns = features.near_pairs()
    count = len(photos)
    graph = coo_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(count, count))
    _, component_of = connected_components(graph, directed=False)
    pairs_in = np.bincount(component_of[rows], minlength=component_of.max() + 1)
    order = np.argsort(component_of, kind="stable")
    starts = np.flatnonzero(np.diff(component_of[order])) + 1
    sets: list[list[int]] = []
    for component in np.split(order, starts):
        size = len(component)
        # Most moments are near in all pairs: nothing to divide.
        if pairs_in[component_of[component[0]]] == size * (size - 1) // 2:
            sets.append(component.tolist())
        else:
            sets.extend(_complete_linkage(component, features))
    return sets


def _complete_linkage(component: NDArray[np.intp], features: "_Features") -> list[list[int]]:
    distances = features.distance(component[:, None], component[None, :])
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="complete")
    labels = fcluster(tree, t=1.0, criterion="distance")
    return [component[labels == label].tolist() for label in np.unique(labels)]


class _Features:
    """Arrays over the photos of one folder; a distance of 1 is the edge of "near-identical"."""

    def __init__(self, photos: Sequence[ScoredPhoto], settings: Grouping) -> None:
        self._settings = settings
        self._embeddings = np.stack([p.analysis.embedding for p in photos])
        self._hashes = np.array([p.analysis.perceptual_hash for p in photos], np.uint64)
        taken = [p.photo.capture.taken_at for p in photos]
        known = [t for t in taken if t is not None]
        first = min(known) if known else datetime.min
        self._seconds = np.array(
            [np.nan if t is None else (t - first).total_seconds() for t in taken]
        )
        # Photos come in order of capture with unknown times last.
        self._timed = len(known)

    def distance(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Distances of the broadcast index arrays; symmetric, 1 at the edge of a group.

        The larger one of the time gap and the mean of both visual distances, each relative to its
        threshold. Without both capture times, only the visual distances count, more strictly.
        """
        rows, columns = np.broadcast_arrays(rows, columns)
        cosine = np.einsum("...d,...d->...", self._embeddings[rows], self._embeddings[columns])
        bits = np.bitwise_count(self._hashes[rows] ^ self._hashes[columns])
        visual = (
            np.clip(1.0 - cosine, 0.0, None) / self._settings.max_embedding_distance
            + bits / self._settings.max_hash_distance
        ) / 2
        gap = np.abs(self._seconds[rows] - self._seconds[columns]) / self._settings.max_gap_s
        unknown = visual / self._settings.stricter_factor
        distance: NDArray[np.float64] = np.where(np.isnan(gap), unknown, np.maximum(visual, gap))
        return distance

    def near_pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Index pairs i < j with a distance of at most 1."""
        near: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
        for rows, columns in self._candidate_pairs():
            keep = self.distance(rows, columns) <= 1.0
            near.append((rows[keep], columns[keep]))
        if not near:
            empty = np.empty(0, np.intp)
            return empty, empty
        return np.concatenate([r for r, _ in near]), np.concatenate([c for _, c in near])

    def _candidate_pairs(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Pairs that may be near: within the time gap, or visually near with a time unknown."""
        timed = self._seconds[: self._timed]
        for offset in range(1, self._timed):
            rows = np.flatnonzero(timed[offset:] - timed[:-offset] <= self._settings.max_gap_s)
            if not len(rows):
                break
            yield rows, rows + offset
        limit = 1.0 - 2 * self._settings.max_embedding_distance * self._settings.stricter_factor
        for start in range(self._timed, len(self._embeddings), _CHUNK):
            columns = np.arange(start, min(start + _CHUNK, len(self._embeddings)))
            cosine = self._embeddings[columns] @ self._embeddings[: columns[-1]].T
            hits, rows = np.nonzero(cosine >= limit - 1e-6)
            below = rows < columns[hits]
            yield rows[below], columns[hits[below]]
