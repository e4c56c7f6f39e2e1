"""What may not be read or written, as a person without special rights meets it."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pictures import write_picture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="permissions of Linux")

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def _without_special_rights() -> None:
    """Makes permissions count for root, too, from the next program on; harmless for others."""
    libc = ctypes.CDLL(None)
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def run(home: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "album_organizer", "--home", home, *arguments]
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_without_special_rights,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_picture(tmp_path / "photos" / "a.jpg")
    write_picture(tmp_path / "photos" / "locked.jpg", scene=1)
    write_picture(tmp_path / "photos" / "locked" / "b.jpg", scene=2)
    return tmp_path / "photos"


def test_a_folder_that_may_not_be_read_has_its_own_exit_code(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0)
    try:
        result = run(tmp_path / "home", "score", folder)
    finally:
        folder.chmod(0o700)
    assert result.returncode == 3
    assert "may not be read" in result.stderr
    assert result.stdout == ""


def test_the_rest_of_the_folder_is_scored_and_an_unwritable_destination_refused(
    folder: Path, tmp_path: Path
) -> None:
    closed = [folder / "locked.jpg", folder / "locked", tmp_path / "closed"]
    closed[-1].mkdir()
    for path in closed:
        path.chmod(0)
    try:
        result = run(tmp_path / "home", "pick", folder, "--export", tmp_path / "closed" / "album")
    finally:
        for path in closed:
            path.chmod(0o700)
    assert "1 photo" in result.stdout
    assert "'locked.jpg' cannot be read" in result.stderr
    assert "The folder 'locked' cannot be read" in result.stderr
    assert result.returncode == 1
    assert "album" in result.stderr.splitlines()[-1]
    assert list((tmp_path / "closed").iterdir()) == []


def test_a_home_that_cannot_be_made_is_refused(folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    result = run(closed / "home", "score", folder)
    assert result.returncode == 2
    assert "cannot be created" in result.stderr
