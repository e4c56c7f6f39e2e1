"""Scoring speed: the naive loop against the program's pipeline.

Makes 12-megapixel JPEGs and a ResNet50 checkpoint in the production format (random weights), then
scores the photos by a plain loop (full decode, one photo at a time, plain torchvision network with
all of PyTorch's threads) and by the pipeline with an empty catalog, in turns. The pipeline's time
includes what the loop does not do: scan, hash, technical quality, faces, perceptual hash,
embedding, thumbnails and the catalog.

    python benchmarks/scan.py [--photos 24] [--rounds 3] [--json -]
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageFilter
from torch import nn

from album_organizer.domain.album import ModelInfo
from album_organizer.ml.loader import load_ava
from album_organizer.ml.torchvision_compat import import_torchvision
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.pipeline.workers import worker_count
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog

SIZE = (4000, 3000)
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def make_photos(folder: Path, count: int) -> list[Path]:
    """Writes JPEGs whose detail, and so whose decoding time, is like that of camera files."""
    folder.mkdir()
    paths = []
    for number in range(count):
        random = np.random.default_rng(number)
        coarse = random.integers(0, 256, (48, 64, 3), dtype=np.uint8)
        base = np.asarray(Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC), np.int16)
        grain = random.integers(-40, 41, (SIZE[1], SIZE[0], 1), dtype=np.int16)
        picture = Image.fromarray(np.clip(base + grain, 0, 255).astype(np.uint8))
        path = folder / f"IMG_{number:04}.JPG"
        picture.filter(ImageFilter.GaussianBlur(0.8)).save(path, quality=92)
        paths.append(path)
    return paths


def make_checkpoint(path: Path) -> nn.Module:
    """Writes a production-format AVA checkpoint; returns the same network, built plainly."""
    models = import_torchvision().models
    torch.manual_seed(0)
    trunk = models.resnet50(weights=None)
    backbone = nn.Sequential(*list(trunk.children())[:-1])
    head = nn.Sequential(nn.Linear(2048, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 10))
    network = nn.ModuleDict({"backbone": backbone, "head": head}).eval()
    config = {
        "model": {
            "backbone": "resnet50",
            "mlp_hidden_dims": [256],
            "dropout": 0.2,
            "activation": "relu",
            "output_mode": "distribution",
        }
    }
    torch.save(
        {
            "epoch": 1,
            "model_state_dict": network.state_dict(),
            "val_spearman": 0.0,
            "config": config,
        },
        path,
    )
    return network


def naive_loop(network: nn.Module, paths: Sequence[Path]) -> list[float]:
    """Scores photo by photo, as a first script would."""
    scores = []
    bins = torch.arange(1, 11, dtype=torch.float32)
    assert isinstance(network, nn.ModuleDict)
    with torch.no_grad():
        for path in paths:
            image = Image.open(path).convert("RGB")
            scale = 256 / min(image.size)
            size = (int(image.width * scale), int(image.height * scale))
            image = image.resize(size, Image.Resampling.BILINEAR)
            left, top = (size[0] - 224) // 2, (size[1] - 224) // 2
            crop = image.crop((left, top, left + 224, top + 224))
            pixels = (np.asarray(crop, np.float32) / 255 - MEAN) / STD
            batch = torch.from_numpy(pixels).permute(2, 0, 1)[None]
            logits = network["head"](network["backbone"](batch).flatten(1))
            scores.append(float((logits.softmax(1) * bins).sum()))
    return scores


def pipeline_run(
    folder: Path, checkpoint: Path, catalog: Path, workers: int
) -> tuple[list[float], float]:
    """Scores the folder with an empty catalog and a loaded model; the scores and the seconds."""
    ava = load_ava(checkpoint, ModelInfo("ava", "bench", "", str(checkpoint)))
    settings = with_values(Settings(), {"performance.workers": workers})
    with Catalog(catalog) as opened:
        started = time.perf_counter()
        album = AlbumPipeline(opened, settings, ava, None).score(folder)
        seconds = time.perf_counter() - started
    return [scored.card.ava for scored in album.photos.values()], seconds


def measure(photos: int, rounds: int, workers: int) -> dict[str, Any]:
    """Runs both in turns and compares speeds and scores."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        paths = make_photos(root / "photos", photos)
        network = make_checkpoint(root / "resnet50.pt")
        threads = torch.get_num_threads()
        naive, pipeline, difference = [], [], 0.0
        for turn in range(rounds + 1):
            torch.set_num_threads(threads)
            started = time.perf_counter()
            expected = naive_loop(network, paths)
            naive_s = time.perf_counter() - started
            catalog = root / f"{turn}.sqlite"
            scores, pipeline_s = pipeline_run(
                root / "photos", root / "resnet50.pt", catalog, workers
            )
            if turn:  # the first turn warms up
                naive.append(photos / naive_s)
                pipeline.append(photos / pipeline_s)
            pairs = zip(expected, scores, strict=True)
            difference = max(difference, *(abs(a - b) for a, b in pairs))
    ratios = [p / n for n, p in zip(naive, pipeline, strict=True)]
    return {
        "naive_img_s": round(statistics.median(naive), 2),
        "pipeline_img_s": round(statistics.median(pipeline), 2),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "max_score_difference": round(difference, 4),
        "photos": photos,
        "rounds": rounds,
        "machine": {
            "processor": platform.machine(),
            "workers": worker_count(workers),
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        },
        "versions": {
            "python": platform.python_version(),
            "torch": version("torch"),
            "torchvision": version("torchvision"),
            "pillow": version("pillow"),
        },
    }


def main() -> None:
    """Prints a table, and JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photos", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=0, help="0 = one per core")
    parser.add_argument("--json", help="file, or - for standard output")
    options = parser.parse_args()
    result = measure(options.photos, options.rounds, options.workers)
    if options.json:
        text = json.dumps(result, indent=2) + "\n"
        if options.json == "-":
            sys.stdout.write(text)
            return
        Path(options.json).write_text(text, encoding="utf-8")
    for key, value in result.items():
        print(f"{key:22} {value}")


if __name__ == "__main__":
    main()
