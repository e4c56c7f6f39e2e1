"""A tiny data folder in the layout of the real one."""

import csv
from pathlib import Path

import pytest
import torch

from tests.support.photos import write_photo


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """12 rated photos in 4 themes, 3 benchmark photos and 2 others."""
    root = tmp_path / "data"
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
