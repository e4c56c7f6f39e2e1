"""Blind test of two versions: the pairs of photos on which they disagree."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from album_organizer.registry.blind_answers import Preference

_USES = 2
"""The sign test wants answers that do not hang together: no photo may decide many of them."""
_MOVERS = 150
_SCALE = 1 << 20


class Choice(StrEnum):
    """What a person can say to a pair."""

    LEFT = "left"
    RIGHT = "right"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class BlindPair:
    """Two photos on which the versions disagree, as they are shown.

    Attributes:
        left: Path, relative to the album folder.
        right: The same of the other photo.
        left_id: Content id of ``left``.
        right_id: Content id of ``right``.
        a_prefers_left: Whether version a prefers the left photo, and so version b the right one.
    """

    left: str
    right: str
    left_id: str
    right_id: str
    a_prefers_left: bool

    @property
    def photos(self) -> frozenset[str]:
        """The two content ids."""
        return frozenset((self.left_id, self.right_id))

    @property
    def preferred_by_a(self) -> str:
        """Path of the photo that version a prefers."""
        return self.left if self.a_prefers_left else self.right

    @property
    def preferred_by_b(self) -> str:
        """Path of the photo that version b prefers."""
        return self.right if self.a_prefers_left else self.left

    def preference(self, choice: Choice) -> Preference:
        """The version that somebody agrees with who makes this choice."""
        if choice is Choice.NEITHER:
            return None
        return "a" if (choice is Choice.LEFT) == self.a_prefers_left else "b"

    def choice(self, preference: Preference) -> Choice:
        """The choice that somebody made who agrees with this version."""
        if preference is None:
            return Choice.NEITHER
        return Choice.LEFT if (preference == "a") == self.a_prefers_left else Choice.RIGHT


def pairs_of_disagreement(comparison: VersionComparison, limit: int) -> tuple[BlindPair, ...]:
    """Pairs of photos of which each version prefers another one, the clearest first.

    How clear a pair is, is what the less certain of the two versions says: by how much its scores
    differ in the album's order (AVA), or how far its probability is from 1/2 (Siamese). No photo
    is in more than two pairs. The same pairs come whatever the order of the photos and whichever
    version is called a.

    Args:
        comparison: Of the two versions.
        limit: At most so many pairs; fewer where there are no more.
    """
    if comparison.kind == "ava":
        candidates = _ordered_differently(comparison.changes, limit)
    else:
        candidates = _flipped(comparison.pairs)
    uses: Counter[str] = Counter()
    chosen: list[BlindPair] = []
    for better_a, better_b in candidates:
        if len(chosen) == limit:
            break
        if max(uses[better_a[1]], uses[better_b[1]]) < _USES:
            uses.update((better_a[1], better_b[1]))
            chosen.append(_blind(comparison, better_a, better_b))
    return tuple(chosen)


def known_pairs(
    comparison: VersionComparison, wanted: Collection[frozenset[str]]
) -> dict[frozenset[str], BlindPair]:
    """Pairs as they are shown, by their content ids.

    Args:
        comparison: Of the two versions.
        wanted: Two content ids each; those that are not in the album, or on which the versions
            agree, are missing in the result.
    """
    if comparison.kind == "ava":
        by_id = {c.content_id: c for c in reversed(comparison.changes)}
        candidates: Iterable[tuple[_Photo, _Photo]] = (
            found
            for ids in wanted
            for found in _ordered_differently([by_id[i] for i in ids if i in by_id], 1)
        )
    else:
        candidates = _flipped(comparison.pairs)
    pairs = (_blind(comparison, *found) for found in candidates)
    return {pair.photos: pair for pair in pairs if pair.photos in wanted}


_Photo = tuple[str, str]
"""Path and content id."""


def _blind(comparison: VersionComparison, better_a: _Photo, better_b: _Photo) -> BlindPair:
    """Puts the photos on their sides: by a hash, so that neither version has one."""
    left, right = sorted((better_a, better_b), key=lambda photo: photo[1])
    versions = sorted((comparison.a.sha256, comparison.b.sha256))
    text = "\n".join((left[1], right[1], *versions))
    if hashlib.blake2b(text.encode(), digest_size=1).digest()[0] & 1:
        left, right = right, left
    return BlindPair(left[0], right[0], left[1], right[1], left == better_a)


def _ordered_differently(
    changes: Sequence[PhotoChange], limit: int
) -> Iterator[tuple[_Photo, _Photo]]:
    """Pairs for a limit, clearest first; of each the photo that a prefers, then that of b.

    Not all pairs are looked at: there are 50 million of 10,000 photos. Where both versions see
    a margin of m or more, the two photos' moves differ by 2 m, so that one of them moved by m
    itself: the clearest pairs are found among those of the photos that moved most with all others.
    """
    # In the order of the ids, so that the photos' order is no criterion where margins are equal.
    photos = sorted(
        {c.content_id: c for c in sorted(changes, key=lambda c: c.path, reverse=True)}.values(),
        key=lambda c: c.content_id,
    )
    # On a scale of whole numbers, where equal margins are equal.
    rank_a = np.rint(np.array([c.rank_a for c in photos]) * _SCALE).astype(np.int64)
    rank_b = np.rint(np.array([c.rank_b for c in photos]) * _SCALE).astype(np.int64)
    rising = np.argsort(rank_a - rank_b, kind="stable")[:_MOVERS]
    falling = np.argsort(rank_b - rank_a, kind="stable")[:_MOVERS]
    # Only `limit` photos can be used up, so that this many partners are enough for each.
    partners = limit + 1
    margins: dict[tuple[int, int], int] = {}
    for riser in rising.tolist():
        seen = np.minimum(rank_a - rank_a[riser], rank_b[riser] - rank_b)
        margins |= {(other, riser): m for other, m in _largest(seen, partners)}
    for faller in falling.tolist():
        seen = np.minimum(rank_a[faller] - rank_a, rank_b - rank_b[faller])
        margins |= {(faller, other): m for other, m in _largest(seen, partners)}
    for i, j in sorted(margins, key=lambda pair: (-margins[pair], min(pair), max(pair))):
        yield (photos[i].path, photos[i].content_id), (photos[j].path, photos[j].content_id)


def _largest(margins: NDArray[np.int64], count: int) -> Iterator[tuple[int, int]]:
    """Index and value of the largest positive margins; of equal ones those that come first."""
    size = len(margins)
    if size > count:
        keys = margins * size - np.arange(size)
        chosen = np.argpartition(keys, size - count)[size - count :]
    else:
        chosen = np.arange(size)
    for index in chosen.tolist():
        if margins[index] > 0:
            yield index, int(margins[index])


def _flipped(pairs: Sequence[PairChange]) -> Iterator[tuple[_Photo, _Photo]]:
    """Pairs of which each version prefers another photo, as those of `_ordered_differently`."""

    def order(pair: PairChange) -> tuple[float, list[str], list[str]]:
        certainty = min(abs(pair.p_a - 0.5), abs(pair.p_b - 0.5))
        # Probabilities of swapped pairs are equal only up to rounding.
        ids, paths = sorted((pair.first_id, pair.second_id)), sorted((pair.first, pair.second))
        return -round(certainty, 9), ids, paths

    shown: set[frozenset[str]] = set()
    for pair in sorted((p for p in pairs if p.flipped and p.first_id != p.second_id), key=order):
        photos = frozenset((pair.first_id, pair.second_id))
        if photos in shown:
            continue
        shown.add(photos)
        first, second = (pair.first, pair.first_id), (pair.second, pair.second_id)
        yield (first, second) if pair.p_a > 0.5 else (second, first)
