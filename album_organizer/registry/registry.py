"""Which model versions there are, which one is in use, and how to change that safely."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from album_organizer.domain.errors import AlbumError, ModelError, UsageError
from album_organizer.registry.document import RegistryDocument
from album_organizer.registry.fingerprint import Fingerprints
from album_organizer.registry.history import (
    Event,
    append_event,
    new_event,
    previous_versions,
    read_events,
)
from album_organizer.registry.intake import Intake
from album_organizer.registry.model_version import (
    CONFIG_KEYS,
    PINNED,
    ModelVersion,
    next_name,
    require_kind,
    require_name,
)
from album_organizer.registry.shelf import Shelf
from album_organizer.registry.switch import PendingSwitch
from album_organizer.settings.atomic import make_folder, reason_of
from album_organizer.settings.lock import exclusive
from album_organizer.settings.store import load_settings, set_values


class Summary(Protocol):
    """What a check tells about a checkpoint that passed."""

    @property
    def architecture(self) -> str:
        """Name of the network's trunk."""

    @property
    def metrics(self) -> Mapping[str, float]:
        """Figures that training left in the checkpoint."""


Check = Callable[[Path, str], Summary]
"""(checkpoint, kind) -> summary; raises ModelError with one sentence if it cannot be used."""


class Registry:
    """The versions in a home folder.

    Every call reads the files anew, so that several windows and commands see each other's
    changes; changes are made under a lock. The methods are safe to call from any thread.

    Args:
        home: The home folder.
        check: Loads and tries a checkpoint before it is registered or put to use.
    """

    def __init__(self, home: Path, check: Check) -> None:
        self._home = home.absolute()
        self._models = self._home / "models"
        self._shelf = Shelf(self._home)
        self._history = self._models / "history.jsonl"
        self._check = check
        self._fingerprints = Fingerprints(self._models / ".sha256_cache.json")
        self._pending = PendingSwitch(self._models / ".switch.json")

    def versions(self, kind: str) -> list[ModelVersion]:
        """All versions of a kind in the order of registry.yaml.

        A checkpoint that only the configuration names comes last.

        Raises:
            UsageError: If there is no such kind, or the configuration is damaged.
            ModelError: If registry.yaml is missing or damaged.
        """
        require_kind(kind)
        while True:
            self._finish_switch()
            seen = self._stamp()
            versions = self._shelf.versions(kind)
            # Between the two files that were read, another process may have switched.
            if self._pending.read() is None and self._stamp() == seen:
                return versions

    def current(self, kind: str) -> ModelVersion:
        """The version that the next scan uses.

        Normally ``current`` of registry.yaml; a different path entered by hand in
        configs/global_config.yaml wins and is marked as pinned. Reads no checkpoint: pass the
        version to :meth:`verify_file` before loading it.

        Raises:
            UsageError: If there is no such kind, or the configuration is damaged.
            ModelError: If registry.yaml is missing, damaged, or knows no version.
        """
        for version in self.versions(kind):
            if version.is_current:
                return version
        raise ModelError(
            f"{self._shelf.registry_path} has no current version of {kind}; register a checkpoint "
            f"with 'album-organizer models add {kind} FILE' or promote one that is listed."
        )

    def verify_file(self, version: ModelVersion) -> ModelVersion:
        """Makes sure that a version's file is the one that was registered.

        Fills in the sha256 of an entry that was written by hand. Fast when nothing changed: the
        file is read again only if its size or times differ from the last check.

        Returns:
            The version with its sha256.

        Raises:
            ModelError: If the file is missing, cannot be read, lies outside the models folder
                (unless the configuration chose it), or has another content than registered.
        """
        if not version.pinned:
            self._shelf.require_inside(version)
        try:
            sha256 = self._fingerprints.sha256(version.path)
        except FileNotFoundError as error:
            raise ModelError(
                f"{version.path}, the file of {version.title}, is missing; put it back or choose "
                "another version."
            ) from error
        except OSError as error:
            raise ModelError(
                f"{version.path}, the file of {version.title}, cannot be read ({reason_of(error)})."
            ) from error
        if version.sha256 is None and version.version != PINNED:
            self._complete(version, sha256)
        elif version.sha256 not in {None, sha256}:
            raise ModelError(
                f"{version.path} is no longer the file that was registered as {version.title}; "
                "put the registered one back, or register this one as a new version with "
                f"'album-organizer models add {version.kind} FILE'."
            )
        return dataclasses.replace(version, sha256=sha256)

    def add(self, kind: str, file: Path, version: str | None = None) -> ModelVersion:
        """Registers a checkpoint under a new name.

        A file inside the models folder is registered where it lies; any other is copied into
        models/album_app_<version>/ and its source never touched. The first version of a kind
        becomes the current one, otherwise nothing changes for the next scan.

        Args:
            kind: ``"ava"`` or ``"siamese"``.
            file: The checkpoint; a .safetensors file has its YAML card beside it.
            version: Its name; by default the next of v1, v2, ...

        Raises:
            UsageError: If the kind or name is wrong or the name is taken.
            ModelError: If the checkpoint cannot be used or copied.
        """
        require_kind(kind)
        if version is not None:
            require_name(version)
        intake = Intake(kind, file.absolute(), self._models)
        summary = self._check(intake.source, kind)
        with self._changing():
            document = RegistryDocument.load_or_new(self._shelf.registry_path)
            taken = document.names(kind)
            name = version or next_name(taken)
            if name in taken:
                raise UsageError(
                    f"The version {name} of {kind} exists already and versions never change; "
                    f"choose another name, for example {next_name(taken)}."
                )
            path = intake.place(
                name, {self._shelf.version(document, kind, other).path for other in taken}
            )
            document.add(
                kind,
                name,
                {
                    "path": self._shelf.shown(path),
                    "date": datetime.date.fromtimestamp(path.stat().st_mtime),
                    # NumPy's numbers, as training leaves them, are unknown to YAML.
                    "metrics": {key: float(value) for key, value in summary.metrics.items()},
                    "architecture": summary.architecture,
                    "sha256": intake.sha256,
                },
            )
            first = document.current(kind) is None
            document.save()
            self._append(new_event("registered", kind, name, sha256=intake.sha256))
        added = self._find(kind, name)
        return self._put_to_use("promoted", added, None) if first else added

    def promote(self, kind: str, version: str, reason: str | None = None) -> ModelVersion:
        """Makes a version the current one, after checking that it works.

        Raises:
            UsageError: If there is no such kind or version.
            ModelError: If the checkpoint cannot be used; the version in use stays.
        """
        return self._switch("promoted", self._find(kind, version), reason)

    def rollback(self, kind: str, reason: str | None = None) -> ModelVersion:
        """Goes back to the version that was current before; works like undo.

        From a checkpoint that the configuration pinned, it goes back to the registry's own.

        Raises:
            UsageError: If there is no such kind, or no earlier version.
            ModelError: If the earlier checkpoint cannot be used; the version in use stays.
        """
        current = self.current(kind)
        document = RegistryDocument.load(self._shelf.registry_path)
        names = document.names(kind)
        if current.pinned:
            earlier = [document.current(kind)]
        else:
            trail = previous_versions(self.history(kind), kind, current.version)
            earlier = [name for name in trail if name in names]
        if not earlier or earlier[0] is None:
            raise UsageError(
                f"There is no earlier version of {kind} to go back to; choose one with "
                f"'album-organizer models promote {kind} VERSION' ({', '.join(names)})."
            )
        return self._switch("rolled back", self._find(kind, earlier[0]), reason)

    def history(self, kind: str | None = None) -> list[Event]:
        """What happened to the versions of a kind, or of all, oldest first.

        Raises:
            UsageError: If there is no such kind.
            ModelError: If the history cannot be read.
        """
        if kind is not None:
            require_kind(kind)
        try:
            events = read_events(self._history)
        except OSError as error:
            raise ModelError(f"{self._history} cannot be read ({reason_of(error)}).") from error
        return [event for event in events if kind in {None, event.kind}]

    def _find(self, kind: str, name: str) -> ModelVersion:
        registered = [version for version in self.versions(kind) if version.version != PINNED]
        for version in registered:
            if version.version == name:
                return version
        known = ", ".join(version.version for version in registered) or "none"
        raise UsageError(f"There is no version {name!r} of {kind}; registered: {known}.")

    def _switch(self, event: str, version: ModelVersion, reason: str | None) -> ModelVersion:
        self._shelf.require_inside(version)
        verified = self.verify_file(version)
        self._check(verified.path, verified.kind)
        return self._put_to_use(event, verified, reason)

    def _put_to_use(self, event: str, version: ModelVersion, reason: str | None) -> ModelVersion:
        kind, name = version.kind, version.version
        load_settings(self._home)  # a damaged file has to stop us before anything is changed
        with self._changing():
            before = next((other for other in self.versions(kind) if other.is_current), None)
            if before is not None and before.version == name and not before.pinned:
                return before
            document = RegistryDocument.load(self._shelf.registry_path)
            if name not in document.names(kind):
                raise UsageError(f"The version {name} of {kind} was removed in the meantime.")
            moved = new_event(
                event,
                kind,
                name,
                sha256=version.sha256,
                from_version=before.version if before and before.version != name else None,
                to_version=name,
                reason=reason,
            )
            self._pending.write(moved, version.relative_path)
            document.set_current(kind, name)
            document.save()
            self._complete_switch()
        return self._find(kind, name)

    def _complete_switch(self) -> None:
        """Carries out what a switch has to do besides registry.yaml; the lock is held.

        Also after a crash: if registry.yaml had been replaced, the rest follows now, otherwise
        the switch never happened.
        """
        pending = self._pending.read()
        if pending is None:
            return
        event, path = pending
        if RegistryDocument.load(self._shelf.registry_path).current(event.kind) == event.to_version:
            set_values(self._home, {CONFIG_KEYS[event.kind]: path})
            if event not in self.history():
                self._append(event)
        self._pending.clear()

    def _finish_switch(self) -> None:
        if self._pending.read() is not None:
            with self._changing():
                pass

    @contextmanager
    def _changing(self) -> Iterator[None]:
        make_folder(self._models)
        with exclusive(self._models / "registry.lock"):
            self._complete_switch()
            yield

    def _append(self, event: Event) -> None:
        try:
            append_event(self._history, event)
        except OSError as error:
            raise ModelError(f"{self._history} cannot be written ({reason_of(error)}).") from error

    def _complete(self, version: ModelVersion, sha256: str) -> None:
        # A home that cannot be written to is no reason not to use the model.
        with suppress(AlbumError), self._changing():
            document = RegistryDocument.load(self._shelf.registry_path)
            if document.entry(version.kind, version.version).sha256 is None:
                document.set_sha256(version.kind, version.version, sha256)
                document.save()

    def _stamp(self) -> tuple[int, int] | None:
        """Changes with every replacement of registry.yaml."""
        try:
            status = self._shelf.registry_path.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns
