"""Criteria by themselves and together, against a plain answer photo by photo."""

import numpy as np
import pytest
from hypothesis import given, settings

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
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
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_table import PhotoTable
from tests.gui.filtering.criteria_strategies import accepts, criteria
from tests.gui.filtering.tables import DAY_S, Shot, rows, table_of, tables
from tests.support.albums import START

TODAY = day_of(START.date())


@settings(deadline=None)
@given(tables(), criteria)
def test_masks_agree_with_a_plain_answer(table: PhotoTable, wanted: Criteria) -> None:
    plain = [accepts(wanted, table.item(row)) for row in range(table.count)]
    assert wanted.mask(table).tolist() == plain


@settings(deadline=None)
@given(tables(), criteria)
def test_criteria_combine_with_and(table: PhotoTable, wanted: Criteria) -> None:
    together = np.ones(table.count, np.bool_)
    for part in wanted.active:
        others = [other for other in wanted.active if other is not part]
        together &= wanted.without(*others).mask(table)
    assert wanted.mask(table).tolist() == together.tolist()


@given(criteria)
def test_taking_all_parts_away_leaves_nothing(wanted: Criteria) -> None:
    left = wanted
    for part in wanted.active:
        left = left.without(part)
        assert part not in left.active
    assert left.active == ()
    assert wanted.without(*Criterion) == NO_CRITERIA


@given(criteria)
def test_criteria_can_be_keys(wanted: Criteria) -> None:
    assert {wanted: 1}[wanted.without()] == 1


def test_nothing_wanted_means_everything() -> None:
    table = table_of(Shot(), Shot(seconds=None))
    assert NO_CRITERIA.active == ()
    assert rows(NO_CRITERIA.mask(table)) == [0, 1]
    assert NO_CRITERIA.mask(table_of()).shape == (0,)


def test_words_without_letters_are_no_criterion() -> None:
    assert Criteria(text='  "" ').active == ()


def test_days_begin_and_end_at_midnight() -> None:
    to_midnight = DAY_S - 9 * 3600
    table = table_of(
        Shot(seconds=-9 * 3600 - 0.001),
        Shot(seconds=-9 * 3600),
        Shot(seconds=to_midnight - 0.001),
        Shot(seconds=to_midnight),
        Shot(seconds=None),
    )
    today = DayRange(TODAY, TODAY)
    assert rows(Criteria(dates=Dates((today,))).mask(table)) == [1, 2]
    assert rows(Criteria(dates=Dates((today,), undated=True)).mask(table)) == [1, 2, 4]
    assert rows(Criteria(dates=Dates(undated=True)).mask(table)) == [4]


def test_values_of_one_criterion_are_alternatives() -> None:
    table = table_of(
        Shot(stars=5, label=ColorLabel.RED),
        Shot(stars=3, label=ColorLabel.BLUE),
        Shot(camera="A", technical=0.1),
        Shot(missing=True, group_size=2),
    )
    assert rows(Criteria(stars=stars_at_least(3)).mask(table)) == [0, 1]
    assert rows(Criteria(stars=frozenset({3})).mask(table)) == [1]
    labels = frozenset({ColorLabel.RED, ColorLabel.NONE})
    assert rows(Criteria(labels=labels).mask(table)) == [0, 2, 3]
    assert rows(Criteria(cameras=frozenset({"A", ""})).mask(table)) == [0, 1, 2, 3]
    assert rows(Criteria(troubles=frozenset(Trouble)).mask(table)) == [2, 3]
    assert rows(Criteria(grouping=frozenset({Grouping.SINGLE})).mask(table)) == [0, 1, 2]


def test_both_ends_of_a_range_of_scores_belong_to_it() -> None:
    table = table_of(Shot(ava=3), Shot(ava=5), Shot(ava=7), Shot(ava=9))
    _, low, high, _ = table.composite.tolist()
    assert rows(Criteria(scores=ScoreRange(low, high)).mask(table)) == [1, 2]


def test_a_decision_outweighs_the_proposal() -> None:
    table = table_of(
        Shot(proposed=True),
        Shot(proposed=True, decision=UserDecision.REJECT),
        Shot(decision=UserDecision.PICK),
    )
    assert rows(Criteria(show=PhotoFilter.ALBUM).mask(table)) == [0, 2]
    assert rows(Criteria(show=PhotoFilter.PROPOSED).mask(table)) == [0]


@pytest.mark.parametrize("ends", [(-0.1, 1.0), (0.6, 0.5), (0.0, 1.1), (float("nan"), 1.0)])
def test_scores_go_up(ends: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="scores go up"):
        ScoreRange(*ends)
