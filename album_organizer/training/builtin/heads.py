"""Linear heads on frozen features, and how they become the layers of a checkpoint."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from album_organizer.training.builtin.config import FitSettings
from album_organizer.training.builtin.features import FeatureBank, Floats

Doubles = NDArray[np.float64]

AVA_MEAN = 5.38
AVA_SPREAD = 0.73
"""Mean and standard deviation of the mean scores of the 255,502 photos of AVA."""

AVA_VOTE_SPREAD = 1.4
"""Typical standard deviation of the votes on one AVA photo."""

_BINS = np.arange(1, 11)
_CENTRE = 5.5
_MAX_STEPS = 200


@dataclass(frozen=True)
class LinearScore:
    """A score that is linear in the features: ``features @ weight + bias``.

    Attributes:
        weight: Shape (D,).
        bias: The score of a zero vector.
    """

    weight: Doubles
    bias: float

    def __call__(self, features: Floats) -> Doubles:
        """(K, D) -> (K,)."""
        return np.asarray(features @ self.weight + self.bias, np.float64)

    def rescaled(self, mean: float, spread: float, reference: Doubles) -> "LinearScore":
        """The same order of photos, with scores moved so that a reference has this mean and spread.

        Args:
            mean: Wanted mean of the reference.
            spread: Wanted standard deviation of the reference.
            reference: Scores by this head or its siblings, shape (K,), not all equal.
        """
        factor = spread / reference.std()
        return LinearScore(
            self.weight * factor, float(self.bias * factor + mean - factor * reference.mean())
        )


def fit_ratings(
    bank: FeatureBank, ratings: Doubles, chosen: NDArray[np.bool_], settings: FitSettings
) -> LinearScore:
    """Fits human ratings, while damaged versions must score below the better ones.

    Args:
        bank: Features.
        ratings: (N,), nan for photos that nobody rated.
        chosen: (N,) the photos to learn from.
        settings: Weights of the parts.

    Returns:
        A score in standard deviations of the chosen ratings, mean about 0.
    """
    rated = chosen & np.isfinite(ratings)
    rows = np.concatenate([bank.clean[rated], bank.flipped[rated]])
    wanted = np.tile((ratings[rated] - ratings[rated].mean()) / ratings[rated].std(), 2)
    centre, scale = _statistics(bank, chosen)
    inputs = _tensor((bank.features[rows] - centre) / scale)
    targets = _tensor(wanted)
    differences, gaps = _differences(bank, chosen, scale)

    def loss(weight: Tensor) -> Tensor:
        error = ((inputs @ weight - targets) ** 2).mean()
        shortfall = settings.rank_margin * gaps - differences @ weight
        ranking = functional.softplus(shortfall / settings.rank_scale).mean()
        decay = settings.weight_decay * (weight**2).sum()
        return error + settings.rank_weight * ranking + decay

    weight = _minimise(loss, inputs.shape[1]) / scale
    return LinearScore(weight, float(-centre @ weight))


def fit_pairs(bank: FeatureBank, chosen: NDArray[np.bool_], settings: FitSettings) -> LinearScore:
    """Logistic regression of "which of the two is better" on differences of features.

    A linear head without bias is antisymmetric by construction, so that one order of every pair
    says the same as both.

    Args:
        bank: Features.
        chosen: (N,) the photos whose pairs to learn from.
        settings: Only ``weight_decay`` counts.

    Returns:
        A score whose difference is the log odds that the first is better; bias 0.
    """
    _, scale = _statistics(bank, chosen)
    differences, _ = _differences(bank, chosen, scale)

    def loss(weight: Tensor) -> Tensor:
        likelihood = functional.softplus(-(differences @ weight)).mean()
        return likelihood + settings.weight_decay * (weight**2).sum()

    return LinearScore(_minimise(loss, differences.shape[1]) / scale, 0.0)


def ava_layer(score: LinearScore) -> tuple[Floats, Floats]:
    """The last layer of a 10-bin network whose expected vote is the given score.

    The votes are a normal distribution of a fixed spread around the score, on the bins 1..10:
    ``-(k - s)^2 / (2 v)`` is linear in s up to a constant that softmax ignores.

    Returns:
        Weight (10, D) and bias (10,).
    """
    variance = AVA_VOTE_SPREAD**2
    steps = (_BINS - _CENTRE) / variance
    bias = steps * (score.bias - _CENTRE) - (_BINS - _CENTRE) ** 2 / (2 * variance)
    return np.outer(steps, score.weight).astype(np.float32), bias.astype(np.float32)


def pair_layer(score: LinearScore) -> tuple[Floats, Floats]:
    """The last layer of a Siamese network: index 1 = the first photo is better.

    Returns:
        Weight (2, D) and bias (2,), zero.
    """
    half = score.weight / 2
    return np.stack([-half, half]).astype(np.float32), np.zeros(2, np.float32)


def _statistics(bank: FeatureBank, chosen: NDArray[np.bool_]) -> tuple[Doubles, Doubles]:
    clean = bank.features[bank.clean[chosen]].astype(np.float64)
    return clean.mean(0), clean.std(0) + 1e-3


def _differences(
    bank: FeatureBank, chosen: NDArray[np.bool_], scale: Doubles
) -> tuple[Tensor, Tensor]:
    pairs = bank.random.of_photos(chosen)
    difference = (bank.features[pairs.better] - bank.features[pairs.worse]) / scale
    return _tensor(difference), _tensor(pairs.gap)


def _tensor(array: NDArray[np.floating]) -> Tensor:
    return torch.from_numpy(np.asarray(array, np.float32))


def _minimise(loss: Callable[[Tensor], Tensor], size: int) -> Doubles:
    """Minimises a convex loss of a weight vector, from zero."""
    weight = torch.zeros(size, requires_grad=True)
    solver = torch.optim.LBFGS([weight], max_iter=_MAX_STEPS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        solver.zero_grad()
        value = loss(weight)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    solver.step(closure)  # type: ignore[no-untyped-call]
    return weight.detach().numpy().astype(np.float64)
