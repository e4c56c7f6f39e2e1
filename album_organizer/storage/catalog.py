"""The catalog: one SQLite file that remembers scores, thumbnails and what the person did."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import NO_MARKS, ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.storage.database import Database
from album_organizer.storage.rows import (
    ANALYSIS_COLUMNS,
    KnownFile,
    StoredAnalysis,
    analysis_from_row,
    analysis_to_row,
)
from album_organizer.storage.tuning_json import tuning_from_json, tuning_to_json

__all__ = ["Catalog", "KnownFile", "StoredAnalysis"]


class Catalog:
    """Remembers what was computed and decided, by content and not by path.

    Any thread may use it, several processes may have the same file open, and it never lies in a
    photo folder. Every ``store_...``, ``remember_...`` and ``set_...`` is one transaction. What
    the person did is on the disk when the call returns. A damaged file is moved aside and a new
    one begun, whether the damage shows on opening or later.

    Args:
        path: The database file; it and its folder are created where missing.

    Raises:
        AlbumError: From here and from every method, if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def notice(self) -> str | None:
        """A sentence for the person if the file was damaged, else None."""
        return self._database.notice

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
        self._database.close()

    # Files

    def known_files(self, folder: str) -> dict[str, KnownFile]:
        """What is known of the files of a folder, by path relative to it.

        Args:
            folder: Absolute path.
        """
        rows = self._database.select(
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
        rows = self._database.select(
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
        rows = self._database.select(
            "SELECT content_id, score FROM ava_scores WHERE model_sha256 = ?"
            " AND preprocess_version = ? AND content_id IN (SELECT value FROM json_each(?))",
            (model_sha256, preprocess_version, json.dumps(list(content_ids))),
        )
        return dict(rows)

    def scored_count(self, content_ids: Iterable[str], model_sha256: str) -> int:
        """How many of some photos have a score of one model version, whatever its preprocessing."""
        rows = self._database.select(
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
        rows = self._database.select(
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
        rows = self._database.select(
            "SELECT jpeg FROM thumbnails WHERE content_id = ?", (content_id,)
        )
        return rows[0][0] if rows else None

    def store_thumbnails(self, thumbnails: Mapping[str, bytes]) -> None:
        """Keeps JPEG bytes by content id."""
        self._store("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", list(thumbnails.items()))

    # What the person did

    def decisions(self, content_ids: Iterable[str]) -> dict[str, UserDecision]:
        """The person's decisions, by content id."""
        rows = self._database.select(
            "SELECT content_id, decision FROM decisions"
            " WHERE content_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(content_ids)),),
        )
        return {content_id: UserDecision(decision) for content_id, decision in rows}

    def set_decision(self, content_id: str, decision: UserDecision | None) -> None:
        """Keeps a decision of the person; None takes it back."""
        self.set_decisions({content_id: decision})

    def set_decisions(self, decisions: Mapping[str, UserDecision | None]) -> None:
        """Keeps decisions by content id, all or none; None takes one back."""
        now = _now()
        self._database.change(
            [
                (
                    "DELETE FROM decisions WHERE content_id = ?",
                    [(key,) for key, decision in decisions.items() if decision is None],
                ),
                (
                    "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?)",
                    [(k, decision.value, now) for k, decision in decisions.items() if decision],
                ),
            ],
            durable=True,
        )

    def marks(self, content_ids: Iterable[str]) -> dict[str, Marks]:
        """The stars and labels, by content id; photos without any are left out."""
        rows = self._database.select(
            "SELECT content_id, stars, label FROM marks"
            " WHERE content_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(content_ids)),),
        )
        return {content_id: Marks(stars, ColorLabel(label)) for content_id, stars, label in rows}

    def set_marks(self, marks: Mapping[str, Marks]) -> None:
        """Keeps stars and labels by content id, all or none; ``NO_MARKS`` takes them back."""
        now = _now()
        self._database.change(
            [
                (
                    "DELETE FROM marks WHERE content_id = ?",
                    [(key,) for key, mark in marks.items() if mark == NO_MARKS],
                ),
                (
                    "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)",
                    [(k, m.stars, int(m.label), now) for k, m in marks.items() if m != NO_MARKS],
                ),
            ],
            durable=True,
        )

    def folder_tuning(self, folder: str) -> Tuning | None:
        """How the album of a folder is weighed, or None where nothing usable was kept.

        Args:
            folder: Absolute path.
        """
        rows = self._database.select("SELECT tuning FROM folder_tuning WHERE folder = ?", (folder,))
        return tuning_from_json(rows[0][0]) if rows else None

    def set_folder_tuning(self, folder: str, tuning: Tuning | None) -> None:
        """Keeps how the album of a folder is weighed; None goes back to the settings."""
        if tuning is None:
            self._store("DELETE FROM folder_tuning WHERE folder = ?", [(folder,)])
        else:
            self._store(
                "INSERT OR REPLACE INTO folder_tuning VALUES (?, ?, ?)",
                [(folder, tuning_to_json(tuning), _now())],
            )

    def recent_folders(self, limit: int) -> list[str]:
        """The photo folders opened last, latest first, at most ``limit``."""
        rows = self._database.select(
            "SELECT path FROM recent_folders ORDER BY opened_at DESC, path LIMIT ?", (limit,)
        )
        return [path for (path,) in rows]

    def remember_folder(self, path: str) -> None:
        """Notes that a photo folder was opened now."""
        self._store("INSERT OR REPLACE INTO recent_folders VALUES (?, ?)", [(path, _now())])

    def _store(self, statement: str, rows: Collection[tuple[object, ...]]) -> None:
        """Executes a statement for every row, in one transaction."""
        self._database.change([(statement, rows)])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
