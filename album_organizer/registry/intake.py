"""Brings a checkpoint into the models folder."""

from collections.abc import Collection
from pathlib import Path

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry.fingerprint import file_sha256
from album_organizer.registry.model_version import FILE_STEMS
from album_organizer.registry.training_run import TrainingRun, find_run
from album_organizer.settings.atomic import copy_atomically, make_folder, reason_of


class Intake:
    """A checkpoint that somebody wants to register; it is read, never moved or changed.

    Its content is fixed by its sha256 here, before anything else looks at it: what is checked
    afterwards is what ends up in the models folder, or the intake fails.

    Args:
        kind: Model kind.
        source: Absolute path of the checkpoint, or of a training folder that holds it.
        models: The models folder.
        run: What belongs to the checkpoint, where the source itself is no training folder.

    Attributes:
        source: The checkpoint.
        run: The training folder it came in, or None.
        sha256: Of the checkpoint.

    Raises:
        ModelError: If the checkpoint is missing or cannot be read.
    """

    def __init__(
        self, kind: str, source: Path, models: Path, run: TrainingRun | None = None
    ) -> None:
        self.run = find_run(source) if source.is_dir() else run
        source = source if self.run is None else self.run.checkpoint
        if source.exists() and not source.is_file():
            raise ModelError(f"{source} is no ordinary file; give the path of a checkpoint.")
        if not source.is_file():
            raise ModelError(f"There is no file {source}; give the path of a checkpoint.")
        self.source = source
        self.sha256 = self._read(source)
        self._models = models
        self._stem = FILE_STEMS[kind]

    def place(self, version: str, used: Collection[Path]) -> Path:
        """Puts the checkpoint where its version has it.

        Args:
            version: The new name.
            used: Files of the registered versions; one of them is copied like a file from
                outside, because it may be replaced by the registered one again.

        Returns:
            Absolute path: the source itself if it lies in the models folder already, otherwise a
            copy in models/album_app_<version>/.

        Raises:
            UsageError: If another file lies there.
            ModelError: If the copy fails, or the checkpoint changed since the intake began.
        """
        inside = self.source.resolve().is_relative_to(self._models.resolve())
        if inside and self.source not in used:
            target = self.source
        else:
            target = self._copy(self._target(version))
        if self._read(target) != self.sha256:
            if target != self.source:
                target.unlink()
            raise ModelError(f"{self.source} changed while it was being registered; try again.")
        return target

    def fits(self, version: str) -> bool:
        """Whether no other file lies where a version of this name would have its checkpoint.

        Raises:
            ModelError: If what lies there cannot be read.
        """
        target = self._target(version)
        return not target.exists() or self._read(target) == self.sha256

    def _target(self, version: str) -> Path:
        suffix = ".safetensors" if self.source.suffix == ".safetensors" else ".pt"
        return self._models / f"album_app_{version}" / f"{self._stem}{suffix}"

    def _copy(self, target: Path) -> Path:
        folder = target.parent
        if target.exists():
            # A registration that was interrupted left the same file: that is as good as a copy.
            if self._read(target) == self.sha256:
                return target
            raise UsageError(
                f"{target} exists already and is another file; choose another version name."
            )
        make_folder(folder)
        try:
            if target.suffix == ".safetensors":
                copy_atomically(self.source.with_suffix(".yaml"), target.with_suffix(".yaml"))
            for name, file in self._papers().items():
                copy_atomically(file, folder / name)
            copy_atomically(self.source, target)
        except OSError as error:
            raise ModelError(
                f"{self.source} cannot be copied to {target} ({reason_of(error)})."
            ) from error
        return target

    def _papers(self) -> dict[str, Path]:
        """What belongs to the training beside its checkpoint, by the name it gets."""
        if self.run is None:
            return {}
        kind = self._stem.split("_", maxsplit=1)[0]
        papers = {
            f"{kind}_training_config.yaml": self.run.config,
            f"{kind}_training_history.json": self.run.history,
            f"{kind}_README.md": self.run.card,
        }
        return {name: file for name, file in papers.items() if file is not None}

    def _read(self, path: Path) -> str:
        try:
            return file_sha256(path)
        except OSError as error:
            raise ModelError(f"{path} cannot be read ({reason_of(error)}).") from error
