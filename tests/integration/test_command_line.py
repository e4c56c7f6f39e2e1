"""The program as scripts see it: standard output, exit codes, files; with the built-in models."""

import csv
import io
import json
from pathlib import Path

import pytest

from album_organizer.workspace.logs import log_path
from tests.integration.program import Program
from tests.support.checkpoints import make_ava_checkpoint


def test_score_writes_the_documented_json_and_nothing_else(program: Program, folder: Path) -> None:
    result = program.json("score", folder)
    assert set(result) == {"schema", "folder", "models", "photos", "problems"}
    assert (result["schema"], result["folder"]) == (1, str(folder))
    assert set(result["models"]) == {"ava", "siamese"}
    assert set(result["models"]["ava"]) == {"version", "sha256", "path"}
    assert [p["path"] for p in result["photos"]] == [
        "burst_0.jpg",
        "burst_1.jpg",
        "burst_2.jpg",
        "more/1.jpg",
        "more/2.jpg",
        "more/3.jpg",
    ]
    for photo in result["photos"]:
        assert set(photo) == {"path", "ava", "technical", "portrait", "score"}
        assert 1 <= photo["ava"] <= 10
        assert 0 <= photo["technical"] <= 1
        assert 0 <= photo["score"] <= 1
        assert photo["portrait"] is None or 0 <= photo["portrait"] <= 1
    assert [p["path"] for p in result["problems"]] == ["broken.jpg"]


def test_pick_writes_groups_picks_comparisons_and_reasons(program: Program, folder: Path) -> None:
    result = program.json("pick", folder, "--count", 2)
    assert set(result) == {
        "schema",
        "folder",
        "models",
        "photos",
        "groups",
        "comparisons",
        "problems",
    }
    assert sum(p["picked"] for p in result["photos"]) == 2
    burst = result["groups"][0]
    assert set(burst) == {"id", "photos", "best", "kind"}
    assert sorted(burst["photos"]) == ["burst_0.jpg", "burst_1.jpg", "burst_2.jpg"]
    assert (burst["kind"], burst["best"]) == ("similar", burst["photos"][0])
    in_groups = sorted(path for group in result["groups"] for path in group["photos"])
    assert in_groups == [p["path"] for p in result["photos"]]
    assert all(p["reasons"] and p["rank"] >= 1 for p in result["photos"])
    for comparison in result["comparisons"]:
        assert set(comparison) == {"a", "b", "p_a"}
        assert 0 <= comparison["p_a"] <= 1


def test_a_second_run_gives_the_same_output_byte_for_byte(program: Program, folder: Path) -> None:
    assert program("pick", folder, "--json", "-") == 0
    first = program.out
    assert program("pick", folder, "--json", "-") == 0
    assert program.out == first


def test_the_log_names_both_models_at_the_start_of_a_scan(program: Program, folder: Path) -> None:
    program("score", folder)
    log = log_path(program.home).read_text(encoding="utf-8")
    for text in (program.err, log):
        assert "INFO - Loaded AVA model v1 from models/album_app/ava_aesthetic_model.pt" in text
        assert (
            "INFO - Loaded Siamese comparison model v1 from "
            "models/album_app/siamese_comparison_model.pt"
        ) in text


def test_the_table_and_the_files_agree(program: Program, folder: Path, tmp_path: Path) -> None:
    outputs = ["--json", tmp_path / "r.json", "--csv", tmp_path / "r.csv"]
    assert program("pick", folder, "--count", 3, *outputs) == 0
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8"))))
    assert [r["path"] for r in rows] == [p["path"] for p in result["photos"]]
    assert [r["picked"] == "yes" for r in rows] == [p["picked"] for p in result["photos"]]
    for photo in result["photos"]:
        assert (photo["path"] in program.out) == photo["picked"]
    assert "broken.jpg" in program.err


def test_export_copies_the_picks_and_repeats_without_harm(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    target = tmp_path / "album"
    result = program.json("pick", folder, "--count", 3, "--export", target, "--mode", "copy")
    picked = sorted(Path(p["path"]).name for p in result["photos"] if p["picked"])
    assert sorted(p.name for p in target.iterdir()) == picked
    assert program("pick", folder, "--count", 3, "--export", target) == 0
    assert "3 there already" in program.err
    assert sorted(p.name for p in target.iterdir()) == picked
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_compare_answers_a_list_of_pairs(program: Program, folder: Path) -> None:
    pairs = folder / "pairs.csv"
    pairs.write_text("a,b\nburst_0.jpg,burst_1.jpg\nburst_1.jpg,burst_0.jpg\nburst_0.jpg,no.jpg\n")
    result = program.json("compare", pairs)
    assert set(result) == {"schema", "models", "comparisons", "problems"}
    one, other = result["comparisons"]
    assert set(one) == {"a", "b", "p_a", "composite_a", "composite_b"}
    assert one["p_a"] + other["p_a"] == pytest.approx(1.0)
    assert one["composite_a"] == other["composite_b"]
    assert [p["path"] for p in result["problems"]] == ["no.jpg"]


def test_models_are_added_promoted_used_and_rolled_back(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    checkpoint = make_ava_checkpoint(tmp_path / "best_model.pt", backbone="tf_efficientnet_lite0")
    before = program.json("score", folder)
    assert program("models", "add", "ava", checkpoint, "--version", "mine") == 0
    assert program.json("score", folder)["models"] == before["models"]
    assert program("models", "promote", "ava", "mine") == 0
    config = (program.home / "configs" / "global_config.yaml").read_text(encoding="utf-8")
    assert "models/album_app_mine/" in config
    after = program.json("score", folder)
    assert after["models"]["ava"]["version"] == "mine"
    assert [p["ava"] for p in after["photos"]] != [p["ava"] for p in before["photos"]]
    assert program("models", "rollback", "ava") == 0
    assert program.json("score", folder) == before
    listed = program.json("models", "list")["models"]
    assert listed["ava"]["current"] == "v1"
    assert [v["version"] for v in listed["ava"]["versions"]] == ["v1", "mine"]
    events = program.json("models", "history", "ava")["events"]
    changes = [e["event"] for e in events if e["event"] != "verified"]
    assert changes[-3:] == ["registered", "promoted", "rolled back"]
    assert checkpoint.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["pick"], 2),
        (["pick", ".", "--count", "0"], 2),
        (["score", ".", "--json", "-", "--csv", "-"], 2),
        (["models", "promote", "ava", "v99"], 2),
        (["models", "rollback", "ava"], 2),
        (["models", "promote", "dog", "v1"], 2),
        (["compare", "no.csv"], 2),
        (["score", "/no/such/folder"], 3),
        (["models", "add", "ava", "no.pt"], 4),
    ],
)
def test_exit_codes(program: Program, arguments: list[str], code: int) -> None:
    assert program(*arguments) == code
    assert program.err.strip()
    assert program.out == ""


class TestUnusableModels:
    def model(self, program: Program, name: str) -> Path:
        program("models", "list")
        return program.home / "models" / "album_app" / name

    @pytest.mark.parametrize("damage", ["missing", "garbage", "truncated"])
    def test_an_unusable_ava_model_stops_with_a_sentence(
        self, program: Program, folder: Path, damage: str
    ) -> None:
        path = self.model(program, "ava_aesthetic_model.pt")
        whole = path.read_bytes()
        path.unlink()
        if damage != "missing":
            path.write_bytes(b"garbage" if damage == "garbage" else whole[: len(whole) // 2])
        assert program("score", folder) == 4
        assert "ava_aesthetic_model.pt" in program.err

    def test_without_the_comparison_model_photos_are_scored_but_not_picked(
        self, program: Program, folder: Path
    ) -> None:
        self.model(program, "siamese_comparison_model.pt").unlink()
        assert program("score", folder) == 0
        assert "siamese_comparison_model.pt" in program.err
        assert program("pick", folder) == 4

    def test_a_typo_in_the_registry_names_line_and_column(
        self, program: Program, folder: Path
    ) -> None:
        self.model(program, "")
        registry = program.home / "models" / "registry.yaml"
        registry.write_text(registry.read_text().replace("versions:", "versions: ]", 1))
        assert program("score", folder) == 0
        assert "line" in program.err
        assert "column" in program.err
        (program.home / "models" / ".registry_last_good.yaml").unlink()
        assert program("score", folder) == 4
        assert "column" in program.err


def test_a_damaged_catalog_is_set_aside_with_a_sentence(program: Program, folder: Path) -> None:
    assert program("score", folder) == 0
    catalog = program.home / "catalog.sqlite"
    for extra in program.home.glob("catalog.sqlite-*"):
        extra.unlink()
    catalog.write_bytes(b"not a database" * 1000)
    assert program("score", folder) == 0
    assert "catalog" in program.err.lower()
    assert list(program.home.glob("catalog.corrupt-*"))


def test_a_wrong_setting_is_refused_with_its_nearest_name(program: Program, folder: Path) -> None:
    program("models", "list")
    config = program.home / "configs" / "global_config.yaml"
    config.write_text("album:\n  target_cuont: 3\n", encoding="utf-8")
    assert program("pick", folder) == 2
    assert "target_count" in program.err


def test_doctor_shows_versions_models_and_paths(program: Program) -> None:
    assert program("doctor") == 0
    for expected in ("torch", "Home folder", "AVA model", "Siamese model", "v1"):
        assert expected in program.out
    (program.home / "models" / "album_app" / "ava_aesthetic_model.pt").unlink()
    assert program("doctor") == 4
    assert "ava_aesthetic_model.pt" in program.out


def test_the_window_opens_where_there_is_a_display(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert program("gui", folder) == 0
    assert program.opened == [folder]


@pytest.mark.skipif("sys.platform != 'linux'")
def test_without_a_display_the_job_is_done_here(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert program("gui", folder) == 0
    assert program.opened == []
    assert "burst_" in program.out
    assert program("gui") == 2


def test_the_demo_album_goes_all_the_way_to_an_exported_album(
    program: Program, tmp_path: Path
) -> None:
    demo, target = tmp_path / "demo", tmp_path / "album"
    assert program("demo", demo) == 0
    result = program.json("pick", demo, "--count", 10, "--export", target)
    assert len(result["photos"]) >= 30
    assert any(len(group["photos"]) > 2 for group in result["groups"])
    assert len(result["problems"]) == 1
    assert len(list(target.iterdir())) == 10


def test_an_unwritable_result_file_is_refused(program: Program, folder: Path) -> None:
    assert program("score", folder, "--json", folder / "no" / "such" / "r.json") == 2
    assert "r.json" in program.err


def test_the_version_needs_no_command(program: Program) -> None:
    assert program("--version") == 0
    assert program.out.strip().count(".") == 2


def test_one_file_cannot_hold_two_results(program: Program, folder: Path, tmp_path: Path) -> None:
    assert program("score", folder, "--json", tmp_path / "r", "--csv", tmp_path / "r") == 2
    assert "choose two files" in program.err


def test_a_name_that_no_file_can_have_is_a_problem(program: Program, folder: Path) -> None:
    (folder / "pairs.csv").write_bytes(b"a,b\nbad\0name.jpg,burst_0.jpg\n")
    assert len(program.json("compare", folder / "pairs.csv")["problems"]) == 1


def test_a_home_spelled_with_dots_keeps_relative_paths(program: Program, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    program.home = tmp_path / "x" / ".." / "home"
    listed = program.json("models", "list")["models"]
    assert listed["ava"]["versions"][0]["path"] == "models/album_app/ava_aesthetic_model.pt"


def test_tables_are_not_cut_for_other_programs(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert program("models", "list") == 0
    assert "models/album_app/siamese_comparison_model.pt" in program.out
