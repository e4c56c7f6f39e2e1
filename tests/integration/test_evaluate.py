"""Evaluating registered versions by command, with real checkpoints and real files."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from album_organizer.cli import evaluation_commands
from tests.integration.program import Program
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.support.pages import Page
from tests.support.pictures import write_picture

pytestmark = pytest.mark.usefixtures("models_loaded_once")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate") / "photos"
    for i in range(3):
        write_picture(folder / "trip" / f"{i}.jpg", scene=i, brightness=0.7 + 0.15 * i)
    (folder / "broken.jpg").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def ava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ava_checkpoint(tmp_path_factory.mktemp("outputs") / "best_model.pt", seed=3)


@pytest.fixture(scope="module")
def siamese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_siamese_checkpoint(tmp_path_factory.mktemp("outputs") / "best_model.pt", seed=3)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files for v1 of both models: each evaluation judges every photo in 48 states."""
    folder = tmp_path_factory.mktemp("small")
    make_ava_checkpoint(folder / "ava_aesthetic_model.pt", seed=7)
    make_siamese_checkpoint(folder / "siamese_comparison_model.pt", seed=7)
    return folder


@pytest.fixture
def program(program: Program, small: Path) -> Program:
    """The command with a v1 of both models that judges quickly."""
    registry = program.home / "models" / "registry.yaml"
    known = YAML(typ="safe").load(registry)
    for kind in known["album_app"].values():
        (entry,) = kind["versions"].values()
        del entry["sha256"]
        file = program.home / entry["path"]
        shutil.copyfile(small / file.name, file)
    with registry.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(known, file)
    return program


def labels(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_versions_with_labels_as_table_json_and_page(
    program: Program, photos: Path, ava: Path, tmp_path: Path
) -> None:
    assert program("models", "add", "ava", ava) == 0
    before = snapshot(photos)
    scored = labels(
        tmp_path / "labels.csv",
        [{"path": f"trip\\{i}.jpg", "score": 3 + 2.5 * i, "theme": f"t{i}"} for i in range(3)]
        + [{"path": "gone.jpg", "score": 5, "theme": ""}],
    )
    html, document = tmp_path / "report.html", tmp_path / "report.json"
    code = program(
        "evaluate", "ava", "v1", "v2", "--photos", photos, "--labels", scored,
        "--html", html, "--json", document,
    )  # fmt: skip
    assert code == 0, program.err
    assert "All 27, same detail" in program.out
    assert "Spearman (order)" in program.out
    assert "v2 against v1" in program.out
    assert "v2 was trained on AVA" in program.err
    assert "2 files could not be used" in program.err
    assert "gone.jpg" in program.err
    found = json.loads(document.read_text(encoding="utf-8"))
    assert [version["version"] for version in found["versions"]] == ["v1", "v2"]
    assert found["labels"]["photos"] == 3
    assert found["labels"]["mae"] is not None
    page = Page(html.read_text(encoding="utf-8"))
    assert "v1 and v2 evaluated" in page.text
    assert page.all("img")
    assert snapshot(photos) == before


def test_a_comparison_model_with_decided_pairs(
    program: Program, photos: Path, siamese: Path, tmp_path: Path
) -> None:
    assert program("models", "add", "siamese", siamese) == 0
    decided = labels(
        tmp_path / "pairs.csv",
        [{"a": f"trip/{i}.jpg", "b": f"trip/{j}.jpg", "winner": "ab"[i > j], "group": "g"}
         for i in range(3) for j in range(3) if i != j],
    )  # fmt: skip
    found = program.json("evaluate", "siamese", "v2", "--photos", photos, "--labels", decided)
    assert found["labels"]["pairs"] == 6
    assert found["benchmark"]["calibration"]["pairs"] == 3 * 27
    # This checkpoint has a bias: one order alone does not make a probability.
    assert found["benchmark"]["calibration"]["one_order_error"]["values"][0][0] > 0


def test_an_ava_list_finds_photos_by_their_numbers(
    program: Program, photos: Path, tmp_path: Path
) -> None:
    rows = [f"{i} {i} {'0 ' * (2 * i + 2)}9 {'0 ' * (7 - 2 * i)}1 22 {i}" for i in range(3)]
    scored = tmp_path / "AVA.txt"
    scored.write_text("\n".join([*rows, "4 99 " + "1 " * 13, "5 no line of AVA"]) + "\n")
    command = ("evaluate", "ava", "v1", "--photos", photos / "trip", "--labels", scored)
    found = program.json(*command, "--sample", 1)
    assert (found["labels"]["photos"], found["labels"]["themes"]) == (3, 3)
    assert found["labels"]["scale"] == [1, 10]
    assert [problem["path"] for problem in found["problems"]] == ["99", "line 5"]


def test_the_labels_of_a_training_are_those_of_an_evaluation(
    program: Program, photos: Path, tmp_path: Path
) -> None:
    """Columns of both commands, written by a spreadsheet; a photo that is named twice."""
    scored = tmp_path / "labels.csv"
    scored.write_text(
        "\ufeffImage;Rating;Series;Split;;\r\n"
        + "".join(f"trip\\{i}.jpg;{3 + i},5;s{i};test;;\r\n" for i in (0, 1, 2, 0)),
        encoding="utf-8",
    )
    command = ("evaluate", "ava", "v1", "--photos", photos, "--labels", scored, "--sample", 1)
    found = program.json(*command)
    assert (found["labels"]["photos"], found["labels"]["themes"]) == (3, 3)
    told = {problem["path"]: problem["error"] for problem in found["problems"]}
    assert "trip/0.jpg is listed twice" in told["line 5"]
    decided = tmp_path / "pairs.csv"
    decided.write_text(
        "a,b,winner,strength,series\ntrip/0.jpg,trip/1.jpg,A,0.5,s\n"
        "trip/1.jpg,trip/2.jpg,b,2,s\ntrip/1.jpg,trip/1.jpg,b,1,s\n"
    )
    pairs = ("evaluate", "siamese", "v1", "--photos", photos, "--labels", decided)
    found = program.json(*pairs, "--sample", 1)
    assert (found["labels"]["pairs"], found["labels"]["groups"]) == (1, 1)
    assert [problem["path"] for problem in found["problems"]][:2] == ["line 3", "line 4"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("path,score\n", "no lines below its column names"),
        ("path,score\na.jpg,x\n", "line 2: score is 'x' instead of a number"),
        ('path,score\n"a.jpg,5\n', "this is no CSV file"),
        ("path,score,score\na.jpg,5,6\n", "two columns of one name"),
        ("path,score\ngone.jpg,5\n", "None of the 1 photos"),
        ("path,score\ntrip/0.jpg,5\n", "Fewer than two of the labelled photos"),
    ],
)
def test_labels_that_cannot_be_used_are_one_sentence(
    program: Program, photos: Path, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "labels.csv").write_text(text)
    command = ("evaluate", "ava", "v1", "--photos", photos, "--labels", tmp_path / "labels.csv")
    report = tmp_path / "report.html"
    assert program(*command, "--sample", 1, "--html", report) == 2
    assert words in " ".join(program.err.split())
    assert not report.exists()


def test_one_photo_makes_no_version_better(
    program: Program, photos: Path, ava: Path, tmp_path: Path
) -> None:
    assert program("models", "add", "ava", ava) == 0
    command = ("evaluate", "ava", "v1", "v2", "--photos", photos / "trip", "--sample", 1)
    found = program.json(*command)
    assert found["benchmark"]["all"]["as_is"]["differences"] == [None]
    assert "better than" not in found["summary"]
    assert "worse than" not in found["summary"]
    assert program(*command) == 0
    assert "not defined" in program.out


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
def test_hostile_file_names_reach_the_page_unharmed(program: Program, tmp_path: Path) -> None:
    folder, html = tmp_path / "photos", tmp_path / "report.html"
    for i, name in enumerate(("<script>alert(1).jpg", "[red]x[red].jpg", "a\nb.jpg")):
        write_picture(folder / name, scene=i)
        (folder / f"broken {name}").write_bytes(b"")
    assert program("evaluate", "ava", "v1", "--photos", folder, "--html", html) == 0, program.err
    page = Page(html.read_text(encoding="utf-8"))
    assert not page.all("script")
    assert "broken <script>" in page.text
    assert "[red]x[red].jpg" in program.err


def test_the_same_command_gives_the_same_figures(program: Program, photos: Path) -> None:
    command = ("evaluate", "ava", "v1", "--photos", photos, "--sample", 2, "--seed", 4)
    assert program.json(*command) == program.json(*command)
    assert program.json(*command)["benchmark"]["photos"] <= 2


def test_a_column_and_a_scale_can_be_named(program: Program, photos: Path, tmp_path: Path) -> None:
    rated = labels(
        tmp_path / "labels.csv", [{"file": f"{i}.jpg", "taste": 20 * (i + 1)} for i in range(3)]
    )
    command = ("evaluate", "ava", "v1", "--photos", photos, "--sample", 1, "--labels", rated)
    assert program(*command) == 2
    assert "--score-column" in program.err
    found = program.json(*command, "--score-column", "taste", "--label-scale", "0-100")
    assert found["labels"]["scale"] == [0, 100]
    assert found["labels"]["mae"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ava", "v1", "v1"], 2, "named twice"),
        (["ava", "v1", "a", "b", "c", "d"], 2, "4 versions fit side by side, not 5"),
        (["ava", "v9"], 2, "v9"),
        (["nima", "v1"], 2, "nima"),
        (["ava", "v1", "--label-scale", "ten"], 2, "is no scale"),
        (["ava", "v1", "--sample", "0"], 2, "sample"),
        (["ava", "v1", "--labels", "no such file.csv"], 2, "There is no file"),
        (["ava", "v1", "--json", "-", "--html", "-"], 2, "choose two files"),
    ],
)
def test_wrong_requests(
    program: Program, photos: Path, arguments: list[str], code: int, words: str
) -> None:
    assert program("evaluate", *arguments, "--photos", photos) == code
    assert words in " ".join(program.err.split())


def test_wrong_folders(program: Program, photos: Path, tmp_path: Path) -> None:
    assert program("evaluate", "ava", "v1", "--photos", tmp_path / "nowhere") == 3
    (tmp_path / "empty").mkdir()
    assert program("evaluate", "ava", "v1", "--photos", tmp_path / "empty") == 3
    assert "There are no photos" in program.err
    assert program("evaluate", "ava", "v1") == 2
    assert program("evaluate", "ava", "--photos", photos) == 2


def test_a_changed_checkpoint_is_refused(program: Program, photos: Path, ava: Path) -> None:
    assert program("models", "add", "ava", ava) == 0
    copied = program.home / "models" / "album_app_v2" / "ava_aesthetic_model.pt"
    copied.write_bytes(copied.read_bytes()[:-1])
    assert program("evaluate", "ava", "v1", "v2", "--photos", photos) == 4
    assert "ava_aesthetic_model.pt" in program.err


def test_control_c_stops_and_writes_nothing(
    program: Program, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluation_commands, "evaluation_to_html", interrupted)
    report = tmp_path / "report.html"
    code = program("evaluate", "ava", "v1", "--photos", photos, "--sample", 1, "--html", report)
    assert code == 130
    assert "Stopped; nothing was written." in program.err
    assert not report.exists()
