"""What evaluating versions of a model tells."""

from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.benchmark_figures import Benchmark
from album_organizer.evaluation.calibration import PairFigures
from album_organizer.evaluation.label_metrics import ScoreFigures


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to evaluate on.

    Attributes:
        folder: Of photos.
        labels: A file with scores (AVA) or decided pairs (Siamese), or None.
        score_column: Name of its column with the scores, where it is neither score nor mean.
        label_scale: Ends of the scale of the scores, where the file does not tell.
        sample: Photos that are damaged, drawn from the folder.
        seed: Of the drawing.
    """

    folder: Path
    labels: Path | None = None
    score_column: str | None = None
    label_scale: tuple[float, float] | None = None
    sample: int = 100
    seed: int = 0


@dataclass(frozen=True, slots=True)
class EvaluatedVersion:
    """A version under evaluation.

    Attributes:
        info: The version.
        trained_on: The data that its training names, or None.
    """

    info: ModelInfo
    trained_on: str | None


@dataclass(frozen=True, slots=True)
class Misjudged:
    """A photo that a version ranks otherwise than people do.

    Attributes:
        path: Of the photo.
        score: By the version, 1..10.
        label: By people, on the scale of the labels.
        rank: Share of the labelled photos that score lower, 0..1.
        label_rank: Share of them with a lower label.
    """

    path: str
    score: float
    label: float
    rank: float
    label_rank: float


@dataclass(frozen=True, slots=True)
class ScoreAgreement:
    """AVA versions beside people's scores.

    Attributes:
        labels: Of the photos that could be scored, in the order of the file.
        scores: By version, of the same photos.
        scale: Ends of the scale of the labels, or None where nobody can tell.
        themes: Number of themes, or None if the file has none.
        figures: Their agreement.
        overrated: By version, the worst first.
        underrated: Likewise.
    """

    labels: tuple[float, ...]
    scores: tuple[tuple[float, ...], ...]
    scale: tuple[float, float] | None
    themes: int | None
    figures: ScoreFigures
    overrated: tuple[tuple[Misjudged, ...], ...]
    underrated: tuple[tuple[Misjudged, ...], ...]


@dataclass(frozen=True, slots=True)
class WrongPair:
    """A pair that a version decides against people.

    Attributes:
        winner: Path of the photo that people prefer.
        loser: Path of the one that the version prefers.
        probability: With which it does, 0.5..1.
    """

    winner: str
    loser: str
    probability: float


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Siamese versions beside people's decisions.

    Attributes:
        photos: Number of photos in the pairs.
        groups: Number of groups, or None if the file has none.
        figures: Their agreement.
        mistakes: By version, the worst first.
    """

    photos: int
    groups: int | None
    figures: PairFigures
    mistakes: tuple[tuple[WrongPair, ...], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Versions of one model, evaluated on the same photos.

    Attributes:
        kind: ``"ava"`` or ``"siamese"``.
        versions: In the order asked for; differences are those from the first one.
        request: What was asked for.
        found: Number of photo files in the folder.
        benchmark: On damaged photos.
        agreement: With the label file, if there was one.
        problems: Photos and lines that were left out.
    """

    kind: str
    versions: tuple[EvaluatedVersion, ...]
    request: EvaluationRequest
    found: int
    benchmark: Benchmark
    agreement: ScoreAgreement | PairAgreement | None
    problems: tuple[PhotoProblem, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the versions."""
        return tuple(version.info.version for version in self.versions)
