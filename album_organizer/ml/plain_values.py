"""Makes settings from strangers' files plain, whatever they were nested into."""

from collections.abc import Mapping

import numpy as np
import torch

from album_organizer.ml.plain_pickle import MAX_INTEGER_BITS

MAX_VALUES = 100_000
"""A list that holds another one ten times counts it ten times."""

MAX_DEPTH = 40

MAX_TEXT = 1_000_000
"""Characters of all texts together; again, shared ones count as often as they are used."""

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> Plain:
    """Copies nested settings into dictionaries with texts as keys, lists and single values.

    Args:
        value: Anything that a reader made; tuples become lists, a tensor of one number becomes that
            number, and what is no plain value (a date, bytes, a larger tensor) becomes text.

    Raises:
        ValueError: If it is nested too deeply (or into itself), is too large when written out, or
            holds an integer beyond 128 bits; the message completes "because ...".
    """
    return _Copier().copy(value, 0)


class _Copier:
    def __init__(self) -> None:
        self._values = 0
        self._characters = 0

    def copy(self, value: object, depth: int) -> Plain:
        self._values += 1
        if self._values > MAX_VALUES:
            raise ValueError("its settings are too many to be settings")
        if depth > MAX_DEPTH:
            raise ValueError("its settings contain themselves or are nested too deeply")
        if isinstance(value, Mapping):
            return {self._text(key): self.copy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.copy(item, depth + 1) for item in value]
        if isinstance(value, torch.Tensor):
            value = value.item() if value.numel() == 1 else f"table {list(value.shape)}"
        elif isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, int):
            if value.bit_length() > MAX_INTEGER_BITS:
                raise ValueError("its settings hold a number of absurd size")
            return value
        return value if value is None or isinstance(value, float) else self._text(value)

    def _text(self, value: object) -> str:
        text = str(value)
        self._characters += len(text)
        if self._characters > MAX_TEXT:
            raise ValueError("its settings are too long to be settings")
        return text
