"""What the inspector says, in words for photographers. No Qt."""

from album_organizer.domain.album import UserDecision
from album_organizer.domain.scores import ScoreCard
from album_organizer.gui.inspector.breakdown import Breakdown, Part
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.wording import percent
from album_organizer.i18n import number, tr


def standing_words(item: PhotoItem) -> str:
    """Whether a photo is in the album, and by whom."""
    if item.missing:
        return tr("The file is no longer in the folder")
    if item.decision is UserDecision.PICK:
        return tr("In the album: picked by you")
    if item.decision is UserDecision.REJECT:
        return tr("Not in the album: rejected by you")
    if item.standing is None:
        return tr("Scored")
    return tr("In the album: proposed") if item.proposed else tr("Not in the album: not proposed")


def cents(hundredths: int) -> str:
    """``0.53`` for 53."""
    return number(hundredths / 100, ".2f")


def part_name(part: Part, card: ScoreCard) -> str:
    """A criterion with what the photo reaches in it."""
    if part.key == "ava":
        return tr("AVA {score:.1f}").format(score=card.ava)
    if part.key == "technical":
        return tr("Technical {share}").format(share=percent(card.technical))
    if card.portrait is None:
        return tr("No faces")
    return tr("Faces {share}").format(share=percent(card.portrait))


def part_words(part: Part, card: ScoreCard) -> str:
    """How the points of a criterion come about."""
    if part.key == "ava":
        meaning = tr(
            "Aesthetics by the AVA model: {score:.1f} on a scale of 1 to 10, {share} of the way up."
        ).format(score=card.ava, share=percent(part.value))
    elif part.key == "technical":
        meaning = tr("Technical quality, measured: {share} of the best possible.").format(
            share=percent(part.value)
        )
    elif card.portrait is None:
        meaning = tr("No face was found; that counts as 50%, neither for nor against.")
    else:
        meaning = tr("Quality of the faces: {share} of the best possible.").format(
            share=percent(part.value)
        )
    return meaning + " " + _points_words(part)


def _points_words(part: Part) -> str:
    return tr("With a weight of {weight} that gives {points} points of {most:.2f}.").format(
        weight=percent(part.weight), points=cents(part.cents), most=part.weight
    )


def score_words(breakdown: Breakdown, card: ScoreCard) -> str:
    """The whole sum in one sentence."""
    listed = ", ".join(
        tr("{name}: {points}").format(name=part_name(part, card), points=cents(part.cents))
        for part in breakdown.parts
    )
    return tr("Score {score} of 1. {parts}. Not reached: {missing}.").format(
        score=cents(breakdown.cents), parts=listed, missing=cents(breakdown.missing_cents)
    )
