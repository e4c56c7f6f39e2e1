"""One home folder with everything that works on it."""

import logging
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.pipeline.protocols import AvaScorer, PairJudge
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry, Summary
from album_organizer.settings.home import catalog_path, prepare_home, resolve_home
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import load_settings
from album_organizer.storage.catalog import Catalog

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judges:
    """The loaded versions of one job.

    Attributes:
        ava: Scores single photos.
        siamese: Decides ties, or None if it cannot be used.
        siamese_error: Why not, as a sentence.
    """

    ava: AvaScorer
    siamese: PairJudge | None
    siamese_error: str | None = None


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
        self.registry = Registry(self.home, check_checkpoint)
        self._ava: AvaScorer | None = None
        self._siamese: PairJudge | None = None

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
        ava = self.load_ava()
        try:
            return Judges(ava, self.load_siamese())
        except ModelError as error:
            log.warning("%s", error)
            return Judges(ava, None, str(error))

    def load_ava(self) -> AvaScorer:
        """Loads the current AVA version.

        Raises:
            ModelError: If it cannot be used.
        """
        version = self.registry.current("ava")
        info = self._verified(version)
        if self._ava is None or self._ava.info != info:
            from album_organizer.ml.loader import load_ava  # noqa: PLC0415 (imports PyTorch)

            self._ava = load_ava(version.path, info)
        log.info("Loaded AVA model %s from %s", info.version, info.path)
        return self._ava

    def load_siamese(self) -> PairJudge:
        """Loads the current Siamese version.

        Raises:
            ModelError: If it cannot be used.
        """
        version = self.registry.current("siamese")
        info = self._verified(version)
        if self._siamese is None or self._siamese.info != info:
            from album_organizer.ml.loader import load_siamese  # noqa: PLC0415 (imports PyTorch)

            self._siamese = load_siamese(version.path, info)
        log.info("Loaded Siamese comparison model %s from %s", info.version, info.path)
        return self._siamese

    def pipeline(self, catalog: Catalog, settings: Settings, judges: Judges) -> AlbumPipeline:
        """The stages from folder to album for one job."""
        return AlbumPipeline(catalog, settings, judges.ava, judges.siamese)

    def _verified(self, version: ModelVersion) -> ModelInfo:
        sha256 = self.registry.verify_file(version).sha256 or ""
        return ModelInfo(version.kind, version.version, sha256, version.relative_path)


def check_checkpoint(path: Path, kind: str) -> Summary:
    """Loads a checkpoint and scores a picture with it; imports PyTorch.

    Args:
        path: The checkpoint file.
        kind: ``"ava"`` or ``"siamese"``.

    Raises:
        ModelError: If it cannot be used.
    """
    from album_organizer.ml import loader  # noqa: PLC0415 (imports PyTorch)

    return loader.check_checkpoint(path, kind)
