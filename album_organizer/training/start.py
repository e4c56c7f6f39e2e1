"""What a training begins with: a network, its full config, and the weights it starts from."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from torch import nn

from album_organizer.domain.errors import AlbumError, ModelError, UsageError
from album_organizer.ml.checkpoint import Checkpoint, load_checkpoint
from album_organizer.ml.networks import AvaNetwork, SiameseNetwork, check_finite, new_network
from album_organizer.ml.preprocessing import ORIGINAL_BACKBONES, Preprocessing
from album_organizer.ml.torchvision_compat import import_torchvision
from album_organizer.training.builtin import trunk
from album_organizer.training.config import SiameseConfig, TrainingConfig, TransformSection

FindVersion = Callable[[str, str], Path]
"""(kind, version or ``"current"``) -> its file; raises AlbumError."""

DEFAULTS: dict[str, dict[str, Any]] = {
    "ava": {
        "backbone": "resnet50",
        "mlp_hidden_dims": [256],
        "dropout": 0.2,
        "activation": "relu",
        "output_mode": "regression",
    },
    "siamese": {
        "cnn_backbone": "resnet50",
        "mlp_hidden_dims": [],
        "dropout": 0.0,
        "activation": "relu",
        "use_paper_preprocessing": False,
    },
}
"""Networks of the owner's runs, where neither the configuration nor ``init`` says anything."""

_CONTRACT: dict[str, dict[str, Any]] = {
    "ava": {"mlp_hidden_dims": [256], "output_mode": "distribution"},
    "siamese": {"mlp_hidden_dims": [128, 64]},
}
"""What a checkpoint means by leaving these out."""

_CARRIED = ("transform_type", "model_type", "use_external_dataloader")
"""Keys of a Siamese config that decide about its preprocessing."""


@dataclass(frozen=True)
class Start:
    """A network ready to be trained.

    Attributes:
        network: On the CPU.
        stored: The config in the contract's form, as it goes into the checkpoint.
        preprocessing: What the checkpoint will be used with.
        note: Where its weights come from, as a sentence.
        new_head: Whether the weights of its head are random.
    """

    network: AvaNetwork | SiameseNetwork
    stored: dict[str, Any]
    preprocessing: Preprocessing
    note: str
    new_head: bool


def make_start(config: TrainingConfig, source: Path, find_version: FindVersion) -> Start:
    """Builds the network of a configuration with its first weights.

    Args:
        config: Of the training.
        source: The configuration file, named in errors.
        find_version: Finds registered versions for ``init: ava:v1``.

    Raises:
        UsageError: If parts of the configuration contradict each other.
        ModelError: If the checkpoint to start from cannot be used.
        AlbumError: If pretrained weights are wanted and cannot be had.
    """
    initial, new_head = _initial(config, find_version), True
    stored = _stored(config, initial)
    network = cast("AvaNetwork | SiameseNetwork", new_network(config.kind, stored, source))
    preprocessing = preprocessing_of(stored, config.kind, source)
    fixed = config.kind == "siamese" and stored["model"]["cnn_backbone"] in ORIGINAL_BACKBONES
    if config.transform is not None and fixed:
        raise UsageError(
            f"{source}: a Siamese model with {stored['model']['cnn_backbone']} has a fixed input "
            f"(shorter side {preprocessing.resize}, centre {preprocessing.size}); take out the "
            "section transform."
        )
    if initial is not None:
        new_head = not _take_over(network, initial)
        what = "only the backbone; the head starts anew" if new_head else "all its weights"
        note = f"Starts from {initial.path}: {what}."
    elif stored["model"].get("pretrained"):
        name = str(stored["model"][config.backbone_key])
        load_pretrained(network.backbone, name)
        note = f"Starts from the ImageNet weights of {name}."
    else:
        note = "Starts from random weights."
    return Start(network, stored, preprocessing, note, new_head)


def network_of(kind: str, stored: Mapping[str, Any], source: Path) -> Start:
    """The network of a stored config, to be filled with the weights of a saved state."""
    network = cast("AvaNetwork | SiameseNetwork", new_network(kind, stored, source))
    return Start(network, dict(stored), preprocessing_of(stored, kind, source), "", False)


def preprocessing_of(stored: Mapping[str, Any], kind: str, source: Path) -> Preprocessing:
    """What a scan will do with photos for this config.

    Raises:
        UsageError: If the config asks for something impossible.
    """
    try:
        found = Preprocessing.from_config(stored, kind)
    except ValueError as error:
        raise UsageError(f"{source}: {error}.") from error
    if found.fit == "crop" and found.size > found.resize:
        raise UsageError(
            f"{source}: transform.crop_size {found.size} is larger than transform.resize_size "
            f"{found.resize}, which would give every photo black edges; lower it."
        )
    return found


def load_pretrained(backbone: nn.Module, name: str) -> None:
    """Fills a backbone with ImageNet weights: of a package, the local cache, or the network.

    Raises:
        AlbumError: If they are not there and cannot be fetched.
    """
    try:
        weights = _pretrained(name)
    except Exception as error:  # each source fails in ways of its own
        raise AlbumError(
            f"The ImageNet weights of {name} are not on this machine and cannot be fetched "
            f"({type(error).__name__}); connect to the network once, set model.pretrained to "
            "false, or start from a checkpoint with model.init."
        ) from error
    wanted = backbone.state_dict()
    # The names differ by the wrapping into a Sequential; the order is the same.
    tensors = list(weights.values())[: len(wanted)]
    backbone.load_state_dict(dict(zip(wanted, tensors, strict=True)))


def _pretrained(name: str) -> dict[str, torch.Tensor]:
    """Tables of weights whose first ones, in order, are those of the backbone."""
    if name == trunk.NAME:
        weights = trunk.timm_state_dict(trunk.package_weights())
        order = trunk.create_network().state_dict()
        return {key: weights[key] for key in order}
    models = import_torchvision().models
    if name in ORIGINAL_BACKBONES:
        # The weights that torchvision's old "pretrained=True" stood for, as in the owner's runs.
        found: dict[str, torch.Tensor] = models.get_model(
            name, weights="IMAGENET1K_V1"
        ).state_dict()
        return found
    import timm  # noqa: PLC0415  (needs torchvision to be importable first)

    # Its reports of every attempt tell no more than the error in the end.
    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)
    found = timm.create_model(name, pretrained=True, num_classes=0).state_dict()
    return found


def _initial(config: TrainingConfig, find_version: FindVersion) -> Checkpoint | None:
    wanted = config.model.init
    if wanted is None:
        return None
    kind, separator, version = wanted.partition(":")
    if separator and kind in DEFAULTS:
        return load_checkpoint(find_version(kind, version), config.kind)
    path = Path(wanted)
    if path.is_dir():
        path = path / "best_model.pt"
    return load_checkpoint(path, config.kind)


def _stored(config: TrainingConfig, initial: Checkpoint | None) -> dict[str, Any]:
    """The config as it goes into the checkpoint: nothing is left to a default."""
    stored = config.recipe()
    known = dict(DEFAULTS[config.kind])
    if initial is not None and isinstance(initial.config.get("model"), dict):
        told = initial.config["model"]
        # The contract's own defaults stand where an old checkpoint leaves something out.
        known |= _CONTRACT[config.kind]
        known |= {key: told[key] for key in known if told.get(key) is not None}
    stored["model"] = {**known, **stored["model"]}
    if isinstance(config, SiameseConfig) and config.transform_type is None:
        source = {} if initial is None else initial.config
        stored |= {key: source[key] for key in _CARRIED if source.get(key)}
        stored.setdefault("transform_type", "auto")
        colour = (source.get("model") or {}).get("padding_mean_color")
        if colour is not None:
            stored["model"].setdefault("padding_mean_color", colour)
    if config.transform is None:
        stored["transform"] = _default_transform(config, stored, initial)
    return stored


def _default_transform(
    config: TrainingConfig, stored: Mapping[str, Any], initial: Checkpoint | None
) -> dict[str, Any]:
    if initial is not None and isinstance(initial.config.get("transform"), dict):
        told = initial.config["transform"]
        return {key: told[key] for key in TransformSection.model_fields if key in told}
    own = stored["model"][config.backbone_key] not in ORIGINAL_BACKBONES
    section = TransformSection()
    if own:
        section = TransformSection(
            normalize_mean=trunk.NORMALIZE_MEAN, normalize_std=trunk.NORMALIZE_STD
        )
    return section.model_dump(mode="json")


def _take_over(network: AvaNetwork | SiameseNetwork, initial: Checkpoint) -> bool:
    """Fills the network from a checkpoint; a head of another shape stays random.

    Returns:
        Whether the head was taken over.
    """
    check_finite(initial)
    wanted, found = network.state_dict(), initial.state_dict

    def fits(prefix: str) -> bool:
        names = {name for name in wanted if name.startswith(prefix)}
        return names == {name for name in found if name.startswith(prefix)} and all(
            found[name].shape == wanted[name].shape for name in names
        )

    if not fits("backbone."):
        raise ModelError(
            f"The backbone of {initial.path} is not the one that the section model names; leave "
            "it out there, and it is taken from the checkpoint."
        )
    whole = fits("head." if isinstance(network, AvaNetwork) else "mlp.")
    taken = {
        name: tensor.to(wanted[name].dtype)
        for name, tensor in found.items()
        if name in wanted and (whole or name.startswith("backbone."))
    }
    network.load_state_dict(taken, strict=False)
    return whole
