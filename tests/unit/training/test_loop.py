import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from album_organizer.domain.errors import AlbumError, JobCancelled
from album_organizer.domain.job import Job
from album_organizer.ml.networks import AvaNetwork
from album_organizer.training.config import MachineSection, TrainingSection
from album_organizer.training.loop import Loop, make_optimizer
from album_organizer.training.pictures import Inputs
from album_organizer.training.state import BEST, Position
from album_organizer.training.tasks import Feed, Measured


class Plane:
    """Moves numbers as they are; stands for the feed of pictures."""

    def to_device(self, inputs: Inputs) -> Tensor:
        return torch.from_numpy(inputs)


class Line:
    """Learns y = 2 x; the held out figures are those of a script."""

    metric = "val_spearman"
    count = 9

    def __init__(self, figures: Sequence[float], broken_at: int | None = None) -> None:
        self._figures = list(figures)
        self._broken_at = broken_at
        self.seen: list[list[int]] = []

    def load(self, index: int, epoch: int) -> Inputs:
        return np.full((1,), index / 9, np.float32)

    def loss(
        self, network: nn.Module, inputs: Tensor, indices: Sequence[int], epoch: int
    ) -> Tensor:
        self.seen.append(list(indices))
        loss = ((network(inputs) - 2 * inputs) ** 2).mean()
        return loss * math.nan if epoch == self._broken_at else loss

    def measure(self, network: nn.Module, pool: ThreadPoolExecutor, job: Job) -> Measured:
        assert not network.training
        return Measured({"val_loss": 1.0, "val_spearman": self._figures.pop(0)}, [1.0])


def network() -> AvaNetwork:
    torch.manual_seed(0)
    backbone = nn.Sequential(nn.Linear(1, 4), nn.ReLU())
    return AvaNetwork(backbone, nn.Sequential(nn.Linear(4, 1)), distribution=False)


def loop_of(
    task: Line,
    folder: Path,
    saved: list[int] | None = None,
    net: AvaNetwork | None = None,
    **settings: Any,
) -> Loop:
    section = TrainingSection(**{"batch_size": 4, "lr": 0.01, **settings})
    net = net or network()
    log = [] if saved is None else saved
    return Loop(
        net,
        make_optimizer(net, section),
        task,
        section,
        MachineSection(),
        1,
        folder,
        {"model": {}},
        lambda position: log.append(position.epoch),
        cast("Feed", Plane()),
    )


def run(loop: Loop, position: Position) -> list[str]:
    told: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        loop.run(position, pool, Job(), told.append)
    return told


def test_it_stops_when_nothing_gets_better(tmp_path: Path) -> None:
    position, saved = Position(), list[int]()
    told = run(loop_of(Line([0.1, 0.5, 0.4, 0.5, 0.3, 9]), tmp_path, saved, patience=3), position)
    assert (position.epoch, position.best_epoch, position.best_value) == (5, 2, 0.5)
    assert saved == [1, 2, 3, 4, 5]
    assert [row["epoch"] for row in position.rows] == [1, 2, 3, 4, 5]
    assert "held out 0.500 Spearman (the best so far)" in told[1]
    assert "best was epoch 2" in told[4]
    best = torch.load(tmp_path / BEST, weights_only=True)
    assert (best["epoch"], best["val_spearman"]) == (2, 0.5)


def test_it_stops_after_all_epochs(tmp_path: Path) -> None:
    position = Position()
    run(loop_of(Line([0.1, 0.2, 0.3]), tmp_path, epochs=3), position)
    assert position.epoch == 3
    losses = [row["train_loss"] for row in position.rows]
    assert losses == sorted(losses, reverse=True)
    run(loop_of(Line([]), tmp_path, epochs=3), position)
    assert position.epoch == 3


def test_every_label_is_seen_once_per_epoch_and_none_alone(tmp_path: Path) -> None:
    task = Line([0.1, 0.2])
    run(loop_of(task, tmp_path, epochs=2), Position())
    assert [len(batch) for batch in task.seen] == [4, 5, 4, 5]
    first, second = task.seen[0] + task.seen[1], task.seen[2] + task.seen[3]
    assert sorted(first) == sorted(second) == list(range(9))
    assert first != second


@given(st.integers(1, 60), st.integers(2, 20), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_every_epoch_is_a_new_order_of_all_labels(count: int, size: int, epoch: int) -> None:
    task = Line([])
    task.count = count
    loop = loop_of(task, Path("unused"), batch_size=size)
    batches = loop.batches(epoch)
    assert sorted(index for batch in batches for index in batch) == list(range(count))
    assert all(2 <= len(batch) <= size + 1 for batch in batches) or count == 1
    assert batches == loop_of(task, Path("unused"), batch_size=size).batches(epoch)
    if count > 8:
        assert batches != loop.batches(epoch + 1)


def test_a_tie_keeps_the_earlier_epoch(tmp_path: Path) -> None:
    position = Position()
    run(loop_of(Line([0.5, 0.5, 0.5]), tmp_path, patience=2), position)
    assert (position.epoch, position.best_epoch) == (3, 1)


def test_a_first_epoch_without_any_order_is_still_kept(tmp_path: Path) -> None:
    position = Position()
    run(loop_of(Line([-0.3, -0.4]), tmp_path, epochs=2), position)
    assert position.best_epoch == 1
    assert torch.load(tmp_path / BEST, weights_only=True)["val_spearman"] == -0.3


def test_a_cancel_saves_where_it_stands(tmp_path: Path) -> None:
    job = Job(lambda progress: job.cancel() if progress.done == 0 else None)
    position, saved = Position(), list[int]()
    with ThreadPoolExecutor(1) as pool, pytest.raises(JobCancelled):
        loop_of(Line([0.1]), tmp_path, saved).run(position, pool, job, lambda sentence: None)
    assert saved == [0]
    assert (position.epoch, position.step, position.loss_count) == (0, 1, 4)
    assert not (tmp_path / BEST).exists()


def test_it_goes_on_in_the_middle_of_an_epoch(tmp_path: Path) -> None:
    task, whole = Line([0.1]), Line([0.1])
    run(loop_of(whole, tmp_path, epochs=1), Position())
    run(loop_of(task, tmp_path, epochs=1), Position(step=1, loss_sum=1.0, loss_count=4))
    assert task.seen == whole.seen[1:]


def test_a_loss_that_is_no_number_stops_it_and_keeps_the_last_state(tmp_path: Path) -> None:
    position, saved = Position(), list[int]()
    with pytest.raises(AlbumError, match=r"no longer a number in epoch 2; lower training\.lr"):
        run(loop_of(Line([0.1], broken_at=1), tmp_path, saved), position)
    assert saved == [1]
    assert (tmp_path / BEST).exists()


def test_a_figure_that_is_no_number_stops_it(tmp_path: Path) -> None:
    with pytest.raises(AlbumError, match="no longer a number in epoch 1"):
        run(loop_of(Line([math.nan]), tmp_path), Position())
    assert not (tmp_path / BEST).exists()


def test_backbone_and_head_learn_at_their_own_rates() -> None:
    for name, kind in (("sgd", torch.optim.SGD), ("adamw", torch.optim.AdamW)):
        section = TrainingSection(optimizer=name, lr=0.5, backbone_lr_factor=0.1)  # type: ignore[arg-type]
        found = make_optimizer(network(), section)
        assert isinstance(found, kind)
        assert [group["lr"] for group in found.param_groups] == [0.5, pytest.approx(0.05)]


def test_a_frozen_backbone_does_not_change(tmp_path: Path) -> None:
    net = network()
    backbone, head = (
        {n: t.clone() for n, t in part.state_dict().items()} for part in (net.backbone, net.head)
    )
    run(loop_of(Line([0.1, 0.2]), tmp_path, net=net, epochs=2, backbone_lr_factor=0), Position())
    assert all(torch.equal(t, backbone[n]) for n, t in net.backbone.state_dict().items())
    assert not all(torch.equal(t, head[n]) for n, t in net.head.state_dict().items())


@pytest.mark.parametrize("frozen", [True, False])
def test_statistics_of_the_backbone_are_kept_where_wanted(tmp_path: Path, frozen: bool) -> None:
    norm = nn.BatchNorm2d(1)
    backbone = nn.Sequential(nn.Unflatten(1, (1, 1, 1)), norm, nn.Flatten())
    net = AvaNetwork(backbone, nn.Sequential(nn.Linear(1, 1)), distribution=False)
    run(loop_of(Line([0.1]), tmp_path, net=net, epochs=1, freeze_batch_norm=frozen), Position())
    assert norm.running_mean is not None
    assert (float(norm.running_mean) == 0.0) is frozen
