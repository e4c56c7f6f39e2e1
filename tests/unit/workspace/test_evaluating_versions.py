"""A workspace evaluates the versions of its registry."""

from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.evaluation_results import EvaluationRequest
from album_organizer.workspace.workspace import Workspace
from tests.support.checkpoints import make_ava_checkpoint
from tests.support.homes import make_first_home
from tests.support.pictures import write_picture


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(make_first_home(tmp_path / "home"))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    write_picture(tmp_path / "photos" / "a.jpg", scene=1)
    return tmp_path / "photos"


def test_versions_come_with_their_sha256_and_their_data(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    workspace.registry.add("ava", make_ava_checkpoint(tmp_path / "best_model.pt", seed=5), "mine")
    heard: list[Progress] = []
    found = workspace.evaluate_versions(
        "ava", ["mine", "v1"], EvaluationRequest(photos), Job(heard.append)
    )
    assert found.names == ("mine", "v1")
    assert found.versions[0].trained_on == "AVA"
    registered = workspace.registry.find("ava", "v1")
    assert found.versions[1].info.sha256 == registered.sha256
    assert heard[0].stage == "Loading the models"
    # The current version stays what it was.
    assert workspace.registry.current("ava").version == "v1"


def test_the_comparison_model_is_evaluated_as_one(workspace: Workspace, photos: Path) -> None:
    found = workspace.evaluate_versions("siamese", ["v1"], EvaluationRequest(photos), Job())
    assert found.kind == "siamese"
    assert found.benchmark.pairs is not None


def test_unusable_labels_are_refused_before_a_model_is_loaded(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    heard: list[Progress] = []
    request = EvaluationRequest(photos, labels=tmp_path / "none.csv")
    with pytest.raises(UsageError, match="There is no file"):
        workspace.evaluate_versions("ava", ["v1"], request, Job(heard.append))
    assert heard == []


def test_an_unknown_version(workspace: Workspace, photos: Path) -> None:
    with pytest.raises(UsageError):
        workspace.evaluate_versions("ava", ["v7"], EvaluationRequest(photos), Job())
