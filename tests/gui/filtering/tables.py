"""Tables of photos with everything that filters look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.item_models.preparation import prepare
from tests.support.albums import scored_photo

DAY_S = 86_400.0
"""Photos are taken from 12 July 2026, 9:00 on."""


@dataclass(frozen=True)
class Shot:
    """A photo as it stands in a table; ``name`` gets a number, so that paths differ."""

    name: str = "IMG"
    seconds: float | None = 0.0
    ava: float = 5.0
    technical: float = 0.5
    camera: str | None = None
    lens: str | None = None
    iso: int = 200
    decision: UserDecision | None = None
    stars: int = 0
    label: ColorLabel = ColorLabel.NONE
    missing: bool = False
    proposed: bool = False
    tied: bool = False
    group_size: int = 1


@dataclass
class Ranking:
    """The columns that a ranking gives."""

    composite: NDArray[np.float64]
    group_size: NDArray[np.int32]
    proposed: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    group: NDArray[np.int32] = field(init=False)
    rank: NDArray[np.int32] = field(init=False)
    kind: NDArray[np.int8] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.composite)
        self.group = np.arange(1, count + 1, dtype=np.int32)
        self.rank = np.ones(count, np.int32)
        self.kind = np.zeros(count, np.int8)


def table_of(*shots: Shot) -> PhotoTable:
    """A table with these photos, in this order."""
    photos = [
        scored_photo(
            f"{shot.name} {row}.jpg",
            ava=shot.ava,
            technical=shot.technical,
            seconds=shot.seconds,
            content_id=str(row),
            iso=shot.iso,
            camera=shot.camera or "",
            lens=shot.lens or "",
        )
        for row, shot in enumerate(shots)
    ]
    table = PhotoTable(prepare(photos))
    table.apply_ranking(
        Ranking(
            table.composite.copy(),
            np.array([shot.group_size for shot in shots], np.int32),
            np.array([shot.proposed for shot in shots], np.bool_),
            np.array([shot.tied for shot in shots], np.bool_),
        )
    )
    table.decide({str(row): shot.decision for row, shot in enumerate(shots)})
    table.mark({str(row): Marks(shot.stars, shot.label) for row, shot in enumerate(shots)})
    table.set_missing(
        [table.paths[row] for row, shot in enumerate(shots) if shot.missing], missing=True
    )
    return table


def rows(mask: NDArray[np.bool_]) -> list[int]:
    """The rows that a mask leaves."""
    return [int(row) for row in np.flatnonzero(mask)]


CAMERAS = ("FUJIFILM X-T5", "Canon EOS 40D", "Café Ångström 1")
LENSES = ("XF16-55mm", "EF 50mm")

shots = st.builds(
    Shot,
    name=st.sampled_from(["lake/IMG", "Größe/DSC", "hills/red boat"]),
    seconds=st.none() | st.integers(-400, 400).map(lambda n: n * DAY_S / 7),
    ava=st.floats(1, 10),
    technical=st.sampled_from([0.1, 0.5, 0.9]),
    camera=st.none() | st.sampled_from(CAMERAS),
    lens=st.none() | st.sampled_from(LENSES),
    decision=st.sampled_from([None, *UserDecision]),
    stars=st.integers(0, 5),
    label=st.sampled_from(ColorLabel),
    missing=st.booleans(),
    proposed=st.booleans(),
    tied=st.booleans(),
    group_size=st.integers(1, 3),
)


def tables(most: int = 12) -> st.SearchStrategy[PhotoTable]:
    """Tables of a few photos."""
    lists: st.SearchStrategy[Sequence[Shot]] = st.lists(shots, max_size=most)
    return lists.map(lambda some: table_of(*some))
