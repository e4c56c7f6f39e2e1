import shutil
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import config_path, load_settings, set_values
from tests.unit.registry.models import (
    AVA_KEY,
    BUILT_IN,
    TINY,
    TinyInspector,
    checkpoint,
    new_home,
)

V2 = "models/album_app_v2/ava_aesthetic_model.pt"
HISTORY = "models/history.jsonl"


def state(registry: Registry) -> list[tuple[str, bool, bool]]:
    return [(v.version, v.is_current, v.pinned) for v in registry.versions("ava")]


def configured(home: Path) -> str:
    return load_settings(home).quality_assessment.ava_checkpoint


def snapshot(home: Path) -> dict[str, bytes]:
    return {
        file.relative_to(home).as_posix(): file.read_bytes()
        for file in home.rglob("*")
        if file.is_file() and file.suffix != ".lock" and not file.name.startswith(".")
    }


def test_first_version_becomes_current_and_stays_in_place(tmp_path: Path) -> None:
    registry = Registry(tmp_path, TINY)
    added = registry.add("ava", checkpoint(tmp_path / BUILT_IN))
    assert (added.version, added.relative_path, added.is_current) == ("v1", BUILT_IN, True)
    assert added.path == tmp_path / BUILT_IN
    assert added.metrics == {"val_mse": 0.35}
    assert added.date is not None
    assert registry.current("ava") == added
    assert registry.versions("siamese") == []
    assert [(e.event, e.version, e.to_version) for e in registry.history()] == [
        ("registered", "v1", None),
        ("verified", "v1", None),
        ("promoted", "v1", "v1"),
    ]


def test_first_version_from_outside_is_shown_in_the_configuration(tmp_path: Path) -> None:
    registry = Registry(tmp_path, TINY)
    registry.add("ava", checkpoint(tmp_path / "outputs" / "best_model.pt"), "spring")
    assert configured(tmp_path) == "models/album_app_spring/ava_aesthetic_model.pt"
    assert state(registry) == [("spring", True, False)]


def test_metrics_may_be_numpy_numbers(tmp_path: Path) -> None:
    registry = Registry(tmp_path, TinyInspector({"val_spearman": np.float64(0.75)}))
    registry.add("ava", checkpoint(tmp_path / BUILT_IN))
    assert registry.current("ava").metrics == {"val_spearman": 0.75}


def test_adding_changes_nothing_for_the_next_scan(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    assert state(registry) == [("v1", True, False), ("v2", False, False)]
    assert configured(tmp_path) == BUILT_IN
    assert (tmp_path / "outputs" / "best_model.pt").read_text() == "OK 2"


@pytest.mark.parametrize(
    ("kind", "version", "sentence"),
    [
        ("ava", "v1", "exists already.*for example v3"),
        ("ava", "a/b", "cannot be the name"),
        ("dinov2_features", None, "no model kind"),
    ],
)
def test_refused_names(tmp_path: Path, kind: str, version: str | None, sentence: str) -> None:
    registry = new_home(tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(UsageError, match=sentence):
        registry.add(kind, tmp_path / "outputs" / "best_model.pt", version)
    assert snapshot(tmp_path) == before


def test_checkpoint_that_does_not_load_is_not_registered(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    bad = checkpoint(tmp_path / "bad.pt", "pickle")
    before = snapshot(tmp_path)
    with pytest.raises(ModelError, match="damaged"):
        registry.add("ava", bad)
    assert snapshot(tmp_path) == before


def test_promote_and_roll_back(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    promoted = registry.promote("ava", "v2", "sharper eyes")
    assert promoted.version == "v2"
    assert state(registry) == [("v1", False, False), ("v2", True, False)]
    assert configured(tmp_path) == V2
    assert registry.rollback("ava").version == "v1"
    assert configured(tmp_path) == BUILT_IN
    events = [e for e in registry.history("ava") if e.to_version][-2:]
    assert [(e.event, e.from_version, e.to_version, e.reason) for e in events] == [
        ("promoted", "v1", "v2", "sharper eyes"),
        ("rolled back", "v2", "v1", None),
    ]
    assert events[0].sha256 == promoted.sha256
    assert registry.history("siamese") == []
    with pytest.raises(UsageError, match=r"no earlier version.*\(v2\)"):
        registry.rollback("ava")


def test_switching_keeps_comments(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    for file in (config_path(tmp_path), tmp_path / "models" / "registry.yaml"):
        file.write_text("# mine\n" + file.read_text())
    registry.promote("ava", "v2")
    for file in (config_path(tmp_path), tmp_path / "models" / "registry.yaml"):
        assert file.read_text().startswith("# mine\n")


def test_promoting_the_current_version_changes_nothing(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    before = snapshot(tmp_path)
    assert registry.promote("ava", "v1").is_current
    assert snapshot(tmp_path) == before


def test_unknown_version(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no version 'v9' of ava; registered: v1, v2"):
        new_home(tmp_path).promote("ava", "v9")


def test_failed_promotion_leaves_everything(tmp_path: Path) -> None:
    registry = new_home(tmp_path)

    registry.add("ava", checkpoint(tmp_path / "bad.pt", "BAD"))
    before = snapshot(tmp_path)
    with pytest.raises(ModelError, match=r"AVA model v3 was not put to use.*no finite score\."):
        registry.promote("ava", "v3")
    checkpoint(tmp_path / V2, "OK but another")
    with pytest.raises(ModelError, match="no longer the file"):
        registry.promote("ava", "v2")
    checkpoint(tmp_path / V2, "OK 2")
    after = snapshot(tmp_path)
    told = [after.pop(HISTORY), before.pop(HISTORY)]
    assert after == before
    assert told[0].startswith(told[1])
    assert [e.event for e in registry.history("ava")[-2:]] == ["failed verification"] * 2


def test_damaged_configuration_stops_a_switch_before_it_begins(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    good = config_path(tmp_path).read_text()
    config_path(tmp_path).write_text(good + "albun: 3\n")
    before = snapshot(tmp_path)
    with pytest.raises(UsageError, match="'albun'"):
        registry.promote("ava", "v2")
    assert snapshot(tmp_path) == before


def test_changed_file_is_noticed_and_can_become_a_new_version(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    assert registry.verify_file(registry.current("ava")).sha256
    checkpoint(tmp_path / BUILT_IN, "OK retrained")
    with pytest.raises(ModelError, match="no longer the file that was registered as AVA model v1"):
        registry.verify_file(registry.current("ava"))
    added = registry.add("ava", tmp_path / BUILT_IN)
    with pytest.raises(ModelError, match=r"but that of v3.*promote ava v3"):
        registry.verify_file(registry.current("ava"))
    assert added.relative_path == "models/album_app_v3/ava_aesthetic_model.pt"
    assert registry.promote("ava", "v3").is_current


def test_missing_file_is_a_sentence(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    (tmp_path / BUILT_IN).unlink()
    with pytest.raises(ModelError, match="AVA model v1, is missing"):
        registry.verify_file(registry.current("ava"))
    (tmp_path / BUILT_IN).mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        registry.verify_file(registry.current("ava"))


def test_hand_written_entry_is_completed(tmp_path: Path) -> None:
    checkpoint(tmp_path / BUILT_IN)
    text = f"album_app:\n  ava:\n    current: v1\n    versions:\n      v1: {{path: {BUILT_IN}}}\n"
    (tmp_path / "models" / "registry.yaml").write_text(text)
    registry = Registry(tmp_path, TINY)
    version = registry.current("ava")
    assert version.sha256 is None
    verified = registry.verify_file(version)
    assert registry.current("ava") == verified
    assert verified.sha256 is not None
    assert verified.sha256 in (tmp_path / "models" / "registry.yaml").read_text()


def test_path_entered_by_hand_is_honoured(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    set_values(tmp_path, {AVA_KEY: V2.replace("/", "\\")})
    assert state(registry) == [("v1", False, False), ("v2", True, True)]
    assert registry.current("ava").version == "v2"
    assert registry.rollback("ava").version == "v1"
    assert state(registry) == [("v1", True, False), ("v2", False, False)]


def test_unregistered_checkpoint_entered_by_hand(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    mine = checkpoint(tmp_path / "elsewhere" / "mine.pt", "OK mine")
    set_values(tmp_path, {AVA_KEY: mine.as_posix()})
    assert state(registry)[-1] == ("pinned", True, True)
    verified = registry.verify_file(registry.current("ava"))
    assert verified.path == mine
    assert verified.sha256 is not None
    with pytest.raises(UsageError, match="registered: v1, v2"):
        registry.promote("ava", "pinned")
    registry.promote("ava", "v1")
    assert configured(tmp_path) == BUILT_IN
    assert registry.history("ava")[-1].from_version == "pinned"


def test_configuration_without_the_key_pins_nothing(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.promote("ava", "v2")
    config_path(tmp_path).unlink()
    assert registry.current("ava").version == "v2"
    assert not registry.current("ava").pinned


def test_nonsense_in_the_configuration(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    config_path(tmp_path).write_text("quality_assessment:\n  ava_checkpoint: 3\n")
    with pytest.raises(UsageError, match=r"ava_checkpoint \(line 2\)"):
        registry.current("ava")


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "outputs/best_model.pt"])
def test_path_outside_the_models_folder_is_refused(tmp_path: Path, path: str) -> None:
    new_home(tmp_path)
    file = tmp_path / "models" / "registry.yaml"
    file.write_text(file.read_text().replace(V2, path))
    registry = Registry(tmp_path, TINY)
    with pytest.raises(ModelError, match="is outside"):
        registry.promote("ava", "v2")
    assert registry.current("ava").version == "v1"


def test_link_out_of_the_models_folder_is_refused(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    (tmp_path / V2).unlink()
    (tmp_path / V2).symlink_to(tmp_path / "outputs" / "best_model.pt")
    with pytest.raises(ModelError, match="is outside"):
        registry.promote("ava", "v2")


def test_nothing_registered(tmp_path: Path) -> None:
    registry = Registry(tmp_path, TINY)
    with pytest.raises(ModelError, match=r"registry.yaml is missing"):
        registry.current("ava")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "registry.yaml").write_text("benchmark_app: {}\n")
    with pytest.raises(ModelError, match="no current version of ava; register"):
        registry.current("ava")


def test_rollback_passes_over_versions_that_are_gone(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.promote("ava", "v2")
    registry.add("ava", checkpoint(tmp_path / "new.pt", "OK 3"))
    registry.promote("ava", "v3")
    file = tmp_path / "models" / "registry.yaml"
    lines = file.read_text().split("      v2:\n")
    file.write_text(lines[0] + "      v3:\n" + lines[1].split("      v3:\n")[1])
    assert registry.rollback("ava").version == "v1"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_history_that_cannot_be_read(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    (tmp_path / "models" / "history.jsonl").unlink()
    (tmp_path / "models" / "history.jsonl").mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        registry.history()


def test_home_can_move(tmp_path: Path) -> None:
    registry = new_home(tmp_path / "old")
    registry.promote("ava", "v2")
    shutil.move(tmp_path / "old", tmp_path / "new place")
    moved = Registry(tmp_path / "new place", TINY)
    assert moved.verify_file(moved.current("ava")).path == tmp_path / "new place" / V2


def test_several_windows_at_once(tmp_path: Path) -> None:
    new_home(tmp_path)
    for number in range(4):
        checkpoint(tmp_path / f"{number}.pt", f"OK from {number}")
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            registry = Registry(tmp_path, TINY)
            added = registry.add("ava", tmp_path / f"{number}.pt")
            registry.promote("ava", added.version)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    registry = Registry(tmp_path, TINY)
    assert failed == []
    assert [v.version for v in registry.versions("ava")] == ["v1", "v2", "v3", "v4", "v5", "v6"]
    assert configured(tmp_path) == registry.current("ava").relative_path
    assert len(registry.history("ava")) == 4 + 3 * 4


def test_reader_never_sees_half_a_switch(tmp_path: Path) -> None:
    new_home(tmp_path)
    done = threading.Event()

    def switch_to_and_fro() -> None:
        registry = Registry(tmp_path, TINY)
        for _ in range(15):
            registry.promote("ava", "v2")
            registry.rollback("ava")
        done.set()

    switcher = threading.Thread(target=switch_to_and_fro)
    switcher.start()
    reader, seen = Registry(tmp_path, TINY), set()
    while not done.is_set():
        version = reader.current("ava")
        seen.add((version.version, version.pinned))
    switcher.join()
    assert seen <= {("v1", False), ("v2", False)}
