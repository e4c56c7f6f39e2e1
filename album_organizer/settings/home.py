"""The home folder: where models, settings and the catalog lie."""

import os
from pathlib import Path

import platformdirs

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr
from album_organizer.settings.atomic import copy_atomically, make_folder, reason_of

_PACKAGE = Path(__file__).resolve().parents[1]
_MARKERS = {"models": "registry.yaml", "configs": "global_config.yaml"}
"""Folder -> the file that is copied last: where it exists, the folder was filled completely."""


LAST_GOOD_REGISTRY = ".registry_last_good.yaml"
"""A copy that lies in models/ as soon as versions were read: its owner is no new person."""


def bundled_root() -> Path:
    """The folder that holds the models/, configs/ and resources/ the program came with.

    That is the checkout when the package lies in one, otherwise a folder inside the package.
    """
    return _PACKAGE.parent if _is_checkout(_PACKAGE.parent) else _PACKAGE / "_bundled"


def resolve_home(option: Path | None) -> Path:
    """Decides on the home folder; nothing is created.

    Args:
        option: What the person asked for, or None.

    Returns:
        An absolute path: the option, else the checkout, else the user's data folder.
    """
    if option is not None:
        # Without "..", so that paths in the registry can be told to lie inside.
        return Path(os.path.abspath(option.expanduser()))
    root = bundled_root()
    if _is_checkout(root):
        return root
    return platformdirs.user_data_path("album-organizer", appauthor=False)


def prepare_home(home: Path) -> None:
    """Fills a home folder with the built-in models and settings; nothing is ever overwritten.

    Each file appears complete or not at all, and the file that marks a folder as filled comes
    last, so that an interrupted first run is completed by the next one. A folder that was filled
    once is left to the person: what they delete there stays deleted. A checkout is never filled.

    Args:
        home: The home folder; created if missing.

    Raises:
        UsageError: If it cannot be created or written.
    """
    if _is_checkout(home):
        return
    make_folder(home)
    for folder, marker in _MARKERS.items():
        used_before = (home / folder / LAST_GOOD_REGISTRY).exists()
        if not (home / folder / marker).exists() and not used_before:
            _fill(bundled_root() / folder, home / folder, marker)


def catalog_path(home: Path) -> Path:
    """Where the catalog of a home folder lies."""
    return home / "catalog.sqlite"


def _is_checkout(folder: Path) -> bool:
    needed = ("pyproject.toml", "models", "album_organizer")
    return all((folder / name).exists() for name in needed)


def _fill(source: Path, target: Path, marker: str) -> None:
    files = [
        file.relative_to(source)
        for file in source.rglob("*")
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".lock"
    ]
    for file in sorted(files, key=lambda file: (file == Path(marker), file)):
        if (target / file).exists():
            continue
        make_folder((target / file).parent)
        try:
            copy_atomically(source / file, target / file)
        except OSError as error:
            raise UsageError(
                tr(
                    "{path} cannot be written ({reason}); free some space or choose another home "
                    "folder with --home."
                ).format(path=target / file, reason=reason_of(error))
            ) from error
