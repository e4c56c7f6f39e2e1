"""Two really different checkpoints on their whole way, by command: the built-in AVA model and a
ResNet50 from a training folder, registered, verified, compared, promoted, rolled back."""

import json
from pathlib import Path
from typing import Any

import pytest

from album_organizer.storage.catalog import Catalog
from tests.integration.program import Program
from tests.support.checkpoints import make_siamese_checkpoint
from tests.support.training_runs import CONFIG, make_ava_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("work") / "outputs"
    return make_ava_run(outputs / "ava" / "gpu_run_regression_18_01")


def scores(result: Any) -> dict[str, float]:
    return {photo["path"]: photo["ava"] for photo in result["photos"]}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {f.name: (f.stat().st_size, f.stat().st_mtime_ns) for f in folder.iterdir()}


def test_ava_from_the_training_folder_to_the_album_and_back(
    program: Program, folder: Path, run: Path, tmp_path: Path
) -> None:
    untouched = stamps(run)
    first = program.json("score", folder)
    assert first["models"]["ava"]["version"] == "v1"

    added = program.json("models", "add", "ava", run, "--note", "night run")
    assert (added["version"], added["current"], added["note"]) == ("v2", False, "night run")
    assert added["architecture"] == "resnet50, regression"
    assert added["metrics"] == {"val_spearman": 0.7123, "val_mse": 0.35, "val_loss": 0.41}
    assert added["source"] == run.as_posix()
    kept = program.home / "models" / "album_app_v2"
    assert sorted(file.name for file in kept.iterdir()) == [
        "ava_aesthetic_model.pt", "ava_training_config.yaml", "ava_training_history.json",
    ]  # fmt: skip
    assert (kept / "ava_training_config.yaml").read_text(encoding="utf-8") == CONFIG
    assert program.json("score", folder) == first

    verified = program.json("models", "verify", "ava", "v2")
    assert verified["passed"]
    assert verified["photos_per_s"] > 0
    assert [check["name"] for check in verified["checks"]] == [
        "File as registered",
        "Safe to read",
        "Right kind",
        "Preprocessing known",
        "Weights fit the network",
        "Weights are finite numbers",
        "Scores are in range",
        "Tells photos apart",
    ]

    report, table = tmp_path / "report.html", tmp_path / "report.json"
    asked = ("models", "compare", "ava", "v1", "v2", folder, "--html", report, "--json", table)
    assert program(*asked) == 0, program.err
    assert program.out.startswith("Your 6 photos are too few to tell how alike v1 and v2 rank")
    compared = json.loads(table.read_text(encoding="utf-8"))
    wanted = {"kind", "a", "b", "photos", "spearman", "spearman_ci", "flips", "picks_changed"}
    assert wanted | {"img_s_a", "img_s_b"} <= set(compared)
    assert (compared["kind"], compared["a"], compared["b"]) == ("ava", "v1", "v2")
    assert compared["photos"] == 6
    assert min(compared["img_s_a"], compared["img_s_b"]) > 0
    assert {s["path"]: s["a"] for s in compared["scores"]} == pytest.approx(scores(first), abs=6e-4)
    page = report.read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") >= 2
    assert "<script" not in page

    promoted = program.json("models", "promote", "ava", "v2", "--reason", "sharper")
    assert promoted["current"]
    config = (program.home / "configs" / "global_config.yaml").read_text(encoding="utf-8")
    assert "ava_checkpoint: models/album_app_v2/ava_aesthetic_model.pt" in config
    assert "# Checkpoints in use." in config
    second = program.json("score", folder)
    assert second["models"]["ava"]["version"] == "v2"
    assert {s["path"]: s["b"] for s in compared["scores"]} == pytest.approx(
        scores(second), abs=6e-4
    )
    assert scores(second) != scores(first)

    assert program.json("models", "rollback", "ava", "--reason", "worse")["version"] == "v1"
    assert program.json("score", folder) == first
    with Catalog(program.home / "catalog.sqlite") as catalog:
        known = catalog.known_files(str(folder)).values()
        ids = [file.content_id for file in known if file.content_id is not None]
        for version in (first, second):
            assert catalog.scored_count(ids, version["models"]["ava"]["sha256"]) == 6
    events = program.json("models", "history", "ava")["events"][-5:]
    assert [(event["event"], event["to"], event["reason"]) for event in events if event["to"]] == [
        ("promoted", "v2", "sharper"),
        ("rolled back", "v1", "worse"),
    ]
    assert stamps(run) == untouched


def test_siamese_versions_are_compared_and_switched(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    best = make_siamese_checkpoint(tmp_path / "best_model.pt", seed=3)
    assert program("models", "add", "siamese", best) == 0
    compared = program.json("models", "compare", "siamese", "v1", "v2", folder)
    assert (compared["kind"], compared["photos"]) == ("siamese", 6)
    assert compared["pairs"] > 0
    assert 0 <= compared["agreement_rate"] <= 1
    assert 0 <= compared["consistency_b"] <= 1
    assert compared["flipped_pairs"] <= compared["pairs"]
    again = program.json("models", "compare", "siamese", "v1", "v2", folder)
    for figure in ("comparisons", "spearman", "flips", "agreement_rate"):
        assert again[figure] == compared[figure]
    before = program.json("pick", folder)
    assert program("models", "promote", "siamese", "v2") == 0
    assert program.json("pick", folder)["models"]["siamese"]["version"] == "v2"
    assert program("models", "rollback", "siamese") == 0
    assert program.json("pick", folder) == before


def test_comparison_that_cannot_be_made(program: Program, folder: Path, tmp_path: Path) -> None:
    assert program("models", "compare", "ava", "v1", "v9", folder) == 2
    assert "no version 'v9' of ava" in program.err
    assert program("models", "compare", "ava", "v1", "v1", tmp_path / "nowhere") == 3
    assert "does not exist" in program.err
    missing = tmp_path / "no such folder" / "c.html"
    assert program("models", "compare", "ava", "v1", "v1", folder, "--html", missing) == 2
    assert "cannot be written" in program.err


def test_show_tells_the_card_and_the_history(program: Program) -> None:
    shown = program.json("models", "show", "ava", "v1")
    assert shown["card"].startswith("# AVA model v1\n")
    assert [event["event"] for event in shown["events"]][:2] == ["registered", "promoted"]
    assert program("models", "show", "ava", "v1") == 0
    assert "AVA model v1: current" in program.out
    assert program("models", "show", "ava", "v9") == 2


def test_notes_retirement_and_other_models(program: Program, tmp_path: Path) -> None:
    best = make_siamese_checkpoint(tmp_path / "best_model.pt", seed=3)
    assert program("models", "add", "siamese", best, "--version", "run-a") == 0
    assert program.json("models", "note", "siamese", "run-a", "n")["note"] == "n"
    assert program("models", "retire", "siamese", "v1") == 2
    assert "in use and cannot be retired" in program.err
    assert program.json("models", "retire", "siamese", "run-a", "--reason", "x")["retired"]
    assert program("models", "promote", "siamese", "run-a") == 2
    assert program.json("models", "retire", "siamese", "run-a", "--undo")["retired"] is None
    file = program.home / "models" / "registry.yaml"
    foreign = "benchmark_app:\n  dinov2_features: {current: v3, versions: {v3: {path: d.pt}}}\n"
    file.write_text(file.read_text(encoding="utf-8") + foreign, encoding="utf-8")
    assert program.json("models", "list")["others"] == [
        {
            "application": "benchmark_app",
            "kind": "dinov2_features",
            "current": "v3",
            "versions": ["v3"],
        }
    ]
    assert program("models", "promote", "siamese", "run-a") == 0
    assert file.read_text(encoding="utf-8").endswith(foreign)
    assert program("models", "list") == 0
    assert "left alone: benchmark_app dinov2_features, current v3" in program.out


def test_broken_registry_is_told_and_scans_go_on(program: Program, folder: Path) -> None:
    assert program("models", "list") == 0
    file = program.home / "models" / "registry.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "oops: [\n", encoding="utf-8")
    assert program("models", "list") == 0
    assert "is not valid YAML: line" in program.err
    assert program("score", folder) == 0
    assert "last good state" in program.err
    assert program("models", "promote", "ava", "v1") == 0  # it is in use already
    assert program("models", "note", "ava", "v1", "x") == 4
    assert "column" in program.err
