"""Numbers of a comparison in words."""

import html

from PySide6.QtCore import QCoreApplication

from album_organizer.evaluation.results import Estimate, VersionComparison
from album_organizer.gui.wording import percent

MINUS = "−"


def tr(text: str) -> str:
    """Translates a text of this package; also used beside the window's thread."""
    return QCoreApplication.translate("comparison", text)


def interval(estimate: Estimate) -> str:
    """``0.88–0.93``, the 95% interval of a correlation."""
    return f"{signed(estimate.low, 2)}–{signed(estimate.high, 2)}"


def percent_interval(estimate: Estimate) -> str:
    """``91–97%``."""
    return f"{round(100 * estimate.low)}–{percent(estimate.high)}"


def signed(value: float, digits: int = 0, *, plus: bool = False) -> str:
    """A number with a real minus sign, never ``−0``; ``plus`` marks positive ones as well."""
    rounded = round(value, digits)
    sign = MINUS if rounded < 0 else "+" if plus and rounded > 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def points(share: float) -> str:
    """A difference of two shares in percentage points: ``+8``."""
    return signed(100 * share, plus=True)


def shots(count: int) -> str:
    """``5 shots``."""
    return tr("1 shot") if count == 1 else tr("{n} shots").format(n=f"{count:,}")


def short(name: str, length: int = 24) -> str:
    """A long name without its middle, for places with little room."""
    if len(name) <= length:
        return name
    return f"{name[: length // 2]}…{name[len(name) - (length - length // 2 - 1) :]}"


def short_names(comparison: VersionComparison) -> tuple[str, str]:
    """Both versions' names as they stand in lists and plots: short, and never the same."""
    a, b = comparison.a.version, comparison.b.version
    shortened = (short(a), short(b))
    return shortened if shortened[0] != shortened[1] else (a, b)


def title_of(kind: str) -> str:
    """What a model is called: ``AVA aesthetics``."""
    return {"ava": tr("AVA aesthetics"), "siamese": tr("Siamese comparison")}.get(kind, kind)


def as_html(text: str) -> str:
    """Text from outside for labels that always read HTML."""
    return html.escape(text)


def button_text(text: str) -> str:
    """Text from outside on a button or tab, where ``&`` would mark a key."""
    return text.replace("&", "&&")
