"""In what condition the file of a version is: the one that was registered, changed, or gone."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from album_organizer.domain.errors import ModelError, OutsideModelsError
from album_organizer.registry.model_version import ModelVersion
from album_organizer.settings.atomic import reason_of


class FileState(StrEnum):
    """What became of a version's file."""

    GOOD = "good"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of a version's file.

    Attributes:
        state: What became of it.
        sentence: What is wrong and what to do; empty if nothing is.
        sha256: Of the file as it is now, if it could be read.
    """

    state: FileState
    sentence: str = ""
    sha256: str | None = None

    def require_good(self) -> None:
        """Stops here unless the file is the registered one.

        Raises:
            OutsideModelsError: If it lies outside the models folder without anybody's consent.
            ModelError: If it is anything else than the registered file.
        """
        if self.state is FileState.OUTSIDE:
            raise OutsideModelsError(self.sentence)
        if self.state is not FileState.GOOD:
            raise ModelError(self.sentence)


def outside(version: ModelVersion, models: Path) -> Condition:
    """The condition of a version whose file lies outside the models folder."""
    place = version.path.resolve()
    return Condition(
        FileState.OUTSIDE,
        f"registry.yaml says that {version.title} is {version.path}, which is outside {models}"
        f"{'' if version.path == place else f' (it leads to {place})'}; "
        "copy the file into that folder and correct the path, or agree to its place with "
        f"'album-organizer models verify {version.kind} {version.version} --allow-outside'.",
    )


def replaced_by(version: ModelVersion, other: ModelVersion, condition: Condition) -> Condition:
    """The condition of a version in whose place the file of another version lies."""
    sentence = (
        f"{version.path} is no longer the file that was registered as {version.title}, but that "
        f"of {other.version}; put the registered one back, or use {other.version} with "
        f"'album-organizer models promote {other.kind} {other.version}'."
    )
    return Condition(condition.state, sentence, condition.sha256)


def look_at(version: ModelVersion, sha256_of: Callable[[Path], str]) -> Condition:
    """Compares a version's file with what was registered.

    Args:
        version: Whose ``sha256`` may be None: then any readable file is good.
        sha256_of: Reads the file.
    """
    try:
        if not stat.S_ISREG(version.path.stat().st_mode):
            return Condition(
                FileState.UNREADABLE,
                f"{version.path}, the file of {version.title}, cannot be read (it is no ordinary "
                "file); put the checkpoint there.",
            )
        sha256 = sha256_of(version.path)
    except FileNotFoundError:
        return Condition(
            FileState.MISSING,
            f"{version.path}, the file of {version.title}, is missing; put it back or choose "
            "another version.",
        )
    except OSError as error:
        return Condition(
            FileState.UNREADABLE,
            f"{version.path}, the file of {version.title}, cannot be read ({reason_of(error)}).",
        )
    if version.sha256 not in {None, sha256}:
        return Condition(
            FileState.CHANGED,
            f"{version.path} is no longer the file that was registered as {version.title}; "
            "put the registered one back, or register this one as a new version with "
            f"'album-organizer models add {version.kind} \"{version.path}\"'.",
            sha256,
        )
    return Condition(FileState.GOOD, "", sha256)
