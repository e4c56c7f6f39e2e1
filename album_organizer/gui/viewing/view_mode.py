"""The ways in which photos are looked at."""

from enum import Enum, auto


class ViewMode(Enum):
    """What the middle of the window shows."""

    GRID = auto()
    LOUPE = auto()
    COMPARE = auto()
    SURVEY = auto()
