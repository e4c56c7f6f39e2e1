"""A copy of registry.yaml as it was when it could last be read, for the time it cannot."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.registry.document import RegistryDocument
from album_organizer.settings.atomic import write_atomically
from album_organizer.settings.home import LAST_GOOD_REGISTRY

Stamp = tuple[int, int, int]
"""What tells two states of a file apart: inode, time of the last change, size."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The registry to go by.

    Attributes:
        document: The file, or its last good state.
        trouble: Why it is not the file, as sentences, or None.
    """

    document: RegistryDocument
    trouble: str | None = None


class LastGoodRegistry:
    """Reads registry.yaml; while that is broken, the state of its last successful reading.

    Args:
        path: registry.yaml.
        kinds: Model kinds that must be readable.
    """

    def __init__(self, path: Path, kinds: Collection[str]) -> None:
        self._path = path
        self._kinds = kinds
        self._copy = path.with_name(LAST_GOOD_REGISTRY)
        self._kept: Stamp | None = None

    def read(self) -> Reading:
        """Reads the file.

        Raises:
            ModelError: If it is missing or broken without an earlier state to go by.
        """
        before = self.stamp()
        try:
            document = RegistryDocument.load(self._path)
            document.require_sound(self._kinds)
        except ModelError as error:
            return self._fall_back(error)
        if not self._has_versions(document) and self._copy.exists():
            lost = ModelError(f"{self._path} knows no version any more.")
            with suppress(ModelError):
                return self._fall_back(lost)
        if before != self._kept and before == self.stamp():
            self._keep()
            self._kept = before
        return Reading(document)

    def has_copy(self) -> bool:
        """Whether an earlier state is known."""
        return self._copy.exists()

    def _fall_back(self, error: ModelError) -> Reading:
        try:
            document = RegistryDocument.load(self._copy)
            document.require_sound(self._kinds)
            if not self._has_versions(document):
                raise error
            since = datetime.fromtimestamp(self._copy.stat().st_mtime)
        except (ModelError, OSError):
            raise error from None
        return Reading(
            document,
            f"{error} Until it is corrected, its last good state of {since:%Y-%m-%d %H:%M} stays "
            f"in use and versions cannot be changed; a copy of that state is {self._copy}.",
        )

    def _has_versions(self, document: RegistryDocument) -> bool:
        return any(document.names(kind) for kind in self._kinds)

    def _keep(self) -> None:
        # A home that cannot be written to has no copy; that is no reason not to use its models.
        with suppress(OSError):
            content = self._path.read_bytes()
            if not self._copy.exists() or self._copy.read_bytes() != content:
                write_atomically(self._copy, content)

    def stamp(self) -> Stamp | None:
        """Changes with every replacement of the file; None while it is missing."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size
