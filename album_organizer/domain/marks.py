"""Stars and colour labels: what a person notes on a photo beside picking it."""

from dataclasses import dataclass
from enum import IntEnum

MAX_STARS = 5


class ColorLabel(IntEnum):
    """The colour labels in the order of their keys 6 to 9; purple has none by default.

    The numbers are stored and must not change. Names are those that XMP files use.
    """

    NONE = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    BLUE = 4
    PURPLE = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person noted on a photo.

    Attributes:
        stars: 0 to 5; 0 means none were given.
        label: Colour label.
    """

    stars: int = 0
    label: ColorLabel = ColorLabel.NONE

    def __post_init__(self) -> None:
        if not 0 <= self.stars <= MAX_STARS:
            raise ValueError(f"stars must be 0 to {MAX_STARS}, not {self.stars}")


NO_MARKS = Marks()
