"""YAML files that people edit: read with positions, written back with their comments."""

import io
import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from album_organizer.settings.atomic import reason_of, write_atomically

_MAX_NODES = 200_000
_INDENT = re.compile(r"^ +(?=[^ #-])", re.MULTILINE)


class YamlError(Exception):
    """A file that is no usable YAML mapping; ``str(error)`` is one sentence."""


def read_yaml(path: Path) -> CommentedMap:
    """Reads a mapping with its comments and positions.

    Args:
        path: The file; an empty one is an empty mapping.

    Raises:
        FileNotFoundError: If there is none.
        YamlError: If it cannot be read, with line and column where they are known.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise YamlError(f"{path} is no ordinary file; put a YAML file there.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise YamlError(f"{path} cannot be read ({reason_of(error)}).") from error
    except UnicodeDecodeError as error:
        raise YamlError(f"{path} is not text in UTF-8; save it in that encoding.") from error
    try:
        document = _yaml().load(text)
    except MarkedYAMLError as error:
        raise YamlError(f"{path} is not valid YAML: {_position(error)}.") from error
    except RecursionError as error:
        raise YamlError(f"{path} is nested too deeply; correct it.") from error
    except (YAMLError, ValueError) as error:  # ValueError: a date such as 2026-02-31
        raise YamlError(f"{path} is not valid YAML: {str(error).splitlines()[0]}.") from error
    if document is None:
        return CommentedMap()
    if not isinstance(document, CommentedMap):
        raise YamlError(f"{path} must consist of 'key: value' lines.")
    if not _is_bounded(document):
        raise YamlError(f"{path} repeats its own parts (&, *) without end; write them out.")
    return document


def write_yaml(path: Path, document: CommentedMap) -> None:
    """Writes a mapping back in one atomic step.

    Comments, key order, quotes and the old file's indentation of mappings are kept.

    Raises:
        OSError: If the file cannot be written; the old content stays.
    """
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    yaml = _yaml()
    yaml.indent(mapping=min(map(len, _INDENT.findall(old)), default=2))
    buffer = io.StringIO()
    yaml.dump(document, buffer)
    write_atomically(path, buffer.getvalue())


def line_of(document: CommentedMap, keys: Sequence[str]) -> int | None:
    """Line, counted from 1, on which a nested key stands, or None if it is not in the file."""
    node: Any = document
    line = None
    for key in keys:
        if not isinstance(node, CommentedMap) or key not in node:
            break
        try:
            line = node.lc.key(key)[0] + 1
        except (AttributeError, KeyError, TypeError):  # came in through an alias or a merge
            return line
        node = node[key]
    return line


def plain(document: CommentedMap) -> dict[str, Any]:
    """The same values in plain dictionaries, lists and scalars."""
    return {str(key): _plain(value) for key, value in document.items()}


def _is_bounded(document: CommentedMap) -> bool:
    """Whether it stays small written out: anchors let a few lines stand for billions."""
    waiting: list[object] = [document]
    for _ in range(_MAX_NODES):
        if not waiting:
            return True
        node = waiting.pop()
        children = node.values() if isinstance(node, dict) else node
        if isinstance(children, Iterable) and not isinstance(children, str | bytes):
            waiting.extend(itertools.islice(children, _MAX_NODES))
    return False


def _plain(node: object) -> object:
    if isinstance(node, CommentedMap):
        return plain(node)
    if isinstance(node, list):
        return [_plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # never fold a person's long line
    return yaml


def _position(error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    problem = " ".join((error.problem or error.context or "it cannot be understood").split())
    if mark is None:
        return problem
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}"
