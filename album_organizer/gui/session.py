"""What is known of the open folder: photos, decisions, groups. No Qt, no threads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from album_organizer.domain.album import Comparison, UserDecision
from album_organizer.domain.marks import NO_MARKS, Marks
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.reason import Reason
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.photo_table import PhotoTable, Rows
from album_organizer.gui.item_models.preparation import PreparedPhotos
from album_organizer.pipeline.reranking import RankedAlbum, Reranker


@dataclass(slots=True)
class Session:
    """The open folder.

    Attributes:
        folder: Absolute path.
        table: Its photos.
        decisions: What the person said, by content id, so that copies of a photo agree.
        marks: Stars and labels, by content id.
        problems: Files that could not be used, in path order.
        reranker: Explains the last proposal; None before the first.
        ranked: The last proposal, or None before the first.
    """

    folder: str
    table: PhotoTable = field(default_factory=PhotoTable)
    decisions: dict[str, UserDecision] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)
    problems: tuple[PhotoProblem, ...] = ()
    reranker: Reranker | None = None
    ranked: RankedAlbum | None = None
    _decided_here: set[str] = field(default_factory=set)
    _marked_here: set[str] = field(default_factory=set)

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """The photos by path."""
        return self.table.items

    def add(
        self,
        photos: PreparedPhotos,
        problems: Iterable[PhotoProblem],
        decisions: Mapping[str, UserDecision],
        marks: Mapping[str, Marks] | None = None,
    ) -> Rows:
        """Takes in a batch of results.

        Args:
            photos: Newly scored, prepared on the worker thread.
            problems: Newly found.
            decisions: Those of the catalog by content id; what was decided in this session since
                then is newer and stands.
            marks: The same for stars and labels.

        Returns:
            The rows of the photos.
        """
        self._take_stored(decisions, marks or {})
        rows = self.table.add(photos)
        self._note(photos.copies)
        merged = {problem.path: problem for problem in (*self.problems, *problems)}
        self.problems = tuple(merged[path] for path in sorted(merged))
        return rows

    def replace(
        self,
        photos: PreparedPhotos,
        problems: Iterable[PhotoProblem],
        decisions: Mapping[str, UserDecision],
        marks: Mapping[str, Marks] | None = None,
    ) -> None:
        """Takes in the end of a scan: other photos are no longer in the folder.

        Args:
            photos: All photos in path order, prepared on the worker thread.
            problems: All problems in path order.
            decisions: As for :meth:`add`.
            marks: As for :meth:`add`.
        """
        self._take_stored(decisions, marks or {})
        self.table.replace(photos)
        self.table.decide(self.decisions)
        self.table.mark(self.marks)
        self.problems = tuple(problems)

    def rank(self, reranker: Reranker, ranked: RankedAlbum) -> None:
        """Takes over groups and proposals of exactly these photos."""
        self.reranker, self.ranked = reranker, ranked
        self.table.apply_ranking(ranked)

    def decide(self, paths: Sequence[str], decision: UserDecision | None) -> Rows:
        """Notes what the person says of some photos, and of copies of them.

        Returns:
            The rows that changed.
        """
        return self.apply_decisions(dict.fromkeys(self.content_ids(paths), decision))

    def content_ids(self, paths: Iterable[str]) -> list[str]:
        """The pictures of some paths, each once, in their order; unknown paths are left out."""
        rows = (self.table.row_of(path) for path in paths)
        return list(dict.fromkeys(self.table.content_id(row) for row in rows if row is not None))

    def apply_decisions(self, decisions: Mapping[str, UserDecision | None]) -> Rows:
        """Notes decisions by content id.

        Returns:
            The rows that changed.
        """
        for content_id, decision in decisions.items():
            if decision is None:
                self.decisions.pop(content_id, None)
            else:
                self.decisions[content_id] = decision
        self._decided_here.update(decisions)
        return self.table.decide(decisions)

    def apply_marks(self, marks: Mapping[str, Marks]) -> Rows:
        """Notes stars and labels by content id.

        Returns:
            The rows that changed.
        """
        for content_id, what in marks.items():
            if what == NO_MARKS:
                self.marks.pop(content_id, None)
            else:
                self.marks[content_id] = what
        self._marked_here.update(marks)
        return self.table.mark(marks)

    def decisions_by_path(self) -> dict[str, UserDecision]:
        """The decisions as the proposal takes them."""
        table = self.table
        return {
            table.paths[row]: self.decisions[table.content_id(row)]
            for row in np.flatnonzero(table.decision).tolist()
        }

    def group_of(self, path: str) -> list[PhotoItem]:
        """The photos of a photo's group, best first; only itself while nothing is grouped."""
        table, row = self.table, self.table.row_of(path)
        if row is None:
            return []
        if not table.group[row]:
            return [table.item(row)]
        members = np.flatnonzero(table.group == table.group[row])
        best_first = members[np.argsort(table.rank[members], kind="stable")]
        return [table.item(member) for member in best_first.tolist()]

    def comparisons_of(self, path: str) -> tuple[Comparison, ...]:
        """All comparisons within the group of a photo, ordered by the two paths."""
        if self.reranker is None or self.ranked is None or path not in self.reranker.photos:
            return ()
        return self.reranker.comparisons_of(path)

    def reasons_of(self, path: str) -> tuple[Reason, ...]:
        """Why a photo is where it is; nothing before the first proposal."""
        row = self.table.row_of(path)
        if self.reranker is None or self.ranked is None or row is None:
            return ()
        if path not in self.reranker.photos:
            return ()
        return self.reranker.explain(self.ranked, path, self.table.item(row).decision)

    def in_album(self) -> list[PhotoItem]:
        """The photos that would be exported now, in path order."""
        items = [self.table.item(row) for row in np.flatnonzero(self.table.in_album).tolist()]
        return sorted(items, key=lambda item: item.path)

    def _take_stored(
        self, decisions: Mapping[str, UserDecision], marks: Mapping[str, Marks]
    ) -> None:
        self.decisions.update(
            (key, value) for key, value in decisions.items() if key not in self._decided_here
        )
        self.marks.update(
            (key, value) for key, value in marks.items() if key not in self._marked_here
        )

    def _note(self, content_ids: Iterable[str]) -> None:
        """Gives photos that arrived what is known of their pictures."""
        ids = list(content_ids)
        self.table.decide({i: self.decisions.get(i) for i in ids})
        self.table.mark({i: self.marks.get(i, NO_MARKS) for i in ids})
