"""A comparison in plain sentences, for the command line, the window and the report."""

from album_organizer.evaluation.agreement import MIN_DECISIONS, MIN_GROUPS, MIN_OF_EACH, MIN_PAIRS
from album_organizer.evaluation.results import Estimate, Verdict, VersionComparison

_STRENGTHS = (
    (0.95, "rank almost the same"),
    (0.8, "rank alike"),
    (0.6, "rank similarly, with clear differences,"),
    (0.3, "rank only loosely alike"),
    (-0.3, "rank with little in common"),
    (-1.0, "rank in opposite directions"),
)
"""From this correlation on, and what to call it."""

_VAGUE = 2
"""Steps of the words above between the ends of an interval from which on no word is honest."""

_FEW = 10
"""Photos or pairs below which even a narrow interval says little."""


def summary(comparison: VersionComparison) -> str:
    """What the comparison found, in one paragraph; :func:`agreement_sentence` goes with it."""
    if not comparison.photos:
        if comparison.kind == "siamese":
            return "There are no two photos in this folder that both versions could compare."
        return "There is no photo in this folder that both versions could judge."
    if comparison.kind == "siamese":
        return f"{_pairs_part(comparison)}; {_album_part(comparison)}.{_orders_part(comparison)}"
    return f"{_ranks_part(comparison)}; {_album_part(comparison)}."


def agreement_sentence(comparison: VersionComparison) -> str:
    """Which version agrees more with the person's own picks and rejects."""
    agreement, a, b = comparison.agreement, comparison.a.version, comparison.b.version
    within = " of one group" if comparison.kind == "siamese" else ""
    if agreement.share_a is None or agreement.share_b is None or agreement.difference is None:
        return (
            f"You have not both picked and rejected photos{within} here, so nobody can tell yet "
            f"which version agrees more with you ({_needed(comparison.kind)})."
        )
    decisions = plural(agreement.picks + agreement.rejects, "decision")
    pairs = plural(agreement.pairs, "pair")
    makes = "makes" if decisions.startswith("1 ") else "make"
    return (
        f"Your own {decisions} {makes} {pairs} of a picked and a rejected photo{within}: "
        f"{a} ranks the picked one higher in {percent(agreement.share_a)} of them, "
        f"{b} in {percent(agreement.share_b)}. {_verdict(comparison, agreement.difference)}"
    )


def speed_sentence(comparison: VersionComparison) -> str | None:
    """How fast both versions are on this machine, or None if nothing could be timed."""
    if comparison.img_s_a is None or comparison.img_s_b is None:
        return None
    a, b = comparison.a.version, comparison.b.version
    return (
        f"On this machine, {a} judges {speed(comparison.img_s_a)} photos per second and "
        f"{b} {speed(comparison.img_s_b)}."
    )


def plural(count: int, noun: str) -> str:
    """``1 photo``, ``1,204 photos``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def percent(share: float) -> str:
    """A share as a whole percentage; only all is called 100%, and only nothing 0%."""
    if 0.995 <= share < 1.0:
        return "over 99%"
    if 0.0 < share < 0.005:
        return "under 1%"
    return f"{share:.0%}"


def correlation(value: float) -> str:
    """A correlation with two decimals; only the very same order is called 1.00."""
    return "over 0.99" if 0.995 <= value < 1.0 else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def speed(photos_per_s: float) -> str:
    """Photos per second with honest digits."""
    return f"{photos_per_s:,.1f}" if photos_per_s < 10 else f"{photos_per_s:,.0f}"


def _ranks_part(comparison: VersionComparison) -> str:
    a, b, found = comparison.a.version, comparison.b.version, comparison.spearman
    photos = plural(comparison.photos, "photo")
    if comparison.photos > 1 and all(c.score_a == c.score_b for c in comparison.changes):
        return f"On your {photos} {a} and {b} give exactly the same scores"
    if comparison.photos < 3:
        return f"With only {photos} nobody can tell how alike {a} and {b} rank"
    if found is None:
        return (
            f"On your {photos} {a} or {b} gives every photo the same score, so their orders "
            "cannot be compared"
        )
    figures = (
        f"({correlation(found.value)}; 95% interval {correlation(found.low)} to "
        f"{correlation(found.high)})"
    )
    if comparison.photos < _FEW or _strength(found.low) - _strength(found.high) >= _VAGUE:
        return f"Your {photos} are too few to tell how alike {a} and {b} rank {figures}"
    return f"On your {photos} {a} and {b} {_STRENGTHS[_strength(found.value)][1]} {figures}"


def _strength(value: float) -> int:
    """Step of the words for a correlation; 0 is the strongest."""
    return next(step for step, (least, _) in enumerate(_STRENGTHS) if value >= least)


def _pairs_part(comparison: VersionComparison) -> str:
    a, b, count = comparison.a.version, comparison.b.version, len(comparison.pairs)
    figures = comparison.pair_figures
    assert figures is not None
    assert figures.agreement is not None
    neighbours = sum(pair.group is None for pair in comparison.pairs)
    share = "all" if neighbours == count else f"{neighbours:,}"
    lack = f" ({share} of them neighbours in time, for lack of groups)" if neighbours else ""
    alike = f"{a} and {b} prefer the same photo in {count - figures.flipped:,}"
    if count < _FEW:
        return f"Of only {plural(count, 'pair')} of your photos{lack}, {alike}"
    low, high = percent(figures.agreement.low), percent(figures.agreement.high)
    return (
        f"Of {plural(count, 'pair')} of your photos{lack}, {alike}, that is "
        f"{percent(figures.agreement.value)} (95% interval {low} to {high})"
    )


def _orders_part(comparison: VersionComparison) -> str:
    figures = comparison.pair_figures
    if figures is None or figures.consistency_a is None or figures.consistency_b is None:
        return ""
    return (
        f" Handed over in the other order, {comparison.a.version} keeps its preference in "
        f"{percent(figures.consistency_a)} of {plural(figures.swapped, 'pair')}, "
        f"{comparison.b.version} in {percent(figures.consistency_b)}."
    )


def _album_part(comparison: VersionComparison) -> str:
    flips, groups = len(comparison.flips), comparison.groups
    if not groups:
        winners = "there are no groups of similar shots"
    elif groups == 1:
        winners = f"the winner of the only group {'changes' if flips else 'stays'}"
    else:
        of = f"{flips or 'none'} of {plural(groups, 'group winner')}"
        winners = f"{of} change{'' if flips > 1 else 's'}"
    entering, leaving = len(comparison.entering), len(comparison.leaving)
    if not entering and not leaving:
        return f"{winners}; the album stays the same"
    enter = f"{plural(entering, 'photo')} enter{'s' if entering == 1 else ''}"
    leave = f"{leaving:,} leave{'s' if leaving == 1 else ''}"
    return f"{winners}; {enter} and {leave} the album"


def _verdict(comparison: VersionComparison, difference: Estimate) -> str:
    a, b = comparison.a.version, comparison.b.version
    low, high = (round(100 * end) for end in (difference.low, difference.high))
    lead = f"{low:+d} to {high:+d} percentage points, 95%".replace("-", "\N{MINUS SIGN}")
    match comparison.agreement.verdict:
        case Verdict.TOO_FEW:
            what = "pairs" if comparison.kind == "siamese" else "decisions"
            return f"Too few {what} to tell who agrees more ({_needed(comparison.kind)})."
        case Verdict.A:
            return f"{a} agrees more with you: by {-high} to {-low} percentage points (95%)."
        case Verdict.B:
            return f"{b} agrees more with you: by {low} to {high} percentage points (95%)."
        case _:
            return f"No difference that chance could not explain ({b} against {a}: {lead})."


def _needed(kind: str) -> str:
    if kind == "siamese":
        return f"{MIN_PAIRS} pairs from {MIN_GROUPS} groups are needed"
    return f"{MIN_DECISIONS} decisions are needed, {MIN_OF_EACH} picks and {MIN_OF_EACH} rejects"
