"""The two networks, built from a checkpoint's own configuration.

The layouts and the names of the weights are the format of checkpoints that people trained
elsewhere; they must not change.
"""

import importlib
import itertools
import reprlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from album_organizer.domain.errors import ModelError
from album_organizer.i18n import tr
from album_organizer.ml.checkpoint import Checkpoint, unusable
from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.ml.torchvision_compat import import_torchvision

AVA_BINS = 10
"""Outputs of a distribution head: the shares of the scores 1..10."""

_ACTIVATIONS: Mapping[str, type[nn.Module]] = {"relu": nn.ReLU, "tanh": nn.Tanh}
_OUTPUTS = {"regression": 1, "distribution": AVA_BINS}
_MAX_HIDDEN = 65536
_MAX_LAYERS = 16
_LARGEST = torch.finfo(torch.float32).max

_Network = TypeVar("_Network", bound=nn.Module)


class AvaNetwork(nn.Module):
    """Pictures (N, 3, H, W) -> raw outputs (N, 1) for regression or (N, 10) for distribution."""

    def __init__(self, backbone: nn.Module, head: nn.Sequential, *, distribution: bool) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = head
        self.distribution = distribution

    def forward(self, pictures: Tensor) -> Tensor:
        """See the class."""
        return cast("Tensor", self.head(self.backbone(pictures)))


class SiameseNetwork(nn.Module):
    """``backbone``: pictures (N, 3, H, W) -> features (N, D); ``mlp``: differences -> logits.

    Softmax index 1 of ``mlp(feature(a) - feature(b))`` means that a is better, index 0 that b is.
    """

    def __init__(self, backbone: nn.Module, mlp: nn.Sequential) -> None:
        super().__init__()
        self.backbone = backbone
        self.mlp = mlp

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        """Two batches of pictures -> logits (N, 2)."""
        return cast("Tensor", self.mlp(self.backbone(a) - self.backbone(b)))


def build_ava_network(checkpoint: Checkpoint) -> AvaNetwork:
    """The network of an AVA checkpoint with its weights, in evaluation mode.

    Raises:
        ModelError: If the configuration is unknown or the weights do not fit it exactly.
    """
    return _with_weights(_assemble_ava(checkpoint), checkpoint)


def build_siamese_network(checkpoint: Checkpoint) -> SiameseNetwork:
    """The network of a Siamese checkpoint with its weights, in evaluation mode.

    Raises:
        ModelError: If the configuration is unknown or the weights do not fit it exactly.
    """
    return _with_weights(_assemble_siamese(checkpoint), checkpoint)


def check_fit(checkpoint: Checkpoint) -> None:
    """Compares the weights of a checkpoint with the network of its config.

    Raises:
        ModelError: If the configuration is unknown; or with one list of every missing, unexpected
            and misshapen weight.
    """
    assemble = _assemble_ava if checkpoint.kind == "ava" else _assemble_siamese
    _check_fit(assemble(checkpoint), checkpoint)


def check_finite(checkpoint: Checkpoint) -> None:
    """Looks at every weight of a checkpoint.

    Raises:
        ModelError: If some are not finite numbers, or too large for float32.
    """
    broken = [
        name
        for name, tensor in checkpoint.state_dict.items()
        if tensor.is_floating_point() and not _is_finite(tensor)
    ]
    if broken:
        others = " " + tr("(and {n} more)").format(n=len(broken) - 1) if len(broken) > 1 else ""
        raise unusable(
            checkpoint.path,
            tr("{broken}{others} holds values that are not finite numbers").format(
                broken=broken[0], others=others
            ),
        )


def fuse_for_inference(network: _Network) -> _Network:
    """Folds every batch normalisation into the convolution before it, and stores NHWC.

    Both save memory traffic, the bottleneck on a CPU. Relies on the supported networks registering
    a normalisation right behind its convolution, in the order in which they are applied; a test
    compares the outcome of every backbone with the plain network.

    Args:
        network: In evaluation mode; changed in place.

    Returns:
        The same network.
    """
    for module in list(network.modules()):
        children = list(module.named_children())
        for (conv_name, conv), (norm_name, norm) in itertools.pairwise(children):
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                setattr(module, conv_name, fuse_conv_bn_eval(conv, norm))
                # timm keeps the activation inside its normalisation layer.
                setattr(module, norm_name, getattr(norm, "act", nn.Identity()))
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _resnet50() -> tuple[nn.Module, int]:
    resnet = import_torchvision().models.resnet50(weights=None)
    return nn.Sequential(*list(resnet.children())[:-1], nn.Flatten()), 2048


def _vgg16() -> tuple[nn.Module, int]:
    vgg = import_torchvision().models.vgg16(weights=None)
    trunk = nn.Sequential(*vgg.features, vgg.avgpool, nn.Flatten())
    for number, linear in (("6", vgg.classifier[0]), ("7", vgg.classifier[3])):
        trunk.add_module(f"fc{number}", linear)
        trunk.add_module(f"relu{number}", nn.ReLU(inplace=True))
        trunk.add_module(f"dropout{number}", nn.Dropout(0.5))
    return trunk, 4096


def _timm(name: str) -> Callable[[], tuple[nn.Module, int]]:
    def build() -> tuple[nn.Module, int]:
        import_torchvision()  # timm imports it
        timm = importlib.import_module("timm")
        trunk = timm.create_model(name, pretrained=False, num_classes=0)
        return trunk, int(trunk.num_features)

    return build


def _stages(name: str) -> Callable[[], tuple[nn.Module, int]]:
    def build() -> tuple[nn.Module, int]:
        trunk, _ = _timm(name)()
        pooled = StagePooling(trunk)
        return pooled, pooled.num_features

    return build


_BACKBONES: Mapping[str, Callable[[], tuple[nn.Module, int]]] = {
    "resnet50": _resnet50,
    "vgg16": _vgg16,
    "tf_efficientnet_lite0": _timm("tf_efficientnet_lite0"),
    "tf_efficientnet_lite1": _timm("tf_efficientnet_lite1"),
    "tf_efficientnet_lite2": _timm("tf_efficientnet_lite2"),
    "tf_efficientnet_lite2_stages": _stages("tf_efficientnet_lite2"),
}


def _build_backbone(
    checkpoint: Checkpoint, model: Mapping[str, Any], key: str
) -> tuple[nn.Module, int]:
    """The trunk and the width of its features."""
    return _BACKBONES[_choice(checkpoint, model, key, _BACKBONES, "resnet50")]()


def _perceptron(
    checkpoint: Checkpoint,
    model: Mapping[str, Any],
    width: int,
    default: tuple[int, ...],
    outputs: int,
) -> nn.Sequential:
    """(Linear, activation, Dropout) per hidden size, then Linear to the outputs."""
    hidden = model.get("mlp_hidden_dims")
    hidden = list(default) if hidden is None else hidden
    if (
        not isinstance(hidden, list)
        or len(hidden) > _MAX_LAYERS
        or not all(isinstance(size, int) and 1 <= size <= _MAX_HIDDEN for size in hidden)
    ):
        shown = reprlib.repr(hidden)
        raise unusable(
            checkpoint.path,
            tr("mlp_hidden_dims is {shown} instead of a list of sizes").format(shown=shown),
        )
    activation = _ACTIVATIONS[_choice(checkpoint, model, "activation", _ACTIVATIONS, "relu")]
    layers: list[nn.Module] = []
    for size in hidden:
        layers += [nn.Linear(width, size), activation(), nn.Dropout(0.0)]
        width = size
    return nn.Sequential(*layers, nn.Linear(width, outputs))


def _model_config(checkpoint: Checkpoint) -> Mapping[str, Any]:
    model = checkpoint.config.get("model")
    if not isinstance(model, dict):
        raise unusable(checkpoint.path, tr("its config has no model section"))
    return model


def _choice(
    checkpoint: Checkpoint,
    model: Mapping[str, Any],
    key: str,
    known: Mapping[str, object],
    default: str,
) -> str:
    value = model.get(key)
    name = default if value is None else value
    if not isinstance(name, str) or name not in known:
        raise unusable(
            checkpoint.path,
            tr("{key} is {value}, known are {known}").format(
                key=key, value=reprlib.repr(name), known=", ".join(known)
            ),
        )
    return name


def _assemble_ava(checkpoint: Checkpoint) -> AvaNetwork:
    """The network without weights, on the meta device: a config alone can take no memory."""
    with torch.device("meta"):
        return _new_ava(checkpoint)


def _assemble_siamese(checkpoint: Checkpoint) -> SiameseNetwork:
    """See :func:`_assemble_ava`."""
    with torch.device("meta"):
        return _new_siamese(checkpoint)


def _new_ava(checkpoint: Checkpoint) -> AvaNetwork:
    """The network of a config, with first weights of its own."""
    model = _model_config(checkpoint)
    mode = _choice(checkpoint, model, "output_mode", _OUTPUTS, "distribution")
    backbone, width = _build_backbone(checkpoint, model, "backbone")
    head = _perceptron(checkpoint, model, width, (256,), _OUTPUTS[mode])
    return AvaNetwork(backbone, head, distribution=mode == "distribution")


def _new_siamese(checkpoint: Checkpoint) -> SiameseNetwork:
    """See :func:`_new_ava`."""
    model = _model_config(checkpoint)
    backbone, width = _build_backbone(checkpoint, model, "cnn_backbone")
    return SiameseNetwork(backbone, _perceptron(checkpoint, model, width, (128, 64), 2))


def _check_fit(network: nn.Module, checkpoint: Checkpoint) -> None:
    wanted, found = network.state_dict(), checkpoint.state_dict
    misfits = {
        tr("missing"): [name for name in wanted if name not in found],
        tr("unexpected"): [name for name in found if name not in wanted],
        tr("of another shape"): [
            tr("{name} {found} instead of {wanted}").format(
                name=name, found=list(found[name].shape), wanted=list(tensor.shape)
            )
            for name, tensor in wanted.items()
            if name in found and found[name].shape != tensor.shape
        ],
    }
    if any(misfits.values()):
        parts = [f"{what}: {', '.join(names)}" for what, names in misfits.items() if names]
        # The whole list, however long: it tells what was trained instead.
        raise ModelError(
            tr(
                "The model file {path} cannot be used: its weights do not fit the "
                "network of its config; {parts}; check that it is the file that its "
                "training wrote."
            ).format(path=checkpoint.path, parts="; ".join(parts))
        )


def _is_finite(tensor: Tensor) -> bool:
    if tensor.numel() == 0:
        return True
    # A network computes in float32, in which larger values of float64 would be infinite.
    low, high = (float(end) for end in tensor.aminmax())
    return -_LARGEST <= low <= high <= _LARGEST


def _with_weights(network: _Network, checkpoint: Checkpoint) -> _Network:
    """Gives an assembled network its weights, all in float32.

    Raises:
        ModelError: If they do not fit or are not finite.
    """
    _check_fit(network, checkpoint)
    check_finite(checkpoint)
    found = checkpoint.state_dict
    weights = {
        name: found[name].detach().to(tensor.dtype) for name, tensor in network.state_dict().items()
    }
    network.load_state_dict(weights, strict=True, assign=True)
    network.requires_grad_(False)
    return network.eval()


def new_network(kind: str, config: Mapping[str, Any], source: Path) -> nn.Module:
    """The network of a training's config with random weights, on the CPU, in training mode.

    Args:
        kind: ``"ava"`` or ``"siamese"``.
        config: With a ``model`` section, as it goes into the checkpoint.
        source: Named in errors.

    Returns:
        An :class:`AvaNetwork` or :class:`SiameseNetwork`, with the config's dropout in its head.

    Raises:
        ModelError: If the configuration is unknown.
    """
    checkpoint = Checkpoint(source, kind, dict(config), {}, None, {}, "", 0)
    network = _new_ava(checkpoint) if kind == "ava" else _new_siamese(checkpoint)
    head = network.head if isinstance(network, AvaNetwork) else network.mlp
    for layer in head:
        if isinstance(layer, nn.Dropout):
            layer.p = float(_model_config(checkpoint).get("dropout") or 0.0)
    return network
