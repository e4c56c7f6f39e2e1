"""What the global options decide, handed to every command."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from album_organizer.workspace.logs import start_logging
from album_organizer.workspace.workspace import Workspace

_UNLIMITED = 1000
"""Columns for output that goes to a file or another program."""

OpenWindow = Callable[[Path | None, Path | None], int]
"""(home, folder) -> exit code; opens the window and returns when it was closed."""


@dataclass(slots=True)
class CliContext:
    """Global options.

    Attributes:
        home: Value of ``--home``.
        open_window: Starts the window; given from outside, as only the window may import Qt.
    """

    home: Path | None
    open_window: OpenWindow

    def workspace(self) -> Workspace:
        """The home folder's workspace, with the log started."""
        workspace = Workspace(self.home)
        start_logging(workspace.home)
        return workspace


def cli_context(context: typer.Context) -> CliContext:
    """The global options of a command's context."""
    found = context.find_object(CliContext)
    if found is None:
        raise RuntimeError("Commands run below the main command, which makes the context.")
    return found


def messages() -> Console:
    """Console for everything that is not the result: progress, notes, errors (standard error)."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def results() -> Console:
    """Console for results (standard output); nothing is cut where no terminal sets a width."""
    width = None if sys.stdout.isatty() else _UNLIMITED
    return Console(file=sys.stdout, highlight=False, width=width)
