"""What can be chosen in each facet, and the criteria that a choice makes."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np

from album_organizer.domain.marks import MAX_STARS, ColorLabel
from album_organizer.gui.filtering.criteria import (
    Criteria,
    Criterion,
    Dates,
    Grouping,
    ScoreRange,
    stars_at_least,
)
from album_organizer.gui.filtering.days import (
    DayRange,
    day_words,
    merged,
    month_of,
    month_words,
    range_words,
    removed,
    within,
)
from album_organizer.gui.filtering.facets import Facets
from album_organizer.gui.filtering.words import (
    grouping_words,
    label_name,
    score_words,
    star_words,
    stars_words,
    trouble_words,
)
from album_organizer.i18n import tr

_TELLING_ALONE = (Criterion.SCORES, Criterion.TROUBLES)
"""A single choice of these leaves something out as well."""

_OPEN_MONTHS = 2
"""Of more months that are chosen from, the days are not listed."""

_DAYS_AT_ONCE = 31
"""Folders of more days are offered by month first."""

_Value = TypeVar("_Value", bound=Hashable)

Sign = tuple[str, str]
"""Name of an icon and of its colour."""


class Checked(IntEnum):
    """Whether a choice is made."""

    NO = 0
    PARTLY = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a facet.

    Attributes:
        value: What it stands for.
        words: Its name.
        count: Photos that it would show.
        checked: Whether it is chosen.
        hint: What it means, where the name does not say it all.
        signs: Icons before the name.
        level: 1 for a part of the choice above.
    """

    value: Hashable
    words: str
    count: int
    checked: Checked
    hint: str = ""
    signs: tuple[Sign, ...] = ()
    level: int = 0


FACETS = (
    Criterion.STARS,
    Criterion.LABELS,
    Criterion.SCORES,
    Criterion.CAMERAS,
    Criterion.LENSES,
    Criterion.DATES,
    Criterion.GROUPING,
    Criterion.TROUBLES,
)
"""The criteria that are offered as facets, in their order."""


def facet_name(part: Criterion) -> str:
    """The heading of a facet."""
    return {
        Criterion.STARS: tr("Stars"),
        Criterion.LABELS: tr("Labels"),
        Criterion.SCORES: tr("Score"),
        Criterion.CAMERAS: tr("Camera"),
        Criterion.LENSES: tr("Lens"),
        Criterion.DATES: tr("Dates"),
        Criterion.GROUPING: tr("Groups"),
        Criterion.TROUBLES: tr("Faults"),
    }[part]


def label_color(label: ColorLabel) -> str:
    """The name of a label's colour in resources/styles."""
    return "secondary" if label is ColorLabel.NONE else f"label_{label.name.lower()}"


def on_label_color(label: ColorLabel) -> str:
    """The name of the colour that can be seen on a label's colour."""
    return "on_label_yellow" if label is ColorLabel.YELLOW else "on_label"


def label_icon(label: ColorLabel) -> str:
    """The icon of a label: each has a shape of its own, for those who see its colour badly."""
    return f"label-{label.name.lower()}"


def choices_of(part: Criterion, facets: Facets, criteria: Criteria) -> tuple[Choice, ...]:
    """What a facet offers now; nothing where there is nothing to choose between.

    Values that are chosen are offered in any case, so that they can be given up.
    """
    made = tuple(_CHOICES[part](facets, criteria))
    any_chosen = any(choice.checked is not Checked.NO for choice in made)
    telling = len(made) > 1 or (part in _TELLING_ALONE and bool(made))
    return made if telling or any_chosen else ()


def choose(
    criteria: Criteria, part: Criterion, values: Collection[Hashable], *, wanted: bool
) -> Criteria:
    """The criteria after values of a facet were chosen or given up.

    Args:
        criteria: Those before.
        part: One of :data:`FACETS`.
        values: As the choices have them.
        wanted: Chosen, or given up.
    """
    if part is Criterion.DATES:
        return replace(criteria, dates=_with_dates(criteria.dates, values, wanted))
    if part is Criterion.SCORES:
        return replace(criteria, scores=_with_score(values, wanted))
    if part is Criterion.STARS and wanted and not criteria.stars and len(values) == 1:
        (least,) = values
        # The first number means "or more", which is what nearly everybody wants.
        if isinstance(least, int) and least:
            return replace(criteria, stars=stars_at_least(least))
    name = part.name.lower()
    before: frozenset[Hashable] = getattr(criteria, name)
    after = before | set(values) if wanted else before - set(values)
    if part is Criterion.GROUPING and len(after) == len(Grouping):
        # Both together leave nothing out.
        return criteria.without(part)
    changes: dict[str, Any] = {name: after}
    return replace(criteria, **changes)


def _stars(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for stars, count, checked in sorted(_counted(facets.stars, criteria.stars), reverse=True):
        signs = (("star-filled", "text"),) * stars + (("star", "secondary"),) * (MAX_STARS - stars)
        hint = stars_words(stars_at_least(stars)) if stars and not criteria.stars else ""
        yield Choice(stars, star_words(stars), count, checked, hint, signs if stars else ())


def _labels(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for label, count, checked in sorted(_counted(facets.labels, criteria.labels)):
        sign = (label_icon(label), label_color(label))
        yield Choice(label, label_name(label), count, checked, signs=(sign,))


def _scores(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    chosen = frozenset({criteria.scores} - {ScoreRange()})
    for scores, count, checked in _counted(facets.scores, chosen):
        yield Choice(scores, score_words(scores.least, scores.most), count, checked)


def _cameras(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for name, count, checked in _counted(facets.cameras, criteria.cameras):
        yield Choice(name, name or tr("Unknown"), count, checked)


def _lenses(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for name, count, checked in _counted(facets.lenses, criteria.lenses):
        yield Choice(name, name or tr("Unknown"), count, checked)


def _grouping(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for grouping, count, checked in _counted(facets.grouping, criteria.grouping):
        yield Choice(grouping, grouping_words(grouping), count, checked)


def _troubles(facets: Facets, criteria: Criteria) -> Iterator[Choice]:
    for trouble, count, checked in _counted(facets.troubles, criteria.troubles):
        words, hint = trouble_words(trouble)
        yield Choice(trouble, words, count, checked, hint)


def _counted(
    counts: Mapping[_Value, int], chosen: frozenset[_Value]
) -> Iterator[tuple[_Value, int, Checked]]:
    """Every value with its count and state; chosen ones that no photo has come last."""
    gone = dict.fromkeys(sorted(chosen - set(counts), key=str), 0)
    for value, count in {**counts, **gone}.items():
        yield value, count, Checked.YES if value in chosen else Checked.NO


def _dates(facets: Facets, criteria: Criteria) -> list[Choice]:
    days, dates = facets.days, criteria.dates
    made = _single_days(days, dates) if len(days) <= _DAYS_AT_ONCE else _months(days, dates)
    for gone in dates.ranges:
        if not any(gone.first <= day <= gone.last for day in days):
            made.append(Choice(gone, range_words(gone), 0, Checked.YES))
    if facets.undated is not None or dates.undated:
        chosen = Checked.YES if dates.undated else Checked.NO
        made.append(Choice(None, tr("No date"), facets.undated or 0, chosen))
    return made


def _single_days(days: Mapping[int, int], dates: Dates, level: int = 0) -> list[Choice]:
    chosen = within(dates.ranges, np.fromiter(days, np.int64, len(days))).tolist()
    return [
        Choice(
            DayRange(day, day), day_words(day), count, Checked.YES if is_chosen else Checked.NO,
            hint=range_words(DayRange(day, day)), level=level,
        )
        for (day, count), is_chosen in zip(days.items(), chosen, strict=True)
    ]  # fmt: skip


def _months(days: Mapping[int, int], dates: Dates) -> list[Choice]:
    """The months; while few of them are chosen from, the days of those follow each."""
    numbers = np.fromiter(days, np.int64, len(days))
    chosen = within(dates.ranges, numbers)
    months = numbers.astype("datetime64[D]").astype("datetime64[M]")
    are_open = len(np.unique(months[chosen])) <= _OPEN_MONTHS
    made: list[Choice] = []
    for month in np.unique(months):
        inside = months == month
        parts = {day: days[day] for day in numbers[inside].tolist()}
        whole = month_of(next(iter(parts)))
        share = chosen[inside].mean()
        checked = {0.0: Checked.NO, 1.0: Checked.YES}.get(share, Checked.PARTLY)
        made.append(Choice(whole, month_words(whole.first), sum(parts.values()), checked))
        if are_open and checked is not Checked.NO and len(parts) > 1:
            made.extend(_single_days(parts, dates, level=1))
    return made


def _with_score(values: Collection[Hashable], wanted: bool) -> ScoreRange:
    """Each range holds those above it: the widest of several is what is wanted."""
    ranges = [value for value in values if isinstance(value, ScoreRange) and wanted]
    return min(ranges, key=lambda scores: scores.least, default=ScoreRange())


def _with_dates(before: Dates, values: Collection[Hashable], wanted: bool) -> Dates:
    ranges = [value for value in values if isinstance(value, DayRange)]
    undated = wanted if None in values else before.undated
    if wanted:
        return Dates(merged((*before.ranges, *ranges)), undated)
    left = before.ranges
    for gone in ranges:
        left = removed(left, gone)
    return Dates(left, undated)


_CHOICES: dict[Criterion, Callable[[Facets, Criteria], Iterable[Choice]]] = {
    Criterion.STARS: _stars,
    Criterion.LABELS: _labels,
    Criterion.SCORES: _scores,
    Criterion.CAMERAS: _cameras,
    Criterion.LENSES: _lenses,
    Criterion.DATES: _dates,
    Criterion.GROUPING: _grouping,
    Criterion.TROUBLES: _troubles,
}
