"""A trunk that reports from every stage, not only from its end."""

from typing import cast

import torch
from torch import Tensor, nn

_FLOOR = 1e-6
"""Added to variances: the slope of the square root is infinite at zero."""


class StagePooling(nn.Module):
    """Pictures (N, 3, H, W) -> mean and deviation of the channels of every stage, (N, D).

    The end of a trunk tells what is in a photo. How it was taken (blur, grain, compression, lost
    highlights) shows in the early stages, which a classifier learns to overlook; and whether a
    thing fills the frame or stands in it shows in how much a channel varies over the frame.

    Args:
        trunk: An EfficientNet of timm without classifier.

    Attributes:
        widths: Channels that leave each stage; the features hold their means and then deviations.
        num_features: D, twice the channels of all stages and of the last convolution.
    """

    def __init__(self, trunk: nn.Module) -> None:
        super().__init__()
        self.trunk = trunk
        self.widths = [_width(stage) for stage in self.stages]
        self.num_features = 2 * (sum(self.widths) + int(cast("int", trunk.num_features)))

    @property
    def stages(self) -> nn.Sequential:
        """The stages, in the order in which they are applied."""
        return cast("nn.Sequential", self.trunk.blocks)

    def forward(self, pictures: Tensor) -> Tensor:
        """See the class."""
        entry, _ = self.before(pictures, 0)
        return self.after(entry, 0)

    def before(self, pictures: Tensor, stage: int) -> tuple[Tensor, Tensor]:
        """The part of the work up to a stage.

        Args:
            pictures: (N, 3, H, W).
            stage: Number of the stage, from 0.

        Returns:
            What enters that stage, (N, C, h, w); and the features of the stages before, (N, D').
        """
        trunk = self.trunk
        maps = cast("nn.Module", trunk.bn1)(cast("nn.Module", trunk.conv_stem)(pictures))
        features = [maps.new_zeros(len(maps), 0)]
        for layer in list(self.stages)[:stage]:
            maps = layer(maps)
            features.append(_pooled(maps))
        return cast("Tensor", maps), torch.cat(features, 1)

    def after(self, maps: Tensor, stage: int) -> Tensor:
        """The rest of the work; `before` and `after` together are `forward`.

        Args:
            maps: What enters the stage, (N, C, h, w).
            stage: Number of the stage, from 0.

        Returns:
            The features of this stage and of what follows, (N, D - D').
        """
        features = []
        for layer in list(self.stages)[stage:]:
            maps = layer(maps)
            features.append(_pooled(maps))
        trunk = self.trunk
        last = cast("nn.Module", trunk.bn2)(cast("nn.Module", trunk.conv_head)(maps))
        return torch.cat([*features, _pooled(last)], 1)


def _pooled(maps: Tensor) -> Tensor:
    """Mean and standard deviation over the frame, (N, C, h, w) -> (N, 2 C)."""
    values = maps.flatten(2)
    spread = values.var(2, correction=0).add(_FLOOR).sqrt()
    return torch.cat([values.mean(2), spread], 1)


def _width(stage: nn.Module) -> int:
    """Channels that leave a stage."""
    return [m.out_channels for m in stage.modules() if isinstance(m, nn.Conv2d)][-1]
