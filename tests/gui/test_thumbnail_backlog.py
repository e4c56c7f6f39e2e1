"""Thumbnails that take a while are in the list of activities, and rest or stop from there."""

import threading
from collections.abc import Iterator

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from album_organizer.gui import thumbnail_backlog
from album_organizer.gui.activity.activities import Activities, Activity, ActivityState
from album_organizer.gui.jobs import Pools
from album_organizer.gui.thumbnails import ThumbnailStore, Wish
from album_organizer.imaging.thumbnail import make_thumbnail

DATA = make_thumbnail(Image.new("RGB", (400, 300), "#c03020"))


class SlowDisk:
    """Gives so many thumbnails as it is allowed to."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self._allowed = threading.Semaphore(0)

    def allow(self, count: int) -> None:
        self._allowed.release(count)

    def __call__(self, content_id: str) -> bytes:
        assert self._allowed.acquire(timeout=30.0)
        self.read.append(content_id)
        return DATA


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    made = SlowDisk()
    yield made
    made.allow(1000)


@pytest.fixture
def store(pools: Pools, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch) -> ThumbnailStore:
    monkeypatch.setattr(thumbnail_backlog, "TICK_MS", 10)
    made = ThumbnailStore(pools.thumbnails)
    made.set_source(disk)
    return made


@pytest.fixture
def activities(pools: Pools) -> Activities:
    return Activities(pools)


def wishes(count: int) -> list[Wish]:
    return [Wish(f"{n}", 80, 60) for n in range(count)]


def listed(qtbot: QtBot, activities: Activities) -> Activity:
    qtbot.waitUntil(lambda: len(activities.running) == 1)
    activity = activities.running[0]
    qtbot.waitUntil(lambda: activity.progress is not None)
    return activity


def wait_for(qtbot: QtBot, activity: Activity, state: ActivityState) -> None:
    qtbot.waitUntil(lambda: activity.state is state)


def test_what_is_read_quickly_is_not_listed(
    qtbot: QtBot, pools: Pools, store: ThumbnailStore, disk: SlowDisk, activities: Activities
) -> None:
    disk.allow(20)
    store.wish(store, wishes(20))
    qtbot.waitUntil(lambda: len(disk.read) == 20)
    qtbot.waitUntil(lambda: pools.thumbnails.pending == 0)
    qtbot.wait(100)
    assert activities.all == ()


def test_what_takes_a_while_is_listed_until_it_is_done(
    qtbot: QtBot, store: ThumbnailStore, disk: SlowDisk, activities: Activities
) -> None:
    store.wish(store, wishes(40))
    activity = listed(qtbot, activities)
    assert activity.title == "Reading thumbnails"
    disk.allow(10)
    qtbot.waitUntil(lambda: activity.progress is not None and activity.progress.done == 10)
    assert activity.progress is not None
    assert activity.progress.total == 40
    disk.allow(30)
    wait_for(qtbot, activity, ActivityState.DONE)
    assert len(disk.read) == 40


def test_it_rests_and_goes_on(
    qtbot: QtBot, store: ThumbnailStore, disk: SlowDisk, activities: Activities
) -> None:
    store.wish(store, wishes(40))
    activity = listed(qtbot, activities)
    activities.pause(activity, paused=True)
    disk.allow(1000)
    qtbot.wait(100)
    # What was begun is read to its end.
    assert len(disk.read) < 20
    assert activity.state is ActivityState.PAUSED
    activities.pause(activity, paused=False)
    wait_for(qtbot, activity, ActivityState.DONE)
    assert len(disk.read) == 40


@pytest.mark.parametrize("paused", [False, True])
def test_cancelled_it_reads_only_what_is_asked_for_again(
    qtbot: QtBot, store: ThumbnailStore, disk: SlowDisk, activities: Activities, paused: bool
) -> None:
    store.wish(store, wishes(40))
    activity = listed(qtbot, activities)
    activities.pause(activity, paused=paused)
    activities.cancel(activity)
    wait_for(qtbot, activity, ActivityState.STOPPED)
    disk.allow(1000)
    qtbot.wait(100)
    assert len(disk.read) < 20
    store.wish(store, [Wish("39", 80, 60)])
    qtbot.waitUntil(lambda: store.kept("39") is not None)
    assert activities.running == ()
