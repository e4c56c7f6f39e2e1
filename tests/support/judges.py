"""Judges without a network for tests of the stages: a brighter photo is a better one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.album import ModelInfo


class BrightnessJudge:
    """Scores and compares by mean brightness, and counts what it was asked.

    Attributes:
        scored: Photos scored so far.
        extracted: Photos whose features were asked for.
        compared: Pairs compared.
    """

    preprocess_version = "brightness"
    decode_side = 64

    def __init__(self, kind: str = "ava", version: str = "v1") -> None:
        self.info = ModelInfo(kind, version, f"sha-{kind}-{version}", f"models/{kind}.pt")
        self.scored = 0
        self.extracted = 0
        self.compared = 0

    def prepare(self, image: Image.Image) -> NDArray[np.float32]:
        small = image.resize((8, 8), Image.Resampling.BOX)
        return np.asarray(small, np.float32).transpose(2, 0, 1) / np.float32(255)

    def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
        self.scored += len(batch)
        return [1.0 + 9.0 * float(pixels.mean()) for pixels in batch]

    def features(self, batch: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        self.extracted += len(batch)
        return np.array([[pixels.mean()] for pixels in batch], np.float32)

    def win_probability(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        self.compared += 1
        return self.one_order(a, b)

    def one_order(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        return float(1 / (1 + np.exp(-50 * (a[0] - b[0]))))
