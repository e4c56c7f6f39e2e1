"""An evaluation as one HTML file that needs nothing else."""

from collections.abc import Callable
from typing import Any

from album_organizer.evaluation.benchmark_figures import Mistake
from album_organizer.evaluation.calibration import CLOSE_CALL, PairFigures
from album_organizer.evaluation.damage_variants import SIDE, all_variants
from album_organizer.evaluation.evaluation_report_json import software
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    Misjudged,
    PairAgreement,
    ScoreAgreement,
    WrongPair,
)
from album_organizer.evaluation.evaluation_words import (
    SAME_DETAIL_SENTENCE,
    benchmark_table,
    cautions,
    extra_table,
    family_words,
    lead,
    pair_table,
    score_table,
    variant_table,
)
from album_organizer.evaluation.report_page import TITLES, picture, render
from album_organizer.evaluation.statistics import RESAMPLES
from album_organizer.evaluation.words import percent, plural

Picture = Callable[[str, str | None], bytes | None]
"""(path, name of the damage or None) -> bytes of a JPEG, or None."""


def evaluation_to_html(evaluation: Evaluation, jpeg: Picture) -> str:
    """Writes an evaluation as a page that works offline, in light and dark, and on a telephone.

    Args:
        evaluation: Of either kind.
        jpeg: Finds pictures.

    Returns:
        The page, the same for the same evaluation and pictures.
    """
    found, names = evaluation.benchmark, evaluation.names
    return render(
        "evaluation.html.j2",
        names=names,
        heading=", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1],
        versions=[version.info for version in evaluation.versions],
        colors=_colors(names),
        verdicts={1: "better", 0: "", -1: "worse"},
        title=TITLES[evaluation.kind],
        photos=plural(found.photos, "photo"),
        folder=evaluation.request.folder.absolute().name,
        lead=lead(evaluation),
        cautions=cautions(evaluation),
        rates_plot=_rates_plot(evaluation),
        benchmark_tables=[benchmark_table(evaluation), extra_table(evaluation)],
        variant_table=variant_table(evaluation),
        calibration=None if found.pairs is None else _calibration(evaluation, found.pairs),
        agreement=_agreement(evaluation),
        pictures=_pictures(evaluation, jpeg),
        method=_method(evaluation),
        problems=evaluation.problems,
    )


def _colors(names: tuple[str, ...]) -> dict[str, str]:
    """Version -> class of its mark in a legend."""
    if len(names) == 1:
        return {names[0]: "only"}
    return {name: f"version-{letter}" for name, letter in zip(names, "abcd", strict=False)}


def _legend(evaluation: Evaluation) -> tuple[str, ...]:
    """Names that need a legend: a single one stands in the title."""
    return evaluation.names if len(evaluation.names) > 1 else ()


def _rates_plot(evaluation: Evaluation) -> dict[str, Any]:
    from album_organizer.evaluation import evaluation_plots  # noqa: PLC0415 (imports Matplotlib)

    found = evaluation.benchmark
    rows = {"All 27": found.overall.same_detail}
    rows |= {family_words(name): rates.same_detail for name, rates in found.families.items()}
    extra = {family_words(name): rates.same_detail for name, rates in found.extra.items()}
    return {
        "title": "How often the original wins",
        "size": "wide",
        "legend": _legend(evaluation),
        "svg": evaluation_plots.win_rates(rows, extra),
        "label": f"Win rates of {' and '.join(evaluation.names)} by kind of damage; the figures "
        "are in the tables below.",
        "caption": "With 95% intervals. The dashed line is what tossing a coin would reach; below "
        "the gap stands damage that is not part of the 27.",
    }


def _calibration(evaluation: Evaluation, figures: PairFigures) -> dict[str, Any]:
    return {
        "plots": [_reliability(evaluation, figures, "the 27 variants")],
        "table": pair_table("Calibration on the 27 variants", figures, accuracy=False),
    }


def _reliability(evaluation: Evaluation, figures: PairFigures, of: str) -> dict[str, Any]:
    from album_organizer.evaluation import evaluation_plots  # noqa: PLC0415 (imports Matplotlib)

    return {
        "title": f"Stated and actual confidence, {of}",
        "size": "",
        "legend": _legend(evaluation),
        "svg": evaluation_plots.reliability(figures.bins),
        "label": f"Reliability plot of {' and '.join(evaluation.names)}.",
        "caption": "On the dashed line a version means what it says: above, it is too modest, "
        "below, too sure of itself. A larger mark stands for more pairs.",
    }


def _agreement(evaluation: Evaluation) -> dict[str, Any] | None:
    agreement = evaluation.agreement
    if agreement is None:
        return None
    if isinstance(agreement, PairAgreement):
        table = pair_table("Beside people's decisions", agreement.figures, accuracy=True)
        plot = _reliability(evaluation, agreement.figures, "people's decisions")
        return {"table": table, "plots": [plot]}
    return {"table": score_table(agreement), "plots": _scatters(evaluation, agreement)}


def _scatters(evaluation: Evaluation, agreement: ScoreAgreement) -> list[dict[str, Any]]:
    from album_organizer.evaluation import evaluation_plots  # noqa: PLC0415 (imports Matplotlib)

    count = len(evaluation.names)
    return [
        {
            "title": f"Labels and scores of {name}",
            "size": "",
            "legend": (),
            "svg": evaluation_plots.label_scatter(agreement.labels, scores, number, count),
            "label": f"Scatter plot of {plural(len(scores), 'photo')}: label across, score by "
            f"{name} upwards.",
            "caption": "The line is the one that fits the points best.",
        }
        for number, (name, scores) in enumerate(
            zip(evaluation.names, agreement.scores, strict=True)
        )
    ]


def _pictures(evaluation: Evaluation, jpeg: Picture) -> list[dict[str, Any]]:
    """Sections with the worst mistakes of every version."""
    sections = []
    for number, name in enumerate(evaluation.names):
        mistakes = evaluation.benchmark.mistakes[number]
        sections.append(
            {
                "title": f"Worst mistakes of {name}",
                "note": "Damaged photos that beat the original by the most; one for each photo."
                if mistakes
                else "None: the original always wins.",
                "duels": [_duel(mistake, evaluation.kind, jpeg) for mistake in mistakes],
                "photos": [],
            }
        )
    agreement = evaluation.agreement
    for number, name in enumerate(evaluation.names):
        if isinstance(agreement, ScoreAgreement):
            sections += _misjudged_sections(agreement, number, name, jpeg)
        elif agreement is not None:
            wrong = agreement.mistakes[number]
            sections.append(
                {
                    "title": f"Decisions against people by {name}",
                    "note": "Those it is surest of."
                    if wrong
                    else "None: it decides every pair as people do.",
                    "duels": [_wrong_pair(pair, jpeg) for pair in wrong],
                    "photos": [],
                }
            )
    return sections


def _duel(mistake: Mistake, kind: str, jpeg: Picture) -> dict[str, Any]:
    words = next(v.words for v in all_variants() if v.name == mistake.variant)
    original, damaged = (
        f"Score {figure:.1f}" if kind == "ava" else f"Preferred with {percent(figure)}"
        for figure in (mistake.original, mistake.damaged)
    )
    path = mistake.path
    return {
        "title": words[0].upper() + words[1:],
        "photos": [
            picture(path, jpeg(path, None), "Original", original),
            picture(path, jpeg(path, mistake.variant), "Damaged", damaged),
        ],
    }


def _wrong_pair(pair: WrongPair, jpeg: Picture) -> dict[str, Any]:
    return {
        "title": f"{percent(pair.probability)} sure of the other one",
        "photos": [
            picture(pair.winner, jpeg(pair.winner, None), "Preferred by people"),
            picture(pair.loser, jpeg(pair.loser, None), "Preferred by the version"),
        ],
    }


def _misjudged_sections(
    agreement: ScoreAgreement, number: int, name: str, jpeg: Picture
) -> list[dict[str, Any]]:
    sides = (("over", agreement.overrated[number]), ("under", agreement.underrated[number]))
    return [
        {
            "title": f"Most {side}rated by {name}",
            "note": "Its place in the order of the scores is the furthest "
            f"{'above' if side == 'over' else 'below'} the one in the order of the labels."
            if photos
            else "None.",
            "duels": [],
            "photos": [_misjudged(photo, jpeg) for photo in photos],
        }
        for side, photos in sides
    ]


def _misjudged(photo: Misjudged, jpeg: Picture) -> dict[str, str | None]:
    return picture(
        photo.path,
        jpeg(photo.path, None),
        f"Score {photo.score:.1f}, label {photo.label:.1f}",
        f"Above {percent(photo.rank)} by score, {percent(photo.label_rank)} by label",
    )


def _method(evaluation: Evaluation) -> list[str]:
    request, photos = evaluation.request, evaluation.benchmark.photos
    drawn = (
        f"{plural(photos, 'photo')} of {evaluation.found:,} in the folder, drawn with seed "
        f"{request.seed}"
        if evaluation.found > request.sample
        else f"All {plural(photos, 'photo')} of the folder that can be read"
    )
    figures = ", ".join(f"{name} {version}" for name, version in software().items())
    sentences = [
        f"{drawn}, reduced to {SIDE} px on the longer side, so that a blur of two pixels means the "
        "same for every photo. 27 variants of each are made, and the original is asked against "
        "every one; a tie counts half.",
        SAME_DETAIL_SENTENCE,
        f"Intervals are 95% bootstrap intervals ({RESAMPLES:,} samples) that draw whole photos, or "
        "the themes and groups of a label file. Differences are taken on the same photos; coloured "
        "ones exclude 0, which chance alone brings about in one of twenty.",
        "The simulated damage says nothing of moments: closed eyes, a better smile.",
    ]
    if evaluation.kind == "siamese":
        sentences.append(
            f"Both orders of a pair are averaged; under {percent(CLOSE_CALL)} from one half an "
            "answer is too close to call. The expected calibration error is the mean distance "
            "between how sure the version says it is and how often it is right, over ten steps; a "
            "few hundred pairs alone make it a hundredth or two."
        )
    return [*sentences, f"Software: {figures}."]
