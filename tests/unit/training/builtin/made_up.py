"""A tiny data folder, a small trunk, and features of photos that nobody took."""

import csv
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.training.builtin.features import FeatureBank, Pairs
from album_organizer.training.builtin.heads import Doubles, Hidden
from album_organizer.training.builtin.trunk import create_network, in_8_bits
from tests.support.photos import write_photo

WIDTH = 6


def write_data(root: Path) -> Path:
    """12 rated photos in 4 themes, 3 benchmark photos and 2 others, in the layout of the data."""
    rows = []
    for seed in range(12):
        name = f"images/photo_{seed}.jpg"
        write_photo(root / "beauty" / name, seed, size=(96, 72))
        rows.append({"file": name, "theme": f"theme {seed % 4}", "beauty_mean_1_7": 1 + seed / 2})
    with (root / "beauty" / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["file", "theme", "beauty_mean_1_7"])
        writer.writeheader()
        writer.writerows(rows)
    for seed in range(3):
        write_photo(root / "photos" / "cq100" / f"{seed}.png", 100 + seed, size=(96, 72))
    for seed in range(2):
        write_photo(root / "photos" / "misc" / f"{seed}.jpg", 200 + seed, size=(72, 96))
    (root / "photos" / "misc" / "notes.txt").write_text("no photo")
    return root


def random_trunk() -> StagePooling:
    """A trunk of the built-in models' shape that never saw a photo, in 8 bits."""
    torch.manual_seed(0)
    return in_8_bits(StagePooling(create_network()))


def pairs_of(*rows: tuple[int, int, int, int]) -> Pairs:
    """Pairs of (photo, kind, better row, worse row)."""
    photo, kind, better, worse = np.array(rows, np.int64).reshape(-1, 4).T
    return Pairs(photo, kind, better, worse, np.ones(len(rows), np.float32))


def bank_of(clean: Doubles, worse: Doubles) -> FeatureBank:
    """Features (N, D) of photos, of their mirror images (the same) and of one damaged version."""
    features = np.stack([clean, clean, worse], 1).reshape(-1, clean.shape[1]).astype(np.float16)
    index = np.arange(len(clean))
    pairs = pairs_of(*((i, 0, 3 * i, 3 * i + 2) for i in range(len(clean))))
    return FeatureBank(features, 3 * index, 3 * index + 1, pairs, pairs, pairs_of(), pairs_of())


def chosen(count: int, *spans: tuple[int, int]) -> NDArray[np.bool_]:
    """A mask of ``count`` photos that is true in the spans (start, end)."""
    mask = np.zeros(count, np.bool_)
    for start, end in spans:
        mask[start:end] = True
    return mask


def line(weight: list[float], offset: float = 0.0) -> Hidden:
    """The score ``x @ weight + offset``."""
    width = len(weight)
    none = np.zeros(0, np.float32)
    return Hidden(np.zeros((0, width), np.float32), none, none, offset).plus(np.array(weight))
