import pytest
import skimage.data
import torch
from PIL import Image

from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.builtin import trunk

EGYPTIAN_AND_OTHER_CATS = range(281, 286)
ESPRESSO = 967


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
    number = sum([1, 2, 2, 3, 3, 4, 1][:stage]) + index
    layers = ["conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3"]
    names = ["_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2"]
    if number == 0:
        layers, names = ["conv_dw", "bn1", "conv_pw", "bn2"], names[2:]
    return f"_blocks.{number}.{names[layers.index(layer)]}.{parameter}"


def test_random_weights_in_the_package_layout_load_strictly() -> None:
    torch.manual_seed(1)
    original = trunk.create_network(classes=1000)
    weights = {package_key(k): v for k, v in original.state_dict().items()}
    assert len(weights) == len(original.state_dict())
    copy = trunk.create_network(classes=1000)
    copy.load_state_dict(trunk.timm_state_dict(weights), strict=True)
    for key, value in original.state_dict().items():
        assert torch.equal(copy.state_dict()[key], value)


@pytest.mark.parametrize("key", ["_blocks.16._bn0.weight", "_swish.weight", "_blocks.0._se.weight"])
def test_unknown_layers_are_refused(key: str) -> None:
    with pytest.raises(KeyError):
        trunk.timm_key(key)


def test_imagenet_weights_name_real_pictures() -> None:
    network = trunk.create_network(classes=1000).eval()
    network.load_state_dict(trunk.timm_state_dict(trunk.package_weights()))
    preprocessing = Preprocessing(mean=trunk.NORMALIZE_MEAN, std=trunk.NORMALIZE_STD)
    pictures = [skimage.data.chelsea(), skimage.data.coffee()]
    batch = torch.stack(
        [torch.from_numpy(preprocessing.apply(Image.fromarray(p))) for p in pictures]
    )
    with torch.inference_mode():
        cat, coffee = network(batch).argmax(1).tolist()
    assert cat in EGYPTIAN_AND_OTHER_CATS
    assert coffee == ESPRESSO


def test_trunk_is_frozen_and_gives_features() -> None:
    network = trunk.load_trunk()
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())
    with torch.inference_mode():
        assert network(torch.zeros(2, 3, 64, 64)).shape == (2, trunk.FEATURES)
