"""The photos the built-in models are fitted on, and folds that never split a theme."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.errors import UsageError
from album_organizer.imaging.degradations import Pixels

SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True)
class TrainingPhoto:
    """One photo of the training data.

    Attributes:
        path: The file.
        theme: Photos of one theme stay in one fold; a photo without theme is its own.
        source: The folder it comes from: ``beauty``, ``cq100``, ``misc``.
        beauty: Mean rating, 1..7, or None if nobody rated it.
    """

    path: Path
    theme: str
    source: str
    beauty: float | None = None

    def pixels(self) -> Pixels:
        """The picture, uint8 RGB, shape (H, W, 3)."""
        with Image.open(self.path) as image:
            return np.asarray(image.convert("RGB"))


def read_photos(data: Path) -> list[TrainingPhoto]:
    """Lists rated and unrated photos in a fixed order.

    Args:
        data: Folder with ``beauty/labels.csv`` (columns file, theme, beauty_mean_1_7), its
            pictures, and any number of folders of unrated photos in ``photos/``.

    Raises:
        UsageError: If the label table is missing.
    """
    labels = data / "beauty" / "labels.csv"
    if not labels.is_file():
        raise UsageError(f"{labels} is missing; name the folder that holds beauty/ and photos/.")
    with labels.open(newline="", encoding="utf-8") as file:
        photos = [
            TrainingPhoto(
                labels.parent / row["file"], row["theme"], "beauty", float(row["beauty_mean_1_7"])
            )
            for row in csv.DictReader(file)
        ]
    for folder in sorted(p for p in (data / "photos").glob("*") if p.is_dir()):
        photos += [
            TrainingPhoto(path, f"{folder.name}/{path.stem}", folder.name)
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in SUFFIXES
        ]
    return photos


def theme_folds(themes: Sequence[str], folds: int, seed: int) -> NDArray[np.intp]:
    """Assigns a fold to every photo so that no theme is split and the folds are about equal.

    Themes are taken largest first, equal sizes in random order, and go to the smallest fold.

    Args:
        themes: The theme of each photo.
        folds: Number of folds, at least 2.
        seed: Fixes the random order.

    Returns:
        Fold numbers 0..folds-1, shape (N,).
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, theme in enumerate(themes):
        members[theme].append(index)
    names = sorted(members)
    shuffled = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    fold_of = np.zeros(len(themes), np.intp)
    sizes = [0] * folds
    for name in sorted(shuffled, key=lambda n: -len(members[n])):
        smallest = sizes.index(min(sizes))
        fold_of[members[name]] = smallest
        sizes[smallest] += len(members[name])
    return fold_of
