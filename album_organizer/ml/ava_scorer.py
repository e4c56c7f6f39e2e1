"""Aesthetic scores of photos."""

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.ml.checkpoint import Checkpoint
from album_organizer.ml.judge import TorchJudge
from album_organizer.ml.networks import AVA_BINS, build_ava_network, fuse_for_inference


class TorchAvaScorer(TorchJudge):
    """Scores photos with an AVA checkpoint; any number of threads may share one.

    Args:
        checkpoint: Of kind ``"ava"``.
        info: The version it is registered as.

    Raises:
        ModelError: If no network can be built from the checkpoint.
    """

    def __init__(self, checkpoint: Checkpoint, info: ModelInfo) -> None:
        super().__init__(checkpoint, info)
        self._network = fuse_for_inference(build_ava_network(checkpoint))
        self._bins = torch.arange(1, AVA_BINS + 1, dtype=torch.float32)

    def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
        """Scores prepared photos.

        A regression output is clamped to the scale; a distribution gives its expected value.

        Args:
            batch: Arrays of :meth:`prepare`, shape (3, H, W) each.

        Returns:
            One score per photo, 1..10, in the same order.

        Raises:
            ModelError: If the network answers with something that is not a finite number.
        """
        if not batch:
            return []
        with self._inference():
            output = self._network(self._to_tensor(batch))
            if self._network.distribution:
                scores = output.softmax(dim=1) @ self._bins
            else:
                scores = output[:, 0].clamp(AVA_MIN, AVA_MAX)
        answers = [float(score) for score in scores]
        if not all(math.isfinite(answer) for answer in answers):
            raise self._not_finite()
        return answers
