"""The training loop: batches, epochs, the best one, and stopping early; resumable at any batch."""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from album_organizer.domain.errors import AlbumError, JobCancelled
from album_organizer.domain.job import Job
from album_organizer.ml.networks import AvaNetwork, SiameseNetwork
from album_organizer.training.config import MachineSection, TrainingSection
from album_organizer.training.pictures import prefetched
from album_organizer.training.state import Position, save_best
from album_organizer.training.tasks import Feed, Task

STAGE = "Training"

Network = AvaNetwork | SiameseNetwork


def make_optimizer(network: Network, settings: TrainingSection) -> torch.optim.Optimizer:
    """The optimiser with a learning rate of its own for the backbone; a frozen one is left out."""
    head = network.head if isinstance(network, AvaNetwork) else network.mlp
    groups: list[dict[str, Any]] = [{"params": list(head.parameters()), "lr": settings.lr}]
    if settings.backbone_lr_factor > 0:
        rate = settings.lr * settings.backbone_lr_factor
        groups.append({"params": list(network.backbone.parameters()), "lr": rate})
    else:
        network.backbone.requires_grad_(False)
    if settings.optimizer == "sgd":
        return torch.optim.SGD(
            groups, momentum=settings.momentum, weight_decay=settings.weight_decay
        )
    return torch.optim.AdamW(groups, weight_decay=settings.weight_decay)


class Loop:
    """Trains a network until it no longer gets better.

    Args:
        network: On its device.
        optimizer: Of its weights.
        task: What is learned.
        settings: When to stop, and the size of batches.
        machine: How often to save.
        seed: Of the order of the labels.
        folder: Takes ``best_model.pt``.
        stored: The config that goes into it.
        save: Writes the state; called between batches and epochs.
        feed: Moves inputs to the device.
    """

    def __init__(
        self,
        network: Network,
        optimizer: torch.optim.Optimizer,
        task: Task,
        settings: TrainingSection,
        machine: MachineSection,
        seed: int,
        folder: Path,
        stored: dict[str, Any],
        save: Callable[[Position], None],
        feed: Feed,
    ) -> None:
        self._network, self._optimizer, self._task = network, optimizer, task
        self._settings, self._machine, self._seed = settings, machine, seed
        self._folder, self._stored, self._save, self._feed = folder, stored, save, feed
        self._saved_at = time.monotonic()

    def run(
        self,
        position: Position,
        pool: ThreadPoolExecutor,
        job: Job,
        tell: Callable[[str], None],
    ) -> None:
        """Goes on from a position to the end.

        Args:
            position: Brought forward.
            pool: Threads that prepare pictures.
            job: Progress and cancel; the state is saved before a cancel takes effect.
            tell: Takes one sentence per epoch.

        Raises:
            AlbumError: If the loss is no longer a number, or a file cannot be written.
            PhotoError: If a photo can no longer be read.
            JobCancelled: If the job was asked to stop.
        """
        while not self.finished(position):
            try:
                self._learn(position, pool, job)
                row = self._check(position, pool, job)
            except JobCancelled:
                self._save(position)
                raise
            self._close(position, row, tell)

    def finished(self, position: Position) -> bool:
        """Whether all epochs are done, or the last ones brought nothing."""
        waited = position.epoch - position.best_epoch
        return position.epoch >= self._settings.epochs or (
            position.best_epoch > 0 and waited >= self._settings.patience
        )

    def batches(self, epoch: int) -> list[list[int]]:
        """The labels of an epoch in random order; a single one left over joins the batch before.

        Batch normalisation cannot learn from one picture.
        """
        count, size = self._task.count, self._settings.batch_size
        order = np.random.default_rng([self._seed, epoch]).permutation(count).tolist()
        batches = [order[start : start + size] for start in range(0, count, size)]
        if len(batches) > 1 and len(batches[-1]) == 1:
            batches[-2:] = [batches[-2] + batches[-1]]
        return batches

    def _learn(self, position: Position, pool: ThreadPoolExecutor, job: Job) -> None:
        epoch, batches = position.epoch, self.batches(position.epoch)
        rest, total = batches[position.step :], len(batches) * self._settings.epochs
        self._to_training_mode()
        for indices, inputs in prefetched(pool, rest, lambda i: self._task.load(i, epoch)):
            job.report(STAGE, epoch * len(batches) + position.step, total)
            loss = self._step(self._feed.to_device(inputs), indices, epoch)
            position.loss_sum += loss * len(indices)
            position.loss_count += len(indices)
            position.step += 1
            if time.monotonic() - self._saved_at > 60 * self._machine.save_minutes:
                self._save_now(position)

    def _step(self, inputs: torch.Tensor, indices: Sequence[int], epoch: int) -> float:
        self._optimizer.zero_grad(set_to_none=True)
        loss = self._task.loss(self._network, inputs, indices, epoch)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise self._diverged(epoch)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        return value

    def _check(self, position: Position, pool: ThreadPoolExecutor, job: Job) -> dict[str, float]:
        self._network.eval()
        measured = self._task.measure(self._network, pool, job)
        if not all(map(math.isfinite, (*measured.figures.values(), *measured.answers))):
            raise self._diverged(position.epoch)
        loss = position.loss_sum / position.loss_count
        return {"epoch": position.epoch + 1, "train_loss": loss, **measured.figures}

    def _close(
        self, position: Position, row: dict[str, float], tell: Callable[[str], None]
    ) -> None:
        """Ends an epoch: first the better model, then the state that knows of it.

        A kill in between repeats the epoch and writes the same model again.
        """
        value = row[self._task.metric]
        better = position.best_epoch == 0 or value > position.best_value
        epoch = position.epoch + 1
        if better:
            save_best(self._folder, epoch, self._task.metric, value, self._network, self._stored)
            position.best_epoch, position.best_value = epoch, value
        position.rows.append(row)
        position.epoch, position.step = epoch, 0
        position.loss_sum, position.loss_count = 0.0, 0
        self._save_now(position)
        figure = (
            f"{value:.3f} Spearman" if "spearman" in self._task.metric else f"{value:.0%} right"
        )
        best = "the best so far" if better else f"best was epoch {position.best_epoch}"
        tell(
            f"Epoch {epoch} of {self._settings.epochs}: training loss {row['train_loss']:.4f}, "
            f"held out {figure} ({best})"
        )

    def _save_now(self, position: Position) -> None:
        self._save(position)
        self._saved_at = time.monotonic()

    def _to_training_mode(self) -> None:
        self._network.train()
        if self._settings.backbone_lr_factor == 0:
            self._network.backbone.eval()
        elif self._settings.freeze_batch_norm:
            for module in self._network.backbone.modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.eval()

    def _diverged(self, epoch: int) -> AlbumError:
        return AlbumError(
            f"The loss is no longer a number in epoch {epoch + 1}; lower training.lr and start "
            f"again under another name. The best model so far, if any, is in {self._folder}."
        )
