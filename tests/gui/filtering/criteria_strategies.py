"""Criteria of every kind, and a plain answer to them photo by photo."""

import unicodedata
from datetime import datetime, timedelta

from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.domain.scores import FAULT
from album_organizer.gui.filtering.criteria import (
    Criteria,
    Dates,
    Grouping,
    ScoreRange,
    Trouble,
)
from album_organizer.gui.filtering.days import DayRange, day_of, merged
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem
from tests.gui.filtering.tables import CAMERAS, LENSES
from tests.support.albums import START

_FIRST = day_of(START.date())

day_ranges = st.tuples(st.integers(-60, 60), st.integers(0, 30)).map(
    lambda at: DayRange(_FIRST + at[0], _FIRST + at[0] + at[1])
)
dates = st.builds(Dates, st.lists(day_ranges, max_size=3).map(merged), st.booleans())
scores = (
    st.tuples(st.floats(0, 1), st.floats(0, 1))
    .map(sorted)
    .map(lambda ends: ScoreRange(ends[0], ends[1]))
)
words = st.sampled_from(
    ["LAKE", "grosse", "Größe", "img", "1.", "cafe", "angstrom", "iso", "200", "nowhere", "x-t5"]
)
phrases = st.sampled_from(['"red boat"', '"eos 40d"', "“Iso 200”", '"red'])
texts = st.lists(words | phrases, max_size=3).map(" ".join)

criteria = st.builds(
    Criteria,
    show=st.sampled_from(PhotoFilter) | st.just(PhotoFilter.ALL),
    text=st.just("") | texts,
    stars=st.frozensets(st.integers(0, 5)),
    labels=st.frozensets(st.sampled_from(ColorLabel), max_size=3),
    cameras=st.just(frozenset()) | st.frozensets(st.sampled_from([*CAMERAS, "", "gone"])),
    lenses=st.just(frozenset()) | st.frozensets(st.sampled_from([*LENSES, ""])),
    dates=st.just(Dates()) | dates,
    scores=st.just(ScoreRange()) | scores,
    grouping=st.frozensets(st.sampled_from(Grouping), max_size=1),
    troubles=st.just(frozenset()) | st.frozensets(st.sampled_from(Trouble)),
)


def accepts(wanted: Criteria, item: PhotoItem) -> bool:
    """Whether a photo meets all criteria, asked the slow way."""
    capture = item.scored.photo.capture
    return (
        _has_standing(wanted.show, item)
        and _holds(wanted.text, item)
        and (not wanted.stars or item.stars in wanted.stars)
        and (not wanted.labels or item.label in wanted.labels)
        and (not wanted.cameras or (capture.camera or "") in wanted.cameras)
        and (not wanted.lenses or (capture.lens or "") in wanted.lenses)
        and (not wanted.dates or _is_dated(wanted.dates, item.taken_at))
        and wanted.scores.least <= item.score <= wanted.scores.most
        and (not wanted.grouping or _grouping(item) in wanted.grouping)
        and (not wanted.troubles or bool(_troubles(item) & wanted.troubles))
    )


def _has_standing(show: PhotoFilter, item: PhotoItem) -> bool:
    return {
        PhotoFilter.ALL: True,
        PhotoFilter.ALBUM: item.in_album,
        PhotoFilter.PROPOSED: item.proposed,
        PhotoFilter.PICKED: item.decision is UserDecision.PICK,
        PhotoFilter.REJECTED: item.decision is UserDecision.REJECT,
        PhotoFilter.UNDECIDED: item.decision is None,
        PhotoFilter.TIES: item.tied,
        PhotoFilter.PROBLEMS: False,
    }[show]


def _holds(text: str, item: PhotoItem) -> bool:
    capture = item.scored.photo.capture
    told = " ".join(filter(None, (item.path, capture.camera, capture.lens, f"ISO {capture.iso}")))
    # Every second piece stood between quotation marks.
    pieces = text.replace("“", '"').replace("”", '"').split('"')
    wanted = [w for n, piece in enumerate(pieces) for w in ([piece] if n % 2 else piece.split())]
    return all(_plain(word) in _plain(told) for word in wanted)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in apart if unicodedata.category(c) != "Mn")


def _is_dated(wanted: Dates, taken_at: datetime | None) -> bool:
    if taken_at is None:
        return wanted.undated
    return any(
        datetime(1970, 1, 1) + timedelta(days=part.first)
        <= taken_at
        < datetime(1970, 1, 1) + timedelta(days=part.last + 1)
        for part in wanted.ranges
    )


def _grouping(item: PhotoItem) -> Grouping:
    return Grouping.GROUPED if item.group_size > 1 else Grouping.SINGLE


def _troubles(item: PhotoItem) -> set[Trouble]:
    has_fault = item.scored.analysis.technical.sharpness < FAULT
    told = {Trouble.FAULT: has_fault, Trouble.MISSING: item.missing}
    return {trouble for trouble, is_so in told.items() if is_so}
