"""What the person did survives kill -9 from the moment on in which it was written."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.storage.catalog import Catalog

KILLED = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

START = """
import os, signal, sys
from pathlib import Path
from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.storage.catalog import Catalog

catalog = Catalog(Path(sys.argv[1]))
"""
AT_ONCE = (
    START
    + """
catalog.set_decisions({"a": UserDecision.PICK, "b": UserDecision.REJECT, "c": None})
catalog.set_marks({"a": Marks(3, ColorLabel.GREEN)})
catalog.set_folder_tuning("/photos", Tuning(count=9))
os.kill(os.getpid(), signal.SIGKILL)
"""
)
WITHOUT_END = (
    START
    + """
ids = [str(n) for n in range(200)]
catalog.set_decisions(dict.fromkeys(ids, UserDecision.PICK))
print("begun", flush=True)
while True:
    catalog.set_decisions(dict.fromkeys(ids, UserDecision.PICK))
    catalog.set_marks(dict.fromkeys(ids, Marks(5)))
    catalog.set_decisions(dict.fromkeys(ids, UserDecision.REJECT))
    catalog.set_marks(dict.fromkeys(ids, Marks(1)))
"""
)


@KILLED
def test_decisions_marks_and_tuning_are_there_after_the_kill(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    done = subprocess.run([sys.executable, "-c", AT_ONCE, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Catalog(path) as catalog:
        assert catalog.notice is None
        assert catalog.decisions("abc") == {"a": UserDecision.PICK, "b": UserDecision.REJECT}
        assert catalog.marks("abc") == {"a": Marks(3, ColorLabel.GREEN)}
        assert catalog.folder_tuning("/photos") == Tuning(count=9)


@KILLED
@pytest.mark.parametrize("attempt", range(4))
def test_a_kill_in_the_middle_leaves_all_photos_of_a_change_or_none(
    tmp_path: Path, attempt: int
) -> None:
    path = tmp_path / "catalog.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", WITHOUT_END, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        ids = [str(number) for number in range(200)]
        with Catalog(path) as reader:
            for _ in range(20 + 7 * attempt):  # each time another moment
                assert len(set(reader.decisions(ids).values())) == 1
        writer.kill()
    with Catalog(path) as catalog:
        assert catalog.notice is None
        decisions, marks = catalog.decisions(ids), catalog.marks(ids)
        assert len(set(decisions.values())) == 1
        assert len(decisions) == len(ids)
        assert len(set(marks.values())) <= 1
        assert len(marks) in {0, len(ids)}
        catalog.set_decisions({"0": None})
        assert "0" not in catalog.decisions(ids)
