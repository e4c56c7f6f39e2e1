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

    resize_size: int = Field(ge=32)
    crop_size: int = Field(ge=32)
    normalize_mean: _Triple
    normalize_std: _Triple


class FitSettings(_Section):
    """How strongly the parts of the loss pull.

    Attributes:
        weight_decay: Penalty on the squared weights of standardised features.
        rank_weight: Weight of the ranking loss beside the squared error of the ratings.
        rank_scale: Difference of scores, in standard deviations of the ratings, that the ranking
            loss takes for one unit of certainty.
        rank_margin: Wanted difference of scores, in the same unit, per unit of strength.
    """

    weight_decay: float = Field(gt=0)
    rank_weight: float = Field(default=0.0, ge=0)
    rank_scale: float = Field(default=1.0, gt=0)
    rank_margin: float = Field(default=0.0, ge=0)


class Data(_Section):
    """What is drawn at random, and what is held out."""

    seed: int = Field(ge=0)
    folds: int = Field(ge=2)
    benchmark_source: str


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
