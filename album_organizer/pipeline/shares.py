"""Shares and chances as whole percentages, with no more certainty than there is."""

from album_organizer.i18n import tr


def percent(share: float) -> str:
    """A share of 0..1 as a whole percentage."""
    return tr("{n}%").format(n=round(100 * share))


def chance(p: float) -> str:
    """A probability of 0..1 as a whole percentage, 1% to 99%: no model is certain."""
    return tr("{n}%").format(n=min(max(round(100 * p), 1), 99))
