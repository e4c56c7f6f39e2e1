"""What to do with a catalog that is damaged: keep it, and save what the person did from it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.storage.tuning_json import tuning_from_json

_COMPANIONS = ("-wal", "-shm")
_DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

DecisionRow = tuple[str, str, str]
"""Content id, decision, time of the decision."""
MarksRow = tuple[str, int, int, str]
"""Content id, stars, colour label, time of the change."""
TuningRow = tuple[str, str, str]
"""Folder, tuning as JSON, time of the change."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Everything of the person's that could be read, as rows of the tables.

    Attributes:
        decisions: Picks and rejections.
        marks: Stars and labels.
        tunings: How albums of folders are weighed.
    """

    decisions: tuple[DecisionRow, ...]
    marks: tuple[MarksRow, ...]
    tunings: tuple[TuningRow, ...]

    def changes(self) -> list[tuple[str, tuple[tuple[Any, ...], ...]]]:
        """What puts the rows into a new catalog; what stands there already is newer."""
        return [
            ("INSERT OR IGNORE INTO decisions VALUES (?, ?, ?)", self.decisions),
            ("INSERT OR IGNORE INTO marks VALUES (?, ?, ?, ?)", self.marks),
            ("INSERT OR IGNORE INTO folder_tuning VALUES (?, ?, ?)", self.tunings),
        ]


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


def salvage(path: Path) -> Salvaged:
    """Reads what the person did from a damaged catalog, as far as it can be read.

    Args:
        path: The damaged catalog.

    Returns:
        Of each table the rows before its first damage, without those that make no sense.
    """
    decisions = [
        (str(content_id), decision, str(at))
        for content_id, decision, at in _readable(
            path, "content_id, decision, decided_at", "decisions"
        )
        if decision in set(UserDecision)
    ]
    marks = [
        (str(content_id), stars, label, str(at))
        for content_id, stars, label, at in _readable(
            path, "content_id, stars, label, changed_at", "marks"
        )
        if _are_marks(stars, label)
    ]
    tunings = [
        (str(folder), tuning, str(at))
        for folder, tuning, at in _readable(path, "folder, tuning, changed_at", "folder_tuning")
        if tuning_from_json(tuning) is not None
    ]
    return Salvaged(tuple(decisions), tuple(marks), tuple(tunings))


def _readable(path: Path, columns: str, table: str) -> Iterator[tuple[Any, ...]]:
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        # Without this, SQLite reads nothing at all from a truncated file.
        connection.execute("PRAGMA writable_schema = ON")
        yield from connection.execute(f"SELECT {columns} FROM {table}")


def _are_marks(stars: object, label: object) -> bool:
    if not isinstance(stars, int) or not isinstance(label, int):
        return False
    try:
        Marks(stars, ColorLabel(label))
    except ValueError:
        return False
    return True
