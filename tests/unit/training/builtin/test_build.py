import hashlib
import math
from pathlib import Path

import pytest
import torch
from PIL import Image
from ruamel.yaml import YAML
from torch import nn
from typer.testing import CliRunner

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import UsageError
from album_organizer.ml.loader import load_ava, load_siamese
from album_organizer.ml.verification import describe_checkpoint
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin.build import FILES, app, build
from album_organizer.training.builtin.trunk import create_network
from tests.support.photos import scene

CONFIGS = bundled_root() / "configs" / "training"
MAX_BYTES = 20_000_000


@pytest.fixture(scope="module")
def trunk() -> nn.Module:
    torch.manual_seed(0)
    return create_network().half().float().eval()


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """The shipped configurations with small pictures and few folds."""
    folder = tmp_path / "configs"
    folder.mkdir()
    for kind in FILES:
        text = (CONFIGS / f"builtin_{kind}.yaml").read_text(encoding="utf-8")
        for old, new in (("size: 256", "size: 56"), ("size: 224", "size: 48"), ("s: 5", "s: 2")):
            assert old in text
            text = text.replace(old, new)
        (folder / f"builtin_{kind}.yaml").write_text(text, encoding="utf-8")
    return folder


def info(kind: str) -> ModelInfo:
    return ModelInfo(kind, "v1", "0" * 64, "somewhere.pt")


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_builds_checkpoints_that_the_program_loads(
    data: Path, configs: Path, tmp_path: Path, trunk: nn.Module
) -> None:
    cache = tmp_path / "features.npz"
    figures = build(data, tmp_path / "out", configs, trunk=trunk, cache=cache)

    assert sorted(hashes(tmp_path / "out")) == sorted(sum(FILES.values(), ()))
    ava_path, siamese_path = (tmp_path / "out" / FILES[kind][0] for kind in FILES)
    for kind, path in (("ava", ava_path), ("siamese", siamese_path)):
        assert path.stat().st_size < MAX_BYTES
        assert "tf_efficientnet_lite0" in describe_checkpoint(path, kind).architecture
        low, high = figures[kind]["benchmark"]["all"][1:]
        assert 0 <= low <= high <= 1

    scorer = load_ava(ava_path, info("ava"))
    scores = scorer.score([scorer.prepare(scene(seed)) for seed in range(4)])
    assert all(math.isfinite(score) and 1 <= score <= 10 for score in scores)

    judge = load_siamese(siamese_path, info("siamese"))
    a, b = judge.features([judge.prepare(scene(seed)) for seed in (1, 2)])
    assert judge.win_probability(a, b) + judge.win_probability(b, a) == pytest.approx(1, abs=1e-6)
    assert judge.win_probability(a, a) == pytest.approx(0.5)

    config = YAML(typ="safe").load(tmp_path / "out" / "ava_training_config.yaml")
    stored = torch.load(ava_path, weights_only=True)
    assert config.pop("validation") == figures["ava"]
    assert config == stored["config"]
    assert stored["val_spearman"] == figures["ava"]["val_spearman"][0]

    again = build(data, tmp_path / "again", configs, trunk=trunk, cache=cache)
    assert again == figures
    assert hashes(tmp_path / "again") == hashes(tmp_path / "out")


def test_checkpoint_gives_the_scores_the_head_was_fitted_for(
    data: Path, configs: Path, tmp_path: Path, trunk: nn.Module
) -> None:
    """The mean of held-out predictions was set to AVA's; in-sample scores lie around it too."""
    build(data, tmp_path / "out", configs, trunk=trunk)
    scorer = load_ava(tmp_path / "out" / FILES["ava"][0], info("ava"))
    pictures = [Image.open(p) for p in sorted((data / "beauty" / "images").iterdir())]
    scores = scorer.score([scorer.prepare(picture) for picture in pictures])
    assert sum(scores) / len(scores) == pytest.approx(5.4, abs=1.0)
    for picture in pictures:
        picture.close()


def test_different_pictures_for_the_two_kinds_are_refused(
    data: Path, configs: Path, tmp_path: Path, trunk: nn.Module
) -> None:
    path = configs / "builtin_ava.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed: 1", "seed: 2"), "utf-8")
    with pytest.raises(UsageError, match="must be equal"):
        build(data, tmp_path / "out", configs, trunk=trunk)
    assert not (tmp_path / "out").exists()


def test_command_says_what_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code == UsageError.exit_code
    assert "labels.csv is missing" in result.stderr
