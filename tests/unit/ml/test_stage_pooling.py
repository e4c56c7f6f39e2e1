"""The trunk that reports from every stage."""

import pytest
import torch
from torch import nn

from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.ml.torchvision_compat import import_torchvision

CHANNELS = (16, 24, 48, 88, 120, 208, 352, 1280)


@pytest.fixture(scope="module")
def network() -> StagePooling:
    import_torchvision()
    import timm  # noqa: PLC0415 (needs torchvision to be importable first)

    torch.manual_seed(1)
    trunk: nn.Module = timm.create_model("tf_efficientnet_lite2", num_classes=0)
    return StagePooling(trunk).eval()


def pictures(side: int = 96) -> torch.Tensor:
    return torch.randn(2, 3, side, side, generator=torch.Generator().manual_seed(2))


def test_every_stage_reports_mean_and_deviation_of_its_channels(network: StagePooling) -> None:
    with torch.inference_mode():
        features = network(pictures())
        maps, _ = network.before(pictures(), 1)

    assert network.num_features == 2 * sum(CHANNELS)
    assert features.shape == (2, network.num_features)
    torch.testing.assert_close(features[:, :16], maps.mean((2, 3)))
    torch.testing.assert_close(
        features[:, 16:32], maps.std((2, 3), correction=0), atol=1e-3, rtol=1e-3
    )


@pytest.mark.parametrize("stage", range(8))
def test_the_work_can_be_cut_before_any_stage(network: StagePooling, stage: int) -> None:
    with torch.inference_mode():
        whole = network(pictures())
        maps, early = network.before(pictures(), stage)
        parts = torch.cat([early, network.after(maps, stage)], 1)

    torch.testing.assert_close(parts, whole)


def test_a_channel_without_any_variation_has_a_finite_slope(network: StagePooling) -> None:
    plain = torch.zeros(1, 3, 32, 32, requires_grad=True)

    network(plain).sum().backward()

    assert plain.grad is not None
    assert bool(torch.isfinite(plain.grad).all())
