"""A note of the switch under way, so that one that a crash interrupted is completed."""

import json
from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.registry.history import Event
from album_organizer.settings.atomic import reason_of, write_atomically


class PendingSwitch:
    """Lies on the disk from before registry.yaml is replaced until everything has followed.

    Args:
        path: The note's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, event: Event, checkpoint: str) -> None:
        """Notes a switch.

        Args:
            event: What the history will say.
            checkpoint: What the configuration will say.

        Raises:
            ModelError: If the note cannot be written.
        """
        note = {"event": event.to_dict(), "checkpoint": checkpoint}
        try:
            write_atomically(self._path, json.dumps(note))
        except OSError as error:
            raise ModelError(
                f"{self._path.parent} cannot be written to ({reason_of(error)}); "
                "the version in use stays."
            ) from error

    def read(self) -> tuple[Event, str] | None:
        """The noted event and checkpoint, or None if no switch is under way."""
        try:
            note = json.loads(self._path.read_text(encoding="utf-8"))
            return Event.from_dict(note["event"]), str(note["checkpoint"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def clear(self) -> None:
        """Forgets the switch: it is done, or never happened."""
        self._path.unlink(missing_ok=True)
