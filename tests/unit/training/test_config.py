"""The bounds of a training's configuration, and what counts as its recipe."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from album_organizer.training.config import CONFIGS, AvaConfig, SiameseConfig
from tests.unit.training.labelled import ava_config, siamese_config


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("data", {"labels": "", "images": "i"}),
        ("data", {"labels": "l", "images": "i", "validation_share": 0.0}),
        ("data", {"labels": "l", "images": "i", "validation_share": 0.51}),
        ("data", {"labels": "l", "images": "i", "max_unreadable_share": 1.1}),
        ("data", {"labels": "l", "images": "i", "duplicates": "keep"}),
        ("model", {"init": ""}),
        ("model", {"mlp_hidden_dims": [0]}),
        ("model", {"mlp_hidden_dims": [1] * 17}),
        ("model", {"output_mode": "votes"}),
        ("transform", {"crop_size": 31}),
        ("transform", {"normalize_mean": [0.5, 0.5]}),
        ("training", {"batch_size": 1}),
        ("training", {"epochs": 0}),
        ("training", {"lr": 0}),
        ("training", {"lr": float("inf")}),
        ("training", {"momentum": 1.0}),
        ("augmentation", {"swap": True}),
        ("augmentation", {"crop": 0.21}),
        ("machine", {"workers": -1}),
        ("machine", {"save_minutes": 0}),
        ("machine", {"device": "tpu"}),
    ],
)
def test_what_is_out_of_bounds_is_refused(section: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=section):
        ava_config(**{section: values})


@pytest.mark.parametrize("seed", [-1, 2**31, 1.5, "one"])
def test_seeds_are_whole_numbers_that_every_library_takes(seed: object) -> None:
    with pytest.raises(ValidationError, match="seed"):
        ava_config(seed=seed)


def test_what_belongs_to_the_other_kind_is_refused() -> None:
    assert siamese_config(augmentation={"swap": False}).augmentation.swap is False
    for other in ({"backbone": "resnet50"}, {"output_mode": "regression"}):
        with pytest.raises(ValidationError):
            siamese_config(model=other)
    with pytest.raises(ValidationError):
        siamese_config(training={"loss": "mse"})
    with pytest.raises(ValidationError):
        ava_config(model={"cnn_backbone": "resnet50"})


def test_a_configuration_does_not_change() -> None:
    config = ava_config()
    with pytest.raises(ValidationError):
        config.seed = 2
    assert config == ava_config()


@given(
    st.integers(0, 2**31 - 1),
    st.floats(1e-6, 10),
    st.lists(st.integers(1, 512), max_size=4),
    st.sampled_from(["auto", "cpu", "cuda"]),
)
def test_a_saved_request_gives_the_same_training(
    seed: int, lr: float, hidden: list[int], device: str
) -> None:
    """A run goes on with what its state remembers; the machine alone may differ."""
    sections: dict[str, Any] = {
        "seed": seed, "training": {"lr": lr}, "model": {"mlp_hidden_dims": hidden}
    }  # fmt: skip
    for make, kind in ((ava_config, AvaConfig), (siamese_config, SiameseConfig)):
        config = make(**sections, machine={"device": device})
        again = CONFIGS[config.kind].model_validate(config.model_dump(mode="json"))
        assert isinstance(again, kind)
        assert again == config
        assert again.recipe() == make(**sections).recipe()
        assert "machine" not in config.recipe()
        assert (config == make(**sections)) == (device == "auto")
