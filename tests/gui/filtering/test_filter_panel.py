"""The panel at the left: standings and facets, by mouse and by keyboard."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.criteria import (
    NO_CRITERIA,
    Criteria,
    Criterion,
    Dates,
    Grouping,
    Trouble,
    stars_at_least,
)
from album_organizer.gui.filtering.days import DayRange, day_of
from album_organizer.gui.filtering.facets import Facets, count_facets
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.rows import ChoiceRow
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter
from tests.gui.filtering.tables import DAY_S, Shot, table_of

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
JULY_12 = day_of(date(2026, 7, 12))

SHOTS = [
    Shot(camera="B", lens="L1", stars=5, decision=UserDecision.PICK),
    Shot(camera="B", lens="L2", stars=4, seconds=DAY_S, proposed=True, group_size=2),
    Shot(camera="A", lens="L1", seconds=DAY_S, label=ColorLabel.RED, group_size=2),
    Shot(camera="A", seconds=2 * DAY_S, stars=3, technical=0.1),
    Shot(seconds=None, tied=True, decision=UserDecision.REJECT),
]


@pytest.fixture
def state() -> FilterState:
    return FilterState()


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons, state: FilterState) -> FilterPanel:
    """A panel that counts a small folder, everything unfolded."""
    made = FilterPanel(icons, state)
    qtbot.addWidget(made)
    table = table_of(*SHOTS)
    made.show_facets(count_facets(table, NO_CRITERIA, problems=2))
    state.changed.connect(lambda wanted: made.show_facets(count_facets(table, wanted, 2)))
    for section in made.sections.values():
        section.set_folded(False)
    made.resize(220, 1200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def row_of(panel: FilterPanel, part: Criterion, value: object) -> ChoiceRow:
    return next(row for v, row in panel.sections[part].rows.items() if v == value)


def click(row: QWidget, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    assert row.isVisible()
    # Far from the box: the whole row is the target.
    QTest.mouseClick(row, LEFT, keys, QPoint(row.width() - 30, row.height() // 2))


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def counts(panel: FilterPanel, part: Criterion) -> list[str]:
    return [row.count for row in panel.sections[part].rows.values()]


def test_standings_show_counts_and_are_chosen_one_at_a_time(
    panel: FilterPanel, state: FilterState
) -> None:
    assert panel.rows[PhotoFilter.ALL].count == "5"
    assert panel.rows[PhotoFilter.PROBLEMS].accessibleName() == "Problems, 2"
    click(panel.rows[PhotoFilter.TIES])
    assert state.criteria == Criteria(show=PhotoFilter.TIES)
    click(panel.rows[PhotoFilter.PICKED])
    assert state.criteria == Criteria(show=PhotoFilter.PICKED)
    assert not panel.rows[PhotoFilter.TIES].isChecked()
    state.clear()
    assert panel.rows[PhotoFilter.ALL].isChecked()


def test_counts_follow_the_other_criteria(panel: FilterPanel, state: FilterState) -> None:
    assert counts(panel, Criterion.CAMERAS) == ["2", "2", "1"]
    click(row_of(panel, Criterion.STARS, 4))
    assert state.criteria.stars == {4, 5}
    assert counts(panel, Criterion.CAMERAS) == ["0", "2", "0"]
    assert counts(panel, Criterion.STARS) == ["1", "1", "1", "2"]
    assert panel.rows[PhotoFilter.UNDECIDED].count == "1"


def test_choices_add_up_and_are_given_up(panel: FilterPanel, state: FilterState) -> None:
    click(row_of(panel, Criterion.CAMERAS, "A"))
    click(row_of(panel, Criterion.CAMERAS, ""))
    click(row_of(panel, Criterion.LABELS, ColorLabel.RED))
    assert state.criteria == Criteria(
        cameras=frozenset({"A", ""}), labels=frozenset({ColorLabel.RED})
    )
    assert row_of(panel, Criterion.CAMERAS, "A").isChecked()
    click(row_of(panel, Criterion.CAMERAS, "A"))
    assert state.criteria.cameras == {""}
    state.use(state.criteria.without(Criterion.CAMERAS))
    assert not row_of(panel, Criterion.CAMERAS, "").isChecked()


def test_shift_chooses_all_between(panel: FilterPanel, state: FilterState) -> None:
    days = [DayRange(JULY_12 + n, JULY_12 + n) for n in range(3)]
    click(row_of(panel, Criterion.DATES, days[0]))
    click(row_of(panel, Criterion.DATES, days[2]), SHIFT)
    assert state.criteria.dates == Dates((DayRange(JULY_12, JULY_12 + 2),))
    click(row_of(panel, Criterion.DATES, days[1]))
    assert state.criteria.dates == Dates((days[0], days[2]))
    click(row_of(panel, Criterion.DATES, None))
    assert state.criteria.dates.undated


def test_both_kinds_of_shots_are_no_criterion(panel: FilterPanel, state: FilterState) -> None:
    click(row_of(panel, Criterion.GROUPING, Grouping.GROUPED))
    click(row_of(panel, Criterion.GROUPING, Grouping.SINGLE))
    assert state.criteria == NO_CRITERIA
    assert not row_of(panel, Criterion.GROUPING, Grouping.SINGLE).isChecked()


def test_a_click_leaves_the_keyboard_where_it_is(
    qtbot: QtBot, panel: FilterPanel, state: FilterState
) -> None:
    panel.rows[PhotoFilter.ALL].setFocus()
    click(row_of(panel, Criterion.TROUBLES, Trouble.FAULT))
    assert state.criteria.troubles == {Trouble.FAULT}
    assert panel.rows[PhotoFilter.ALL].hasFocus()


def test_everything_is_reached_and_used_by_keyboard(panel: FilterPanel, state: FilterState) -> None:
    panel.rows[PhotoFilter.ALL].setFocus()
    for show in list(PhotoFilter)[1:]:
        press(Qt.Key.Key_Down)
        assert state.criteria.show is show
    state.clear()
    for part, section in panel.sections.items():
        press(Qt.Key.Key_Down)
        assert section.heading.hasFocus(), part
        for row in section.rows.values():
            press(Qt.Key.Key_Down)
            assert row.hasFocus()
    press(Qt.Key.Key_Space)
    assert state.criteria.troubles == {Trouble.FAULT}
    press(Qt.Key.Key_Up)
    assert panel.sections[Criterion.TROUBLES].heading.hasFocus()
    press(Qt.Key.Key_Space)
    assert panel.sections[Criterion.TROUBLES].folded


def test_the_keyboard_stays_with_a_row_that_is_counted_anew(
    panel: FilterPanel, state: FilterState
) -> None:
    row_of(panel, Criterion.CAMERAS, "B").setFocus()
    press(Qt.Key.Key_Space)
    assert state.criteria.cameras == {"B"}
    assert row_of(panel, Criterion.CAMERAS, "B").hasFocus()
    press(Qt.Key.Key_Space)
    assert state.criteria == NO_CRITERIA


def test_rows_say_what_they_are(panel: FilterPanel) -> None:
    named = [
        row.accessibleName() for section in panel.sections.values() for row in section.rows.values()
    ]
    assert named[:2] == ["5 stars, 1 photo", "4 stars, 1 photo"]
    assert "No label, 4 photos" in named
    assert all(
        row.toolTip() for section in panel.sections.values() for row in section.rows.values()
    )
    assert all(row.toolTip() for row in panel.rows.values())


def test_folding_hides_choices_but_not_that_some_are_made(
    panel: FilterPanel, state: FilterState
) -> None:
    section = panel.sections[Criterion.CAMERAS]
    click(row_of(panel, Criterion.CAMERAS, "A"))
    heading = section.heading
    QTest.mouseClick(heading, LEFT)
    assert not section.body.isVisible()
    assert heading.accessibleName() == "Camera, 1 chosen"
    assert "Folded" in heading.accessibleDescription()
    assert state.criteria.cameras == {"A"}
    QTest.mouseClick(heading, LEFT)
    assert row_of(panel, Criterion.CAMERAS, "A").isVisible()


def test_facets_with_nothing_to_choose_are_hidden(panel: FilterPanel, state: FilterState) -> None:
    panel.show_facets(count_facets(table_of(Shot(), Shot()), NO_CRITERIA))
    assert not any(section.isVisible() for section in panel.sections.values())
    panel.show_facets(count_facets(table_of(Shot(stars=2), Shot()), NO_CRITERIA))
    shown = [part for part, section in panel.sections.items() if section.isVisible()]
    assert shown == [Criterion.STARS]


def test_long_lists_are_shown_on_demand(panel: FilterPanel, state: FilterState) -> None:
    cameras = {f"Camera {n:02d}": 1 for n in range(20)}
    state.use(Criteria(cameras=frozenset({"Camera 15"})))
    panel.show_facets(Facets(total=20, cameras=cameras))
    section = panel.sections[Criterion.CAMERAS]
    assert list(section.rows) == [*list(cameras)[:8], "Camera 15"]
    assert section.more.text() == "Show 11 more"
    click(section.more)
    assert list(section.rows) == list(cameras)
    assert [row.y() for row in section.rows.values()] == sorted(
        row.y() for row in section.rows.values()
    )
    click(section.more)
    assert len(section.rows) == 9


def test_folding_is_remembered(
    qtbot: QtBot, icons: Icons, panel: FilterPanel, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    panel.sections[Criterion.STARS].set_folded(True)
    panel.save(memory)
    second = FilterPanel(icons, FilterState())
    qtbot.addWidget(second)
    assert second.sections[Criterion.DATES].folded
    second.restore(memory)
    folded = [part for part, section in second.sections.items() if section.folded]
    assert folded == [Criterion.STARS]
    panel.sections[Criterion.STARS].set_folded(False)
    panel.save(memory)
    second.restore(memory)
    assert not any(section.folded for section in second.sections.values())


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_rows_keep_apart_and_within_the_panel(
    qtbot: QtBot, panel: FilterPanel, state: FilterState, direction: Qt.LayoutDirection
) -> None:
    panel.setLayoutDirection(direction)
    long = {"A lens with a name that is longer than any panel is wide, f/2.8": 1, "": 1}
    panel.show_facets(Facets(total=2, lenses=long, cameras=long, stars={5: 1, 0: 1}))
    assert panel.minimumSizeHint().height() <= 120
    panel.resize(panel.minimumWidth(), 240)
    qtbot.waitUntil(panel.area.verticalScrollBar().isVisible)
    body = panel.sections[Criterion.STARS].parentWidget()
    assert body is not None
    assert body.width() <= panel.area.viewport().width()
    rows = [
        *panel.rows.values(),
        *(row for s in panel.sections.values() if s.isVisible() for row in s.rows.values()),
    ]
    spots = [row.rect().translated(row.mapTo(body, QPoint())) for row in rows]
    assert all(above.bottom() < below.top() for above, below in pairwise(spots))
    assert {spot.height() for spot in spots} == {28}
    assert all(body.rect().contains(spot) for spot in spots)
    panel.sections[Criterion.LENSES].rows[""].setFocus()
    row = panel.sections[Criterion.LENSES].rows[""]
    assert row.visibleRegion().boundingRect().height() == row.height()


def test_the_first_star_means_or_more_and_says_so(panel: FilterPanel, state: FilterState) -> None:
    row = row_of(panel, Criterion.STARS, 3)
    assert row.toolTip() == "3 stars or more"
    click(row)
    assert state.criteria.stars == stars_at_least(3)
    click(row_of(panel, Criterion.STARS, 5))
    assert state.criteria.stars == {3, 4}
