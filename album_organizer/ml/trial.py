"""Lets a model judge the golden pictures and looks at its answers."""

import itertools
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.i18n import tr
from album_organizer.ml.ava_scorer import TorchAvaScorer
from album_organizer.ml.checkpoint import Checkpoint, unusable
from album_organizer.ml.golden import golden_extremes, golden_photographs
from album_organizer.ml.pair_judge import TorchPairJudge

SAME_SCORE = 0.001
"""AVA points between the photographs below which a model cannot be said to see them."""

SAME_PROBABILITY = 0.0001
"""The same for the distance of win probabilities from one half."""

ORDER_TOLERANCE = 1e-6

_BATCH = 6


class Trial(Protocol):
    """A model and the golden pictures."""

    photographs: list[Image.Image]

    def in_range(self) -> str:
        """Lets the model judge all pictures, and says what it answers.

        Raises:
            ModelError: If some are not what a model of this kind may answer.
        """

    def tells_apart(self) -> str:
        """Says how its answers to the photographs differ; after :meth:`in_range`.

        Raises:
            ModelError: If they do not.
        """

    def judge(self, batch: Sequence[Image.Image]) -> object:
        """Prepares and judges some pictures, as a scan does."""


def make_trial(checkpoint: Checkpoint) -> Trial:
    """Builds the network of a checkpoint and gets the golden pictures ready for it.

    Raises:
        ModelError: If a golden photograph is missing or the network cannot be built.
    """
    info = ModelInfo(checkpoint.kind, "unregistered", checkpoint.sha256, checkpoint.path.name)
    if checkpoint.kind == "ava":
        return _AvaTrial(checkpoint, info)
    return _SiameseTrial(checkpoint, info)


class _AvaTrial:
    def __init__(self, checkpoint: Checkpoint, info: ModelInfo) -> None:
        self._path = checkpoint.path
        self._scorer = TorchAvaScorer(checkpoint, info)
        self.photographs = golden_photographs()
        self._pictures = self.photographs + golden_extremes()
        self._scores: list[float] = []

    def in_range(self) -> str:
        self._scores = [
            score
            for start in range(0, len(self._pictures), _BATCH)
            for score in self.judge(self._pictures[start : start + _BATCH])
        ]
        low, high = min(self._scores), max(self._scores)
        if not AVA_MIN <= low <= high <= AVA_MAX:
            raise unusable(
                self._path,
                tr("it scores from {low:.1f} to {high:.1f} instead of 1 to 10").format(
                    low=low, high=high
                ),
            )
        return tr("AVA {low:.1f} to {high:.1f} on {n} pictures").format(
            low=low, high=high, n=len(self._scores)
        )

    def tells_apart(self) -> str:
        scores = self._scores[: len(self.photographs)]
        low, high = min(scores), max(scores)
        if high - low < SAME_SCORE:
            raise unusable(
                self._path, tr("it gives every photo the same score ({low:.1f})").format(low=low)
            )
        return tr("AVA {low:.1f} to {high:.1f} on {n} photos").format(
            low=low, high=high, n=len(scores)
        )

    def judge(self, batch: Sequence[Image.Image]) -> list[float]:
        return self._scorer.score([self._scorer.prepare(picture) for picture in batch])


class _SiameseTrial:
    def __init__(self, checkpoint: Checkpoint, info: ModelInfo) -> None:
        self._path = checkpoint.path
        self._judge = TorchPairJudge(checkpoint, info)
        self.photographs = golden_photographs()
        self._pictures = self.photographs + golden_extremes()
        self._chances: dict[tuple[int, int], float] = {}

    def in_range(self) -> str:
        features = [
            feature
            for start in range(0, len(self._pictures), _BATCH)
            for feature in self.judge(self._pictures[start : start + _BATCH])
        ]
        ask = self._judge.win_probability
        self._chances.clear()
        for (i, a), (j, b) in itertools.combinations_with_replacement(enumerate(features), 2):
            forward, backward = ask(a, b), ask(b, a)
            if not 0.0 <= forward <= 1.0 or abs(forward + backward - 1.0) > ORDER_TOLERANCE:
                raise unusable(
                    self._path,
                    tr(
                        "its chances of two pictures are {forward:.2f} and "
                        "{backward:.2f}, which do not add up to 1"
                    ).format(forward=forward, backward=backward),
                )
            if i == j and abs(forward - 0.5) > ORDER_TOLERANCE:
                raise unusable(
                    self._path,
                    tr("it prefers a photo to itself ({forward:.2f})").format(forward=forward),
                )
            self._chances[i, j] = forward
        low, high = min(self._chances.values()), max(self._chances.values())
        return tr("chances of {low:.0%} to {high:.0%} in {n} pairs of pictures").format(
            low=low, high=high, n=len(self._chances)
        )

    def tells_apart(self) -> str:
        count = len(self.photographs)
        chances = [
            max(chance, 1.0 - chance)
            for (i, j), chance in self._chances.items()
            if i != j and max(i, j) < count
        ]
        if max(chances) - 0.5 < SAME_PROBABILITY:
            raise unusable(self._path, tr("it finds all photos equally good"))
        low, high = min(chances), max(chances)
        return tr("{low:.0%} to {high:.0%} for the better one in {n} pairs of photos").format(
            low=low, high=high, n=len(chances)
        )

    def judge(self, batch: Sequence[Image.Image]) -> NDArray[np.float32]:
        return self._judge.features([self._judge.prepare(picture) for picture in batch])
