"""Names in the order in which people number them: ``IMG_9`` before ``IMG_10``."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_DIGITS = re.compile(r"0*([0-9]+)")
_END = "\0\0"
"""Sorts before every number and every letter, so that a name stands before its continuations."""


def natural_key(text: str) -> str:
    """A text that sorts as ``text`` does with its numbers taken as numbers, case ignored."""
    # A number is written as its length and its digits: longer numbers are larger.
    return _DIGITS.sub(lambda found: f"\0{chr(len(found[1]))}{found[1]}", text.casefold())


def rank_key(text: str, path: str) -> str:
    """The natural key of ``text``, made different for every path."""
    return natural_key(text) + _END + path


class NaturalRanks:
    """Which place each row has in the order of its key; rows may be added at any time.

    Args:
        keys: By row, from :func:`rank_key`.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = [keys[row] for row in order]
        self._order = np.array(order, np.intp)
        self.ranks = _inverse(self._order)

    def add(self, keys: Sequence[str]) -> None:
        """Adds rows behind the present ones.

        Args:
            keys: By row; each is new.
        """
        first = len(self._keys)
        come = sorted(range(len(keys)), key=keys.__getitem__)
        places = [bisect_left(self._keys, keys[row]) for row in come]
        self._order = np.insert(self._order, places, np.array(come, np.intp) + first)
        for shift, (place, row) in enumerate(zip(places, come, strict=True)):
            self._keys.insert(place + shift, keys[row])
        self.ranks = _inverse(self._order)


def _inverse(order: NDArray[np.intp]) -> NDArray[np.intp]:
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks
