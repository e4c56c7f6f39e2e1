"""Model versions as people handle them: by command, and by hand in the files."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from ruamel.yaml import YAML
from safetensors.torch import save_file

from tests.integration.program import Program
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.support.pictures import write_picture

AVA = "models/album_app/ava_aesthetic_model.pt"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "photos"
    for i in range(3):
        write_picture(folder / f"{i}.jpg", scene=i, seconds=100.0 * i)
    return folder


@pytest.fixture(scope="module")
def ava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ava_checkpoint(tmp_path_factory.mktemp("outputs") / "best_model.pt", seed=3)


@pytest.fixture(scope="module")
def siamese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_siamese_checkpoint(tmp_path_factory.mktemp("outputs") / "best_model.pt", seed=3)


def begin(program: Program) -> Path:
    """The home folder after a first start."""
    assert program("models", "list") == 0
    return program.home


def config(home: Path) -> Path:
    return home / "configs" / "global_config.yaml"


def registry(home: Path) -> Path:
    return home / "models" / "registry.yaml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_by_hand(home: Path, checkpoint: Path) -> None:
    """What a person types who knows where a checkpoint lies, and nothing else."""
    target = home / "models" / "by hand" / "ava.pt"
    target.parent.mkdir()
    shutil.copy(checkpoint, target)
    entry = "      mine:  # typed in\n        path: models\\by hand\\ava.pt\n"
    change(registry(home), "  siamese:\n", f"{entry}  siamese:\n")


def listed(program: Program, kind: str = "ava") -> dict[str, dict[str, Any]]:
    versions = program.json("models", "list")["models"][kind]["versions"]
    return {version["version"]: version for version in versions}


def stored_in(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for folder in ("models", "configs")
        for path in (home / folder).rglob("*")
        if path.is_file() and path.suffix != ".lock" and not path.name.startswith(".")
    }


class TestPinnedByHand:
    def test_a_path_in_the_configuration_is_used_and_shown(
        self, program: Program, photos: Path, ava: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = begin(program)
        before = program.json("score", photos)
        change(config(home), AVA, str(ava))
        versions = listed(program)
        assert [name for name, v in versions.items() if v["current"]] == ["pinned"]
        assert versions["pinned"]["path"] == ava.as_posix()
        assert versions["pinned"]["pinned"]
        assert not versions["v1"]["pinned"]
        monkeypatch.setenv("COLUMNS", "300")
        assert program("models", "list") == 0
        assert "pinned by configuration" in program.out
        after = program.json("score", photos)
        assert after["models"]["ava"]["path"] == ava.as_posix()
        assert re.fullmatch(r"[0-9a-f]{64}", after["models"]["ava"]["sha256"])
        assert [p["ava"] for p in after["photos"]] != [p["ava"] for p in before["photos"]]
        assert f"Loaded AVA model pinned from {ava}" in program.err
        assert program("models", "rollback", "ava") == 0
        assert f"ava_checkpoint: {AVA}" in config(home).read_text(encoding="utf-8")
        assert program.json("score", photos) == before

    def test_a_registered_version_may_be_pinned_too(
        self, program: Program, photos: Path, ava: Path
    ) -> None:
        home = begin(program)
        assert program("models", "add", "ava", ava) == 0
        change(config(home), AVA, "models\\album_app_v2\\ava_aesthetic_model.pt")
        versions = listed(program)
        assert list(versions) == ["v1", "v2"]
        assert (versions["v2"]["current"], versions["v2"]["pinned"]) == (True, True)
        assert program.json("score", photos)["models"]["ava"]["version"] == "v2"

    def test_a_path_to_nowhere_stops_scans_but_not_the_way_back(
        self, program: Program, photos: Path
    ) -> None:
        home = begin(program)
        change(config(home), AVA, "models/nowhere.pt")
        assert program("score", photos) == 4
        assert "nowhere.pt" in program.err
        assert "missing" in program.err
        assert "pinned" in listed(program)
        assert program("models", "rollback", "ava") == 0
        assert program("score", photos) == 0


class TestWrittenByHand:
    def test_an_entry_with_only_a_path_is_completed_by_its_first_use(
        self, program: Program, photos: Path, ava: Path
    ) -> None:
        home = begin(program)
        add_by_hand(home, ava)
        assert listed(program)["mine"]["sha256"] is None
        assert program("models", "promote", "ava", "mine") == 0
        used = program.json("score", photos)["models"]["ava"]
        assert (used["version"], used["path"]) == ("mine", "models/by hand/ava.pt")
        assert listed(program)["mine"]["sha256"] == used["sha256"]
        text = registry(home).read_text(encoding="utf-8")
        assert "mine:  # typed in" in text
        assert "current: mine" in text

    def test_another_file_in_the_place_of_a_known_one_is_never_used(
        self, program: Program, photos: Path, ava: Path
    ) -> None:
        home = begin(program)
        add_by_hand(home, ava)
        assert program("models", "promote", "ava", "mine") == 0
        make_ava_checkpoint(home / "models" / "by hand" / "ava.pt", seed=4)
        before = stored_in(home)
        for command in (["score", photos], ["pick", photos], ["models", "promote", "ava", "mine"]):
            assert program(*command) == 4
            assert "no longer the file" in program.err
        assert stored_in(home) == before
        assert program("models", "promote", "ava", "v1") == 0
        assert program.json("score", photos)["models"]["ava"]["version"] == "v1"
        shutil.copy(ava, home / "models" / "by hand" / "ava.pt")
        assert program("models", "promote", "ava", "mine") == 0

    @pytest.mark.parametrize("path", ["outside.pt", "models/../outside.pt", "{home}/outside.pt"])
    def test_a_version_outside_the_models_folder_is_not_used(
        self, program: Program, photos: Path, ava: Path, path: str
    ) -> None:
        home = begin(program)
        shutil.copy(ava, home / "outside.pt")
        entry = f"      away:\n        path: {path.format(home=home)}\n"
        change(registry(home), "  siamese:\n", f"{entry}  siamese:\n")
        assert program("models", "promote", "ava", "away") == 4
        assert "outside" in program.err
        assert program.json("score", photos)["models"]["ava"]["version"] == "v1"


class TestAdding:
    def test_safetensors_with_their_card_give_the_same_scores(
        self, program: Program, photos: Path, ava: Path, tmp_path: Path
    ) -> None:
        begin(program)
        content = torch.load(ava, weights_only=False)
        weights = {k: v.contiguous() for k, v in content["model_state_dict"].items()}
        source = tmp_path / "exported" / "mine.safetensors"
        source.parent.mkdir()
        save_file(weights, source)
        card = {"epoch": 12, "val_spearman": 0.7, "config": content["config"]}
        assert program("models", "add", "ava", source) == 4
        assert "mine.yaml" in program.err
        YAML(typ="safe").dump(card, source.with_suffix(".yaml"))
        assert program("models", "add", "ava", source, "--version", "safe") == 0
        assert program("models", "add", "ava", ava, "--version", "torch") == 0
        shutil.rmtree(source.parent)
        scores = {}
        for version in ("safe", "torch"):
            assert program("models", "promote", "ava", version) == 0
            result = program.json("score", photos)
            assert result["models"]["ava"]["version"] == version
            scores[version] = [p["ava"] for p in result["photos"]]
        assert scores["safe"] == pytest.approx(scores["torch"], abs=1e-4)
        assert listed(program)["safe"]["path"].endswith(".safetensors")

    @pytest.mark.parametrize("version", ["v1", "../v2", "pinned", "", "a b"])
    def test_a_name_that_cannot_be_is_refused(
        self, program: Program, ava: Path, version: str
    ) -> None:
        home = begin(program)
        before = stored_in(home)
        assert program("models", "add", "ava", ava, "--version", version) == 2
        assert stored_in(home) == before

    def test_a_first_name_is_the_next_free_one(
        self, program: Program, ava: Path, siamese: Path
    ) -> None:
        begin(program)
        assert program("models", "add", "ava", ava, "--version", "v7") == 0
        assert program("models", "add", "ava", ava) == 2
        assert "it is the file of v7" in program.err
        other = make_ava_checkpoint(program.home.parent / "other.pt", seed=8)
        assert program("models", "add", "ava", other) == 0
        assert list(listed(program)) == ["v1", "v7", "v8"]
        assert program("models", "add", "ava", other, "--version", "V7") == 2
        assert program("models", "add", "siamese", siamese) == 0
        assert list(listed(program, "siamese")) == ["v1", "v2"]
        assert len({v["sha256"] for v in listed(program).values()}) == 3


class Payload:
    """Pickled code: whoever loads it carelessly makes a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


def with_code(target: Path, ava: Path, siamese: Path) -> str:
    torch.save(
        {"epoch": 1, "model_state_dict": {}, "config": Payload(target / "ran")}, ava_at(target)
    )
    return "nothing of it was run"


def of_the_other_kind(target: Path, ava: Path, siamese: Path) -> str:
    shutil.copy(siamese, ava_at(target))
    return "register it as siamese"


def cut_short(target: Path, ava: Path, siamese: Path) -> str:
    ava_at(target).write_bytes(ava.read_bytes()[:100_000])
    return "new.pt"


def empty(target: Path, ava: Path, siamese: Path) -> str:
    ava_at(target).touch()
    return "new.pt"


def a_folder(target: Path, ava: Path, siamese: Path) -> str:
    ava_at(target).mkdir()
    return "There is no best_model.pt"


def ava_at(target: Path) -> Path:
    return target / "new.pt"


@pytest.mark.parametrize(
    "wrong",
    [with_code, of_the_other_kind, cut_short, empty, a_folder],
    ids=lambda make: make.__name__,
)
def test_what_is_no_ava_model_is_refused_and_leaves_no_trace(
    program: Program,
    tmp_path: Path,
    ava: Path,
    siamese: Path,
    wrong: Callable[[Path, Path, Path], str],
) -> None:
    home = begin(program)
    before = stored_in(home)
    source = tmp_path / "source"
    source.mkdir()
    sentence = wrong(source, ava, siamese)
    assert program("models", "add", "ava", ava_at(source), "--version", "new") == 4
    assert sentence in program.err
    assert program.out == ""
    assert stored_in(home) == before
    assert [p.name for p in source.iterdir()] == ["new.pt"]


def test_what_fails_its_verification_is_put_to_use_only_by_force(
    program: Program, photos: Path, tmp_path: Path, ava: Path
) -> None:
    home = begin(program)
    content = torch.load(ava, weights_only=False)
    state = content["model_state_dict"]
    content["model_state_dict"] = {k: v for k, v in state.items() if k != "head.3.weight"}
    torch.save(content, tmp_path / "headless.pt")
    assert program("models", "add", "ava", tmp_path / "headless.pt", "--version", "new") == 0
    before = registry(home).read_bytes(), config(home).read_bytes()
    assert program("models", "verify", "ava", "new") == 4
    assert "FAILED  Weights fit the network" in program.out
    assert "head.3.weight" in program.out
    assert program("models", "promote", "ava", "new") == 4
    assert "head.3.weight" in program.err
    assert program("models", "promote", "ava", "new", "--force") == 2
    assert "--reason" in program.err
    assert (registry(home).read_bytes(), config(home).read_bytes()) == before
    assert program("models", "promote", "ava", "new", "--force", "--reason", "to see it") == 0
    event = program.json("models", "history", "ava")["events"][-1]
    assert (event["event"], event["reason"]) == ("promoted", "to see it")
    assert event["details"]["forced"]
    assert program("score", photos) == 4
    assert "head.3.weight" in program.err
    assert program("models", "rollback", "ava") == 0
    assert program("score", photos) == 0


def test_code_in_the_place_of_the_model_in_use_is_not_run_either(
    program: Program, photos: Path, tmp_path: Path
) -> None:
    home = begin(program)
    torch.save({"config": Payload(tmp_path / "ran")}, tmp_path / "evil.pt")
    change(config(home), AVA, str(tmp_path / "evil.pt"))
    assert program("score", photos) == 4
    assert "nothing of it was run" in program.err
    assert not (tmp_path / "ran").exists()


def test_every_change_is_told_by_the_history(program: Program, ava: Path) -> None:
    begin(program)
    known = len(program.json("models", "history")["events"])
    for command in (
        ("add", "ava", ava, "--version", "new"),
        ("promote", "ava", "new"),
        ("promote", "ava", "new"),
        ("rollback", "ava"),
    ):
        assert program("models", *command) == 0
    events = program.json("models", "history", "ava")["events"][-5:]
    assert len(program.json("models", "history")["events"]) == known + 5
    assert [(e["event"], e.get("from"), e.get("to")) for e in events] == [
        ("registered", None, None),
        ("verified", None, None),
        ("promoted", "v1", "new"),
        ("verified", None, None),
        ("rolled back", "new", "v1"),
    ]
    assert events[0]["sha256"] == events[2]["sha256"] != events[4]["sha256"]
    assert program.json("models", "history", "siamese")["events"] != events
