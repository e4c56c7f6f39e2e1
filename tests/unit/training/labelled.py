"""Small photo sets whose labels follow a rule that a network can, or cannot, learn."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from album_organizer.training.config import AvaConfig, SiameseConfig
from tests.support.photos import scene, write_photo

SIZE = (96, 72)

QUICK = """\
seed: 3
data:
  labels: {labels}
  images: {images}
  validation_share: 0.3
model:
  init: {init}
transform:
  resize_size: 72
  crop_size: 64
training:
  optimizer: {optimizer}
  lr: {lr}
  backbone_lr_factor: {factor}
  freeze_batch_norm: true
  batch_size: 8
  epochs: {epochs}
machine:
  device: cpu
  threads: 1
  workers: 2
"""


def tinted(seed: int, warmth: float) -> Image.Image:
    """A scene, the redder and less blue the higher ``warmth`` (-1..1) is."""
    pixels = np.asarray(scene(seed, SIZE), np.float64)
    factors = np.array([1 + 0.8 * warmth, 1.0, 1 - 0.8 * warmth]) / 1.5
    return Image.fromarray(np.clip(pixels * factors, 0, 255).astype(np.uint8))


def write_rated(folder: Path, count: int = 100) -> Path:
    """Photos rated by their warmth, in series of two; returns the CSV file."""
    random = np.random.default_rng(5)
    lines = ["path,score,series"]
    for number in range(count):
        warmth = float(random.uniform(-1, 1))
        write_photo(folder / f"{number:03}.jpg", image=tinted(number, warmth), taken_at=None)
        lines.append(f"{number:03}.jpg,{5.5 + 3 * warmth:.2f},s{number // 2}")
    return write_lines(folder / "ratings.csv", lines)


def write_pairs(folder: Path, count: int = 50, *, sharper_wins: bool = False) -> Path:
    """Pairs of one scene each: the warmer one wins, or the sharper one; returns the CSV file."""
    random = np.random.default_rng(6)
    lines = ["a,b,winner,series"]
    for number in range(count):
        if sharper_wins:
            good = scene(number, SIZE)
            bad = good.filter(ImageFilter.GaussianBlur(2))
        else:
            good, bad = tinted(number, 0.8), tinted(number, -0.8)
        won = bool(random.random() < 0.5)
        for side, picture in (("a", good if won else bad), ("b", bad if won else good)):
            write_photo(folder / f"{number:03}{side}.png", image=picture, taken_at=None)
        lines.append(f"{number:03}a.png,{number:03}b.png,{'a' if won else 'b'},s{number}")
    return write_lines(folder / "pairs.csv", lines)


def write_lines(path: Path, lines: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_config(
    path: Path,
    labels: Path,
    init: Path | str,
    *,
    epochs: int = 2,
    lr: float = 0.02,
    factor: float = 0.0,
    optimizer: str = "adamw",
    more: str = "",
) -> Path:
    """A quick training that starts from a tiny checkpoint, with a frozen backbone by default."""
    text = QUICK.format(
        labels=labels,
        images=labels.parent,
        init=init,
        epochs=epochs,
        lr=lr,
        factor=factor,
        optimizer=optimizer,
    )
    path.write_text(text + more, encoding="utf-8")
    return path


def ava_config(**sections: object) -> AvaConfig:
    return AvaConfig.model_validate({"data": {"labels": "l.csv", "images": "i"}, **sections})


def siamese_config(**sections: object) -> SiameseConfig:
    return SiameseConfig.model_validate({"data": {"labels": "l.csv", "images": "i"}, **sections})
