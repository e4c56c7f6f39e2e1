"""What is known of the open folder: photos, decisions, groups. No Qt, no threads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from album_organizer.domain.album import Album, Comparison, GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.gui.item_models.photo_item import PhotoItem


@dataclass(slots=True)
class Session:
    """The open folder.

    Attributes:
        folder: Absolute path.
        items: Photos by path.
        decisions: What the person said, by content id, so that copies of a photo agree.
        problems: Files that could not be used, in path order.
        album: The last proposal, or None before the first.
    """

    folder: str
    items: dict[str, PhotoItem] = field(default_factory=dict)
    decisions: dict[str, UserDecision] = field(default_factory=dict)
    problems: tuple[PhotoProblem, ...] = ()
    album: Album | None = None
    _groups: dict[int, PhotoGroup] = field(default_factory=dict)
    _decided_here: set[str] = field(default_factory=set)

    def add(
        self,
        photos: Iterable[ScoredPhoto],
        problems: Iterable[PhotoProblem],
        stored: Mapping[str, UserDecision],
    ) -> list[PhotoItem]:
        """Takes in a batch of results.

        Args:
            photos: Newly scored.
            problems: Newly found.
            stored: Decisions of the catalog by content id; what was decided in this session since
                then is newer and stands.

        Returns:
            The items that are new.
        """
        self._take_stored(stored)
        new = [
            PhotoItem(scored, None, self.decisions.get(scored.photo.content_id))
            for scored in photos
        ]
        self.items.update((item.path, item) for item in new)
        merged = {problem.path: problem for problem in (*self.problems, *problems)}
        self.problems = tuple(merged[path] for path in sorted(merged))
        return new

    def decide(self, paths: Sequence[str], decision: UserDecision | None) -> list[PhotoItem]:
        """Notes what the person says of some photos, and of copies of them.

        Returns:
            The items that changed.
        """
        ids = {self.items[path].content_id for path in paths if path in self.items}
        for content_id in ids:
            if decision is None:
                self.decisions.pop(content_id, None)
            else:
                self.decisions[content_id] = decision
        self._decided_here |= ids
        changed = [
            replace(item, decision=decision)
            for item in self.items.values()
            if item.content_id in ids and item.decision is not decision
        ]
        self.items.update((item.path, item) for item in changed)
        return changed

    def propose(self, album: Album, stored: Mapping[str, UserDecision]) -> list[PhotoItem]:
        """Takes in a proposal; photos that are not in it are no longer in the folder.

        Returns:
            All items.
        """
        self._take_stored(stored)
        self.album = album
        self.problems = album.problems
        self._groups = {group.id: group for group in album.groups}
        self.items = {}
        for path, scored in album.photos.items():
            pick = album.picks.get(path)
            group = None if pick is None else self._groups.get(pick.group)
            self.items[path] = PhotoItem(
                scored,
                pick,
                self.decisions.get(scored.photo.content_id),
                1 if group is None else len(group.paths),
                GroupKind.SINGLE if group is None else group.kind,
            )
        return list(self.items.values())

    def decisions_by_path(self) -> dict[str, UserDecision]:
        """The decisions as the proposal takes them."""
        return {
            path: item.decision for path, item in self.items.items() if item.decision is not None
        }

    def group_of(self, path: str) -> list[PhotoItem]:
        """The photos of a photo's group, best first; only itself while nothing is grouped."""
        item = self.items.get(path)
        if item is None:
            return []
        group = None if item.pick is None else self._groups.get(item.pick.group)
        return [item] if group is None else [self.items[p] for p in group.paths]

    def comparisons_of(self, path: str) -> list[Comparison]:
        """The comparisons a photo took part in, told from its side, the clearest win first."""
        if self.album is None:
            return []
        found = []
        for comparison in self.album.comparisons:
            if comparison.a == path:
                found.append(comparison)
            elif comparison.b == path:
                found.append(Comparison(path, comparison.a, 1.0 - comparison.p_a))
        return sorted(found, key=lambda c: (-c.p_a, c.b))

    def in_album(self) -> list[PhotoItem]:
        """The photos that would be exported now, in path order."""
        return [self.items[path] for path in sorted(self.items) if self.items[path].in_album]

    def _take_stored(self, stored: Mapping[str, UserDecision]) -> None:
        for content_id, decision in stored.items():
            if content_id not in self._decided_here:
                self.decisions[content_id] = decision
