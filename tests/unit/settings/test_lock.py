import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.settings.lock import exclusive


def test_second_holder_waits_or_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "registry.lock"
    with exclusive(lock), pytest.raises(UsageError, match="try again"), exclusive(lock, 0.05):
        pass
    with exclusive(lock, 0.05):
        pass


def test_threads_take_turns(tmp_path: Path) -> None:
    lock, inside, seen = tmp_path / "a.lock", [], []

    def work() -> None:
        with exclusive(lock):
            inside.append(1)
            seen.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1, 1, 1, 1]


def _hold(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with exclusive(path):
        ready.set()
        time.sleep(60)


def test_death_of_the_holder_frees_the_lock(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path / "a.lock", ready))
    holder.start()
    assert ready.wait(30)
    holder.kill()
    holder.join()
    with exclusive(tmp_path / "a.lock", 5.0):
        pass


def test_unusable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UsageError, match="cannot be written to"),
        exclusive(tmp_path / "file" / "x"),
    ):
        pass
