"""The tables of the catalog, and opening a database that has them."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from album_organizer.domain.errors import AlbumError
from album_organizer.i18n import tr

SCHEMA_VERSION = 3
_BUSY_TIMEOUT_S = 30.0

_ANALYSES = """CREATE TABLE analyses (
    content_id TEXT, analysis_version TEXT,
    width INTEGER NOT NULL, height INTEGER NOT NULL, capture TEXT NOT NULL,
    sharpness REAL NOT NULL, motion REAL NOT NULL, highlights REAL NOT NULL,
    shadows REAL NOT NULL, brightness REAL NOT NULL, contrast REAL NOT NULL,
    noise REAL NOT NULL, compression REAL NOT NULL, technical REAL NOT NULL,
    blown REAL NOT NULL, blown_top REAL NOT NULL, blocked REAL NOT NULL,
    portrait REAL, perceptual_hash INTEGER NOT NULL, embedding BLOB NOT NULL,
    PRIMARY KEY (content_id, analysis_version)
)"""

_MARKS = """CREATE TABLE marks (
    content_id TEXT PRIMARY KEY, stars INTEGER NOT NULL CHECK (stars BETWEEN 0 AND 5),
    label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 5), changed_at TEXT NOT NULL
) WITHOUT ROWID"""
_FOLDER_TUNING = """CREATE TABLE folder_tuning (
    folder TEXT PRIMARY KEY, tuning TEXT NOT NULL, changed_at TEXT NOT NULL
) WITHOUT ROWID"""

# What the person did comes first: its pages lie at the start of the file, where a truncated one
# survives.
_TABLES = (
    """CREATE TABLE decisions (
        content_id TEXT PRIMARY KEY, decision TEXT NOT NULL, decided_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    _MARKS,
    _FOLDER_TUNING,
    """CREATE TABLE recent_folders (
        path TEXT PRIMARY KEY, opened_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE files (
        folder TEXT, path TEXT, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        content_id TEXT, error TEXT,
        PRIMARY KEY (folder, path)
    ) WITHOUT ROWID""",
    _ANALYSES,
    """CREATE TABLE ava_scores (
        model_sha256 TEXT, preprocess_version TEXT, content_id TEXT, score REAL NOT NULL,
        PRIMARY KEY (model_sha256, preprocess_version, content_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE comparisons (
        model_sha256 TEXT, preprocess_version TEXT, id_a TEXT, id_b TEXT, p_a REAL NOT NULL,
        PRIMARY KEY (model_sha256, preprocess_version, id_a, id_b), CHECK (id_a <= id_b)
    ) WITHOUT ROWID""",
    "CREATE TABLE thumbnails (content_id TEXT PRIMARY KEY, jpeg BLOB NOT NULL)",
)

# Measurements of the first schema have other components; none would be asked for again.
_STEPS = {
    0: _TABLES,
    1: ("DROP TABLE analyses", _ANALYSES, _MARKS, _FOLDER_TUNING),
    2: (_MARKS, _FOLDER_TUNING),
}
"""What leads from a schema version to the newest; 0 is a new or empty file."""


def open_database(path: Path) -> sqlite3.Connection:
    """Opens a catalog; creates its tables in a new file and renews those of an older program.

    Scores and decisions of an older catalog stay; photos of a catalog of the first schema are
    measured again when scanned.

    Args:
        path: The file; its folder exists.

    Returns:
        A connection in autocommit mode that any thread may use, one at a time.

    Raises:
        sqlite3.DatabaseError: If the file is damaged or cannot be opened.
        AlbumError: If a newer version of the program wrote it.
    """
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def roll_back(connection: sqlite3.Connection) -> None:
    """Ends a failed transaction, silently where the failure has ended it already."""
    with suppress(sqlite3.Error):
        connection.execute("ROLLBACK")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) != SCHEMA_VERSION:
        _renew_tables(connection, path)
    # Readers and one writer side by side.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _renew_tables(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")  # of two processes at once, one renews and one waits
    try:
        version = _version(connection)
        if version > SCHEMA_VERSION:
            raise AlbumError(
                tr(
                    "The catalog '{path}' was written by a newer version of Album Organizer; "
                    "update the program, or name another home folder."
                ).format(path=path)
            )
        for statement in _STEPS.get(version, ()):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
