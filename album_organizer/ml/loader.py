"""From a checkpoint file to a judge, in one call."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.ml.ava_scorer import TorchAvaScorer
from album_organizer.ml.checkpoint import load_checkpoint
from album_organizer.ml.pair_judge import TorchPairJudge


@dataclass(frozen=True, slots=True)
class CheckpointSummary:
    """What a person wants to know of a checkpoint before using it.

    Attributes:
        architecture: For example ``"resnet50, distribution"``.
        metrics: The ``val_*`` figures of its training.
        config: What it was trained with.
    """

    architecture: str
    metrics: dict[str, float]
    config: dict[str, Any]


def load_ava(path: Path, info: ModelInfo) -> TorchAvaScorer:
    """Loads an aesthetic model.

    Raises:
        ModelError: If the file cannot be used, with the reason in one sentence.
    """
    return TorchAvaScorer(load_checkpoint(path, "ava"), info)


def load_siamese(path: Path, info: ModelInfo) -> TorchPairJudge:
    """Loads a comparison model.

    Raises:
        ModelError: If the file cannot be used, with the reason in one sentence.
    """
    return TorchPairJudge(load_checkpoint(path, "siamese"), info)


def check_checkpoint(path: Path, kind: str) -> CheckpointSummary:
    """Proves that a checkpoint works: reads it, builds its network and asks it for one answer.

    Args:
        path: The file.
        kind: ``"ava"`` or ``"siamese"``.

    Raises:
        ModelError: If any of that fails, with the reason in one sentence.
    """
    checkpoint = load_checkpoint(path, kind)
    model = checkpoint.config.get("model") or {}
    info = ModelInfo(kind, "unregistered", checkpoint.sha256, path.name)
    picture = _probe_picture()
    if kind == "ava":
        scorer = TorchAvaScorer(checkpoint, info)
        scorer.score([scorer.prepare(picture)])
        architecture = (
            f"{model.get('backbone', 'resnet50')}, {model.get('output_mode', 'distribution')}"
        )
    else:
        judge = TorchPairJudge(checkpoint, info)
        mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        judge.win_probability(*judge.features([judge.prepare(picture), judge.prepare(mirrored)]))
        architecture = f"{model.get('cnn_backbone', 'resnet50')}, comparison"
    return CheckpointSummary(architecture, checkpoint.metrics, checkpoint.config)


def _probe_picture() -> Image.Image:
    """A picture with every tone, so that a broken layer shows in the answer."""
    ramp = np.linspace(0, 255, 256, dtype=np.uint8)
    return Image.fromarray(np.stack(np.broadcast_arrays(ramp, ramp[:, None], ramp[::-1]), axis=-1))
