"""A catalog of an older schema goes on living: decisions and scores stay.

Measurements of the first schema go; those of the second stay.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.tuning import Tuning
from album_organizer.storage.catalog import Catalog, KnownFile
from album_organizer.storage.schema import SCHEMA_VERSION, open_database

FIRST_SCHEMA = """
CREATE TABLE decisions (
    content_id TEXT PRIMARY KEY, decision TEXT NOT NULL, decided_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE recent_folders (path TEXT PRIMARY KEY, opened_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    folder TEXT, path TEXT, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    content_id TEXT, error TEXT, PRIMARY KEY (folder, path)
) WITHOUT ROWID;
CREATE TABLE analyses (
    content_id TEXT, analysis_version TEXT,
    width INTEGER NOT NULL, height INTEGER NOT NULL, capture TEXT NOT NULL,
    sharpness REAL NOT NULL, exposure REAL NOT NULL, contrast REAL NOT NULL,
    noise REAL NOT NULL, technical REAL NOT NULL, portrait REAL,
    perceptual_hash INTEGER NOT NULL, embedding BLOB NOT NULL,
    PRIMARY KEY (content_id, analysis_version)
);
CREATE TABLE ava_scores (
    model_sha256 TEXT, preprocess_version TEXT, content_id TEXT, score REAL NOT NULL,
    PRIMARY KEY (model_sha256, preprocess_version, content_id)
) WITHOUT ROWID;
CREATE TABLE comparisons (
    model_sha256 TEXT, preprocess_version TEXT, id_a TEXT, id_b TEXT, p_a REAL NOT NULL,
    PRIMARY KEY (model_sha256, preprocess_version, id_a, id_b), CHECK (id_a <= id_b)
) WITHOUT ROWID;
CREATE TABLE thumbnails (content_id TEXT PRIMARY KEY, jpeg BLOB NOT NULL);
INSERT INTO decisions VALUES ('c1', 'pick', '2026-11-01'), ('c2', 'reject', '2026-11-02');
INSERT INTO recent_folders VALUES ('/photos', '2026-11-01');
INSERT INTO files VALUES ('/photos', 'a.jpg', 10, 5, 'c1', NULL);
INSERT INTO analyses VALUES
    ('c1', '1', 400, 300, '{}', 0.1, 0.2, 0.3, 0.4, 0.25, NULL, 7, x'0000803f');
INSERT INTO ava_scores VALUES ('sha', 'p1', 'c1', 5.5);
INSERT INTO comparisons VALUES ('sha', 'p1', 'c1', 'c2', 0.75);
INSERT INTO thumbnails VALUES ('c1', x'ffd8');
PRAGMA user_version = 1;
"""
SECOND_SCHEMA = (
    FIRST_SCHEMA
    + """
DROP TABLE analyses;
CREATE TABLE analyses (
    content_id TEXT, analysis_version TEXT,
    width INTEGER NOT NULL, height INTEGER NOT NULL, capture TEXT NOT NULL,
    sharpness REAL NOT NULL, motion REAL NOT NULL, highlights REAL NOT NULL,
    shadows REAL NOT NULL, brightness REAL NOT NULL, contrast REAL NOT NULL,
    noise REAL NOT NULL, compression REAL NOT NULL, technical REAL NOT NULL,
    blown REAL NOT NULL, blown_top REAL NOT NULL, blocked REAL NOT NULL,
    portrait REAL, perceptual_hash INTEGER NOT NULL, embedding BLOB NOT NULL,
    PRIMARY KEY (content_id, analysis_version)
);
INSERT INTO analyses VALUES
    ('c1', '2', 400, 300, '{}', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.25, 0, 0, 0, NULL, 7,
     x'0000803f');
PRAGMA user_version = 2;
"""
)


@pytest.fixture(params=[FIRST_SCHEMA, SECOND_SCHEMA], ids=["first", "second"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "catalog.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(request.param)
    return path


def test_what_people_did_and_models_said_stays(path: Path) -> None:
    for _ in range(2):  # also when opened again
        with Catalog(path) as catalog:
            assert catalog.notice is None
            assert catalog.decisions(["c1", "c2"]) == {
                "c1": UserDecision.PICK,
                "c2": UserDecision.REJECT,
            }
            assert catalog.recent_folders(5) == ["/photos"]
            assert catalog.known_files("/photos") == {"a.jpg": KnownFile(10, 5, "c1", None)}
            assert catalog.ava_scores(["c1"], "sha", "p1") == {"c1": 5.5}
            assert catalog.comparisons("sha", "p1", [("c2", "c1")]) == {("c2", "c1"): 0.25}
            assert catalog.thumbnail("c1") == b"\xff\xd8"


def test_stars_labels_and_tunings_can_be_kept_from_now_on(path: Path) -> None:
    with Catalog(path) as catalog:
        assert catalog.marks(["c1", "c2"]) == {}
        assert catalog.folder_tuning("/photos") is None
        catalog.set_marks({"c1": Marks(4, ColorLabel.BLUE)})
        catalog.set_folder_tuning("/photos", Tuning(count=7))
    with Catalog(path) as catalog:
        assert catalog.marks(["c1"]) == {"c1": Marks(4, ColorLabel.BLUE)}
        assert catalog.folder_tuning("/photos") == Tuning(count=7)


def test_measurements_of_the_second_schema_stay(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(SECOND_SCHEMA)
    with Catalog(path) as catalog:
        assert catalog.analyses(["c1"], "2")["c1"].analysis.technical.overall == 0.25


@pytest.mark.parametrize("path", [FIRST_SCHEMA], indirect=True)
def test_old_measurements_are_gone(path: Path) -> None:
    with Catalog(path) as catalog:
        assert catalog.analyses(["c1"], "1") == {}
        assert catalog.analyses(["c1"], "2") == {}


def test_the_tables_are_those_of_a_new_catalog(path: Path, tmp_path: Path) -> None:
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    found = []
    for file in (path, tmp_path / "new.sqlite"):
        with closing(open_database(file)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            assert version == SCHEMA_VERSION
            found.append({name: " ".join(sql.split()) for name, sql in database.execute(query)})
    assert found[0].keys() == found[1].keys()
    for table in ("analyses", "marks", "folder_tuning"):
        assert found[0][table] == found[1][table]


def test_a_failure_on_the_way_leaves_the_old_catalog(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(path)) as database:
        before = database.execute("PRAGMA user_version").fetchone()
    with monkeypatch.context() as patch:
        failing = ("DROP TABLE analyses", "CREATE TABLE decisions (x)")
        steps = {1: failing, 2: failing}
        patch.setattr("album_organizer.storage.schema._STEPS", steps)
        with pytest.raises(sqlite3.OperationalError):
            open_database(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM analyses").fetchone() == (1,)
        assert database.execute("PRAGMA user_version").fetchone() == before
    test_what_people_did_and_models_said_stays(path)


def test_two_processes_may_open_it_at_once(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from album_organizer.storage.catalog import Catalog;"
        "c = Catalog(Path(sys.argv[1])); print(len(c.decisions(['c1', 'c2']))); c.close()"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[0].strip() for process in processes] == ["2", "2"]
