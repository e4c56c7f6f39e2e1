"""Where a photo stands among those of its folder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from album_organizer.gui.inspector.distribution import Distribution, Place
from album_organizer.gui.inspector.distribution_view import DistributionView, place_words
from album_organizer.gui.theme import Theme

scores = st.lists(st.integers(0, 50).map(lambda n: n / 50), min_size=1, max_size=60)


@given(scores, st.integers(0, 59))
def test_place_counts_the_others(values: list[float], chosen: int) -> None:
    own = values[chosen % len(values)]
    found = Distribution.of(np.array([*values, np.nan]))
    assert found is not None
    place = found.place(own)
    assert place.count == len(values)
    assert place.lower == sum(value < own for value in values)
    assert place.higher == sum(value > own for value in values)
    assert found.counts.sum() == len(values)
    assert 0.0 <= found.position(own) <= 1.0


def test_without_scores_there_is_nothing() -> None:
    assert Distribution.of(np.array([np.nan])) is None
    assert Distribution.of(np.empty(0)) is None


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(1, 0, 0), "The only photo so far."),
        (Place(412, 411, 0), "The best of 412 photos."),
        (Place(1412, 0, 1411), "The lowest of 1,412 photos."),
        (Place(5, 0, 0), "All 5 photos have the same score."),
        (Place(9, 3, 5), "Better than 3 of the 8 other photos."),
        (Place(19, 17, 1), "Better than 17 of the 18 other photos."),
        (Place(20, 18, 1), "Better than 94% of the photos of this folder."),
        (Place(10_000, 9_998, 1), "Better than 99% of the photos of this folder."),
        (Place(10_000, 3, 9_996), "Better than hardly any other photo of this folder."),
    ],
)
def test_words_of_a_place(place: Place, words: str) -> None:
    assert place_words(place) == words


@given(st.integers(20, 5000).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 2))))
def test_out_of_100_never_says_more_than_is_true(place: tuple[int, int]) -> None:
    count, lower = place
    told = Place(count, lower, count - 1 - lower).better_than_of_100
    assert told <= 100 * lower / (count - 1) < told + 1
    assert told <= 99


def test_view_marks_the_photo(qtbot: QtBot, theme: Theme) -> None:
    view = DistributionView(theme)
    qtbot.addWidget(view)
    view.resize(300, 160)
    view.show()
    values = np.linspace(0.2, 0.7, 51)
    view.show_scores(values, 0.2)
    left = view.chart.marked_x
    view.show_scores(values, 0.45)
    middle = view.chart.marked_x
    view.show_scores(values, 0.7)
    assert middle - left == pytest.approx(view.chart.marked_x - middle)
    assert (view.low.text(), view.high.text()) == ("0.20", "0.70")
    assert view.words.text() == "The best of 51 photos."
    assert "from 0.20 to 0.70; the mark stands at 0.70" in view.chart.accessibleDescription()
    assert view.chart.toolTip() == view.chart.accessibleDescription()
    mark = theme.color("text")
    image = view.chart.grab().toImage()
    assert image.pixelColor(int(view.chart.marked_x), 7) == mark


def test_a_folder_of_equal_scores_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    view = DistributionView(theme)
    qtbot.addWidget(view)
    place = view.show_scores(np.full(7, 0.5), 0.5)
    assert place == Place(7, 0, 0)
    view.grab()
    assert view.show_scores(np.empty(0), 0.5) is None
