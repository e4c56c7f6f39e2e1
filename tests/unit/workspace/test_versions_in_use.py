"""Which models a workspace hands out, when files and versions change under it."""

import logging
import threading
from pathlib import Path

import numpy as np
import pytest

from album_organizer.domain.errors import AlbumError, ModelError, UsageError
from album_organizer.settings.store import set_values
from album_organizer.workspace.logs import log_path, start_logging, stop_logging
from album_organizer.workspace.workspace import Workspace
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.support.homes import make_first_home
from tests.support.photos import scene
from tests.support.pictures import write_picture

AVA = "quality_assessment.ava_checkpoint"


@pytest.fixture(scope="module")
def ava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ava_checkpoint(tmp_path_factory.mktemp("models") / "ava.pt", seed=5)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(make_first_home(tmp_path / "home"))


def test_a_pinned_file_is_read_again_when_it_changes(workspace: Workspace, tmp_path: Path) -> None:
    pinned = make_ava_checkpoint(tmp_path / "pinned.pt", seed=1)
    set_values(workspace.home, {AVA: str(pinned)})
    first = workspace.load_ava()
    assert (first.info.version, first.info.path) == ("pinned", pinned.as_posix())
    make_ava_checkpoint(pinned, seed=2)
    second = workspace.load_ava()
    assert second.info.sha256 != first.info.sha256
    picture = [second.prepare(scene(1))]
    assert second.score(picture) != first.score(picture)


def test_two_workspaces_of_one_home_see_each_others_changes(
    workspace: Workspace, ava: Path
) -> None:
    other = Workspace(workspace.home)
    assert other.load_ava().info.version == "v1"
    workspace.registry.add("ava", ava, "new")
    workspace.registry.promote("ava", "new")
    assert other.load_ava().info.version == "new"
    set_values(other.home, {"album.target_count": 3})
    assert workspace.settings.album.target_count == 3


def test_a_judge_in_use_survives_the_switch(workspace: Workspace, ava: Path) -> None:
    """A scan under way goes on with the version that it began with."""
    judges = workspace.load_models()
    picture = [judges.ava.prepare(scene(2))]
    before = judges.ava.score(picture)
    workspace.registry.add("ava", ava, "new")
    workspace.registry.promote("ava", "new")
    workspace.load_models()
    assert judges.ava.score(picture) == before
    assert judges.ava.info.version == "v1"


def test_the_pipeline_works_with_the_settings_it_was_given(
    workspace: Workspace, tmp_path: Path
) -> None:
    for i in range(3):
        write_picture(tmp_path / "photos" / f"{i}.jpg", scene=i, seconds=900.0 * i)
    snapshot, judges = workspace.settings, workspace.load_models()
    set_values(workspace.home, {"scan.max_megapixels": 1.0, "album.target_count": 1})
    with workspace.open_catalog() as catalog:
        pipeline = workspace.pipeline(catalog, snapshot, judges)
        album = pipeline.propose(pipeline.score(tmp_path / "photos"), {}, 2)
    assert set(album.models) == {"ava", "siamese"}
    assert sum(pick.picked for pick in album.picks.values()) == 2


def test_scores_do_not_depend_on_the_thread(workspace: Workspace) -> None:
    judges = workspace.load_models()
    assert judges.siamese is not None
    pictures = [scene(i) for i in range(4)]
    expected = judges.ava.score([judges.ava.prepare(p) for p in pictures])
    features = judges.siamese.features([judges.siamese.prepare(p) for p in pictures])
    found: dict[int, tuple[list[float], np.ndarray]] = {}

    def work(number: int) -> None:
        assert judges.siamese is not None
        scores = judges.ava.score([judges.ava.prepare(p) for p in pictures])
        found[number] = (
            scores,
            judges.siamese.features([judges.siamese.prepare(p) for p in pictures]),
        )

    threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    for scores, seen in found.values():
        assert scores == pytest.approx(expected, abs=1e-4)
        assert np.allclose(seen, features, atol=1e-3)


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_a_checkpoint_of_the_other_kind_cannot_be_pinned(
    workspace: Workspace, tmp_path: Path, ava: Path, kind: str
) -> None:
    siamese = make_siamese_checkpoint(tmp_path / "siamese.pt")
    wrong = {"ava": siamese, "siamese": ava}[kind]
    set_values(workspace.home, {f"quality_assessment.{kind}_checkpoint": str(wrong)})
    if kind == "ava":
        with pytest.raises(ModelError, match="siamese"):
            workspace.load_models()
    else:
        judges = workspace.load_models()
        assert judges.siamese is None
        assert "ava" in (judges.siamese_error or "")


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="cannot be created"):
        Workspace(tmp_path / "file")


def test_opening_a_workspace_twice_changes_nothing(workspace: Workspace) -> None:
    def content() -> dict[str, bytes]:
        files = (p for p in workspace.home.rglob("*") if p.is_file())
        return {p.relative_to(workspace.home).as_posix(): p.read_bytes() for p in files}

    before = content()
    Workspace(workspace.home)
    assert content() == before
    assert {"models/registry.yaml", "configs/global_config.yaml"} <= set(before)


def test_settings_are_read_anew_and_refused_while_damaged(workspace: Workspace) -> None:
    path = workspace.home / "configs" / "global_config.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text("album: [\n", encoding="utf-8")
    with pytest.raises(AlbumError, match="line"):
        assert workspace.settings
    path.write_text(whole, encoding="utf-8")
    assert workspace.settings.album.target_count == 40


def test_the_log_file_goes_on_where_it_ended(tmp_path: Path) -> None:
    try:
        for text in ("first", "second – ünï"):
            start_logging(tmp_path)
            logging.getLogger("album_organizer.test").info(text)
            logging.getLogger("elsewhere").warning("not ours")
            stop_logging()
    finally:
        stop_logging()
    lines = log_path(tmp_path).read_text(encoding="utf-8").splitlines()
    assert [line.rpartition(" - ")[2] for line in lines] == ["first", "second – ünï"]
    assert all("album_organizer.test - INFO" in line for line in lines)
    assert not logging.getLogger("album_organizer").handlers
