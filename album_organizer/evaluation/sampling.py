"""Which photos and pairs of an album two versions are asked about."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.grouping import Cluster

LARGEST_GROUP = 20
"""Members of one group that are compared with each other: 190 pairs."""

FEW_PAIRS = 20
"""With fewer pairs in groups, neighbours in time are compared as well."""

PAIRS_WITH_NEIGHBOURS = 64
"""Pairs to make up with neighbours, as far as the album has them."""

_Item = TypeVar("_Item")
_DECIDED_FIRST = {UserDecision.PICK: 0, UserDecision.REJECT: 1, None: 2}


def sample_pairs(
    clusters: Sequence[Cluster], decisions: Mapping[str, UserDecision]
) -> dict[Pair, int | None]:
    """The pairs that two Siamese versions compare.

    All pairs inside the groups of similar shots; of a huge group, those of the photos that the
    person decided on and of its best. An album with hardly any groups adds neighbours in time:
    the first shots of groups that follow each other.

    Args:
        clusters: Groups in order of capture.
        decisions: Of the person, by path.

    Returns:
        Group id, or None for neighbours, by pair of paths in sorted order; no pair of copies.
    """
    pairs: dict[Pair, int | None] = {}
    for number, (members, kind) in enumerate(clusters, start=1):
        if kind is GroupKind.SIMILAR:
            kept = sorted(members, key=lambda photo: _importance(photo, decisions))
            pairs.update(dict.fromkeys(_different(combinations(kept[:LARGEST_GROUP], 2)), number))
    if len(pairs) < FEW_PAIRS:
        neighbours = list(_different(pairwise(members[0] for members, _ in clusters)))
        added = evenly(neighbours, PAIRS_WITH_NEIGHBOURS - len(pairs))
        pairs.update(dict.fromkeys(added, None))
    return dict(sorted(pairs.items(), key=lambda item: item[0]))


def evenly(items: Sequence[_Item], count: int) -> list[_Item]:
    """At most ``count`` items, spread over the whole sequence, in its order."""
    if len(items) <= count:
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]


def _different(pairs: "Iterator[tuple[ScoredPhoto, ScoredPhoto]]") -> Iterator[Pair]:
    for one, other in pairs:
        if one.photo.content_id != other.photo.content_id:
            first, second = sorted((one.photo.path, other.photo.path))
            yield first, second


def _importance(
    photo: ScoredPhoto, decisions: Mapping[str, UserDecision]
) -> tuple[int, float, str, str]:
    path, content_id = photo.photo.path, photo.photo.content_id
    return _DECIDED_FIRST[decisions.get(path)], -photo.card.composite, content_id, path
