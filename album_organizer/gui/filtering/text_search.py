"""Finding photos by words: case and accents do not matter, every word must be there."""

import re
from collections.abc import Sequence
from itertools import compress, repeat
from operator import contains

import numpy as np
from numpy.typing import NDArray

from album_organizer.gui.item_models.folding import fold

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»״", '"'))


def terms(text: str) -> tuple[str, ...]:
    """What a search asks for: words, and phrases that stood in quotation marks, folded.

    >>> terms('Lake "Red boat"')
    ('lake', 'red boat')
    """
    found = (phrase or word for phrase, word in _TERM.findall(text.translate(_QUOTES)))
    folded = (" ".join(fold(term).split()) for term in found)
    return tuple(dict.fromkeys(term for term in folded if term))


def matches(wanted: Sequence[str], search: Sequence[str]) -> NDArray[np.bool_]:
    """Which rows hold all terms.

    Args:
        wanted: From :func:`terms`.
        search: Folded texts.
    """
    found = np.zeros(len(search), np.bool_)
    rows: Sequence[int] = range(len(search))
    # The longest first: it leaves the fewest rows for the others.
    for term in sorted(wanted, key=len, reverse=True):
        texts = search if len(rows) == len(search) else [search[row] for row in rows]
        rows = list(compress(rows, map(contains, texts, repeat(term))))
    found[np.array(rows, np.intp)] = True
    return found
