"""Groups of shots as the inspector is told of them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from album_organizer.domain.album import Comparison, GroupKind, Standing
from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.domain.scores import ScoreCard
from album_organizer.gui.inspector.facts import PhotoFacts
from album_organizer.gui.item_models.photo_item import PhotoItem
from tests.gui.builders import item

REASONS = (
    Reason(ReasonKind.DECISION, "Picked by you", "Picked by you"),
    Reason(ReasonKind.GROUP, "Best of 3", "Best of 3"),
    Reason(ReasonKind.COMPARISON, "Preferred 71%", "0.03 ahead and preferred, 71%"),
    Reason(ReasonKind.FAULT, "Sky overexposed 12%", "Blown highlights, 12% of the picture"),
)


def with_score(shot: PhotoItem, composite: float) -> PhotoItem:
    """The same photo with another score."""
    card = replace(shot.scored.card, composite=composite)
    return replace(shot, scored=replace(shot.scored, card=card))


def shots(*scores: float, kind: GroupKind = GroupKind.SIMILAR) -> tuple[PhotoItem, ...]:
    """A group, best first: IMG_1.JPG, IMG_2.JPG and so on."""
    made = []
    for rank, score in enumerate(scores, start=1):
        shot = item(f"day/IMG_{rank}.JPG", rank=rank, size=len(scores))
        standing = Standing(1, rank, len(scores), kind, rank == 1, False)
        made.append(replace(with_score(shot, score), standing=standing))
    return tuple(made)


def facts(
    group: tuple[PhotoItem, ...],
    wins: Mapping[tuple[int, int], float] | None = None,
    own: int = 0,
    *,
    selected: int = 1,
) -> PhotoFacts:
    """About one shot of a group; ``wins`` counts shots from 0."""
    return PhotoFacts(
        item=group[own],
        reasons=REASONS,
        group=group,
        comparisons=tuple(
            Comparison(group[a].path, group[b].path, p) for (a, b), p in (wins or {}).items()
        ),
        scores=np.array([shot.score for shot in group]),
        selected=selected,
        folder="/photos/Lake",
    )


def card(ava: float, technical: float, portrait: float | None) -> ScoreCard:
    """Scores of a photo under the default weights."""
    return ScoreCard.of(ava, technical, portrait)
