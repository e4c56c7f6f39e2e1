"""Reads checkpoint files without ever running what they contain.

A file is opened once, and its hash is that of the bytes that were read: replacing it in between
changes nothing. Files come from strangers, so every size that a file claims is compared with what
it holds before memory is taken for it.
"""

import hashlib
import io
import math
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import Node
from safetensors.torch import load as load_safetensors

from album_organizer.domain.errors import ModelError
from album_organizer.i18n import tr
from album_organizer.ml.plain_pickle import DTYPES, ForeignCode, Malformed
from album_organizer.ml.plain_values import MAX_VALUES, to_plain
from album_organizer.ml.torch_file import read_torch_file

MAX_BYTES = 2 * 10**9
"""Largest checkpoint that is opened; VGG16, the largest supported network, takes 0.54 GB."""

MAX_CARD_BYTES = 64 * 1024
"""Largest YAML card of a safetensors file; ours take 2 kB."""

MAX_HEADER_BYTES = 4 * 1024**2
"""Largest description at the start of a safetensors file; one of 1,000 tables takes 150 kB."""

MAX_TABLES = 10_000
MAX_NAME = 200
"""Characters of the name of a table."""

MAX_REASON = 500
"""Characters of a reason in a message; settings from a hostile file may be long."""

_DTYPES = frozenset(getattr(torch, name) for name in DTYPES.values())

KIND_NAMES = {"ava": "AVA aesthetic model", "siamese": "Siamese comparison model"}
"""What the kinds of model are called in messages."""

HEAD_PREFIX = {"ava": "head.", "siamese": "mlp."}
"""The weights that only one kind of network has, which tells the kinds apart."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The content of a checkpoint file, checked for form but not yet against a network.

    Attributes:
        path: The file.
        kind: ``"ava"`` or ``"siamese"``.
        config: What the network was trained with; plain Python values only.
        state_dict: Weights by name, as stored (any floating type).
        epoch: The training epoch it was taken from, if told.
        metrics: Every finite ``val_*`` figure of the file, for example ``{"val_spearman": 0.7}``.
        sha256: Of the bytes that were read, hexadecimal.
        size: Number of these bytes.
    """

    path: Path
    kind: str
    config: dict[str, Any]
    state_dict: dict[str, torch.Tensor]
    epoch: int | None
    metrics: dict[str, float]
    sha256: str
    size: int


def load_checkpoint(path: Path, kind: str) -> Checkpoint:
    """Reads a checkpoint that is to be used as a model of this kind.

    Args:
        path: See :func:`read_checkpoint`.
        kind: ``"ava"`` or ``"siamese"``.

    Raises:
        ModelError: As :func:`read_checkpoint` does, or if it holds the other kind of model.
    """
    checkpoint = read_checkpoint(path, kind)
    check_kind(checkpoint)
    return checkpoint


def read_checkpoint(path: Path, kind: str) -> Checkpoint:
    """Reads a ``.pt`` file (zip or legacy), or a ``.safetensors`` file with its YAML card.

    The card has the file's stem and the suffix ``.yaml``, and holds what the ``.pt`` dictionary
    holds beside the weights: ``config``, and optionally ``epoch`` and ``val_*``.

    Args:
        path: The checkpoint.
        kind: The kind to be noted in the answer; whether it fits is not looked at.

    Raises:
        ModelError: If the file is missing, damaged, too large, or holds anything but weights and
            plain values.
    """
    is_safetensors = path.suffix == ".safetensors"
    content = _read_file(path, MAX_BYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    payload = _of_safetensors(content, path) if is_safetensors else _of_torch_file(content, path)
    weights = _weights_of(payload, len(content), path)
    figures = {
        name: value
        for name, value in payload.items()
        if isinstance(name, str) and name.startswith("val_")
    }
    try:
        # All at once: together they may be as large as settings ever are, not each of them.
        facts = to_plain([payload.get("config"), payload.get("epoch"), figures])
    except ValueError as error:
        raise _damaged(path, str(error)) from None
    config, epoch, metrics = cast("list[Any]", facts)
    if not isinstance(config, dict):
        raise ModelError(
            tr(
                "The model file {path} does not say how its network is built (no "
                "config); save it again with the configuration that it was trained with."
            ).format(path=path)
        )
    return Checkpoint(
        path=path,
        kind=kind,
        config=config,
        state_dict=weights,
        epoch=epoch if isinstance(epoch, int) else None,
        metrics={
            name: float(value)
            for name, value in metrics.items()
            if isinstance(value, int | float) and math.isfinite(value)
        },
        sha256=sha256,
        size=len(content),
    )


def check_kind(checkpoint: Checkpoint) -> None:
    """Refuses a file whose weights belong to the other kind of network.

    Raises:
        ModelError: With the kind that it holds.
    """
    kind, names = checkpoint.kind, checkpoint.state_dict
    found = [
        other
        for other, prefix in HEAD_PREFIX.items()
        if any(name.startswith(prefix) for name in names)
    ]
    if found and kind not in found:
        raise ModelError(
            tr(
                "The model file {path} holds a model of kind {found} ({found2}) and "
                "cannot serve as {kind} ({kind2}); register it as {found}."
            ).format(
                path=checkpoint.path,
                found=found[0],
                found2=KIND_NAMES[found[0]],
                kind=kind,
                kind2=KIND_NAMES[kind],
            )
        )


def unusable(path: Path, why: str) -> ModelError:
    """The error for a file that reads well but cannot serve as a model."""
    shown = why if len(why) <= MAX_REASON else f"{why[:MAX_REASON]}..."
    return ModelError(
        tr(
            "The model file {path} cannot be used: {shown}; check that it is the file "
            "that its training wrote."
        ).format(path=path, shown=shown)
    )


def size_text(count: float) -> str:
    """A number of bytes for a person: ``"10.2 MB"``."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        tr(
            "The model file {path} is damaged or not a model checkpoint ({why}); copy it "
            "again from where it was trained."
        ).format(path=path, why=why)
    )


def _unreadable(path: Path, why: str) -> ModelError:
    return ModelError(
        tr(
            "The model file {path} cannot be read ({why}); check that it is a file and "
            "that you may read it."
        ).format(path=path, why=why)
    )


def _check_claim(claimed: int, size: int, path: Path) -> None:
    if claimed > size:
        raise ModelError(
            tr(
                "The model file {path} claims to hold {claimed} of weights, more than "
                "its own {size}, and was not opened; check that it is a checkpoint."
            ).format(path=path, claimed=size_text(claimed), size=size_text(size))
        )


def _read_file(path: Path, limit: int) -> bytearray:
    """All bytes of a regular file, from one descriptor.

    Raises:
        ModelError: If it is missing, no regular file, too large or cannot be read.
    """
    try:
        _check_regular(path.stat(), path)
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            _check_regular(status, path)
            if status.st_size > limit:
                raise ModelError(
                    tr(
                        "The file {path} has {st_size}, more than the {limit} that are "
                        "allowed, and was not opened; check that it belongs to a model."
                    ).format(path=path, st_size=size_text(status.st_size), limit=size_text(limit))
                )
            return _all_of(file, status.st_size)
    except FileNotFoundError:
        raise ModelError(
            tr(
                "The model file {path} does not exist; restore it or choose another version."
            ).format(path=path)
        ) from None
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise _unreadable(path, "its name is not possible") from error
    except MemoryError as error:
        raise _unreadable(path, "it does not fit into the memory that is free") from error


def _check_regular(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _unreadable(path, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(path, "it is a device or a pipe")


def _open_at_once(name: str, flags: int) -> int:
    """Opens a file; a pipe that was put in its place meanwhile would wait for a writer."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _all_of(file: io.BufferedReader, size: int) -> bytearray:
    content, filled = bytearray(size), 0
    # One read is limited to 2 GB on some systems, and a file may be cut while it is read.
    while filled < size and (count := file.readinto(memoryview(content)[filled:])):
        filled += count
    return content[:filled] if filled < size else content


def _of_torch_file(content: bytearray, path: Path) -> Mapping[str, object]:
    try:
        payload = read_torch_file(content)
    except ForeignCode as error:
        raise ModelError(
            tr(
                "The model file {path} contains program code beside its weights "
                "({max_name!r}) and was refused, nothing of it was run; save it again as "
                "weights and plain settings only."
            ).format(path=path, max_name=error.name[:MAX_NAME])
        ) from error
    except Malformed as error:
        raise _damaged(path, str(error)) from error
    except Exception as error:
        # A damaged file can make the reader fail in any way; all of them mean the same.
        raise _damaged(path, "its content cannot be read") from error
    if not isinstance(payload, dict):
        raise _damaged(path, f"it holds a {type(payload).__name__} instead of a dictionary")
    return payload


def _of_safetensors(content: bytearray, path: Path) -> Mapping[str, object]:
    """What a safetensors file and the YAML card that lies beside it hold together."""
    header = int.from_bytes(content[:8], "little")
    if header > MAX_HEADER_BYTES:
        raise _damaged(path, f"it claims {size_text(header)} of description")
    card = _read_card(path)
    try:
        weights = load_safetensors(bytes(content))
    except Exception as error:
        # The reader raises whatever its parts raise; all of it means the same.
        raise _damaged(path, "its content cannot be read") from error
    return {**card, "model_state_dict": weights}


def _read_card(path: Path) -> Mapping[str, object]:
    card_path = path.with_suffix(".yaml")
    if not card_path.exists():
        raise ModelError(
            tr(
                "The model file {path} needs its card {card_path} beside it, which is "
                "missing; copy both files."
            ).format(path=path, card_path=card_path.name)
        )
    text = _read_file(card_path, MAX_CARD_BYTES)
    try:
        # Its parts are counted before any is made: merged keys multiply while they are made.
        node = YAML(typ="safe", pure=True).compose(io.BytesIO(text))
        _count(node, [0], 0)
        card = YAML(typ="safe", pure=True).load(io.BytesIO(text))
    except OverflowError as error:
        raise ModelError(
            tr(
                "The model card {card_path} contains itself or more parts than settings "
                "have; correct it."
            ).format(card_path=card_path)
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise ModelError(
            tr("The model card {card_path} is not valid YAML; correct it.").format(
                card_path=card_path
            )
        ) from error
    if not isinstance(card, dict):
        raise ModelError(
            tr("The model card {card_path} has no settings; it needs at least config.").format(
                card_path=card_path
            )
        )
    return card


def _count(node: Node | None, counted: list[int], depth: int) -> None:
    """Counts the parts of a YAML document, those with several names as often as they are named."""
    counted[0] += 1
    if counted[0] > MAX_VALUES or depth > 100:
        raise OverflowError("too many parts")
    if node is not None and isinstance(node.value, list):
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                _count(part, counted, depth + 1)


def _weights_of(payload: Mapping[str, object], size: int, path: Path) -> dict[str, torch.Tensor]:
    """The weights, checked to be ordinary tensors of a bounded size; values are checked later."""
    weights = payload.get("model_state_dict")
    if not isinstance(weights, Mapping) or not weights:
        raise ModelError(
            tr(
                "The model file {path} has no weights (no model_state_dict); register "
                "the best_model.pt that the training wrote."
            ).format(path=path)
        )
    if len(weights) > MAX_TABLES:
        raise _damaged(path, f"it holds {len(weights)} tables of weights")
    for name, tensor in weights.items():
        if not (
            isinstance(name, str)
            and len(name) <= MAX_NAME
            and isinstance(tensor, torch.Tensor)
            and tensor.dtype in _DTYPES
        ):
            raise _damaged(path, f"{str(name)[:80]!r} is not a plain table of numbers")
    # One table under many names would be copied as often.
    _check_claim(sum(tensor.nbytes for tensor in weights.values()), size, path)
    # A view keeps all bytes of the file in memory. Only for a table that is most of them (VGG16's
    # has 0.4 GB) that is cheaper than a copy.
    return {
        name: tensor if tensor.nbytes * 2 > size else tensor.clone()
        for name, tensor in weights.items()
    }
