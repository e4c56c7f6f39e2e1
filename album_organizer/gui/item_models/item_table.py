"""A table of a few photos that are at hand as items."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.pipeline.group_order import KINDS


@dataclass(frozen=True, slots=True)
class _Columns:
    """Standings by row."""

    composite: NDArray[np.float64]
    group: NDArray[np.int32]
    rank: NDArray[np.int32]
    group_size: NDArray[np.int32]
    kind: NDArray[np.int8]
    proposed: NDArray[np.bool_]
    tied: NDArray[np.bool_]


def table_of(items: Iterable[PhotoItem]) -> PhotoTable:
    """The table that gives these items; for the shots of a group, not for a folder.

    Args:
        items: Each path once; copies of a picture agree.
    """
    listed = sorted(items, key=lambda item: item.path)
    table = PhotoTable(prepare(item.scored for item in listed))
    standings = [item.standing for item in listed]
    table.apply_ranking(
        _Columns(
            table.composite,
            np.array([0 if s is None else s.group for s in standings], np.int32),
            np.array([0 if s is None else s.rank for s in standings], np.int32),
            np.array([1 if s is None else s.group_size for s in standings], np.int32),
            np.array([0 if s is None else KINDS.index(s.kind) for s in standings], np.int8),
            np.array([s is not None and s.proposed for s in standings], np.bool_),
            np.array([s is not None and s.tied for s in standings], np.bool_),
        )
    )
    table.decide({item.content_id: item.decision for item in listed})
    table.mark({item.content_id: item.marks for item in listed})
    table.set_missing((item.path for item in listed if item.missing), missing=True)
    return table
