"""Commands about the program itself: demo, doctor."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from album_organizer import __version__
from album_organizer.cli.context import cli_context, messages, results
from album_organizer.cli.progress import progress_job
from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import AlbumError, ModelError
from album_organizer.imaging.demo_album import write_demo_album
from album_organizer.settings.home import catalog_path
from album_organizer.workspace.logs import log_path
from album_organizer.workspace.workspace import Workspace

_PACKAGES = ("torch", "torchvision", "timm", "PySide6-Essentials", "pillow", "pillow-heif", "numpy")


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")],
) -> None:
    """Write a demo album of real photographs to try the program on."""
    with progress_job() as job:
        paths = write_demo_album(directory, job)
    messages().print(Text(f"Wrote {len(paths)} photos to {directory}."))


def doctor(context: typer.Context) -> None:
    """Show versions, device, models and paths, and say what is wrong."""
    workspace = cli_context(context).workspace()
    for name, value in _facts(workspace):
        _print_line(name, Text(value))
    wrong: list[AlbumError] = []
    for name, check in _checks(workspace):
        try:
            _print_line(name, Text(check()))
        except AlbumError as error:
            wrong.append(error)
            _print_line(name, Text(str(error), style="red"))
    if wrong:
        noun = "thing is" if len(wrong) == 1 else "things are"
        messages().print(f"{len(wrong)} {noun} wrong, see above.")
        raise typer.Exit(max(error.exit_code for error in wrong))
    messages().print("Everything works.")


def _print_line(name: str, value: Text) -> None:
    # One line each, never folded: people paste and search this.
    results().print(Text(f"{name:20}") + value, soft_wrap=True)


def _facts(workspace: Workspace) -> list[tuple[str, str]]:
    facts = [
        ("Album Organizer", __version__),
        ("Python", f"{sys.version.split()[0]} on {platform.platform()}"),
    ]
    facts += [(name, _package_version(name)) for name in _PACKAGES]
    facts += [
        ("Cores", str(os.cpu_count())),
        ("Home folder", str(workspace.home)),
        ("Catalog", str(catalog_path(workspace.home))),
        ("Log", str(log_path(workspace.home))),
    ]
    return facts


def _checks(workspace: Workspace) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("Settings", lambda: "fine" if workspace.settings else ""),
        ("Catalog state", lambda: _catalog_state(workspace)),
        ("Registry", lambda: _registry_state(workspace)),
        ("AVA model", lambda: _described(workspace.load_ava().info)),
        ("Siamese model", lambda: _described(workspace.load_siamese().info)),
        ("Device", _device),
    ]


def _catalog_state(workspace: Workspace) -> str:
    with workspace.open_catalog() as catalog:
        return catalog.notice or "fine"


def _registry_state(workspace: Workspace) -> str:
    trouble = workspace.registry.trouble()
    if trouble is not None:
        raise ModelError(trouble)
    return "fine"


def _described(info: ModelInfo) -> str:
    return f"{info.version}, {info.path}"


def _device() -> str:
    from album_organizer.ml.device import describe_device  # noqa: PLC0415 (imports PyTorch)

    return describe_device()


def _package_version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
