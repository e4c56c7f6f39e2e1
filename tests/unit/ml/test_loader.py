"""What the registry asks before it accepts a checkpoint."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.ml.loader import check_checkpoint, load_ava, load_siamese
from tests.support.checkpoints import make_ava_checkpoint


def test_a_working_checkpoint_is_summarised(ava_file: Path, siamese_file: Path) -> None:
    ava = check_checkpoint(ava_file, "ava")
    siamese = check_checkpoint(siamese_file, "siamese")

    assert ava.architecture == "tf_efficientnet_lite0, regression"
    assert ava.metrics == {"val_spearman": 0.7123}
    assert ava.config["model"]["mlp_hidden_dims"] == [256]
    assert siamese.architecture == "tf_efficientnet_lite0, comparison"
    assert siamese.metrics == {"val_acc": 0.7421}


@pytest.mark.parametrize("mode", ["regression", "distribution"])
def test_a_network_that_answers_nonsense_is_refused(mode: str, tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "wild.pt", mode)
    content = torch.load(path, weights_only=False)
    for name, tensor in content["model_state_dict"].items():
        if tensor.is_floating_point() and "running" not in name:
            tensor.mul_(1e20)
    torch.save(content, path)

    with pytest.raises(ModelError, match=r"wild.pt answers with values that are not numbers"):
        check_checkpoint(path, "ava")


def test_an_impossible_preprocessing_names_the_file(tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "odd.pt", transform={"crop_size": -1})

    with pytest.raises(ModelError, match=r"odd.pt cannot be used: crop_size is -1"):
        check_checkpoint(path, "ava")


def test_judges_carry_the_hash_of_the_bytes_that_were_read(
    ava_file: Path, siamese_file: Path, info: ModelInfo
) -> None:
    assert load_ava(ava_file, info).info.sha256 != load_siamese(siamese_file, info).info.sha256


def test_measuring_photos_needs_no_pytorch() -> None:
    code = (
        "import sys, album_organizer.ml.technical, album_organizer.ml.portrait, "
        "album_organizer.ml.preprocessing; sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
