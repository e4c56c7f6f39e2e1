"""Writes real checkpoints with random weights, in the formats of the trainings in the world.

Built from plain torchvision, timm and torch, not from the package under test, so that a file from
here is an independent witness of the format.
"""

from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import nn

from album_organizer.ml.torchvision_compat import import_torchvision

CALIBRATION_SIDE = 96

_STAGES = "_stages"
"""Ending of the name of a Lite2 that reports from all its stages."""


def make_ava_checkpoint(
    path: Path,
    mode: str = "regression",
    backbone: str = "tf_efficientnet_lite0",
    hidden: tuple[int, ...] | list[int] = (256,),
    activation: str = "relu",
    seed: int = 0,
    transform: dict[str, Any] | None = None,
    half: bool = False,
    legacy: bool = False,
    val_spearman: float = 0.7123,
) -> Path:
    """An AVA checkpoint whose scores lie around 5.5 and differ from photo to photo.

    Args:
        path: The file to write; parent folders are created.
        mode: ``"regression"`` or ``"distribution"``.
        backbone: ``"resnet50"`` or a timm name.
        hidden: Sizes of the hidden layers of the head.
        activation: ``"relu"`` or ``"tanh"``.
        seed: Other seeds give other weights, so other scores.
        transform: The config's transform section; None leaves it out.
        half: Store float16 weights.
        legacy: Write torch's format from before it used zip files.
        val_spearman: The figure of the training, stored as a numpy float64.

    Returns:
        ``path``.
    """
    torch.manual_seed(seed)
    trunk, width = _trunk(backbone)
    head = _perceptron(width, list(hidden), activation, 1 if mode == "regression" else 10)
    features = _calibrate(trunk)
    # Last-layer outputs: a score of 5.5 +- 1, or a lively distribution over the ten bins.
    _spread(head, features, centre=5.5 if mode == "regression" else 0.0, spread=0.3)
    config: dict[str, Any] = {
        "data": {"images": r"D:\datasets\AVA\images", "labels": r"D:\datasets\AVA\AVA.txt"},
        "output_dir": r"outputs\ava\20260118_101500",
        "model": {
            "backbone": backbone,
            "pretrained": True,
            "mlp_hidden_dims": list(hidden),
            "dropout": 0.2,
            "activation": activation,
            "output_mode": mode,
        },
    }
    if transform is not None:
        config["transform"] = transform
    weights = _named(trunk, "backbone") | _named(head, "head")
    figures = {"epoch": 12, "val_spearman": np.float64(val_spearman)}
    return _save(path, weights, config, figures, half=half, legacy=legacy)


def make_siamese_checkpoint(
    path: Path,
    backbone: str = "tf_efficientnet_lite0",
    hidden: tuple[int, ...] | list[int] = (),
    activation: str = "relu",
    transform_type: str | None = "auto",
    seed: int = 0,
    config_changes: dict[str, Any] | None = None,
    model_changes: dict[str, Any] | None = None,
) -> Path:
    """A Siamese checkpoint whose win probabilities differ from 0.5 and carry a bias.

    Args:
        path: The file to write; parent folders are created.
        backbone: ``"resnet50"``, ``"vgg16"`` or a timm name.
        hidden: Sizes of the hidden layers of the head.
        activation: ``"relu"`` or ``"tanh"``.
        transform_type: auto, standard, paper, paper_pad or external; None leaves it out.
        seed: Other seeds give other weights.
        config_changes: Entries added to the config.
        model_changes: Entries added to the config's model section.

    Returns:
        ``path``.
    """
    torch.manual_seed(seed)
    trunk, width = _trunk(backbone)
    head = _perceptron(width, list(hidden), activation, 2)
    features = _calibrate(trunk)
    differences = features[:, None, :] - features[None, :, :]
    _spread(head, differences.flatten(0, 1), centre=0.2, spread=0.3)
    config: dict[str, Any] = {
        "data": {"root_dir": r"D:\Photo Triage\train_val"},
        "model": {
            "cnn_backbone": backbone,
            "mlp_hidden_dims": list(hidden),
            "dropout": 0.0,
            "activation": activation,
            "use_paper_preprocessing": False,
            **(model_changes or {}),
        },
        **(config_changes or {}),
    }
    if transform_type is not None:
        config["transform_type"] = transform_type
    weights = _named(trunk, "backbone") | _named(head, "mlp")
    return _save(path, weights, config, {"epoch": 7, "val_acc": 0.7421})


def _trunk(name: str) -> tuple[nn.Module, int]:
    models = import_torchvision().models
    if name == "resnet50":
        layers = list(models.resnet50(weights=None).children())
        return nn.Sequential(*layers[:-1], nn.Flatten()), 2048
    if name == "vgg16":
        vgg = models.vgg16(weights=None, init_weights=False)
        trunk = nn.Sequential(*vgg.features, vgg.avgpool, nn.Flatten())
        trunk.add_module("fc6", vgg.classifier[0])
        trunk.add_module("relu6", nn.ReLU(inplace=True))
        trunk.add_module("dropout6", nn.Dropout(0.5))
        trunk.add_module("fc7", vgg.classifier[3])
        trunk.add_module("relu7", nn.ReLU(inplace=True))
        trunk.add_module("dropout7", nn.Dropout(0.5))
        _keep_signal(trunk)
        return trunk, 4096
    import timm  # noqa: PLC0415 - only after import_torchvision

    model = timm.create_model(name.removesuffix(_STAGES), pretrained=False, num_classes=0)
    if name.endswith(_STAGES):
        # Mean and deviation of what leaves the seven stages and the last convolution.
        channels = 16 + 24 + 48 + 88 + 120 + 208 + 352 + 1280
        return _Stages(model), 2 * channels
    return model, int(model.num_features)


class _Stages(nn.Module):
    def __init__(self, trunk: nn.Module) -> None:
        super().__init__()
        self.trunk = trunk

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W) -> mean and deviation of every channel after every stage, (N, D)."""
        seen: list[torch.Tensor] = []
        watched = [*cast("nn.Sequential", self.trunk.blocks), cast("nn.Module", self.trunk.bn2)]
        hooks = [part.register_forward_hook(lambda *args: seen.append(args[2])) for part in watched]
        self.trunk(pictures)
        for hook in hooks:
            hook.remove()
        return torch.cat([f(m) for m in seen for f in (_mean, _deviation)], dim=1)


def _mean(maps: torch.Tensor) -> torch.Tensor:
    return maps.mean(dim=(2, 3))


def _deviation(maps: torch.Tensor) -> torch.Tensor:
    return (maps.var(dim=(2, 3), correction=0) + 1e-6).sqrt()


def _perceptron(width: int, hidden: list[int], activation: str, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for size in hidden:
        layers += [nn.Linear(width, size), nn.Tanh() if activation == "tanh" else nn.ReLU()]
        layers += [nn.Dropout(0.2)]
        width = size
    return nn.Sequential(*layers, nn.Linear(width, outputs))


def _keep_signal(trunk: nn.Module) -> None:
    """Turns torch's default weights into He's, with which a signal neither dies nor explodes.

    Without normalisations the features of two photos would else differ by rounding errors only.
    Scaling is much cheaper than drawing 134 million numbers again.
    """
    with torch.no_grad():
        for module in trunk.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                module.weight.mul_(6**0.5)
                assert module.bias is not None
                nn.init.zeros_(module.bias)


def _calibrate(trunk: nn.Module) -> torch.Tensor:
    """Gives the normalisations lively statistics; returns features of the calibration pictures."""
    # Photos have detail of every size: a sum of noises from coarse to fine.
    pictures = torch.zeros(12, 3, CALIBRATION_SIDE, CALIBRATION_SIDE)
    for cells in (1, 2, 8, CALIBRATION_SIDE):
        noise = torch.randn(len(pictures), 3, cells, cells) * 0.6
        pictures += nn.functional.interpolate(noise, pictures.shape[2:], mode="bilinear")
    norms = [module for module in trunk.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.normal_(norm.bias, 0.0, 0.2)
    with torch.no_grad():
        if norms:
            trunk.train()(pictures)
        # A single-valued channel would be divided by almost nothing.
        for norm in norms:
            assert norm.running_var is not None
            norm.running_var.clamp_(min=0.05)
        features: torch.Tensor = trunk.eval()(pictures)
    return features


def _spread(head: nn.Sequential, inputs: torch.Tensor, centre: float, spread: float) -> None:
    """Scales the last layer so that its outputs on the inputs have this centre and spread."""
    last = head[-1]
    assert isinstance(last, nn.Linear)
    with torch.no_grad():
        outputs = head.eval()(inputs)
        last.weight.mul_(spread / (outputs.std(dim=0, keepdim=True).T + 1e-6))
        nn.init.zeros_(last.bias)
        last.bias.copy_(centre * torch.arange(1, last.out_features + 1) - head(inputs).mean(dim=0))


def _named(module: nn.Module, prefix: str) -> dict[str, torch.Tensor]:
    return {f"{prefix}.{name}": tensor for name, tensor in module.state_dict().items()}


def _save(
    path: Path,
    weights: dict[str, torch.Tensor],
    config: dict[str, Any],
    figures: dict[str, Any],
    *,
    half: bool = False,
    legacy: bool = False,
) -> Path:
    if half:
        weights = {k: v.half() if v.is_floating_point() else v for k, v in weights.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {**figures, "model_state_dict": weights, "config": config}
    torch.save(content, path, _use_new_zipfile_serialization=not legacy)
    return path
