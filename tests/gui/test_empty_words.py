"""Why nothing is shown, and what the button does about it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.gui.filtering.criteria import (
    NO_CRITERIA,
    Criteria,
    Criterion,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.facets import Facets, count_facets
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.item_models.photo_table import PhotoTable
from album_organizer.gui.panels.empty_words import EmptyAction, EmptyWords, explain_emptiness
from album_organizer.gui.session_state import SessionState
from tests.gui.filtering.criteria_strategies import criteria
from tests.gui.filtering.tables import Shot, table_of, tables

DONE = SessionState.DONE


def explain(wanted: Criteria, *shots: Shot, state: SessionState = DONE) -> EmptyWords:
    facets = count_facets(table_of(*shots), wanted)
    assert not facets.matching
    return explain_emptiness(state, wanted, facets, 0, "")


@pytest.mark.parametrize("state", list(SessionState))
@pytest.mark.parametrize("shown", list(PhotoFilter))
@pytest.mark.parametrize("photos", [0, 3])
@pytest.mark.parametrize("problems", [0, 2])
def test_every_standing_is_explained_in_every_state(
    state: SessionState, shown: PhotoFilter, photos: int, problems: int
) -> None:
    wanted = Criteria(show=shown)
    words = explain_emptiness(state, wanted, Facets(total=photos), problems, "It failed.")
    assert words.heading
    assert words.why
    assert bool(words.button) == (words.action is not EmptyAction.NONE)
    assert (words.remove is None) == (words.action is not EmptyAction.REMOVE_FILTER)


@settings(deadline=None)
@given(tables(4), criteria, st.sampled_from(SessionState))
def test_the_button_brings_photos_back_where_one_filter_can(
    table: PhotoTable, wanted: Criteria, state: SessionState
) -> None:
    facets = count_facets(table, wanted)
    if facets.matching or not table.count:
        return
    words = explain_emptiness(state, wanted, facets, 0, "It failed.")
    assert words.heading
    assert words.why
    if words.action is EmptyAction.SHOW_ALL:
        assert len(wanted.active) == 1 or not any(facets.restored.values())
        return
    assert words.action is EmptyAction.REMOVE_FILTER
    assert words.remove in wanted.active
    helps = facets.restored[words.remove] > 0
    assert helps or not facets.alone[words.remove]


def test_an_empty_folder_and_one_of_broken_files_are_told_apart() -> None:
    def told(problems: int) -> tuple[str, EmptyAction]:
        words = explain_emptiness(DONE, NO_CRITERIA, Facets(), problems, "")
        return words.heading, words.action

    assert told(0) == ("No photos here", EmptyAction.OPEN_FOLDER)
    assert told(4) == ("No photo could be used", EmptyAction.SHOW_PROBLEMS)


def test_no_problems_is_good_news_and_keeps_the_other_filters() -> None:
    words = explain(Criteria(show=PhotoFilter.PROBLEMS, text="lake"), Shot())
    assert words.heading == "No problems"
    assert (words.action, words.remove) == (EmptyAction.REMOVE_FILTER, Criterion.SHOW)


def test_a_search_that_finds_nothing_is_to_blame_alone() -> None:
    words = explain(Criteria(text="lkae", stars=stars_at_least(3)), Shot("lake", stars=4))
    assert words.heading == "Nothing found for “lkae”"
    assert words.button == "Remove the filter “lkae”"
    assert words.remove is Criterion.TEXT


def test_of_several_filters_the_one_that_brings_most_back_is_named() -> None:
    wanted = Criteria(PhotoFilter.UNDECIDED, cameras=frozenset({"A"}), stars=frozenset({5}))
    shots = [Shot(camera="A"), Shot(camera="A", stars=1), Shot(camera="B", stars=5)]
    words = explain(wanted, *shots)
    assert words.heading == "No photo meets all filters"
    assert words.why == "Without the filter “5 stars” there are 2 photos."
    assert words.button == "Remove the filter “5 stars”"
    assert words.remove is Criterion.STARS


def test_where_no_single_filter_is_to_blame_all_are_cleared() -> None:
    wanted = Criteria(
        stars=frozenset({5}), cameras=frozenset({"A"}), troubles=frozenset({Trouble.MISSING})
    )
    words = explain(wanted, Shot(stars=5), Shot(camera="A"), Shot(missing=True))
    assert words.action is EmptyAction.SHOW_ALL
    assert words.button == "Clear all filters"


def test_a_single_filter_is_named() -> None:
    words = explain(Criteria(stars=stars_at_least(4)), Shot())
    assert words.heading == "No photo meets the filter “4 stars or more”"
    assert words.action is EmptyAction.SHOW_ALL


def test_proposals_are_waited_for() -> None:
    words = explain(Criteria(show=PhotoFilter.PROPOSED), Shot(), state=SessionState.SCORING)
    assert "when all photos are scored" in words.why
    done = explain(Criteria(show=PhotoFilter.PROPOSED), Shot())
    assert done.why != words.why


def test_a_long_search_does_not_make_a_long_button() -> None:
    words = explain(Criteria(text="x" * 500, stars=frozenset({0})), Shot())
    assert len(words.button) < 80
    assert words.button.endswith("…”")
