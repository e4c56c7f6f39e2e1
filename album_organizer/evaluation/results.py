"""What comparing two versions of a model on an album tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from album_organizer.domain.album import ModelInfo


class Verdict(StrEnum):
    """Which version agrees more with a person."""

    A = "a"
    B = "b"
    NO_DIFFERENCE = "no difference"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its uncertainty.

    Attributes:
        value: As measured on the album.
        low: Low end of the 95% bootstrap interval.
        high: High end of it.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """One photo under both versions of an AVA model.

    Attributes:
        path: Relative to the album folder.
        content_id: Of its bytes; finds its thumbnail.
        score_a: AVA score, 1..10, by version a.
        score_b: The same by version b.
        rank_a: Share of the album's photos that score lower, 0..1, by version a.
        rank_b: The same by version b.
    """

    path: str
    content_id: str
    score_a: float
    score_b: float
    rank_a: float
    rank_b: float

    @property
    def moved(self) -> float:
        """How far the photo rises (or, negative, falls) in the album's order from a to b."""
        return self.rank_b - self.rank_a


@dataclass(frozen=True, slots=True)
class PairChange:
    """One pair of photos under both versions of a Siamese model.

    Attributes:
        first: Path of the one photo.
        second: Path of the other.
        first_id: Content id of ``first``.
        second_id: Content id of ``second``.
        group: Id of the group that both belong to; None for neighbours in time without a group.
        p_a: Probability, 0..1, that ``first`` is better, by version a.
        p_b: The same by version b.
    """

    first: str
    second: str
    first_id: str
    second_id: str
    group: int | None
    p_a: float
    p_b: float

    @property
    def flipped(self) -> bool:
        """Whether the versions prefer different photos."""
        return (self.p_a - 0.5) * (self.p_b - 0.5) < 0


@dataclass(frozen=True, slots=True)
class WinnerFlip:
    """A group whose proposed shot changes.

    Attributes:
        group: Its id.
        paths: Its members in path order.
        winner_a: The best shot by version a.
        winner_b: The best shot by version b.
    """

    group: int
    paths: tuple[str, ...]
    winner_a: str
    winner_b: str


@dataclass(frozen=True, slots=True)
class PairFigures:
    """What only a comparison of two Siamese versions has.

    Attributes:
        agreement: Share of the pairs on which both prefer the same photo, or None without pairs.
        flipped: Number of pairs on which they prefer different photos.
        consistency_a: Share of ``swapped`` pairs for which version a prefers the same photo when
            the pair is handed over in the other order (without averaging both orders).
        consistency_b: The same by version b.
        swapped: Number of pairs that were asked in both orders.
    """

    agreement: Estimate | None
    flipped: int
    consistency_a: float | None
    consistency_b: float | None
    swapped: int


@dataclass(frozen=True, slots=True)
class DecisionAgreement:
    """How far the versions agree with what the person picked and rejected.

    Attributes:
        picks: Photos that the person picked.
        rejects: Photos that the person rejected.
        pairs: Pairs of a picked and a rejected photo that were looked at.
        share_a: Share of the pairs, 0..1, in which version a ranks the picked one higher (a draw
            counts half); None without pairs.
        share_b: The same by version b.
        difference: ``share_b - share_a``, or None without pairs.
        verdict: Who agrees more.
    """

    picks: int
    rejects: int
    pairs: int
    share_a: float | None
    share_b: float | None
    difference: Estimate | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of one model on one album.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        a: The one version; usually the one in use.
        b: The other.
        folder: Absolute path of the album folder.
        photos: Number of photos that both versions judged.
        changes: Every photo, in path order (AVA); empty for a Siamese comparison.
        pairs: Every pair that was compared (Siamese); empty for an AVA comparison.
        spearman: Rank correlation of the scores (AVA) or of the probabilities (Siamese); None
            where it is not defined: fewer than three of them, or all alike.
        groups: Number of groups of similar shots with at least two different photos.
        flips: Those of them whose winner changes, by id.
        entering: Photos that only version b brings into the album, in path order.
        leaving: Photos that only version a brings into it.
        agreement: With the person's decisions.
        pair_figures: For a Siamese comparison, otherwise None.
        img_s_a: Photos per second, prepared and judged on all cores, without decoding.
        img_s_b: The same for version b; both were timed in turns.
        content_ids: By path, of every photo of the album; finds their thumbnails.
    """

    kind: str
    a: ModelInfo
    b: ModelInfo
    folder: str
    photos: int
    changes: tuple[PhotoChange, ...]
    pairs: tuple[PairChange, ...]
    spearman: Estimate | None
    groups: int
    flips: tuple[WinnerFlip, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    agreement: DecisionAgreement
    pair_figures: PairFigures | None
    img_s_a: float | None
    img_s_b: float | None
    content_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def picks_changed(self) -> int:
        """Number of photos that enter or leave the album."""
        return len(self.entering) + len(self.leaving)
