"""A home folder with two small registered checkpoints, and an inspector that needs no PyTorch."""

from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.domain.job import Job
from album_organizer.domain.verification import Check, CheckpointFacts, Verification
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import set_values

BUILT_IN = "models/album_app/ava_aesthetic_model.pt"
AVA_KEY = "quality_assessment.ava_checkpoint"


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
