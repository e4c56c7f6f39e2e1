"""What is learned from a batch of rated photos or of pairs, and how the outcome is measured."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
import torch
from torch import Tensor, nn

from album_organizer.domain.job import Job
from album_organizer.domain.scores import AVA_MAX, AVA_MIN
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.ml.networks import AVA_BINS, AvaNetwork, SiameseNetwork
from album_organizer.training.baselines import unit_spearman
from album_organizer.training.config import Augmentation, SiameseAugmentation
from album_organizer.training.pictures import Change, Inputs, PictureStore, prefetched

CHECKING = "Checking on held out labels"

_CHANCE_FLOOR = 1e-7
"""Keeps the logarithm of a probability finite."""


@dataclass(frozen=True)
class Measured:
    """The outcome on the held out labels.

    Attributes:
        figures: By name: ``val_loss``, ``val_spearman`` and so on.
        answers: Of the model, one per label: a score 1..10, or P(a is better).
    """

    figures: dict[str, float]
    answers: list[float]


class Task(Protocol):
    """What the training loop must be told of a kind of labels."""

    metric: str
    """The figure that decides which epoch is best, higher is better."""

    count: int
    """Labels to learn from."""

    def load(self, index: int, epoch: int) -> Inputs:
        """The input of one label, changed at random by seed, epoch and index alone."""

    def loss(
        self, network: nn.Module, inputs: Tensor, indices: Sequence[int], epoch: int
    ) -> Tensor:
        """The mean loss of a batch."""

    def measure(self, network: nn.Module, pool: ThreadPoolExecutor, job: Job) -> Measured:
        """Lets the network, in evaluation mode, judge what is held out."""


@dataclass(frozen=True)
class Feed:
    """Where pictures come from and go to.

    Attributes:
        training: Photos to learn from.
        validation: Those held out.
        augmentation: Random changes.
        seed: Of these changes.
        batch_size: Photos per step when measuring.
        device: Of the network.
    """

    training: PictureStore
    validation: PictureStore
    augmentation: Augmentation
    seed: int
    batch_size: int
    device: torch.device

    def random(self, index: int, epoch: int) -> np.random.Generator:
        """Random numbers of one label in one epoch, whatever thread asks and in which order."""
        return np.random.default_rng([self.seed, epoch, index])

    def to_device(self, inputs: Inputs) -> Tensor:
        """Inputs on the device of the network."""
        tensor = torch.from_numpy(inputs)
        if self.device.type != "cuda":
            return tensor
        return tensor.pin_memory().to(self.device, non_blocking=True)

    def judge(
        self, network: nn.Module, paths: Sequence[str], pool: ThreadPoolExecutor, job: Job
    ) -> Tensor:
        """Outputs of a network for held out photos, on the CPU, (N, K)."""
        size = self.batch_size
        batches = [range(s, min(s + size, len(paths))) for s in range(0, len(paths), size)]
        outputs = []
        loaded = prefetched(pool, batches, lambda i: self.validation.input(paths[i]))
        with torch.inference_mode():
            for numbers, inputs in loaded:
                job.report(CHECKING, numbers[0], len(paths))
                outputs.append(network(self.to_device(inputs)).cpu())
        return torch.cat(outputs)


class RatingTask:
    """Learns scores of photos.

    Args:
        training: Labels to learn from.
        validation: Held out labels.
        units: Series or theme of each held out label.
        loss: ``"mse"``, ``"emd"`` or ``"cross_entropy"``; the last two need votes.
        feed: Pictures.
    """

    metric = "val_spearman"

    def __init__(
        self,
        training: Sequence[RatedPhoto],
        validation: Sequence[RatedPhoto],
        units: Sequence[str],
        loss: str,
        feed: Feed,
    ) -> None:
        self.count = len(training)
        self._training, self._validation, self._units = training, validation, units
        self._loss, self._feed = loss, feed

    def load(self, index: int, epoch: int) -> Inputs:
        """See :class:`Task`; (3, H, W)."""
        change = Change.draw(self._feed.augmentation, self._feed.random(index, epoch))
        return self._feed.training.input(self._training[index].path, change)

    def loss(
        self, network: nn.Module, inputs: Tensor, indices: Sequence[int], epoch: int
    ) -> Tensor:
        """See :class:`Task`."""
        outputs = network(inputs)
        return self._loss_of(outputs, [self._training[i] for i in indices])

    def measure(self, network: nn.Module, pool: ThreadPoolExecutor, job: Job) -> Measured:
        """See :class:`Task`; ``val_spearman`` of a constant answer is 0."""
        paths = [label.path for label in self._validation]
        outputs = self._feed.judge(network, paths, pool, job)
        scores = expected_scores(outputs).clamp(AVA_MIN, AVA_MAX).double()
        wanted = torch.tensor([label.score for label in self._validation], dtype=torch.float64)
        answers = scores.tolist()
        order = unit_spearman(answers, wanted.tolist(), self._units)
        return Measured(
            {
                "val_loss": float(self._loss_of(outputs, self._validation)),
                "val_spearman": 0.0 if order is None else order.value,
                "val_mse": float(((scores - wanted) ** 2).mean()),
                "val_mae": float((scores - wanted).abs().mean()),
            },
            answers,
        )

    def _loss_of(self, outputs: Tensor, labels: Sequence[RatedPhoto]) -> Tensor:
        if self._loss == "mse":
            wanted = torch.tensor([label.score for label in labels]).to(outputs.device)
            return ((expected_scores(outputs) - wanted) ** 2).mean()
        votes = torch.tensor([label.votes for label in labels]).to(outputs.device)
        if self._loss == "cross_entropy":
            return nn.functional.cross_entropy(outputs, votes)
        return earth_movers_distance(outputs, votes)


class PairTask:
    """Learns which photo of a pair is better.

    Args:
        training: Pairs to learn from.
        validation: Held out pairs.
        feed: Pictures.
    """

    metric = "val_acc"

    def __init__(
        self, training: Sequence[JudgedPair], validation: Sequence[JudgedPair], feed: Feed
    ) -> None:
        self.count = len(training)
        self._training, self._validation, self._feed = training, validation, feed

    def load(self, index: int, epoch: int) -> Inputs:
        """See :class:`Task`; (2, 3, H, W), with the sides exchanged in every second pair."""
        pair = self._training[index]
        change = Change.draw(self._feed.augmentation, self._feed.random(index, epoch))
        paths = (pair.b, pair.a) if self._swapped(index, epoch) else (pair.a, pair.b)
        return np.stack([self._feed.training.input(path, change) for path in paths])

    def loss(
        self, network: nn.Module, inputs: Tensor, indices: Sequence[int], epoch: int
    ) -> Tensor:
        """See :class:`Task`; weighted by the strengths of the pairs."""
        first_wins = [self._training[i].a_wins != self._swapped(i, epoch) for i in indices]
        weights = torch.tensor([self._training[i].strength for i in indices]).to(inputs.device)
        outputs = cast("SiameseNetwork", network)(inputs[:, 0], inputs[:, 1])
        wanted = torch.tensor(first_wins, dtype=torch.long).to(inputs.device)
        losses = nn.functional.cross_entropy(outputs, wanted, reduction="none")
        return (losses * weights).sum() / weights.sum()

    def measure(self, network: nn.Module, pool: ThreadPoolExecutor, job: Job) -> Measured:
        """See :class:`Task`; both orders are asked and averaged, as the program does."""
        siamese = cast("SiameseNetwork", network)
        paths = sorted({path for pair in self._validation for path in pair.photos})
        place = {path: i for i, path in enumerate(paths)}
        features = self._feed.judge(siamese.backbone, paths, pool, job)
        a = features[[place[pair.a] for pair in self._validation]]
        b = features[[place[pair.b] for pair in self._validation]]
        with torch.inference_mode():
            forward, backward = (
                siamese.mlp(d.to(self._feed.device)).double().softmax(dim=1)[:, 1].cpu()
                for d in (a - b, b - a)
            )
        chances = (forward + 1.0 - backward) / 2.0
        answers = chances.tolist()
        won = [pair.a_wins for pair in self._validation]
        right = [
            0.5 if p == 0.5 else float((p > 0.5) == w) for p, w in zip(answers, won, strict=True)
        ]
        losses = [
            -math.log(max(_CHANCE_FLOOR, p if w else 1.0 - p)) if math.isfinite(p) else math.nan
            for p, w in zip(answers, won, strict=True)
        ]
        figures = {"val_loss": sum(losses) / len(losses), "val_acc": sum(right) / len(right)}
        return Measured(figures, answers)

    def _swapped(self, index: int, epoch: int) -> bool:
        augmentation = cast("SiameseAugmentation", self._feed.augmentation)
        # A stream of its own, so that the changes of the pictures do not depend on it.
        random = np.random.default_rng([self._feed.seed, epoch, index, 1])
        return augmentation.swap and bool(random.uniform() < 0.5)


def expected_scores(outputs: Tensor) -> Tensor:
    """Raw outputs (N, 1) or (N, 10) -> scores (N,), not yet clamped."""
    if outputs.shape[1] == 1:
        return outputs[:, 0]
    bins = torch.arange(1, AVA_BINS + 1, dtype=outputs.dtype, device=outputs.device)
    return outputs.softmax(dim=1) @ bins


def earth_movers_distance(outputs: Tensor, votes: Tensor) -> Tensor:
    """Distance of two distributions over ordered bins, mean over the batch.

    ``sqrt(mean over bins of the squared difference of the cumulated shares)``: NIMA (Talebi and
    Milanfar, IEEE TIP 2018), r = 2.

    Args:
        outputs: Logits (N, 10).
        votes: Shares (N, 10).
    """
    difference = outputs.softmax(dim=1).cumsum(dim=1) - votes.cumsum(dim=1)
    # The slope of the root is infinite at zero.
    return (difference.square().mean(dim=1) + 1e-12).sqrt().mean()


def centre_head(network: nn.Module, training: Sequence[RatedPhoto]) -> None:
    """Lets a new head start at the mean of the labels instead of 0, which saves epochs.

    Args:
        network: An :class:`AvaNetwork` whose last layer is random.
        training: Labels to learn from.
    """
    last = cast("nn.Linear", cast("AvaNetwork", network).head[-1])
    mean = sum(label.score for label in training) / len(training)
    with torch.no_grad():
        if last.out_features == 1:
            last.bias.fill_(mean)
        else:
            # A normal distribution of the usual spread of votes (AVA: 1.4) around the mean.
            bins = torch.arange(1, AVA_BINS + 1)
            last.bias.copy_(-((bins - mean) ** 2) / (2 * 1.4**2))
