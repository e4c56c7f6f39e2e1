"""What somebody who helps needs to know, and what the program is made of; names no photo."""

import importlib.metadata
import os
import platform
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from album_organizer import __version__
from album_organizer.domain.errors import AlbumError
from album_organizer.settings.schema import Settings
from album_organizer.workspace.logs import log_path
from album_organizer.workspace.workspace import Workspace

PACKAGES = (
    "torch", "torchvision", "timm", "PySide6-Essentials", "pillow", "pillow-heif", "numpy",
    "opencv-python-headless", "scipy", "pydantic", "ruamel.yaml", "safetensors", "ImageHash",
    "pyqtgraph", "matplotlib", "Jinja2", "typer", "rich", "filelock", "platformdirs", "psutil",
)  # fmt: skip
"""What the program stands on, the weightiest first."""
_LOG_LINES = 40
_LONGEST_LICENCE = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A package the program is made of.

    Attributes:
        name: As it is installed.
        version: Empty if it is not installed.
        licence: A few words, as far as the package tells.
    """

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """The packages with versions and licences, without importing any of them."""
    return [_part(name) for name in PACKAGES]


def diagnostics(workspace: Workspace) -> str:
    """Versions, system, settings that differ, models in use and the end of the log.

    Paths are shortened to the home folder and the log is filtered, so that it names no photos.
    """
    sections = [
        ("Program", _program()),
        ("Packages", [f"{part.name} {part.version or '-'}" for part in parts()]),
        ("Settings that differ", _settings(workspace)),
        ("Models", _models(workspace)),
        ("Log", _log(workspace.home)),
    ]
    blocks = [[title, *(f"  {line}" for line in lines)] for title, lines in sections]
    text = "\n".join(line for block in blocks for line in block)
    return _shortened(text, workspace.home) + "\n"


def _program() -> list[str]:
    return [
        f"Album Organizer {__version__}",
        f"Python {sys.version.split()[0]}",
        platform.platform(),
        f"{os.cpu_count()} cores",
    ]


def _part(name: str) -> Part:
    try:
        data = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return Part(name, "", "")

    def told(field: str) -> str:
        return str((data.get_all(field) or [""])[0])

    named = told("License-Expression") or _from_classifiers(data.get_all("Classifier") or [])
    first = (named or told("License")).strip().splitlines()
    licence = first[0].strip() if first else ""
    return Part(name, told("Version"), licence[:_LONGEST_LICENCE])


def _from_classifiers(classifiers: list[str]) -> str:
    licences = [c.split(" :: ")[-1] for c in classifiers if c.startswith("License :: ")]
    return ", ".join(licence for licence in licences if licence != "OSI Approved")


def _settings(workspace: Workspace) -> list[str]:
    try:
        chosen, default = workspace.settings.model_dump(), Settings().model_dump()
    except AlbumError as error:
        return [str(error)]
    return list(_differing(chosen, default)) or ["none"]


def _differing(
    chosen: dict[str, object], default: dict[str, object], at: str = ""
) -> Iterator[str]:
    for key, value in chosen.items():
        other = default.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            yield from _differing(value, other, f"{at}{key}.")
        elif value != other:
            yield f"{at}{key}: {value}"


def _models(workspace: Workspace) -> list[str]:
    lines = []
    for kind in ("ava", "siamese"):
        try:
            version = workspace.registry.current(kind)
        except AlbumError as error:
            lines.append(f"{kind}: {error}")
            continue
        lines.append(f"{kind}: {version.version}, sha256 {version.sha256 or 'unknown'}")
    return lines


def _log(home: Path) -> list[str]:
    try:
        with log_path(home).open(encoding="utf-8", errors="replace") as file:
            last = deque(file, maxlen=_LOG_LINES)
    except OSError:
        return ["no log"]
    # Sentences about files name them between quotes.
    return [_without_names(line.rstrip()) for line in last] or ["empty"]


def _without_names(line: str) -> str:
    pieces = line.split("'")
    if len(pieces) < 3:
        return line
    return "'…'".join(pieces[::2])


def _shortened(text: str, home: Path) -> str:
    for path, short in ((str(home), "HOME"), (str(Path.home()), "~")):
        if len(path) > 1:
            text = text.replace(path, short)
    return text
