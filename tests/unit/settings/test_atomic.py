import os
import stat
import sys
from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.settings.atomic import copy_atomically, make_folder, write_atomically

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")


@pytest.mark.parametrize(("data", "expected"), [("Größe\n", "Größe\n".encode()), (b"\x00", b"\0")])
def test_write_creates_and_replaces(tmp_path: Path, data: bytes | str, expected: bytes) -> None:
    file = tmp_path / "a.txt"
    for _ in range(2):
        write_atomically(file, data)
        assert file.read_bytes() == expected
    assert list(tmp_path.iterdir()) == [file]


@posix_only
def test_write_keeps_permissions_and_links(tmp_path: Path) -> None:
    file, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@posix_only
def test_new_file_has_ordinary_permissions(tmp_path: Path) -> None:
    ordinary, ours = tmp_path / "ordinary", tmp_path / "ours"
    ordinary.write_text("")
    write_atomically(ours, "")
    assert ours.stat().st_mode == ordinary.stat().st_mode


def test_failed_copy_keeps_the_old_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    with pytest.raises(FileNotFoundError):
        copy_atomically(tmp_path / "missing", target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_copy_has_the_same_bytes(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(os.urandom(3 << 20))
    copy_atomically(source, target)
    assert target.read_bytes() == source.read_bytes()


def test_make_folder_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    with pytest.raises(UsageError, match="cannot be created"):
        make_folder(tmp_path / "file" / "b")
