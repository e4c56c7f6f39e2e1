"""An evaluation as plain data for JSON (schema 1)."""

import importlib.metadata
import platform
from collections.abc import Mapping
from typing import Any

from album_organizer import __version__
from album_organizer.evaluation.benchmark_figures import Benchmark, WinRates
from album_organizer.evaluation.calibration import BINS, CLOSE_CALL, PairFigures
from album_organizer.evaluation.damage_variants import SIDE, all_variants
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.evaluation_words import cautions, lead
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.statistics import RESAMPLES, SEED
from album_organizer.export.report import problems_to_list

SCHEMA = 1
_DIGITS = 5
_PACKAGES = ("torch", "numpy", "opencv-python-headless", "pillow")


def evaluation_to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation in the form of the JSON schema 1.

    Args:
        evaluation: Of either kind.

    Returns:
        Plain dictionaries, lists, strings and finite numbers, for
        :func:`album_organizer.export.report.to_json`. A measured figure holds ``values`` by
        version and ``differences`` of every further version to the first one, each as value, low
        and high end of its 95% interval.
    """
    request = evaluation.request
    return {
        "schema": SCHEMA,
        "kind": evaluation.kind,
        "versions": [
            {
                "version": one.info.version,
                "sha256": one.info.sha256,
                "path": one.info.path,
                "trained_on": one.trained_on,
            }
            for one in evaluation.versions
        ],
        "summary": lead(evaluation),
        "cautions": cautions(evaluation),
        "settings": {
            "photos": str(request.folder),
            "labels": None if request.labels is None else str(request.labels),
            "score_column": request.score_column,
            "sample": request.sample,
            "seed": request.seed,
            "longer_side_px": SIDE,
            "resamples": RESAMPLES,
            "resampling_seed": SEED,
            "interval": 0.95,
        },
        "software": software(),
        "photos_found": evaluation.found,
        "benchmark": _benchmark(evaluation, evaluation.benchmark),
        "labels": _agreement(evaluation),
        "problems": problems_to_list(evaluation.problems),
    }


def software() -> dict[str, str]:
    """What the figures were computed with."""
    found = {"album-organizer": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _benchmark(evaluation: Evaluation, found: Benchmark) -> dict[str, Any]:
    extra = {variant.name for variant in all_variants() if variant.extra}
    return {
        "photos": found.photos,
        "all": _rates(found.overall),
        "families": _all_rates(found.families),
        "variants": _all_rates({k: v for k, v in found.variants.items() if k not in extra}),
        "extra": {
            "families": _all_rates(found.extra),
            "variants": _all_rates({k: v for k, v in found.variants.items() if k in extra}),
        },
        "calibration": None if found.pairs is None else _pairs(evaluation, found.pairs),
        "mistakes": {
            name: [
                {
                    "path": one.path,
                    "variant": one.variant,
                    "original": round(one.original, _DIGITS),
                    "damaged": round(one.damaged, _DIGITS),
                }
                for one in mistakes
            ]
            for name, mistakes in zip(evaluation.names, found.mistakes, strict=True)
        },
    }


def _agreement(evaluation: Evaluation) -> dict[str, Any] | None:
    agreement, names = evaluation.agreement, evaluation.names
    if isinstance(agreement, PairAgreement):
        return {
            "photos": agreement.photos,
            "groups": agreement.groups,
            **_pairs(evaluation, agreement.figures),
            "mistakes": {
                name: [
                    {"winner": m.winner, "loser": m.loser, "p_loser": round(m.probability, _DIGITS)}
                    for m in mistakes
                ]
                for name, mistakes in zip(names, agreement.mistakes, strict=True)
            },
        }
    return None if agreement is None else _scores(agreement, names)


def _scores(agreement: ScoreAgreement, names: tuple[str, ...]) -> dict[str, Any]:
    figures = agreement.figures
    sides = {"overrated": agreement.overrated, "underrated": agreement.underrated}
    return {
        "photos": len(agreement.labels),
        "themes": agreement.themes,
        "scale": None if agreement.scale is None else list(agreement.scale),
        "spearman": _measured(figures.spearman),
        "pearson": _measured(figures.pearson),
        "mae": None if figures.error is None else _measured(figures.error),
        "bias": None if figures.bias is None else _measured(figures.bias),
        "score_sd": _measured(figures.spread),
        "label_sd": round(figures.label_spread, _DIGITS),
        "pair_accuracy": _measured(figures.pair_accuracy),
        "pair_accuracy_photos": figures.paired_photos,
        **{
            side: {
                name: [
                    {"path": m.path, "score": round(m.score, _DIGITS), "label": m.label}
                    for m in photos
                ]
                for name, photos in zip(names, by_version, strict=True)
            }
            for side, by_version in sides.items()
        },
    }


def _pairs(evaluation: Evaluation, figures: PairFigures) -> dict[str, Any]:
    return {
        "pairs": figures.pairs,
        "accuracy": _measured(figures.accuracy),
        "expected_calibration_error": _measured(figures.calibration_error),
        "calibration_bins": BINS,
        "brier": _measured(figures.brier),
        "too_close_to_call": _measured(figures.close),
        "too_close_below": CLOSE_CALL,
        "one_order_error": _measured(figures.order_error),
        "side_consistency": _measured(figures.consistency),
        "reliability": {
            name: [
                {
                    "pairs": b.pairs,
                    "stated": round(b.stated, _DIGITS),
                    "right": round(b.right, _DIGITS),
                }
                for b in bins
            ]
            for name, bins in zip(evaluation.names, figures.bins, strict=True)
        },
    }


def _all_rates(rates: Mapping[str, WinRates]) -> dict[str, Any]:
    return {name: _rates(one) for name, one in rates.items()}


def _rates(rates: WinRates) -> dict[str, Any]:
    return {"same_detail": _measured(rates.same_detail), "as_is": _measured(rates.as_is)}


def _measured(measured: Measured) -> dict[str, Any]:
    return {
        "values": [_estimate(one) for one in measured.values],
        "differences": [_estimate(one) for one in measured.differences],
    }


def _estimate(one: Estimate | None) -> list[float] | None:
    if one is None:
        return None
    return [round(x, _DIGITS) for x in (one.value, one.low, one.high)]
