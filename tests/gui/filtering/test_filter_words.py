"""Criteria and counts in words."""

from datetime import date

import pytest
from hypothesis import given

from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.criteria import (
    Criteria,
    Criterion,
    Dates,
    Grouping,
    ScoreRange,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.days import DayRange, day_of
from album_organizer.gui.filtering.words import Part, counts_text, describe
from album_organizer.gui.item_models.photo_item import PhotoFilter
from tests.gui.filtering.criteria_strategies import criteria

JULY_12 = day_of(date(2026, 7, 12))


def words(wanted: Criteria) -> list[str]:
    return [part.words for part in describe(wanted)]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Criteria(show=PhotoFilter.REJECTED), "Rejected"),
        (Criteria(text="  lake  sunset "), "“lake sunset”"),
        (Criteria(stars=stars_at_least(4)), "4 stars or more"),
        (Criteria(stars=stars_at_least(1)), "1 star or more"),
        (Criteria(stars=frozenset({3})), "3 stars"),
        (Criteria(stars=frozenset({1})), "1 star"),
        (Criteria(stars=frozenset({0})), "No stars"),
        (Criteria(stars=frozenset({0, 1, 2})), "2 stars at most"),
        (Criteria(stars=frozenset({1, 3, 5})), "1, 3 or 5 stars"),
        (Criteria(labels=frozenset({ColorLabel.BLUE, ColorLabel.RED})), "Red or Blue"),
        (Criteria(cameras=frozenset({"X-T5"})), "Camera: X-T5"),
        (Criteria(cameras=frozenset({"", "B", "a", "C"})), "Camera: a or B or 2 more"),
        (Criteria(lenses=frozenset({""})), "Lens: unknown"),
        (Criteria(dates=Dates((DayRange(JULY_12, JULY_12 + 2),))), "12–14 July 2026"),
        (
            Criteria(dates=Dates((DayRange(JULY_12, JULY_12),), undated=True)),
            "12 July 2026 or No date",
        ),
        (Criteria(scores=ScoreRange(0.5)), "Score: 0.50 or more"),
        (Criteria(scores=ScoreRange(most=0.5)), "Score: 0.50 at most"),
        (Criteria(scores=ScoreRange(0.25, 0.5)), "Score: 0.25 to 0.50"),
        (Criteria(grouping=frozenset({Grouping.SINGLE})), "Single shots"),
        (Criteria(troubles=frozenset(Trouble)), "Technical fault or File missing"),
    ],
)
def test_each_criterion_in_a_few_words(wanted: Criteria, said: str) -> None:
    assert words(wanted) == [said]


@given(criteria)
def test_every_active_criterion_is_told_once(wanted: Criteria) -> None:
    parts = describe(wanted)
    assert tuple(part.criterion for part in parts) == wanted.active
    assert all(part.words for part in parts)


def test_parts_can_be_taken_away() -> None:
    wanted = Criteria(text="lake", stars=stars_at_least(4))
    first, second = describe(wanted)
    assert first == Part(Criterion.TEXT, "“lake”")
    assert describe(wanted.without(first.criterion)) == (second,)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((38, 412, 3, 40), "38 of 412 shown, 3 selected, 40 in the album"),
        ((412, 412, 1, 40), "412 photos, 40 in the album"),
        ((1, 1, 0, 0), "1 photo, 0 in the album"),
        ((0, 12_345, 0, 1_000), "0 of 12,345 shown, 1,000 in the album"),
    ],
)
def test_counts_for_the_status_bar(numbers: tuple[int, int, int, int], text: str) -> None:
    assert counts_text(*numbers) == text
