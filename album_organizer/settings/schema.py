"""Every setting with its default, bounds and help text; the single source for file and dialog."""

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from album_organizer.domain.scores import Weights
from album_organizer.settings.section import Section
from album_organizer.settings.shortcut_settings import ShortcutSettings

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class WeightSettings(Section):
    """Shares of the scores in the composite; together 1."""

    ava: Share = Field(default=0.5, description="Share of the aesthetic (AVA) score.")
    technical: Share = Field(default=0.2, description="Share of the technical quality.")
    portrait: Share = Field(
        default=0.3,
        description="Share of the faces; a photo without faces counts as the neutral 0.5.",
    )

    @model_validator(mode="after")
    def _check_sum(self) -> Self:
        total = self.ava + self.technical + self.portrait
        if not math.isclose(total, 1.0, abs_tol=1e-6):
            raise ValueError(f"ava, technical and portrait must add up to 1, not {total:g}")
        return self

    def to_domain(self) -> Weights:
        """The same shares as the scoring functions take them."""
        return Weights(self.ava, self.technical, self.portrait)


class QualityAssessment(Section):
    """The models in use and how their scores add up."""

    ava_checkpoint: str = Field(
        default="models/album_app_v3/ava_aesthetic_model.pt",
        min_length=1,
        description="Checkpoint of the AVA model, relative to the home folder.",
    )
    siamese_checkpoint: str = Field(
        default="models/album_app_v3/siamese_comparison_model.pt",
        min_length=1,
        description="Checkpoint of the Siamese comparison model, relative to the home folder.",
    )
    weights: WeightSettings = WeightSettings()


class TieBreak(Section):
    """When the Siamese model decides."""

    threshold: Share = Field(
        default=0.05,
        description="Photos of a group within this distance of its best score are compared.",
    )
    close_call: float = Field(
        default=0.05,
        ge=0.0,
        le=0.5,
        description="Under this mean distance from 50% a comparison is too close to call.",
    )


class Grouping(Section):
    """Which shots count as the same moment."""

    max_gap_s: float = Field(
        default=20.0,
        gt=0.0,
        le=86400.0,
        description="Largest time in seconds between shots of a group.",
    )
    max_embedding_distance: float = Field(
        default=0.16,
        gt=0.0,
        le=2.0,
        description="Largest cosine distance of the pictures' layouts.",
    )
    max_hash_distance: int = Field(
        default=26,
        ge=1,
        le=64,
        description="Largest number of differing bits of the perceptual hashes.",
    )
    stricter_factor: float = Field(
        default=0.5,
        gt=0.0,
        le=1.0,
        description="Both distances are multiplied by this when a capture time is unknown.",
    )
    bracket_gap_s: float = Field(
        default=2.0,
        ge=0.0,
        le=60.0,
        description="Largest seconds between shots of an exposure bracket.",
    )
    panorama_gap_s: float = Field(
        default=8.0, ge=0.0, le=300.0, description="Largest seconds between shots of a panorama."
    )


class AlbumSettings(Section):
    """The proposal."""

    target_count: int = Field(
        default=40, ge=1, le=100_000, description="Photos in the proposed album."
    )
    time_spread: Share = Field(
        default=0.15,
        description="Penalty for a photo taken close to one that is already in; 0 = none.",
    )
    visual_spread: Share = Field(
        default=0.25, description="Penalty for a photo that looks like one already in; 0 = none."
    )


class Scan(Section):
    """Which files are read."""

    max_megapixels: float = Field(
        default=200.0, ge=1.0, le=2000.0, description="Larger pictures are listed as problems."
    )
    follow_symlinks: bool = Field(
        default=False, description="Also read folders behind symbolic links."
    )


class Performance(Section):
    """Speed; none of these changes which photos are proposed."""

    workers: int = Field(default=0, ge=0, le=256, description="Worker threads; 0 = one per core.")
    batch_size: int = Field(default=8, ge=1, le=256, description="Photos per run of a model.")
    decode_side: int = Field(
        default=512,
        ge=224,
        le=4096,
        description="Shorter side in pixels that photos are decoded to.",
    )


class WindowSettings(Section):
    """How the window looks and reacts."""

    language: Literal["system", "en", "de", "he"] = Field(
        default="system", description="Language of the texts; takes effect at the next start."
    )
    theme: Literal["system", "light", "dark"] = Field(
        default="system", description="Light or dark, or as the system is."
    )
    reduced_motion: Literal["system", "on", "off"] = Field(
        default="system", description="Whether anything moves that need not."
    )
    always_advance: bool = Field(
        default=False, description="Show the next photo after every decision, also without Shift."
    )


class Settings(Section):
    """All settings; :meth:`album_organizer.settings.store.load_settings` reads them."""

    quality_assessment: QualityAssessment = QualityAssessment()
    tie_break: TieBreak = TieBreak()
    grouping: Grouping = Grouping()
    album: AlbumSettings = AlbumSettings()
    scan: Scan = Scan()
    performance: Performance = Performance()
    window: WindowSettings = WindowSettings()
    shortcuts: ShortcutSettings = ShortcutSettings()
