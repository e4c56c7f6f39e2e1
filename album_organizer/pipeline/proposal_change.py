"""What differs between two proposals for the same photos."""

from dataclasses import dataclass

import numpy as np

from album_organizer.pipeline.photo_arrays import Flags
from album_organizer.pipeline.reranking import RankedAlbum


@dataclass(frozen=True, slots=True)
class Change:
    """Photos that another tuning or another decision brings into the proposal or takes out of it.

    Attributes:
        entering: Paths, highest composite first.
        leaving: Paths, highest former composite first.
    """

    entering: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entering or self.leaving)


NO_CHANGE = Change()


def change_between(before: RankedAlbum, after: RankedAlbum) -> Change:
    """Compares two rankings.

    Raises:
        ValueError: If they are not of the same photos.
    """
    if before.paths != after.paths:
        raise ValueError("only rankings of the same photos can be compared")
    return Change(
        _best_first(after, after.proposed & ~before.proposed),
        _best_first(before, before.proposed & ~after.proposed),
    )


def _best_first(ranked: RankedAlbum, chosen: Flags) -> tuple[str, ...]:
    rows = np.flatnonzero(chosen)
    order = np.argsort(-ranked.composite[rows], kind="stable")
    return tuple(ranked.paths[row] for row in rows[order].tolist())
