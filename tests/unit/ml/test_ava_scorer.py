"""AVA scores agree with a plain implementation, in every mode."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.ml.ava_scorer import TorchAvaScorer
from album_organizer.ml.checkpoint import load_checkpoint
from album_organizer.ml.loader import load_ava
from tests.support.checkpoints import make_ava_checkpoint
from tests.unit.ml import plain

TOLERANCE = 1e-4


def lossless(image: Image.Image, folder: Path) -> Image.Image:
    path = folder / "photo.png"
    image.save(path)
    return Image.open(path).convert("RGB")


def plain_scores(path: Path, images: list[Image.Image]) -> list[float]:
    weights, config = plain.read(path)
    section = config.get("transform", {})
    batch = torch.stack(
        [
            plain.standard(
                image,
                section.get("resize_size", 256),
                section.get("crop_size", 224),
                section.get("normalize_mean", plain.MEAN),
                section.get("normalize_std", plain.STD),
            )
            for image in images
        ]
    )
    model = config["model"]
    with torch.no_grad():
        features = plain.resnet50_features(weights, batch)
        output = plain.perceptron(weights, "head", features, model["activation"])
    if model["output_mode"] == "regression":
        return [min(10.0, max(1.0, float(value))) for value in output[:, 0]]
    shares = torch.exp(output) / torch.exp(output).sum(dim=1, keepdim=True)
    return [sum((i + 1) * float(row[i]) for i in range(10)) for row in shares]


@pytest.mark.parametrize(
    ("mode", "hidden", "activation", "transform"),
    [
        ("regression", [256], "relu", None),
        ("regression", [], "relu", {"resize_size": 232, "crop_size": 224, "augmentation": {}}),
        ("distribution", [256], "tanh", {"normalize_mean": [0.5] * 3, "normalize_std": [0.25] * 3}),
        ("distribution", [64, 32], "relu", None),
    ],
)
def test_resnet50_scores_agree_with_a_plain_implementation(
    mode: str,
    hidden: list[int],
    activation: str,
    transform: dict[str, object] | None,
    tmp_path: Path,
    photographs: dict[str, Image.Image],
    portrait_format: Image.Image,
    info: ModelInfo,
) -> None:
    path = make_ava_checkpoint(
        tmp_path / "best_model.pt", mode, "resnet50", hidden, activation, transform=transform
    )
    images = [lossless(image, tmp_path) for image in (photographs["coffee"], portrait_format)]
    scorer = load_ava(path, info)

    scores = scorer.score([scorer.prepare(image) for image in images])

    assert scores == pytest.approx(plain_scores(path, images), abs=TOLERANCE)
    assert len(set(scores)) == len(scores)
    assert all(1.0 < score < 10.0 for score in scores)


def test_a_regression_output_is_clamped_to_the_scale(
    ava_file: Path, photographs: dict[str, Image.Image], info: ModelInfo
) -> None:
    for bias, expected in ((1000.0, 10.0), (-1000.0, 1.0)):
        checkpoint = load_checkpoint(ava_file, "ava")
        weights = dict(checkpoint.state_dict)
        weights["head.3.bias"] = weights["head.3.bias"] + bias
        scorer = TorchAvaScorer(dataclasses.replace(checkpoint, state_dict=weights), info)

        assert scorer.score([scorer.prepare(photographs["rocket"])]) == [expected]


def test_the_batch_does_not_change_a_photos_score(
    ava_file: Path, photographs: dict[str, Image.Image], info: ModelInfo
) -> None:
    scorer = load_ava(ava_file, info)
    prepared = [scorer.prepare(image) for image in photographs.values()]

    alone = [scorer.score([item])[0] for item in prepared]

    assert scorer.score(prepared) == pytest.approx(alone, abs=TOLERANCE)
    assert scorer.score([]) == []


def test_threads_may_share_a_scorer(
    ava_file: Path, photographs: dict[str, Image.Image], info: ModelInfo
) -> None:
    scorer = load_ava(ava_file, info)
    prepared = [scorer.prepare(image) for image in photographs.values()]
    expected = scorer.score(prepared)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: scorer.score(prepared), range(8)))

    assert all(answer == expected for answer in answers)


def test_half_precision_weights_are_computed_in_single_precision(
    tmp_path: Path, photographs: dict[str, Image.Image], info: ModelInfo
) -> None:
    halved = load_ava(make_ava_checkpoint(tmp_path / "half.pt", half=True), info)
    full = load_ava(make_ava_checkpoint(tmp_path / "full.pt"), info)
    prepared = [full.prepare(photographs["coffee"])]

    assert halved.score(prepared) == pytest.approx(full.score(prepared), abs=0.05)
    assert halved.score(prepared) != full.score(prepared)


def test_other_weights_give_other_scores(
    ava_file: Path, tmp_path: Path, photographs: dict[str, Image.Image], info: ModelInfo
) -> None:
    one, other = (
        load_ava(path, info) for path in (ava_file, make_ava_checkpoint(tmp_path / "b.pt", seed=1))
    )
    prepared = [one.prepare(photographs["coffee"])]

    assert one.score(prepared) != pytest.approx(other.score(prepared), abs=1e-3)


@pytest.mark.parametrize("mode", ["regression", "distribution"])
def test_an_answer_that_is_no_number_is_an_error(
    mode: str, tmp_path: Path, info: ModelInfo
) -> None:
    scorer = load_ava(make_ava_checkpoint(tmp_path / "m.pt", mode), info)
    broken = np.full((3, 224, 224), np.nan, np.float32)

    with pytest.raises(ModelError, match="values that are not numbers"):
        scorer.score([broken])


def test_a_scorer_tells_what_it_is(ava_file: Path, info: ModelInfo) -> None:
    scorer = load_ava(ava_file, info)

    assert scorer.info.version == "v1"
    assert scorer.info.sha256 == load_checkpoint(ava_file, "ava").sha256
    assert scorer.decode_side == 512
    assert scorer.preprocess_version.startswith("crop-256-224-")
