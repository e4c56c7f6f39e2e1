"""SHA-256 of checkpoints, remembered so that a start does not read hundreds of megabytes."""

import hashlib
import json
import time
from pathlib import Path

from album_organizer.settings.atomic import write_atomically

_SETTLED_NS = 2_000_000_000
"""A file younger than this may change again within the same tick of its clock."""


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Fingerprints:
    """SHA-256 by path, recomputed when size or times of a file change.

    Args:
        store: Small JSON file that keeps them between runs; without permission to write it,
            everything still works, only slower.
    """

    def __init__(self, store: Path) -> None:
        self._store = store

    def sha256(self, path: Path) -> str:
        """Hexadecimal SHA-256 of the file.

        Raises:
            OSError: If it cannot be read.
        """
        status = path.stat()
        # ctime as well: copying an older file of the same size into place leaves mtime behind.
        stamp = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        known = self._load()
        if (entry := known.get(str(path))) and entry[:3] == stamp:
            return str(entry[3])
        digest = file_sha256(path)
        if time.time_ns() - max(stamp[1:]) > _SETTLED_NS:
            known[str(path)] = [*stamp, digest]
            self._save(known)
        return digest

    def _load(self) -> dict[str, list[int | str]]:
        try:
            known = json.loads(self._store.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(known, dict):
            return {}
        return {
            path: entry
            for path, entry in known.items()
            if isinstance(entry, list) and len(entry) == 4
        }

    def _save(self, known: dict[str, list[int | str]]) -> None:
        alive = {path: entry for path, entry in known.items() if Path(path).exists()}
        try:
            write_atomically(self._store, json.dumps(alive))
        except OSError:  # a read-only home; see the class
            return
