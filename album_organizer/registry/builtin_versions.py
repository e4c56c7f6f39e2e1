"""The versions that the program comes with, for home folders that were filled before they came."""

from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.registry.document import RegistryDocument
from album_organizer.registry.files import RegistryFiles
from album_organizer.registry.history import REGISTERED, Event, new_event
from album_organizer.registry.intake import Intake
from album_organizer.registry.model_version import CONFIG_KEYS, ModelVersion, next_name
from album_organizer.registry.shelf import Shelf
from album_organizer.registry.training_run import TrainingRun

_REASON = "Came with the program"


class BuiltinVersions:
    """Compares a home folder with the models/ of the program itself.

    A home folder is filled once and then left to the person. So a version that came later is
    offered, and only that: one that the person took out of the registry is known from the history
    and stays out.

    Args:
        files: Of the home folder.
        root: Folder with the models/ that the program came with.
    """

    def __init__(self, files: RegistryFiles, root: Path) -> None:
        self._files = files
        self._root = root
        self._own_path = Shelf(root).registry_path

    def unknown(self) -> list[ModelVersion]:
        """The version that the program itself would use, of every kind, unless the home knows it.

        Returns:
            One version of a kind at most, named as the program names it, its path the file in the
            program's folder. None while registry.yaml or the history cannot be gone by.

        Raises:
            ModelError: If the home has no registry.
        """
        reading = self._files.shelf.read()
        if reading.trouble is not None:
            return []
        try:
            own, events = RegistryDocument.load(self._own_path), self._files.events()
        except ModelError:
            return []
        shelf, found = Shelf(self._root), []
        for kind in CONFIG_KEYS:
            name = own.current(kind)
            if name is None:
                continue
            version = shelf.version(own, kind, name)
            if version.path.is_file() and not _knows(reading.document, events, version):
                found.append(version)
        return found

    def add(self, version: ModelVersion) -> str:
        """Copies a version into the home and registers it beside the others; it is not put to use.

        Args:
            version: One of :meth:`unknown`.

        Returns:
            Its name in this home: its own, or ``builtin-...`` where that name is taken.

        Raises:
            UsageError: If another window or command holds the lock too long.
            ModelError: If its file is damaged, or cannot be copied.
        """
        own, kind = RegistryDocument.load(self._own_path), version.kind
        intake = Intake(kind, version.path, self._files.models, _papers(version))
        if intake.sha256 != version.sha256:
            raise ModelError(
                f"{version.path} is not the file that the program came with; install it again."
            )
        with self._files.changing():
            document = self._files.document()
            taken = document.names(kind)
            for name in taken:
                # Another window may have been quicker.
                if document.entry(kind, name).sha256 == intake.sha256:
                    return name
            name = _free_name(version.version, taken, intake)
            shown = self._files.shelf.shown(intake.place(name, ()))
            document.add(kind, name, {**own.values(kind, version.version), "path": shown})
            document.save()
            self._files.append(
                new_event(REGISTERED, kind, name, sha256=intake.sha256, reason=_REASON)
            )
        return name


def _knows(document: RegistryDocument, events: list[Event], version: ModelVersion) -> bool:
    """Whether a home has a version now, or ever had it."""
    told = {event.sha256 for event in events if event.kind == version.kind}
    entries = [document.entry(version.kind, name) for name in document.names(version.kind)]
    # An entry written by hand gets its checksum when it is first used.
    same_path = {entry.path for entry in entries if entry.sha256 is None}
    registered = {entry.sha256 for entry in entries}
    return version.sha256 in told | registered or version.relative_path in same_path


def _papers(version: ModelVersion) -> TrainingRun:
    folder = version.path.parent
    config, card = folder / f"{version.kind}_training_config.yaml", folder / "README.md"
    return TrainingRun(
        folder,
        version.path,
        config if config.is_file() else None,
        None,
        card if card.is_file() else None,
    )


def _free_name(wanted: str, taken: list[str], intake: Intake) -> str:
    # On some systems, V2 and v2 are one folder.
    lower = {name.lower() for name in taken}
    for name in (wanted, f"builtin-{wanted}"):
        if name.lower() not in lower and intake.fits(name):
            return name
    return next_name(taken)
