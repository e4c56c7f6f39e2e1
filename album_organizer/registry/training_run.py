"""Reads what a training left in its folder besides the checkpoint."""

import datetime
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from album_organizer.domain.errors import ModelError

_CHECKPOINTS = ("best_model.pt", "best_model.pth", "best_model.safetensors")
_CARDS = ("README.md", "model_card.md", "MODEL_CARD.md")
_LOWER_IS_BETTER = ("loss", "mse", "mae", "rmse", "error", "ece")
_MAX_BYTES = 16 * 1024**2
"""Larger papers are left where they are: a training of years writes less."""

_STAMP = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training folder, for example ``outputs/ava/gpu_run_regression_18_01``; only ever read.

    Attributes:
        folder: Absolute path.
        checkpoint: Its best model.
        config: What it was trained with, or None.
        history: Figures of its epochs, or None.
        card: A description in Markdown, or None.
    """

    folder: Path
    checkpoint: Path
    config: Path | None
    history: Path | None
    card: Path | None

    def metrics(self, known: Mapping[str, float], epoch: int | None) -> dict[str, float]:
        """The ``val_...`` figures of the epoch that the checkpoint was taken from.

        Args:
            known: Figures of the checkpoint itself; they stand, and tell the epoch.
            epoch: The epoch that the checkpoint names, if any.

        Returns:
            ``known``, completed by what the history says.
        """
        rows = [] if self.history is None else _rows(_read_json(self.history))
        return {**_row_of(rows, known, epoch), **known}

    def date(self) -> str:
        """ISO date of the training: in its folder's name, else that of its checkpoint's file."""
        for year, month, day in _STAMP.findall(self.folder.name):
            try:
                return datetime.date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                continue
        changed = self.checkpoint.stat().st_mtime
        return datetime.date.fromtimestamp(changed).isoformat()


def find_run(folder: Path) -> TrainingRun:
    """Looks what a training folder holds.

    Raises:
        ModelError: If there is no best_model.pt in it.
    """
    checkpoint = _first(folder, _CHECKPOINTS, limit=None)
    if checkpoint is None:
        raise ModelError(
            f"There is no {_CHECKPOINTS[0]} in {folder}; give a training folder that holds one, "
            "or the path of a checkpoint."
        )
    return TrainingRun(
        folder,
        checkpoint,
        _first(folder, ("config.yaml", "config.yml")),
        _first(folder, ("training_history.json",)),
        _first(folder, _CARDS),
    )


def _first(folder: Path, names: tuple[str, ...], limit: int | None = _MAX_BYTES) -> Path | None:
    for name in names:
        file = folder / name
        if not file.is_file():
            continue
        # Papers are copied: a link must not bring in what lies elsewhere.
        own = file.resolve().is_relative_to(folder.resolve())
        if limit is None or (own and file.stat().st_size <= limit):
            return file
    return None


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None  # the checkpoint works without; its own figures stand


def _rows(history: object) -> list[dict[str, Any]]:
    """One dictionary per epoch, from either form in use: a list of epochs, or lists by figure."""
    if isinstance(history, list):
        return [row for row in history if isinstance(row, dict)]
    if not isinstance(history, dict):
        return []
    for key in ("history", "epochs"):
        if isinstance(history.get(key), list | dict):
            return _rows(history[key])
    columns = {str(k): v for k, v in history.items() if isinstance(v, list)}
    length = max(map(len, columns.values()), default=0)
    return [
        {name: values[i] for name, values in columns.items() if i < len(values)}
        for i in range(length)
    ]


def _row_of(
    rows: list[dict[str, Any]], known: Mapping[str, float], epoch: int | None
) -> dict[str, float]:
    """The figures of the epoch that the checkpoint comes from; empty if that cannot be told."""
    figures = [dict(_figures(row)) for row in rows]
    for name, value in known.items():
        same = [row for row in figures if math.isclose(row.get(name, math.nan), value)]
        if len(same) == 1:
            return same[0]
    for row, found in zip(rows, figures, strict=True):
        if epoch is not None and row.get("epoch") == epoch:
            return found
    if known or epoch is not None:
        return {}
    return _best(figures)


def _best(figures: list[dict[str, float]]) -> dict[str, float]:
    for name in sorted({name for row in figures for name in row}):
        rows = [row for row in figures if name in row]
        lower = name.rsplit("_", maxsplit=1)[-1] in _LOWER_IS_BETTER
        return min(rows, key=lambda row: row[name] if lower else -row[name])
    return {}


def _figures(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in row.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name.startswith("val_") and number and math.isfinite(value):
            yield name, float(value)
