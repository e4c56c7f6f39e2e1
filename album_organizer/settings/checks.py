"""Turns nested values into :class:`Settings`, with sentences a person can act on."""

import copy
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from album_organizer.domain.errors import UsageError
from album_organizer.settings.schema import Settings
from album_organizer.settings.shortcut_settings import MAX_KEYS

Locate = Callable[[tuple[str, ...]], str]
"""Dotted key as a tuple -> where it stands: ``" (line 3)"``, or nothing."""


def known_fields() -> dict[str, FieldInfo]:
    """Every setting by its dotted key, in the order of the schema."""
    return dict(_fields_of(Settings, ""))


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """The settings with some replaced, for options of a command and the dialog.

    Args:
        settings: Stay as they are.
        values: By dotted key: ``{"album.target_count": 20}``; None means the default.

    Raises:
        UsageError: If a key is unknown or a value is out of bounds.
    """
    return validated(merged(settings.model_dump(), values), "The settings")


def merged(values: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    """Nested values with some dotted keys replaced; the arguments stay as they are.

    Raises:
        UsageError: If a key is unknown.
    """
    known = known_fields()
    result = copy.deepcopy(dict(values))
    for key, value in changes.items():
        if key not in known:
            raise UsageError(f"There is no setting {key!r}{did_you_mean(key)}.")
        *sections, name = key.split(".")
        target = result
        for section in sections:
            if not isinstance(target.get(section), dict):
                target[section] = {}
            target = target[section]
        target[name] = value
    return result


def validated(values: Mapping[str, Any], source: str, locate: Locate = lambda _key: "") -> Settings:
    """Checks nested values against the schema.

    Args:
        values: Plain dictionaries; a section without content may be None.
        source: What the sentence names as the place: a file or ``"The settings"``.
        locate: Tells where in the source a key stands.

    Raises:
        UsageError: Naming every unknown key (with the nearest known one) and every bad value
            (with its allowed range).
    """
    filled = _without_empty_sections(values)
    problems = [
        f"unknown key {'.'.join(path)!r}{locate(path)}{did_you_mean('.'.join(path))}"
        for path in _unknown_keys(Settings, filled, ())
    ]
    if not problems:
        try:
            return Settings.model_validate(filled)
        except ValidationError as error:
            problems = [_sentence(item, locate) for item in error.errors()]
    raise UsageError(f"{source} cannot be used: {'; '.join(problems)}.")


def did_you_mean(key: str) -> str:
    """``, did you mean 'album.target_count'`` for a key near a known one, otherwise nothing."""
    known = list(known_fields())
    known += sorted({field.rpartition(".")[0] for field in known})
    return nearest_name(key, known)


def nearest_name(key: str, known: Sequence[str]) -> str:
    """``, did you mean 'section.key'`` for a key near one of the known, otherwise nothing."""
    nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    if not nearest:  # the right name in the wrong section
        by_name = {full.rpartition(".")[2]: full for full in known}
        names = difflib.get_close_matches(key.rpartition(".")[2], by_name, n=1, cutoff=0.6)
        nearest = [by_name[name] for name in names]
    return f", did you mean {nearest[0]!r}" if nearest else ""


def allowed_range(key: str) -> str:
    """The bounds of a setting in words: ``a number from 0 up to 1``, ``one of on, off``."""
    *sections, name = key.split(".")
    model: type[BaseModel] = Settings
    for section in sections:
        model = _section_type(model.model_fields[section]) or model
    schema = model.model_json_schema()["properties"][name]
    if "anyOf" in schema:
        return f"a key such as P or Ctrl+Shift+Z, or a list of up to {MAX_KEYS} of them"
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema["type"] == "boolean":
        return "true or false"
    if schema["type"] == "string":
        return "text that is not empty"
    lower, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    kind = "a whole number" if schema["type"] == "integer" else "a number"
    start = f"from {lower:g}" if lower is not None else f"above {above:g}"
    return f"{kind} {start} up to {schema['maximum']:g}"


def _fields_of(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        section = _section_type(field)
        if section is not None:
            yield from _fields_of(section, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def _section_type(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _unknown_keys(
    model: type[BaseModel], values: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    for key, value in values.items():
        field = model.model_fields.get(key)
        if field is None:
            yield (*path, str(key))
            continue
        section = _section_type(field)
        if section is not None and isinstance(value, Mapping):
            yield from _unknown_keys(section, value, (*path, key))


def _without_empty_sections(values: Mapping[str, Any]) -> dict[str, Any]:
    """Drops sections whose lines are all commented out (YAML reads them as nothing)."""
    return {
        key: _without_empty_sections(value) if isinstance(value, Mapping) else value
        for key, value in values.items()
        if value is not None
    }


def _sentence(item: ErrorDetails, locate: Locate) -> str:
    path = tuple(str(part) for part in item["loc"] if not isinstance(part, int))  # of a list
    key = ".".join(path)
    if key in known_fields():
        return f"{key}{locate(path)} is {item['input']!r} but must be {allowed_range(key)}"
    if item["type"] == "value_error":
        return f"in {key}{locate(path)}, {item['ctx']['error']}"
    return f"{key}{locate(path)} must be a section with keys of its own"
