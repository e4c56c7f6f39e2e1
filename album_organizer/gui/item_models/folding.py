"""Texts as they are searched: without case and accents."""

import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that people type without their stroke, though Unicode does not call it an accent."""


def fold(text: str) -> str:
    """A text without case and accents.

    >>> fold("Straße, Ångström, Łódź")
    'strasse, angstrom, lodz'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return bare.casefold().translate(_LETTERS)
