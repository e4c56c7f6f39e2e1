"""The files that together say which version is in use, changed so that a crash never harms them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry.document import RegistryDocument
from album_organizer.registry.history import Event, append_event, new_event, read_events
from album_organizer.registry.model_version import CONFIG_KEYS, ModelVersion
from album_organizer.registry.shelf import Shelf
from album_organizer.registry.switch import PendingSwitch
from album_organizer.settings.atomic import TEMPORARY_PREFIX, make_folder, reason_of
from album_organizer.settings.lock import exclusive
from album_organizer.settings.store import load_settings, set_values

_LEFT_BEHIND_S = 600.0


class RegistryFiles:
    """registry.yaml, history.jsonl and the configuration's lines of one home folder.

    Args:
        home: Absolute path of the home folder.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.models = home / "models"
        self.shelf = Shelf(home)
        self._history = self.models / "history.jsonl"
        self._pending = PendingSwitch(self.models / ".switch.json")

    def versions(self, kind: str) -> list[ModelVersion]:
        """All versions of a kind; never the state in the middle of a switch.

        Raises:
            UsageError: If the configuration is damaged.
            ModelError: If registry.yaml cannot be used.
        """
        while True:
            seen = self.shelf.stamp()
            reading = self.shelf.read()
            versions = self.shelf.versions(kind, reading.document)
            if reading.trouble is not None:
                return versions
            # Between the two files that were read, another process may have switched.
            if self._pending.read() is None and self.shelf.stamp() == seen:
                return versions
            self._finish_switch()

    def events(self) -> list[Event]:
        """The whole history, oldest first.

        Raises:
            ModelError: If it cannot be read.
        """
        try:
            return read_events(self._history)
        except OSError as error:
            raise ModelError(f"{self._history} cannot be read ({reason_of(error)}).") from error

    def append(self, event: Event) -> None:
        """Adds a line to the history; the lock should be held.

        Raises:
            ModelError: If it cannot be written.
        """
        try:
            append_event(self._history, event)
        except OSError as error:
            raise ModelError(f"{self._history} cannot be written ({reason_of(error)}).") from error

    def document(self) -> RegistryDocument:
        """registry.yaml to be changed, or a new one where there never was one.

        Raises:
            ModelError: If it is broken or gone; what its last good state knows must not be lost.
        """
        if self.shelf.is_new():
            return RegistryDocument.load_or_new(self.shelf.registry_path)
        reading = self.shelf.read()
        if reading.trouble is not None:
            raise ModelError(reading.trouble)
        return reading.document

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Holds the lock; a switch that a crash interrupted is completed first.

        Raises:
            UsageError: If another window or command holds the lock, or the folder is read-only.
            ModelError: If registry.yaml is broken.
        """
        make_folder(self.models)
        with exclusive(self.models / "registry.lock"):
            self._complete_switch()
            self._sweep()
            yield

    def edit(self, event: Event, key: str, text: str | None) -> None:
        """Writes one field of a version's entry, and the event that tells of it.

        Raises:
            ModelError: If the version was removed meanwhile, or a file cannot be written.
        """
        with self.changing():
            document = self.document()
            document.set_text(event.kind, event.version, key, text)
            document.save()
            self.append(event)

    def require_settings(self) -> None:
        """A damaged configuration has to stop a switch before anything is changed.

        Raises:
            UsageError: If it is damaged.
        """
        load_settings(self.home)

    def put_to_use(self, event: Event, version: ModelVersion) -> None:
        """Makes a version the current one: one atomic replacement of registry.yaml decides.

        Args:
            event: What happened; where the version comes from is filled in here.
            version: The new current one.

        Raises:
            UsageError: If the configuration is damaged, or the version is gone.
            ModelError: If a file cannot be written; the version in use stays.
        """
        kind, name = version.kind, version.version
        self.require_settings()
        with self.changing():
            before = next((other for other in self.versions(kind) if other.is_current), None)
            if before is not None and before.version == name and not before.pinned:
                return
            document = self.document()
            if name not in document.names(kind):
                raise UsageError(f"The version {name} of {kind} was removed in the meantime.")
            moved = new_event(
                event.event,
                kind,
                name,
                sha256=version.sha256,
                from_version=before.version if before and before.version != name else None,
                to_version=name,
                reason=event.reason,
                details=_with_pinned_path(event.details, before),
            )
            self._pending.write(moved, version.relative_path)
            document.set_current(kind, name)
            document.save()
            self._complete_switch()

    def _complete_switch(self) -> None:
        """Carries out what a switch has to do besides registry.yaml; the lock is held.

        Also after a crash: if registry.yaml had been replaced, the rest follows now, otherwise
        the switch never happened.
        """
        pending = self._pending.read()
        if pending is None:
            return
        event, path = pending
        if RegistryDocument.load(self.shelf.registry_path).current(event.kind) == event.to_version:
            set_values(self.home, {CONFIG_KEYS[event.kind]: path})
            if event not in self.events():
                self.append(event)
        self._pending.clear()

    def _sweep(self) -> None:
        """Removes what killed processes left half-written; the lock is held."""
        for pattern in (f"{TEMPORARY_PREFIX}*", f"*/{TEMPORARY_PREFIX}*"):
            for file in self.models.glob(pattern):
                with suppress(OSError):
                    if time.time() - file.stat().st_mtime > _LEFT_BEHIND_S:
                        file.unlink()

    def _finish_switch(self) -> None:
        if self._pending.read() is not None:
            with self.changing():
                pass


def _with_pinned_path(
    details: dict[str, Any] | None, before: ModelVersion | None
) -> dict[str, Any] | None:
    """The details, with the path that a person had entered and that is replaced now."""
    if before is None or not before.pinned:
        return details
    return {**(details or {}), "pinned_path": before.relative_path}
