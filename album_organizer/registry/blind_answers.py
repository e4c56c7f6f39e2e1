"""models/blind_tests.jsonl: what people answered in blind tests of two versions."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.registry.json_lines import append_line, login, now, read_lines
from album_organizer.settings.atomic import reason_of

Preference = Literal["a", "b"] | None
"""Whose photo the person preferred; None for no preference."""

_OTHER: dict[str | None, Preference] = {"a": "b", "b": "a", None: None}
_TEXTS = ("time", "who", "kind", "a", "b", "sha256_a", "sha256_b", "left", "right")


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """One answer; the fields of its line, in this order.

    Attributes:
        time: ISO 8601, UTC.
        who: Login name.
        kind: Model kind, ``"ava"`` or ``"siamese"``.
        a: Name of the one version at that time.
        b: Name of the other.
        sha256_a: Of version a's file; this, not the name, says which version it was.
        sha256_b: Of version b's file.
        left: Content id of the photo that was shown on the left.
        right: Content id of the other.
        prefers: The version whose preferred photo the person chose, or None.
    """

    time: str
    who: str
    kind: str
    a: str
    b: str
    sha256_a: str
    sha256_b: str
    left: str
    right: str
    prefers: Preference

    @property
    def photos(self) -> frozenset[str]:
        """The two content ids, whichever side they were on."""
        return frozenset((self.left, self.right))

    def swapped(self) -> "BlindAnswer":
        """The same answer with the two versions named the other way round."""
        return dataclasses.replace(
            self,
            a=self.b,
            b=self.a,
            sha256_a=self.sha256_b,
            sha256_b=self.sha256_a,
            prefers=_OTHER[self.prefers],
        )


def new_answer(
    a: ModelInfo, b: ModelInfo, left: str, right: str, prefers: Preference
) -> BlindAnswer:
    """An answer that is given now, by the person who is logged in.

    Args:
        a: The one version.
        b: The other, of the same kind.
        left: Content id of the photo on the left.
        right: Content id of the photo on the right.
        prefers: Whose photo was chosen.
    """
    return BlindAnswer(
        now(), login(), a.kind, a.version, b.version, a.sha256, b.sha256, left, right, prefers
    )


class BlindAnswers:
    """The answers in a file; it is read anew at each call.

    Args:
        path: The file, usually models/blind_tests.jsonl; made with the first answer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, answer: BlindAnswer) -> None:
        """Adds an answer and forces it to the disk.

        Raises:
            ModelError: If the file cannot be written; what it holds already stays.
        """
        try:
            append_line(self._path, dataclasses.asdict(answer))
        except OSError as error:
            raise ModelError(
                f"The answer could not be saved in {self._path} ({reason_of(error)}); "
                "check the folder's permissions and free space, then try again."
            ) from error

    def for_versions(self, sha256_a: str, sha256_b: str) -> list[BlindAnswer]:
        """What was answered about two versions, under whatever names and in either order.

        Args:
            sha256_a: Of the version to call a in the result.
            sha256_b: Of the version to call b.

        Returns:
            One answer per pair of photos, the last one given, in the order in which the pairs
            were first answered. Lines that are no answers are passed over.

        Raises:
            ModelError: If the file exists but cannot be read.
        """
        found: dict[frozenset[str], BlindAnswer] = {}
        try:
            for values in read_lines(self._path):
                answer = _answer_of(values)
                if answer is None:
                    continue
                if (answer.sha256_a, answer.sha256_b) != (sha256_a, sha256_b):
                    answer = answer.swapped()
                if (answer.sha256_a, answer.sha256_b) == (sha256_a, sha256_b):
                    found[answer.photos] = answer
        except OSError as error:
            raise ModelError(
                f"The answers in {self._path} cannot be read ({reason_of(error)}); "
                "check the file's permissions."
            ) from error
        return list(found.values())


def _answer_of(values: dict[str, Any]) -> BlindAnswer | None:
    """The answer of a line's JSON object; None if it is not one."""
    texts = {name: text for name in _TEXTS if isinstance(text := values.get(name), str)}
    prefers = values.get("prefers", "")
    known = prefers is None or (isinstance(prefers, str) and prefers in _OTHER)
    return BlindAnswer(**texts, prefers=prefers) if known and len(texts) == len(_TEXTS) else None
