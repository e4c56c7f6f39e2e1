"""Why a photo is where it is, short enough for a chip and long enough to be understood."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonKind(StrEnum):
    """What a reason speaks of; decides its icon and its place."""

    DECISION = "decision"
    GROUP = "group"
    COMPARISON = "comparison"
    AESTHETICS = "aesthetics"
    STRENGTH = "strength"
    FAULT = "fault"
    ALBUM = "album"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        kind: What it speaks of.
        chip: A few words, for example ``sharpest of 5``.
        sentence: The same in full, understandable by itself.
    """

    kind: ReasonKind
    chip: str
    sentence: str
