"""From a checkpoint file to a judge, in one call."""

from pathlib import Path

from album_organizer.domain.album import ModelInfo
from album_organizer.ml.ava_scorer import TorchAvaScorer
from album_organizer.ml.checkpoint import load_checkpoint
from album_organizer.ml.pair_judge import TorchPairJudge


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
