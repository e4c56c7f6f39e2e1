"""A photo in words, for screen readers and tool tips."""

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.words import label_name, star_words
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.stacks import StackPart
from album_organizer.i18n import tr, trn


def describe(item: PhotoItem, part: StackPart = StackPart.NONE, size: int = 1) -> str:
    """The cell in words.

    Args:
        item: The photo.
        part: What it is to its stack.
        size: Photos of the stack.
    """
    words = [item.name, tr("score {score:.2f}").format(score=item.score)]
    if item.decision is UserDecision.PICK:
        words.append(tr("picked"))
    elif item.decision is UserDecision.REJECT:
        words.append(tr("rejected"))
    elif item.proposed:
        words.append(tr("proposed"))
    if item.standing is not None and item.group_size > 1:
        place = tr("number {rank} of {size}")
        words.append(place.format(rank=item.standing.rank, size=item.group_size))
    if item.stars:
        words.append(star_words(item.stars))
    if item.label is not ColorLabel.NONE:
        words.append(tr("label {name}").format(name=label_name(item.label)))
    if item.missing:
        words.append(tr("file missing"))
    if part is StackPart.CLOSED:
        words.append(trn("stack of {n} photo", "stack of {n} photos", size).format(n=size))
    elif part is StackPart.TOP:
        words.append(
            trn("open stack of {n} photo", "open stack of {n} photos", size).format(n=size)
        )
    return ", ".join(words)
