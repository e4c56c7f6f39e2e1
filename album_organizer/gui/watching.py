"""Watches the open folder: photos that appear are picked up, those that vanish are marked."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext
from album_organizer.imaging.scan import scan_folder

_QUIET_MS = 800
"""After the last change: copying many files gives many changes."""
_LOOK_MS = 30_000
"""Where the system does not tell of changes (network drives, too many folders), one looks."""
_MAX_FOLDERS = 2000
"""Systems allow a process only so many watched folders."""

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder.

    Attributes:
        files: Size and time of the last change in nanoseconds, by path relative to the folder.
        folders: The folder and those in it, at most a few more than can be watched.
    """

    files: dict[str, Stamp]
    folders: tuple[str, ...]


def list_folder(folder: Path, context: TaskContext) -> Listing:
    """Lists a folder as a scan does.

    Raises:
        FolderError: If it is gone.
    """
    found, _ = scan_folder(folder, context.job)
    folders: list[str] = []
    for place, names, _files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        folders.append(place)
        if len(folders) > _MAX_FOLDERS:
            break
    return Listing({file.path: (file.size, file.mtime_ns) for file in found}, tuple(folders))


class FolderWatcher(QObject):
    """Tells what changes in one folder, about a second later and never in the middle of a copy.

    ``appeared`` and ``vanished`` carry paths relative to the folder, as the scan names them; a
    file that changed counts as one that appeared, a renamed one as both. ``gone`` says that the
    folder itself cannot be read any more; it is told once.

    Args:
        pool: Where folders are listed.
        parent: Qt owner.
    """

    appeared = Signal(object)
    vanished = Signal(object)
    gone = Signal(str)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._folder: Path | None = None
        self._known: dict[str, Stamp] | None = None
        self._scanned: frozenset[str] = frozenset()
        self._growing: dict[str, Stamp] = {}
        self._task: Task | None = None
        self._again = False
        self._lost = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._changed)
        self._quiet = self._timer(_QUIET_MS)
        self._look = self._timer(_LOOK_MS)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._folder

    def watch(self, folder: Path, known: Collection[str]) -> None:
        """Watches a folder from now on; the one that is watched already goes on.

        Args:
            folder: Absolute path.
            known: The paths that a scan found there; other files count as having appeared.
        """
        if folder == self._folder:
            return
        self.stop()
        self._folder = folder
        self._scanned = frozenset(known)
        self._list()

    def stop(self) -> None:
        """Watches nothing."""
        self._folder = self._known = None
        self._growing = {}
        self._lost = self._again = False
        for timer in (self._quiet, self._look):
            timer.stop()
        if self._task is not None:
            self._task.drop()
            self._task = None
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self._list)
        return timer

    def _changed(self, _: str) -> None:
        self._quiet.start()

    def _list(self) -> None:
        folder = self._folder
        if folder is None:
            return
        if self._task is not None:
            self._again = True
            return
        self._task = self._pool.submit(
            lambda context: list_folder(folder, context),
            Callbacks(done=self._listed, failed=self._not_listed),
        )

    def _listed(self, listing: Listing) -> None:
        self._task = None
        self._lost = False
        self._follow(listing.folders)
        if self._known is None:
            # A file that changed since the scan cannot be told, one that came or went can.
            self._known = {path: listing.files.get(path, (0, 0)) for path in self._scanned}
        self._compare(self._known, listing.files)
        self._go_on()

    def _compare(self, known: dict[str, Stamp], files: dict[str, Stamp]) -> None:
        vanished = sorted(path for path in known if path not in files)
        other = {path: stamp for path, stamp in files.items() if known.get(path) != stamp}
        # A file that is being copied grows: it has come when two looks find it the same.
        rested = sorted(p for p, stamp in other.items() if self._growing.get(p) == stamp)
        self._growing = {p: stamp for p, stamp in other.items() if p not in set(rested)}
        for path in vanished:
            del known[path]
        known.update((path, other[path]) for path in rested)
        if vanished:
            self.vanished.emit(vanished)
        if rested:
            self.appeared.emit(rested)

    def _not_listed(self, error: AlbumError) -> None:
        self._task = None
        if not self._lost:
            self._lost = True
            self.gone.emit(str(error))
        self._go_on()

    def _go_on(self) -> None:
        if self._again or self._growing:
            self._again = False
            self._quiet.start()
        self._look.start()

    def _follow(self, folders: tuple[str, ...]) -> None:
        watched = set(self._watcher.directories())
        wanted = set(folders[:_MAX_FOLDERS])
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            # Those that the system refuses are covered by looking now and then.
            self._watcher.addPaths(sorted(wanted - watched))
