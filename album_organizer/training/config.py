"""What a training on people's own data can be told, with bounds and defaults."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from album_organizer.ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD

Kind = Literal["ava", "siamese"]

_Triple = tuple[float, float, float]
_Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """Common rules: immutable, no unknown keys, only numbers that are finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class DataSection(Section):
    """Labels, photos, and which of them are held out.

    Attributes:
        labels: CSV file, or an AVA.txt.
        images: Folder that the paths in the labels start from.
        validation_share: Share of the labels held out, where no column ``split`` says which.
        max_unreadable_share: Share of the photos that may be missing or damaged.
        duplicates: What to do where a column ``split`` puts the same photo on both sides.
    """

    labels: str = Field(min_length=1)
    images: str = Field(min_length=1)
    validation_share: float = Field(default=0.2, gt=0.0, le=0.5)
    max_unreadable_share: _Share = 0.05
    duplicates: Literal["refuse", "drop"] = "refuse"


class ModelSection(Section):
    """What both networks have; what is None comes from ``init`` or is the contract's default."""

    init: str | None = Field(default=None, min_length=1)
    pretrained: bool | None = None
    mlp_hidden_dims: list[Annotated[int, Field(ge=1, le=65536)]] | None = Field(
        default=None, max_length=16
    )
    dropout: float | None = Field(default=None, ge=0.0, lt=1.0)
    activation: Literal["relu", "tanh"] | None = None


class AvaModel(ModelSection):
    """The AVA network."""

    backbone: str | None = None
    output_mode: Literal["regression", "distribution"] | None = None


class SiameseModel(ModelSection):
    """The Siamese network."""

    cnn_backbone: str | None = None
    use_paper_preprocessing: bool | None = None
    padding_mean_color: _Triple | None = None


class TransformSection(Section):
    """How a photo becomes the network's input; ``fit: stretch`` ignores ``resize_size``."""

    fit: Literal["crop", "stretch"] = "crop"
    resize_size: int = Field(default=256, ge=32, le=2048)
    crop_size: int = Field(default=224, ge=32, le=640)
    normalize_mean: _Triple = IMAGENET_MEAN
    normalize_std: _Triple = IMAGENET_STD


class Augmentation(Section):
    """Changes of the training photos that must not change their labels.

    Attributes:
        flip: Mirror every second photo; both of a pair alike.
        crop: Share of each side that a random crop may take away; both of a pair alike.
        colour: Largest change of brightness and contrast; both of a pair alike.
    """

    flip: bool = True
    crop: float = Field(default=0.0, ge=0.0, le=0.2)
    colour: float = Field(default=0.0, ge=0.0, le=0.2)


class SiameseAugmentation(Augmentation):
    """``swap`` exchanges the sides of every second pair and with them the answer."""

    swap: bool = True


class TrainingSection(Section):
    """The optimiser and when to stop.

    Attributes:
        optimizer: ``adamw`` or ``sgd``.
        lr: Learning rate of the head.
        backbone_lr_factor: Times ``lr`` is the learning rate of the backbone; 0 freezes it.
        momentum: Of sgd.
        weight_decay: Penalty on large weights.
        freeze_batch_norm: Keep the backbone's statistics, which small data would spoil.
        batch_size: Labels per step.
        epochs: At most so many rounds over the training data.
        patience: Stop after so many epochs without a better validation figure.
    """

    optimizer: Literal["adamw", "sgd"] = "adamw"
    lr: float = Field(default=1e-4, gt=0.0, le=10.0)
    backbone_lr_factor: float = Field(default=0.1, ge=0.0, le=10.0)
    momentum: float = Field(default=0.9, ge=0.0, lt=1.0)
    weight_decay: float = Field(default=0.01, ge=0.0, le=10.0)
    freeze_batch_norm: bool = False
    batch_size: int = Field(default=32, ge=2, le=4096)
    epochs: int = Field(default=30, ge=1, le=10_000)
    patience: int = Field(default=5, ge=1, le=10_000)


class AvaTraining(TrainingSection):
    """``emd`` and ``cross_entropy`` compare distributions, so they need counts of votes."""

    loss: Literal["mse", "emd", "cross_entropy"] = "mse"


class SiameseTraining(TrainingSection):
    """There is one loss for pairs."""

    loss: Literal["cross_entropy"] = "cross_entropy"


class MachineSection(Section):
    """What depends on the machine and is no part of the recipe; may change when resuming.

    Attributes:
        device: ``auto`` takes a graphics card where PyTorch finds one.
        threads: Of PyTorch; 0 for one per core.
        workers: Threads that read and prepare photos; 0 for one per core.
        memory_mb: Prepared photos kept in memory between epochs.
        save_minutes: How often the state is saved within an epoch, besides at its end.
    """

    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = Field(default=0, ge=0, le=1024)
    workers: int = Field(default=0, ge=0, le=256)
    memory_mb: int = Field(default=1024, ge=0, le=1_000_000)
    save_minutes: float = Field(default=10.0, gt=0.0, le=1440.0)


class TrainingConfig(Section):
    """One training; what both kinds have in common."""

    kind: Kind
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    data: DataSection
    model: ModelSection
    transform: TransformSection | None = None
    training: TrainingSection
    augmentation: Augmentation
    machine: MachineSection = MachineSection()

    backbone_key: ClassVar[str]

    def recipe(self) -> dict[str, Any]:
        """Plain values of all that decides the outcome: everything but ``machine``."""
        return self.model_dump(mode="json", exclude={"machine"}, exclude_none=True)


class AvaConfig(TrainingConfig):
    """A training of the AVA aesthetic model."""

    kind: Literal["ava"] = "ava"
    model: AvaModel = AvaModel()
    training: AvaTraining = AvaTraining()
    augmentation: Augmentation = Augmentation()

    backbone_key: ClassVar[str] = "backbone"


class SiameseConfig(TrainingConfig):
    """A training of the Siamese comparison model."""

    kind: Literal["siamese"] = "siamese"
    model: SiameseModel = SiameseModel()
    transform_type: Literal["standard", "paper", "paper_pad"] | None = None
    training: SiameseTraining = SiameseTraining()
    augmentation: SiameseAugmentation = SiameseAugmentation()

    backbone_key: ClassVar[str] = "cnn_backbone"


CONFIGS: dict[Kind, type[TrainingConfig]] = {"ava": AvaConfig, "siamese": SiameseConfig}
