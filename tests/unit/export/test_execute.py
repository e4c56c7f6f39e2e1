import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from album_organizer.domain.errors import ExportError, JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.export import execute as execute_module
from album_organizer.export.execute import ExportResult, execute
from album_organizer.export.plan import plan_export
from tests.support.photos import write_photo

TAKEN_NS = 1_600_000_000_123_456_700


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number, relative in enumerate(("a.jpg", "b.jpg", "sub/a.jpg")):
        path = write_photo(folder / relative, number)
        os.utime(path, ns=(TAKEN_NS, TAKEN_NS))
    return folder


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "new" / "album"


def sources(folder: Path) -> list[tuple[Path, str]]:
    return [(folder / relative, relative) for relative in ("a.jpg", "b.jpg", "sub/a.jpg")]


def export(folder: Path, destination: Path, job: Job | None = None) -> ExportResult:
    return execute(plan_export(sources(folder), destination), job)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_copies_bytes_and_times(folder: Path, destination: Path) -> None:
    result = export(folder, destination)

    assert contents(destination) == {
        "a.jpg": (folder / "a.jpg").read_bytes(),
        "b.jpg": (folder / "b.jpg").read_bytes(),
        "a (2).jpg": (folder / "sub" / "a.jpg").read_bytes(),
    }
    assert result.copied == tuple(destination / name for name in ("a.jpg", "b.jpg", "a (2).jpg"))
    assert result.skipped == ()
    assert result.problems == ()
    assert all(path.stat().st_mtime_ns == TAKEN_NS for path in result.copied)


def test_copies_have_the_rights_of_the_originals(folder: Path, destination: Path) -> None:
    (folder / "a.jpg").chmod(0o640)
    (folder / "b.jpg").chmod(0o444)
    export(folder, destination)

    assert (destination / "a.jpg").stat().st_mode & 0o777 == 0o640
    assert (destination / "b.jpg").stat().st_mode & 0o777 == 0o444


def test_originals_stay_as_they_are(folder: Path, destination: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path, _ in sources(folder)}
    export(folder, destination)

    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path, _ in sources(folder)
    }


def test_a_copy_is_not_a_link(folder: Path, destination: Path) -> None:
    export(folder, destination)

    assert (destination / "a.jpg").stat().st_nlink == 1


def test_a_second_run_does_nothing(folder: Path, destination: Path) -> None:
    first = export(folder, destination)
    before = {path: path.stat().st_ino for path in destination.iterdir()}

    second = export(folder, destination)

    assert second.copied == ()
    assert second.skipped == first.copied
    assert {path: path.stat().st_ino for path in destination.iterdir()} == before


def test_nothing_is_ever_overwritten(folder: Path, destination: Path) -> None:
    destination.mkdir(parents=True)
    (destination / "a.jpg").write_text("precious", encoding="utf-8")

    export(folder, destination)

    assert (destination / "a.jpg").read_text(encoding="utf-8") == "precious"
    assert set(contents(destination)) == {"a.jpg", "a (2).jpg", "a (3).jpg", "b.jpg"}


def test_a_file_made_after_the_plan_is_not_overwritten_either(
    folder: Path, destination: Path
) -> None:
    plan = plan_export(sources(folder), destination)
    destination.mkdir(parents=True)
    (destination / "a.jpg").write_text("precious", encoding="utf-8")
    (destination / "b.jpg").write_bytes((folder / "b.jpg").read_bytes())

    result = execute(plan)

    assert (destination / "a.jpg").read_text(encoding="utf-8") == "precious"
    assert result.skipped == (destination / "b.jpg",)
    assert len(result.copied) == 2


def test_without_hard_links(
    folder: Path, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    plan = plan_export(sources(folder), destination)
    destination.mkdir(parents=True)
    (destination / "a.jpg").write_text("precious", encoding="utf-8")

    result = execute(plan)

    assert len(result.copied) == 3
    assert (destination / "a.jpg").read_text(encoding="utf-8") == "precious"
    assert (destination / "b.jpg").read_bytes() == (folder / "b.jpg").read_bytes()
    assert not list(destination.glob(".*"))


def test_without_hard_links_a_failure_leaves_no_empty_file(
    folder: Path, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)

    with pytest.raises(ExportError, match="cannot be written to"):
        export(folder, destination)
    assert list(destination.iterdir()) == []


def test_a_photo_that_vanished_is_a_problem_and_the_rest_goes_on(
    folder: Path, destination: Path
) -> None:
    plan = plan_export(sources(folder), destination)
    (folder / "a.jpg").unlink()

    result = execute(plan)

    assert len(result.copied) == 2
    (problem,) = result.problems
    assert problem.path == "a.jpg"
    assert "was not exported" in problem.error


def test_problems_of_the_plan_are_problems_of_the_result(folder: Path, destination: Path) -> None:
    (folder / "a.jpg").unlink()
    result = export(folder, destination)

    assert [problem.path for problem in result.problems] == ["a.jpg"]


def test_too_little_space_is_said_before_anything_is_copied(
    folder: Path, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9 - 10, 10))

    with pytest.raises(ExportError, match=r"needs .* MB, but only 0\.0 MB are free"):
        export(folder, destination)
    assert list(destination.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, "is full; 1 of 3 photos were copied"), (errno.EIO, "cannot be written to")],
)
def test_a_disk_that_fails_midway_leaves_complete_files_only(
    folder: Path,
    destination: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    sentence: str,
) -> None:
    real, calls = os.fsync, []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(code, os.strerror(code))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(ExportError, match=sentence):
        export(folder, destination)
    assert contents(destination) == {"a.jpg": (folder / "a.jpg").read_bytes()}

    monkeypatch.setattr(os, "fsync", real)
    result = export(folder, destination)
    assert len(result.skipped) == 1
    assert len(result.copied) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_write_that_finds_the_disk_full(
    folder: Path, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = execute_module._copy_bytes
    monkeypatch.setattr(
        execute_module,
        "_copy_bytes",
        lambda source, target, job: real(source, Path("/dev/full"), job),
    )

    with pytest.raises(ExportError, match="is full; 0 of 3"):
        export(folder, destination)
    assert list(destination.iterdir()) == []


def test_a_destination_below_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(ExportError, match="cannot be made"):
        export(folder, tmp_path / "file" / "album")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_destination_without_permission_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)

    with pytest.raises(ExportError, match="cannot be written to"):
        export(folder, tmp_path / "locked")


def test_says_in_one_sentence_what_was_done(folder: Path, destination: Path) -> None:
    assert export(folder, destination).sentence() == "3 photos copied."
    (destination / "a.jpg").unlink()
    (folder / "b.jpg").unlink()
    assert export(folder, destination).sentence() == (
        "1 photo copied, 1 there already, 1 could not be read."
    )


def test_cancelling_keeps_what_was_copied(folder: Path, destination: Path) -> None:
    job = Job(lambda progress: job.cancel() if progress.done == 1 else None)

    with pytest.raises(JobCancelled):
        export(folder, destination, job)
    assert set(contents(destination)) == {"a.jpg"}


def test_reports_progress(folder: Path, destination: Path) -> None:
    seen: list[Progress] = []
    export(folder, destination, Job(seen.append))

    assert [(report.stage, report.done, report.total) for report in seen] == [
        ("Exporting", done, 3) for done in range(4)
    ]
