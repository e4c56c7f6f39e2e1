"""A registry.yaml that somebody broke while editing: its last good state stays in use, visibly."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.registry.registry import Registry
from album_organizer.settings.home import prepare_home
from tests.unit.registry.models import TINY, checkpoint, new_home


def file_of(home: Path) -> Path:
    return home / "models" / "registry.yaml"


def break_it(home: Path, text: str = "  siamese: {current: v1\n") -> str:
    good = file_of(home).read_text()
    file_of(home).write_text(good + text)
    return good


@pytest.mark.parametrize("fresh", [False, True])
def test_versions_stay_in_use_and_the_place_is_told(tmp_path: Path, fresh: bool) -> None:
    registry = new_home(tmp_path)
    before = registry.versions("ava")
    assert registry.trouble() is None
    break_it(tmp_path)
    if fresh:
        registry = Registry(tmp_path, TINY)
    assert registry.versions("ava") == before
    assert registry.verify_file(registry.current("ava")).version == "v1"
    trouble = registry.trouble()
    assert trouble is not None
    assert "registry.yaml is not valid YAML: line " in trouble
    assert ", column " in trouble
    assert "Until it is corrected, its last good state of 20" in trouble


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("    current: v9\n", "line"),
        ("  siamese: {current: v3, versions: {v1: {path: models/x.pt}}}\n", "no version"),
        ("  siamese: {current: v1, versions: {v1: {}}}\n", "needs a 'path'"),
        ("  siamese: 3\n", "must consist of"),
    ],
)
def test_what_makes_no_sense_counts_as_broken(tmp_path: Path, text: str, sentence: str) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    break_it(tmp_path, text)
    assert registry.current("ava").version == "v1"
    assert sentence in (registry.trouble() or "")


def test_nothing_is_changed_while_it_is_broken(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    break_it(tmp_path)
    broken = file_of(tmp_path).read_bytes()
    changes: list[Callable[[], object]] = [
        lambda: registry.promote("ava", "v2"),
        lambda: registry.retire("ava", "v2"),
        lambda: registry.add("ava", checkpoint(tmp_path / "c.pt", "OK 3")),
    ]
    for change in changes:
        with pytest.raises(ModelError, match="not valid YAML: line"):
            change()
    assert file_of(tmp_path).read_bytes() == broken
    assert registry.current("ava").version == "v1"


def test_correcting_the_file_ends_it(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    good = break_it(tmp_path)
    assert registry.trouble()
    file_of(tmp_path).write_text("# corrected\n" + good)
    assert registry.trouble() is None
    assert registry.promote("ava", "v2").is_current
    assert file_of(tmp_path).read_text().startswith("# corrected\n")


def test_an_interrupted_switch_waits_for_the_correction(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.promote("ava", "v2")
    pending = tmp_path / "models" / ".switch.json"
    event = registry.history("ava")[-1]
    registry.versions("ava")
    good = break_it(tmp_path)
    registry._files._pending.write(event, registry.current("ava").relative_path)
    assert registry.current("ava").version == "v2"
    assert pending.exists()
    file_of(tmp_path).write_text(good)
    assert registry.current("ava").version == "v2"
    assert not pending.exists()


def test_broken_from_the_start_is_an_error_with_its_place(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir()
    file_of(tmp_path).write_text("album_app:\n  ava: {current: v1\n")
    with pytest.raises(ModelError, match=r"not valid YAML: line \d+, column \d+"):
        Registry(tmp_path, TINY).current("ava")


def test_last_good_state_that_is_broken_too(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    break_it(tmp_path)
    (tmp_path / "models" / ".registry_last_good.yaml").write_text("{")
    with pytest.raises(ModelError, match="not valid YAML"):
        registry.current("ava")


def test_file_that_is_gone_is_told_and_not_replaced(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    before = registry.versions("ava")
    file_of(tmp_path).unlink()
    assert registry.versions("ava") == before
    assert "registry.yaml is missing" in (registry.trouble() or "")
    with pytest.raises(ModelError, match="is missing"):
        registry.add("ava", checkpoint(tmp_path / "c.pt", "OK 3"))
    assert not file_of(tmp_path).exists()


def test_a_home_whose_registry_is_gone_is_no_first_use(tmp_path: Path) -> None:
    home = tmp_path / "home"
    prepare_home(home)
    assert Registry(home, TINY).versions("ava")
    (home / "models" / "registry.yaml").unlink()
    prepare_home(home)
    assert not (home / "models" / "registry.yaml").exists()
    assert Registry(home, TINY).current("ava").version == "v3"


@pytest.mark.parametrize("text", ["", "# nothing\n", "other: 1\n", "album_app: {ava: {}}\n"])
def test_a_file_that_lost_its_versions_is_no_good_state(tmp_path: Path, text: str) -> None:
    registry = new_home(tmp_path)
    before = registry.versions("ava")
    file_of(tmp_path).write_text(text)
    for _ in range(2):
        assert registry.versions("ava") == before
        assert "knows no version any more" in (registry.trouble() or "")
    with pytest.raises(ModelError, match="knows no version"):
        registry.promote("ava", "v2")
    assert file_of(tmp_path).read_text() == text


def test_file_that_is_nested_without_end(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    file_of(tmp_path).write_text("[" * 2_000)
    assert registry.current("ava").version == "v1"
    assert "nested too deeply" in (registry.trouble() or "")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_pipe_in_the_place_of_the_file_hangs_nothing(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.versions("ava")
    file_of(tmp_path).unlink()
    os.mkfifo(file_of(tmp_path))
    assert registry.current("ava").version == "v1"
    assert "no ordinary file" in (registry.trouble() or "")
