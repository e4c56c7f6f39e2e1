"""Ranks a folder again whenever weights, thresholds, decisions or the size of the album change.

Everything that takes time (reading figures, grouping, comparing) is done once; what is left is
arithmetic on arrays, fast enough to follow a slider.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import Comparison, PhotoGroup, UserDecision
from album_organizer.domain.reason import Reason
from album_organizer.domain.scores import ScoredPhoto, Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.answers import Answers, Pair
from album_organizer.pipeline.group_order import (
    KINDS,
    GroupArrays,
    GroupOrder,
    PairRows,
    order_groups,
    win_matrices,
)
from album_organizer.pipeline.grouping import Cluster
from album_organizer.pipeline.photo_arrays import Flags, Floats, PhotoArrays, Rows
from album_organizer.pipeline.reasons import reasons_for
from album_organizer.pipeline.selection import PICKED, REJECTED, Selection, select_proposals
from album_organizer.pipeline.tie_break import NO_TIE, TieBreak, break_tie
from album_organizer.pipeline.weighed_photos import WeighedPhotos

_CODES = {UserDecision.PICK: PICKED, UserDecision.REJECT: REJECTED}


@dataclass(frozen=True, eq=False)
class RankedAlbum:
    """The place of every photo under one tuning; arrays have a row for every photo, in path order.

    Attributes:
        tuning: What it was ranked by.
        paths: The photos.
        composite: 0..1, float64.
        group: Id of the group, from 1, int32.
        rank: 1 for the best of the group, int32.
        group_size: Photos of the group, int32.
        kind: Code of the group's kind in :data:`~album_organizer.pipeline.group_order.KINDS`.
        proposed: Whether the program proposes it for the album.
        tied: Whether comparisons decided on its place in the group.
        candidate: Whether it competed for a place in the album.
        groups: Who is in which group.
        grouped: The ranked groups.
    """

    tuning: Tuning
    paths: tuple[str, ...]
    composite: Floats
    group: NDArray[np.int32]
    rank: NDArray[np.int32]
    group_size: NDArray[np.int32]
    kind: NDArray[np.int8]
    proposed: Flags
    tied: Flags
    candidate: Flags
    groups: GroupArrays
    grouped: GroupOrder

    @property
    def wants_comparisons(self) -> bool:
        """Whether there are :attr:`missing_pairs`, without making the list."""
        return len(self.grouped.missing[0]) > 0

    @cached_property
    def missing_pairs(self) -> tuple[Pair, ...]:
        """Pairs whose comparison would decide a tie and was never asked for, sorted."""
        return self._paths_of(self.grouped.missing)

    @cached_property
    def used_pairs(self) -> tuple[Pair, ...]:
        """Pairs whose comparison counted, sorted."""
        return self._paths_of(self.grouped.used)

    @cached_property
    def selection(self) -> Selection:
        """The proposal by paths."""
        return Selection(self._set_of(self.proposed), self._set_of(self.candidate))

    def rows_of(self, group: int) -> Rows:
        """The rows of a group, best first."""
        start = self.groups.starts[group - 1]
        return self.grouped.order[start : start + self.groups.sizes[group - 1]]

    def _set_of(self, chosen: Flags) -> frozenset[str]:
        return frozenset(self.paths[row] for row in np.flatnonzero(chosen).tolist())

    def _paths_of(self, pairs: PairRows) -> tuple[Pair, ...]:
        rows = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
        return tuple((self.paths[a], self.paths[b]) for a, b in rows)


class Reranker:
    """The photos of a folder, grouped and compared. Never changes, so threads may share it.

    Args:
        photos: By path.
        clusters: All photos in groups, in order of capture.
        probabilities: For pairs of paths in sorted order, P(first is better).
        asked: Pairs that are not to be asked again; those of ``probabilities`` need not be in it.

    Raises:
        ValueError: If a photo is in no group or in several.
    """

    def __init__(
        self,
        photos: Mapping[str, ScoredPhoto],
        clusters: Sequence[Cluster],
        probabilities: Mapping[Pair, float],
        asked: Iterable[Pair] = (),
    ) -> None:
        self._photos = photos
        self._arrays = PhotoArrays.of(photos)
        self._groups = GroupArrays.of(clusters, self._arrays)
        self._answers = Answers.of(self._arrays.row_of, probabilities, asked)
        self._group_of = np.empty(len(self.paths), np.intp)
        self._group_of[self._groups.members] = self._groups.group
        self._size = self._groups.sizes[self._group_of].astype(np.int32)
        self._kind = self._groups.kind[self._group_of]
        ava = self._arrays.ava
        ahead = len(ava) - np.searchsorted(np.sort(ava), ava, "right")
        self._ava_rank = ahead / max(len(ava), 1)
        self._last: tuple[tuple[Weights, float, float], tuple[Floats, GroupOrder]] | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The photos, in path order: the rows of all arrays."""
        return self._arrays.paths

    @property
    def photos(self) -> Mapping[str, ScoredPhoto]:
        """The photos by path."""
        return self._photos

    def with_answers(
        self, asked: Iterable[Pair], probabilities: Mapping[Pair, float]
    ) -> "Reranker":
        """The same folder after more comparisons.

        Args:
            asked: Pairs that the comparison model was asked for; those without an answer (a file
                vanished) are not missing any more.
            probabilities: P(first is better) by pair.
        """
        other = copy(self)
        newer = Answers.of(self._arrays.row_of, probabilities, asked)
        other._answers = self._answers.joined(newer)
        other._last = None
        return other

    def decision_codes(self, decisions: Mapping[str, UserDecision]) -> NDArray[np.int8]:
        """Decisions by path as :meth:`rank` takes them; photos that are gone are left out."""
        codes = np.zeros(len(self.paths), np.int8)
        for path, decision in decisions.items():
            row = self._arrays.row_of.get(path)
            if row is not None:
                codes[row] = _CODES[decision]
        return codes

    def rank(self, tuning: Tuning, decisions: NDArray[np.int8]) -> RankedAlbum:
        """Ranks all groups and proposes an album.

        Args:
            tuning: Weights, thresholds and the size of the album.
            decisions: By row: 0 undecided, 1 picked, 2 rejected. They always stand.
        """
        composites, grouped = self._order(tuning)
        groups = self._groups
        rank = np.empty(len(self.paths), np.int32)
        rank[grouped.order] = np.arange(len(self.paths)) - groups.starts[groups.group] + 1
        proposed, candidate = select_proposals(
            self._arrays, groups, grouped.order, composites, decisions, tuning
        )
        return RankedAlbum(
            tuning=tuning,
            paths=self.paths,
            composite=composites,
            group=(self._group_of + 1).astype(np.int32),
            rank=rank,
            group_size=self._size,
            kind=self._kind,
            proposed=proposed,
            tied=grouped.tied,
            candidate=candidate,
            groups=groups,
            grouped=grouped,
        )

    def group_paths(self, ranked: RankedAlbum, group: int) -> tuple[str, ...]:
        """The photos of a group, best first."""
        return tuple(self.paths[row] for row in ranked.rows_of(group).tolist())

    def group(self, ranked: RankedAlbum, group: int) -> PhotoGroup:
        """A group with its members ranked."""
        kind = KINDS[self._groups.kind[group - 1]]
        return PhotoGroup(group, self.group_paths(ranked, group), kind)

    def tie_of(self, ranked: RankedAlbum, group: int) -> TieBreak:
        """How the tie of a group was broken."""
        rows = ranked.rows_of(group)
        tied = rows[ranked.tied[rows]]
        if not len(tied):
            return NO_TIE
        by_composite = np.lexsort((self._arrays.by_content[tied], -ranked.composite[tied]))
        tied = tied[by_composite]
        first, second = np.triu_indices(len(tied), 1)
        p, _ = self._answers.look_up(tied[first], tied[second])
        wins = win_matrices(p[None], len(tied))[0]
        paths = [self.paths[row] for row in tied.tolist()]
        return break_tie(paths, wins, ranked.tuning.close_call)

    def comparisons(self, pairs: Iterable[Pair]) -> tuple[Comparison, ...]:
        """The answers for pairs of paths, without those that have none."""
        listed = list(pairs)
        rows = np.array([[self._arrays.row_of[path] for path in pair] for pair in listed], np.intp)
        p, _ = self._answers.look_up(*rows.reshape(-1, 2).T)
        return tuple(
            Comparison(a, b, value)
            for (a, b), value in zip(listed, p.tolist(), strict=True)
            if not np.isnan(value)
        )

    def comparisons_of(self, path: str) -> tuple[Comparison, ...]:
        """All comparisons in the group of a photo, whether they counted or not, sorted by paths."""
        first, second = np.divmod(self._answers.keys, max(self._answers.count, 1))
        group = self._group_of[self._arrays.row_of[path]]
        inside = (self._group_of[first] == group) & (self._group_of[second] == group)
        pairs = zip(first[inside].tolist(), second[inside].tolist(), strict=True)
        return self.comparisons((self.paths[a], self.paths[b]) for a, b in pairs)

    def weighed(self, ranked: RankedAlbum) -> Mapping[str, ScoredPhoto]:
        """The photos with the composites of a ranking in their cards."""
        return WeighedPhotos(self._photos, self._arrays.row_of, ranked.composite)

    def explain(
        self, ranked: RankedAlbum, path: str, decision: UserDecision | None
    ) -> tuple[Reason, ...]:
        """Why a photo is where it is, most important first."""
        row = self._arrays.row_of[path]
        group = self.group(ranked, int(ranked.group[row]))
        tie = self.tie_of(ranked, group.id)
        return self.reasons(ranked, path, group, tie, decision)

    def reasons(
        self,
        ranked: RankedAlbum,
        path: str,
        group: PhotoGroup,
        tie: TieBreak,
        decision: UserDecision | None,
    ) -> tuple[Reason, ...]:
        """:meth:`explain` for whoever has the photo's group and its tie at hand."""
        ava_rank = float(self._ava_rank[self._arrays.row_of[path]])
        photos = self.weighed(ranked)
        return reasons_for(path, group, photos, tie, ranked.selection, decision, ava_rank)

    def _order(self, tuning: Tuning) -> tuple[Floats, GroupOrder]:
        """Composites and ranked groups; kept, because decisions and the count change neither."""
        key = (tuning.weights, tuning.tie_threshold, tuning.close_call)
        last = self._last
        if last is not None and last[0] == key:
            return last[1]
        composites = self._arrays.composites(tuning.weights)
        grouped = order_groups(
            self._arrays,
            self._groups,
            self._answers,
            composites,
            tuning.tie_threshold,
            tuning.close_call,
        )
        self._last = key, (composites, grouped)
        return composites, grouped
