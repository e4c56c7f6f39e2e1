"""The command ``album-organizer`` with its global options, errors and exit codes."""

import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.text import Text

from album_organizer import __version__
from album_organizer.cli.context import CliContext, OpenWindow, messages
from album_organizer.cli.evaluation_commands import evaluate
from album_organizer.cli.model_commands import models
from album_organizer.cli.scan_commands import compare, gui, pick, score
from album_organizer.cli.system_commands import demo, doctor
from album_organizer.cli.training_commands import train
from album_organizer.domain.errors import AlbumError

log = logging.getLogger(__name__)

UNEXPECTED = 1
"""Exit code after a fault of the program itself."""


def run(open_window: OpenWindow) -> NoReturn:
    """Runs the command line and ends the process.

    Expected failures become one sentence on standard error and an exit code: 2 for a wrong
    request, 3 for an unusable folder, 4 for an unusable model.

    Args:
        open_window: Starts the window.
    """
    try:
        build_app(open_window)()
    except AlbumError as error:
        messages().print(Text(str(error), style="red"))
        sys.exit(error.exit_code)
    except Exception:
        # A fault of the program: the terminal gets one sentence, the log file the details.
        log.critical("The program met a fault of its own and stopped; see the log.", exc_info=True)
        sys.exit(UNEXPECTED)
    sys.exit(0)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def build_app(open_window: OpenWindow) -> typer.Typer:
    """The command with all its subcommands.

    Args:
        open_window: Starts the window.
    """
    app = typer.Typer(
        name="album-organizer",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Finds the photos that belong in the album, and says why.",
    )

    @app.callback()
    def main(
        context: typer.Context,
        home: Annotated[
            Path | None,
            typer.Option(help="Folder with models/, configs/ and the catalog.", file_okay=False),
        ] = None,
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                help="Show the version and stop.",
                is_eager=True,
                callback=_show_version,
            ),
        ] = False,
    ) -> None:
        context.obj = CliContext(home, open_window)

    for command in (gui, demo, doctor, score, pick, compare, evaluate):
        app.command()(command)
    app.add_typer(models, name="models")
    app.add_typer(train, name="train")
    return app
