"""Groups, comparisons, picks and the album they make."""

from dataclasses import dataclass
from enum import StrEnum

from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.reason import Reason
from album_organizer.domain.scores import ScoredPhoto


class GroupKind(StrEnum):
    """Why the photos of a group belong together."""

    SINGLE = "single"
    SIMILAR = "similar"
    BRACKET = "bracket"
    PANORAMA = "panorama"


class UserDecision(StrEnum):
    """What a person said of a photo; it always wins over the proposal."""

    PICK = "pick"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """Near-identical shots of one moment.

    Attributes:
        id: 1, 2, ... in order of capture time.
        paths: All members, best first.
        kind: Why they belong together.
    """

    id: int
    paths: tuple[str, ...]
    kind: GroupKind

    @property
    def best(self) -> str:
        """The path of the proposed shot."""
        return self.paths[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The Siamese model's answer for two photos, the same for either order of the two.

    Attributes:
        a: Path of the one photo.
        b: Path of the other.
        p_a: Probability, 0..1, that ``a`` is the better one.
    """

    a: str
    b: str
    p_a: float


@dataclass(frozen=True, slots=True)
class Pick:
    """The verdict on one photo.

    Attributes:
        path: The photo.
        group: Id of its group.
        rank: 1 for the best of the group.
        proposed: The program proposes it for the album.
        decision: What the person said, if anything.
        tied: It was within the tie threshold of its group's leader.
        reasons: Why, most important first.
    """

    path: str
    group: int
    rank: int
    proposed: bool
    decision: UserDecision | None
    tied: bool
    reasons: tuple[Reason, ...]

    @property
    def picked(self) -> bool:
        """Whether it goes into the album."""
        if self.decision is not None:
            return self.decision is UserDecision.PICK
        return self.proposed


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a photo stands in its group and in the proposal.

    Attributes:
        group: Id of its group, 1 or more.
        rank: 1 for the best of the group.
        group_size: Photos in the group, itself included.
        kind: Why they belong together.
        proposed: The program proposes it for the album.
        tied: It was within the tie threshold of its group's leader.
    """

    group: int
    rank: int
    group_size: int
    kind: GroupKind
    proposed: bool
    tied: bool


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The version that judges.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        version: Its name in the registry.
        sha256: Of the checkpoint file.
        path: Of the checkpoint file, relative to the home folder (POSIX) where it lies inside.
    """

    kind: str
    version: str
    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Album:
    """A folder's photos, scored, grouped and proposed.

    Attributes:
        folder: Absolute path of the photo folder.
        models: The versions that judged, by kind.
        photos: By path, in path order.
        groups: In order of id.
        comparisons: Those that decided ties, ordered by the two paths.
        picks: By path, in path order; empty while only scored.
        problems: Files that could not be used, in path order.
    """

    folder: str
    models: dict[str, ModelInfo]
    photos: dict[str, ScoredPhoto]
    groups: tuple[PhotoGroup, ...]
    comparisons: tuple[Comparison, ...]
    picks: dict[str, Pick]
    problems: tuple[PhotoProblem, ...]
