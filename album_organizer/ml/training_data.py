"""Finds out from a training's configuration which photos a model has learned from."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PureWindowsPath

MAX_LENGTH = 60

_SECTIONS = ("data", "dataset", "data_dir", "data_root", "dataset_path", "root_dir")
_NAMING = re.compile(r"dataset|source|name|root|dir|path|folder|^data$", re.IGNORECASE)
_GENERIC = re.compile(
    r"(images?|imgs?|photos?|pictures?|jpe?gs?|labels?|annotations?|splits?|raw|processed"
    r"|(train|training|val|valid|validation|test|_|-)+|data|data_?sets?|root|\.+)",
    re.IGNORECASE,
)
"""Folders that every data set has."""


def training_data(config: Mapping[str, object]) -> str | None:
    r"""The data set that a configuration names, for a person.

    Args:
        config: Plain values; paths may be those of any system.

    Returns:
        A name, such as ``"AVA"`` for ``D:\datasets\AVA\images``, or None if none is told.
    """
    for section in _SECTIONS:
        for key, text in _texts(section, config.get(section)):
            name = _data_set_of(key, text)
            if name is not None:
                return name if len(name) <= MAX_LENGTH else f"{name[:MAX_LENGTH]}..."
    return None


def _texts(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(str(name), item)


def _data_set_of(key: str, text: str) -> str | None:
    path = PureWindowsPath(text.strip())  # takes both kinds of slashes
    parts = [part for part in path.parts if part != path.anchor]
    if len(parts) < 2 and not path.anchor:
        # A single word may be anything, unless its key says that it names the data.
        return text.strip() or None if _NAMING.search(key) else None
    if parts and re.fullmatch(r"\.[a-z]\w{1,4}", PureWindowsPath(parts[-1]).suffix, re.IGNORECASE):
        parts.pop()
    telling = [part for part in parts if not _GENERIC.fullmatch(part)]
    return telling[-1] if telling else None
