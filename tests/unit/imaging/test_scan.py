import os
import sys
from pathlib import Path

import pytest

from album_organizer.domain.errors import FolderError, JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.imaging.scan import EXTENSIONS, scan_folder
from tests.support.photos import write_empty, write_photo

not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def paths(folder: Path, *, follow_symlinks: bool = False) -> list[str]:
    found, _ = scan_folder(folder, follow_symlinks=follow_symlinks)
    return [file.path for file in found]


def test_finds_photos_in_all_folders_in_path_order(tmp_path: Path) -> None:
    for name in ("z.jpg", "a/b/c.PNG", "a/b.heic", "B.JPEG", "a.tiff"):
        touch(tmp_path / name)

    assert paths(tmp_path) == ["B.JPEG", "a.tiff", "a/b.heic", "a/b/c.PNG", "z.jpg"]


def test_reports_size_and_time_of_last_change(tmp_path: Path) -> None:
    file = write_photo(tmp_path / "a.jpg")
    os.utime(file, ns=(1_700_000_000_123_456_700, 1_700_000_000_123_456_700))

    ((found,), problems) = scan_folder(tmp_path)

    assert found.size == file.stat().st_size
    assert found.mtime_ns == file.stat().st_mtime_ns
    assert problems == []


@pytest.mark.parametrize("extension", sorted(EXTENSIONS))
def test_knows_the_extension(tmp_path: Path, extension: str) -> None:
    touch(tmp_path / f"photo{extension.upper()}")

    assert paths(tmp_path) == [f"photo{extension.upper()}"]


@pytest.mark.parametrize("name", ["notes.txt", "movie.mov", "raw.cr2", "jpg", "archive.jpg.zip"])
def test_leaves_other_files_out(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)

    assert scan_folder(tmp_path) == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        "._IMG_0001.jpg",
        ".hidden.jpg",
        ".trash/a.jpg",
        "@eaDir/a.jpg",
        "$RECYCLE.BIN/a.jpg",
        "System Volume Information/a.jpg",
        "__MACOSX/a.jpg",
        "sub/Thumbs/a.jpg",
        "lost+found/a.jpg",
    ],
)
def test_leaves_hidden_and_system_entries_out(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)

    assert scan_folder(tmp_path) == ([], [])


def test_a_photo_may_be_named_like_a_system_folder(tmp_path: Path) -> None:
    touch(tmp_path / "thumbs.jpg")

    assert paths(tmp_path) == ["thumbs.jpg"]


def test_a_hidden_folder_can_be_chosen_itself(tmp_path: Path) -> None:
    touch(tmp_path / ".private" / "a.jpg")

    assert paths(tmp_path / ".private") == ["a.jpg"]


def test_a_folder_named_like_a_photo_is_a_folder(tmp_path: Path) -> None:
    touch(tmp_path / "album.jpg" / "a.jpg")

    assert paths(tmp_path) == ["album.jpg/a.jpg"]


def test_an_empty_file_is_found(tmp_path: Path) -> None:
    write_empty(tmp_path / "a.jpg")

    assert paths(tmp_path) == ["a.jpg"]


def test_enters_linked_folders_only_if_asked(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "a.jpg")
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert paths(tmp_path / "album") == []
    assert paths(tmp_path / "album", follow_symlinks=True) == ["link/a.jpg"]


def test_a_linked_file_counts(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "a.jpg")
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "b.jpg").symlink_to(tmp_path / "elsewhere" / "a.jpg")

    assert paths(tmp_path / "album") == ["b.jpg"]


def test_link_loops_end_and_no_folder_counts_twice(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "photo.jpg")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a", target_is_directory=True)

    found = paths(tmp_path, follow_symlinks=True)

    assert found == ["a/photo.jpg"]


def test_a_broken_link_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")

    found, (problem,) = scan_folder(tmp_path)

    assert found == []
    assert problem.path == "a.jpg"
    assert "link to a file that does not exist" in problem.error


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_that_is_not_text_is_a_problem(tmp_path: Path) -> None:
    touch(tmp_path / "good.jpg")
    touch(Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.jpg")))

    found, (problem,) = scan_folder(tmp_path)

    assert [file.path for file in found] == ["good.jpg"]
    assert problem.path == "bad\ufffd.jpg"
    assert "rename the file" in problem.error
    problem.path.encode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_folder_whose_name_is_not_text_is_refused(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff"))
    touch(folder / "a.jpg")

    with pytest.raises(FolderError, match="rename the folder") as failure:
        scan_folder(folder)
    str(failure.value).encode("utf-8")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="does not exist"):
        scan_folder(tmp_path / "gone")


def test_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="is a file"):
        scan_folder(write_photo(tmp_path / "a.jpg"))


@not_root
def test_an_unreadable_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o000)
    try:
        with pytest.raises(FolderError, match="cannot be read"):
            scan_folder(folder)
    finally:
        folder.chmod(0o700)


@not_root
def test_an_unreadable_subfolder_is_a_problem(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    (tmp_path / "locked").mkdir(mode=0o000)
    try:
        found, (problem,) = scan_folder(tmp_path)
    finally:
        (tmp_path / "locked").chmod(0o700)

    assert [file.path for file in found] == ["a.jpg"]
    assert problem.path == "locked"
    assert "cannot be read" in problem.error


def test_a_subfolder_that_vanishes_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "a.jpg")
    touch(tmp_path / "sub" / "b.jpg")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("sub"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found, (problem,) = scan_folder(tmp_path)

    assert [file.path for file in found] == ["a.jpg"]
    assert problem.path == "sub"


def test_very_deep_folders_are_no_trouble(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    touch(deep / "a.jpg")

    assert paths(tmp_path) == ["d/" * 400 + "a.jpg"]


def test_can_be_cancelled(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    job = Job()
    job.cancel()

    with pytest.raises(JobCancelled):
        scan_folder(tmp_path, job)


def test_reports_progress(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt")
    seen: list[Progress] = []

    scan_folder(tmp_path, Job(seen.append))

    assert [(report.stage, report.done) for report in seen] == [("Finding photos", 0)]
