"""What the comparison window lists: made beside the window's thread, plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from album_organizer.evaluation.results import PhotoChange, VersionComparison
from album_organizer.gui.comparison.entries import Entries, Entry
from album_organizer.gui.comparison.words import short, short_names, shots
from album_organizer.gui.wording import percent, photo_count
from album_organizer.i18n import number, tr, trn

MAX_MOVED = 60
"""Of the photos that rise and of those that fall: more nobody looks through."""

Row = tuple[Entry | None, Entry | None]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of photos in two columns.

    Attributes:
        title: Of its tab.
        headings: Of the columns.
        rows: The photos; None where a column has ended.
        note: What to know before reading it.
        empty: The sentence that stands here when there are no rows.
        paired: The two photos of a row belong together.
    """

    title: str
    headings: tuple[str, str]
    rows: tuple[Row, ...]
    note: str
    empty: str
    paired: bool


@dataclass(frozen=True, slots=True)
class Points:
    """What the plots show: one point for each photo, or for each pair.

    Attributes:
        a: Name of the one version.
        b: Name of the other.
        unit: What is measured: ``"AVA score"``.
        axis: The same for one version, with a place for its name: ``"AVA score, {v}"``.
        hint: What a point is, and what can be done with it.
        counted: The same for the axis of a count: ``"Photos"``.
        what: How many there are: ``"412 photos"``.
        middles: ``"median 5.4"`` of both, or empty where it means nothing.
        values_a: By version a, (n,): scores 1..10, or probabilities in percent.
        values_b: The same by version b.
        low: Low end of both axes.
        high: High end.
        order: Indices of the points, that which changes most first, (n,).
    """

    a: str
    b: str
    unit: str
    axis: str
    hint: str
    counted: str
    what: str
    middles: tuple[str, str]
    values_a: NDArray[np.float64]
    values_b: NDArray[np.float64]
    low: float
    high: float
    order: NDArray[np.intp]


class Contents:
    """Everything below the figures.

    Args:
        comparison: To be shown.
    """

    def __init__(self, comparison: VersionComparison) -> None:
        self._comparison = comparison
        self._entries = Entries(comparison)
        siamese = comparison.kind == "siamese"
        self.points = _pair_points(comparison) if siamese else _photo_points(comparison)
        self.listings = (
            _flipped_pairs(comparison, self._entries)
            if siamese
            else _moved_photos(comparison, self._entries),
            _changed_winners(comparison, self._entries),
            _changed_album(comparison, self._entries),
        )

    def at_point(self, index: int) -> tuple[Entry, ...]:
        """The photo of a point, or the two photos of a pair."""
        if self._comparison.kind == "siamese":
            return self._entries.both(self._comparison.pairs[index])
        return (self._entries.single(self._comparison.changes[index].path),)

    def told_at(self, index: int) -> str:
        """A point in words: names and both values."""
        entries = self.at_point(index)
        names = " – ".join(short(entry.name, 32) for entry in entries)
        told = [
            number(self.points.values_a[index], ".1f"),
            number(self.points.values_b[index], ".1f"),
        ]
        if self._comparison.kind == "siamese":
            pair = self._comparison.pairs[index]
            told = [percent(pair.p_a), percent(pair.p_b)]
        return f"{names}\n{self.points.a}: {told[0]}\n{self.points.b}: {told[1]}"


def _photo_points(comparison: VersionComparison) -> Points:
    a = np.array([change.score_a for change in comparison.changes], np.float64)
    b = np.array([change.score_b for change in comparison.changes], np.float64)
    moved = np.array([abs(change.moved) for change in comparison.changes], np.float64)
    low, high = (min(a.min(), b.min()), max(a.max(), b.max())) if a.size else (1.0, 10.0)
    space = max(0.25, 0.06 * (high - low))
    return Points(
        *short_names(comparison),
        tr("AVA score"),
        tr("AVA score, {v}"),
        tr("One point for each photo: click it, or walk with the arrow keys."),
        tr("Photos"),
        photo_count(a.size),
        (_middle(a), _middle(b)),
        a,
        b,
        float(low - space),
        float(high + space),
        np.argsort(-moved, kind="stable"),
    )


def _middle(values: NDArray[np.float64]) -> str:
    return tr("median {m:.1f}").format(m=float(np.median(values))) if values.size else ""


def _pair_points(comparison: VersionComparison) -> Points:
    a = np.array([100 * pair.p_a for pair in comparison.pairs], np.float64)
    b = np.array([100 * pair.p_b for pair in comparison.pairs], np.float64)
    count = trn("{n:,} pair", "{n:,} pairs", a.size).format(n=a.size)
    return Points(
        *short_names(comparison),
        tr("First photo is better, %"),
        tr("First photo is better, % by {v}"),
        tr("One point for each pair: click it, or walk with the arrow keys."),
        tr("Pairs"),
        count,
        # Which photo of a pair comes first is chance, and so is the middle.
        ("", ""),
        a,
        b,
        -4.0,
        104.0,
        np.argsort(-np.abs(a - b), kind="stable"),
    )


def _moved_photos(comparison: VersionComparison, entries: Entries) -> Listing:
    a, b = short_names(comparison)
    rising = _by_move(change for change in comparison.changes if change.moved > 0)
    falling = _by_move(change for change in comparison.changes if change.moved < 0)
    note = tr(
        "Rising from {a} to {b}: {up}. Falling: {down}. Above: the share of the album that a"
        " photo outranks."
    ).format(
        up=photo_count(len(rising)),
        down=len(falling),
        a=a,
        b=b,
    )
    if max(len(rising), len(falling)) > MAX_MOVED:
        note += " " + tr("The {n} largest moves of each are shown.").format(n=MAX_MOVED)
    rows = zip_longest(
        (
            entries.single(change.path, tr("rises"), icon="chevron-up")
            for change in rising[:MAX_MOVED]
        ),
        (
            entries.single(change.path, tr("falls"), icon="chevron-down")
            for change in falling[:MAX_MOVED]
        ),
    )
    return Listing(
        tr("Moved most"),
        (tr("Rise"), tr("Fall")),
        tuple(rows),
        note,
        tr("No photo changes its place in the album's order."),
        paired=False,
    )


def _by_move(changes: Iterable[PhotoChange]) -> list[PhotoChange]:
    return sorted(changes, key=lambda change: (-abs(change.moved), change.path))


def _flipped_pairs(comparison: VersionComparison, entries: Entries) -> Listing:
    a, b = short_names(comparison)
    flipped = sorted(
        (pair for pair in comparison.pairs if pair.flipped),
        key=lambda pair: (-abs(pair.p_a - pair.p_b), pair.first, pair.second),
    )
    labels = (tr("{v} prefers").format(v=a), tr("{v} prefers").format(v=b))
    rows = tuple(
        entries.chosen(
            *((pair.first, pair.second) if pair.p_a > 0.5 else (pair.second, pair.first)), labels
        )
        for pair in flipped
    )
    note = tr("Pairs that flip: {n} of {m}, the clearest first.").format(
        n=number(len(flipped), ","), m=number(len(comparison.pairs), ",")
    )
    empty = tr("The two versions prefer the same photo in every pair.")
    if not comparison.pairs:
        empty = tr("No two photos of this album were alike enough to be compared.")
    return Listing(_counted(tr("Flipped pairs"), len(rows)), labels, rows, note, empty, paired=True)


def _changed_winners(comparison: VersionComparison, entries: Entries) -> Listing:
    a, b = short_names(comparison)
    labels = (tr("{v} chose").format(v=a), tr("{v} chose").format(v=b))
    rows = tuple(
        entries.chosen(
            flip.winner_a,
            flip.winner_b,
            labels,
            tr("Group {id}, {shots}").format(id=flip.group, shots=shots(len(flip.paths))),
        )
        for flip in comparison.flips
    )
    note = tr("Groups whose winner changes: {n} of {m}.").format(
        n=number(len(rows), ","), m=number(comparison.groups, ",")
    )
    empty = tr("No group changes its winner.")
    if comparison.groups == 0:
        empty = tr("This album has no groups of similar shots.")
    return Listing(_counted(tr("Group winners"), len(rows)), labels, rows, note, empty, paired=True)


def _changed_album(comparison: VersionComparison, entries: Entries) -> Listing:
    a, b = short_names(comparison)
    rows = zip_longest(
        (entries.single(path, tr("enters"), icon="add") for path in comparison.entering),
        (entries.single(path, tr("leaves"), icon="close") for path in comparison.leaving),
    )
    note = tr("Entering the album with {b} in place of {a}: {n}. Leaving it: {m}.").format(
        a=a, b=b, n=photo_count(len(comparison.entering)), m=len(comparison.leaving)
    )
    return Listing(
        _counted(tr("Album"), comparison.picks_changed),
        (tr("Enter"), tr("Leave")),
        tuple(rows),
        note,
        tr("The proposed album stays the same."),
        paired=False,
    )


def _counted(title: str, count: int) -> str:
    return f"{title} ({number(count, ',')})" if count else title
