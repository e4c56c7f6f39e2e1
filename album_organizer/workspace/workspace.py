"""One home folder with everything that works on it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.domain.job import Job
from album_organizer.domain.verification import CheckpointFacts, Verification
from album_organizer.evaluation.evaluation_results import Evaluation, EvaluationRequest
from album_organizer.evaluation.results import VersionComparison
from album_organizer.evaluation.version_comparison import VersionComparer
from album_organizer.evaluation.version_evaluation import VersionEvaluator
from album_organizer.pipeline.protocols import AvaScorer, PairJudge
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry
from album_organizer.settings.home import catalog_path, prepare_home, resolve_home
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import load_settings
from album_organizer.storage.catalog import Catalog

log = logging.getLogger(__name__)

Judge = TypeVar("Judge")

_LOADED = 2
"""Versions of a kind that stay loaded: the one in use and the one it is compared with."""


@dataclass(frozen=True, slots=True)
class Judges:
    """The loaded versions of one job.

    Attributes:
        ava: Scores single photos.
        siamese: Decides ties, or None if it cannot be used.
        siamese_error: Why not, as a sentence.
        registry_trouble: Why registry.yaml is not gone by, or None.
    """

    ava: AvaScorer
    siamese: PairJudge | None
    siamese_error: str | None = None
    registry_trouble: str | None = None


class Workspace:
    """The home folder and what belongs to it.

    Opening one is quick: PyTorch is imported by the first :meth:`load_models` only, on the thread
    that calls it.

    Args:
        home: The home folder, or None for the default of :func:`resolve_home`.

    Raises:
        UsageError: If the home folder cannot be created or filled.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = resolve_home(home)
        prepare_home(self.home)
        self.registry = Registry(self.home, CheckpointInspector())
        self._ava: dict[ModelInfo, AvaScorer] = {}
        self._siamese: dict[ModelInfo, PairJudge] = {}

    @property
    def settings(self) -> Settings:
        """A snapshot of the settings as they are in the file now.

        Raises:
            UsageError: If the file is damaged or has unknown keys.
        """
        return load_settings(self.home)

    def open_catalog(self) -> Catalog:
        """Opens the catalog; close it after use."""
        return Catalog(catalog_path(self.home))

    def load_models(self) -> Judges:
        """Loads the current versions; those that are loaded already are kept.

        Raises:
            ModelError: If the AVA model cannot be used. A Siamese model that cannot be used is
                reported in the result: photos are scored all the same.
        """
        trouble = self.registry.trouble()
        if trouble is not None:
            log.warning("%s", trouble)
        ava = self.load_ava()
        try:
            return Judges(ava, self.load_siamese(), registry_trouble=trouble)
        except ModelError as error:
            log.warning("%s", error)
            return Judges(ava, None, str(error), trouble)

    def load_ava(self, version: ModelVersion | None = None) -> AvaScorer:
        """Loads an AVA version, by default the current one.

        Raises:
            ModelError: If it cannot be used.
        """
        version, info = self._verified(version or self.registry.current("ava"))
        if info not in self._ava:
            from album_organizer.ml.loader import load_ava  # noqa: PLC0415 (imports PyTorch)

            _keep(self._ava, info, load_ava(version.path, info))
        log.info("Loaded AVA model %s from %s", info.version, info.path)
        return self._ava[info]

    def load_siamese(self, version: ModelVersion | None = None) -> PairJudge:
        """Loads a Siamese version, by default the current one.

        Raises:
            ModelError: If it cannot be used.
        """
        version, info = self._verified(version or self.registry.current("siamese"))
        if info not in self._siamese:
            from album_organizer.ml.loader import load_siamese  # noqa: PLC0415 (imports PyTorch)

            _keep(self._siamese, info, load_siamese(version.path, info))
        log.info("Loaded Siamese comparison model %s from %s", info.version, info.path)
        return self._siamese[info]

    def pipeline(self, catalog: Catalog, settings: Settings, judges: Judges) -> AlbumPipeline:
        """The stages from folder to album for one job."""
        return AlbumPipeline(catalog, settings, judges.ava, judges.siamese)

    def compare_versions(
        self,
        catalog: Catalog,
        kind: str,
        a: str,
        b: str,
        folder: Path,
        job: Job,
        count: int | None = None,
    ) -> VersionComparison:
        """Compares two versions of a model on the photos of a folder.

        Args:
            catalog: Remembers scores and comparisons.
            kind: ``"ava"`` or ``"siamese"``.
            a: The one version.
            b: The other.
            folder: Of photos.
            job: Progress and cancel.
            count: Photos in the album; by default as the settings say.

        Raises:
            UsageError: If there is no such kind or version.
            FolderError: If the folder cannot be read.
            ModelError: If a version cannot be used.
            JobCancelled: If the job was asked to stop.
        """
        versions = [self.registry.find(kind, name) for name in (a, b)]
        settings = self.settings
        wanted = settings.album.target_count if count is None else count
        comparer = VersionComparer(catalog, settings)
        job.report("Loading the models", 0)
        if kind == "ava":
            scorers = [self.load_ava(version) for version in versions]
            siamese = self._siamese_if_usable()
            return comparer.compare_ava(folder, scorers[0], scorers[1], siamese, wanted, job)
        judges = [self.load_siamese(version) for version in versions]
        return comparer.compare_siamese(folder, self.load_ava(), judges[0], judges[1], wanted, job)

    def evaluate_versions(
        self, kind: str, names: Sequence[str], request: EvaluationRequest, job: Job
    ) -> Evaluation:
        """Evaluates versions of a model on damaged photos, and beside labels.

        Args:
            kind: ``"ava"`` or ``"siamese"``.
            names: Of the versions, one at least.
            request: What to evaluate on.
            job: Progress and cancel.

        Raises:
            UsageError: If there is no such kind or version, or the labels cannot be used.
            FolderError: If the folder cannot be read or has no usable photos.
            ModelError: If a version cannot be used.
            JobCancelled: If the job was asked to stop.
        """
        versions = [self.registry.find(kind, name) for name in names]
        evaluator = VersionEvaluator(kind, request, self.settings)
        trained_on = [version.data for version in versions]
        job.report("Loading the models", 0)
        if kind == "ava":
            scorers = [self.load_ava(version) for version in versions]
            return evaluator.evaluate_ava(scorers, trained_on, job)
        judges = [self.load_siamese(version) for version in versions]
        return evaluator.evaluate_siamese(judges, trained_on, job)

    def _siamese_if_usable(self) -> PairJudge | None:
        try:
            return self.load_siamese()
        except ModelError as error:
            log.warning("%s", error)
            return None

    def _verified(self, version: ModelVersion) -> tuple[ModelVersion, ModelInfo]:
        sha256 = self.registry.verify_file(version).sha256 or ""
        return version, ModelInfo(version.kind, version.version, sha256, version.relative_path)


def _keep(loaded: dict[ModelInfo, Judge], info: ModelInfo, judge: Judge) -> None:
    """Keeps a loaded version beside the one used last: switching to and fro is instant."""
    while len(loaded) >= _LOADED:
        del loaded[next(iter(loaded))]
    loaded[info] = judge


class CheckpointInspector:
    """Looks into checkpoints for the registry; PyTorch is imported by the first call only."""

    def describe(self, path: Path, kind: str) -> CheckpointFacts:
        """What a checkpoint tells about itself.

        Raises:
            ModelError: If it is no checkpoint of that kind, with the reason in one sentence.
        """
        from album_organizer.ml.verification import (  # noqa: PLC0415 (imports PyTorch)
            describe_checkpoint,
        )

        return describe_checkpoint(path, kind)

    def verify(self, path: Path, kind: str, job: Job) -> Verification:
        """Whether a checkpoint works on this machine.

        Raises:
            JobCancelled: If the job was asked to stop.
        """
        from album_organizer.ml.verification import (  # noqa: PLC0415 (imports PyTorch)
            verify_checkpoint,
        )

        return verify_checkpoint(path, kind, job)
