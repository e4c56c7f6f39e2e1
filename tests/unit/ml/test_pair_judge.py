"""Comparisons agree with a plain implementation, and the order never matters."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.ml.loader import load_siamese
from album_organizer.ml.pair_judge import TorchPairJudge
from tests.support.checkpoints import make_siamese_checkpoint
from tests.unit.ml import plain

TOLERANCE = 1e-4
BEIGE = (0.46, 0.45, 0.43)

Features = Callable[[dict[str, torch.Tensor], torch.Tensor], torch.Tensor]
Prepare = Callable[[Image.Image], torch.Tensor]


def plain_probability(
    path: Path, features: Features, prepare: Prepare, a: Image.Image, b: Image.Image
) -> float:
    weights, config = plain.read(path)
    with torch.no_grad():
        both = features(weights, torch.stack([prepare(a), prepare(b)]))
        answers = []
        for difference, index in ((both[0] - both[1], 1), (both[1] - both[0], 0)):
            logits = plain.perceptron(
                weights, "mlp", difference[None], config["model"]["activation"]
            )[0]
            shares = [math.exp(float(value)) for value in logits]
            answers.append(shares[index] / sum(shares))
    return sum(answers) / 2


def judged(path: Path, info: ModelInfo, a: Image.Image, b: Image.Image) -> float:
    judge = load_siamese(path, info)
    return judge.win_probability(*judge.features([judge.prepare(a), judge.prepare(b)]))


@pytest.fixture(scope="module")
def judge(siamese_file: Path, info: ModelInfo) -> TorchPairJudge:
    return load_siamese(siamese_file, info)


@pytest.mark.parametrize(
    ("hidden", "activation", "changes", "model_changes", "prepare"),
    [
        ([], "relu", {"transform_type": "standard"}, {}, plain.standard),
        ([128, 64], "relu", {"transform_type": "auto"}, {}, plain.standard),
        (
            [128],
            "tanh",
            {"transform_type": "paper_pad"},
            {"padding_mean_color": list(BEIGE)},
            lambda image: plain.paper_pad(image, BEIGE),
        ),
        ([], "relu", {"transform_type": "auto", "model_type": "reference"}, {}, plain.paper),
    ],
)
def test_resnet50_comparisons_agree_with_a_plain_implementation(
    hidden: list[int],
    activation: str,
    changes: dict[str, Any],
    model_changes: dict[str, Any],
    prepare: Prepare,
    tmp_path: Path,
    photographs: dict[str, Image.Image],
    portrait_format: Image.Image,
    info: ModelInfo,
) -> None:
    path = make_siamese_checkpoint(
        tmp_path / "best_model.pt",
        "resnet50",
        hidden,
        activation,
        config_changes=changes,
        model_changes=model_changes,
        transform_type=None,
    )
    pair = photographs["coffee"], portrait_format

    expected = plain_probability(path, plain.resnet50_features, prepare, *pair)

    assert judged(path, info, *pair) == pytest.approx(expected, abs=TOLERANCE)
    assert expected != pytest.approx(0.5, abs=1e-3)


def test_vgg16_comparisons_agree_with_a_plain_implementation(
    tmp_path: Path,
    photographs: dict[str, Image.Image],
    portrait_format: Image.Image,
    info: ModelInfo,
) -> None:
    path = make_siamese_checkpoint(tmp_path / "best_model.pt", "vgg16", [128, 128], "tanh", "paper")
    pair = photographs["coffee"], portrait_format

    expected = plain_probability(path, plain.vgg16_features, plain.paper, *pair)

    assert judged(path, info, *pair) == pytest.approx(expected, abs=TOLERANCE)
    path.unlink()  # half a gigabyte


@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_a_pair_never_matters(judge: TorchPairJudge, seed: int) -> None:
    a, b = np.random.default_rng(seed).normal(size=(2, 1280)).astype(np.float32)

    forward, backward = judge.win_probability(a, b), judge.win_probability(b, a)

    assert 0.0 <= forward <= 1.0
    assert forward + backward == pytest.approx(1.0, abs=1e-12)


@given(seed=st.integers(0, 2**32 - 1))
def test_both_orders_are_averaged(judge: TorchPairJudge, seed: int) -> None:
    a, b = np.random.default_rng(seed).normal(size=(2, 1280)).astype(np.float32)

    one, other = judge.one_order(a, b), judge.one_order(b, a)

    assert 0.0 <= one <= 1.0
    assert judge.win_probability(a, b) == pytest.approx((one + 1 - other) / 2, abs=1e-12)


def test_one_order_alone_shows_what_the_model_thinks_of_places(judge: TorchPairJudge) -> None:
    features = np.random.default_rng(0).normal(size=1280).astype(np.float32)

    # The last layer's bias, (0.2, 0.4) in the test's checkpoints, prefers the first photo.
    assert judge.one_order(features, features) == pytest.approx(1 / (1 + math.exp(-0.2)), abs=0.02)


def test_a_photo_is_as_good_as_itself(judge: TorchPairJudge) -> None:
    features = np.random.default_rng(0).normal(size=1280).astype(np.float32)

    assert judge.win_probability(features, features) == pytest.approx(0.5, abs=1e-12)


def test_features_come_once_per_photo_in_order(
    judge: TorchPairJudge, photographs: dict[str, Image.Image]
) -> None:
    prepared = [judge.prepare(image) for image in photographs.values()]

    features = judge.features(prepared)

    assert features.shape == (len(prepared), 1280)
    assert features.dtype == np.float32
    np.testing.assert_allclose(features[2], judge.features([prepared[2]])[0], atol=TOLERANCE)


def test_an_answer_that_is_no_number_is_an_error(judge: TorchPairJudge) -> None:
    broken = np.full(1280, np.nan, np.float32)

    with pytest.raises(ModelError, match="values that are not numbers"):
        judge.win_probability(broken, broken)
    with pytest.raises(ModelError, match="values that are not numbers"):
        judge.one_order(broken, broken)
