"""All photos of the open folder as columns: thousands are filtered and sorted in milliseconds."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import Standing, UserDecision
from album_organizer.domain.marks import NO_MARKS, ColorLabel, Marks
from album_organizer.domain.scores import ScoreCard, ScoredPhoto
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.preparation import (
    UNKNOWN_TIME,
    PreparedPhotos,
    codes_of,
    prepare,
)
from album_organizer.pipeline.group_order import KINDS

NO_DECISION, PICKED, REJECTED = 0, 1, 2
DECISION_CODES: Mapping[UserDecision | None, int] = {
    None: NO_DECISION,
    UserDecision.PICK: PICKED,
    UserDecision.REJECT: REJECTED,
}
DECISIONS: tuple[UserDecision | None, ...] = (None, UserDecision.PICK, UserDecision.REJECT)

Rows = NDArray[np.intp]

_COLUMNS: dict[str, tuple[type[np.generic], float]] = {
    "composite": (np.float64, 0.0),
    "ava": (np.float64, 0.0),
    "technical": (np.float64, 0.0),
    "portrait": (np.float64, np.nan),
    "group": (np.int32, 0),
    "rank": (np.int32, 0),
    "group_size": (np.int32, 1),
    "kind": (np.int8, 0),
    "proposed": (np.bool_, False),
    "tied": (np.bool_, False),
    "decision": (np.int8, NO_DECISION),
    "stars": (np.int8, 0),
    "label": (np.int8, ColorLabel.NONE),
    "time": (np.int64, UNKNOWN_TIME),
    "camera": (np.int32, 0),
    "lens": (np.int32, 0),
    "fault": (np.bool_, False),
    "missing": (np.bool_, False),
}
_MANY = 5000
_PREPARED = ("composite", "ava", "technical", "portrait", "time", "fault")


class RankedColumns(Protocol):
    """The answer of a ranking; every array has one value per row of the table."""

    @property
    def composite(self) -> NDArray[np.float64]:
        """0..1, by the weights in force."""

    @property
    def group(self) -> NDArray[np.int32]:
        """Id of the group, 1 or more."""

    @property
    def rank(self) -> NDArray[np.int32]:
        """1 for the best of the group."""

    @property
    def group_size(self) -> NDArray[np.int32]:
        """Photos in the group."""

    @property
    def kind(self) -> NDArray[np.int8]:
        """Place of the group's kind in ``pipeline.group_order.KINDS``."""

    @property
    def proposed(self) -> NDArray[np.bool_]:
        """Proposed for the album."""

    @property
    def tied(self) -> NDArray[np.bool_]:
        """Within the tie threshold of the group's leader."""


class PhotoTable:
    """Photos by row. Belongs to the window's thread.

    The columns are arrays of length ``count`` that are replaced as the table grows: fetch them
    anew, never keep them. They are read by everybody and written by this class only.

    Attributes:
        count: Photos.
        paths: By row; in path order after :meth:`replace`, else in order of arrival.
        search: Path, camera, lens and exposure, without case and accents.
        cameras: Names of the cameras by the number in the column ``camera``; 0 is unknown.
        lenses: The same for lenses.
        composite: 0..1.
        ava: 1..10.
        technical: 0..1.
        portrait: 0..1, nan without faces.
        group: Id of the group; 0 while nothing is grouped.
        rank: 1 for the best of the group; 0 while nothing is grouped.
        group_size: Photos in the group.
        kind: Why they belong together, a place in ``pipeline.group_order.KINDS``.
        proposed: The program proposes it, whatever the person says.
        tied: It was within the tie threshold of its group's leader.
        decision: ``NO_DECISION``, ``PICKED`` or ``REJECTED``.
        stars: 0..5.
        label: Value of the :class:`ColorLabel`.
        time: Microseconds since 1970, local; ``UNKNOWN_TIME`` if not known.
        camera: Number of the camera.
        lens: Number of the lens.
        fault: Some component of the technical quality is a fault.
        missing: The file vanished.
    """

    composite: NDArray[np.float64]
    ava: NDArray[np.float64]
    technical: NDArray[np.float64]
    portrait: NDArray[np.float64]
    group: NDArray[np.int32]
    rank: NDArray[np.int32]
    group_size: NDArray[np.int32]
    kind: NDArray[np.int8]
    proposed: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    decision: NDArray[np.int8]
    stars: NDArray[np.int8]
    label: NDArray[np.int8]
    time: NDArray[np.int64]
    camera: NDArray[np.int32]
    lens: NDArray[np.int32]
    fault: NDArray[np.bool_]
    missing: NDArray[np.bool_]

    def __init__(self, photos: PreparedPhotos | None = None) -> None:
        self._fill(prepare(()) if photos is None else photos)

    def row_of(self, path: str) -> int | None:
        """The row of a path, or None if it is not in the folder."""
        return self._rows.get(path)

    def rows_of(self, content_ids: Iterable[str]) -> Rows:
        """The rows of some pictures, with all their copies, ascending."""
        rows = {row for content_id in content_ids for row in self._copies.get(content_id, ())}
        return np.array(sorted(rows), np.intp)

    def scored(self, row: int) -> ScoredPhoto:
        """The photo of a row with its scores as they were measured."""
        return self._scored[row]

    def content_id(self, row: int) -> str:
        """Identifies the picture of a row."""
        return self._scored[row].photo.content_id

    @property
    def content_ids(self) -> list[str]:
        """By row."""
        return [scored.photo.content_id for scored in self._scored]

    def item(self, row: int) -> PhotoItem:
        """All that is known of a row now."""
        scored, composite = self._scored[row], float(self.composite[row])
        card = scored.card
        if card.composite != composite:
            # Written out: dataclasses.replace takes ten times as long, and cells ask for this.
            card = ScoreCard(card.ava, card.technical, card.portrait, composite)
            scored = ScoredPhoto(scored.photo, scored.analysis, card)
        return PhotoItem(
            scored,
            self._standing(row),
            DECISIONS[self.decision[row]],
            self._marks(row),
            bool(self.missing[row]),
        )

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """The photos by path, each made when it is asked for."""
        return _Items(self)

    @property
    def in_album(self) -> NDArray[np.bool_]:
        """Which rows would be exported now."""
        return (self.decision == PICKED) | (self.proposed & (self.decision == NO_DECISION))

    @property
    def name_rank(self) -> Rows:
        """The place of each row by file name, numbers taken as numbers; never twice the same."""
        return self._by_name.ranks

    @property
    def path_rank(self) -> Rows:
        """The place of each row by path, numbers taken as numbers; never twice the same."""
        return self._by_path.ranks

    def replace(self, photos: PreparedPhotos) -> None:
        """Holds these photos instead, not ranked, not decided, none missing.

        Args:
            photos: In path order. They belong to the table from now on.
        """
        self._fill(photos)

    def add(self, photos: PreparedPhotos) -> Rows:
        """Takes in photos that arrive; those of a path that is there already replace it.

        Returns:
            Their rows.
        """
        first = self.count
        new = [place for place, path in enumerate(photos.paths) if path not in self._rows]
        for row, place in enumerate(new, start=first):
            self._rows[photos.paths[place]] = row
            self.paths.append(photos.paths[place])
        self._scored.extend(photos.scored[place] for place in new)
        self.search.extend(photos.search[place] for place in new)
        self._by_name.add([photos.name_keys[place] for place in new])
        self._by_path.add([photos.path_keys[place] for place in new])
        self._reserve(len(self.paths))
        rows = np.array([self._rows[path] for path in photos.paths], np.intp)
        for row, scored, search in zip(rows.tolist(), photos.scored, photos.search, strict=True):
            self._forget_copy(row, self._scored[row].photo.content_id)
            self._scored[row], self.search[row] = scored, search
            self._copies.setdefault(scored.photo.content_id, []).append(row)
        self._write(rows, photos)
        return rows

    def apply_ranking(self, ranked: RankedColumns) -> None:
        """Takes over a ranking of exactly these rows.

        Raises:
            ValueError: The ranking has another number of photos.
        """
        if len(ranked.group) != self.count:
            raise ValueError(f"ranked {len(ranked.group)} photos of {self.count}")
        for name in ("composite", "group", "rank", "group_size", "kind", "proposed", "tied"):
            self._store[name][: self.count] = getattr(ranked, name)

    def decide(self, decisions: Mapping[str, UserDecision | None]) -> Rows:
        """Notes decisions by content id, so that copies of a picture agree.

        Returns:
            The rows that changed, ascending.
        """
        return self._note("decision", {i: DECISION_CODES[d] for i, d in decisions.items()})

    def mark(self, marks: Mapping[str, Marks]) -> Rows:
        """Notes stars and labels by content id, so that copies of a picture agree.

        Returns:
            The rows that changed, ascending.
        """
        starred = self._note("stars", {i: m.stars for i, m in marks.items()})
        labelled = self._note("label", {i: int(m.label) for i, m in marks.items()})
        return np.union1d(starred, labelled)

    def set_missing(self, paths: Iterable[str], *, missing: bool) -> Rows:
        """Notes whether files vanished; paths that are not in the folder are ignored.

        Returns:
            The rows that changed, ascending.
        """
        known = {row for path in paths if (row := self._rows.get(path)) is not None}
        rows = np.array(sorted(known), np.intp)
        rows = rows[self.missing[rows] != missing]
        self.missing[rows] = missing
        return rows

    def _standing(self, row: int) -> Standing | None:
        group = int(self.group[row])
        if not group:
            return None
        return Standing(
            group,
            int(self.rank[row]),
            int(self.group_size[row]),
            KINDS[self.kind[row]],
            bool(self.proposed[row]),
            bool(self.tied[row]),
        )

    def _marks(self, row: int) -> Marks:
        stars, label = int(self.stars[row]), int(self.label[row])
        return Marks(stars, ColorLabel(label)) if stars or label else NO_MARKS

    def _note(self, column: str, values: Mapping[str, int]) -> Rows:
        target = self._store[column]
        changed = [
            row
            for content_id, value in values.items()
            for row in self._copies.get(content_id, ())
            if target[row] != value
        ]
        for row in changed:
            target[row] = values[self.content_id(row)]
        return np.array(sorted(changed), np.intp)

    def _fill(self, photos: PreparedPhotos) -> None:
        self.paths, self.search = photos.paths, photos.search
        self._scored, self._rows, self._copies = photos.scored, photos.rows, photos.copies
        self._by_name, self._by_path = photos.by_name, photos.by_path
        self._cameras, self._lenses = {"": 0}, {"": 0}
        self._store = {name: np.empty(0, kind) for name, (kind, _) in _COLUMNS.items()}
        self.count = 0
        self._reserve(len(photos.paths))
        self._write(np.arange(self.count), photos)

    def _forget_copy(self, row: int, content_id: str) -> None:
        """The file of a row holds another picture now."""
        copies = self._copies.get(content_id, [])
        if row in copies:
            copies.remove(row)

    def _reserve(self, count: int) -> None:
        """Makes the columns ``count`` long; what is new gets the values of an unknown photo."""
        if count > len(self._store["group"]):
            # Half as much again, so that batch after batch does not copy everything each time.
            room = max(count, self.count * 3 // 2)
            for name, (kind, unknown) in _COLUMNS.items():
                column = np.full(room, unknown, kind)
                column[: self.count] = self._store[name][: self.count]
                self._store[name] = column
            if room >= _MANY:
                # Photos hold no cycles, yet the collector would look through all of them now and
                # then, which stops the window for 0.2 s at 100,000.
                gc.freeze()
        self.count = count
        for name, column in self._store.items():
            setattr(self, name, column[:count])

    def _write(self, rows: Rows, photos: PreparedPhotos) -> None:
        for name in _PREPARED:
            self._store[name][rows] = getattr(photos, name)
        self._store["camera"][rows] = codes_of(photos.cameras, self._cameras)[photos.camera]
        self._store["lens"][rows] = codes_of(photos.lenses, self._lenses)[photos.lens]
        self.cameras, self.lenses = list(self._cameras), list(self._lenses)


class _Items(Mapping[str, PhotoItem]):
    def __init__(self, table: PhotoTable) -> None:
        self._table = table

    def __getitem__(self, path: str) -> PhotoItem:
        row = self._table.row_of(path)
        if row is None:
            raise KeyError(path)
        return self._table.item(row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.paths)

    def __len__(self) -> int:
        return self._table.count
