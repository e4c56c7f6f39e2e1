"""What the registry tells about a version."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from album_organizer.domain.errors import UsageError
from album_organizer.i18n import tr

CONFIG_KEYS = {
    "ava": "quality_assessment.ava_checkpoint",
    "siamese": "quality_assessment.siamese_checkpoint",
}
"""Model kind -> the setting that shows the checkpoint in use."""

FILE_STEMS = {"ava": "ava_aesthetic_model", "siamese": "siamese_comparison_model"}
"""Model kind -> name of its checkpoint in a version's folder, without suffix."""

TITLES = {"ava": "AVA", "siamese": "Siamese comparison"}
"""Model kind -> what a sentence calls it."""

PINNED = "pinned"
"""Stands for a checkpoint that only the configuration names; no version may be called so."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that no file may have on Windows."""


@dataclass(frozen=True, slots=True)
class LastVerification:
    """How the last verification of a version's present file ended.

    Attributes:
        time: ISO 8601, UTC.
        passed: Whether every check passed.
        sentence: What failed, or that nothing did.
        photos_per_s: Speed on the machine it ran on, or None.
    """

    time: str
    passed: bool
    sentence: str
    photos_per_s: float | None


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A checkpoint under a name that never means another file.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        version: Its name, ``"v2"``.
        path: Absolute path of the checkpoint.
        relative_path: The same, POSIX, relative to the home folder where it lies inside.
        sha256: Of the file when it was registered; None for a hand-written entry not yet used.
        date: ISO date of the checkpoint, where known.
        metrics: Figures from training, by name.
        is_current: The next scan uses it.
        pinned: A path entered by hand in the configuration chose it.
        architecture: Of the network, where known.
        source: The file or training folder that it was registered from, where known.
        data: What it was trained on, where known.
        note: What a person wrote about it.
        retired: ISO date of its retirement, or None: it is kept, but not to be put to use.
        verification: The last one of the file that was registered, or None.
    """

    kind: str
    version: str
    path: Path
    relative_path: str
    sha256: str | None = None
    date: str | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    is_current: bool = False
    pinned: bool = False
    architecture: str | None = None
    source: str | None = None
    data: str | None = None
    note: str | None = None
    retired: str | None = None
    verification: LastVerification | None = None

    @property
    def title(self) -> str:
        """``"AVA model v2"``."""
        if self.kind == "ava":
            return tr("AVA model {version}").format(version=self.version)
        return tr("Siamese model {version}").format(version=self.version)


def require_kind(kind: str) -> None:
    """Refuses a model kind that the program does not know.

    Raises:
        UsageError: If it is neither ``"ava"`` nor ``"siamese"``.
    """
    if kind not in FILE_STEMS:
        raise UsageError(f"There is no model kind {kind!r}; use {' or '.join(FILE_STEMS)}.")


def require_name(version: str) -> None:
    """Refuses a version name that cannot be part of a folder name everywhere.

    Raises:
        UsageError: If it is too long, holds other characters than ``A-Z a-z 0-9 . _ -``, or is
            reserved.
    """
    if not _NAME.fullmatch(version) or _RESERVED.fullmatch(version) or version == PINNED:
        raise UsageError(
            f"{version!r} cannot be the name of a version; use up to 64 letters a to z, digits, "
            f"dots, hyphens and underscores, beginning with a letter or digit, and not {PINNED!r}."
        )


def clean(text: str | None) -> str | None:
    """What a person typed, on one line and without control characters; None if nothing is left."""
    words = "".join(c if c.isprintable() else " " for c in text or "").split()
    return " ".join(words) or None


def next_name(taken: list[str]) -> str:
    """The first of v1, v2, ... above every name of that form.

    >>> next_name(["v1", "v3", "summer"])
    'v4'
    """
    numbers = [int(name[1:]) for name in taken if re.fullmatch(r"v\d{1,9}", name)]
    return f"v{max(numbers, default=0) + 1}"
