import logging
from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.domain.job import Job
from album_organizer.workspace.workspace import CheckpointInspector, Workspace
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.support.homes import make_first_home


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(make_first_home(tmp_path / "home"))


def test_a_new_home_is_filled_with_the_built_in_models(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "new")
    for kind in ("ava", "siamese"):
        assert [found.version for found in workspace.registry.versions(kind)] == ["v2", "v3"]
        assert workspace.registry.current(kind).version == "v3"
    assert workspace.settings.album.target_count == 40
    with workspace.open_catalog() as catalog:
        assert catalog.path == workspace.home / "catalog.sqlite"


def test_both_models_are_loaded_and_named_in_the_log(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "album_organizer")
    judges = workspace.load_models()
    assert judges.siamese is not None
    assert [judges.ava.info.kind, judges.siamese.info.kind] == ["ava", "siamese"]
    assert len(judges.ava.info.sha256) == 64
    assert [record.getMessage() for record in caplog.records] == [
        "Loaded AVA model v1 from models/album_app/ava_aesthetic_model.pt",
        "Loaded Siamese comparison model v1 from models/album_app/siamese_comparison_model.pt",
    ]


def test_a_loaded_model_is_kept_until_another_version_is_promoted(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = workspace.load_ava()
    assert workspace.load_ava() is first
    other = make_ava_checkpoint(tmp_path / "other.pt", backbone="tf_efficientnet_lite0")
    workspace.registry.add("ava", other, "other")
    assert workspace.load_ava() is first
    workspace.registry.promote("ava", "other")
    second = workspace.load_ava()
    assert (second.info.version, second.info.sha256 != first.info.sha256) == ("other", True)


def test_without_the_comparison_model_photos_can_still_be_scored(workspace: Workspace) -> None:
    workspace.registry.current("siamese").path.unlink()
    judges = workspace.load_models()
    assert judges.siamese is None
    assert judges.siamese_error is not None
    assert "siamese_comparison_model.pt" in judges.siamese_error


def test_without_the_ava_model_nothing_can_be_scored(workspace: Workspace) -> None:
    workspace.registry.current("ava").path.write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"ava_aesthetic_model\.pt"):
        workspace.load_models()


def test_the_inspector_refuses_a_checkpoint_of_the_other_kind(tmp_path: Path) -> None:
    siamese = make_siamese_checkpoint(tmp_path / "s.pt", backbone="tf_efficientnet_lite0")
    inspector = CheckpointInspector()
    assert "efficientnet" in inspector.describe(siamese, "siamese").architecture
    assert inspector.verify(siamese, "siamese", Job()).passed
    with pytest.raises(ModelError):
        inspector.describe(siamese, "ava")
    assert not inspector.verify(siamese, "ava", Job()).passed


def test_a_version_that_is_not_current_can_be_loaded_beside_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = make_ava_checkpoint(tmp_path / "best_model.pt", seed=9)
    added = workspace.registry.add("ava", other)
    current, candidate = workspace.load_ava(), workspace.load_ava(added)
    assert (current.info.version, candidate.info.version) == ("v1", "v2")
    assert workspace.load_ava() is current
    assert workspace.load_ava(added) is candidate


def test_a_broken_registry_is_told_with_its_place_while_scans_go_on(workspace: Workspace) -> None:
    assert workspace.load_models().registry_trouble is None
    file = workspace.home / "models" / "registry.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "oops: [\n", encoding="utf-8")
    judges = workspace.load_models()
    assert judges.ava.info.version == "v1"
    assert judges.registry_trouble is not None
    assert "line" in judges.registry_trouble
