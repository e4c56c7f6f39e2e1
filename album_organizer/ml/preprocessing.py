"""Pictures -> network input, exactly as each checkpoint was trained.

Reproduces torchvision's ``Resize``, ``CenterCrop``, ``ToTensor`` and ``Normalize`` with Pillow and
numpy, so that preparing a photo needs no PyTorch.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

ORIGINAL_BACKBONES = ("resnet50", "vgg16")
"""Siamese checkpoints with these fix their sizes; a ``transform`` section did not count there."""

DECODE_MARGIN = 2
"""Photos are decoded to this times the wanted size, so that shrinking while decoding a JPEG, which
filters differently, hardly shows in the scores."""

_MAX_ASPECT = 16
"""Beyond this ratio of the sides only what the centre crop keeps is scaled: a strip of 60,000 x 1
pixels would take gigabytes otherwise."""

_MAX_SIDE = 2048

_MAX_CROP = 640
"""A batch of larger inputs takes gigabytes in every worker; the networks were made for 224..300."""

Fit = Literal["crop", "pad", "stretch"]


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a photo becomes the input of one network.

    Attributes:
        fit: ``"crop"``: the shorter side is scaled to ``resize``, then the centre is cut out.
            ``"pad"``: the longer side is scaled to ``resize``, the rest filled with ``padding``.
            ``"stretch"``: both sides are scaled to ``size``, so that nothing of the photo is lost.
        resize: Target of the scaled side in pixels.
        size: Side of the square input in pixels.
        mean: Subtracted per channel, 0..1.
        std: Divided by per channel.
        padding: RGB, 0..1, around the photo when padding.
    """

    fit: Fit = "crop"
    resize: int = 256
    size: int = 224
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    padding: tuple[float, float, float] = IMAGENET_MEAN

    @classmethod
    def from_config(cls, config: Mapping[str, Any], kind: str) -> "Preprocessing":
        """Reads what a checkpoint's config says of its input.

        Args:
            config: ``Checkpoint.config``.
            kind: ``"ava"`` or ``"siamese"``.

        Raises:
            ValueError: If a value is out of range or a transform type is unknown.
        """
        if kind == "ava":
            return cls._from_transform_section(config)
        return cls._for_siamese(config)

    @classmethod
    def _for_siamese(cls, config: Mapping[str, Any]) -> "Preprocessing":
        model = config.get("model") or {}
        if not isinstance(model, Mapping):
            raise ValueError("its model section is no mapping")
        transform = config.get("transform_type") or "auto"
        if transform == "auto":
            if config.get("model_type") == "reference" or config.get("use_external_dataloader"):
                transform = "external"
            else:
                transform = "paper" if model.get("use_paper_preprocessing") else "standard"
        if transform == "standard":
            own = model.get("cnn_backbone", "resnet50") not in ORIGINAL_BACKBONES
            return cls._from_transform_section(config) if own else cls()
        if transform in ("paper", "external"):
            return cls(resize=224)
        if transform == "paper_pad":
            colour = model.get("padding_mean_color") or IMAGENET_MEAN
            return cls(fit="pad", resize=224, padding=_triple(colour, "padding_mean_color"))
        raise ValueError(
            f"transform_type is {transform!r}, known are auto, standard, paper, external, paper_pad"
        )

    @classmethod
    def _from_transform_section(cls, config: Mapping[str, Any]) -> "Preprocessing":
        section = config.get("transform") or {}
        if not isinstance(section, Mapping):
            raise ValueError("its transform section is no mapping")
        fit = section.get("fit", "crop")
        if fit not in ("crop", "stretch"):
            raise ValueError(f"fit is {fit!r}, known are crop, stretch")
        size = _side(section.get("crop_size", 224), "crop_size", _MAX_CROP)
        resize = _side(section.get("resize_size", 256), "resize_size")
        return cls(
            fit="stretch" if fit == "stretch" else "crop",
            resize=size if fit == "stretch" else resize,
            size=size,
            mean=_triple(section.get("normalize_mean", IMAGENET_MEAN), "normalize_mean"),
            std=_triple(section.get("normalize_std", IMAGENET_STD), "normalize_std", positive=True),
        )

    @property
    def version(self) -> str:
        """Names this preprocessing; equal names give equal inputs."""
        colours = hashlib.sha256(repr((self.mean, self.std, self.padding)).encode()).hexdigest()
        return f"{self.fit}-{self.resize}-{self.size}-{colours[:8]}"

    @property
    def decode_side(self) -> int:
        """Shorter side in pixels that a photo should at least be decoded to."""
        return DECODE_MARGIN * self.resize

    def apply(self, image: Image.Image) -> NDArray[np.float32]:
        """Prepares one photo.

        Args:
            image: Upright; any mode, converted to RGB.

        Returns:
            float32, shape (3, size, size), normalised.
        """
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        pixels = self._fitted(rgb)
        normalised = (pixels - np.array(self.mean, np.float32)) / np.array(self.std, np.float32)
        return np.ascontiguousarray(normalised.transpose(2, 0, 1))

    def _fitted(self, image: Image.Image) -> NDArray[np.float32]:
        """(size, size, 3), 0..1."""
        if self.fit == "pad":
            return self._padded(image)
        if self.fit == "stretch":
            return _to_unit(image.resize((self.size, self.size), Image.Resampling.BILINEAR))
        return self._cropped(image)

    def _cropped(self, image: Image.Image) -> NDArray[np.float32]:
        """(size, size, 3), 0..1."""
        width, height = image.size
        short, long = min(width, height), max(width, height)
        scaled_long = int(self.resize * long / short)
        start, end = 0.0, float(long)
        if long > _MAX_ASPECT * short and scaled_long > self.size:
            first = _crop_start(scaled_long, self.size)
            start, end = (at * long / scaled_long for at in (first, first + self.size))
            scaled_long = self.size
        if width > height:
            size, box = (scaled_long, self.resize), (start, 0.0, end, float(height))
        else:
            size, box = (self.resize, scaled_long), (0.0, start, float(width), end)
        scaled = image.resize(size, Image.Resampling.BILINEAR, box=box)
        left, top = _crop_start(size[0], self.size), _crop_start(size[1], self.size)
        return _to_unit(scaled.crop((left, top, left + self.size, top + self.size)))

    def _padded(self, image: Image.Image) -> NDArray[np.float32]:
        """(size, size, 3), 0..1; ``resize`` and ``size`` are the same here."""
        width, height = image.size
        scaled_width, scaled_height = self.size, self.size
        if width > height:
            scaled_height = max(1, int(height * self.size / width))
        else:
            scaled_width = max(1, int(width * self.size / height))
        scaled = image.resize((scaled_width, scaled_height), Image.Resampling.BILINEAR)
        square = np.empty((self.size, self.size, 3), np.float32)
        square[:] = self.padding
        top, left = (self.size - scaled_height) // 2, (self.size - scaled_width) // 2
        square[top : top + scaled_height, left : left + scaled_width] = _to_unit(scaled)
        return square


def _crop_start(length: int, crop: int) -> int:
    """Where torchvision's CenterCrop starts; negative where it pads with black."""
    return round((length - crop) / 2) if length >= crop else -((crop - length) // 2)


def _to_unit(image: Image.Image) -> NDArray[np.float32]:
    return np.asarray(image, np.float32) / np.float32(255)


def _side(value: object, key: str, largest: int = _MAX_SIDE) -> int:
    if isinstance(value, int) and 1 <= value <= largest:
        return value
    raise ValueError(f"{key} is {value!r} instead of a whole number from 1 to {largest}")


def _triple(value: object, key: str, *, positive: bool = False) -> tuple[float, float, float]:
    if isinstance(value, list | tuple) and len(value) == 3:
        numbers = [float(item) for item in value if isinstance(item, int | float)]
        if len(numbers) == 3 and all(
            math.isfinite(number) and (number > 0 or not positive) for number in numbers
        ):
            return numbers[0], numbers[1], numbers[2]
    raise ValueError(
        f"{key} is {value!r} instead of three {'positive ' if positive else ''}numbers"
    )
