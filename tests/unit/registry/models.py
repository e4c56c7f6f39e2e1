"""A home folder with two small registered checkpoints, and the check they are tried with."""

from dataclasses import dataclass, field
from pathlib import Path

from album_organizer.domain.errors import ModelError
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import set_values

BUILT_IN = "models/album_app/ava_aesthetic_model.pt"
AVA_KEY = "quality_assessment.ava_checkpoint"


@dataclass(frozen=True)
class TinySummary:
    architecture: str = "tiny"
    metrics: dict[str, float] = field(default_factory=lambda: {"val_mse": 0.35})


def tiny_check(path: Path, kind: str) -> TinySummary:
    """Stands for the loading of a network: a checkpoint here is a file that begins with OK."""
    if not path.read_bytes().startswith(b"OK"):
        raise ModelError(f"{path} is damaged.")
    return TinySummary()


def checkpoint(path: Path, content: str = "OK") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def new_home(home: Path) -> Registry:
    """v1 in its place and current, v2 registered from a training folder."""
    set_values(home, {AVA_KEY: BUILT_IN})
    registry = Registry(home, tiny_check)
    registry.add("ava", checkpoint(home / BUILT_IN, "OK 1"))
    registry.add("ava", checkpoint(home / "outputs" / "best_model.pt", "OK 2"))
    return registry
