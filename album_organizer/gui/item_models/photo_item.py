"""One photo as the window shows it, and the ways in which photos are chosen and ordered."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import PurePosixPath

from album_organizer.domain.album import GroupKind, Standing, UserDecision
from album_organizer.domain.marks import NO_MARKS, ColorLabel, Marks
from album_organizer.domain.scores import ScoredPhoto


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """A photo with all that is known of it now.

    Attributes:
        scored: The photo and its scores.
        standing: Its place in group and proposal, or None while it is only scored.
        decision: What the person says.
        marks: Stars and colour label.
        missing: Its file vanished.
    """

    scored: ScoredPhoto
    standing: Standing | None = None
    decision: UserDecision | None = None
    marks: Marks = NO_MARKS
    missing: bool = False

    @property
    def path(self) -> str:
        """POSIX path relative to the folder; identifies the item."""
        return self.scored.photo.path

    @property
    def name(self) -> str:
        """The file name."""
        return PurePosixPath(self.path).name

    @property
    def content_id(self) -> str:
        """Identifies the picture itself."""
        return self.scored.photo.content_id

    @property
    def score(self) -> float:
        """The composite, 0..1."""
        return self.scored.card.composite

    @property
    def taken_at(self) -> datetime | None:
        """When it was taken, if known."""
        return self.scored.photo.capture.taken_at

    @property
    def proposed(self) -> bool:
        """The program proposes it and the person did not say anything."""
        return self.standing is not None and self.standing.proposed and self.decision is None

    @property
    def in_album(self) -> bool:
        """Whether it would be exported now."""
        return self.proposed or self.decision is UserDecision.PICK

    @property
    def tied(self) -> bool:
        """Its place in the group was decided among near-equals."""
        return self.standing is not None and self.standing.tied

    @property
    def group_size(self) -> int:
        """Photos in its group, itself included."""
        return 1 if self.standing is None else self.standing.group_size

    @property
    def group_kind(self) -> GroupKind:
        """Why they belong together."""
        return GroupKind.SINGLE if self.standing is None else self.standing.kind

    @property
    def stars(self) -> int:
        """0 to 5."""
        return self.marks.stars

    @property
    def label(self) -> ColorLabel:
        """The colour label."""
        return self.marks.label


class PhotoFilter(Enum):
    """Which photos are shown, by decision and proposal."""

    ALL = auto()
    ALBUM = auto()
    PROPOSED = auto()
    PICKED = auto()
    REJECTED = auto()
    UNDECIDED = auto()
    TIES = auto()
    PROBLEMS = auto()


class PhotoSort(Enum):
    """In which order photos stand."""

    TIME = auto()
    NAME = auto()
    SCORE = auto()
    GROUP = auto()
    DECISION = auto()
    STARS = auto()
    LABEL = auto()
    CAMERA = auto()
