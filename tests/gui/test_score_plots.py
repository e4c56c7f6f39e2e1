"""The plots with real mouse and keys, and the colours that tell the versions apart."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.evaluation.results import VersionComparison
from album_organizer.gui.comparison.contents import Contents
from album_organizer.gui.comparison.keys import VersionKey, VersionLook
from album_organizer.gui.comparison.scatter_plot import REACH_PX, ScatterPlot
from album_organizer.gui.comparison.score_plots import ScorePlots
from album_organizer.gui.comparison.themed_plot import ThemedPlot
from album_organizer.gui.theme import Theme
from tests.gui.comparisons import NAMES, ava_comparison, siamese_comparison
from tests.gui.hands import LEFT, NO_KEY, pixels_like, press
from tests.gui.test_theme import colors, contrast

FOLDER = Path("photos")


@pytest.fixture
def plots(qtbot: QtBot, theme: Theme) -> ScorePlots:
    return shown(qtbot, theme, ava_comparison(FOLDER))


def shown(qtbot: QtBot, theme: Theme, comparison: VersionComparison) -> ScorePlots:
    made = ScorePlots(Contents(comparison), theme)
    qtbot.addWidget(made)
    made.resize(760, 480)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: not made.scatter._fill_timer.isActive())
    return made


def spot(plot: ScatterPlot, index: int) -> QPoint:
    return plot.spot_of(index).toPoint()


def click(plot: ScatterPlot, place: QPoint) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, NO_KEY, place)


def ranges(plot: ScatterPlot) -> list[list[float]]:
    return [list(ends) for ends in plot.getViewBox().viewRange()]


@pytest.mark.parametrize("index", range(len(NAMES)))
def test_click_on_a_point_chooses_its_photo(plots: ScorePlots, index: int) -> None:
    told: list[tuple[str, int]] = []
    plots.walked.connect(lambda found: told.append(("walked", found)))
    plots.chosen.connect(lambda found: told.append(("chosen", found)))
    click(plots.scatter, spot(plots.scatter, index))
    assert told == [("walked", index), ("chosen", index)]
    assert plots.scatter.current == index


def test_click_counts_up_to_twelve_pixels_away(plots: ScorePlots) -> None:
    chosen: list[int] = []
    plots.chosen.connect(chosen.append)
    near = spot(plots.scatter, 0) + QPoint(-int(REACH_PX) + 2, 0)
    click(plots.scatter, near)
    assert chosen == [0]
    click(plots.scatter, spot(plots.scatter, 0) + QPoint(-int(REACH_PX) - 3, 0))
    assert chosen == [0]


def test_other_buttons_choose_nothing_and_open_no_menu(plots: ScorePlots) -> None:
    chosen: list[int] = []
    plots.chosen.connect(chosen.append)
    place = spot(plots.scatter, 0)
    QTest.mouseClick(plots.scatter.viewport(), Qt.MouseButton.RightButton, NO_KEY, place)
    assert chosen == []
    assert QApplication.activePopupWidget() is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(x=st.integers(0, 420), y=st.integers(0, 420))
def test_nearest_point_is_the_nearest(plots: ScorePlots, x: int, y: int) -> None:
    plot = plots.scatter
    place = plot.mapToScene(QPoint(x, y))
    away = [
        np.hypot(p.x() - place.x(), p.y() - place.y())
        for p in (plot.mapToScene(spot(plot, index)) for index in range(len(NAMES)))
    ]
    found = plot.nearest(place)
    rounding = 1.5
    if found is not None:
        assert away[found] <= min(*away, REACH_PX) + rounding
    elif plot.getViewBox().sceneBoundingRect().contains(place):
        assert min(away) > REACH_PX - rounding


def test_arrows_walk_from_the_largest_change_to_the_smallest(plots: ScorePlots) -> None:
    walked: list[int] = []
    plots.walked.connect(walked.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        press(plots.scatter, key)
    moved = [abs(change.moved) for change in ava_comparison(FOLDER).changes]
    assert walked == [0, 4, 0]
    assert moved[0] == moved[4] == max(moved)
    press(plots.scatter, Qt.Key.Key_End)
    last = walked[-1]
    assert moved[last] == min(moved)
    press(plots.scatter, Qt.Key.Key_PageDown)
    assert walked[-1] == last
    press(plots.scatter, Qt.Key.Key_Home)
    assert walked[-1] == 0


def test_enter_chooses_what_was_walked_to(qtbot: QtBot, plots: ScorePlots) -> None:
    with qtbot.assertNotEmitted(plots.chosen, wait=0):
        press(plots.scatter, Qt.Key.Key_Return)
    press(plots.scatter, Qt.Key.Key_Right)
    with qtbot.waitSignal(plots.chosen) as chosen:
        press(plots.scatter, Qt.Key.Key_Return)
    assert chosen.args == [0]


def test_point_under_the_mouse_is_told_with_both_scores(plots: ScorePlots) -> None:
    QTest.mouseMove(plots.scatter.viewport(), QPoint(1, 1))
    assert plots.scatter.told == ""
    plots.scatter.scene().sigMouseMoved.emit(plots.scatter.mapToScene(spot(plots.scatter, 4)))
    assert plots.scatter.told == "e.jpg\nv1: 7.0\nv2: 3.5"
    plots.scatter.scene().sigMouseMoved.emit(QPointF(1, 1))
    assert plots.scatter.told == ""


def test_words_beside_a_point_stay_inside_the_plot(qtbot: QtBot, theme: Theme) -> None:
    plots = shown(qtbot, theme, ava_comparison(FOLDER, b="a-version-with-a-long-name-of-its-own"))
    inside = plots.scatter.getViewBox().sceneBoundingRect().adjusted(-2, -2, 2, 2)
    for _ in NAMES:
        press(plots.scatter, Qt.Key.Key_Right)
        plots.scatter.grab()
        tip = plots.scatter._tip
        assert inside.contains(tip.mapRectToScene(tip.boundingRect()))


def test_point_walked_to_is_told_until_the_plot_loses_the_keyboard(plots: ScorePlots) -> None:
    plots.scatter.setFocus()
    press(plots.scatter, Qt.Key.Key_Right)
    assert plots.scatter.told == "a.jpg\nv1: 3.0\nv2: 7.5"
    assert plots.scatter.accessibleDescription() == plots.scatter.told
    plots.scatter.clearFocus()
    assert plots.scatter.told == ""


def test_wheel_zooms_and_double_click_shows_everything_again(plots: ScorePlots) -> None:
    whole = ranges(plots.scatter)
    place = QPointF(plots.scatter.viewport().rect().center())
    event = QWheelEvent(
        place,
        plots.scatter.viewport().mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plots.scatter.viewport(), event)
    (low, high), _ = ranges(plots.scatter)
    assert high - low < whole[0][1] - whole[0][0]
    empty = QPoint(plots.scatter.width() - 40, plots.scatter.height() // 2 + 20)
    click(plots.scatter, empty)
    QTest.mouseDClick(plots.scatter.viewport(), LEFT, NO_KEY, empty)
    QTest.mouseRelease(plots.scatter.viewport(), LEFT, NO_KEY, empty)
    assert ranges(plots.scatter) == whole


def test_both_axes_show_the_same_range_with_all_points(plots: ScorePlots) -> None:
    x, y = ranges(plots.scatter)
    assert x == y
    assert x[0] < 3.0
    assert x[1] > 8.2
    assert plots.scatter.getAxis("bottom").labelText == "AVA score, v1"
    assert plots.scatter.getAxis("left").labelText == "AVA score, v2"


def test_pairs_are_shown_in_percent(qtbot: QtBot, theme: Theme) -> None:
    plots = shown(qtbot, theme, siamese_comparison(FOLDER))
    assert plots.scatter.getAxis("bottom").labelText == "First photo is better, % by v1"
    press(plots.scatter, Qt.Key.Key_Right)
    assert plots.scatter.told == "c.jpg – d.jpg\nv1: 30%\nv2: 80%"


def test_versions_are_told_apart_by_more_than_their_colour(plots: ScorePlots) -> None:
    curves = [curve.opts["pen"].style() for curve in plots.distributions._curves]
    assert curves == [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine]
    assert VersionLook.A.filled != VersionLook.B.filled
    names = [key.text for key in plots.findChildren(VersionKey)]
    assert names == ["v1", "v2"]


def test_distributions_count_every_photo(plots: ScorePlots) -> None:
    for curve in plots.distributions._curves:
        assert curve.getData()[1].sum() == len(NAMES)
    assert plots.distributions.accessibleDescription() == "median 5.5, median 5.8"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_the_versions(scheme: str) -> None:
    named = colors(scheme)
    for version in ("version_a", "version_b"):
        # They colour words, too.
        for ground in ("panel", "cell_selected", "window"):
            assert contrast(named[version], named[ground]) >= 4.5
    # Blue and orange stay apart for every kind of colour blindness: one is bluer, one redder.
    a, b = (bytes.fromhex(named[v][1:]) for v in ("version_a", "version_b"))
    assert a[2] - b[2] > 80
    assert b[0] - a[0] > 80


def test_plots_follow_the_theme(qtbot: QtBot, theme: Theme, plots: ScorePlots) -> None:
    def inked(name: str) -> int:
        return pixels_like(plots.grab().toImage(), theme.color(name), 8)

    dark_a, dark_panel = theme.color("version_a"), theme.color("panel")
    assert inked("version_a") > 100
    assert inked("version_b") > 50
    assert inked("panel") > 50_000
    theme.force("light")
    qtbot.waitUntil(lambda: not plots.scatter._fill_timer.isActive())
    assert inked("version_a") > 100
    assert inked("panel") > 50_000
    image = plots.grab().toImage()
    assert pixels_like(image, dark_a) == 0
    # Letters have soft edges, of which some happen to be as grey.
    assert pixels_like(image, dark_panel) < 100


def test_chosen_point_has_a_ring(plots: ScorePlots, theme: Theme) -> None:
    def ringed() -> int:
        return pixels_like(plots.scatter.grab().toImage(), theme.color("accent"), 60)

    before = ringed()
    plots.scatter.mark(2)
    assert ringed() > before + 40


def test_thirty_thousand_points_are_all_there(qtbot: QtBot, theme: Theme) -> None:
    random = np.random.default_rng(4)
    names = [f"{n:05d}.jpg" for n in range(30_000)]
    a = random.normal(5.5, 0.8, len(names)).clip(1, 10)
    b = (a + random.normal(0, 0.3, len(names))).clip(1, 10)
    template = ava_comparison(FOLDER).changes[0]
    many = replace(
        ava_comparison(FOLDER),
        photos=len(names),
        changes=tuple(
            replace(template, path=n, content_id=n, score_a=float(x), score_b=float(y))
            for n, x, y in zip(names, a, b, strict=True)
        ),
    )
    plots = shown(qtbot, theme, many)
    assert sum(len(dots.data) for dots in plots.scatter._dots) == 30_000
    outlier = int(np.argmax(b))
    click(plots.scatter, spot(plots.scatter, outlier))
    assert plots.scatter.current == outlier


def test_a_single_photo_and_equal_scores_can_be_drawn(qtbot: QtBot, theme: Theme) -> None:
    single = replace(
        ava_comparison(FOLDER), changes=ava_comparison(FOLDER).changes[:1], flips=(), entering=()
    )
    plots = shown(qtbot, theme, single)
    click(plots.scatter, spot(plots.scatter, 0))
    assert plots.scatter.current == 0
    same = [replace(c, score_a=5.0, score_b=5.0) for c in ava_comparison(FOLDER).changes]
    plots = shown(qtbot, theme, replace(ava_comparison(FOLDER), changes=tuple(same)))
    click(plots.scatter, spot(plots.scatter, 3))
    assert plots.scatter.current is not None


def test_names_of_versions_and_photos_are_never_read_as_html(qtbot: QtBot, theme: Theme) -> None:
    hostile = "<b>x&amp;"
    names = (f"{hostile}.jpg", *NAMES[1:])
    plots = shown(qtbot, theme, ava_comparison(FOLDER, names, b=hostile))
    label = plots.scatter.getAxis("left").label
    assert label.toPlainText().strip() == f"AVA score, {hostile}"
    assert plots.scatter._corners[0].item.toPlainText() == f"{hostile} higher"
    press(plots.scatter, Qt.Key.Key_Right)
    assert plots.scatter.told == f"{hostile}.jpg\nv1: 3.0\n{hostile}: 7.5"


def test_axes_stay_at_their_plot_where_words_are_read_from_the_right(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        plot = ThemedPlot(theme, "across", "upwards")
        qtbot.addWidget(plot)
        plot.resize(400, 300)
        plot.show()
        qtbot.waitExposed(plot)
        axis, inside = plot.getAxis("left"), plot.getPlotItem().getViewBox()
        ends = axis.sceneBoundingRect().right(), inside.sceneBoundingRect().left()
        assert ends[0] == pytest.approx(ends[1], abs=8)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
