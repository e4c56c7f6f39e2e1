"""The list of activities: from real pools, with real threads."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.activity.activities import Activities, Activity, ActivityState
from album_organizer.gui.activity.activity_panel import ActivityPanel
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pools, TaskContext
from tests.gui.hands import click, press

_REPORTED_S = 0.07
"""Reports that follow each other more quickly are not all shown."""


class Work:
    """Ten steps, each of which waits for :meth:`step`."""

    def __init__(self) -> None:
        self._may = threading.Semaphore(0)
        self.done = 0

    def step(self, count: int = 1) -> None:
        self._may.release(count)

    def __call__(self, context: TaskContext) -> str:
        for number in range(1, 11):
            while not self._may.acquire(timeout=0.02):
                context.job.check()
            time.sleep(_REPORTED_S)
            context.job.report("Copying", number, 10)
            self.done = number
        return "copied"


@pytest.fixture
def activities(pools: Pools) -> Activities:
    return Activities(pools)


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    made.step(100)


def begin(activities: Activities, pools: Pools, work: Work) -> Activity:
    pools.dialogs.submit(work, title="Exporting to Album")
    return activities.all[0]


def wait_for(qtbot: QtBot, activity: Activity, state: ActivityState) -> None:
    qtbot.waitUntil(lambda: activity.state is state)


def test_tasks_without_a_title_are_not_listed(activities: Activities, pools: Pools) -> None:
    pools.thumbnails.submit(lambda context: None)
    assert activities.all == ()


def test_a_task_is_listed_from_begin_to_end(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work
) -> None:
    activity = begin(activities, pools, work)
    assert (activity.title, activity.words, activity.share) == (
        "Exporting to Album",
        "Starting …",
        None,
    )
    assert activities.running == (activity,)
    work.step(4)
    qtbot.waitUntil(lambda: activity.progress is not None and activity.progress.done == 4)
    assert activity.words.startswith("Copying 4 of 10")
    assert activity.share == pytest.approx(0.4)
    work.step(6)
    wait_for(qtbot, activity, ActivityState.DONE)
    assert activity.words == "Done"
    assert [a for a in activities.all if a.runs] == []
    assert activities.all == (activity,)


def test_pause_holds_the_work_and_resume_goes_on(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work
) -> None:
    activity = begin(activities, pools, work)
    work.step(2)
    qtbot.waitUntil(lambda: work.done == 2)
    activities.pause(activity, paused=True)
    work.step(5)
    qtbot.wait(100)
    assert work.done == 2
    assert activity.words.startswith("Paused: Copying 2 of 10")
    activities.pause(activity, paused=False)
    qtbot.waitUntil(lambda: work.done == 7)
    assert activity.state is ActivityState.RUNNING


@pytest.mark.parametrize("paused", [False, True])
def test_cancel_stops_also_what_rests(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work, paused: bool
) -> None:
    activity = begin(activities, pools, work)
    activities.pause(activity, paused=paused)
    activities.cancel(activity)
    wait_for(qtbot, activity, ActivityState.STOPPED)
    assert activity.words == "Stopped"
    activities.pause(activity, paused=True)
    assert not activity.runs


def test_a_failure_keeps_its_sentence(qtbot: QtBot, activities: Activities, pools: Pools) -> None:
    def fail(context: TaskContext) -> None:
        raise AlbumError("The disk is full; free some space.")

    pools.dialogs.submit(fail, title="Exporting")
    (activity,) = activities.all
    wait_for(qtbot, activity, ActivityState.FAILED)
    assert activity.words == "The disk is full; free some space."


def test_the_latest_stands_first_and_old_ones_leave(
    qtbot: QtBot, activities: Activities, pools: Pools
) -> None:
    for number in range(30):
        pools.dialogs.submit(lambda context: None, title=f"Export {number}")
        qtbot.waitUntil(lambda: not activities.running)
    assert activities.all[0].title == "Export 29"
    assert len(activities.all) <= 20


def test_finished_ones_can_be_cleared(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work
) -> None:
    running = begin(activities, pools, work)
    pools.models.submit(lambda context: None, title="Verifying")
    qtbot.waitUntil(lambda: len(activities.running) == 1)
    activities.clear_finished()
    assert activities.all == (running,)


# The panel


@pytest.fixture
def panel(qtbot: QtBot, activities: Activities, icons: Icons) -> Iterator[ActivityPanel]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    yield ActivityPanel(activities, icons, window)
    window.close()


def test_rows_follow_their_activities(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work, panel: ActivityPanel
) -> None:
    assert panel.empty.isVisibleTo(panel)
    begin(activities, pools, work)
    (row,) = panel.rows
    assert not panel.empty.isVisibleTo(panel)
    work.step(3)
    qtbot.waitUntil(lambda: row.words.text().startswith("Copying 3 of 10"))
    assert row.bar.value() == 300
    work.step(7)
    qtbot.waitUntil(lambda: row.words.text() == "Done")
    assert not row.bar.isVisibleTo(panel)
    click_hidden(panel.clear_button)
    assert panel.rows == []


def click_hidden(button: QPushButton) -> None:
    assert button.isEnabled()
    button.click()


def test_buttons_pause_and_cancel(
    qtbot: QtBot, activities: Activities, pools: Pools, work: Work, panel: ActivityPanel
) -> None:
    activity = begin(activities, pools, work)
    anchor = panel.parentWidget()
    assert anchor is not None
    panel.open_above(anchor)
    qtbot.waitExposed(panel)
    (row,) = panel.rows
    click(row.pause_button)
    wait_for(qtbot, activity, ActivityState.PAUSED)
    assert row.pause_button.toolTip() == "Go on"
    click(row.pause_button)
    wait_for(qtbot, activity, ActivityState.RUNNING)
    click(row.cancel_button)
    qtbot.waitUntil(lambda: row.words.text() == "Stopped")


def test_escape_closes_and_tells(
    qtbot: QtBot, activities: Activities, panel: ActivityPanel
) -> None:
    anchor = panel.parentWidget()
    assert anchor is not None
    panel.open_above(anchor)
    qtbot.waitExposed(panel)
    with qtbot.waitSignal(panel.closed):
        press(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_every_button_has_a_name(
    activities: Activities, pools: Pools, work: Work, panel: ActivityPanel
) -> None:
    begin(activities, pools, work)
    (row,) = panel.rows
    assert row.pause_button.accessibleName() == "Pause: Exporting to Album"
    assert row.cancel_button.accessibleName() == "Cancel: Exporting to Album"
    assert row.bar.accessibleName() == "Progress of Exporting to Album"
