"""Collects what the inspector is told from what is known of the open folder."""

from album_organizer.domain.tuning import Tuning
from album_organizer.gui.inspector.facts import PhotoFacts
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.session import Session


def facts_of(session: Session, item: PhotoItem, tuning: Tuning, selected: int) -> PhotoFacts:
    """Everything that explains a photo.

    Args:
        session: The open folder.
        item: The current photo.
        tuning: In force; the one that the last proposal was made with goes before it.
        selected: How many photos a decision concerns.
    """
    ranked, scores = session.ranked, session.table.composite
    if ranked is not None:
        tuning = ranked.tuning
        if len(ranked.composite) == len(scores):
            # The same array for every photo, so that it is counted once.
            scores = ranked.composite
    return PhotoFacts(
        item=item,
        reasons=session.reasons_of(item.path),
        group=tuple(session.group_of(item.path)),
        comparisons=tuple(session.comparisons_of(item.path)),
        tuning=tuning,
        scores=scores,
        selected=selected,
        folder=session.folder,
    )
