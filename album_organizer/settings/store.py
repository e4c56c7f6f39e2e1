"""Reads and changes configs/global_config.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr
from album_organizer.settings.atomic import make_folder, reason_of
from album_organizer.settings.checks import merged, validated
from album_organizer.settings.lock import exclusive
from album_organizer.settings.schema import Settings
from album_organizer.settings.yaml_file import YamlError, line_of, plain, read_yaml, write_yaml


def config_path(home: Path) -> Path:
    """Where the settings of a home folder are kept."""
    return home / "configs" / "global_config.yaml"


def load_settings(home: Path) -> Settings:
    """Defaults, overridden by what the file says; no file or an empty one means all defaults.

    Args:
        home: The home folder.

    Raises:
        UsageError: With the file, line and key of everything that is wrong.
    """
    return _checked(_read(home), config_path(home))


def stated_value(home: Path, key: str) -> object | None:
    """What the file itself says for a dotted key, or None where it leaves it to the default.

    Raises:
        UsageError: If the file is not valid YAML.
    """
    node: Any = plain(_read(home))
    for part in key.split("."):
        if not isinstance(node, dict) or part not in node:
            return None
        node = node[part]
    found: object = node
    return found


def set_values(home: Path, values: Mapping[str, object]) -> None:
    """Changes some settings in the file in one atomic step; comments and other keys are kept.

    Args:
        home: The home folder.
        values: By dotted key: ``{"album.target_count": 20}``; None takes the line out, so that
            the default holds.

    Raises:
        UsageError: If a key is unknown, a value is out of bounds, or the file is damaged or
            cannot be written. The file is unchanged then.
    """
    path = config_path(home)
    make_folder(path.parent)
    with exclusive(path.with_suffix(".lock")):
        document = _read(home)
        _checked(document, path)
        validated(merged(plain(document), values), "The settings")
        for key, value in values.items():
            _put(document, key.split("."), value)
        try:
            write_yaml(path, document)
        except OSError as error:
            raise UsageError(
                tr("{path} cannot be written ({reason}); the settings are unchanged.").format(
                    path=path, reason=reason_of(error)
                )
            ) from error


def _read(home: Path) -> CommentedMap:
    try:
        return read_yaml(config_path(home))
    except FileNotFoundError:
        return CommentedMap()
    except YamlError as error:
        raise UsageError(str(error)) from error


def _checked(document: CommentedMap, path: Path) -> Settings:
    def locate(keys: tuple[str, ...]) -> str:
        line = line_of(document, keys)
        return "" if line is None else f" (line {line})"

    return validated(plain(document), str(path), locate)


def _put(document: CommentedMap, keys: list[str], value: object) -> None:
    *sections, name = keys
    node = document
    for section in sections:
        if not isinstance(node.get(section), CommentedMap):
            if value is None:
                return
            node[section] = CommentedMap()
        node = node[section]
    if value is None:
        node.pop(name, None)
        return
    if not node:
        node.fa.set_block_style()  # "{}" was only there to say that nothing is
    node[name] = _in_one_line(value) if isinstance(value, list) else value


def _in_one_line(values: list[object]) -> CommentedSeq:
    line = CommentedSeq(values)
    line.fa.set_flow_style()
    return line
