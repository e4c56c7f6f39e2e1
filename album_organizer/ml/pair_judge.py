"""Which of two photos is the better one."""

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from album_organizer.domain.album import ModelInfo
from album_organizer.ml.checkpoint import Checkpoint
from album_organizer.ml.judge import TorchJudge
from album_organizer.ml.networks import build_siamese_network, fuse_for_inference


class TorchPairJudge(TorchJudge):
    """Compares photos with a Siamese checkpoint; any number of threads may share one.

    Args:
        checkpoint: Of kind ``"siamese"``.
        info: The version it is registered as.

    Raises:
        ModelError: If no network can be built from the checkpoint.
    """

    def __init__(self, checkpoint: Checkpoint, info: ModelInfo) -> None:
        super().__init__(checkpoint, info)
        self._network = fuse_for_inference(build_siamese_network(checkpoint))

    def features(self, batch: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Runs the trunk, the expensive part, once per photo.

        Args:
            batch: At least one array of :meth:`prepare`, shape (3, H, W) each.

        Returns:
            float32, shape (N, D).
        """
        with self._inference():
            answer = self._network.backbone(self._to_tensor(batch))
        features: NDArray[np.float32] = answer.numpy()
        return features

    def one_order(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        """Asks for one order of two photos only, as the network answers it.

        Args:
            a: Features of the photo handed over first, shape (D,).
            b: Features of the other.

        Returns:
            P(a is better), 0..1; together with the other order not exactly 1.

        Raises:
            ModelError: If the network answers with something that is not a finite number.
        """
        difference = torch.from_numpy((a - b)[None])
        with self._inference():
            probability = float(self._network.mlp(difference).double().softmax(dim=1)[0, 1])
        if not math.isfinite(probability):
            raise self._not_finite()
        return probability

    def win_probability(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        """Compares two photos by their features.

        The last layer's bias makes P(a, b) + P(b, a) differ from 1, so both orders are asked and
        averaged: ``(P(a, b) + 1 - P(b, a)) / 2``.

        Args:
            a: Features of the one photo, shape (D,).
            b: Features of the other.

        Returns:
            P(a is better), 0..1.

        Raises:
            ModelError: If the network answers with something that is not a finite number.
        """
        return (self.one_order(a, b) + (1.0 - self.one_order(b, a))) / 2.0
