"""A comparison of two versions as plain data for JSON (schema 1)."""

from typing import Any

from album_organizer.domain.album import ModelInfo
from album_organizer.evaluation.results import (
    DecisionAgreement,
    Estimate,
    PairFigures,
    VersionComparison,
)
from album_organizer.evaluation.words import agreement_sentence, summary

SCHEMA = 1
_SHARE_DIGITS = 4
_SCORE_DIGITS = 3
_SPEED_DIGITS = 2


def comparison_to_dict(comparison: VersionComparison) -> dict[str, Any]:
    """A comparison in the form of the JSON schema 1.

    Args:
        comparison: Of either kind.

    Returns:
        Plain dictionaries, lists, strings and finite numbers, for
        :func:`album_organizer.export.report.to_json`. ``scores`` has every photo of an AVA
        comparison, ``pairs`` and what follows it every pair of a Siamese one.
    """
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": comparison.kind,
        "a": comparison.a.version,
        "b": comparison.b.version,
        "models": {"a": _model(comparison.a), "b": _model(comparison.b)},
        "folder": comparison.folder,
        "summary": f"{summary(comparison)} {agreement_sentence(comparison)}",
        "photos": comparison.photos,
        "spearman": _value(comparison.spearman),
        "spearman_ci": _interval(comparison.spearman),
        "groups": comparison.groups,
        "flips": [
            {
                "group": flip.group,
                "photos": list(flip.paths),
                "winner_a": flip.winner_a,
                "winner_b": flip.winner_b,
            }
            for flip in comparison.flips
        ],
        "picks_changed": comparison.picks_changed,
        "entering": list(comparison.entering),
        "leaving": list(comparison.leaving),
        "agreement": _agreement(comparison.agreement),
        "img_s_a": _rounded(comparison.img_s_a, _SPEED_DIGITS),
        "img_s_b": _rounded(comparison.img_s_b, _SPEED_DIGITS),
    }
    if comparison.pair_figures is None:
        result["scores"] = _scores(comparison)
    else:
        result |= _pair_figures(comparison, comparison.pair_figures)
    return result


def _model(info: ModelInfo) -> dict[str, str]:
    return {"version": info.version, "sha256": info.sha256, "path": info.path}


def _agreement(agreement: DecisionAgreement) -> dict[str, Any]:
    return {
        "picks": agreement.picks,
        "rejects": agreement.rejects,
        "pairs": agreement.pairs,
        "share_a": _rounded(agreement.share_a, _SHARE_DIGITS),
        "share_b": _rounded(agreement.share_b, _SHARE_DIGITS),
        "difference": _value(agreement.difference),
        "difference_ci": _interval(agreement.difference),
        "verdict": agreement.verdict.value,
    }


def _scores(comparison: VersionComparison) -> list[dict[str, Any]]:
    return [
        {
            "path": change.path,
            "a": round(change.score_a, _SCORE_DIGITS),
            "b": round(change.score_b, _SCORE_DIGITS),
            "rank_a": round(change.rank_a, _SHARE_DIGITS),
            "rank_b": round(change.rank_b, _SHARE_DIGITS),
        }
        for change in comparison.changes
    ]


def _pair_figures(comparison: VersionComparison, figures: PairFigures) -> dict[str, Any]:
    return {
        "pairs": len(comparison.pairs),
        "agreement_rate": _value(figures.agreement),
        "agreement_rate_ci": _interval(figures.agreement),
        "flipped_pairs": figures.flipped,
        "consistency_a": _rounded(figures.consistency_a, _SHARE_DIGITS),
        "consistency_b": _rounded(figures.consistency_b, _SHARE_DIGITS),
        "swapped_pairs": figures.swapped,
        "comparisons": [
            {
                "first": pair.first,
                "second": pair.second,
                "group": pair.group,
                "p_a": round(pair.p_a, _SHARE_DIGITS),
                "p_b": round(pair.p_b, _SHARE_DIGITS),
                "flipped": pair.flipped,
            }
            for pair in comparison.pairs
        ],
    }


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else round(estimate.value, _SHARE_DIGITS)


def _interval(estimate: Estimate | None) -> list[float] | None:
    if estimate is None:
        return None
    return [round(estimate.low, _SHARE_DIGITS), round(estimate.high, _SHARE_DIGITS)]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
