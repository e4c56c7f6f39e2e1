"""What the facets offer, and what choosing does."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.choices import (
    FACETS,
    Checked,
    Choice,
    choices_of,
    choose,
    facet_name,
)
from album_organizer.gui.filtering.criteria import (
    NO_CRITERIA,
    Criteria,
    Criterion,
    Dates,
    Grouping,
    ScoreRange,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.days import DayRange, day_of
from album_organizer.gui.filtering.facets import Facets, count_facets
from album_organizer.gui.item_models.photo_table import PhotoTable
from tests.gui.filtering.criteria_strategies import criteria
from tests.gui.filtering.tables import tables

JULY_1 = day_of(date(2026, 7, 1))
JULY = DayRange(JULY_1, JULY_1 + 30)


def one_day(day: int) -> DayRange:
    return DayRange(day, day)


def told(choices: tuple[Choice, ...]) -> list[tuple[str, int, str]]:
    return [(choice.words, choice.count, choice.checked.name) for choice in choices]


@settings(deadline=None)
@given(tables(), criteria, st.sampled_from(FACETS), st.data())
def test_every_choice_can_be_made_and_given_up(
    table: PhotoTable, before: Criteria, part: Criterion, data: st.DataObject
) -> None:
    facets = count_facets(table, before)
    offered = choices_of(part, facets, before)
    if not offered:
        return
    choice = data.draw(st.sampled_from(offered))
    wanted = choice.checked is not Checked.YES
    after = choose(before, part, [choice.value], wanted=wanted)
    others = [other for other in Criterion if other is not part]
    assert after.without(part) == before.without(part)
    assert after.without(*others) != before.without(*others)
    again = {c.value: c.checked for c in choices_of(part, count_facets(table, after), after)}
    if part is Criterion.GROUPING and not after.grouping:
        assert set(again.values()) <= {Checked.NO}
    elif choice.value in again:
        assert again[choice.value] is (Checked.YES if wanted else Checked.NO)


@settings(deadline=None)
@given(tables(), criteria, st.sampled_from(FACETS))
def test_what_is_chosen_is_always_offered(
    table: PhotoTable, wanted: Criteria, part: Criterion
) -> None:
    choices = choices_of(part, count_facets(table, wanted), wanted)
    assert (part in wanted.active) == any(c.checked is not Checked.NO for c in choices)
    assert len({choice.value for choice in choices}) == len(choices)
    assert all(choice.words for choice in choices)


def test_stars_and_labels_keep_their_order() -> None:
    facets = Facets(stars={4: 2, 0: 9}, labels={ColorLabel.NONE: 1, ColorLabel.BLUE: 2})
    stars = choices_of(Criterion.STARS, facets, Criteria(stars=frozenset({5, 4})))
    assert told(stars) == [("5 stars", 0, "YES"), ("4 stars", 2, "YES"), ("No stars", 9, "NO")]
    wanted = Criteria(labels=frozenset({ColorLabel.RED}))
    labels = choices_of(Criterion.LABELS, facets, wanted)
    assert told(labels) == [("No label", 1, "NO"), ("Red", 0, "YES"), ("Blue", 2, "NO")]


def test_the_first_stars_mean_or_more() -> None:
    once = choose(NO_CRITERIA, Criterion.STARS, [3], wanted=True)
    assert once.stars == stars_at_least(3)
    exactly = choose(once, Criterion.STARS, [4, 5], wanted=False)
    assert exactly.stars == {3}
    assert choose(exactly, Criterion.STARS, [1], wanted=True).stars == {1, 3}
    assert choose(NO_CRITERIA, Criterion.STARS, [0], wanted=True).stars == {0}
    hints = [c.hint for c in choices_of(Criterion.STARS, Facets(stars={3: 1, 0: 1}), NO_CRITERIA)]
    assert hints == ["3 stars or more", ""]


@pytest.mark.parametrize("part", FACETS)
def test_facets_without_a_choice_are_not_offered(part: Criterion) -> None:
    facets = Facets(
        total=9, stars={0: 9}, labels={ColorLabel.NONE: 9}, cameras={"X-T5": 9}, lenses={"": 9},
        days={JULY_1: 9},
    )  # fmt: skip
    assert choices_of(part, facets, NO_CRITERIA) == ()
    assert facet_name(part)


def test_a_single_problem_is_a_choice() -> None:
    facets = Facets(total=9, troubles={Trouble.FAULT: 1})
    assert told(choices_of(Criterion.TROUBLES, facets, NO_CRITERIA)) == [
        ("Technical fault", 1, "NO")
    ]


def test_groups_and_single_shots_together_are_everything() -> None:
    one = choose(NO_CRITERIA, Criterion.GROUPING, [Grouping.SINGLE], wanted=True)
    assert one.grouping == {Grouping.SINGLE}
    assert choose(one, Criterion.GROUPING, [Grouping.GROUPED], wanted=True) == NO_CRITERIA


def test_one_score_is_chosen_at_a_time_and_the_widest_of_several() -> None:
    high, low = ScoreRange(0.7), ScoreRange(0.4)
    facets = Facets(total=4, scores={high: 2, low: 3})
    wanted = choose(NO_CRITERIA, Criterion.SCORES, [high], wanted=True)
    assert told(choices_of(Criterion.SCORES, facets, wanted)) == [
        ("0.70 or more", 2, "YES"),
        ("0.40 or more", 3, "NO"),
    ]
    assert choose(wanted, Criterion.SCORES, [low], wanted=True).scores == low
    assert choose(wanted, Criterion.SCORES, [high, low], wanted=True).scores == low
    assert choose(wanted, Criterion.SCORES, [high], wanted=False) == NO_CRITERIA


def test_few_days_are_offered_one_by_one() -> None:
    facets = Facets(days={JULY_1: 3, JULY_1 + 2: 4}, undated=1)
    wanted = Criteria(dates=Dates((one_day(JULY_1),)))
    assert told(choices_of(Criterion.DATES, facets, wanted)) == [
        ("Wed 1 July", 3, "YES"),
        ("Fri 3 July", 4, "NO"),
        ("No date", 1, "NO"),
    ]


def test_many_days_are_offered_by_month_and_chosen_months_open() -> None:
    facets = Facets(days={JULY_1 + 2 * n: 1 for n in range(40)})
    closed = choices_of(Criterion.DATES, facets, NO_CRITERIA)
    assert told(closed) == [
        ("July 2026", 16, "NO"),
        ("August 2026", 15, "NO"),
        ("September 2026", 9, "NO"),
    ]
    july = choose(NO_CRITERIA, Criterion.DATES, [closed[0].value], wanted=True)
    assert july.dates == Dates((JULY,))
    opened = choices_of(Criterion.DATES, facets, july)
    assert told(opened[:2]) == [("July 2026", 16, "YES"), ("Wed 1 July", 1, "YES")]
    assert [choice.level for choice in opened] == [0, *[1] * 16, 0, 0]
    both = choose(july, Criterion.DATES, [closed[1].value], wanted=True)
    assert len(choices_of(Criterion.DATES, facets, both)) == 3 + 16 + 15
    every = choose(both, Criterion.DATES, [closed[2].value], wanted=True)
    assert {checked for _, _, checked in told(choices_of(Criterion.DATES, facets, every))} == {
        "YES"
    }
    assert len(choices_of(Criterion.DATES, facets, every)) == 3
    less = choose(july, Criterion.DATES, [opened[1].value], wanted=False)
    assert choices_of(Criterion.DATES, facets, less)[0].checked is Checked.PARTLY
    assert choose(less, Criterion.DATES, [JULY], wanted=True) == july


def test_days_that_no_photo_has_can_be_given_up() -> None:
    wanted = Criteria(dates=Dates((one_day(5),), undated=True))
    choices = choices_of(Criterion.DATES, Facets(days={JULY_1: 1}), wanted)
    assert told(choices)[1:] == [("6 January 1970", 0, "YES"), ("No date", 0, "YES")]
    given_up = choose(wanted, Criterion.DATES, [one_day(5), None], wanted=False)
    assert given_up == NO_CRITERIA
