"""Versions that the program came with after a home folder had been filled."""

import shutil
from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.registry.registry import Registry
from tests.unit.registry.models import BUILT_IN, TINY, checkpoint, new_program

V2 = "models/album_app_v2"
FILES = {"ava": "ava_aesthetic_model.pt", "siamese": "siamese_comparison_model.pt"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_program(tmp_path / "program")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Filled when there was version 1 only."""
    return new_program(tmp_path / "home", (1,))


def offers(registry: Registry) -> list[tuple[str, str]]:
    return [(version.kind, version.version) for version in registry.offered()]


def test_what_came_later_is_offered_and_added_but_not_put_to_use(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    assert offers(registry) == [("ava", "v2"), ("siamese", "v2")]
    assert [v.version for v in registry.versions("ava")] == ["v1"]

    ava, siamese = registry.add_offered()
    assert (ava.version, ava.relative_path) == ("v2", f"{V2}/ava_aesthetic_model.pt")
    assert (ava.date, ava.metrics, ava.note) == ("2026-11-22", {"val_spearman": 0.2}, "built in")
    assert siamese.path.read_text() == "OK siamese 2"
    assert registry.verify_file(ava).sha256 == ava.sha256
    for kind in FILES:
        assert [(v.version, v.is_current) for v in registry.versions(kind)] == [
            ("v1", True),
            ("v2", False),
        ]
    assert [(e.event, e.version, e.sha256, e.reason) for e in registry.history("ava")] == [
        ("registered", "v2", ava.sha256, "Came with the program")
    ]
    assert registry.offered() == []
    assert registry.add_offered() == []


def test_its_card_and_configuration_come_along(home: Path, root: Path) -> None:
    Registry(home, TINY, root).add_offered()
    assert sorted(file.name for file in (home / V2).iterdir()) == [
        "ava_README.md",
        "ava_aesthetic_model.pt",
        "ava_training_config.yaml",
        "siamese_README.md",
        "siamese_comparison_model.pt",
        "siamese_training_config.yaml",
    ]
    assert (home / V2 / "ava_README.md").read_text(encoding="utf-8") == "Card 2"


def test_an_added_version_can_be_promoted_and_rolled_back(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    registry.add_offered()
    assert registry.promote("ava", "v2").is_current
    assert registry.rollback("ava").version == "v1"


def test_older_versions_of_the_program_are_not_offered(tmp_path: Path, root: Path) -> None:
    """A home that begins with a checkpoint of its own needs no superseded one."""
    registry = Registry(tmp_path / "own", TINY, root)
    registry.add("ava", checkpoint(tmp_path / "mine.pt", "OK mine"))
    assert offers(registry) == [("ava", "v2"), ("siamese", "v2")]


def test_what_a_person_took_out_is_not_offered_again(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    before = (home / "models/registry.yaml").read_bytes()
    registry.add_offered()
    (home / "models/registry.yaml").write_bytes(before)
    shutil.rmtree(home / V2)
    assert registry.offered() == []


def test_the_same_file_under_another_name_is_known(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    registry.add("ava", root / V2 / FILES["ava"], "summer")
    assert offers(registry) == [("siamese", "v2")]


def test_an_entry_by_hand_without_checksum_is_known_by_its_path(home: Path, root: Path) -> None:
    shutil.copytree(root / V2, home / V2)
    file = home / "models/registry.yaml"
    line = f"      v2: {{path: {V2}/{FILES['siamese']}}}\n"
    file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")
    assert offers(Registry(home, TINY, root)) == [("ava", "v2")]


@pytest.mark.parametrize("own", ["v2", "V2"])
def test_a_name_that_is_taken_is_left_to_its_owner(
    tmp_path: Path, home: Path, root: Path, own: str
) -> None:
    registry = Registry(home, TINY, root)
    mine = registry.add("ava", checkpoint(tmp_path / "mine.pt", "OK mine"), own)
    ava, siamese = registry.add_offered()
    assert (ava.version, siamese.version) == ("builtin-v2", "v2")
    assert ava.path.parent.name == "album_app_builtin-v2"
    assert mine.path.read_text() == "OK mine"


def test_a_file_in_its_place_is_left_alone(home: Path, root: Path) -> None:
    mine = checkpoint(home / V2 / FILES["ava"], "OK, not registered")
    ava, _ = Registry(home, TINY, root).add_offered()
    assert ava.version == "builtin-v2"
    assert mine.read_text() == "OK, not registered"


def test_when_both_names_are_taken_the_next_number_serves(
    tmp_path: Path, home: Path, root: Path
) -> None:
    registry = Registry(home, TINY, root)
    for name in ("v2", "builtin-v2"):
        registry.add("ava", checkpoint(tmp_path / f"{name}.pt", f"OK {name}"), name)
    assert registry.add_offered()[0].version == "v3"


def test_a_copy_that_was_interrupted_is_completed(home: Path, root: Path) -> None:
    checkpoint(home / V2 / FILES["ava"], "OK ava 2")
    assert Registry(home, TINY, root).add_offered()[0].version == "v2"


def test_an_offer_that_another_window_took_first_is_not_added_twice(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    late = registry.offered()[0]
    registry.add_offered()
    assert registry._builtin.add(late) == "v2"
    assert [v.version for v in registry.versions("ava")] == ["v1", "v2"]


def test_a_damaged_file_of_the_program_is_refused(home: Path, root: Path) -> None:
    checkpoint(root / V2 / FILES["ava"], "OK half")
    registry = Registry(home, TINY, root)
    with pytest.raises(ModelError, match="not the file that the program came with"):
        registry.add_offered()
    assert [v.version for v in registry.versions("ava")] == ["v1"]
    assert not (home / V2).exists()


def test_a_file_that_did_not_come_along_is_not_offered(home: Path, root: Path) -> None:
    (root / V2 / FILES["ava"]).unlink()
    assert offers(Registry(home, TINY, root)) == [("siamese", "v2")]


@pytest.mark.parametrize("content", [None, "album_app: [", "", "album_app:\n  ava: {}\n"])
def test_a_program_without_versions_offers_nothing(
    home: Path, root: Path, content: str | None
) -> None:
    file = root / "models/registry.yaml"
    file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    assert Registry(home, TINY, root).offered() == []


def test_nothing_is_offered_while_the_registry_is_broken(home: Path, root: Path) -> None:
    registry = Registry(home, TINY, root)
    registry.versions("ava")
    (home / "models/registry.yaml").write_text("album_app: [", encoding="utf-8")
    assert registry.offered() == []
    with pytest.raises(ModelError, match="Until it is corrected"):
        registry.add_offered()


def test_nothing_is_offered_while_the_history_cannot_be_read(home: Path, root: Path) -> None:
    (home / "models/history.jsonl").mkdir()
    assert Registry(home, TINY, root).offered() == []


def test_a_home_without_registry_is_told_so(tmp_path: Path, root: Path) -> None:
    with pytest.raises(ModelError, match="is missing"):
        Registry(tmp_path / "empty", TINY, root).offered()


def test_the_program_offers_its_own_folder_nothing(root: Path) -> None:
    assert Registry(root, TINY, root).offered() == []


def test_offering_writes_nothing_into_the_folder_of_the_program(home: Path, root: Path) -> None:
    before = {f: f.stat().st_mtime_ns for f in root.rglob("*")}
    registry = Registry(home, TINY, root)
    registry.add_offered()
    assert {f: f.stat().st_mtime_ns for f in root.rglob("*")} == before
    assert registry.current("ava").relative_path == BUILT_IN
