"""Which rows of a table are shown, and in which order."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.item_models.photo_table import (
    NO_DECISION,
    PICKED,
    REJECTED,
    PhotoTable,
    Rows,
)
from album_organizer.gui.item_models.preparation import UNKNOWN_TIME

Mask = Callable[[PhotoTable], NDArray[np.bool_]]

_MASKS: dict[PhotoFilter, Mask] = {
    PhotoFilter.ALL: lambda table: np.ones(table.count, np.bool_),
    PhotoFilter.ALBUM: lambda table: table.in_album,
    PhotoFilter.PROPOSED: lambda table: table.proposed & (table.decision == NO_DECISION),
    PhotoFilter.PICKED: lambda table: table.decision == PICKED,
    PhotoFilter.REJECTED: lambda table: table.decision == REJECTED,
    PhotoFilter.UNDECIDED: lambda table: table.decision == NO_DECISION,
    PhotoFilter.TIES: lambda table: table.tied,
    # Files that could not be read are no photos.
    PhotoFilter.PROBLEMS: lambda table: np.zeros(table.count, np.bool_),
}


def mask_of(shown: PhotoFilter) -> Mask:
    """The question a filter asks of every row."""
    return _MASKS[shown]


def best_direction(sort: PhotoSort) -> bool:
    """Whether people expect an order descending: the best score and most stars first."""
    return sort in {PhotoSort.SCORE, PhotoSort.STARS}


def order_of(table: PhotoTable, sort: PhotoSort, *, descending: bool) -> Rows:
    """All rows in an order.

    Where the criterion is equal, capture time and path decide, the path last, so that an order
    never depends on that of arrival. Photos of which the criterion is not known (no capture time,
    group, stars, label or camera) stand last in either direction.
    """
    key, unknown = _KEYS[sort](table)
    within: list[NDArray[Any]] = [table.path_rank, _known_time(table)]
    if sort is PhotoSort.GROUP:
        within.append(table.rank)
    # lexsort takes the last key first.
    return np.lexsort((*within, -key if descending else key, unknown))


_Key = tuple[NDArray[Any], NDArray[np.bool_]]
_DECISION_PLACES = np.array([1, 0, 2], np.int8)
"""By decision: picked, undecided, rejected."""


def _known_time(table: PhotoTable) -> NDArray[np.int64]:
    """The capture time, in the far future where it is not known."""
    return np.where(table.time == UNKNOWN_TIME, np.iinfo(np.int64).max, table.time)


def _nothing_unknown(table: PhotoTable) -> NDArray[np.bool_]:
    return np.zeros(table.count, np.bool_)


def _camera_places(table: PhotoTable) -> NDArray[np.int32]:
    names = sorted(range(len(table.cameras)), key=lambda code: table.cameras[code].casefold())
    places = np.empty(len(names), np.int32)
    places[names] = np.arange(len(names), dtype=np.int32)
    return places[table.camera]


_KEYS: dict[PhotoSort, Callable[[PhotoTable], _Key]] = {
    PhotoSort.TIME: lambda t: (np.where(t.time == UNKNOWN_TIME, 0, t.time), t.time == UNKNOWN_TIME),
    PhotoSort.NAME: lambda t: (t.name_rank, _nothing_unknown(t)),
    PhotoSort.SCORE: lambda t: (t.composite, _nothing_unknown(t)),
    PhotoSort.GROUP: lambda t: (t.group, t.group == 0),
    PhotoSort.DECISION: lambda t: (_DECISION_PLACES[t.decision], _nothing_unknown(t)),
    PhotoSort.STARS: lambda t: (t.stars, t.stars == 0),
    PhotoSort.LABEL: lambda t: (t.label, t.label == 0),
    PhotoSort.CAMERA: lambda t: (_camera_places(t), t.camera == 0),
}
