"""Two programs at once, and one that dies in the middle: real processes on real files."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from album_organizer.settings.store import set_values
from album_organizer.storage.catalog import Catalog
from tests.integration.program import Program
from tests.support.homes import make_first_home
from tests.support.pictures import write_picture

PATIENCE_S = 60.0


@pytest.fixture
def burst(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    for i in range(12):
        write_picture(
            photos / f"{i:02}.jpg",
            scene=i // 3,
            brightness=1 - 0.02 * (i % 3),
            seconds=600.0 * (i // 3) + i % 3,
        )
    (photos / "broken.jpg").write_bytes(b"")
    return photos


def start(home: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "album_organizer", "--home", str(home), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"},
    )


@contextmanager
def held_after_a_first_batch(catalog: Path, process: subprocess.Popen[str]) -> Iterator[int]:
    """Holds the catalog's write lock from the moment that a few photos are in it.

    Yields:
        How many photos are known; the process cannot store another one meanwhile.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not catalog.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with closing(sqlite3.connect(catalog, timeout=PATIENCE_S, isolation_level=None)) as database:
        while True:
            assert process.poll() is None, "it ended before it could be stopped"
            assert time.monotonic() < deadline
            try:
                database.execute("BEGIN IMMEDIATE")
                # A batch stores its files last: what is counted here is known as a whole.
                (count,) = database.execute(
                    "SELECT count(*) FROM files WHERE content_id IS NOT NULL"
                ).fetchone()
            except sqlite3.OperationalError:  # its tables are being made
                count = 0
            if count:
                yield int(count)
                database.execute("ROLLBACK")
                return
            if database.in_transaction:
                database.execute("ROLLBACK")
            time.sleep(0.001)


def test_two_scans_of_one_folder_at_once_both_succeed(program: Program, burst: Path) -> None:
    home = program.home
    scans = [start(home, "pick", burst, "--count", 5, "--json", "-") for _ in range(2)]
    told = [scan.communicate(timeout=PATIENCE_S) for scan in scans]
    for scan, (_, errors) in zip(scans, told, strict=True):
        assert scan.returncode == 0, errors
        assert "Traceback" not in errors
    assert told[0][0] == told[1][0]
    result = json.loads(told[0][0])
    assert (len(result["photos"]), len(result["problems"])) == (12, 1)
    program.home = make_first_home(home.with_name("alone"))
    assert program.json("pick", burst, "--count", 5) == result


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_scan_killed_in_the_middle_is_continued_to_the_same_album(
    program: Program, burst: Path
) -> None:
    assert program("models", "list") == 0
    slow = {"performance.workers": 1, "performance.batch_size": 1}
    set_values(program.home, slow)
    scan = start(program.home, "score", burst)
    with held_after_a_first_batch(program.home / "catalog.sqlite", scan) as known:
        assert 0 < known < 12
        scan.kill()
        scan.communicate(timeout=PATIENCE_S)
    assert scan.returncode == -signal.SIGKILL
    with Catalog(program.home / "catalog.sqlite") as catalog:
        kept = catalog.known_files(str(burst))
        assert catalog.notice is None
    assert 0 < len(kept) < 13
    continued = program.json("pick", burst, "--count", 5)
    assert (len(continued["photos"]), len(continued["problems"])) == (12, 1)
    program.home = make_first_home(program.home.with_name("undisturbed"))
    assert program("models", "list") == 0
    set_values(program.home, slow)
    assert program.json("pick", burst, "--count", 5) == continued
