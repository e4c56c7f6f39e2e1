"""Builds both built-in models and measures them: one command, about half an hour on two cores.

``python -m album_organizer.training.builtin.build --data DIR --out models/album_app_v3``
"""

import copy
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from ruamel.yaml import YAML
from torch import Tensor

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.ml.networks import fuse_for_inference
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.settings.atomic import write_atomically
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin import trunk as imagenet
from album_organizer.training.builtin import validation
from album_organizer.training.builtin.config import BuiltinConfig, read_config
from album_organizer.training.builtin.features import (
    FAMILY_NAMES,
    FeatureBank,
    Pairs,
    build_bank,
    load_bank,
    save_bank,
)
from album_organizer.training.builtin.heads import (
    AVA_MEAN,
    AVA_SPREAD,
    Doubles,
    Hidden,
    ava_layers,
    fit_comparison,
    fit_craft,
    fit_taste,
    pair_layers,
    temperature,
)
from album_organizer.training.builtin.photos import TrainingPhoto, read_photos, theme_folds

FILES = {
    "ava": ("ava_aesthetic_model.pt", "ava_training_config.yaml"),
    "siamese": ("siamese_comparison_model.pt", "siamese_training_config.yaml"),
}
Figures = dict[str, Any]
Chosen = NDArray[np.bool_]


def fit_ava(
    bank: FeatureBank,
    photos: list[TrainingPhoto],
    config: BuiltinConfig,
    trunk: StagePooling,
    job: Job = Job(),
) -> tuple[Hidden, Figures]:
    """Fits, calibrates and measures the aesthetic head.

    Scores of held-out rated photos get AVA's mean and spread. The final head learns from all
    photos and takes over the scale of the held-out scores, because those are what new photos get.
    """
    ratings = np.array([np.nan if p.beauty is None else p.beauty for p in photos])
    rated = np.isfinite(ratings)
    seed = config.data.seed
    blocks, columns = _seen(trunk, config)

    def fit(chosen: Chosen) -> Hidden:
        taste = fit_taste(bank, ratings, chosen, blocks, config.fit)
        craft = fit_craft(bank, chosen, config.fit, seed, job, columns=columns)
        craft = craft.times(config.fit.craft_weight)
        score = craft.plus(taste)
        return score.times(1.0, -float(score(bank.features[bank.clean[chosen & rated]]).mean()))

    fold = _folds(photos, config)
    scores = validation.held_out_scores(bank, fold, fit)
    reference = scores[bank.clean[rated]]
    factor = AVA_SPREAD / reference.std()
    final = fit(np.ones(len(photos), np.bool_)).times(
        factor, AVA_MEAN - factor * float(reference.mean())
    )
    themes = [p.theme for p in photos if p.beauty is not None]
    spearman = validation.correlation(reference, ratings[rated], themes, seed)

    margins = {
        name: scores[pairs.better] - scores[pairs.worse] for name, pairs in _measured(bank).items()
    }
    return final, {"val_spearman": spearman.as_list(), **_win_figures(bank, margins, config)}


def fit_siamese(
    bank: FeatureBank,
    photos: list[TrainingPhoto],
    config: BuiltinConfig,
    trunk: StagePooling,
    job: Job = Job(),
) -> tuple[Hidden, Figures]:
    """Fits, calibrates and measures the comparison head.

    One temperature, from the held-out answers to the random pairs, makes its confidence true.
    """
    columns = _seen(trunk, config)[1]

    def fit(chosen: Chosen) -> Hidden:
        return fit_comparison(bank, chosen, config.fit, config.data.seed, job, columns=columns)

    fold = _folds(photos, config)
    answers = validation.held_out_margins(bank, _measured(bank), fold, fit)
    divisor = temperature(answers["random_pairs"])
    margins = {name: answer / divisor for name, answer in answers.items()}
    figures = _win_figures(bank, margins, config)
    errors = {
        name: round(validation.expected_calibration_error(margin), 4)
        for name, margin in margins.items()
    }
    return fit(np.ones(len(photos), np.bool_)).times(1 / divisor), {
        "val_acc": figures["random_pairs"]["all"],
        "expected_calibration_error": errors["random_pairs"],
        "expected_calibration_error_benchmark": errors["benchmark"],
        "temperature": round(divisor, 4),
        **figures,
    }


def checkpoint_bytes(
    kind: str, trunk: StagePooling, score: Hidden, config: BuiltinConfig, metric: float
) -> bytes:
    """A checkpoint in the format that people's own training writes, convolutions in 8 bits."""
    state: dict[str, Tensor] = {f"backbone.{k}": v for k, v in trunk.state_dict().items()}
    layers = ava_layers(score) if kind == "ava" else pair_layers(score)
    content = {
        "epoch": config.fit.epochs,
        "model_state_dict": {**imagenet.stored(state), **layers},
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
    trunk: StagePooling,
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
    fitted = {
        "ava": fit_ava(bank, photos, settings["ava"], trunk, job),
        "siamese": fit_siamese(bank, photos, settings["siamese"], trunk, job),
    }
    for kind, (score, figures) in fitted.items():
        config, metric = settings[kind], figures["val_spearman" if kind == "ava" else "val_acc"][0]
        checkpoint_name, config_name = FILES[kind]
        write_atomically(
            out / checkpoint_name, checkpoint_bytes(kind, trunk, score, config, metric)
        )
        write_atomically(out / config_name, _as_yaml(config, figures))
    return {kind: figures for kind, (_, figures) in fitted.items()}


def _compute_features(
    trunk: StagePooling, photos: list[TrainingPhoto], config: BuiltinConfig, threads: int, job: Job
) -> FeatureBank:
    fused = fuse_for_inference(copy.deepcopy(trunk))
    preprocessing = Preprocessing.from_config(config.as_stored(), "ava")
    return build_bank(
        fused,
        photos,
        preprocessing,
        seed=config.data.seed,
        benchmark_source=config.data.benchmark_source,
        more_edges=config.data.more_edges,
        threads=threads,
        job=job,
    )


def _seen(trunk: StagePooling, config: BuiltinConfig) -> tuple[list[slice], int]:
    """The columns that taste sees, and how many from the first the pairs' hidden layer sees."""
    return imagenet.taste_blocks(trunk), imagenet.first_columns(trunk, config.fit.stages)


def _folds(photos: list[TrainingPhoto], config: BuiltinConfig) -> NDArray[np.intp]:
    return theme_folds([p.theme for p in photos], config.data.folds, config.data.seed)


def _measured(bank: FeatureBank) -> dict[str, Pairs]:
    """The lists of pairs that both kinds are measured on, by the names of their figures."""
    return {
        "benchmark": bank.bench,
        "benchmark_plain": bank.bench_plain,
        "random_pairs": bank.random,
    }


def _win_figures(
    bank: FeatureBank, margins: Mapping[str, Doubles], config: BuiltinConfig
) -> Figures:
    """Win rates of the benchmark and of the random pairs, of all and of every family."""
    variants = [family for family, _ in benchmark().values()]
    return {
        name: {
            family: figure.as_list()
            for family, figure in validation.win_rates(
                margins[name],
                pairs,
                FAMILY_NAMES if name == "random_pairs" else variants,
                config.data.seed,
            ).items()
        }
        for name, pairs in _measured(bank).items()
    }


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
        if progress.done % 12 == 0:
            typer.echo(f"{progress.stage}: {progress.done} of {progress.total}", err=True)

    try:
        figures = build(
            data,
            out,
            configs or bundled_root() / "configs" / "training",
            trunk=imagenet.load_trunk(),
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
