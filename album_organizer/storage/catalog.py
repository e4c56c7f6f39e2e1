"""The catalog: one SQLite file that remembers scores, thumbnails and decisions."""

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import AlbumError
from album_organizer.storage.recovery import is_damage, move_aside, salvage_decisions
from album_organizer.storage.rows import (
    ANALYSIS_COLUMNS,
    KnownFile,
    StoredAnalysis,
    analysis_from_row,
    analysis_to_row,
)
from album_organizer.storage.schema import open_database, roll_back

__all__ = ["Catalog", "KnownFile", "StoredAnalysis"]

_T = TypeVar("_T")
_Rows = list[tuple[Any, ...]]


class Catalog:
    """Remembers what was computed and decided, by content and not by path.

    Any thread may use it, several processes may have the same file open, and it never lies in a
    photo folder. Every ``store_...`` and ``remember_...`` is one transaction. A damaged file is
    moved aside and a new one begun, whether the damage shows on opening or later.

    Attributes:
        path: The database file.
        notice: A sentence for the person if the file was damaged, else None.

    Args:
        path: The database file; it and its folder are created where missing.

    Raises:
        AlbumError: From here and from every method, if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice: str | None = None
        self._lock = threading.RLock()
        self._identity: tuple[int, int] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except OSError as error:
            raise AlbumError(
                f"The catalog '{path}' cannot be reached ({error.strerror}); "
                "name another home folder."
            ) from error
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the file; a second call does nothing."""
        with self._lock:
            self._connection.close()

    # Files

    def known_files(self, folder: str) -> dict[str, KnownFile]:
        """What is known of the files of a folder, by path relative to it.

        Args:
            folder: Absolute path.
        """
        rows = self._select(
            "SELECT path, size, mtime_ns, content_id, error FROM files WHERE folder = ?", (folder,)
        )
        return {path: KnownFile(*columns) for path, *columns in rows}

    def remember_files(self, folder: str, files: Mapping[str, KnownFile]) -> None:
        """Adds or replaces what is known of some files of a folder."""
        self._store(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [
                (folder, path, file.size, file.mtime_ns, file.content_id, file.error)
                for path, file in files.items()
            ],
        )

    def forget_missing_files(self, folder: str, present: Collection[str]) -> None:
        """Drops the files of a folder that a complete scan did not find; their scores stay."""
        self._store(
            "DELETE FROM files WHERE folder = ? AND path NOT IN (SELECT value FROM json_each(?))",
            [(folder, json.dumps(list(present)))],
        )

    # Analyses and scores

    def analyses(
        self, content_ids: Iterable[str], analysis_version: str
    ) -> dict[str, StoredAnalysis]:
        """The known analyses, by content id."""
        rows = self._select(
            f"SELECT content_id, {', '.join(ANALYSIS_COLUMNS)} FROM analyses"
            " WHERE analysis_version = ? AND content_id IN (SELECT value FROM json_each(?))",
            (analysis_version, json.dumps(list(content_ids))),
        )
        return {content_id: analysis_from_row(columns) for content_id, *columns in rows}

    def store_analyses(self, analyses: Mapping[str, StoredAnalysis], analysis_version: str) -> None:
        """Keeps analyses by content id."""
        columns = ("content_id", "analysis_version", *ANALYSIS_COLUMNS)
        self._store(
            f"INSERT OR REPLACE INTO analyses ({', '.join(columns)})"
            f" VALUES ({', '.join('?' * len(columns))})",
            [
                (content_id, analysis_version, *analysis_to_row(analysis))
                for content_id, analysis in analyses.items()
            ],
        )

    def ava_scores(
        self, content_ids: Iterable[str], model_sha256: str, preprocess_version: str
    ) -> dict[str, float]:
        """The known scores (1..10) of one model version, by content id."""
        rows = self._select(
            "SELECT content_id, score FROM ava_scores WHERE model_sha256 = ?"
            " AND preprocess_version = ? AND content_id IN (SELECT value FROM json_each(?))",
            (model_sha256, preprocess_version, json.dumps(list(content_ids))),
        )
        return dict(rows)

    def scored_count(self, content_ids: Iterable[str], model_sha256: str) -> int:
        """How many of some photos have a score of one model version, whatever its preprocessing."""
        rows = self._select(
            "SELECT count(DISTINCT content_id) FROM ava_scores WHERE model_sha256 = ?"
            " AND content_id IN (SELECT value FROM json_each(?))",
            (model_sha256, json.dumps(list(content_ids))),
        )
        return int(rows[0][0])

    def store_ava_scores(
        self, scores: Mapping[str, float], model_sha256: str, preprocess_version: str
    ) -> None:
        """Keeps scores of one model version by content id."""
        self._store(
            "INSERT OR REPLACE INTO ava_scores VALUES (?, ?, ?, ?)",
            [(model_sha256, preprocess_version, *item) for item in scores.items()],
        )

    # Comparisons

    def comparisons(
        self, model_sha256: str, preprocess_version: str, pairs: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], float]:
        """The known comparisons of one model version.

        Args:
            model_sha256: Of the checkpoint.
            preprocess_version: Of the preprocessing.
            pairs: Content ids, each pair in any order.

        Returns:
            P(first is better), 0..1, by pair in the order asked for.
        """
        asked = list(pairs)
        rows = self._select(
            "SELECT id_a, id_b, p_a FROM json_each(?) AS pair CROSS JOIN comparisons"
            " ON id_a = json_extract(pair.value, '$[0]')"
            " AND id_b = json_extract(pair.value, '$[1]')"
            " WHERE model_sha256 = ? AND preprocess_version = ?",
            (json.dumps([sorted(pair) for pair in asked]), model_sha256, preprocess_version),
        )
        known = {(b, a): 1.0 - p for a, b, p in rows} | {(a, b): p for a, b, p in rows}
        return {pair: known[pair] for pair in asked if pair in known}

    def store_comparisons(
        self,
        model_sha256: str,
        preprocess_version: str,
        comparisons: Mapping[tuple[str, str], float],
    ) -> None:
        """Keeps P(first is better) by pair of content ids, each pair in any order."""
        self._store(
            "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?)",
            [
                (model_sha256, preprocess_version, *((a, b, p) if a <= b else (b, a, 1.0 - p)))
                for (a, b), p in comparisons.items()
            ],
        )

    # Thumbnails

    def thumbnail(self, content_id: str) -> bytes | None:
        """The JPEG bytes of a thumbnail, or None."""
        rows = self._select("SELECT jpeg FROM thumbnails WHERE content_id = ?", (content_id,))
        return rows[0][0] if rows else None

    def store_thumbnails(self, thumbnails: Mapping[str, bytes]) -> None:
        """Keeps JPEG bytes by content id."""
        self._store("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", list(thumbnails.items()))

    # What the person did

    def decisions(self, content_ids: Iterable[str]) -> dict[str, UserDecision]:
        """The person's decisions, by content id."""
        rows = self._select(
            "SELECT content_id, decision FROM decisions"
            " WHERE content_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(content_ids)),),
        )
        return {content_id: UserDecision(decision) for content_id, decision in rows}

    def set_decision(self, content_id: str, decision: UserDecision | None) -> None:
        """Keeps a decision of the person; None takes it back."""
        if decision is None:
            self._store("DELETE FROM decisions WHERE content_id = ?", [(content_id,)])
        else:
            self._store(
                "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?)",
                [(content_id, decision.value, _now())],
            )

    def recent_folders(self, limit: int) -> list[str]:
        """The photo folders opened last, latest first, at most ``limit``."""
        rows = self._select(
            "SELECT path FROM recent_folders ORDER BY opened_at DESC, path LIMIT ?", (limit,)
        )
        return [path for (path,) in rows]

    def remember_folder(self, path: str) -> None:
        """Notes that a photo folder was opened now."""
        self._store("INSERT OR REPLACE INTO recent_folders VALUES (?, ?)", [(path, _now())])

    # The database

    def _select(self, query: str, parameters: tuple[object, ...]) -> _Rows:
        return self._run(lambda connection: connection.execute(query, parameters).fetchall())

    def _store(self, statement: str, rows: Collection[tuple[object, ...]]) -> None:
        """Executes a statement for every row, in one transaction."""
        if rows:
            self._run(lambda connection: _execute_all(connection, statement, rows))

    def _run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Works with the database; if it turns out damaged, once more with a new one."""
        with self._lock:
            try:
                try:
                    return work(self._connection)
                except sqlite3.DatabaseError as error:
                    if not is_damage(error):
                        raise
                    self._connection.close()
                    self._connection = self._begin_anew()
                    return work(self._connection)
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def _open(self) -> sqlite3.Connection:
        """Opens the file, or a new one in the place of a damaged one."""
        self._identity = self._file_identity()
        try:
            connection = open_database(self.path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return self._begin_anew()
        self._identity = self._file_identity()
        return connection

    def _begin_anew(self) -> sqlite3.Connection:
        """Moves a damaged file aside and begins a new one with the decisions that can be read."""
        if self._file_identity() != self._identity:
            return self._open()  # another process has moved it aside already
        try:
            aside = move_aside(self.path)
        except OSError as error:
            raise AlbumError(
                f"The catalog '{self.path}' is damaged and cannot be renamed ({error.strerror}); "
                "close other windows of Album Organizer, or delete the file."
            ) from error
        decisions = salvage_decisions(aside)
        connection = open_database(self.path)
        _execute_all(connection, "INSERT OR IGNORE INTO decisions VALUES (?, ?, ?)", decisions)
        self._identity = self._file_identity()
        saved = f"{len(decisions):,} of your decisions" if decisions else "none of your decisions"
        self.notice = (
            f"The catalog was damaged and has been kept as '{aside.name}'; a new one was begun, "
            f"{saved} could be saved, and photos are scored again."
        )
        return connection

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def _unusable(self, error: sqlite3.Error) -> AlbumError:
        return AlbumError(
            f"The catalog '{self.path}' cannot be used ({error}); check that its folder can be "
            "written to and that its disk is not full."
        )


def _execute_all(
    connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[object, ...]]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany(statement, rows)
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
