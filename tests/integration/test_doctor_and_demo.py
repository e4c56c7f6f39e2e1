"""What ``doctor`` says when something is broken, and homes and demos that cannot be."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.program import Program
from tests.support.photos import write_photo

pytestmark = pytest.mark.usefixtures("models_loaded_once")


def no_ava(home: Path) -> None:
    (home / "models" / "album_app" / "ava_aesthetic_model.pt").unlink()


def damaged_siamese(home: Path) -> None:
    (home / "models" / "album_app" / "siamese_comparison_model.pt").write_bytes(b"PK damaged")


def settings_typo(home: Path) -> None:
    (home / "configs" / "global_config.yaml").write_text("album:\n  target_cuont: 3\n")


def registry_typo(home: Path) -> None:
    path = home / "models" / "registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("current: v1", "current: v9", 1))


def registry_binary(home: Path) -> None:
    (home / "models" / "registry.yaml").write_bytes(b"\xff\xfe\x00")


def catalog_folder(home: Path) -> None:
    (home / "catalog.sqlite").mkdir()


@pytest.mark.parametrize(
    ("damage", "code", "lines", "count"),
    [
        (no_ava, 4, {"AVA model": "ava_aesthetic_model.pt"}, 1),
        (damaged_siamese, 4, {"Siamese model": "no longer the file"}, 1),
        (settings_typo, 2, {"Settings": "target_count"}, 1),
        (registry_typo, 4, {"Registry": "v9"}, 1),
        (registry_binary, 4, {"Registry": "UTF-8"}, 1),
        (catalog_folder, 1, {"Catalog state": "catalog.sqlite"}, 1),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_doctor_names_what_is_broken_on_its_own_line(
    program: Program,
    damage: Callable[[Path], None],
    code: int,
    lines: dict[str, str],
    count: int,
) -> None:
    assert program("models", "list") == 0
    damage(program.home)
    assert program("doctor") == code
    told = {line[:20].strip(): line[20:] for line in program.out.splitlines()}
    for name, words in lines.items():
        assert words in told[name]
    for name in {"Settings", "Catalog state", "Registry"} - set(lines):
        assert told[name] == "fine"
    for name in {"AVA model", "Siamese model"} - set(lines):
        assert told[name].startswith(("v1, models/album_app/", "pinned, models/album_app/"))
    assert f"{count} thing{' is' if count == 1 else 's are'} wrong" in program.err


def test_doctor_tells_of_every_broken_thing_at_once(program: Program) -> None:
    assert program("models", "list") == 0
    no_ava(program.home)
    damaged_siamese(program.home)
    (program.home / "catalog.sqlite").mkdir()
    assert program("doctor") == 4
    assert "3 things are wrong" in program.err
    assert "Everything works" not in program.err


def test_doctor_repairs_a_damaged_catalog_and_says_so(program: Program) -> None:
    assert program("models", "list") == 0
    (program.home / "catalog.sqlite").write_bytes(b"garbage" * 1000)
    assert program("doctor") == 0
    assert "was damaged" in program.out
    assert program("doctor") == 0
    assert "was damaged" not in program.out


def test_deleted_built_in_files_do_not_come_back_by_themselves(program: Program) -> None:
    assert program("models", "list") == 0
    no_ava(program.home)
    assert program("score", program.home) == 4
    assert program("doctor") == 4


def test_a_log_that_cannot_be_written_stops_nothing(program: Program) -> None:
    (program.home / "logs").write_text("a file in the place of the folder")
    assert program("models", "list") == 0
    assert "cannot be written" in program.err
    assert "ava" in program.out


@pytest.mark.parametrize("command", [["doctor"], ["models", "list"], ["score", "."]], ids=" ".join)
def test_a_home_that_cannot_be_made_is_one_sentence(
    program: Program, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    program.home = tmp_path / "file" / "home"
    assert program(*command) == 2
    assert str(program.home) in program.err
    assert program.out == ""


@pytest.mark.skipif("sys.platform == 'win32' or os.geteuid() == 0", reason="root writes anywhere")
def test_a_home_that_cannot_be_written_to_is_one_sentence(program: Program, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    program.home = locked / "home"
    try:
        assert program("doctor") == 2
    finally:
        locked.chmod(0o700)
    assert str(program.home) in program.err


def test_a_home_with_a_file_for_its_models_is_one_sentence(program: Program) -> None:
    assert program("models", "list") == 0
    shutil.rmtree(program.home / "models")
    (program.home / "models").write_text("no folder")
    assert program("doctor") == 2
    assert "models" in program.err


def test_the_demo_never_mixes_with_what_is_there(program: Program, tmp_path: Path) -> None:
    mine = write_photo(tmp_path / "mine" / "a.jpg")
    before = mine.read_bytes()
    assert program("demo", mine.parent) == 2
    assert "not empty" in program.err
    assert [p.name for p in mine.parent.iterdir()] == ["a.jpg"]
    assert mine.read_bytes() == before


def test_the_demo_needs_a_place_that_can_be_written_to(program: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert program("demo", place) == 2
        assert str(place) in program.err
    assert (tmp_path / "file").read_text() == "mine"
