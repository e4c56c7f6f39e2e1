"""What the files of a home folder say: which versions there are, and which one is in use."""

import dataclasses
import os
from pathlib import Path

from album_organizer.registry.document import RegistryDocument
from album_organizer.registry.last_good import LastGoodRegistry, Reading, Stamp
from album_organizer.registry.model_version import CONFIG_KEYS, PINNED, ModelVersion
from album_organizer.settings.store import load_settings, stated_value


class Shelf:
    """Reads registry.yaml together with the checkpoints that the configuration states.

    Args:
        home: Absolute path of the home folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._models = home / "models"
        self.registry_path = self._models / "registry.yaml"
        self._last_good = LastGoodRegistry(self.registry_path, CONFIG_KEYS)

    def read(self) -> Reading:
        """registry.yaml, or its last good state while it is broken.

        Raises:
            ModelError: If there is neither.
        """
        return self._last_good.read()

    def is_new(self) -> bool:
        """Whether there never was a registry.yaml here."""
        return not self.registry_path.exists() and not self._last_good.has_copy()

    def stamp(self) -> Stamp | None:
        """Changes with every replacement of registry.yaml; None while it is missing."""
        return self._last_good.stamp()

    def versions(self, kind: str, document: RegistryDocument | None = None) -> list[ModelVersion]:
        """All versions of a kind in the order of registry.yaml, as the next scan sees them.

        A checkpoint that only the configuration names comes last.

        Args:
            kind: Model kind.
            document: What :meth:`read` gave, or None to read it here.

        Raises:
            UsageError: If the configuration is damaged.
            ModelError: If registry.yaml is missing, or damaged with no earlier state known.
        """
        document = document or self.read().document
        versions = [self.version(document, kind, name) for name in document.names(kind)]
        pinned = self._pinned_path(kind, document)
        if pinned is None:
            current = document.current(kind)
            return [dataclasses.replace(v, is_current=v.version == current) for v in versions]
        chosen = next((version for version in versions if version.path == pinned), None)
        if chosen is None:
            chosen = ModelVersion(kind, PINNED, pinned, self.shown(pinned))
            versions.append(chosen)
        in_use = dataclasses.replace(chosen, is_current=True, pinned=True)
        return [in_use if version is chosen else version for version in versions]

    def version(self, document: RegistryDocument, kind: str, name: str) -> ModelVersion:
        """A registered version, not yet marked as current.

        Raises:
            ModelError: If its entry has no path.
        """
        entry = document.entry(kind, name)
        path = self._absolute(entry.path)
        return ModelVersion(
            kind,
            name,
            path,
            self.shown(path),
            entry.sha256,
            entry.date,
            entry.metrics,
            architecture=entry.texts.get("architecture"),
            source=entry.texts.get("source"),
            data=entry.texts.get("data"),
            note=entry.texts.get("note"),
            retired=entry.texts.get("retired"),
        )

    def shown(self, path: Path) -> str:
        """POSIX path relative to the home folder, or absolute where it lies outside."""
        inside = path.is_relative_to(self._home)
        return (path.relative_to(self._home) if inside else path).as_posix()

    def is_inside(self, path: Path) -> bool:
        """Whether a file, also through links, lies in the models folder."""
        return path.resolve().is_relative_to(self._models.resolve())

    def _pinned_path(self, kind: str, document: RegistryDocument) -> Path | None:
        """The checkpoint stated in the configuration, if it is not the registry's current one."""
        stated = stated_value(self._home, CONFIG_KEYS[kind])
        if stated is None:
            return None
        if not isinstance(stated, str):
            load_settings(self._home)  # raises the sentence that names the line
            return None
        path = self._absolute(stated)
        current = document.current(kind)
        if current is not None and self.version(document, kind, current).path == path:
            return None
        return path

    def _absolute(self, text: str) -> Path:
        return Path(os.path.normpath(self._home / text.replace("\\", "/")))
