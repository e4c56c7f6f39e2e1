"""How strongly each criterion counts when the album is proposed."""

from dataclasses import dataclass

from album_organizer.domain.scores import Weights


@dataclass(frozen=True, slots=True)
class Tuning:
    """Everything a person can turn to get another proposal from the same scores.

    Attributes:
        weights: Shares of the scores in the composite.
        tie_threshold: Photos of a group within this distance of its best composite are tied, 0..1.
        close_call: Under this mean distance from 50% a comparison is too close to call, 0..0.5.
        time_spread: Penalty for a photo taken close to one that is already in, 0..1.
        visual_spread: Penalty for a photo that looks like one already in, 0..1.
        count: Photos wanted in the album, 1 or more.
    """

    weights: Weights = Weights()
    tie_threshold: float = 0.05
    close_call: float = 0.05
    time_spread: float = 0.15
    visual_spread: float = 0.25
    count: int = 40
