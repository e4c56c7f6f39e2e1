import copy
from collections.abc import Callable
from typing import TypeVar

import pytest
import skimage.data
import torch
from PIL import Image
from torch import Tensor, nn

from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.training.builtin import trunk
from tests.support.photos import scene
from tests.unit.training.builtin.made_up import random_trunk

EGYPTIAN_AND_OTHER_CATS = range(281, 286)
ESPRESSO = 967
INPUTS = Preprocessing(
    fit="stretch", resize=64, size=64, mean=trunk.NORMALIZE_MEAN, std=trunk.NORMALIZE_STD
)
Layer = TypeVar("Layer", bound=nn.Module)


def package_key(key: str) -> str:
    """timm's name in the package's layout, written down independently of the mapping under test."""
    outer = {
        "conv_stem": "_conv_stem",
        "bn1": "_bn0",
        "conv_head": "_conv_head",
        "bn2": "_bn1",
        "classifier": "_fc",
    }
    parts = key.split(".")
    if parts[0] != "blocks":
        return ".".join([outer[parts[0]], *parts[1:]])
    stage, index, layer, parameter = int(parts[1]), int(parts[2]), parts[3], parts[4]
    number = sum([1, 3, 3, 4, 4, 5, 1][:stage]) + index
    layers = ["conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3"]
    names = ["_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2"]
    if number == 0:
        layers, names = ["conv_dw", "bn1", "conv_pw", "bn2"], names[2:]
    return f"_blocks.{number}.{names[layers.index(layer)]}.{parameter}"


def lively_trunk() -> StagePooling:
    """Random weights, and a normalisation with statistics of its own in every layer."""
    torch.manual_seed(2)
    pooled = StagePooling(trunk.create_network()).eval()
    with torch.no_grad():
        for norm in layers_of(pooled, nn.BatchNorm2d):
            assert norm.running_mean is not None
            assert norm.running_var is not None
            norm.running_mean.normal_(0, 0.2)
            norm.running_var.uniform_(0.5, 2)
            norm.weight.uniform_(0.8, 1.2)
            norm.bias.normal_(0, 0.2)
    return pooled


def layers_of(network: nn.Module, kind: type[Layer]) -> list[Layer]:
    return [module for module in network.modules() if isinstance(module, kind)]


def photos(count: int = 4) -> Tensor:
    return torch.stack([torch.from_numpy(INPUTS.apply(scene(seed))) for seed in range(count)])


def features(network: nn.Module) -> Tensor:
    with torch.inference_mode():
        return network(photos())


def distance(one: Tensor, other: Tensor) -> float:
    """Relative to the second."""
    return float((one - other).norm() / other.norm())


class TestNames:
    def test_random_weights_in_the_package_layout_load_strictly(self) -> None:
        torch.manual_seed(1)
        original = trunk.create_network(classes=1000)
        weights = {package_key(k): v for k, v in original.state_dict().items()}
        assert len(weights) == len(original.state_dict())
        copied = trunk.create_network(classes=1000)
        copied.load_state_dict(trunk.timm_state_dict(weights), strict=True)
        for key, value in original.state_dict().items():
            assert torch.equal(copied.state_dict()[key], value)

    @pytest.mark.parametrize(
        "key", ["_blocks.21._bn0.weight", "_swish.weight", "_blocks.0._se.weight"]
    )
    def test_unknown_layers_are_refused(self, key: str) -> None:
        with pytest.raises(KeyError):
            trunk.timm_key(key)


@pytest.mark.parametrize("prepare", [lambda pooled: pooled, trunk.in_8_bits], ids=["full", "8 bit"])
def test_imagenet_weights_name_real_pictures(
    prepare: Callable[[StagePooling], StagePooling],
) -> None:
    network = trunk.create_network(classes=1000).eval()
    network.load_state_dict(trunk.timm_state_dict(trunk.package_weights()))
    prepare(StagePooling(network))
    preprocessing = Preprocessing(mean=trunk.NORMALIZE_MEAN, std=trunk.NORMALIZE_STD)
    pictures = [skimage.data.chelsea(), skimage.data.coffee()]
    batch = torch.stack(
        [torch.from_numpy(preprocessing.apply(Image.fromarray(p))) for p in pictures]
    )
    with torch.inference_mode():
        cat, coffee = network(batch).argmax(1).tolist()
    assert cat in EGYPTIAN_AND_OTHER_CATS
    assert coffee == ESPRESSO


def test_trunk_is_frozen_and_gives_features_near_the_unrounded_ones() -> None:
    pooled = trunk.load_trunk()
    assert not any(module.training for module in pooled.modules())
    assert not any(p.requires_grad for p in pooled.parameters())

    network = trunk.create_network()
    weights = trunk.timm_state_dict(trunk.package_weights())
    network.load_state_dict({k: v for k, v in weights.items() if not k.startswith("classifier.")})
    exact = features(StagePooling(network).eval())
    assert exact.shape == (4, pooled.num_features)
    assert 0 < distance(features(pooled), exact) < 0.1


class TestEightBits:
    def test_weights_are_whole_numbers_that_use_the_range(self) -> None:
        for conv in layers_of(random_trunk(), nn.Conv2d):
            assert torch.equal(conv.weight, conv.weight.round())
            assert torch.equal(
                conv.weight.abs().amax((1, 2, 3)), torch.full_like(conv.weight[:, 0, 0, 0], 127)
            )

    def test_no_weight_moves_by_more_than_half_a_step(self) -> None:
        before = lively_trunk()
        after = trunk.in_8_bits(copy.deepcopy(before))
        for old, new in zip(layers_of(before, nn.Conv2d), layers_of(after, nn.Conv2d), strict=True):
            step = old.weight.abs().amax((1, 2, 3), keepdim=True) / 127
            assert float((new.weight - old.weight / step).detach().abs().max()) <= 0.5001

    def test_the_network_stays_the_same_up_to_rounding(self) -> None:
        before = lively_trunk()
        exact = features(before)
        assert 0 < distance(features(trunk.in_8_bits(before)), exact) < 0.1

    def test_taking_over_the_scale_changes_nothing(self) -> None:
        """Weights that are whole multiples of a step lose nothing by rounding."""
        before = lively_trunk()
        generator = torch.Generator().manual_seed(3)
        with torch.no_grad():
            for conv in layers_of(before, nn.Conv2d):
                largest = conv.weight.abs().amax((1, 2, 3), keepdim=True)
                whole = (conv.weight / largest * 127).round()
                step = torch.rand(largest.shape, generator=generator) + 0.5
                conv.weight.copy_(whole * step * largest / 127)
        exact = features(before)
        assert float(exact.std(0).mean()) > 0.01  # photos differ
        rounded = features(trunk.in_8_bits(before))
        assert distance(rounded, exact) < 1e-4

    def test_rounding_twice_is_rounding_once(self) -> None:
        once = random_trunk()
        twice = trunk.in_8_bits(copy.deepcopy(once))
        for name, tensor in once.state_dict().items():
            assert torch.allclose(twice.state_dict()[name], tensor, rtol=1e-6), name

    def test_a_channel_without_weights_stays_constant(self) -> None:
        before = lively_trunk()
        with torch.no_grad():
            layers_of(before, nn.Conv2d)[-1].weight[5] = 0
        exact = features(before)
        rounded = features(trunk.in_8_bits(before))
        assert bool(rounded.isfinite().all())
        place = before.num_features - 2 * 1280 + 5
        assert rounded[:, place] == pytest.approx(exact[:, place], rel=1e-4, abs=1e-6)


class TestStored:
    def test_a_file_keeps_one_byte_a_weight_and_loses_nothing(self) -> None:
        state = {f"backbone.{k}": v for k, v in random_trunk().state_dict().items()}
        kept = trunk.stored(state)
        assert kept.keys() == state.keys()
        for name, tensor in state.items():
            assert (kept[name].dtype == torch.int8) == (tensor.dim() == 4)
            assert torch.equal(kept[name].to(tensor.dtype), tensor)
        assert sum(tensor.nbytes for tensor in kept.values()) < 6_000_000

    def test_later_changes_of_the_trunk_do_not_reach_it(self) -> None:
        norm = nn.BatchNorm2d(2)
        kept = trunk.stored(norm.state_dict())
        norm.state_dict()["running_mean"].add_(1)
        assert torch.equal(kept["running_mean"], torch.zeros(2))


def test_taste_looks_at_the_last_two_stages() -> None:
    pooled = random_trunk()
    maps: list[Tensor] = []
    for stage in list(pooled.stages)[-2:]:
        stage.register_forward_hook(lambda _module, _inputs, output: maps.append(output))
    found = features(pooled)
    for block, channels in zip(trunk.taste_blocks(pooled), maps, strict=True):
        means, spreads = found[:, block].chunk(2, 1)
        assert torch.allclose(means, channels.mean((2, 3)), atol=1e-5)
        assert torch.allclose(spreads, channels.std((2, 3), correction=0), atol=2e-3)


@pytest.mark.parametrize("stages", [1, 4, 7])
def test_first_columns_are_the_features_of_the_first_stages(stages: int) -> None:
    pooled = random_trunk()
    picture = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        first = pooled.before(picture, stages)[1]
        everything = pooled(picture)
    columns = trunk.first_columns(pooled, stages)
    assert first.shape == (1, columns)
    assert torch.equal(everything[:, :columns], first)
    assert trunk.first_columns(pooled, None) == pooled.num_features
