"""What the pipeline asks of the judges; ``album_organizer.ml`` has the real ones."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.album import ModelInfo


class Judge(Protocol):
    """A loaded model version with its own preprocessing; safe to share by threads."""

    @property
    def info(self) -> ModelInfo:
        """The version."""

    @property
    def preprocess_version(self) -> str:
        """Names the preprocessing; part of every cache key."""

    @property
    def decode_side(self) -> int:
        """Shorter side in pixels that a photo must at least be decoded to."""

    def prepare(self, image: Image.Image) -> NDArray[np.float32]:
        """An upright RGB picture -> the network's input, float32, shape (3, H, W)."""


class AvaScorer(Judge, Protocol):
    """Scores single photos."""

    def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
        """Prepared photos -> AVA scores, 1..10, in the same order."""


class PairJudge(Judge, Protocol):
    """Compares two photos."""

    def features(self, batch: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Prepared photos -> features, shape (N, D); the expensive part, once per photo."""

    def win_probability(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        """Features of two photos -> P(a is better), both orders averaged: f(a, b) + f(b, a) = 1."""

    def one_order(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        """P(a is better) with the pair handed over in this order only, not averaged.

        How far it is from ``1 - one_order(b, a)`` tells how much the model minds the order.
        """
