"""The names of decisions as the menu Edit shows them: ``Undo Pick IMG_1.jpg``."""

from collections.abc import Sequence

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.i18n import tr, trn


def decision_name(decision: UserDecision | None, names: Sequence[str]) -> str:
    """``Pick IMG_1.jpg``, ``Reject 3 photos``.

    Args:
        decision: What was decided.
        names: Of the files that changed, at least one.
    """
    # Translators: {photos} is a file name or "3 photos".
    text = {
        UserDecision.PICK: tr("Pick {photos}"),
        UserDecision.REJECT: tr("Reject {photos}"),
        None: tr("Undecided: {photos}"),
    }[decision]
    return text.format(photos=_photos(names))


def stars_name(stars: int, names: Sequence[str]) -> str:
    """``4 stars for IMG_1.jpg``, ``No stars for 3 photos``."""
    if not stars:
        return tr("No stars for {photos}").format(photos=_photos(names))
    text = trn("{n} star for {photos}", "{n} stars for {photos}", stars)
    return text.format(n=stars, photos=_photos(names))


def label_name(label: ColorLabel, names: Sequence[str]) -> str:
    """``Red label for IMG_1.jpg``, ``No label for 3 photos``."""
    text = {
        ColorLabel.NONE: tr("No label for {photos}"),
        ColorLabel.RED: tr("Red label for {photos}"),
        ColorLabel.YELLOW: tr("Yellow label for {photos}"),
        ColorLabel.GREEN: tr("Green label for {photos}"),
        ColorLabel.BLUE: tr("Blue label for {photos}"),
        ColorLabel.PURPLE: tr("Purple label for {photos}"),
    }[label]
    return text.format(photos=_photos(names))


def _photos(names: Sequence[str]) -> str:
    if len(names) == 1:
        # A line break would cut the name in two: Qt keeps a short form behind it.
        return " ".join(names[0].split())
    return trn("{n:,} photo", "{n:,} photos", len(names)).format(n=len(names))
