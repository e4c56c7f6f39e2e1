"""Numbers of a comparison in words."""

import html

from album_organizer.evaluation.results import Estimate, VersionComparison
from album_organizer.evaluation.words import correlation
from album_organizer.gui.wording import percent
from album_organizer.i18n import signed_number, tr, trn

NAME_LENGTH = 24
"""Letters of a version's name where there is little room; a name may have 64."""
_HEAD = 9
"""Of these the first ones, where only the middle tells two names apart."""


def correlation_interval(estimate: Estimate) -> str:
    """``0.16 (−0.25 to 0.40)``, a correlation with its 95% interval, which may say no more."""
    told = [correlation(part) for part in (estimate.value, estimate.low, estimate.high)]
    if len(set(told)) == 1:
        return told[0]
    # A dash between them would look like one more minus sign.
    return f"{told[0]} ({tr('{low} to {high}').format(low=told[1], high=told[2])})"


def percent_interval(estimate: Estimate) -> str:
    """``91 to 97%``."""
    low, high = round(100 * estimate.low), percent(estimate.high)
    return tr("{low} to {high}").format(low=low, high=high)


def points(share: float) -> str:
    """A difference of two shares in percentage points: ``+8``."""
    return signed_number(100 * share, plus=True)


def shots(count: int) -> str:
    """``5 shots``."""
    return trn("{n:,} shot", "{n:,} shots", count).format(n=count)


def short(name: str, length: int = NAME_LENGTH) -> str:
    """A long name without its middle, for places with little room."""
    if len(name) <= length:
        return name
    return f"{name[: length // 2]}…{name[len(name) - (length - length // 2 - 1) :]}"


def short_names(comparison: VersionComparison) -> tuple[str, str]:
    """Both versions' names as they stand in lists and plots: short, and never the same."""
    return short_pair(comparison.a.version, comparison.b.version)


def short_pair(a: str, b: str) -> tuple[str, str]:
    """Two names, short and never the same unless they are the same."""
    if a == b or short(a) != short(b):
        return short(a), short(b)
    # Both are long and begin alike: what follows from there on tells them apart.
    differing = (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    alike = next(differing, min(len(a), len(b)))
    return _from(a, alike), _from(b, alike)


def _from(name: str, start: int) -> str:
    """``retrained…snow-photos-of…``: the beginning, and what stands from a letter on."""
    rest, room = name[start:], NAME_LENGTH - _HEAD - 1
    return f"{name[:_HEAD]}…{rest if len(rest) <= room else f'{rest[: room - 1]}…'}"


def title_of(kind: str) -> str:
    """What a model is called: ``AVA aesthetics``."""
    return {"ava": tr("AVA aesthetics"), "siamese": tr("Siamese comparison")}.get(kind, kind)


def as_html(text: str) -> str:
    """Text from outside for labels that always read HTML."""
    return html.escape(text)


def button_text(text: str) -> str:
    """Text from outside on a button or tab, where ``&`` would mark a key."""
    return text.replace("&", "&&")
