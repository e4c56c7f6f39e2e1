from pathlib import Path

import pytest

from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.shelf import Shelf
from album_organizer.settings.store import set_values
from tests.unit.registry.models import AVA_KEY

TEXT = """\
album_app:
  ava:
    current: v1
    versions:
      v1: {path: models/a.pt}
      v2: {path: models/b.pt}
      again: {path: models/b.pt}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "registry.yaml").write_text(TEXT)
    return tmp_path


def marks(home: Path) -> dict[str, tuple[bool, bool]]:
    return {v.version: (v.is_current, v.pinned) for v in Shelf(home).versions("ava")}


def test_current_of_the_registry(home: Path) -> None:
    assert marks(home) == {"v1": (True, False), "v2": (False, False), "again": (False, False)}


@pytest.mark.parametrize("path", ["models/a.pt", "./models//a.pt", "models/x/../a.pt"])
def test_same_file_written_otherwise_pins_nothing(home: Path, path: str) -> None:
    set_values(home, {AVA_KEY: path})
    assert marks(home)["v1"] == (True, False)


def test_only_one_version_is_in_use(home: Path) -> None:
    set_values(home, {AVA_KEY: "models/b.pt"})
    assert marks(home) == {"v1": (False, False), "v2": (True, True), "again": (False, False)}


def test_checkpoint_that_only_the_configuration_names(home: Path) -> None:
    set_values(home, {AVA_KEY: "models/mine.pt"})
    last = Shelf(home).versions("ava")[-1]
    assert last == ModelVersion(
        "ava",
        "pinned",
        home / "models" / "mine.pt",
        "models/mine.pt",
        is_current=True,
        pinned=True,
    )


def test_paths_are_shown_relative_to_the_home(home: Path) -> None:
    assert Shelf(home).shown(home / "models" / "a.pt") == "models/a.pt"
    assert Shelf(home).shown(home.parent / "a.pt") == (home.parent / "a.pt").as_posix()


def test_models_folder_may_be_a_link(home: Path) -> None:
    (home / "models").rename(home / "big disk")
    (home / "models").symlink_to(home / "big disk")
    (home / "big disk" / "a.pt").write_text("")
    shelf = Shelf(home)
    assert shelf.is_inside(shelf.versions("ava")[0].path)


def test_link_out_of_the_models_folder_is_outside(home: Path) -> None:
    (home / "secret").write_text("")
    (home / "models" / "a.pt").symlink_to(home / "secret")
    shelf = Shelf(home)
    assert not shelf.is_inside(shelf.versions("ava")[0].path)
