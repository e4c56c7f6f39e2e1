"""Files of one JSON object per line that are only appended to."""

import getpass
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def append_line(path: Path, values: dict[str, Any]) -> None:
    """Adds a line and forces it to the disk.

    A line that a crash left half-written is closed first, so that it never swallows this one.

    Raises:
        OSError: If the file cannot be written.
    """
    line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
    with path.open("ab+") as file:
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects, oldest first; no file is an empty one.

    Lines that hold no JSON object (half-written in a crash, or edited) are passed over.

    Raises:
        OSError: If the file exists but cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    for line in text.split("\n"):
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(values, dict):
            yield values


def now() -> str:
    """The time as lines tell it: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def login() -> str:
    """Who is logged in; ``"unknown"`` in a container without such a user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
