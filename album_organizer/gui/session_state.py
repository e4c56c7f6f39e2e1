"""What the window is doing, and the sentences it shows above the photos."""

from dataclasses import dataclass
from enum import Enum, auto


class SessionState(Enum):
    """What the window is doing."""

    STARTING = auto()
    IDLE = auto()
    SCORING = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


class NoticeAction(Enum):
    """What the button of a notice does."""

    DISMISS = auto()
    OPEN_MODELS = auto()
    OPEN_KEYS = auto()
    CHOOSE_FOLDER = auto()
    SCAN_AGAIN = auto()
    START_AGAIN = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence above the photos, with one button."""

    text: str
    action: NoticeAction = NoticeAction.DISMISS
    problem: bool = True
