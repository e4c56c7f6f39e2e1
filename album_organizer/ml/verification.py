"""Tries a checkpoint before anybody relies on it, and tells what is in it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from album_organizer.domain.errors import ModelError
from album_organizer.domain.job import Job
from album_organizer.domain.verification import Check, CheckpointFacts, Verification
from album_organizer.i18n import tr
from album_organizer.ml.checkpoint import (
    HEAD_PREFIX,
    KIND_NAMES,
    Checkpoint,
    check_kind,
    load_checkpoint,
    read_checkpoint,
    size_text,
    unusable,
)
from album_organizer.ml.networks import check_finite, check_fit
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.ml.speed import measure_speed
from album_organizer.ml.training_data import training_data
from album_organizer.ml.trial import Trial, make_trial

STEPS = 8
"""Checks of a checkpoint that passes them all, and the measuring of its speed."""

MAX_WORD = 40
"""Characters of a setting that is shown as part of the architecture."""

Found = TypeVar("Found")


def verify_checkpoint(path: Path, kind: str, job: Job = Job()) -> Verification:
    """Reads a checkpoint, builds its network, tries it on the golden pictures and times it.

    Args:
        path: The file.
        kind: ``"ava"`` or ``"siamese"``, the kind it is to be used as.
        job: For progress and cancel.

    Returns:
        Every check that could be made; a bad checkpoint is a failed check and no exception.

    Raises:
        JobCancelled: If the job was asked to stop.
    """
    return _Verifier(path, kind, job).run()


def describe_checkpoint(path: Path, kind: str) -> CheckpointFacts:
    """What a checkpoint tells about itself; it is read safely, but not tried.

    Args:
        path: The file.
        kind: ``"ava"`` or ``"siamese"``, the kind it is to be used as.

    Raises:
        ModelError: If it cannot be read, holds anything but weights and plain settings, or is of
            the other kind, with the reason in one sentence.
    """
    checkpoint = load_checkpoint(path, kind)
    return CheckpointFacts(
        architecture=_architecture(checkpoint),
        metrics=checkpoint.metrics,
        epoch=checkpoint.epoch,
        data=training_data(checkpoint.config),
    )


class _Verifier:
    def __init__(self, path: Path, kind: str, job: Job) -> None:
        self._path = path
        self._kind = kind
        self._job = job
        self._checks: list[Check] = []

    def run(self) -> Verification:
        """Makes one check after the other; those that need a failed one are left out."""
        checkpoint = self._check(
            tr("Safe to read"), lambda: read_checkpoint(self._path, self._kind), _contents
        )
        if checkpoint is None:
            return Verification(tuple(self._checks))
        if self._check(tr("Right kind"), lambda: _right_kind(checkpoint), str):
            self._check(tr("Preprocessing known"), lambda: _preprocessing(checkpoint), str)
            self._check(tr("Weights fit the network"), lambda: _fit(checkpoint), str)
        self._check(tr("Weights are finite numbers"), lambda: _finite(checkpoint), str)
        speed = None
        if all(check.passed for check in self._checks):
            # A mean or deviation beyond float32 shows in the scores; no warning is needed.
            with np.errstate(all="ignore"):
                speed = self._try(checkpoint)
        return Verification(tuple(self._checks), speed)

    def _try(self, checkpoint: Checkpoint) -> float | None:
        """Lets the model judge the golden pictures; its speed in photos per second if it can."""

        def judged() -> tuple[Trial, str]:
            trial = make_trial(checkpoint)
            return trial, trial.in_range()

        outcome = self._check(tr("Scores are in range"), judged, lambda outcome: outcome[1])
        if outcome is None or not self._check(
            tr("Tells photos apart"), outcome[0].tells_apart, str
        ):
            return None
        self._job.report(tr("Verifying"), len(self._checks), STEPS)
        return measure_speed([outcome[0].judge], outcome[0].photographs, _cores())[0]

    def _check(
        self, name: str, look: Callable[[], Found], tell: Callable[[Found], str]
    ) -> Found | None:
        """What ``look`` found, or None if it failed; either becomes a check."""
        self._job.report(tr("Verifying"), len(self._checks), STEPS)
        try:
            found = look()
        except ModelError as error:
            self._checks.append(Check(name, passed=False, detail=str(error)))
            return None
        self._checks.append(Check(name, passed=True, detail=tell(found)))
        return found


def _contents(checkpoint: Checkpoint) -> str:
    return tr("{size}, {n} tables of weights").format(
        size=size_text(checkpoint.size), n=len(checkpoint.state_dict)
    )


def _right_kind(checkpoint: Checkpoint) -> str:
    check_kind(checkpoint)
    prefix = HEAD_PREFIX[checkpoint.kind]
    if not any(name.startswith(prefix) for name in checkpoint.state_dict):
        first = ", ".join(sorted({name.split(".")[0] for name in checkpoint.state_dict})[:5])
        raise unusable(
            checkpoint.path,
            tr(
                "it is no {kind}, whose weights are called backbone.* and {prefix}*, "
                "while here they begin with {first}"
            ).format(kind=KIND_NAMES[checkpoint.kind], prefix=prefix, first=first),
        )
    return KIND_NAMES[checkpoint.kind]


def _preprocessing(checkpoint: Checkpoint) -> str:
    try:
        how = Preprocessing.from_config(checkpoint.config, checkpoint.kind)
    except ValueError as error:
        raise unusable(checkpoint.path, str(error)) from error
    if how.fit == "stretch":
        return tr("the whole photo, stretched to {size} x {size} pixels").format(size=how.size)
    text = (
        tr("longer side to {resize} pixels, centre of {size} x {size}")
        if how.fit == "pad"
        else tr("shorter side to {resize} pixels, centre of {size} x {size}")
    )
    return text.format(resize=how.resize, size=how.size)


def _fit(checkpoint: Checkpoint) -> str:
    check_fit(checkpoint)
    return _architecture(checkpoint)


def _finite(checkpoint: Checkpoint) -> str:
    check_finite(checkpoint)
    return tr("{values:,} numbers").format(
        values=sum(tensor.numel() for tensor in checkpoint.state_dict.values())
    )


def _architecture(checkpoint: Checkpoint) -> str:
    """For example ``"resnet50, distribution"``, from the config alone."""
    model = checkpoint.config.get("model")
    told: dict[str, object] = model if isinstance(model, dict) else {}
    if checkpoint.kind == "ava":
        return (
            f"{_word(told, 'backbone', 'resnet50')}, {_word(told, 'output_mode', 'distribution')}"
        )
    return f"{_word(told, 'cnn_backbone', 'resnet50')}, comparison"


def _word(told: dict[str, object], key: str, default: str) -> str:
    value = told.get(key)
    return default if value is None else str(value)[:MAX_WORD]


def _cores() -> int:
    """Number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
