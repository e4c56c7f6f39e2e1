"""Reads checkpoint files without ever running what they contain."""

import hashlib
import math
import pickle
import threading
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, cast

import numpy as np
import torch
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from safetensors import SafetensorError
from safetensors.torch import load_file

from album_organizer.domain.errors import ModelError

MAX_BYTES = 2 * 1024**3
"""Largest checkpoint that is opened; VGG16, the largest supported network, takes 0.54 GB."""

KIND_NAMES = {"ava": "AVA aesthetic model", "siamese": "Siamese comparison model"}
"""What the kinds of model are called in messages."""

HEAD_PREFIX = {"ava": "head.", "siamese": "mlp."}
"""The weights that only one kind of network has, which tells the kinds apart."""

_rebuild_scalar = cast("Callable[..., Any]", np.float64(0).__reduce__()[0])
_SCALAR_TYPES = (np.float64, np.float32, np.float16, np.int64, np.int32, np.bool_)
# Pure paths only join strings; real ones would not even be creatable on the other system.
_SAFE_GLOBALS: list[Callable[..., Any] | tuple[Callable[..., Any], str]] = [
    np.dtype,
    *(type(np.dtype(scalar)) for scalar in _SCALAR_TYPES),
    *((_rebuild_scalar, f"numpy.{core}.multiarray.scalar") for core in ("_core", "core")),
    *((PureWindowsPath, f"{module}.WindowsPath") for module in ("pathlib", "pathlib._local")),
    *((PurePosixPath, f"{module}.PosixPath") for module in ("pathlib", "pathlib._local")),
]
# torch keeps its list of safe names in one global, which two loads at once would tear.
_load_lock = threading.Lock()


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
        sha256: Of the file's bytes, hexadecimal.
    """

    path: Path
    kind: str
    config: dict[str, Any]
    state_dict: dict[str, torch.Tensor]
    epoch: int | None
    metrics: dict[str, float]
    sha256: str


def load_checkpoint(path: Path, kind: str) -> Checkpoint:
    """Reads a ``.pt`` file (zip or legacy), or a ``.safetensors`` file with its YAML card.

    The card has the file's stem and the suffix ``.yaml``, and holds what the ``.pt`` dictionary
    holds beside the weights: ``config``, and optionally ``epoch`` and ``val_*``.

    Args:
        path: The checkpoint.
        kind: ``"ava"`` or ``"siamese"``, the kind it is to be used as.

    Raises:
        ModelError: If the file is missing, damaged, too large, holds anything but weights and plain
            values, or holds the other kind of model.
    """
    try:
        sha256 = _sha256_of(path)
    except FileNotFoundError:
        raise ModelError(
            f"The model file {path} does not exist; restore it or choose another version."
        ) from None
    except OSError as error:
        raise ModelError(
            f"The model file {path} cannot be read ({error.strerror}); "
            "check that it is a file and that you may read it."
        ) from error
    payload = _read_safetensors(path) if path.suffix == ".safetensors" else _read_torch_file(path)
    state_dict = _weights_of(payload, path)
    _check_kind(state_dict, kind, path)
    try:
        config = _plain(payload.get("config"))
        epoch, metrics = _plain(payload.get("epoch")), _metrics_of(payload)
    except RecursionError:
        raise _damaged(path, "its settings contain themselves") from None
    if not isinstance(config, dict):
        raise ModelError(
            f"The model file {path} does not say how its network is built (no config); "
            "save it again with the configuration that it was trained with."
        )
    return Checkpoint(
        path=path,
        kind=kind,
        config=config,
        state_dict=state_dict,
        epoch=epoch if isinstance(epoch, int) else None,
        metrics=metrics,
        sha256=sha256,
    )


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        f"The model file {path} is damaged or not a model checkpoint ({why}); "
        "copy it again from where it was trained."
    )


def unusable(path: Path, why: str) -> ModelError:
    """The error for a file that reads well but cannot serve as a model."""
    return ModelError(
        f"The model file {path} cannot be used: {why}; "
        "check that it is the file that its training wrote."
    )


def _check_size(size: int, path: Path) -> None:
    if size > MAX_BYTES:
        raise ModelError(
            f"The model file {path} claims to hold {size / 1024**3:.1f} GB, more than any network "
            f"that is supported ({MAX_BYTES / 1024**3:.0f} GB), and was not opened; "
            "check that it is a checkpoint."
        )


def _read_torch_file(path: Path) -> Mapping[str, Any]:
    """Reads a torch file through the weights-only reader, which refuses code."""
    _check_size(path.stat().st_size, path)
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                _check_size(sum(entry.file_size for entry in archive.infolist()), path)
        with (
            _load_lock,
            torch.serialization.safe_globals(_SAFE_GLOBALS),
            warnings.catch_warnings(),
        ):
            # Torch warns of unusual pickle protocols; what it cannot read raises anyway.
            warnings.simplefilter("ignore")
            payload = torch.load(path, map_location="cpu", weights_only=True)
    except ModelError:
        raise
    except pickle.UnpicklingError as error:
        if not _names_code(error, path):
            raise _damaged(path, "its content cannot be read") from error
        raise ModelError(
            f"The model file {path} contains program code beside its weights and was refused, "
            "nothing of it was run; save it again as weights and plain settings only."
        ) from error
    except Exception as error:
        # A damaged file can make the reader fail in any way; all of them mean the same.
        raise _damaged(path, "its content cannot be read") from error
    if not isinstance(payload, dict):
        raise _damaged(path, f"it holds a {type(payload).__name__} instead of a dictionary")
    return payload


def _names_code(error: pickle.UnpicklingError, path: Path) -> bool:
    """Whether the weights-only reader met something that it does not allow in a real pickle.

    That is a class or function outside its list, or an instruction that torch never writes; the
    latter it meets in any other file too, which does not begin like a pickle.
    """
    if any(sign in str(error) for sign in ("GLOBAL", "unrecognized function", "allowlist")):
        return True
    with path.open("rb") as file:
        start = file.read(2)
    is_pickle = start[:1] == pickle.PROTO and start[1:] <= bytes([pickle.HIGHEST_PROTOCOL])
    return is_pickle and "Unsupported operand" in str(error)


def _read_safetensors(path: Path) -> Mapping[str, Any]:
    """Reads a safetensors file and the YAML card that lies beside it."""
    _check_size(path.stat().st_size, path)
    card_path = path.with_suffix(".yaml")
    try:
        card = YAML(typ="safe", pure=True).load(card_path.read_text(encoding="utf-8"))
        weights = load_file(path)
    except FileNotFoundError:
        raise ModelError(
            f"The model file {path} needs its card {card_path.name} beside it, which is missing; "
            "copy both files."
        ) from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise ModelError(f"The model card {card_path} is not valid YAML; correct it.") from error
    except (SafetensorError, OSError, ValueError) as error:
        raise _damaged(path, "its content cannot be read") from error
    if not isinstance(card, dict):
        raise ModelError(f"The model card {card_path} has no settings; it needs at least config.")
    return {**card, "model_state_dict": weights}


def _weights_of(payload: Mapping[str, Any], path: Path) -> dict[str, torch.Tensor]:
    """The weights, checked to be ordinary tensors of a bounded size; values are checked later."""
    weights = payload.get("model_state_dict")
    if not isinstance(weights, Mapping) or not weights:
        raise ModelError(
            f"The model file {path} has no weights (no model_state_dict); "
            "register the best_model.pt that the training wrote."
        )
    for name, tensor in weights.items():
        if not (
            isinstance(name, str)
            and isinstance(tensor, torch.Tensor)
            and tensor.layout == torch.strided
            and not (tensor.is_quantized or tensor.is_complex() or tensor.is_meta)
        ):
            raise _damaged(path, f"{str(name)[:80]!r} is not a plain table of numbers")
    # Strides let a tiny file claim a huge tensor, so the claimed sizes count and not the file's.
    _check_size(sum(tensor.numel() * 4 for tensor in weights.values()), path)
    return dict(weights)


def _check_kind(state_dict: Mapping[str, torch.Tensor], kind: str, path: Path) -> None:
    """Refuses a file whose weights belong to the other kind of network."""
    found = [
        other
        for other, prefix in HEAD_PREFIX.items()
        if any(name.startswith(prefix) for name in state_dict)
    ]
    if found and kind not in found:
        raise ModelError(
            f"The model file {path} holds a model of kind {found[0]} ({KIND_NAMES[found[0]]}) "
            f"and cannot serve as {kind} ({KIND_NAMES[kind]}); register it as {found[0]}."
        )


def _metrics_of(payload: Mapping[str, Any]) -> dict[str, float]:
    """The finite ``val_*`` numbers of the file."""
    found = {
        name: _plain(value)
        for name, value in payload.items()
        if isinstance(name, str) and name.startswith("val_")
    }
    return {
        name: float(number)
        for name, number in found.items()
        if isinstance(number, Real) and math.isfinite(number)
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - plain values of any type
    """The value with numpy scalars, tensors of one number, paths and tuples made plain."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic) or (isinstance(value, torch.Tensor) and value.numel() == 1):
        return value.item()
    return str(value) if isinstance(value, PurePath) else value
