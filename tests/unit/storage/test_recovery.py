import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import AlbumError
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.storage import database as database_module
from album_organizer.storage.catalog import Catalog
from album_organizer.storage.recovery import Salvaged, move_aside, salvage

IDS = [f"{number:032x}" for number in range(40)]
MARKS = {
    content_id: Marks(number % 5 + 1, ColorLabel(number % 5))
    for number, content_id in enumerate(IDS)
    if number  # the first would be without any
}
TUNING = Tuning(count=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalog with what the person did at its start and thumbnails behind that."""
    path = tmp_path / "catalog.sqlite"
    with Catalog(path) as catalog:
        catalog.set_decisions(dict.fromkeys(IDS, UserDecision.PICK))
        catalog.set_marks(MARKS)
        catalog.set_folder_tuning("/photos", TUNING)
        catalog.store_thumbnails({content_id: bytes(20_000) for content_id in IDS})
    return path


def aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("catalog.corrupt-*.sqlite"))


@pytest.mark.parametrize(
    "damaged", [b"garbage", b"x" * 50_000, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_garbage_is_kept_aside_and_a_new_catalog_begun(path: Path, damaged: bytes) -> None:
    path.write_bytes(damaged)

    with Catalog(path) as catalog:
        assert catalog.notice is not None
        assert aside(path)[0].name in catalog.notice
        assert "None of your decisions, stars and labels" in catalog.notice
        catalog.set_decision("c1", UserDecision.REJECT)
        assert catalog.decisions(["c1"]) == {"c1": UserDecision.REJECT}
    assert aside(path)[0].read_bytes() == damaged


def test_the_notice_is_gone_next_time(path: Path) -> None:
    path.write_bytes(b"garbage")
    Catalog(path).close()

    with Catalog(path) as catalog:
        assert catalog.notice is None


def test_what_the_person_did_is_saved_from_a_truncated_catalog(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)

    with Catalog(path) as catalog:
        assert catalog.notice is not None
        assert "40 of your decisions were saved" in catalog.notice
        assert "Stars and labels of 39 photos were saved" in catalog.notice
        assert catalog.decisions(IDS) == dict.fromkeys(IDS, UserDecision.PICK)
        assert catalog.marks(IDS) == MARKS
        assert catalog.folder_tuning("/photos") == TUNING
        assert catalog.thumbnail(IDS[0]) is None


def test_damage_that_shows_later_is_survived_in_the_middle_of_work(path: Path) -> None:
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half:] = b"\xff" * (len(data) - half)
    path.write_bytes(data)

    with Catalog(path) as catalog:
        catalog.store_thumbnails(dict.fromkeys(IDS, b"new"))
        assert catalog.notice is not None
        assert catalog.decisions(IDS) == dict.fromkeys(IDS, UserDecision.PICK)
        assert catalog.marks(IDS) == MARKS
        assert catalog.thumbnail(IDS[0]) == b"new"
    assert len(aside(path)) == 1


def test_several_damaged_catalogs_are_all_kept(path: Path) -> None:
    for number in range(3):
        path.write_bytes(b"garbage %d" % number)
        Catalog(path).close()

    contents = {damaged.read_bytes() for damaged in aside(path)}
    assert contents == {b"garbage 0", b"garbage 1", b"garbage 2"}


def test_an_empty_file_is_a_new_catalog(path: Path) -> None:
    path.write_bytes(b"")

    with Catalog(path) as catalog:
        assert catalog.notice is None
        assert catalog.decisions(IDS) == {}


def test_companions_move_along(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"):
        (tmp_path / name).write_text(name, encoding="utf-8")

    moved = move_aside(path)

    assert {file.name for file in tmp_path.iterdir()} == {
        moved.name,
        f"{moved.name}-wal",
        f"{moved.name}-shm",
    }


def test_another_process_may_have_begun_anew_already(path: Path) -> None:
    with Catalog(path) as mine:
        path.unlink()
        with Catalog(path) as other:
            other.set_decision("from the other", UserDecision.PICK)
        mine._database.close()
        mine._database._connection = mine._database._begin_anew()

        assert mine.notice is None
        assert mine.decisions(["from the other"]) == {"from the other": UserDecision.PICK}
    assert aside(path) == []


def test_a_damaged_catalog_that_cannot_be_moved_is_one_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    path.write_bytes(b"garbage")
    monkeypatch.setattr(database_module, "move_aside", locked)

    with pytest.raises(AlbumError, match="is damaged and cannot be renamed"):
        Catalog(path)


def test_nothing_to_salvage(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"garbage")
    (tmp_path / "b.sqlite").write_bytes(b"")

    assert salvage(tmp_path / "a.sqlite") == Salvaged((), (), ())
    assert salvage(tmp_path / "b.sqlite") == Salvaged((), (), ())


def test_rows_that_make_no_sense_are_not_salvaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("INSERT INTO decisions VALUES ('odd', 'maybe', 'once')")
        database.execute(
            "INSERT INTO marks VALUES ('odd', 9, 0, 'once'), ('odder', 'x', 1, 'once')"
        )
        database.execute("INSERT INTO marks VALUES ('oddest', 1, 77, 'once')")
        database.execute("INSERT INTO folder_tuning VALUES ('/odd', '{}', 'once')")
    saved = salvage(path)
    assert {row[0] for row in saved.decisions} == set(IDS)
    assert {row[0] for row in saved.marks} == set(MARKS)
    assert [row[0] for row in saved.tunings] == ["/photos"]


def test_a_catalog_from_before_the_marks_is_salvaged_too(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE decisions (content_id, decision, decided_at)")
        database.execute("INSERT INTO decisions VALUES ('c1', 'pick', 'once')")
    assert salvage(path) == Salvaged((("c1", "pick", "once"),), (), ())
