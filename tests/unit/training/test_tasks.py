from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from album_organizer.domain.job import Job
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.ml.networks import AvaNetwork, SiameseNetwork
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.config import Augmentation, SiameseAugmentation
from album_organizer.training.pictures import PictureStore
from album_organizer.training.tasks import (
    Feed,
    PairTask,
    RatingTask,
    centre_head,
    earth_movers_distance,
    expected_scores,
)
from tests.support.photos import write_photo

NAMES = [f"{number}.png" for number in range(6)]


class Mean(nn.Module):
    """The mean of a picture's pixels as its only feature, (N, 1)."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return pictures.mean(dim=(1, 2, 3))[:, None]


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    for number, name in enumerate(NAMES):
        write_photo(tmp_path / name, number, size=(48, 40), taken_at=None)
    store = PictureStore(
        Preprocessing(resize=36, size=32), {name: tmp_path / name for name in NAMES}, 10**8
    )
    return Feed(store, store, SiameseAugmentation(), 7, 4, torch.device("cpu"))


def photos(score: float = 5.0) -> list[RatedPhoto]:
    votes = tuple(0.1 for _ in range(10))
    return [RatedPhoto(name, score + i / 10, votes, None, None, 1) for i, name in enumerate(NAMES)]


def pairs() -> list[JudgedPair]:
    return [
        JudgedPair(NAMES[i], NAMES[5 - i], i % 2 == 0, 0.5 + i / 10, None, None, 1)
        for i in range(5)
        if i != 5 - i
    ]


def regression() -> AvaNetwork:
    return AvaNetwork(Mean(), nn.Sequential(nn.Linear(1, 1)), distribution=False)


def siamese(bias: float = 0.0) -> SiameseNetwork:
    mlp = nn.Linear(1, 2)
    with torch.no_grad():
        mlp.weight.copy_(torch.tensor([[-1.0], [1.0]]))
        mlp.bias.copy_(torch.tensor([0.0, bias]))
    return SiameseNetwork(Mean(), nn.Sequential(mlp))


def batch(task: RatingTask | PairTask, epoch: int = 0) -> tuple[torch.Tensor, list[int]]:
    indices = list(range(task.count))
    return torch.from_numpy(np.stack([task.load(i, epoch) for i in indices])), indices


def test_mean_squared_error(feed: Feed) -> None:
    task = RatingTask(photos(), photos(), NAMES, "mse", feed)
    network = regression()
    inputs, indices = batch(task)
    loss = task.loss(network, inputs, indices, 0)
    outputs = network(inputs)[:, 0]
    wanted = torch.tensor([label.score for label in photos()])
    assert float(loss.detach()) == pytest.approx(float(((outputs - wanted) ** 2).mean().detach()))


@pytest.mark.parametrize("loss", ["emd", "cross_entropy"])
def test_losses_of_votes_are_least_at_the_votes(feed: Feed, loss: str) -> None:
    task = RatingTask(photos(), photos(), NAMES, loss, feed)
    network = AvaNetwork(Mean(), nn.Sequential(nn.Linear(1, 10)), distribution=True)
    inputs, indices = batch(task)
    before = float(task.loss(network, inputs, indices, 0).detach())
    nn.init.zeros_(network.head[0].weight)  # type: ignore[arg-type]
    nn.init.zeros_(network.head[0].bias)  # type: ignore[arg-type]
    after = float(task.loss(network, inputs, indices, 0).detach())
    assert after < before
    assert loss != "emd" or after < 1e-5


def test_measured_scores_lie_on_the_scale(feed: Feed) -> None:
    network = regression()
    nn.init.constant_(network.head[0].bias, 50.0)  # type: ignore[arg-type]
    with ThreadPoolExecutor(2) as pool:
        found = RatingTask(photos(), photos(), NAMES, "mse", feed).measure(
            network.eval(), pool, Job()
        )
    assert found.answers == [10.0] * 6
    assert found.figures["val_spearman"] == 0.0
    assert found.figures["val_mae"] == pytest.approx(10 - 5.25)
    assert found.figures["val_loss"] > found.figures["val_mse"]


def test_inputs_depend_on_seed_epoch_and_index_alone(feed: Feed) -> None:
    task = RatingTask(photos(), photos(), NAMES, "mse", feed)
    assert np.array_equal(task.load(3, 1), task.load(3, 1))
    epochs = {task.load(3, epoch).tobytes() for epoch in range(20)}
    assert len(epochs) == 2, "mirrored or not"


def steady(feed: Feed, *, swap: bool) -> Feed:
    """The same photos, unchanged but for the sides of their pairs."""
    augmentation = SiameseAugmentation(flip=False, swap=swap)
    return Feed(feed.training, feed.validation, augmentation, 7, 4, torch.device("cpu"))


def test_swapped_pairs_swap_the_answer(feed: Feed) -> None:
    task = PairTask(pairs(), pairs(), feed)
    plain = [np.stack([feed.validation.input(p) for p in pair.photos]) for pair in pairs()]
    fixed = steady(feed, swap=True)
    task = PairTask(pairs(), pairs(), fixed)
    swaps = [
        not np.array_equal(task.load(i, epoch), plain[i]) for i in range(5) for epoch in range(8)
    ]
    assert 8 < sum(swaps) < 32
    losses = {
        round(float(task.loss(siamese(), batch(task, epoch)[0], range(5), epoch).detach()), 5)
        for epoch in range(8)
    }
    assert len(losses) == 1, "an antisymmetric network does not notice"


def test_without_swapping_the_sides_stay(feed: Feed) -> None:
    fixed = steady(feed, swap=False)
    task = PairTask(pairs(), pairs(), fixed)
    plain = np.stack([feed.validation.input(p) for p in pairs()[0].photos])
    assert all(np.array_equal(task.load(0, epoch), plain) for epoch in range(8))


def test_strong_pairs_count_more(feed: Feed) -> None:
    fixed = steady(feed, swap=False)
    task = PairTask(pairs(), pairs(), fixed)
    inputs, indices = batch(task)
    network = siamese()
    each = [float(task.loss(network, inputs[i : i + 1], [i], 0).detach()) for i in indices]
    weights = [pair.strength for pair in pairs()]
    wanted = float(np.average(each, weights=weights))
    assert float(task.loss(network, inputs, indices, 0).detach()) == pytest.approx(wanted, rel=1e-5)


def test_measuring_averages_both_orders(feed: Feed) -> None:
    swapped = [JudgedPair(p.b, p.a, not p.a_wins, p.strength, None, None, 1) for p in pairs()]
    with ThreadPoolExecutor(2) as pool:
        one = PairTask(pairs(), pairs(), feed).measure(siamese(3.0).eval(), pool, Job())
        other = PairTask(swapped, swapped, feed).measure(siamese(3.0).eval(), pool, Job())
    assert one.figures == pytest.approx(other.figures)
    assert one.answers == pytest.approx([1 - p for p in other.answers])


def test_new_heads_start_at_the_mean() -> None:
    labels = photos(6.0)
    mean = sum(label.score for label in labels) / len(labels)
    for outputs in (1, 10):
        head = nn.Sequential(nn.Linear(1, outputs))
        network = AvaNetwork(Mean(), head, distribution=outputs == 10)
        centre_head(network, labels)
        with torch.no_grad():
            nn.init.zeros_(head[0].weight)  # type: ignore[arg-type]
            score = expected_scores(network(torch.zeros(1, 3, 8, 8)))
        assert float(score) == pytest.approx(mean, abs=0.1)


shares = st.lists(st.floats(0.01, 1), min_size=10, max_size=10).map(
    lambda values: [value / sum(values) for value in values]
)


@given(shares, shares)
def test_earth_movers_distance_is_a_distance(p: list[float], q: list[float]) -> None:
    def between(a: list[float], b: list[float]) -> float:
        return float(earth_movers_distance(torch.tensor([a]).log(), torch.tensor([b])))

    assert between(p, q) == pytest.approx(between(q, p), abs=1e-4)
    assert between(p, p) == pytest.approx(0.0, abs=1e-4)
    cumulated = np.cumsum(p) - np.cumsum(q)
    assert between(p, q) == pytest.approx(np.sqrt((cumulated**2).mean()), abs=1e-4)


def test_augmentation_of_ratings_has_no_sides() -> None:
    assert not hasattr(Augmentation(), "swap")
