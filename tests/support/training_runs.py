"""A training folder as the owner's training writes it."""

import json
from pathlib import Path

from tests.support.checkpoints import make_ava_checkpoint

CONFIG = """\
# night run on the second card
data:
  images: D:\\datasets\\AVA\\images
model:
  backbone: resnet50
  output_mode: regression
training: {batch_size: 64, lr: 1.0e-4, patience: 5}
"""


def make_ava_run(folder: Path, seed: int = 4) -> Path:
    """``best_model.pt`` (ResNet50, float32, about 96 MB), ``config.yaml``, the history.

    Returns:
        ``folder``.
    """
    make_ava_checkpoint(
        folder / "best_model.pt",
        backbone="resnet50",
        mode="regression",
        seed=seed,
        val_spearman=0.7123,
    )
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    history = {
        "train_loss": [0.9, 0.5, 0.3],
        "val_loss": [0.8, 0.41, 0.44],
        "val_mse": [0.7, 0.35, 0.39],
        "val_spearman": [0.5, 0.7123, 0.70],
    }
    (folder / "training_history.json").write_text(json.dumps(history), encoding="utf-8")
    return folder
