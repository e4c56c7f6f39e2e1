"""What the inspector is told of a photo."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from album_organizer.domain.album import Comparison
from album_organizer.domain.reason import Reason
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.item_models.photo_item import PhotoItem


def _no_scores() -> NDArray[np.float64]:
    return np.empty(0, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFacts:
    """The current photo with everything that explains it.

    Attributes:
        item: The photo.
        reasons: Why it is where it is, most important first; none while it is only scored.
        group: Its group, best first, itself included.
        comparisons: All pairs of the group that were compared.
        tuning: How strongly each criterion counts.
        scores: Composites of all photos of the folder, shape (photos,). Handed over as the same
            array while nothing changed, what is drawn from it is not computed again.
        selected: How many photos a decision concerns.
        folder: Absolute path of the photo folder.
    """

    item: PhotoItem
    reasons: tuple[Reason, ...] = ()
    group: tuple[PhotoItem, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    tuning: Tuning = field(default_factory=Tuning)
    scores: NDArray[np.float64] = field(default_factory=_no_scores)
    selected: int = 1
    folder: str = ""
