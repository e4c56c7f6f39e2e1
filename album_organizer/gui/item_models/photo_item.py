"""One photo as the window shows it, and the order in which photos stand."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import lru_cache
from pathlib import PurePosixPath

from album_organizer.domain.album import GroupKind, Pick, UserDecision
from album_organizer.domain.scores import ScoredPhoto


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """A photo with all that is known of it now.

    Attributes:
        scored: The photo and its scores.
        pick: The program's verdict, or None while it is only scored.
        decision: What the person says now; may be ahead of ``pick.decision``.
        group_size: Photos in its group, itself included.
        group_kind: Why they belong together.
    """

    scored: ScoredPhoto
    pick: Pick | None = None
    decision: UserDecision | None = None
    group_size: int = 1
    group_kind: GroupKind = GroupKind.SINGLE

    @property
    def path(self) -> str:
        """POSIX path relative to the folder; identifies the item."""
        return self.scored.photo.path

    @property
    def name(self) -> str:
        """The file name."""
        return PurePosixPath(self.path).name

    @property
    def content_id(self) -> str:
        """Identifies the picture itself."""
        return self.scored.photo.content_id

    @property
    def score(self) -> float:
        """The composite, 0..1."""
        return self.scored.card.composite

    @property
    def taken_at(self) -> datetime | None:
        """When it was taken, if known."""
        return self.scored.photo.capture.taken_at

    @property
    def proposed(self) -> bool:
        """The program proposes it and the person did not object."""
        return self.pick is not None and self.pick.proposed and self.decision is None

    @property
    def in_album(self) -> bool:
        """Whether it would be exported now."""
        return self.proposed or self.decision is UserDecision.PICK

    @property
    def tied(self) -> bool:
        """Its place in the group was decided among near-equals."""
        return self.pick is not None and self.pick.tied


class PhotoFilter(Enum):
    """What is shown."""

    ALL = auto()
    ALBUM = auto()
    PROPOSED = auto()
    PICKED = auto()
    REJECTED = auto()
    UNDECIDED = auto()
    TIES = auto()
    PROBLEMS = auto()

    def accepts(self, item: PhotoItem) -> bool:
        """Whether the item is shown; problems are no photos, so that filter accepts none."""
        return self.test(item)

    @property
    def test(self) -> Callable[[PhotoItem], bool]:
        """The question itself, for asking it of thousands."""
        return _TESTS[self]


_TESTS: dict[PhotoFilter, Callable[[PhotoItem], bool]] = {
    PhotoFilter.ALL: lambda item: True,
    PhotoFilter.ALBUM: lambda item: item.in_album,
    PhotoFilter.PROPOSED: lambda item: item.proposed,
    PhotoFilter.PICKED: lambda item: item.decision is UserDecision.PICK,
    PhotoFilter.REJECTED: lambda item: item.decision is UserDecision.REJECT,
    PhotoFilter.UNDECIDED: lambda item: item.decision is None,
    PhotoFilter.TIES: lambda item: item.tied,
    PhotoFilter.PROBLEMS: lambda item: False,
}


class PhotoSort(Enum):
    """In which order."""

    TIME = auto()
    NAME = auto()
    SCORE = auto()
    GROUP = auto()

    def key(self, item: PhotoItem) -> tuple[object, ...]:
        """By which items are sorted; never the same for two paths."""
        return _KEYS[self](item)


def arrange(
    items: Iterable[PhotoItem], shown: PhotoFilter, sort: PhotoSort
) -> list[tuple[str, PhotoItem]]:
    """The items that are shown, in order, each with its path.

    The path is the last criterion of every order, so that it never depends on the order of the
    input. Photos without capture time stand behind those with one.
    """
    test = shown.test
    kept = [item for item in items if test(item)]
    kept.sort(key=_KEYS[sort])
    return [(item.path, item) for item in kept]


def count_by_filter(items: Iterable[PhotoItem], problems: int) -> dict[PhotoFilter, int]:
    """How many items each filter shows."""
    # One pass without calls: this runs after every decision, on thousands of photos.
    every = proposed = picked = rejected = tied = 0
    for item in items:
        pick, decision = item.pick, item.decision
        every += 1
        if decision is None:
            proposed += pick is not None and pick.proposed
        elif decision is UserDecision.PICK:
            picked += 1
        else:
            rejected += 1
        tied += pick is not None and pick.tied
    return {
        PhotoFilter.ALL: every,
        PhotoFilter.ALBUM: proposed + picked,
        PhotoFilter.PROPOSED: proposed,
        PhotoFilter.PICKED: picked,
        PhotoFilter.REJECTED: rejected,
        PhotoFilter.UNDECIDED: every - picked - rejected,
        PhotoFilter.TIES: tied,
        PhotoFilter.PROBLEMS: problems,
    }


_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=1 << 18)
def natural_key(text: str) -> tuple[str | int, ...]:
    """Sorts ``IMG_9`` before ``IMG_10``."""
    # Splitting alternates text and digits, so that equal places always compare.
    parts: list[str | int] = list(_DIGITS.split(text.casefold()))
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts)


def prepare_sorting(path: str) -> None:
    """Makes the keys of a path beforehand, on a worker thread: thousands take a while."""
    natural_key(path)
    natural_key(PurePosixPath(path).name)


def _time_key(item: PhotoItem) -> tuple[object, ...]:
    taken_at = item.taken_at
    return (taken_at is None, taken_at or datetime.min, natural_key(item.path), item.path)


def _name_key(item: PhotoItem) -> tuple[object, ...]:
    return (natural_key(item.name), item.path)


def _score_key(item: PhotoItem) -> tuple[object, ...]:
    return (-item.score, item.content_id, item.path)


def _group_key(item: PhotoItem) -> tuple[object, ...]:
    if item.pick is None:
        return (True, 0, 0, *_time_key(item))
    # The path alone tells apart: within a group every rank is given once.
    return (False, item.pick.group, item.pick.rank, item.path)


_KEYS: dict[PhotoSort, Callable[[PhotoItem], tuple[object, ...]]] = {
    PhotoSort.TIME: _time_key,
    PhotoSort.NAME: _name_key,
    PhotoSort.SCORE: _score_key,
    PhotoSort.GROUP: _group_key,
}
