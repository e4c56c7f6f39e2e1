"""The files that the program ships."""

from pathlib import Path

import numpy as np
import pytest
import skimage.data
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.imaging.degradations import Pixels, gaussian_blur, jpeg
from album_organizer.ml.checkpoint import load_checkpoint
from album_organizer.ml.loader import load_ava, load_siamese
from album_organizer.registry.registry import Registry
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin.build import FILES
from album_organizer.training.builtin.config import read_config
from album_organizer.workspace.workspace import CheckpointInspector

MODELS = bundled_root() / "models"
FOLDERS = [MODELS / "album_app_v2", MODELS / "album_app_v3"]
COFFEE: Pixels = skimage.data.coffee()
CAT: Pixels = skimage.data.chelsea()
DAMAGED = [gaussian_blur(COFFEE, 4), jpeg(COFFEE, 5)]


def info(kind: str) -> ModelInfo:
    return ModelInfo(kind, "v1", "0" * 64, FILES[kind][0])


@pytest.fixture(params=FOLDERS, ids=["v2", "v3"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Of each of the versions that the program comes with."""
    assert isinstance(request.param, Path)
    return request.param


def test_both_versions_are_registered_and_the_newer_one_is_in_use() -> None:
    registry = Registry(bundled_root(), CheckpointInspector())
    for kind in FILES:
        assert [version.version for version in registry.versions(kind)] == ["v2", "v3"]
        assert registry.current(kind).version == "v3"


def test_files_are_small_enough_to_travel(folder: Path) -> None:
    assert all((folder / names[0]).stat().st_size < 20_000_000 for names in FILES.values())
    assert (folder / "README.md").is_file() or (folder / "ava_README.md").is_file()


def test_scores_are_on_the_ava_scale_and_damage_lowers_them(folder: Path) -> None:
    scorer = load_ava(folder / FILES["ava"][0], info("ava"))
    pictures = [COFFEE, CAT, *DAMAGED]
    coffee, cat, *damaged = scorer.score([scorer.prepare(Image.fromarray(p)) for p in pictures])
    assert 4 < coffee < 7
    assert 4 < cat < 7
    assert max(damaged) < coffee


def test_comparison_prefers_the_undamaged_photo_in_both_orders(folder: Path) -> None:
    judge = load_siamese(folder / FILES["siamese"][0], info("siamese"))
    features = judge.features([judge.prepare(Image.fromarray(p)) for p in [COFFEE, *DAMAGED]])
    for damaged in features[1:]:
        forward = judge.win_probability(features[0], damaged)
        assert forward > 0.8
        assert forward + judge.win_probability(damaged, features[0]) == pytest.approx(1, abs=1e-6)
    assert judge.win_probability(features[0], features[0]) == pytest.approx(0.5)
    assert np.isfinite(features).all()


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_checkpoints_were_built_from_the_shipped_configuration(kind: str) -> None:
    stored = load_checkpoint(FOLDERS[-1] / FILES[kind][0], kind).config
    path = bundled_root() / "configs" / "training" / f"builtin_{kind}.yaml"
    assert stored == read_config(path).as_stored()
