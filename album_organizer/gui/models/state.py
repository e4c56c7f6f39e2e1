"""What the panel shows of the registry, read on a worker thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from album_organizer.domain.errors import AlbumError
from album_organizer.registry.card import version_card
from album_organizer.registry.condition import Condition
from album_organizer.registry.document import OtherModels
from album_organizer.registry.history import Event
from album_organizer.registry.model_version import FILE_STEMS, ModelVersion
from album_organizer.registry.registry import Registry

KINDS = tuple(FILE_STEMS)

Key = tuple[str, str]
"""Kind and name of a version."""


@dataclass(frozen=True, slots=True)
class ModelsState:
    """A snapshot of the registry.

    Attributes:
        versions: By kind, in the order of registry.yaml.
        conditions: Of the versions' files, by kind and name.
        cards: Markdown, by kind and name.
        earlier: Versions that can be rolled back to, nearest first, by kind.
        events: The history, oldest first.
        others: What else registry.yaml holds.
        offered: Versions that the program came with and this home never knew.
        trouble: Why the snapshot is not that of registry.yaml, or is empty; None if all is well.
    """

    versions: Mapping[str, tuple[ModelVersion, ...]] = field(
        default_factory=lambda: dict.fromkeys(KINDS, ())
    )
    conditions: Mapping[Key, Condition] = field(default_factory=dict)
    cards: Mapping[Key, str] = field(default_factory=dict)
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    others: tuple[OtherModels, ...] = ()
    offered: tuple[ModelVersion, ...] = ()
    trouble: str | None = None

    def current(self, kind: str) -> ModelVersion | None:
        """The version in use."""
        return next((v for v in self.versions[kind] if v.is_current), None)

    def condition(self, version: ModelVersion) -> Condition:
        """The condition of a version's file."""
        return self.conditions[version.kind, version.version]


def read_state(registry: Registry) -> ModelsState:
    """Reads everything the panel shows; a registry that cannot be read is told in the result."""
    try:
        versions = {kind: tuple(registry.versions(kind)) for kind in KINDS}
        everything = [version for found in versions.values() for version in found]
        return ModelsState(
            versions,
            {(v.kind, v.version): registry.condition(v) for v in everything},
            {(v.kind, v.version): version_card(v) for v in everything},
            {
                kind: tuple(registry.earlier(kind))
                for kind in KINDS
                if any(v.is_current for v in versions[kind])
            },
            tuple(registry.history()),
            tuple(registry.others()),
            tuple(registry.offered()),
            registry.trouble(),
        )
    except AlbumError as error:
        return ModelsState(trouble=str(error))
