"""A home folder with two small registered checkpoints, and an inspector that needs no PyTorch."""

from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.domain.job import Job
from album_organizer.domain.verification import Check, CheckpointFacts, Verification
from album_organizer.registry.fingerprint import file_sha256
from album_organizer.registry.model_version import FILE_STEMS
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import set_values

BUILT_IN = "models/album_app/ava_aesthetic_model.pt"
AVA_KEY = "quality_assessment.ava_checkpoint"
_ENTRY = """\
  {kind}:
    current: v{number}
    versions:
"""
_VERSION = """\
      v{number}:
        path: {path}
        date: 2026-11-2{number}
        metrics: {{val_spearman: 0.{number}}}
        note: built in
        sha256: {sha256}
"""


class TinyInspector:
    """Stands for PyTorch: a checkpoint here begins with OK, and one with BAD does not work."""

    def __init__(self, metrics: dict[str, float] | None = None) -> None:
        self.metrics = {"val_mse": 0.35} if metrics is None else metrics
        self.verified: list[Path] = []

    def describe(self, path: Path, kind: str) -> CheckpointFacts:
        if not path.read_bytes().startswith((b"OK", b"BAD")):
            raise ModelError(f"{path} is damaged.")
        return CheckpointFacts("tiny", self.metrics)

    def verify(self, path: Path, kind: str, job: Job) -> Verification:
        self.verified.append(path)
        job.report("Verifying", 0, 1)
        good = path.read_bytes().startswith(b"OK")
        scores = Check("Scores", good, "AVA 4 to 6" if good else f"{path} gives no finite score.")
        return Verification((Check("Reads", True, "2 bytes"), scores), 60.25 if good else None)


TINY = TinyInspector()


def checkpoint(path: Path, content: str = "OK") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def new_home(home: Path) -> Registry:
    """v1 in its place and current, v2 registered from a training folder."""
    set_values(home, {AVA_KEY: BUILT_IN})
    registry = Registry(home, TINY)
    registry.add("ava", checkpoint(home / BUILT_IN, "OK 1"))
    registry.add("ava", checkpoint(home / "outputs" / "best_model.pt", "OK 2"))
    return registry


def new_program(root: Path, numbers: tuple[int, ...] = (1, 2)) -> Path:
    """The models/ that a program comes with; the last version is in use."""
    text = "album_app:\n"
    for kind, stem in FILE_STEMS.items():
        text += _ENTRY.format(kind=kind, number=numbers[-1])
        for number in numbers:
            folder = "models/album_app" if number == 1 else f"models/album_app_v{number}"
            path = checkpoint(root / folder / f"{stem}.pt", f"OK {kind} {number}")
            path.with_name("README.md").write_text(f"Card {number}", encoding="utf-8")
            text += _VERSION.format(
                number=number, path=f"{folder}/{stem}.pt", sha256=file_sha256(path)
            )
            checkpoint(path.with_name(f"{kind}_training_config.yaml"), "model: {}")
    checkpoint(root / "models/registry.yaml", text)
    return root
