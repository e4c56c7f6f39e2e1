"""Where results go, how a folder may be spelled, and what the command says of itself."""

import csv
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from album_organizer.cli.app import run
from tests.integration.program import Program
from tests.support.pictures import write_picture

COMMANDS = {
    ("gui",): ["FOLDER", "window"],
    ("score",): ["--json", "--csv", "FOLDER"],
    ("pick",): ["--count", "--json", "--csv", "--export", "--mode"],
    ("compare",): ["PAIRS", "--json", "columns a and b"],
    ("demo",): ["DIR"],
    ("doctor",): ["wrong"],
    ("models",): ["list", "add", "promote", "rollback", "history"],
    ("models", "add"): ["ava", "siamese", "FILE", "--version"],
    ("models", "promote"): ["ava", "siamese", "VERSION"],
    ("models", "rollback"): ["ava", "siamese"],
    ("models", "list"): ["--json"],
    ("models", "history"): ["--json"],
}

pytestmark = pytest.mark.usefixtures("models_loaded_once")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outputs") / "home"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs") / "photos"
    for i in range(3):
        write_picture(folder / "burst" / f"{i}.jpg", brightness=1 + 0.02 * i, seconds=i)
    write_picture(folder / "=single, [red].jpg", scene=3, seconds=9000)
    write_picture(folder / "été.jpg", scene=5, seconds=20_000)
    return folder


@pytest.fixture
def known(program: Program, home: Path) -> Program:
    program.home = home
    return program


def test_one_format_on_standard_output_and_the_other_in_a_file(
    known: Program, photos: Path, tmp_path: Path
) -> None:
    table, document = tmp_path / "r.csv", tmp_path / "r.json"
    assert known("pick", photos, "--json", "-", "--csv", table) == 0
    spoken = known.out
    assert known("pick", photos, "--csv", "-", "--json", document) == 0
    assert known.out == table.read_bytes().decode()
    assert spoken == document.read_bytes().decode()
    photos_of = {p["path"]: p for p in json.loads(spoken)["photos"]}
    rows = list(csv.DictReader(io.StringIO(known.out)))
    assert [row["path"] for row in rows] == sorted(photos_of)
    for row in rows:
        photo = photos_of[row["path"]]
        assert float(row["ava"]) == photo["ava"]
        assert float(row["technical"]) == photo["technical"]
        assert float(row["score"]) == photo["score"]
        assert row["portrait"] == ("" if photo["portrait"] is None else str(photo["portrait"]))
        assert (int(row["group"]), int(row["rank"])) == (photo["group"], photo["rank"])
        assert row["reasons"] == "; ".join(photo["reasons"])


def test_scores_without_picks_say_nothing_of_groups(known: Program, photos: Path) -> None:
    assert known("score", photos, "--csv", "-") == 0
    assert known.out.splitlines()[0] == "path,ava,technical,portrait,score"
    picked = known.json("pick", photos)
    scored = known.json("score", photos)
    assert scored["models"] == picked["models"]
    for plain, full in zip(scored["photos"], picked["photos"], strict=True):
        assert plain == {key: full[key] for key in plain}


def test_the_table_begins_with_the_best_and_shows_names_as_they_are(
    known: Program, photos: Path, tmp_path: Path
) -> None:
    assert known("score", photos, "--json", tmp_path / "r.json") == 0
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    best = max(result["photos"], key=lambda p: p["score"])["path"]
    assert best in next(line for line in known.out.splitlines() if "│ 1 │" in line)
    for name in ("=single, [red].jpg", "été.jpg", "burst/2.jpg"):
        assert name in known.out
    assert "5 photos" in known.out


def test_a_result_file_is_replaced_whole_and_its_link_kept(
    known: Program, photos: Path, tmp_path: Path
) -> None:
    real, link = tmp_path / "results" / "real.json", tmp_path / "results" / "link.json"
    real.parent.mkdir()
    real.write_text("older and longer " * 1000)
    link.symlink_to(real)
    assert known("score", photos, "--json", link) == 0
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["schema"] == 1
    assert [p.name for p in sorted(real.parent.iterdir())] == ["link.json", "real.json"]


def test_a_folder_is_no_result_file(known: Program, photos: Path, tmp_path: Path) -> None:
    assert known("score", photos, "--csv", tmp_path) == 2
    assert "choose another file" in known.err


@pytest.mark.parametrize("spelled", ["photos/", "./photos", "link/"])
def test_a_folder_may_be_spelled_in_every_way_that_finds_it(
    known: Program, photos: Path, monkeypatch: pytest.MonkeyPatch, spelled: str
) -> None:
    link = photos.parent / "link"
    if not link.is_symlink():
        link.symlink_to(photos, target_is_directory=True)
    expected = known.json("pick", photos)
    monkeypatch.chdir(photos.parent)
    found = known.json("pick", spelled)
    named = Path(found.pop("folder"))
    assert named.is_absolute()
    assert named.samefile(expected.pop("folder"))
    assert found == expected


def test_folder_and_home_may_be_relative_to_where_we_are(
    program: Program, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(photos.parent)
    program.home = Path("my home")
    result = program.json("score", "photos/burst/..")
    assert len(result["photos"]) == 5
    assert Path(result["folder"]).samefile(photos)
    assert (photos.parent / "my home" / "catalog.sqlite").is_file()
    assert result["models"]["ava"]["path"] == "models/album_app_v3/ava_aesthetic_model.pt"


@pytest.mark.parametrize("count", [2, 100_000])
def test_no_count_brings_more_than_the_best_of_every_group(
    known: Program, photos: Path, count: int
) -> None:
    result = known.json("pick", photos, "--count", count)
    picked = [p for p in result["photos"] if p["picked"]]
    assert len(picked) == min(count, len(result["groups"])) == len({p["group"] for p in picked})
    assert all(p["rank"] == 1 for p in picked)


def test_an_empty_folder_is_an_empty_album(known: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("no photo")
    result = known.json("pick", tmp_path / "empty", "--export", tmp_path / "album")
    assert (result["photos"], result["groups"], result["problems"]) == ([], [], [])
    assert known("pick", tmp_path / "empty") == 0
    assert "No photos were found" in known.out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(
    known: Program, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert known(*command, "--help") == 0
    for word in COMMANDS[command]:
        assert word.lower() in known.out.lower()
    assert known.err == ""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["scoer", "."], "scoer"),
        (["score", ".", "--jsn", "-"], "--jsn"),
        (["pick", ".", "--count", "many"], "--count"),
        (["pick", ".", "--mode", "move"], "move"),
        (["models", "add", "ava"], "file"),
        (["models", "list", "ava"], "ava"),
    ],
)
def test_a_slip_of_the_pen_is_named(known: Program, arguments: list[str], word: str) -> None:
    assert known(*arguments) == 2
    assert word in known.err.lower()
    assert known.out == ""


def test_a_fault_of_the_program_ends_in_one_sentence(
    known: Program,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken_window(home: Path | None, folder: Path | None) -> int:
        raise RuntimeError("inner details")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "argv", ["album-organizer", "gui", str(photos)])
    with pytest.raises(SystemExit) as stopped:
        run(broken_window)
    assert stopped.value.code == 1
    assert capsys.readouterr().out == ""
    (record,) = [r for r in caplog.records if r.levelno == logging.CRITICAL]
    assert "inner details" not in record.getMessage()
    assert record.exc_info is not None
    caplog.clear()


def test_the_module_is_the_command(tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "album_organizer", "--home", str(tmp_path), "models", "list"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"},
        check=False,
    )
    assert (started.returncode, started.stderr) == (0, "")
    assert "ava_aesthetic_model.pt" in started.stdout
    assert (tmp_path / "configs" / "global_config.yaml").is_file()
