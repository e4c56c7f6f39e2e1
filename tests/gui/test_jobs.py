import threading
import time

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from album_organizer.domain.errors import FolderError
from album_organizer.domain.job import Progress
from album_organizer.gui.jobs import Callbacks, Pool, Pools, TaskContext, Work


class Heard:
    """Collects what the callbacks are told, and on which thread."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        self.callbacks = Callbacks(
            part=lambda p: self._note("part", p),
            progress=lambda p: self._note("progress", p),
            done=lambda p: self._note("done", p),
            failed=lambda p: self._note("failed", p),
            cancelled=lambda p: self._note("cancelled", p),
        )

    def _note(self, name: str, payload: object) -> None:
        self.events.append((name, payload))
        self.threads.add(QThread.currentThread())

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    @property
    def ended(self) -> bool:
        return bool({"done", "failed", "cancelled"} & set(self.names))


def test_parts_and_result_arrive_in_order_on_the_callers_thread(qtbot: QtBot, pool: Pool) -> None:
    heard = Heard()
    worker: list[int] = []

    def work(context: TaskContext) -> str:
        worker.append(threading.get_ident())
        context.post(1)
        context.post(2)
        return "ready"

    pool.submit(work, heard.callbacks)
    qtbot.waitUntil(lambda: heard.ended)
    assert heard.events == [("part", 1), ("part", 2), ("done", "ready")]
    assert worker != [threading.get_ident()]
    assert len(heard.threads) == 1
    assert pool.pending == 0


def test_expected_error_is_handed_over_as_it_is(qtbot: QtBot, pool: Pool) -> None:
    heard = Heard()
    error = FolderError("The folder is gone; plug the card in again.")

    def work(context: TaskContext) -> None:
        raise error

    pool.submit(work, heard.callbacks)
    qtbot.waitUntil(lambda: heard.ended)
    assert heard.events == [("failed", error)]


def test_fault_of_the_program_is_logged_and_told(
    qtbot: QtBot, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    def work(context: TaskContext) -> None:
        raise ZeroDivisionError("by nought")

    pool.submit(work, heard.callbacks)
    qtbot.waitUntil(lambda: heard.ended)
    assert heard.names == ["failed"]
    assert "by nought" in str(heard.events[0][1])
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()


def test_cancel_is_told_after_the_work_stopped(qtbot: QtBot, pool: Pool) -> None:
    heard, stopped = Heard(), threading.Event()

    def work(context: TaskContext) -> None:
        try:
            while True:
                context.job.check()
                time.sleep(0.002)
        finally:
            stopped.set()

    task = pool.submit(work, heard.callbacks)
    task.cancel()
    qtbot.waitUntil(lambda: heard.ended)
    assert heard.names == ["cancelled"]
    assert stopped.is_set() or not heard.events[0][1]


def test_dropped_task_says_nothing_any_more(qtbot: QtBot, pool: Pool) -> None:
    heard, release = Heard(), threading.Event()

    def work(context: TaskContext) -> str:
        release.wait(5)
        return "too late"

    task = pool.submit(work, heard.callbacks)
    task.drop()
    release.set()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert heard.events == []


def test_progress_is_thinned_out_but_never_loses_the_end(qtbot: QtBot, pool: Pool) -> None:
    heard = Heard()

    def work(context: TaskContext) -> None:
        for done in range(2001):
            context.job.report("Scoring", done, 2000)

    pool.submit(work, heard.callbacks)
    qtbot.waitUntil(lambda: heard.ended)
    reports = [payload for name, payload in heard.events if name == "progress"]
    assert len(reports) < 60
    assert isinstance(reports[-1], Progress)
    assert reports[-1].done == 2000


def test_shutting_down_stops_running_and_waiting_work(qtbot: QtBot) -> None:
    pool, heard = Pool("short", 1), Heard()

    def work(context: TaskContext) -> None:
        while True:
            context.job.check()
            time.sleep(0.002)

    for _ in range(3):
        pool.submit(work, heard.callbacks)
    assert pool.shut_down(5000)
    qtbot.wait(20)
    assert heard.events == []


def test_inline_pool_answers_through_the_event_loop(qtbot: QtBot) -> None:
    pool, heard = Pool("inline", 1, inline=True), Heard()
    where: list[int] = []
    pool.submit(lambda context: where.append(threading.get_ident()), heard.callbacks)
    assert where == [threading.get_ident()]
    assert heard.events == []
    qtbot.waitUntil(lambda: heard.ended)
    assert heard.names == ["done"]


def test_pools_finish_writing_before_they_stop(qtbot: QtBot) -> None:
    pools = Pools.create()
    written: list[int] = []

    def write(number: int) -> None:
        time.sleep(0.01)
        written.append(number)

    def work(number: int) -> Work:
        return lambda context: write(number)

    for number in range(5):
        pools.catalog.submit(work(number))
    pools.shut_down()
    assert written == [0, 1, 2, 3, 4]
