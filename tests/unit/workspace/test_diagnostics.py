"""What is copied for somebody who helps."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from album_organizer import __version__
from album_organizer.workspace.diagnostics import PACKAGES, diagnostics, parts
from album_organizer.workspace.logs import log_path
from album_organizer.workspace.workspace import Workspace
from tests.support.homes import make_first_home


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(make_first_home(tmp_path / "home"))


def test_names_versions_system_and_models(workspace: Workspace) -> None:
    text = diagnostics(workspace)
    assert f"Album Organizer {__version__}" in text
    assert "torch 2." in text
    for kind in ("ava", "siamese"):
        version = workspace.registry.current(kind)
        assert f"{kind}: {version.version}, sha256 {version.sha256 or 'unknown'}" in text


def test_only_settings_that_differ_are_named(workspace: Workspace) -> None:
    before = diagnostics(workspace)
    assert "target_count" not in before
    settings = workspace.home / "configs/global_config.yaml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("album: {target_count: 12}\n", encoding="utf-8")
    assert "album.target_count: 12" in diagnostics(workspace)


def test_damaged_settings_are_told(workspace: Workspace) -> None:
    settings = workspace.home / "configs/global_config.yaml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("album: [", encoding="utf-8")
    assert "global_config.yaml" in diagnostics(workspace)


def test_the_end_of_the_log_without_names_of_photos(workspace: Workspace) -> None:
    log = log_path(workspace.home)
    log.parent.mkdir(exist_ok=True)
    lines = [f"line {number}" for number in range(100)]
    lines.append(f"WARNING - '{workspace.home}/Wedding of Ada.jpg' cannot be read")
    log.write_text("\n".join(lines), encoding="utf-8")
    text = diagnostics(workspace)
    assert "line 99" in text
    assert "line 10\n" not in text
    assert "Wedding" not in text
    assert "cannot be read" in text


def test_the_home_folder_is_shortened(workspace: Workspace) -> None:
    log = log_path(workspace.home)
    log.parent.mkdir(exist_ok=True)
    log.write_text(f"opened {workspace.home}/catalog.sqlite and {Path.home()}/x\n", "utf-8")
    text = diagnostics(workspace)
    assert str(workspace.home) not in text
    assert "opened HOME/catalog.sqlite and ~/x" in text


def test_every_part_has_a_version_and_most_a_licence() -> None:
    listed = parts()
    assert [part.name for part in listed] == list(PACKAGES)
    installed = [part for part in listed if part.version]
    assert len(installed) == len(listed)
    assert sum(bool(part.licence) for part in installed) > len(installed) // 2
    assert all("\n" not in part.licence and len(part.licence) <= 40 for part in listed)


def test_a_package_that_is_not_installed_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("album_organizer.workspace.diagnostics.PACKAGES", ("no-such-package",))
    (part,) = parts()
    assert (part.name, part.version, part.licence) == ("no-such-package", "", "")


def test_no_package_that_the_program_needs_is_left_out() -> None:
    needed = {
        re.split(r"[<>=!~ ;\[]", line)[0].lower().replace("-", ".")
        for line in metadata.requires("album-organizer") or ()
        if "extra ==" not in line
    }
    assert needed == {name.lower().replace("-", ".") for name in PACKAGES}
