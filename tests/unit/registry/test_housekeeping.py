"""Notes, retirement, rolling back to a chosen version, and what is left alone."""

import os
from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry.history import new_event
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import set_values
from tests.unit.registry.models import AVA_KEY, TINY, TinyInspector, checkpoint, new_home


def three(home: Path) -> Registry:
    registry = new_home(home)
    registry.add("ava", checkpoint(home / "c.pt", "OK 3"))
    return registry


def text(home: Path) -> str:
    return (home / "models" / "registry.yaml").read_text()


def test_roll_back_to_a_chosen_version(tmp_path: Path) -> None:
    registry = three(tmp_path)
    registry.promote("ava", "v2")
    registry.promote("ava", "v3")
    assert registry.earlier("ava") == ["v2", "v1"]
    back = registry.rollback("ava", "worse on faces", to="v1")
    assert back.version == "v1"
    event = registry.history("ava")[-1]
    assert (event.event, event.from_version, event.to_version, event.reason) == (
        "rolled back", "v3", "v1", "worse on faces",
    )  # fmt: skip


def test_roll_back_goes_only_to_what_was_current(tmp_path: Path) -> None:
    registry = three(tmp_path)
    registry.promote("ava", "v2")
    with pytest.raises(
        UsageError, match=r"v3 is not one of the versions .*still reach \(v1\).*promote ava v3"
    ):
        registry.rollback("ava", to="v3")
    with pytest.raises(UsageError, match="no version 'v9'"):
        registry.rollback("ava", to="v9")


def test_roll_back_verifies_too(tmp_path: Path) -> None:
    registry = three(tmp_path)
    registry.promote("ava", "v2")
    (tmp_path / "models" / "album_app" / "ava_aesthetic_model.pt").unlink()
    with pytest.raises(ModelError, match="is missing"):
        registry.rollback("ava")
    assert registry.current("ava").version == "v2"


def test_retired_versions_are_kept_but_not_put_to_use(tmp_path: Path) -> None:
    registry = three(tmp_path)
    retired = registry.retire("ava", "v2", "trained on the wrong labels")
    assert retired.retired is not None
    assert registry.verify_file(retired).path.exists()
    event = registry.history("ava")[-1]
    assert (event.event, event.version, event.reason) == (
        "retired", "v2", "trained on the wrong labels",
    )  # fmt: skip
    with pytest.raises(UsageError, match=r"retired on .*--undo"):
        registry.promote("ava", "v2", "x", force=True)
    lines = len(registry.history())
    registry.retire("ava", "v2")
    assert len(registry.history()) == lines
    assert registry.restore("ava", "v2").retired is None
    assert " retired:" not in text(tmp_path)
    assert registry.promote("ava", "v2").is_current


def test_the_current_version_cannot_be_retired(tmp_path: Path) -> None:
    registry = three(tmp_path)
    before = text(tmp_path)
    with pytest.raises(UsageError, match="in use and cannot be retired; promote another"):
        registry.retire("ava", "v1")
    assert text(tmp_path) == before


def test_roll_back_passes_over_retired_versions(tmp_path: Path) -> None:
    registry = three(tmp_path)
    registry.promote("ava", "v2")
    registry.promote("ava", "v3")
    registry.retire("ava", "v2")
    assert registry.rollback("ava").version == "v1"


def test_notes(tmp_path: Path) -> None:
    registry = three(tmp_path)
    added = registry.add("ava", checkpoint(tmp_path / "d.pt", "OK 4"), note="with\nnew labels")
    assert added.note == "with new labels"
    assert registry.history("ava")[-1].reason == "with new labels"
    assert registry.set_note("ava", "v2", "sharper: # 1, they say").note == "sharper: # 1, they say"
    assert registry.set_note("ava", "v2", "  ").note is None
    assert [e.reason for e in registry.history("ava") if e.event == "noted"] == [
        "sharper: # 1, they say", None,
    ]  # fmt: skip


def test_control_characters_never_reach_a_terminal(tmp_path: Path) -> None:
    registry = three(tmp_path)
    assert registry.set_note("ava", "v2", "\x1b[31mred\x07").note == "[31mred"
    with pytest.raises(UsageError, match="needs its reason"):
        registry.promote("ava", "v2", "  \x1b ", force=True)
    registry.promote("ava", "v2", "\x1b[2Jgood\nnews")
    assert registry.history("ava")[-1].reason == "[2Jgood news"


def test_the_same_file_is_registered_once(tmp_path: Path) -> None:
    registry = three(tmp_path)
    before = text(tmp_path)
    with pytest.raises(UsageError, match=r"registered already: it is the file of v3.*promote"):
        registry.add("ava", tmp_path / "c.pt")
    assert text(tmp_path) == before


def test_roll_back_to_nowhere_tells_what_can_be_promoted(tmp_path: Path) -> None:
    registry = three(tmp_path)
    registry.retire("ava", "v2")
    with pytest.raises(UsageError, match=r"no earlier version of ava .*\(v3\)"):
        registry.rollback("ava")
    with pytest.raises(UsageError, match="no version 'v9'"):
        registry.rollback("ava", to="v9")


def test_a_path_pinned_by_hand_is_kept_in_the_history(tmp_path: Path) -> None:
    registry = three(tmp_path)
    mine = checkpoint(tmp_path / "mine.pt", "OK mine")
    set_values(tmp_path, {AVA_KEY: mine.as_posix()})
    registry.promote("ava", "v2")
    assert registry.history("ava")[-1].details == {"pinned_path": "mine.pt"}


def test_half_written_files_of_killed_processes_are_swept(tmp_path: Path) -> None:
    registry = three(tmp_path)
    old = checkpoint(tmp_path / "models/album_app_v2/.incoming-abc", "half")
    new = checkpoint(tmp_path / "models/.incoming-def", "being written")
    os.utime(old, (1, 1))
    registry.set_note("ava", "v2", "x")
    assert not old.exists()
    assert new.exists()


def test_comments_and_order_survive_every_change(tmp_path: Path) -> None:
    registry = three(tmp_path)
    file = tmp_path / "models" / "registry.yaml"
    file.write_text(
        "# ours, do not sort\nbenchmark_app: {ava: {current: v7}}\n"
        + text(tmp_path).replace("      v2:\n", "      v2:  # from the night of the 18th\n")
        + "  dinov2_features:\n    current: v1 # not ours\n    versions: {v1: {path: d.pt}}\n"
    )
    before = text(tmp_path)
    registry.set_note("ava", "v2", "x")
    registry.retire("ava", "v3")
    registry.promote("ava", "v2")
    registry.rollback("ava")
    registry.restore("ava", "v3")
    registry.set_note("ava", "v2", "")
    assert text(tmp_path) == before


def test_what_is_not_ours_is_listed(tmp_path: Path) -> None:
    registry = three(tmp_path)
    assert registry.others() == []
    file = tmp_path / "models" / "registry.yaml"
    file.write_text(text(tmp_path) + "benchmark_app: {ava: {current: v7, versions: {v7: {}}}}\n")
    (other,) = registry.others()
    assert (other.application, other.kind, other.current) == ("benchmark_app", "ava", "v7")


def test_training_folder_fills_in_the_card(tmp_path: Path) -> None:
    new_home(tmp_path)
    run = tmp_path / "outputs" / "ava" / "run_20260118"
    checkpoint(run / "best_model.pt", "OK run")
    (run / "training_history.json").write_text('{"val_mse": [0.5, 0.35], "val_mae": [0.6, 0.4]}')
    registry = Registry(tmp_path, TinyInspector({"val_mse": 0.35}))
    added = registry.add("ava", run, "run-a", "night run")
    assert added.metrics == {"val_mse": 0.35, "val_mae": 0.4}
    assert (added.date, added.architecture, added.note) == ("2026-01-18", "tiny", "night run")
    assert added.source == run.as_posix()
    assert registry.current("ava").version == "v1"


def test_a_version_registered_in_place_has_no_source(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    assert registry.find("ava", "v1").source is None
    assert registry.find("ava", "v2").source == (tmp_path / "outputs/best_model.pt").as_posix()


def test_any_event_can_be_recorded(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    event = new_event("tested in blind", "ava", "v2", sha256=None, details={"wins": [3, 5]})
    registry.record(event)
    assert registry.history("ava")[-1] == event
    assert Registry(tmp_path, TINY).history("ava")[-1].details == {"wins": [3, 5]}
