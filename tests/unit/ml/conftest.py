"""Real photographs and real (random) checkpoints, made once per session."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from skimage import data
from sklearn.datasets import load_sample_image

from album_organizer.domain.album import ModelInfo
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def photographs() -> dict[str, Image.Image]:
    """Photographs of different subjects, sizes and orientations, RGB."""
    arrays = {
        "astronaut": data.astronaut(),
        "chelsea": data.chelsea(),
        "coffee": data.coffee(),
        "rocket": data.rocket(),
        "china": load_sample_image("china.jpg"),
        "flower": load_sample_image("flower.jpg"),
    }
    return {name: Image.fromarray(array) for name, array in arrays.items()}


@pytest.fixture(scope="session")
def portrait_format(photographs: dict[str, Image.Image]) -> Image.Image:
    """A photograph higher than wide, with odd sides."""
    return photographs["china"].crop((101, 0, 424, 427))


@pytest.fixture(scope="session")
def info() -> ModelInfo:
    return ModelInfo(kind="ava", version="v1", sha256="", path="models/album_app/model.pt")


@pytest.fixture(scope="session")
def ava_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ava_checkpoint(tmp_path_factory.mktemp("ava") / "best_model.pt")


@pytest.fixture(scope="session")
def siamese_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_siamese_checkpoint(tmp_path_factory.mktemp("siamese") / "best_model.pt")
