"""The database file behind the catalog: threads, transactions, and a new file after damage."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

from album_organizer.domain.errors import AlbumError
from album_organizer.i18n import tr, trn
from album_organizer.storage.recovery import Salvaged, is_damage, move_aside, salvage
from album_organizer.storage.schema import open_database, roll_back

_T = TypeVar("_T")

Rows = list[tuple[Any, ...]]
Change = tuple[str, Collection[tuple[object, ...]]]
"""A statement, and the rows it is executed for."""


class Database:
    """One open file. Any thread may use it, and several processes may have the same one open.

    A damaged file is moved aside and a new one begun with everything of the person's that can
    still be read, whether the damage shows on opening or later.

    Attributes:
        path: The file.
        notice: A sentence for the person if the file was damaged, else None.

    Args:
        path: It and its folder are created where missing.

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
                tr(
                    "The catalog '{path}' cannot be reached ({reason}); name another home folder."
                ).format(path=path, reason=error.strerror)
            ) from error
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Ends the use of the file; a second call does nothing."""
        with self._lock:
            self._connection.close()

    def select(self, query: str, parameters: tuple[object, ...]) -> Rows:
        """The rows of a query."""
        return self._run(lambda connection: connection.execute(query, parameters).fetchall())

    def change(self, changes: Sequence[Change], *, durable: bool = False) -> None:
        """Executes statements for their rows, all in one transaction or none.

        Args:
            changes: In this order; those without rows are left out.
            durable: Only return when the disk has it, so that it survives a power cut. Everything
                else survives the end of the program, however it comes.
        """
        wanted = [change for change in changes if change[1]]
        if wanted:
            self._run(lambda connection: _execute(connection, wanted, durable=durable))

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
        """Moves a damaged file aside and begins a new one with what can be read of it."""
        if self._file_identity() != self._identity:
            return self._open()  # another process has moved it aside already
        try:
            aside = move_aside(self.path)
        except OSError as error:
            raise AlbumError(
                tr(
                    "The catalog '{path}' is damaged and cannot be renamed ({reason}); close other "
                    "windows of Album Organizer, or delete the file."
                ).format(path=self.path, reason=error.strerror)
            ) from error
        saved = salvage(aside)
        connection = open_database(self.path)
        _execute(connection, saved.changes(), durable=True)
        self._identity = self._file_identity()
        self.notice = _notice(aside.name, saved)
        return connection

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def _unusable(self, error: sqlite3.Error) -> AlbumError:
        return AlbumError(
            tr(
                "The catalog '{path}' cannot be used ({reason}); check that its folder can be "
                "written to and that its disk is not full."
            ).format(path=self.path, reason=error)
        )


def _execute(connection: sqlite3.Connection, changes: Sequence[Change], *, durable: bool) -> None:
    # With a write-ahead log, FULL makes the disk confirm each transaction; only outside of one can
    # it be chosen.
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement, rows in changes:
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def _notice(kept_as: str, saved: Salvaged) -> str:
    start = tr(
        "The catalog was damaged and has been kept as '{name}'; a new one was begun and photos "
        "are scored again."
    ).format(name=kept_as)
    decisions, marks = len(saved.decisions), len(saved.marks)
    if not decisions and not marks:
        return f"{start} {tr('None of your decisions, stars and labels could be saved.')}"
    sentences = [start]
    if decisions:
        text = trn(
            "{n:,} of your decisions was saved.", "{n:,} of your decisions were saved.", decisions
        )
        sentences.append(text.format(n=decisions))
    if marks:
        text = trn(
            "Stars and labels of {n:,} photo were saved.",
            "Stars and labels of {n:,} photos were saved.",
            marks,
        )
        sentences.append(text.format(n=marks))
    return " ".join(sentences)
