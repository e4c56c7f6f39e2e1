"""The program: the command line, with the window that it may open."""

from pathlib import Path
from typing import NoReturn

from album_organizer.cli.app import run


def _open_window(home: Path | None, folder: Path | None) -> int:
    from album_organizer.gui.app import open_window  # noqa: PLC0415 (imports Qt)

    return open_window(home, folder)


def main() -> NoReturn:
    """Runs the command line and ends the process with its exit code."""
    run(_open_window)


if __name__ == "__main__":
    main()
