"""The command run in this process, as a script would run it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from album_organizer.cli.app import run


class Program:
    """Runs the command in this process and keeps what it printed."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.capsys = capsys
        self.out = ""
        self.err = ""
        self.opened: list[Path | None] = []

    def __call__(self, *arguments: object) -> int:
        sys.argv = ["album-organizer", "--home", str(self.home), *map(str, arguments)]
        with pytest.raises(SystemExit) as stopped:
            run(self._open_window)
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        return int(stopped.value.code or 0)

    def json(self, *arguments: object) -> Any:
        assert self(*arguments, "--json", "-") == 0, self.err
        return json.loads(self.out)

    def _open_window(self, home: Path | None, folder: Path | None) -> int:
        self.opened.append(folder)
        return 0
