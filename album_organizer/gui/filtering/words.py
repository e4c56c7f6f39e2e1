"""Criteria and counts in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from album_organizer.domain.marks import MAX_STARS, ColorLabel
from album_organizer.gui.filtering.criteria import Criteria, Criterion, Grouping, Trouble
from album_organizer.gui.filtering.days import range_words
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.wording import photo_count
from album_organizer.i18n import tr, trn

_FEW = 2
"""So many values of a criterion are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion in words, by which it can be taken away.

    Attributes:
        criterion: Which.
        words: What it wants, for example ``4 stars or more``.
    """

    criterion: Criterion
    words: str


def describe(criteria: Criteria) -> tuple[Part, ...]:
    """The active criteria in words."""
    return tuple(Part(part, _PART_WORDS[part](criteria)) for part in criteria.active)


def counts_text(shown: int, total: int, selected: int, in_album: int) -> str:
    """``38 of 412 shown, 3 selected, 40 in the album``.

    Args:
        shown: Photos that meet the criteria.
        total: Photos of the folder.
        selected: Selected photos; a single one goes without saying.
        in_album: Photos that an export would copy.
    """
    parts = [photo_count(total)]
    if shown != total:
        words = trn("{n:,} of {total:,} shown", "{n:,} of {total:,} shown", shown)
        parts = [words.format(n=shown, total=total)]
    if selected > 1:
        parts.append(trn("{n:,} selected", "{n:,} selected", selected).format(n=selected))
    parts.append(trn("{n:,} in the album", "{n:,} in the album", in_album).format(n=in_album))
    return ", ".join(parts)


def standing_words(show: PhotoFilter) -> tuple[str, str]:
    """Name of a standing, and what it means."""
    return {
        PhotoFilter.ALL: (tr("All photos"), tr("Every photo of the folder")),
        PhotoFilter.ALBUM: (
            tr("In the album"),
            tr("What an export would copy: picked by you or proposed"),
        ),
        PhotoFilter.PROPOSED: (tr("Proposed"), tr("Chosen by the program")),
        PhotoFilter.PICKED: (tr("Picked"), tr("Chosen by you")),
        PhotoFilter.REJECTED: (tr("Rejected"), tr("Left out by you")),
        PhotoFilter.UNDECIDED: (tr("Undecided"), tr("Neither picked nor rejected by you")),
        PhotoFilter.TIES: (
            tr("Ties"),
            tr("Shots of a group that score nearly alike; the comparison decided"),
        ),
        PhotoFilter.PROBLEMS: (tr("Problems"), tr("Files that could not be used")),
    }[show]


def star_words(stars: int) -> str:
    """``4 stars``, or that there are none."""
    return trn("{n} star", "{n} stars", stars).format(n=stars) if stars else tr("No stars")


def stars_words(stars: frozenset[int]) -> str:
    """``4 stars or more``, ``2 stars at most``, ``3 stars``, ``1, 3 or 5 stars``."""
    lowest, highest = min(stars), max(stars)
    together = len(stars) == highest - lowest + 1 and len(stars) > 1
    if together and highest == MAX_STARS:
        return trn("{n} star or more", "{n} stars or more", lowest).format(n=lowest)
    if together and lowest == 0:
        return trn("{n} star at most", "{n} stars at most", highest).format(n=highest)
    if len(stars) == 1:
        return star_words(lowest)
    listed = ", ".join(str(value) for value in sorted(stars)[:-1])
    return tr("{list} or {stars}").format(list=listed, stars=star_words(highest))


def score_words(least: float, most: float) -> str:
    """``0.50 or more``, ``0.50 at most``, ``0.25 to 0.50``."""
    if most >= 1.0:
        return tr("{least:.2f} or more").format(least=least)
    if least <= 0.0:
        return tr("{most:.2f} at most").format(most=most)
    return tr("{least:.2f} to {most:.2f}").format(least=least, most=most)


def label_name(label: ColorLabel) -> str:
    """The name of a colour label."""
    return {
        ColorLabel.NONE: tr("No label"),
        ColorLabel.RED: tr("Red"),
        ColorLabel.YELLOW: tr("Yellow"),
        ColorLabel.GREEN: tr("Green"),
        ColorLabel.BLUE: tr("Blue"),
        ColorLabel.PURPLE: tr("Purple"),
    }[label]


def grouping_words(grouping: Grouping) -> str:
    """Whether a photo is one of several shots."""
    return tr("In a group") if grouping is Grouping.GROUPED else tr("Single shots")


def trouble_words(trouble: Trouble) -> tuple[str, str]:
    """Name of what is wrong, and what it means."""
    if trouble is Trouble.FAULT:
        return (
            tr("Technical fault"),
            tr("Out of focus, shaken, badly exposed, noisy or compressed too much"),
        )
    return tr("File missing"), tr("The file is no longer in the folder")


def _labels(criteria: Criteria) -> str:
    return _few(map(label_name, sorted(criteria.labels)))


def _dates(criteria: Criteria) -> str:
    words = [range_words(days) for days in criteria.dates.ranges]
    return _few([*words, tr("No date")] if criteria.dates.undated else words)


def _grouping(criteria: Criteria) -> str:
    return _few(map(grouping_words, sorted(criteria.grouping, key=_place)))


def _troubles(criteria: Criteria) -> str:
    troubles = sorted(criteria.troubles, key=_place)
    return _few(trouble_words(trouble)[0] for trouble in troubles)


def _place(value: Grouping | Trouble) -> int:
    place: int = value.value
    return place


def _names(names: frozenset[str]) -> str:
    # The unknown one last.
    ordered = sorted(names, key=lambda name: (not name, name.casefold(), name))
    return _few(name or tr("unknown") for name in ordered)


def _few(words: Iterable[str]) -> str:
    """``Red``, ``Red or Blue``, ``Red or Blue or 2 more``."""
    listed = list(words)
    shown, more = listed[:_FEW], len(listed) - _FEW
    if more > 0:
        shown.append(trn("{n} more", "{n} more", more).format(n=more))
    text = shown[0]
    for word in shown[1:]:
        text = tr("{one} or {other}").format(one=text, other=word)
    return text


_PART_WORDS: dict[Criterion, Callable[[Criteria], str]] = {
    Criterion.SHOW: lambda wanted: standing_words(wanted.show)[0],
    # Translators: what was typed into the search box, in quotation marks.
    Criterion.TEXT: lambda wanted: tr("“{text}”").format(text=" ".join(wanted.text.split())),
    Criterion.STARS: lambda wanted: stars_words(wanted.stars),
    Criterion.LABELS: _labels,
    Criterion.CAMERAS: lambda wanted: tr("Camera: {name}").format(name=_names(wanted.cameras)),
    Criterion.LENSES: lambda wanted: tr("Lens: {name}").format(name=_names(wanted.lenses)),
    Criterion.DATES: _dates,
    Criterion.SCORES: lambda wanted: tr("Score: {words}").format(
        words=score_words(wanted.scores.least, wanted.scores.most)
    ),
    Criterion.GROUPING: _grouping,
    Criterion.TROUBLES: _troubles,
}
