"""Where a training stands: enough to go on as if it had never been interrupted."""

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.settings.atomic import reason_of, write_atomically

LAST = "last.pt"
BEST = "best_model.pt"


@dataclass
class Position:
    """How far it is.

    Attributes:
        epoch: Finished epochs.
        step: Finished batches of the epoch that runs.
        loss_sum: Of the examples of those batches.
        loss_count: Number of these examples.
        rows: Figures of each finished epoch; what ``training_history.json`` shows.
        best_epoch: Epoch of ``best_model.pt``, counted from 1; 0 before the first.
        best_value: Its validation figure.
    """

    epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    loss_count: int = 0
    rows: list[dict[str, float]] = field(default_factory=list)
    best_epoch: int = 0
    best_value: float = 0.0


@dataclass(frozen=True)
class SavedState:
    """The content of ``last.pt``.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        request: The configuration as it was asked for, machine included.
        recipe: The part of it that must not change.
        stored: The config in the contract's form.
        data: Fingerprint of labels, photos and split.
        note: Where the first weights came from.
        position: How far it is.
        model: Weights.
        optimizer: State of the optimiser.
        random: States of PyTorch's random numbers by device.
    """

    kind: str
    request: dict[str, Any]
    recipe: dict[str, Any]
    stored: dict[str, Any]
    data: str
    note: str
    position: Position
    model: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    random: dict[str, torch.Tensor]


def save_state(folder: Path, state: SavedState) -> None:
    """Replaces ``last.pt`` in one step.

    Raises:
        AlbumError: If it cannot be written; the old one stays.
    """
    fields = {name: getattr(state, name) for name in SavedState.__dataclass_fields__}
    save_torch(folder / LAST, {**fields, "position": asdict(state.position)})


def load_state(folder: Path) -> SavedState | None:
    """Reads ``last.pt``, as weights and plain values only; None where there is none.

    Raises:
        UsageError: If it is damaged or of another program.
    """
    path = folder / LAST
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
        position = Position(**content.pop("position"))
        return SavedState(position=position, **content)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({reason_of(error)}).") from error
    except Exception as error:  # a damaged file makes the reader fail in any way
        raise UsageError(
            f"{path} is damaged or of another program, so this training cannot go on; start a new "
            "one under another name."
        ) from error


def save_best(
    folder: Path,
    epoch: int,
    metric: str,
    value: float,
    model: torch.nn.Module,
    stored: Mapping[str, Any],
) -> None:
    """Replaces ``best_model.pt`` in one step, in the format of the contract.

    Raises:
        AlbumError: If it cannot be written; the old one stays.
    """
    weights = {
        name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()
    }
    content = {"epoch": epoch, "model_state_dict": weights, metric: value, "config": dict(stored)}
    save_torch(folder / BEST, content)


def random_states() -> dict[str, torch.Tensor]:
    """The states of PyTorch's random numbers; those of the graphics card where one is in use."""
    states = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def restore_random(states: dict[str, torch.Tensor], device: torch.device) -> None:
    """Goes on with random numbers where :func:`random_states` left off."""
    torch.set_rng_state(states["cpu"])
    if device.type == "cuda" and "cuda" in states:
        torch.cuda.set_rng_state(states["cuda"])


def save_torch(path: Path, content: dict[str, Any]) -> None:
    """Writes a file with ``torch.save`` in one step.

    Raises:
        AlbumError: If it cannot be written; the old content stays.
    """
    buffer = io.BytesIO()
    torch.save(content, buffer)
    write(path, buffer.getvalue())


def write(path: Path, data: bytes | str) -> None:
    """Writes a file of the run folder in one step.

    Raises:
        AlbumError: If it cannot be written; the old content stays.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise AlbumError(
            f"{path} cannot be written ({reason_of(error)}); what was there stays whole; free "
            f"some space or check the permissions, then go on with --resume {path.parent}."
        ) from error
