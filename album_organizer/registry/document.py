"""models/registry.yaml as a document: what it says of our kinds, with everything else untouched."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from album_organizer.domain.errors import ModelError
from album_organizer.settings.atomic import reason_of
from album_organizer.settings.yaml_file import YamlError, line_of, plain, read_yaml, write_yaml

APPLICATION = "album_app"

TEXT_KEYS = ("architecture", "source", "data", "note", "retired")
"""What an entry may say in words besides its fixed fields."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version as written in the file.

    Attributes:
        path: POSIX, relative to the home folder.
        sha256: Hexadecimal, or None in a hand-written entry.
        date: ISO date, or None.
        metrics: The numbers among its metrics.
        texts: What else it says in words, of :data:`TEXT_KEYS`.
    """

    path: str
    sha256: str | None
    date: str | None
    metrics: dict[str, float]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class OtherModels:
    """Models of another application or of a kind that this program does not use.

    They are kept and listed, never changed.

    Attributes:
        application: Top-level key of the file.
        kind: Key below it.
        current: What it says is in use, or None.
        versions: Names, in the order of the file.
    """

    application: str
    kind: str
    current: str | None
    versions: tuple[str, ...]


class RegistryDocument:
    """A loaded registry.yaml.

    Changes are made to the loaded document and take effect with :meth:`save`. Comments, key order,
    other applications and other model kinds are kept.

    Args:
        path: The file.
        document: Its content.
    """

    def __init__(self, path: Path, document: CommentedMap) -> None:
        self._path = path
        self._document = document

    @classmethod
    def load(cls, path: Path) -> "RegistryDocument":
        """Reads the file.

        Raises:
            ModelError: If it is missing, or no valid YAML (with line and column).
        """
        try:
            return cls(path, read_yaml(path))
        except FileNotFoundError as error:
            raise ModelError(
                f"{path} is missing; put it back, or begin a new one with "
                "'album-organizer models add KIND FILE'."
            ) from error
        except YamlError as error:
            raise ModelError(str(error)) from error

    @classmethod
    def load_or_new(cls, path: Path) -> "RegistryDocument":
        """Reads the file, or begins one.

        Raises:
            ModelError: If the file exists and is no valid YAML.
        """
        return cls.load(path) if path.exists() else cls(path, CommentedMap())

    def save(self) -> None:
        """Replaces the file in one atomic step.

        Raises:
            ModelError: If it cannot be written; the old file stays.
        """
        try:
            write_yaml(self._path, self._document)
        except OSError as error:
            raise ModelError(
                f"{self._path} cannot be written ({reason_of(error)}); nothing was changed."
            ) from error

    def current(self, kind: str) -> str | None:
        """The name under ``current``, or None if the file chooses none.

        Raises:
            ModelError: If it names no version of the file.
        """
        names = self.names(kind)
        name = self._kind(kind).get("current")
        if name is None:
            return None
        if str(name) not in names:
            known = ", ".join(names) or "none"
            raise self._wrong(
                (kind, "current"), f"current of {kind} is {name}, which is no version ({known})"
            )
        return str(name)

    def names(self, kind: str) -> list[str]:
        """The versions of a kind in the order of the file."""
        return [str(name) for name in self._versions(kind)]

    def entry(self, kind: str, version: str) -> Entry:
        """What the file says of a version.

        Args:
            kind: Model kind.
            version: One of :meth:`names`.

        Raises:
            ModelError: If it has no path.
        """
        node = self._node(kind, version)
        values = plain(node)
        path = values.get("path")
        if not isinstance(path, str) or not path:
            raise self._wrong((kind, "versions", version), f"{version} of {kind} needs a 'path'")
        metrics = values.get("metrics")
        numbers = metrics.items() if isinstance(metrics, dict) else ()
        sha256 = values.get("sha256")
        return Entry(
            path=path.replace("\\", "/"),
            sha256=str(sha256).lower() if sha256 else None,
            date=_text(values.get("date")),
            metrics={
                name: float(value)
                for name, value in numbers
                if isinstance(value, int | float) and not isinstance(value, bool)
            },
            texts={key: text for key in TEXT_KEYS if (text := _text(values.get(key)))},
        )

    def values(self, kind: str, version: str) -> dict[str, object]:
        """Everything that the file says of a version, as plain values.

        Raises:
            ModelError: If it says nothing of it.
        """
        return plain(self._node(kind, version))

    def others(self, kinds: Collection[str]) -> list[OtherModels]:
        """What the file holds besides our own kinds, as far as it has the form of models."""
        found = []
        for application, sections in plain(self._document).items():
            for kind, section in sections.items() if isinstance(sections, dict) else ():
                if (application == APPLICATION and kind in kinds) or not isinstance(section, dict):
                    continue
                versions = section.get("versions")
                names = tuple(versions) if isinstance(versions, dict) else ()
                found.append(OtherModels(application, kind, _text(section.get("current")), names))
        return found

    def require_sound(self, kinds: Collection[str]) -> None:
        """Makes sure that every version of our kinds can be read.

        Raises:
            ModelError: With the line of what cannot.
        """
        for kind in kinds:
            self.current(kind)
            for name in self.names(kind):
                self.entry(kind, name)

    def add(self, kind: str, version: str, values: dict[str, object]) -> None:
        """Adds a version after the others."""
        if not isinstance(self._document.get(APPLICATION), CommentedMap):
            self._document[APPLICATION] = CommentedMap()
        application = self._document[APPLICATION]
        if not isinstance(application.get(kind), CommentedMap):
            application[kind] = CommentedMap()
        node = application[kind]
        if not isinstance(node.get("versions"), CommentedMap):
            node["versions"] = CommentedMap()
        node["versions"][version] = CommentedMap(values)

    def set_current(self, kind: str, version: str) -> None:
        """Makes a version the current one."""
        node = self._kind(kind)
        if "current" in node:
            node["current"] = version
        else:
            node.insert(0, "current", version)

    def set_text(self, kind: str, version: str, key: str, text: str | None) -> None:
        """Writes one field of an entry, or with None takes it away."""
        node = self._node(kind, version)
        if text is None:
            node.pop(key, None)
        else:
            node[key] = text

    def _node(self, kind: str, version: str) -> CommentedMap:
        for name, node in self._versions(kind).items():
            if str(name) == version:
                if isinstance(node, CommentedMap):
                    return node
                break
        raise self._wrong((kind, "versions", version), f"{version} of {kind} needs a 'path'")

    def _kind(self, kind: str) -> CommentedMap:
        return self._section((APPLICATION, kind))

    def _versions(self, kind: str) -> CommentedMap:
        return self._section((APPLICATION, kind, "versions"))

    def _section(self, keys: tuple[str, ...]) -> CommentedMap:
        """A nested mapping; an empty, detached one where the file has none.

        Raises:
            ModelError: If something else than a mapping stands there.
        """
        node = self._document
        for key in keys:
            found = node.get(key)
            if found is None:
                return CommentedMap()
            if not isinstance(found, CommentedMap):
                raise self._wrong(keys[1:], f"{key!r} must consist of 'key: value' lines")
            node = found
        return node

    def _wrong(self, keys: tuple[str, ...], what: str) -> ModelError:
        line = line_of(self._document, (APPLICATION, *keys))
        place = "" if line is None else f", line {line}"
        return ModelError(f"{self._path}{place}: {what}; please correct the file.")


def _text(value: object) -> str | None:
    """A scalar of the file as text; None where nothing, or something else, is written."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) and value != "" else None
