import sys
from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.settings import home as home_module
from album_organizer.settings.home import (
    bundled_root,
    catalog_path,
    prepare_home,
    resolve_home,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small installation: the package in site-packages with its bundled files."""
    package = tmp_path / "site-packages" / "album_organizer"
    bundled = package / "_bundled"
    for name in (
        "models/registry.yaml",
        "models/album_app/ava_aesthetic_model.pt",
        "models/.hidden",
        "models/registry.lock",
        "configs/global_config.yaml",
        "configs/training/ava.yaml",
        "resources/icon.svg",
    ):
        file = bundled / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    monkeypatch.setattr(home_module, "_PACKAGE", package)
    return bundled


def files_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_checkout_is_its_own_home() -> None:
    assert bundled_root() == ROOT
    assert resolve_home(None) == ROOT


def test_option_wins_and_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve_home(Path("my home")) == tmp_path / "my home"
    assert resolve_home(Path("~/x")) == Path.home() / "x"
    assert not (tmp_path / "my home").exists()


def test_installed_package_uses_the_user_folder(bundle: Path) -> None:
    assert bundled_root() == bundle
    assert resolve_home(None).name == "album-organizer"
    assert resolve_home(None).is_absolute()


def test_prepare_fills_a_new_home(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    prepare_home(home)
    assert files_in(home) == {
        "models/registry.yaml",
        "models/album_app/ava_aesthetic_model.pt",
        "configs/global_config.yaml",
        "configs/training/ava.yaml",
    }


def test_prepare_never_overwrites_nor_brings_back(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    prepare_home(home)
    (home / "configs" / "global_config.yaml").write_text("mine")
    (home / "models" / "album_app" / "ava_aesthetic_model.pt").unlink()
    prepare_home(home)
    assert (home / "configs" / "global_config.yaml").read_text() == "mine"
    assert not (home / "models" / "album_app" / "ava_aesthetic_model.pt").exists()


def test_interrupted_first_run_is_completed(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    model = home / "models" / "album_app" / "ava_aesthetic_model.pt"
    model.parent.mkdir(parents=True)
    model.write_text("already there")
    prepare_home(home)
    assert (home / "models" / "registry.yaml").exists()
    assert model.read_text() == "already there"


def test_registry_comes_after_the_models(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def failing_copy(source: Path, target: Path) -> None:
        copied.append(source.name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(home_module, "copy_atomically", failing_copy)
    with pytest.raises(UsageError, match="no space left on device"):
        prepare_home(tmp_path / "home")
    assert copied == ["ava_aesthetic_model.pt"]
    assert not (tmp_path / "home" / "models" / "registry.yaml").exists()


def test_checkout_is_never_filled(bundle: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("models", "album_organizer"):
        (checkout / name).mkdir(parents=True)
    (checkout / "pyproject.toml").write_text("")
    prepare_home(checkout)
    assert files_in(checkout) == {"pyproject.toml"}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_impossible_home_is_a_sentence(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be created"):
        prepare_home(tmp_path / "file" / "home")


def test_catalog_lies_in_the_home(tmp_path: Path) -> None:
    assert catalog_path(tmp_path) == tmp_path / "catalog.sqlite"
