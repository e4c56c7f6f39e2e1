"""Networks fit their checkpoints exactly or say what does not; fusing changes no answer."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from album_organizer.domain.errors import ModelError
from album_organizer.ml.checkpoint import Checkpoint, load_checkpoint
from album_organizer.ml.networks import (
    build_ava_network,
    build_siamese_network,
    check_finite,
    check_fit,
    fuse_for_inference,
)
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint


@pytest.fixture(scope="module")
def checkpoint(ava_file: Path) -> Checkpoint:
    return load_checkpoint(ava_file, "ava")


def with_model(checkpoint: Checkpoint, **changes: Any) -> Checkpoint:
    model = {**checkpoint.config["model"], **changes}
    return dataclasses.replace(checkpoint, config={**checkpoint.config, "model": model})


def with_weights(checkpoint: Checkpoint, **changes: torch.Tensor | None) -> Checkpoint:
    weights: dict[str, Any] = {**checkpoint.state_dict, **changes}
    kept = {name: tensor for name, tensor in weights.items() if tensor is not None}
    return dataclasses.replace(checkpoint, state_dict=kept)


@pytest.mark.parametrize(
    "backbone",
    [
        "resnet50",
        "tf_efficientnet_lite0",
        "tf_efficientnet_lite1",
        "tf_efficientnet_lite2",
        "tf_efficientnet_lite2_stages",
    ],
)
def test_the_fused_network_answers_like_the_plain_one(backbone: str, tmp_path: Path) -> None:
    checkpoint = load_checkpoint(make_ava_checkpoint(tmp_path / "m.pt", backbone=backbone), "ava")
    plain = build_ava_network(checkpoint)
    fused = fuse_for_inference(build_ava_network(checkpoint))
    batch = torch.randn(2, 3, 160, 160, generator=torch.Generator().manual_seed(0))

    with torch.inference_mode():
        difference = (plain(batch) - fused(batch)).abs().max()

    assert difference < 1e-4
    assert any(isinstance(module, nn.BatchNorm2d) for module in plain.modules())
    assert not any(isinstance(module, nn.BatchNorm2d) for module in fused.modules())


def test_two_pictures_go_through_one_trunk(siamese_file: Path) -> None:
    network = build_siamese_network(load_checkpoint(siamese_file, "siamese"))
    a, b = torch.randn(2, 1, 3, 96, 96, generator=torch.Generator().manual_seed(0))

    with torch.inference_mode():
        expected = network.mlp(network.backbone(a) - network.backbone(b))
        torch.testing.assert_close(network(a, b), expected)
    assert expected.shape == (1, 2)


def test_networks_are_for_answers_only(checkpoint: Checkpoint) -> None:
    network = build_ava_network(checkpoint)

    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float32}


def test_defaults_of_the_trainings_hold_where_the_config_is_silent(tmp_path: Path) -> None:
    distribution = load_checkpoint(make_ava_checkpoint(tmp_path / "a.pt", "distribution"), "ava")
    silent = {"backbone": distribution.config["model"]["backbone"]}
    ava = build_ava_network(dataclasses.replace(distribution, config={"model": silent}))
    path = make_siamese_checkpoint(tmp_path / "s.pt", hidden=[128, 64])
    siamese = load_checkpoint(path, "siamese")
    silent = {"cnn_backbone": siamese.config["model"]["cnn_backbone"]}
    pair = build_siamese_network(dataclasses.replace(siamese, config={"model": silent}))

    assert ava.distribution
    assert [type(layer).__name__ for layer in ava.head] == ["Linear", "ReLU", "Dropout", "Linear"]
    assert len(pair.mlp) == 7


def test_all_misfits_are_listed_in_one_message(checkpoint: Checkpoint) -> None:
    broken = with_weights(
        checkpoint,
        **{
            "head.0.weight": None,
            "backbone.bn1.bias": None,
            "head.9.weight": torch.ones(1),
            "head.3.weight": torch.ones(10, 256),
        },
    )

    with pytest.raises(ModelError) as caught:
        build_ava_network(broken)

    message = str(caught.value)
    assert "missing: backbone.bn1.bias, head.0.weight" in message
    assert "unexpected: head.9.weight" in message
    assert "of another shape: head.3.weight [10, 256] instead of [1, 256]" in message
    assert str(checkpoint.path) in message


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(value: float, checkpoint: Checkpoint) -> None:
    broken = with_weights(checkpoint, **{"head.3.bias": torch.tensor([value])})

    with pytest.raises(ModelError, match=r"head.3.bias holds values that are not finite"):
        build_ava_network(broken)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), 1e39])
def test_all_weights_beyond_float32_are_counted(value: float, checkpoint: Checkpoint) -> None:
    broken = with_weights(
        checkpoint,
        **{
            "head.3.bias": torch.tensor([value], dtype=torch.float64),
            "head.0.bias": torch.full((256,), value, dtype=torch.float64),
        },
    )
    check_finite(checkpoint)

    with pytest.raises(ModelError, match=r"head.0.bias \(and 1 more\) holds values that are not"):
        check_finite(broken)


def test_fit_can_be_checked_without_building(checkpoint: Checkpoint, siamese_file: Path) -> None:
    check_fit(checkpoint)
    check_fit(load_checkpoint(siamese_file, "siamese"))

    with pytest.raises(ModelError, match=r"missing: head.0.weight;"):
        check_fit(with_weights(checkpoint, **{"head.0.weight": None}))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"backbone": "resnet18"}, "backbone is 'resnet18', known are resnet50, vgg16"),
        ({"backbone": ["resnet50"]}, "backbone is"),
        ({"output_mode": "ranking"}, "output_mode is 'ranking', known are regression"),
        ({"activation": "gelu"}, "activation is 'gelu', known are relu, tanh"),
        ({"mlp_hidden_dims": 256}, "mlp_hidden_dims is 256"),
        ({"mlp_hidden_dims": [0]}, "mlp_hidden_dims is"),
        ({"mlp_hidden_dims": [10**12]}, "mlp_hidden_dims is"),
        ({"mlp_hidden_dims": [8] * 100_000}, "mlp_hidden_dims is .* instead of a list"),
        ({"mlp_hidden_dims": [65536, 65536]}, "do not fit"),
        ({"backbone": "x" * 10**6}, "backbone is 'xxx"),
        ({"mlp_hidden_dims": [128]}, "do not fit"),
        ({"output_mode": "distribution"}, "do not fit"),
    ],
)
def test_an_unknown_configuration_is_told(
    changes: dict[str, Any], complaint: str, checkpoint: Checkpoint
) -> None:
    with pytest.raises(ModelError, match=complaint) as caught:
        build_ava_network(with_model(checkpoint, **changes))

    assert len(str(caught.value)) < 1000


def test_a_config_without_model_section_is_told(checkpoint: Checkpoint) -> None:
    with pytest.raises(ModelError, match="no model section"):
        build_ava_network(dataclasses.replace(checkpoint, config={}))
