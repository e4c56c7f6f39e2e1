"""The configuration of a built-in model, as written in ``configs/training``."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from album_organizer.domain.errors import UsageError

_Triple = Annotated[list[float], Field(min_length=3, max_length=3)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Transform(_Section):
    """How a photo becomes the network's input; travels in the checkpoint."""

    fit: Literal["stretch"]
    resize_size: int = Field(ge=32)
    crop_size: int = Field(ge=32)
    normalize_mean: _Triple
    normalize_std: _Triple


class FitSettings(_Section):
    """How the heads are fitted; `hidden` to `weight_decay` are of the pairs' hidden layer.

    Attributes:
        hidden: Units of the hidden layer.
        epochs: Passes over the pairs.
        learning_rate: Greatest one of AdamW.
        weight_decay: Of AdamW.
        dropout: Share of features, and of units, that a batch does without.
        stages: Of the trunk, from the first, whose features the hidden layer sees; None for all.
            Damage shows early, and what shows late makes the layer learn photos by heart.
        taste_decay: Penalty on the squared weights of the taste; AVA scorer only.
        taste_calm: Penalty on the squared differences of taste between versions of one photo; AVA
            scorer only.
        calm: Penalty on the variance of craft over undamaged photos; AVA scorer only.
        craft_weight: Standard deviations of taste that one unit of craft, in log odds, is worth;
            AVA scorer only.
    """

    hidden: int = Field(ge=1, le=512)
    epochs: int = Field(ge=1)
    learning_rate: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    dropout: float = Field(ge=0, lt=1)
    stages: int | None = Field(default=None, ge=1)
    taste_decay: float = Field(default=1.0, gt=0)
    taste_calm: float = Field(default=0.0, ge=0)
    calm: float = Field(default=0.0, ge=0)
    craft_weight: float = Field(default=1.0, ge=0)


class Data(_Section):
    """What is drawn at random, and what is held out.

    Attributes:
        seed: Of damage, folds, first weights and intervals.
        folds: Of the cross-validation; themes are never split.
        benchmark_source: Folder whose photos run the fixed degradation benchmark.
        more_edges: Further pairs a photo with a strip cut off, to learn from only.
    """

    seed: int = Field(ge=0)
    folds: int = Field(ge=2)
    benchmark_source: str
    more_edges: int = Field(default=0, ge=0)


class BuiltinConfig(_Section):
    """One built-in model."""

    model: dict[str, Any]
    transform_type: Literal["standard"] | None = None
    transform: Transform
    fit: FitSettings
    data: Data

    def as_stored(self) -> dict[str, Any]:
        """Plain values, as they go into the checkpoint."""
        return self.model_dump(exclude_none=True, exclude_unset=True)


def read_config(path: Path) -> BuiltinConfig:
    """Reads a configuration file.

    Raises:
        UsageError: If it is missing, no YAML, or has unknown or impossible values.
    """
    try:
        return BuiltinConfig.model_validate(YAML(typ="safe").load(path))
    except (OSError, YAMLError, ValidationError) as error:
        raise UsageError(f"The training configuration {path} cannot be used: {error}") from error
