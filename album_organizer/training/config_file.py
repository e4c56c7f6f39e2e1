"""Reads a training's configuration, with sentences a person can act on."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml.comments import CommentedMap

from album_organizer.domain.errors import UsageError
from album_organizer.settings.checks import nearest_name
from album_organizer.settings.yaml_file import YamlError, line_of, plain, read_yaml
from album_organizer.training.config import CONFIGS, Kind, TrainingConfig


def read_config(path: Path, kind: Kind, data: Mapping[str, str] | None = None) -> TrainingConfig:
    """Reads a configuration file; relative paths in it start from the working directory.

    Args:
        path: A YAML file.
        kind: What is to be trained.
        data: Values that replace those of the section ``data``, from options of the command.

    Raises:
        UsageError: Naming the file and everything in it that is unknown, with the nearest known
            key, or out of bounds.
    """
    try:
        document = read_yaml(path)
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no file {path}; --config names a training configuration, for example "
            f"configs/training/{kind}_from_builtin.yaml."
        ) from error
    except YamlError as error:
        raise UsageError(str(error)) from error
    values = plain(document)
    if data:
        section = values.get("data")
        values["data"] = {**(section if isinstance(section, dict) else {}), **data}
    config = _checked(values, kind, path, document)
    places = {name: Path(getattr(config.data, name)).absolute() for name in ("labels", "images")}
    absolute = {name: place.as_posix() for name, place in places.items()}
    return config.model_copy(update={"data": config.data.model_copy(update=absolute)})


def _checked(
    values: Mapping[str, Any], kind: Kind, path: Path, document: CommentedMap
) -> TrainingConfig:
    if values.get("kind", kind) != kind:
        raise UsageError(
            f"{path} is for a training of kind {values['kind']!r}, not {kind}; use "
            f"'album-organizer train {values['kind']}' or another file."
        )

    def locate(keys: tuple[str, ...]) -> str:
        line = line_of(document, keys)
        return "" if line is None else f" (line {line})"

    model = CONFIGS[kind]
    known = list(_keys(model, ""))
    problems = [
        f"unknown key {'.'.join(keys)!r}{locate(keys)}{nearest_name('.'.join(keys), known)}"
        for keys in _unknown(model, values, ())
    ]
    if not problems:
        filled = {key: value for key, value in values.items() if value is not None}
        try:
            return model.model_validate(filled)
        except ValidationError as error:
            problems = [
                _sentence(item, locate(tuple(map(str, item["loc"])))) for item in error.errors()
            ]
    raise UsageError(f"{path} cannot be used: {'; '.join(problems)}.")


def _sections(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The sections of a model by their keys; an optional one counts."""
    found = {}
    for name, field in model.model_fields.items():
        for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found[name] = kind
    return found


def _keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    sections = _sections(model)
    for name in model.model_fields:
        yield f"{prefix}{name}"
        if name in sections:
            yield from _keys(sections[name], f"{prefix}{name}.")


def _unknown(
    model: type[BaseModel], values: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    sections = _sections(model)
    for key, value in values.items():
        if key not in model.model_fields:
            yield (*path, str(key))
        elif key in sections and isinstance(value, Mapping):
            yield from _unknown(sections[key], value, (*path, key))


def _sentence(item: ErrorDetails, where: str) -> str:
    key = ".".join(map(str, item["loc"]))
    if item["type"] == "missing":
        return f"{key} is missing"
    wanted = item["msg"].removeprefix("Input should be ").removeprefix("Input should ")
    return f"{key}{where} is {item['input']!r} but must be {wanted[:1].lower()}{wanted[1:]}"
