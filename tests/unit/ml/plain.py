"""The same computation written plainly: textbook layers, torchvision's transforms, no tricks.

Shares nothing with the package but the import of torchvision.
"""

from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import nn

from album_organizer.ml.torchvision_compat import import_torchvision

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def read(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Weights and config; unsafe on purpose, as on the machine of the person who trained."""
    content = torch.load(path, map_location="cpu", weights_only=False)
    return content["model_state_dict"], content["config"]


def standard(
    image: Image.Image, resize: int = 256, crop: int = 224, mean: Any = MEAN, std: Any = STD
) -> torch.Tensor:
    transforms = import_torchvision().transforms
    steps = [transforms.Resize(resize), transforms.CenterCrop(crop)]
    steps += [transforms.ToTensor(), transforms.Normalize(mean, std)]
    tensor: torch.Tensor = transforms.Compose(steps)(image)
    return tensor


def paper(image: Image.Image) -> torch.Tensor:
    transforms = import_torchvision().transforms
    width, height = image.size
    if width > height:
        size = (int(1.0 * width * 224 / height), 224)
    else:
        size = (224, int(1.0 * height * 224 / width))
    scaled = image.resize(size, Image.Resampling.BILINEAR)
    left, top = round((size[0] - 224) / 2.0), round((size[1] - 224) / 2.0)
    cut = scaled.crop((left, top, left + 224, top + 224))
    tensor: torch.Tensor = transforms.Normalize(MEAN, STD)(transforms.ToTensor()(cut))
    return tensor


def paper_pad(image: Image.Image, colour: tuple[float, float, float]) -> torch.Tensor:
    transforms = import_torchvision().transforms
    width, height = image.size
    longer = max(width, height)
    size = (int(width * 224 / longer), int(height * 224 / longer))
    square = torch.tensor(colour)[:, None, None].repeat(1, 224, 224)
    top, left = (224 - size[1]) // 2, (224 - size[0]) // 2
    content = transforms.ToTensor()(image.resize(size, Image.Resampling.BILINEAR))
    square[:, top : top + size[1], left : left + size[0]] = content
    tensor: torch.Tensor = transforms.Normalize(MEAN, STD)(square)
    return tensor


def resnet50_features(weights: dict[str, torch.Tensor], batch: torch.Tensor) -> torch.Tensor:
    """Through torchvision's own ResNet50, with the weights renamed to its names."""
    stages = {"0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4"}
    renamed = {}
    for name, tensor in weights.items():
        prefix, _, rest = name.partition(".")
        if prefix == "backbone":
            number, _, tail = rest.partition(".")
            renamed[f"{stages[number]}.{tail}"] = tensor
    model = import_torchvision().models.resnet50(weights=None)
    model.fc = nn.Identity()
    model.load_state_dict(renamed)
    features: torch.Tensor = model.eval()(batch)
    return features


def vgg16_features(weights: dict[str, torch.Tensor], batch: torch.Tensor) -> torch.Tensor:
    """Through torchvision's own VGG16 up to the second hidden layer of its classifier."""
    model = import_torchvision().models.vgg16(weights=None, init_weights=False)
    model.classifier = model.classifier[:5]
    renamed = {}
    for name, tensor in weights.items():
        if name.startswith("backbone."):
            tail = name.removeprefix("backbone.")
            tail = tail.replace("fc6", "classifier.0").replace("fc7", "classifier.3")
            renamed[tail if tail.startswith("classifier") else f"features.{tail}"] = tensor
    model.load_state_dict(renamed)
    features: torch.Tensor = model.eval()(batch)
    return features


def perceptron(
    weights: dict[str, torch.Tensor], prefix: str, inputs: torch.Tensor, activation: str
) -> torch.Tensor:
    """Matrix by matrix, in the order of the layer numbers."""
    numbers = sorted(int(name.split(".")[1]) for name in weights if name.startswith(prefix))
    layers = sorted(set(numbers))
    for position, number in enumerate(layers):
        weight, bias = weights[f"{prefix}.{number}.weight"], weights[f"{prefix}.{number}.bias"]
        inputs = inputs @ weight.T + bias
        if position < len(layers) - 1:
            inputs = torch.tanh(inputs) if activation == "tanh" else torch.clamp(inputs, min=0)
    return inputs
