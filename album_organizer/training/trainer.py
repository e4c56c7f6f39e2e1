"""A training from its configuration to a run folder that can be registered."""

import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from ruamel.yaml import YAML

from album_organizer.domain.errors import UsageError
from album_organizer.domain.job import Job
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.ml.checkpoint import load_checkpoint
from album_organizer.settings.atomic import make_folder
from album_organizer.settings.lock import exclusive
from album_organizer.training.config import CONFIGS, Kind, MachineSection, TrainingConfig
from album_organizer.training.data_checks import DataSet, check_data
from album_organizer.training.labels import PhotoFolder, read_pairs, read_ratings
from album_organizer.training.loop import Loop, Network, make_optimizer
from album_organizer.training.outcome import (
    Outcome,
    finish,
    read_outcome,
    report_data,
    report_history,
)
from album_organizer.training.photo_facts import (
    facts_from_json,
    facts_to_json,
    look_at_photos,
)
from album_organizer.training.pictures import PictureStore
from album_organizer.training.resuming import check_folder, check_unchanged
from album_organizer.training.start import FindVersion, Start, make_start, network_of
from album_organizer.training.state import (
    BEST,
    LAST,
    Position,
    SavedState,
    load_state,
    random_states,
    restore_random,
    save_state,
    write,
)
from album_organizer.training.tasks import Feed, PairTask, RatingTask, Task, centre_head

Tell = Callable[[str], None]
"""Takes a sentence for the person."""

FACTS = "photo_facts.json"
CONFIG = "config.yaml"


@dataclass(frozen=True)
class Request:
    """What is to be trained, and where.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        folder: The run folder.
        config: The configuration, or None to go on with that of the run folder.
        source: The configuration file, named in errors.
        find_version: Finds registered versions.
    """

    kind: Kind
    folder: Path
    config: TrainingConfig | None
    source: Path
    find_version: FindVersion


def train(request: Request, job: Job = Job(), tell: Tell = lambda _sentence: None) -> Outcome:
    """Trains, or goes on with a training that was interrupted.

    The same command at any time gives the same result: a kill loses at most the batches since the
    state was last saved, and those are learned again in the same way.

    Args:
        request: What, and where.
        job: Progress and cancel.
        tell: Takes sentences: what was noticed, and one per epoch.

    Returns:
        The outcome; that of before for a training that has finished already.

    Raises:
        UsageError: If configuration, labels or the run folder cannot be used.
        FolderError: If the folder of photos is missing.
        ModelError: If the checkpoint to start from cannot be used.
        AlbumError: If the training cannot go on: disk full, loss no longer a number.
        JobCancelled: If the job was asked to stop; the state is saved.
    """
    make_folder(request.folder)
    with exclusive(request.folder / "run.lock", wait_s=0.0):
        state = load_state(request.folder)
        check_folder(request.folder, request.kind, state)
        config = request.config
        if config is None:
            if state is None:
                raise UsageError(
                    f"There is no training to go on with in {request.folder} (no {LAST}); start "
                    "one with --config."
                )
            config = CONFIGS[request.kind].model_validate(state.request)
        if state is not None:
            check_unchanged(config.recipe(), state, request.folder)
        outcome = read_outcome(request.folder)
        if outcome is not None and state is not None:
            tell(f"The training in {request.folder} has finished already.")
            return outcome
        return _Training(request, config, state, job, tell).run()


class _Training:
    """One call of :func:`train`, with everything it needs at hand."""

    def __init__(
        self,
        request: Request,
        config: TrainingConfig,
        state: SavedState | None,
        job: Job,
        tell: Tell,
    ) -> None:
        self._request, self._config, self._state = request, config, state
        self._job, self._tell = job, tell
        self._folder = request.folder
        self._device = _device(config.machine)
        self._workers = config.machine.workers or os.cpu_count() or 1

    def run(self) -> Outcome:
        data = self._data()
        with _settled(self._config, self._device):
            start, network, optimizer, state = self._network(data)
            feed = self._feed(start, data)
            task = self._task(data, feed)

            def save(position: Position) -> None:
                nonlocal state
                state = replace(
                    state,
                    position=position,
                    model=network.state_dict(),
                    optimizer=optimizer.state_dict(),
                    random=random_states(),
                )
                report_history(self._folder, state.kind, position)
                save_state(self._folder, state)

            loop = Loop(
                network,
                optimizer,
                task,
                self._config.training,
                self._config.machine,
                self._config.seed,
                self._folder,
                state.stored,
                save,
                feed,
            )
            with ThreadPoolExecutor(self._workers, thread_name_prefix="prepare") as pool:
                if self._state is None:
                    if not start.new_head:
                        note = self._before(network, task, pool)
                        state = replace(state, note=f"{state.note} {note}")
                    self._tell(state.note)
                    _write_config(self._folder, start.stored)
                    save(state.position)
                loop.run(state.position, pool, self._job, self._tell)
                best = load_checkpoint(self._folder / BEST, self._request.kind)
                network.load_state_dict(best.state_dict)
                answers = task.measure(network.eval(), pool, self._job).answers
            return finish(self._folder, state, data, answers, task.metric)

    def _before(self, network: Network, task: Task, pool: ThreadPoolExecutor) -> str:
        """How good the model to start from is on the held out labels, as a sentence."""
        figure = task.measure(network.eval(), pool, self._job).figures[task.metric]
        told = f"a Spearman of {figure:.3f}" if "spearman" in task.metric else f"{figure:.0%} right"
        return (
            f"Before the training it has {told} on the held out labels, which says little if it "
            "has learned from these photos before; the figures afterwards say as little then."
        )

    def _data(self) -> DataSet[Any]:
        """Labels and photos, checked; the look at the photos is remembered also if stopped."""
        section = self._config.data
        labels: list[RatedPhoto] | list[JudgedPair]
        read = read_ratings if self._request.kind == "ava" else read_pairs
        labels = read(Path(section.labels))
        self._check_loss(labels)
        paths = [path for label in labels for path in label.photos]
        folder = PhotoFolder(Path(section.images))
        known = facts_from_json(self._folder / FACTS)
        try:
            facts = look_at_photos(paths, folder, known, self._workers, self._job)
        finally:
            write(self._folder / FACTS, facts_to_json(known))
        data: DataSet[Any] = check_data(labels, facts, section, self._config.seed)
        if self._state is not None and data.fingerprint != self._state.data:
            raise UsageError(
                f"The labels or photos have changed since the training in {self._folder} began; "
                "restore them, or start a new training under another name."
            )
        report_data(self._folder, data, self._request.kind)
        self._tell(
            f"{len(data.training)} labels to learn from, {len(data.validation)} held out in "
            f"{len(set(data.validation_units))} series or single photos."
        )
        for finding in data.findings:
            self._tell(finding.sentence)
        return data

    def _check_loss(self, labels: list[RatedPhoto] | list[JudgedPair]) -> None:
        loss = getattr(self._config.training, "loss", None)
        if loss not in ("emd", "cross_entropy"):
            return
        for label in labels:
            if isinstance(label, RatedPhoto) and label.votes is None:
                raise UsageError(
                    f"training.loss {loss} compares distributions of votes, and "
                    f"{self._config.data.labels} has only scores; use mse."
                )

    def _network(
        self, data: DataSet[Any]
    ) -> tuple[Start, Network, torch.optim.Optimizer, SavedState]:
        """The network where it stands: at the start, or as the saved state has it."""
        if self._state is not None:
            start = network_of(self._request.kind, self._state.stored, self._folder / LAST)
            start.network.load_state_dict(self._state.model)
        else:
            start = make_start(self._config, self._request.source, self._request.find_version)
            self._check_output(start)
            if self._request.kind == "ava" and start.new_head:
                centre_head(start.network, data.training)
        network = start.network.to(self._device)
        optimizer = make_optimizer(network, self._config.training)
        if self._state is not None:
            optimizer.load_state_dict(self._state.optimizer)
            restore_random(self._state.random, self._device)
            done = self._state.position.epoch
            self._tell(f"Goes on after {done} finished epoch{'' if done == 1 else 's'}.")
            return start, network, optimizer, self._state
        state = SavedState(
            kind=self._request.kind,
            request=self._config.model_dump(mode="json"),
            recipe=self._config.recipe(),
            stored=start.stored,
            data=data.fingerprint,
            note=start.note,
            position=Position(),
            model=network.state_dict(),
            optimizer=optimizer.state_dict(),
            random=random_states(),
        )
        return start, network, optimizer, state

    def _check_output(self, start: Start) -> None:
        loss = getattr(self._config.training, "loss", None)
        mode = start.stored["model"].get("output_mode")
        if mode == "regression" and loss in ("emd", "cross_entropy"):
            raise UsageError(
                f"{self._request.source}: training.loss {loss} needs model.output_mode "
                "distribution; set that, or the loss to mse."
            )

    def _feed(self, start: Start, data: DataSet[Any]) -> Feed:
        config = self._config
        files = {path: Path(facts.file) for path, facts in data.facts.items()}
        memory = config.machine.memory_mb * 1_000_000
        share = config.data.validation_share
        margin = 1.0 / (1.0 - config.augmentation.crop)
        return Feed(
            PictureStore(start.preprocessing, files, round(memory * (1 - share)), margin),
            PictureStore(start.preprocessing, files, round(memory * share)),
            config.augmentation,
            config.seed,
            config.training.batch_size,
            self._device,
        )

    def _task(self, data: DataSet[Any], feed: Feed) -> Task:
        if self._request.kind == "siamese":
            return PairTask(data.training, data.validation, feed)
        loss = str(getattr(self._config.training, "loss", "mse"))
        return RatingTask(data.training, data.validation, data.validation_units, loss, feed)


def _device(machine: MachineSection) -> torch.device:
    if machine.device == "cuda" and not torch.cuda.is_available():
        raise UsageError(
            "machine.device is cuda, but PyTorch finds no graphics card; set it to auto or cpu."
        )
    if machine.device == "cpu" or not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda")


@contextmanager
def _settled(config: TrainingConfig, device: torch.device) -> Iterator[None]:
    """Fixes what decides about PyTorch's numbers, and puts back what other code may rely on."""
    threads = torch.get_num_threads()
    torch.set_num_threads(config.machine.threads or os.cpu_count() or 1)
    torch.manual_seed(config.seed)  # also those of the graphics card
    if device.type == "cuda":
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.backends.cudnn.benchmark = False
        torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        if device.type == "cuda":
            torch.use_deterministic_algorithms(False)


def _write_config(folder: Path, stored: dict[str, Any]) -> None:
    buffer = io.StringIO()
    YAML().dump(stored, buffer)
    write(folder / CONFIG, buffer.getvalue())
