"""Small heads on frozen features, and how they become the layers of a checkpoint.

Three parts make the two judges:

- *taste*: which photos people find beautiful, linear in the features of the last stages;
- *craft*: a score that falls with damage, from one hidden layer, learnt from pairs;
- *comparison*: which of two versions of a photo is the better one, from one hidden layer on the
  difference of their features.

The AVA scorer is taste plus craft, the Siamese model is the comparison.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from album_organizer.domain.job import Job
from album_organizer.training.builtin.config import FitSettings
from album_organizer.training.builtin.features import FeatureBank, Floats, Halves, Indices

Doubles = NDArray[np.float64]

AVA_MEAN = 5.38
AVA_SPREAD = 0.73
"""Mean and standard deviation of the mean scores of the 255,502 photos of AVA."""

AVA_VOTE_SPREAD = 1.4
"""Typical standard deviation of the votes on one AVA photo."""

_BINS = np.arange(1, 11)
_CENTRE = 5.5
_BATCH = 256
_SMALL_START = 0.3
"""Times PyTorch's first weights: a hidden layer over thousands of features starts near linear."""
_CHUNK = 4096


@dataclass(frozen=True)
class Hidden:
    """One hidden layer: ``act(x @ first.T + bias) @ last + offset``.

    Attributes:
        first: (H, D).
        bias: (H,).
        last: (H,).
        offset: Added at the end.
        odd: tanh instead of ReLU. With zero bias and offset the answer to ``-x`` is then exactly
            the opposite of that to ``x``, so that swapping two photos swaps the answer.
    """

    first: Floats
    bias: Floats
    last: Floats
    offset: float = 0.0
    odd: bool = False

    def __call__(self, features: NDArray[np.floating]) -> Doubles:
        """(K, D) -> (K,)."""
        parts = []
        for start in range(0, len(features), _CHUNK):
            inner = features[start : start + _CHUNK].astype(np.float32) @ self.first.T + self.bias
            active = np.tanh(inner) if self.odd else np.maximum(inner, 0)
            parts.append(active @ self.last + self.offset)
        return np.concatenate([*parts, np.empty(0)]).astype(np.float64)

    def times(self, factor: float, offset: float = 0.0) -> "Hidden":
        """``factor`` times the answers, plus ``offset``."""
        last = (self.last * factor).astype(np.float32)
        return Hidden(
            self.first, self.bias, last, float(self.offset * factor + offset), odd=self.odd
        )

    def plus(self, weight: Doubles) -> "Hidden":
        """Adds ``x @ weight``: a line through a ReLU is what its two halves make together.

        Args:
            weight: (D,).
        """
        line = weight[None].astype(np.float32)
        return Hidden(
            np.concatenate([self.first, line, -line]),
            np.append(self.bias, [0, 0]).astype(np.float32),
            np.append(self.last, [1, -1]).astype(np.float32),
            self.offset,
        )


def fit_taste(
    bank: FeatureBank,
    ratings: Doubles,
    chosen: NDArray[np.bool_],
    blocks: Sequence[slice],
    settings: FitSettings,
) -> Doubles:
    """Ridge regression of the ratings that looks away from damage.

    Every block of features is standardised and has the same say, however many channels it holds.
    Beside the ratings, both versions of a damaged photo shall differ little: how well a photo is
    taken is the business of craft, which knows it better.

    Args:
        bank: Features.
        ratings: (N,), nan for photos that nobody rated.
        chosen: (N,) the photos to learn from; rated ones with their mirror images.
        blocks: Columns of each block.
        settings: ``taste_decay`` and ``taste_calm`` count.

    Returns:
        (D,) weights of a score in standard deviations of the chosen ratings, up to a constant.
    """
    rated = chosen & np.isfinite(ratings)
    rows = np.concatenate([bank.clean[rated], bank.flipped[rated]])
    wanted = np.tile((ratings[rated] - ratings[rated].mean()) / ratings[rated].std(), 2)
    columns = np.concatenate([np.arange(bank.features.shape[1])[block] for block in blocks])
    features = bank.features[np.ix_(rows, columns)].astype(np.float64)
    widths = [len(range(*block.indices(bank.features.shape[1]))) for block in blocks]
    scale = (features.std(0) + 1e-6) * np.sqrt(np.repeat(widths, widths) * len(blocks))
    inputs = (features - features.mean(0)) / scale
    pairs = bank.random.of_photos(chosen)
    differences = bank.features[:, columns].astype(np.float32)
    differences = (differences[pairs.better] - differences[pairs.worse]) / scale
    share = settings.taste_calm * len(rows) / max(1, len(differences))
    matrix = inputs.T @ inputs + share * differences.T @ differences
    matrix += settings.taste_decay * np.eye(len(columns))
    weight = np.zeros(bank.features.shape[1])
    weight[columns] = np.linalg.solve(matrix, inputs.T @ wanted) / scale
    return weight


def fit_craft(
    bank: FeatureBank,
    chosen: NDArray[np.bool_],
    settings: FitSettings,
    seed: int,
    job: Job = Job(),
    *,
    columns: int | None = None,
) -> Hidden:
    """A score that is higher for the less damaged of two versions of a photo.

    Args:
        bank: Features.
        chosen: (N,) the photos whose pairs to learn from.
        settings: Size and training of the hidden layer.
        seed: Fixes the first weights and the order of the pairs.
        job: Progress and cancel.
        columns: How many features, from the first, the hidden layer sees; None for all.

    Returns:
        A score whose difference is the log odds that the first version is the better one.
    """
    return _train(bank, chosen, settings, seed, job, columns, odd=False)


def fit_comparison(
    bank: FeatureBank,
    chosen: NDArray[np.bool_],
    settings: FitSettings,
    seed: int,
    job: Job = Job(),
    *,
    columns: int | None = None,
) -> Hidden:
    """The log odds that the first of two versions is the better one, from their difference.

    Args: as for :func:`fit_craft`.

    Returns:
        An odd function of ``feature(a) - feature(b)``.
    """
    return _train(bank, chosen, settings, seed, job, columns, odd=True)


def temperature(log_odds: Doubles) -> float:
    """What log odds of held-out pairs are divided by, so that they say what is true.

    Guo et al., "On calibration of modern neural networks", ICML 2017: the likelihood of the held-
    out answers is greatest.

    Args:
        log_odds: Of pairs whose first version is the better one, (M,).

    Returns:
        0.25..4.
    """
    candidates = np.geomspace(0.25, 4, 241)
    losses = [np.logaddexp(0, -log_odds / candidate).mean() for candidate in candidates]
    return float(candidates[int(np.argmin(losses))])


def ava_layers(score: Hidden) -> dict[str, Tensor]:
    """The head of a 10-bin network whose expected vote is the given score, 1..10.

    The votes are a normal distribution of a fixed spread around the score, on the bins 1..10:
    ``-(k - s)^2 / (2 v)`` is linear in s up to a constant that softmax ignores.

    Returns:
        Weights by the names of the checkpoint format.
    """
    variance = AVA_VOTE_SPREAD**2
    steps = (_BINS - _CENTRE) / variance
    bias = steps * (score.offset - _CENTRE) - (_BINS - _CENTRE) ** 2 / (2 * variance)
    return _layers("head", score, np.outer(steps, score.last), bias)


def pair_layers(log_odds: Hidden) -> dict[str, Tensor]:
    """The head of a Siamese network: index 1 = the first photo is better.

    Returns:
        Weights by the names of the checkpoint format.
    """
    half = log_odds.last / 2
    return _layers("mlp", log_odds, np.stack([-half, half]), np.zeros(2))


def _layers(prefix: str, hidden: Hidden, last: Doubles, bias: Doubles) -> dict[str, Tensor]:
    return {
        f"{prefix}.0.weight": torch.from_numpy(hidden.first).half(),
        f"{prefix}.0.bias": torch.from_numpy(hidden.bias),
        f"{prefix}.3.weight": torch.from_numpy(last.astype(np.float32)),
        f"{prefix}.3.bias": torch.from_numpy(bias.astype(np.float32)),
    }


class _Layer(nn.Module):
    """The hidden layer while it learns, on features in standard units."""

    def __init__(self, width: int, settings: FitSettings, *, odd: bool) -> None:
        super().__init__()
        self.first = nn.Linear(width, settings.hidden, bias=not odd)
        self.last = nn.Linear(settings.hidden, 1, bias=False)
        self.odd = odd
        self._dropped = settings.dropout
        with torch.no_grad():
            for layer in (self.first, self.last):
                layer.weight.mul_(_SMALL_START)

    def forward(self, features: Tensor, kept: Tensor) -> Tensor:
        """(N, D) and which units are kept (H,) -> (N,)."""
        with torch.autocast("cpu", torch.bfloat16):
            inner = self.first(features)
            outer: Tensor = self.last((inner.tanh() if self.odd else inner.relu()) * kept)
        return outer[:, 0].float()

    def log_odds(self, better: Tensor, worse: Tensor) -> Tensor:
        """Of pairs, under dropout; what is left out is left out on both sides of all of them."""
        columns = _mask(self.first.in_features, self._dropped).bfloat16()
        units = _mask(self.first.out_features, self._dropped)
        if self.odd:
            answer: Tensor = self((better - worse) * columns, units)
        else:
            answer = self(better * columns, units) - self(worse * columns, units)
        return answer

    def finished(self, centre: Doubles, scale: Doubles, width: int) -> Hidden:
        """The same for features as they come, ``width`` of them: those it never saw count 0."""
        weight = self.first.weight.detach().numpy() / scale
        bias = np.zeros(len(weight))
        if not self.odd:
            bias = self.first.bias.detach().numpy() - weight @ centre
        last = self.last.weight.detach().numpy()[0].copy()
        full = np.zeros((len(weight), width), np.float32)
        full[:, : weight.shape[1]] = weight
        return Hidden(full, bias.astype(np.float32), last, odd=self.odd)


def _train(
    bank: FeatureBank,
    chosen: NDArray[np.bool_],
    settings: FitSettings,
    seed: int,
    job: Job,
    columns: int | None,
    *,
    odd: bool,
) -> Hidden:
    """Trains one hidden layer on the pairs of the chosen photos."""
    pairs = bank.random.followed_by(bank.more).of_photos(chosen)
    features = bank.features[:, :columns]
    centre, scale = _statistics(features, pairs.better, pairs.worse)
    inputs = _standardised(features, centre, scale)
    torch.manual_seed(seed)
    layer = _Layer(inputs.shape[1], settings, odd=odd)
    clean = np.concatenate([bank.clean[chosen], bank.flipped[chosen]])
    drawn = np.random.default_rng((seed, 1))
    every_unit = torch.ones(settings.hidden)

    def loss_of(rows: Indices) -> Tensor:
        odds = layer.log_odds(inputs[pairs.better[rows]], inputs[pairs.worse[rows]])
        loss = functional.softplus(-odds).mean()
        if odd or settings.calm == 0:
            return loss
        # Undamaged photos shall not differ in craft, or craft would drown the taste.
        sample: Tensor = layer(inputs[drawn.choice(clean, _BATCH)], every_unit)
        return loss + settings.calm * sample.var()

    _descend(list(layer.parameters()), loss_of, len(pairs.better), settings, seed, job)
    return layer.finished(centre, scale, bank.features.shape[1])


def _descend(
    parameters: list[nn.Parameter],
    loss_of: Callable[[Indices], Tensor],
    count: int,
    settings: FitSettings,
    seed: int,
    job: Job,
) -> None:
    """AdamW with one warm-up and one decay of the learning rate, over shuffled batches."""
    batches = max(1, count // _BATCH)
    optimiser = torch.optim.AdamW(
        parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.learning_rate, total_steps=settings.epochs * batches
    )
    rng = np.random.default_rng(seed)
    for epoch in range(settings.epochs):
        job.report("Training", epoch, settings.epochs)
        order = rng.permutation(count)
        for start in range(0, batches * _BATCH, _BATCH):
            optimiser.zero_grad()
            loss_of(order[start : start + _BATCH]).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()


def _statistics(features: Halves, better: Indices, worse: Indices) -> tuple[Doubles, Doubles]:
    """Mean and deviation of the features of some pairs, (D,) each."""
    rows = np.unique(np.concatenate([better, worse]))[::3]
    values = features[rows].astype(np.float32)
    return values.mean(0, dtype=np.float64), values.std(0, dtype=np.float64) + 1e-4


def _standardised(features: Halves, centre: Doubles, scale: Doubles) -> Tensor:
    """All features in standard units, bfloat16: half the memory, and what the CPU multiplies."""
    answer = torch.empty(features.shape, dtype=torch.bfloat16)
    for start in range(0, len(answer), _CHUNK):
        rows = slice(start, start + _CHUNK)
        answer[rows] = torch.from_numpy((features[rows] - centre) / scale)
    return answer


def _mask(size: int, dropped: float) -> Tensor:
    return (torch.rand(size) >= dropped) / (1 - dropped)
