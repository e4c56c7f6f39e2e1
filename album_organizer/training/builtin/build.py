"""Builds both built-in models and measures them: one command, about ten minutes on one core.

``python -m album_organizer.training.builtin.build --data DIR --out models/album_app``
"""

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from ruamel.yaml import YAML
from torch import Tensor, nn

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.ml.networks import fuse_for_inference
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.settings.atomic import write_atomically
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin import trunk as imagenet
from album_organizer.training.builtin import validation
from album_organizer.training.builtin.config import BuiltinConfig, read_config
from album_organizer.training.builtin.features import (
    FAMILY_NAMES,
    FeatureBank,
    build_bank,
    load_bank,
    save_bank,
)
from album_organizer.training.builtin.heads import (
    AVA_MEAN,
    AVA_SPREAD,
    Doubles,
    LinearScore,
    ava_layer,
    fit_pairs,
    fit_ratings,
    pair_layer,
)
from album_organizer.training.builtin.photos import TrainingPhoto, read_photos, theme_folds

FILES = {
    "ava": ("ava_aesthetic_model.pt", "ava_training_config.yaml"),
    "siamese": ("siamese_comparison_model.pt", "siamese_training_config.yaml"),
}
Figures = dict[str, Any]


def stored_trunk() -> nn.Module:
    """The trunk exactly as a checkpoint keeps it: with weights rounded to float16."""
    return imagenet.load_trunk().half().float()


def fit_ava(
    bank: FeatureBank, photos: list[TrainingPhoto], config: BuiltinConfig
) -> tuple[LinearScore, Figures]:
    """Fits, calibrates and measures the aesthetic head.

    Scores of held-out rated photos get AVA's mean and spread. The final head learns from all
    photos and takes over the scale of the held-out scores, because those are what new photos get.
    """
    ratings = np.array([np.nan if p.beauty is None else p.beauty for p in photos])
    rated = np.isfinite(ratings)

    def fit(chosen: NDArray[np.bool_]) -> LinearScore:
        return fit_ratings(bank, ratings, chosen, config.fit)

    scores = _held_out(bank, photos, config, fit)
    reference = scores[bank.clean[rated]]
    final = fit(np.ones(len(photos), np.bool_)).rescaled(AVA_MEAN, AVA_SPREAD, reference)
    themes = [p.theme for p in photos if p.beauty is not None]
    spearman = validation.correlation(reference, ratings[rated], themes, config.data.seed)
    figures = {"val_spearman": spearman.as_list(), **_win_figures(bank, scores, config)}
    return final, figures


def fit_siamese(
    bank: FeatureBank, photos: list[TrainingPhoto], config: BuiltinConfig
) -> tuple[LinearScore, Figures]:
    """Fits and measures the comparison head."""

    def fit(chosen: NDArray[np.bool_]) -> LinearScore:
        return fit_pairs(bank, chosen, config.fit)

    scores = _held_out(bank, photos, config, fit)
    figures = _win_figures(bank, scores, config)
    accuracy = figures["random_pairs"]["all"]
    error = validation.expected_calibration_error(scores, bank.random)
    return fit(np.ones(len(photos), np.bool_)), {
        "val_acc": accuracy,
        "expected_calibration_error": round(error, 4),
        **figures,
    }


def checkpoint_bytes(
    kind: str, trunk: nn.Module, score: LinearScore, config: BuiltinConfig, metric: float
) -> bytes:
    """A checkpoint in the format that people's own training writes, weights in float16."""
    weight, bias = ava_layer(score) if kind == "ava" else pair_layer(score)
    prefix = "head.0" if kind == "ava" else "mlp.0"
    state: dict[str, Tensor] = {f"backbone.{k}": v for k, v in trunk.state_dict().items()}
    state |= {
        f"{prefix}.weight": torch.from_numpy(weight),
        f"{prefix}.bias": torch.from_numpy(bias),
    }
    content = {
        "epoch": 1,
        "model_state_dict": {
            k: v.half() if v.is_floating_point() else v.clone() for k, v in state.items()
        },
        "val_spearman" if kind == "ava" else "val_acc": float(metric),
        "config": config.as_stored(),
    }
    buffer = io.BytesIO()
    torch.save(content, buffer)
    return buffer.getvalue()


def build(
    data: Path,
    out: Path,
    configs: Path,
    *,
    trunk: nn.Module,
    threads: int = 1,
    cache: Path | None = None,
    job: Job = Job(),
) -> dict[str, Figures]:
    """Builds both models into a folder.

    Args:
        data: Folder with ``beauty/`` and ``photos/``, see `read_photos`.
        out: Folder for the four files; created if missing.
        configs: Folder with ``builtin_ava.yaml`` and ``builtin_siamese.yaml``.
        trunk: The trunk as the checkpoints keep it.
        threads: Photos embedded at the same time.
        cache: File that keeps the features for another run with the same data and settings.
        job: Progress and cancel.

    Returns:
        The held-out figures of each kind; intervals as [value, low, high].

    Raises:
        UsageError: If data or configurations cannot be used.
    """
    torch.set_num_threads(1)  # sums in a fixed order, so that a second run gives the same bytes
    settings = {kind: read_config(configs / f"builtin_{kind}.yaml") for kind in FILES}
    shared = {(c.transform.model_dump_json(), c.data.model_dump_json()) for c in settings.values()}
    if len(shared) > 1:
        raise UsageError(
            "Both built-in models are fitted on the same pictures: transform and data "
            f"of the two configurations in {configs} must be equal."
        )
    photos = read_photos(data)
    if cache is not None and cache.is_file():
        bank = load_bank(cache)
    else:
        bank = _compute_features(trunk, photos, settings["ava"], threads, job)
        if cache is not None:
            save_bank(bank, cache)
    out.mkdir(parents=True, exist_ok=True)
    figures = {}
    for kind, fit, name in (("ava", fit_ava, "val_spearman"), ("siamese", fit_siamese, "val_acc")):
        config = settings[kind]
        score, figures[kind] = fit(bank, photos, config)
        checkpoint_name, config_name = FILES[kind]
        content = checkpoint_bytes(kind, trunk, score, config, figures[kind][name][0])
        write_atomically(out / checkpoint_name, content)
        write_atomically(out / config_name, _as_yaml(config, figures[kind]))
    return figures


def _compute_features(
    trunk: nn.Module, photos: list[TrainingPhoto], config: BuiltinConfig, threads: int, job: Job
) -> FeatureBank:
    fused = fuse_for_inference(copy.deepcopy(trunk))
    preprocessing = Preprocessing.from_config(config.as_stored(), "ava")
    return build_bank(
        fused,
        photos,
        preprocessing,
        seed=config.data.seed,
        benchmark_source=config.data.benchmark_source,
        threads=threads,
        job=job,
    )


def _held_out(
    bank: FeatureBank,
    photos: list[TrainingPhoto],
    config: BuiltinConfig,
    fit: Callable[[NDArray[np.bool_]], LinearScore],
) -> Doubles:
    fold = theme_folds([p.theme for p in photos], config.data.folds, config.data.seed)
    return validation.held_out_scores(bank, fold, fit)


def _win_figures(bank: FeatureBank, scores: Doubles, config: BuiltinConfig) -> Figures:
    """Win rates of the benchmark and of the random pairs, of all and of every family."""
    variants = [family for family, _ in benchmark().values()]
    seed = config.data.seed
    rates = {
        "benchmark": validation.win_rates(scores, bank.bench, variants, seed),
        "benchmark_plain": validation.win_rates(scores, bank.bench_plain, variants, seed),
        "random_pairs": validation.win_rates(scores, bank.random, FAMILY_NAMES, seed),
    }
    return {name: {k: f.as_list() for k, f in table.items()} for name, table in rates.items()}


def _as_yaml(config: BuiltinConfig, figures: Figures) -> str:
    text = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump({**config.as_stored(), "validation": figures}, text)
    note = "# Configuration in the checkpoint beside this file, and held-out figures\n"
    return f"{note}# ([value, low and high end of the 95% interval]).\n{text.getvalue()}"


app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Option(help="Folder with beauty/ and photos/.")],
    out: Annotated[Path, typer.Option(help="Folder for the four files.")],
    configs: Annotated[Path | None, typer.Option(help="Default: configs/training.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Photos embedded at the same time.")] = 1,
    cache: Annotated[Path | None, typer.Option(help="Keep the features in this .npz.")] = None,
) -> None:
    """Builds both built-in models and prints their held-out figures as JSON."""

    def show(progress: Progress) -> None:
        if progress.done % 50 == 0:
            typer.echo(f"{progress.stage}: photo {progress.done} of {progress.total}", err=True)

    try:
        figures = build(
            data,
            out,
            configs or bundled_root() / "configs" / "training",
            trunk=stored_trunk(),
            threads=threads,
            cache=cache,
            job=Job(show),
        )
    except AlbumError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error
    typer.echo(json.dumps(figures, indent=2))


if __name__ == "__main__":
    app()
