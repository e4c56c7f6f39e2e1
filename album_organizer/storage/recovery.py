"""What to do with a catalog that is damaged: keep it, and save the person's decisions from it."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from album_organizer.domain.album import UserDecision

_COMPANIONS = ("-wal", "-shm")
_DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

DecisionRow = tuple[str, str, str]
"""Content id, decision, time of the decision."""


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means that the file itself is damaged (not locked, full or forbidden)."""
    code = getattr(error, "sqlite_errorcode", None)  # missing where Python, not SQLite, raised
    return code is not None and code & 0xFF in _DAMAGED_CODES


def move_aside(path: Path) -> Path:
    """Renames a damaged catalog and the files that belong to it.

    Args:
        path: The catalog, closed.

    Returns:
        Its new path, in the same folder.

    Raises:
        OSError: If it cannot be renamed.
    """
    stem = f"{path.stem}.corrupt-{datetime.now():%Y%m%d-%H%M%S}"
    aside = path.with_name(stem + path.suffix)
    number = 2
    while aside.exists():
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
        number += 1
    os.replace(path, aside)
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            os.replace(f"{path}{companion}", f"{aside}{companion}")
    return aside


def salvage_decisions(path: Path) -> list[DecisionRow]:
    """Reads the decisions of a damaged catalog as far as they can be read.

    Args:
        path: The damaged catalog.

    Returns:
        The rows before the first damage; none if there is nothing to read.
    """
    rows: list[DecisionRow] = []
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        # Without this, SQLite reads nothing at all from a truncated file.
        connection.execute("PRAGMA writable_schema = ON")
        query = "SELECT content_id, decision, decided_at FROM decisions"
        for content_id, decision, decided_at in connection.execute(query):
            if decision in set(UserDecision):
                rows.append((str(content_id), decision, str(decided_at)))
    return rows
