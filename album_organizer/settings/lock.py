"""One writer at a time, across windows and commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr
from album_organizer.settings.atomic import reason_of

WAIT_S = 10.0


@contextmanager
def exclusive(path: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Holds a lock file while the body changes what it guards.

    The system releases the lock when its holder dies, so a crash never blocks the next start.

    Args:
        path: The lock file, for example ``models/registry.lock``; stays behind, empty.
        wait_s: How long to wait for another holder, in seconds.

    Raises:
        UsageError: If another process holds the lock all that time, or the folder is read-only.
    """
    lock = FileLock(path, timeout=wait_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsageError(
            tr(
                "Another window or command is changing the files in {folder} right now; "
                "try again when it has finished."
            ).format(folder=path.parent)
        ) from error
    except OSError as error:
        raise UsageError(
            tr(
                "The folder {folder} cannot be written to ({reason}); check its permissions."
            ).format(folder=path.parent, reason=reason_of(error))
        ) from error
    try:
        yield
    finally:
        lock.release()
