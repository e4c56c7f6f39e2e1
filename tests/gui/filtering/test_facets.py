"""Counts of every choice, against counting photo by photo."""

from dataclasses import replace

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
)
from album_organizer.gui.filtering.days import DayRange, day_of
from album_organizer.gui.filtering.facets import Facets, count_facets
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_table import PhotoTable
from tests.gui.filtering.criteria_strategies import criteria
from tests.gui.filtering.tables import DAY_S, Shot, table_of, tables
from tests.support.albums import START

TODAY = day_of(START.date())
PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def shown(table: PhotoTable, wanted: Criteria) -> int:
    return int(wanted.mask(table).sum())


@settings(deadline=None)
@given(tables(), criteria)
def test_each_count_is_what_that_choice_alone_would_show(
    table: PhotoTable, wanted: Criteria
) -> None:
    facets = count_facets(table, wanted)
    assert facets.total == table.count
    assert facets.matching == shown(table, wanted)
    for show, count in facets.show.items():
        assert count == shown(table, replace(wanted, show=show))
    for stars, count in facets.stars.items():
        assert count == shown(table, replace(wanted, stars=frozenset({stars})))
    for label, count in facets.labels.items():
        assert count == shown(table, replace(wanted, labels=frozenset({label})))
    for scores, count in facets.scores.items():
        assert count == shown(table, replace(wanted, scores=scores))
    for name, count in facets.cameras.items():
        assert count == shown(table, replace(wanted, cameras=frozenset({name})))
    for name, count in facets.lenses.items():
        assert count == shown(table, replace(wanted, lenses=frozenset({name})))
    for day, count in facets.days.items():
        assert count == shown(table, replace(wanted, dates=Dates((DayRange(day, day),))))
    for grouping, count in facets.grouping.items():
        assert count == shown(table, replace(wanted, grouping=frozenset({grouping})))
    for trouble, count in facets.troubles.items():
        assert count == shown(table, replace(wanted, troubles=frozenset({trouble})))
    undated = shown(table, replace(wanted, dates=Dates(undated=True)))
    assert (facets.undated or 0) == undated


@settings(deadline=None)
@given(tables(), criteria)
def test_what_comes_back_without_a_criterion(table: PhotoTable, wanted: Criteria) -> None:
    facets = count_facets(table, wanted)
    assert tuple(facets.restored) == tuple(facets.alone) == wanted.active
    for part, count in facets.restored.items():
        assert count == shown(table, wanted.without(part))
        others = [other for other in wanted.active if other is not part]
        assert facets.alone[part] == shown(table, wanted.without(*others))


@settings(deadline=None)
@given(tables(), criteria)
def test_choices_do_not_come_and_go_with_the_criteria(table: PhotoTable, wanted: Criteria) -> None:
    free, narrow = count_facets(table, NO_CRITERIA), count_facets(table, wanted)
    for name in ("stars", "labels", "scores", "cameras", "lenses", "days", "grouping", "troubles"):
        assert list(getattr(free, name)) == list(getattr(narrow, name))
    assert (free.undated is None) == (narrow.undated is None)


def test_counts_of_a_small_folder() -> None:
    table = table_of(
        Shot(camera="B", stars=5, decision=PICK),
        Shot(camera="B", seconds=DAY_S, proposed=True),
        Shot(camera="A", seconds=DAY_S, decision=REJECT, label=ColorLabel.RED),
        Shot(seconds=None, tied=True, technical=0.1, group_size=2),
    )
    facets = count_facets(table, Criteria(cameras=frozenset({"B"})), problems=3)
    assert facets == Facets(
        total=4,
        matching=2,
        in_album=2,
        show={
            PhotoFilter.ALL: 2,
            PhotoFilter.ALBUM: 2,
            PhotoFilter.PROPOSED: 1,
            PhotoFilter.PICKED: 1,
            PhotoFilter.REJECTED: 0,
            PhotoFilter.UNDECIDED: 1,
            PhotoFilter.TIES: 0,
            PhotoFilter.PROBLEMS: 3,
        },
        stars={5: 1, 0: 1},
        labels={ColorLabel.NONE: 2, ColorLabel.RED: 0},
        scores={ScoreRange(0.4): 2},
        cameras={"B": 2, "A": 1, "": 1},
        lenses={"": 2},
        days={TODAY: 1, TODAY + 1: 1},
        undated=0,
        grouping={Grouping.GROUPED: 0, Grouping.SINGLE: 2},
        troubles={Trouble.FAULT: 0},
        alone={Criterion.CAMERAS: 2},
        restored={Criterion.CAMERAS: 4},
    )


def test_scores_are_offered_in_tenths_that_tell_photos_apart() -> None:
    # 0.5 * (ava - 1) / 9 + 0.2 * 0.5 + 0.3 * 0.5
    table = table_of(Shot(ava=10), Shot(ava=9.8), Shot(ava=5), Shot(ava=1))
    assert table.composite.round(2).tolist() == [0.75, 0.74, 0.47, 0.25]
    facets = count_facets(table, NO_CRITERIA)
    assert facets.scores == {ScoreRange(0.7): 2, ScoreRange(0.4): 3}


def test_an_empty_folder_has_nothing_to_choose() -> None:
    facets = count_facets(table_of(), NO_CRITERIA)
    assert set(facets.show.values()) == {0}
    assert facets == Facets(show=facets.show)
