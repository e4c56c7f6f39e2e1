"""Sentences on the technical quality of a photo: its faults, and in what it leads its group."""

from collections.abc import Sequence
from typing import Final

from album_organizer.domain.scores import FAULT, TechnicalQuality

NAMED_SHARE: Final = 0.05
"""Share of the picture from which on lost tones are put in numbers; below that the loss lies in
single colours or in tones that were darkened afterwards."""

MOSTLY: Final = 0.6
"""Share of the blown highlights in the upper third from which on they are said to lie there."""

PRAISE: Final = {
    "sharpness": ("Sharpest", 0.02),
    "motion": ("Steadiest", 0.15),
    "highlights": ("Most detail in highlights", 0.15),
    "shadows": ("Most detail in shadows", 0.15),
    "brightness": ("Brightest", 0.15),
    "contrast": ("Most contrast", 0.15),
    "noise": ("Least noise", 0.15),
    "compression": ("Least compressed", 0.15),
}
"""Component -> words for the best of a group, and how far it must be ahead of the second. Frames of
a burst differ by less than these leads without a cause that can be seen."""

MOST_PRAISE: Final = 2
"""At most so many, the first of :data:`PRAISE`: one bad shot beside it must not crown a photo."""

_SIMPLE_FAULTS: Final = (
    ("brightness", "Dark"),
    ("contrast", "Flat, little contrast"),
    ("noise", "Noisy"),
    ("compression", "Strong JPEG compression"),
)


def faults_of(technical: TechnicalQuality) -> list[str]:
    """The sentences on all components below :data:`~album_organizer.domain.scores.FAULT`."""
    faults = []
    if technical.motion < FAULT:
        faults.append("Motion blur")
    elif technical.sharpness < FAULT <= technical.noise:  # noise drowns detail: nothing to tell
        faults.append("Not sharp")
    if technical.highlights < FAULT:
        faults.append(_blown_sentence(technical))
    if technical.shadows < FAULT:
        faults.append(f"Blocked shadows, {_percent(technical.blocked)} of the picture")
    faults.extend(text for name, text in _SIMPLE_FAULTS if getattr(technical, name) < FAULT)
    return faults


def praise_of(technical: TechnicalQuality, others: Sequence[TechnicalQuality]) -> list[str]:
    """In what a photo leads the others of its group; nothing that is a fault is praised.

    Args:
        technical: Of the photo.
        others: Of all other photos of the group, at least one.
    """
    praise = []
    for name, (words, lead) in PRAISE.items():
        value = float(getattr(technical, name))
        if value >= FAULT and value >= max(getattr(other, name) for other in others) + lead:
            praise.append(f"{words} of {len(others) + 1}")
    return praise[:MOST_PRAISE]


def _blown_sentence(technical: TechnicalQuality) -> str:
    if technical.blown < NAMED_SHARE:
        return "Highlights without detail"
    place = " at the top" if technical.blown_top >= MOSTLY * technical.blown else ""
    return f"Blown highlights{place}, {_percent(technical.blown)} of the picture"


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
