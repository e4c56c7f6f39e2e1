"""A comparison in plain sentences, for the command line, the window and the report."""

from album_organizer.evaluation.agreement import MIN_DECISIONS, MIN_GROUPS, MIN_OF_EACH, MIN_PAIRS
from album_organizer.evaluation.results import Estimate, Verdict, VersionComparison
from album_organizer.i18n import signed_number, tr, trn

_STRENGTHS = (0.95, 0.8, 0.6, 0.3, -0.3, -1.0)
"""From these correlations on there is another word for how alike two versions rank."""

_VAGUE = 2
"""Steps of the words above between the ends of an interval from which on no word is honest."""

_FEW = 10
"""Photos or pairs below which even a narrow interval says little."""


def summary(comparison: VersionComparison) -> str:
    """What the comparison found, in one paragraph; :func:`agreement_sentence` goes with it."""
    if not comparison.photos:
        if comparison.kind == "siamese":
            return tr("There are no two photos in this folder that both versions could compare.")
        return tr("There is no photo in this folder that both versions could judge.")
    first = _pairs_part if comparison.kind == "siamese" else _ranks_part
    told = tr("{models}; {album}.").format(models=first(comparison), album=_album_part(comparison))
    return told + (_orders_part(comparison) if comparison.kind == "siamese" else "")


def agreement_sentence(comparison: VersionComparison) -> str:
    """Which version agrees more with the person's own picks and rejects."""
    agreement, siamese = comparison.agreement, comparison.kind == "siamese"
    if agreement.share_a is None or agreement.share_b is None or agreement.difference is None:
        text = (
            tr("You have not both picked and rejected photos of one group here, so nobody can "
               "tell yet which version agrees more with you ({needed}).")
            if siamese
            else tr("You have not both picked and rejected photos here, so nobody can tell yet "
                    "which version agrees more with you ({needed}).")
        )  # fmt: skip
        return text.format(needed=_needed(comparison.kind))
    decisions = agreement.picks + agreement.rejects
    made = trn(
        "Your own {n:,} decision makes {pairs}", "Your own {n:,} decisions make {pairs}", decisions
    ).format(n=decisions, pairs=_picked_and_rejected(agreement.pairs, siamese=siamese))
    shares = tr("{a} ranks the picked one higher in {share_a} of them, {b} in {share_b}.").format(
        a=comparison.a.version,
        share_a=percent(agreement.share_a),
        b=comparison.b.version,
        share_b=percent(agreement.share_b),
    )
    return f"{made}: {shares} {_verdict(comparison, agreement.difference)}"


def _picked_and_rejected(pairs: int, *, siamese: bool) -> str:
    if siamese:
        return trn(
            "{n:,} pair of a picked and a rejected photo of one group",
            "{n:,} pairs of a picked and a rejected photo of one group",
            pairs,
        ).format(n=pairs)
    return trn(
        "{n:,} pair of a picked and a rejected photo",
        "{n:,} pairs of a picked and a rejected photo",
        pairs,
    ).format(n=pairs)


def speed_sentence(comparison: VersionComparison) -> str | None:
    """How fast both versions are on this machine, or None if nothing could be timed."""
    if comparison.img_s_a is None or comparison.img_s_b is None:
        return None
    return tr("On this machine, {a} judges {speed_a} photos per second and {b} {speed_b}.").format(
        a=comparison.a.version,
        speed_a=speed(comparison.img_s_a),
        b=comparison.b.version,
        speed_b=speed(comparison.img_s_b),
    )


def plural(count: int, noun: str) -> str:
    """``1 photo``, ``1,204 photos``, in English for reports and the command line."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def photo_number(count: int) -> str:
    """``1 photo``, ``1,204 photos``."""
    return trn("{n:,} photo", "{n:,} photos", count).format(n=count)


def pair_number(count: int) -> str:
    """``1 pair``, ``1,204 pairs``."""
    return trn("{n:,} pair", "{n:,} pairs", count).format(n=count)


def percent(share: float) -> str:
    """A share as a whole percentage; only all is called 100%, and only nothing 0%."""
    if 0.995 <= share < 1.0:
        return tr("over 99%")
    if 0.0 < share < 0.005:
        return tr("under 1%")
    return f"{share:.0%}"


def correlation(value: float) -> str:
    """A correlation with two decimals; only the very same order is called 1.00."""
    if 0.995 <= value < 1.0:
        return tr("over 0.99")
    return signed_number(value, 2)


def speed(photos_per_s: float) -> str:
    """Photos per second with honest digits."""
    return f"{photos_per_s:,.1f}" if photos_per_s < 10 else f"{photos_per_s:,.0f}"


def _ranks_part(comparison: VersionComparison) -> str:
    a, b, found = comparison.a.version, comparison.b.version, comparison.spearman
    photos = photo_number(comparison.photos)
    if comparison.photos > 1 and all(c.score_a == c.score_b for c in comparison.changes):
        text = tr("On your {photos} {a} and {b} give exactly the same scores")
    elif comparison.photos < 3:
        text = tr("With only {photos} nobody can tell how alike {a} and {b} rank")
    elif found is None:
        text = tr("On your {photos} {a} or {b} gives every photo the same score, so their orders "
                  "cannot be compared")  # fmt: skip
    else:
        few = comparison.photos < _FEW or _strength(found.low) - _strength(found.high) >= _VAGUE
        text = (
            tr("Your {photos} are too few to tell how alike {a} and {b} rank")
            if few
            else _alike(_strength(found.value))
        )
        value, low, high = (correlation(part) for part in (found.value, found.low, found.high))
        figures = tr("({value}; 95% interval {low} to {high})")
        if value == low == high:
            # Two decimals tell no more.
            figures = tr("({value})")
        figures = figures.format(value=value, low=low, high=high)
        return f"{text.format(photos=photos, a=a, b=b)} {figures}"
    return text.format(photos=photos, a=a, b=b)


def _strength(value: float) -> int:
    """Step of the words for a correlation; 0 is the strongest."""
    return next(step for step, least in enumerate(_STRENGTHS) if value >= least)


def _alike(strength: int) -> str:
    return (
        tr("On your {photos} {a} and {b} rank almost the same"),
        tr("On your {photos} {a} and {b} rank alike"),
        tr("On your {photos} {a} and {b} rank similarly, with clear differences,"),
        tr("On your {photos} {a} and {b} rank only loosely alike"),
        tr("On your {photos} {a} and {b} rank with little in common"),
        tr("On your {photos} {a} and {b} rank in opposite directions"),
    )[strength]


def _pairs_part(comparison: VersionComparison) -> str:
    count, figures = len(comparison.pairs), comparison.pair_figures
    assert figures is not None
    assert figures.agreement is not None
    neighbours = sum(pair.group is None for pair in comparison.pairs)
    lack = ""
    if neighbours == count:
        lack = " " + tr("(all of them neighbours in time, for lack of groups)")
    elif neighbours:
        lack = " " + tr("({n:,} of them neighbours in time, for lack of groups)").format(
            n=neighbours
        )
    alike = tr("{a} and {b} prefer the same photo in {n:,}").format(
        a=comparison.a.version, b=comparison.b.version, n=count - figures.flipped
    )
    if count < _FEW:
        return tr("Of only {pairs} of your photos{lack}, {alike}").format(
            pairs=pair_number(count), lack=lack, alike=alike
        )
    return tr(
        "Of {pairs} of your photos{lack}, {alike}, that is {share} (95% interval {low} to {high})"
    ).format(
        pairs=pair_number(count),
        lack=lack,
        alike=alike,
        share=percent(figures.agreement.value),
        low=percent(figures.agreement.low),
        high=percent(figures.agreement.high),
    )


def _orders_part(comparison: VersionComparison) -> str:
    figures = comparison.pair_figures
    if figures is None or figures.consistency_a is None or figures.consistency_b is None:
        return ""
    return " " + tr(
        "Handed over in the other order, {a} keeps its preference in {share_a} of {pairs}, "
        "{b} in {share_b}."
    ).format(
        a=comparison.a.version,
        share_a=percent(figures.consistency_a),
        pairs=pair_number(figures.swapped),
        b=comparison.b.version,
        share_b=percent(figures.consistency_b),
    )


def _album_part(comparison: VersionComparison) -> str:
    winners = _winners(len(comparison.flips), comparison.groups)
    entering, leaving = len(comparison.entering), len(comparison.leaving)
    if not entering and not leaving:
        return tr("{winners}; the album stays the same").format(winners=winners)
    enter = trn("{n:,} photo enters", "{n:,} photos enter", entering).format(n=entering)
    leave = trn("{n:,} leaves", "{n:,} leave", leaving).format(n=leaving)
    return tr("{winners}; {enter} and {leave} the album").format(
        winners=winners, enter=enter, leave=leave
    )


def _winners(flips: int, groups: int) -> str:
    if not groups:
        return tr("there are no groups of similar shots")
    if groups == 1:
        return (
            tr("the winner of the only group changes")
            if flips
            else tr("the winner of the only group stays")
        )
    if not flips:
        return tr("none of {groups:,} group winners changes").format(groups=groups)
    return trn(
        "{n} of {groups:,} group winners changes", "{n} of {groups:,} group winners change", flips
    ).format(n=flips, groups=groups)


def _verdict(comparison: VersionComparison, difference: Estimate) -> str:
    a, b = comparison.a.version, comparison.b.version
    low, high = (round(100 * end) for end in (difference.low, difference.high))
    match comparison.agreement.verdict:
        case Verdict.TOO_FEW:
            text = (
                tr("Too few pairs to tell who agrees more ({needed}).")
                if comparison.kind == "siamese"
                else tr("Too few decisions to tell who agrees more ({needed}).")
            )
            return text.format(needed=_needed(comparison.kind))
        case Verdict.A:
            low, high = -high, -low
            version = a
        case Verdict.B:
            version = b
        case _:
            ends = (signed_number(end, plus=True) for end in (low, high))
            return tr(
                "No difference that chance could not explain ({b} against {a}: {low} to {high} "
                "percentage points, 95%)."
            ).format(a=a, b=b, low=next(ends), high=next(ends))
    return tr("{version} agrees more with you: by {low} to {high} percentage points (95%).").format(
        version=version, low=low, high=high
    )


def _needed(kind: str) -> str:
    if kind == "siamese":
        return tr("{pairs} pairs from {groups} groups are needed").format(
            pairs=MIN_PAIRS, groups=MIN_GROUPS
        )
    return tr("{n} decisions are needed, {each} picks and {each} rejects").format(
        n=MIN_DECISIONS, each=MIN_OF_EACH
    )
