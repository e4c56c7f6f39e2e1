"""Reads what a home folder knows of its model versions, and changes nothing."""

import dataclasses
from pathlib import Path

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry import history as told
from album_organizer.registry.builtin_versions import BuiltinVersions
from album_organizer.registry.condition import (
    Condition,
    FileState,
    look_at,
    outside,
    replaced_by,
)
from album_organizer.registry.document import OtherModels
from album_organizer.registry.files import RegistryFiles
from album_organizer.registry.fingerprint import Fingerprints
from album_organizer.registry.history import Event
from album_organizer.registry.model_version import (
    CONFIG_KEYS,
    PINNED,
    ModelVersion,
    require_kind,
)
from album_organizer.settings.home import bundled_root


class VersionReader:
    """The versions in a home folder, as its files say at the moment of each call.

    Args:
        home: The home folder.
        root: Folder with the models/ that the program came with; by default its own.
    """

    def __init__(self, home: Path, root: Path | None = None) -> None:
        self._files = RegistryFiles(home.absolute())
        self._builtin = BuiltinVersions(self._files, root or bundled_root())
        self._fingerprints = Fingerprints(self._files.models / ".sha256_cache.json")

    @property
    def folder(self) -> Path:
        """The models folder."""
        return self._files.models

    def trouble(self) -> str | None:
        """Why registry.yaml is not what is gone by, as sentences; None if all is well.

        Raises:
            ModelError: If it is missing, or damaged with no earlier state known.
        """
        return self._files.shelf.read().trouble

    def versions(self, kind: str) -> list[ModelVersion]:
        """All versions of a kind in the order of registry.yaml.

        A checkpoint that only the configuration names comes last.

        Raises:
            UsageError: If there is no such kind, or the configuration is damaged.
            ModelError: If registry.yaml is missing, or damaged with no earlier state known.
        """
        require_kind(kind)
        versions, events = self._files.versions(kind), self._events_if_any()
        return [
            dataclasses.replace(
                version,
                verification=told.last_verification(events, kind, version.version, version.sha256),
            )
            for version in versions
        ]

    def others(self) -> list[OtherModels]:
        """Other applications and model kinds of registry.yaml; they are left alone.

        Raises:
            ModelError: If registry.yaml is missing, or damaged with no earlier state known.
        """
        return self._files.shelf.read().document.others(tuple(CONFIG_KEYS))

    def offered(self) -> list[ModelVersion]:
        """Versions that the program came with and that this home never knew, one of a kind at most.

        Their paths are those of the program's own files.

        Raises:
            ModelError: If registry.yaml is missing, or damaged with no earlier state known.
        """
        return self._builtin.unknown()

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
            f"{self._files.shelf.registry_path} has no current version of {kind}; register a "
            f"checkpoint with 'album-organizer models add {kind} FILE' or promote one that is "
            "listed."
        )

    def find(self, kind: str, name: str, *, registered: bool = False) -> ModelVersion:
        """A version by its name; a checkpoint that only the configuration names is ``pinned``.

        Args:
            kind: Model kind.
            name: Of the version.
            registered: Only versions of registry.yaml count.

        Raises:
            UsageError: If there is no such kind or version.
            ModelError: If registry.yaml cannot be used.
        """
        versions = self.versions(kind)
        for version in versions:
            if version.version == name and not (registered and name == PINNED):
                return version
        known = ", ".join(v.version for v in versions if v.version != PINNED) or "none"
        raise UsageError(f"There is no version {name!r} of {kind}; registered: {known}.")

    def condition(self, version: ModelVersion) -> Condition:
        """Whether a version's file is the one that was registered.

        Fast when nothing changed: the file is read again only if its size or times differ.

        Raises:
            ModelError: If the history cannot be read.
        """
        shelf = self._files.shelf
        if not version.pinned and not shelf.is_inside(version.path):
            place = version.path.resolve()
            events = self._files.events()
            if not told.is_confirmed(events, version.kind, version.version, place):
                return outside(version, self.folder)
        condition = look_at(version, self._fingerprints.sha256)
        if condition.state is FileState.CHANGED:
            for other in self._files.versions(version.kind):
                if other.sha256 == condition.sha256 and other.version != PINNED:
                    return replaced_by(version, other, condition)
        return condition

    def earlier(self, kind: str) -> list[str]:
        """The versions that can be rolled back to, nearest first.

        Raises:
            UsageError: If there is no such kind.
            ModelError: If registry.yaml or the history cannot be used.
        """
        current = self.current(kind)
        if current.pinned:
            own = self._files.shelf.read().document.current(kind)
            return [own] if own is not None else []
        usable = {v.version for v in self.versions(kind) if v.retired is None and not v.is_current}
        trail = told.previous_versions(self.history(kind), kind, current.version)
        return [name for name in dict.fromkeys(trail) if name in usable]

    def history(self, kind: str | None = None) -> list[Event]:
        """What happened to the versions of a kind, or of all, oldest first.

        Raises:
            UsageError: If there is no such kind.
            ModelError: If the history cannot be read.
        """
        if kind is not None:
            require_kind(kind)
        return [event for event in self._files.events() if kind in {None, event.kind}]

    def _events_if_any(self) -> list[Event]:
        # The history explains; one that cannot be read must not keep a version from its use.
        try:
            return self._files.events()
        except ModelError:
            return []
