"""Reasons in the technical quality of a photo: its faults, and where it leads its group."""

from collections.abc import Sequence
from typing import Final

from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.domain.scores import FAULT, TechnicalQuality
from album_organizer.i18n import tr
from album_organizer.pipeline.shares import percent

NAMED_SHARE: Final = 0.05
"""Share of the picture from which on lost tones are put in numbers; below that the loss lies in
single colours or in tones that were darkened afterwards."""

MOSTLY: Final = 0.6
"""Share of the blown highlights in the upper third from which on they are said to lie there."""

LEADS: Final = {
    "sharpness": 0.02,
    "motion": 0.15,
    "highlights": 0.15,
    "shadows": 0.15,
    "brightness": 0.15,
    "contrast": 0.15,
    "noise": 0.15,
    "compression": 0.15,
}
"""Component -> how far the best of a group must be ahead of the second to be praised. Frames of a
burst differ by less than these leads without a cause that can be seen."""

MOST_PRAISE: Final = 2
"""At most so many, the first of :data:`LEADS`: one bad shot beside it must not crown a photo."""


def faults_of(technical: TechnicalQuality) -> list[Reason]:
    """One reason for each component below :data:`~album_organizer.domain.scores.FAULT`."""
    faults: list[Reason] = []
    if technical.motion < FAULT:
        faults.append(_fault(tr("Motion blur"), tr("Motion blur")))
    elif technical.sharpness < FAULT <= technical.noise:  # noise drowns detail: nothing to tell
        faults.append(_fault(tr("Not sharp"), tr("Not sharp")))
    if technical.highlights < FAULT:
        faults.append(_lost_highlights(technical))
    if technical.shadows < FAULT:
        faults.append(_lost_shadows(technical))
    if technical.brightness < FAULT:
        faults.append(_fault(tr("Dark"), tr("Dark")))
    if technical.contrast < FAULT:
        faults.append(_fault(tr("Flat"), tr("Flat, little contrast")))
    if technical.noise < FAULT:
        faults.append(_fault(tr("Noisy"), tr("Noisy")))
    if technical.compression < FAULT:
        faults.append(_fault(tr("JPEG blocks"), tr("Strong JPEG compression")))
    return faults


def praise_of(technical: TechnicalQuality, others: Sequence[TechnicalQuality]) -> list[Reason]:
    """In what a photo leads the others of its group; nothing that is a fault is praised.

    Args:
        technical: Of the photo.
        others: Of all other photos of the group, at least one.
    """
    praise: list[Reason] = []
    for name, lead in LEADS.items():
        value = float(getattr(technical, name))
        if value >= FAULT and value >= max(getattr(other, name) for other in others) + lead:
            words = praise_words(name, len(others) + 1)
            praise.append(Reason(ReasonKind.STRENGTH, words, words))
    return praise[:MOST_PRAISE]


def praise_words(component: str, size: int) -> str:
    """``Sharpest of 5``.

    Args:
        component: One of :data:`LEADS`.
        size: Photos in the group.
    """
    words = {
        "sharpness": tr("Sharpest of {n}"),
        "motion": tr("Steadiest of {n}"),
        "highlights": tr("Most detail in highlights of {n}"),
        "shadows": tr("Most detail in shadows of {n}"),
        "brightness": tr("Brightest of {n}"),
        "contrast": tr("Most contrast of {n}"),
        "noise": tr("Least noise of {n}"),
        "compression": tr("Least compressed of {n}"),
    }
    return words[component].format(n=size)


def _fault(chip: str, sentence: str) -> Reason:
    return Reason(ReasonKind.FAULT, chip, sentence)


def _lost_highlights(technical: TechnicalQuality) -> Reason:
    if technical.blown < NAMED_SHARE:
        return _fault(tr("Overexposed"), tr("Highlights without detail"))
    if technical.blown_top >= MOSTLY * technical.blown:
        share = percent(technical.blown_top)
        return _fault(
            tr("Sky overexposed {share}").format(share=share),
            tr("Blown highlights at the top, likely the sky, {share} of the picture").format(
                share=share
            ),
        )
    share = percent(technical.blown)
    return _fault(
        tr("Overexposed {share}").format(share=share),
        tr("Blown highlights, {share} of the picture").format(share=share),
    )


def _lost_shadows(technical: TechnicalQuality) -> Reason:
    if technical.blocked < NAMED_SHARE:
        return _fault(tr("Blocked shadows"), tr("Shadows without detail"))
    share = percent(technical.blocked)
    return _fault(
        tr("Blocked shadows {share}").format(share=share),
        tr("Blocked shadows, {share} of the picture").format(share=share),
    )
