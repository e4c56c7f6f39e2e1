"""From a file to a judge."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.ml.loader import load_ava, load_siamese
from tests.support.checkpoints import make_ava_checkpoint


@pytest.mark.parametrize("mode", ["regression", "distribution"])
def test_a_network_that_answers_nonsense_says_so(
    mode: str, tmp_path: Path, info: ModelInfo, photographs: dict[str, Image.Image]
) -> None:
    path = make_ava_checkpoint(tmp_path / "wild.pt", mode)
    content = torch.load(path, weights_only=False)
    for name, tensor in content["model_state_dict"].items():
        if tensor.is_floating_point() and "running" not in name:
            tensor.mul_(1e20)
    torch.save(content, path)
    scorer = load_ava(path, info)

    with pytest.raises(ModelError, match=r"wild.pt answers with values that are not numbers"):
        scorer.score([scorer.prepare(photographs["coffee"])])


def test_an_impossible_preprocessing_names_the_file(tmp_path: Path, info: ModelInfo) -> None:
    path = make_ava_checkpoint(tmp_path / "odd.pt", transform={"crop_size": -1})

    with pytest.raises(ModelError, match=r"odd.pt cannot be used: crop_size is -1"):
        load_ava(path, info)


def test_judges_carry_the_hash_of_the_bytes_that_were_read(
    ava_file: Path, siamese_file: Path, info: ModelInfo
) -> None:
    assert load_ava(ava_file, info).info.sha256 != load_siamese(siamese_file, info).info.sha256


def test_measuring_photos_needs_no_pytorch() -> None:
    code = (
        "import sys, album_organizer.ml.technical, album_organizer.ml.portrait, "
        "album_organizer.ml.preprocessing, album_organizer.ml.speed, album_organizer.ml.golden; "
        "sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
