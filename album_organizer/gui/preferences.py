"""What a person prefers of the window and its keys: in force now, and kept in the settings file."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.jobs import Callbacks, Pool, TaskContext
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings, WindowSettings
from album_organizer.settings.store import set_values

_KEYS = "shortcuts."
_WINDOW = "window."


class Preferences(QObject):
    """Changes take effect at once and are written beside the window, in the order they were made.

    ``window_changed`` carries the :class:`WindowSettings`, ``keys_changed`` the :class:`Bindings`,
    ``failed`` a sentence: then the change holds until the window is closed.

    Args:
        home: The home folder.
        pool: Where the file is written.
        settings: As they are in the file.
        parent: Qt owner.
    """

    window_changed = Signal(object)
    keys_changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self, home: Path, pool: Pool, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._pool = pool
        self._settings = settings
        self.bindings = Bindings(all_commands(), settings.shortcuts.chosen())
        self._unwritten: dict[str, object] = {}
        self._writing = False

    @property
    def window(self) -> WindowSettings:
        """Language, theme, motion and going on, as they hold now."""
        return self._settings.window

    def change_window(self, values: Mapping[str, object]) -> None:
        """Changes fields of :class:`WindowSettings`: ``{"theme": "dark"}``.

        Raises:
            UsageError: If a field or a value is unknown.
        """
        by_key = {f"{_WINDOW}{name}": value for name, value in values.items()}
        changed = with_values(self._settings, by_key)
        if changed == self._settings:
            return
        self._settings = changed
        self._write(by_key)
        self.window_changed.emit(changed.window)

    def change_keys(self, bindings: Bindings) -> None:
        """Other keys from now on; only what differs from the built-in ones is kept."""
        before, after = self.bindings.chosen(), bindings.chosen()
        self.bindings = bindings
        self._write(
            {
                f"{_KEYS}{command}": after.get(command)
                for command in before.keys() | after.keys()
                if before.get(command) != after.get(command)
            }
        )
        self.keys_changed.emit(bindings)

    def _write(self, values: Mapping[str, object]) -> None:
        self._unwritten |= values
        if self._writing or not self._unwritten:
            return
        home, now = self._home, self._unwritten
        self._unwritten, self._writing = {}, True

        def work(context: TaskContext) -> None:
            set_values(home, now)

        self._pool.submit(work, Callbacks(done=self._written, failed=self._not_written))

    def _written(self, _: object) -> None:
        self._writing = False
        self._write({})

    def _not_written(self, error: AlbumError) -> None:
        self.failed.emit(str(error))
        self._written(None)
