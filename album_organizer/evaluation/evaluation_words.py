"""An evaluation in words and rows, for the command line and the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from album_organizer.evaluation.benchmark_figures import WinRates
from album_organizer.evaluation.calibration import PairFigures
from album_organizer.evaluation.damage_variants import FAMILY_WORDS, all_variants
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.words import correlation, percent, plural

FEW = 20
"""Photos below which intervals are rough themselves."""

_MINUS = "\N{MINUS SIGN}"

SAME_DETAIL_SENTENCE = (
    "A cropped version of a small photo has less detail, which alone would give it away; so the "
    "original is first reduced until both have the same (“same detail”), and once more "
    "compared as it is."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        name: Of the figure.
        values: By version, with intervals.
        differences: Of every version but the first to the first one.
        verdicts: Of each difference: 1 better, -1 worse, 0 if chance can explain it.
    """

    name: str
    values: tuple[str, ...]
    differences: tuple[str, ...]
    verdicts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


def lead(evaluation: Evaluation) -> str:
    """What the benchmark found, in two sentences at most."""
    rates, names = evaluation.benchmark.overall.same_detail, evaluation.names
    verb = "scores" if evaluation.kind == "ava" else "prefers"
    each = [
        f"{name} in {interval(value, 'of the cases')}"
        for name, value in zip(names, rates.values, strict=True)
    ]
    said = (
        f"Of {plural(evaluation.benchmark.photos, 'photo')}, {names[0]} {verb} the original "
        f"{'above' if evaluation.kind == 'ava' else 'to'} its damaged version in "
        f"{each[0].removeprefix(f'{names[0]} in ')}"
        f"{''.join(f', {one}' for one in each[1:])}; all 27 kinds of damage count the same."
    )
    return " ".join([said, *_verdicts(evaluation)])


def cautions(evaluation: Evaluation) -> list[str]:
    """What a reader must know before believing the figures."""
    found = [*_training_cautions(evaluation)]
    if evaluation.benchmark.photos < FEW:
        photos = plural(evaluation.benchmark.photos, "photo")
        found.append(f"With {photos}, even the intervals are rough; take {FEW} or more.")
    agreement = evaluation.agreement
    if isinstance(agreement, ScoreAgreement):
        found += _label_cautions(agreement)
    units = agreement.themes if isinstance(agreement, ScoreAgreement) else None
    if isinstance(agreement, PairAgreement):
        units = agreement.groups
    if units == 1:
        found.append(
            "The label file names a single theme or group, which tells nothing about others: "
            "intervals beside its labels are too narrow."
        )
    if isinstance(agreement, PairAgreement) and units is None:
        found.append(
            "The label file has no column group, so pairs are taken for independent; if they share "
            "photos or moments, their intervals are too narrow."
        )
    return found


def benchmark_table(evaluation: Evaluation) -> Table:
    """The 27 variants by family."""
    found = evaluation.benchmark
    rows = [
        _share_row("All 27, same detail", found.overall.same_detail),
        _share_row("All 27, as is", found.overall.as_is),
        *_family_rows(found.families),
    ]
    return Table(f"{_winning(evaluation)}, {plural(found.photos, 'photo')}", tuple(rows))


def extra_table(evaluation: Evaluation) -> Table:
    """Damage that is not part of the 27."""
    return Table(
        "Further damage, not of the 27",
        tuple(_family_rows(evaluation.benchmark.extra)),
    )


def variant_table(evaluation: Evaluation) -> Table:
    """Every variant by itself, with the same detail."""
    rows = [
        _share_row(variant.words, evaluation.benchmark.variants[variant.name].same_detail)
        for variant in all_variants()
    ]
    return Table("Every kind of damage, same detail", tuple(rows))


def pair_table(title: str, figures: PairFigures, *, accuracy: bool) -> Table:
    """Calibration of a Siamese model.

    Args:
        title: Of the table.
        figures: Over some pairs.
        accuracy: Whether to show the share of right decisions as well.
    """
    rows = [
        _number_row("Expected calibration error", figures.calibration_error, -1, 3),
        _number_row("Brier score", figures.brier, -1, 3),
        _share_row("Too close to call (45 to 55%)", figures.close, 0),
        _share_row("Same favourite in both orders", figures.consistency),
        _number_row("Mean error of one order alone", figures.order_error, -1, 3),
    ]
    if accuracy:
        rows.insert(0, _share_row("Pairs decided rightly", figures.accuracy))
    return Table(f"{title}, {plural(figures.pairs, 'pair')}", tuple(rows))


def score_table(agreement: ScoreAgreement) -> Table:
    """AVA versions beside labels."""
    figures = agreement.figures
    rows = [
        _number_row("Spearman (order)", figures.spearman, 1, 2),
        _number_row("Pearson (scores)", figures.pearson, 1, 2),
        _share_row("Pairs of photos in the right order", figures.pair_accuracy),
    ]
    if figures.error is not None and figures.bias is not None:
        rows.append(_number_row("Mean absolute error", figures.error, -1, 2))
        rows.append(_number_row("Mean of score minus label", figures.bias, 0, 2))
    spread = f"Spread of the scores (labels: {figures.label_spread:.2f})"
    rows.append(_number_row(spread, figures.spread, 0, 2))
    themes = "" if agreement.themes is None else f" in {plural(agreement.themes, 'theme')}"
    title = f"Beside the labels of {plural(len(agreement.labels), 'photo')}{themes}"
    return Table(title, tuple(rows))


def tables(evaluation: Evaluation) -> list[Table]:
    """All tables of an evaluation but that of single variants."""
    found = [benchmark_table(evaluation), extra_table(evaluation)]
    pairs, agreement = evaluation.benchmark.pairs, evaluation.agreement
    if pairs is not None:
        found.append(pair_table("Calibration on the 27 variants", pairs, accuracy=False))
    if isinstance(agreement, ScoreAgreement):
        found.append(score_table(agreement))
    if isinstance(agreement, PairAgreement):
        found.append(pair_table("Beside people's decisions", agreement.figures, accuracy=True))
    return found


def interval(value: Estimate | None, of: str = "") -> str:
    """``"66% (63 to 69)"``; with ``of``, ``"66% of the cases (63 to 69)"``."""
    if value is None:
        return "not defined"
    middle = f" {of}" if of else ""
    low, high = percent(value.low).replace("%", ""), percent(value.high).replace("%", "")
    return f"{percent(value.value)}{middle} ({low} to {high})"


def signed(value: float, digits: int = 0) -> str:
    """``"+3"``; a minus sign where it belongs, none for what rounds to 0."""
    text = f"{value:+.{digits}f}"
    return text[1:] if not float(text) else text.replace("-", _MINUS)


def family_words(family: str) -> str:
    """What a person calls a family of damage."""
    return FAMILY_WORDS[family]


def _verdicts(evaluation: Evaluation) -> list[str]:
    first, *others = evaluation.names
    sentences = []
    differences = evaluation.benchmark.overall.same_detail.differences
    for name, difference in zip(others, differences, strict=True):
        if difference is None:
            continue
        low, high = 100 * difference.low, 100 * difference.high
        if difference.low > 0 or difference.high < 0:
            word, ends = ("better", (low, high)) if low > 0 else ("worse", (-high, -low))
            by = f"{ends[0]:.0f} to {ends[1]:.0f} percentage points"
            sentences.append(f"{name} is {word} than {first} by {by} (95% interval).")
        else:
            by = f"{signed(low)} to {signed(high)} percentage points, 95% interval"
            sentences.append(
                f"Between {name} and {first} there is no difference that chance could not explain "
                f"({by})."
            )
    return sentences


def _training_cautions(evaluation: Evaluation) -> list[str]:
    found, unknown = [], []
    folders = [part.lower() for part in PurePath(evaluation.request.folder.absolute()).parts]
    for version in evaluation.versions:
        name, data = version.info.version, version.trained_on
        if data is None:
            unknown.append(name)
        elif data.lower() in folders:
            found.append(
                f"{name} was trained on {data}, and these photos lie in a folder of that name: its "
                "figures are flattering."
            )
        else:
            found.append(
                f"{name} was trained on {data}; if these photos are part of that, its figures are "
                "flattering."
            )
    if unknown:
        found.append(
            f"What {' and '.join(unknown)} learned from is not told in the file: figures are "
            "flattering where a version was trained on these photos."
        )
    return found


def _label_cautions(agreement: ScoreAgreement) -> list[str]:
    found = []
    if agreement.figures.error is None:
        found.append(
            "The labels are on a scale that the file does not tell, so no mean error is given "
            "(--label-scale 1-10 tells it)."
            if agreement.scale is None
            else f"The labels are on a scale from {agreement.scale[0]:g} to "
            f"{agreement.scale[1]:g}, the scores from 1 to 10, so no mean error is given."
        )
    if agreement.figures.paired_photos < len(agreement.labels):
        found.append(
            f"Pairs of photos were made of {agreement.figures.paired_photos:,} photos drawn by lot."
        )
    return found


def _winning(evaluation: Evaluation) -> str:
    if evaluation.kind == "ava":
        return "The original scores higher"
    return "The original is preferred"


def _family_rows(families: Mapping[str, WinRates]) -> list[Row]:
    return [
        _share_row(family_words(family), rates.same_detail) for family, rates in families.items()
    ]


def _share_row(name: str, measured: Measured, direction: int = 1) -> Row:
    return _row(name, measured, direction, interval, 100, 0)


def _number_row(name: str, measured: Measured, direction: int, digits: int) -> Row:
    def value(one: Estimate | None) -> str:
        if one is None:
            return "not defined"
        middle, low, high = (_number(x, digits) for x in (one.value, one.low, one.high))
        return f"{middle} ({low} to {high})"

    return _row(name, measured, direction, value, 1, digits)


def _row(
    name: str,
    measured: Measured,
    direction: int,
    value: Callable[[Estimate | None], str],
    factor: float,
    digits: int,
) -> Row:
    """A row; differences are multiplied by the factor and get so many digits."""
    return Row(
        name,
        tuple(value(one) for one in measured.values),
        tuple(_difference(one, factor, digits) for one in measured.differences),
        tuple(direction * _sign(one, factor, digits) for one in measured.differences),
    )


def _sign(difference: Estimate | None, factor: float, digits: int) -> int:
    """1 or -1 if the whole interval, as it is shown, lies on that side of 0, otherwise 0."""
    if difference is None:
        return 0
    low, high = (round(factor * end, digits) for end in (difference.low, difference.high))
    return int(low > 0) - int(high < 0)


def _difference(one: Estimate | None, factor: float, digits: int) -> str:
    if one is None:
        return "not defined"
    middle, low, high = (signed(factor * x, digits) for x in (one.value, one.low, one.high))
    return f"{middle} ({low} to {high})"


def _number(value: float, digits: int) -> str:
    if digits == 2:
        return correlation(value)
    return f"{value:.{digits}f}".replace("-", _MINUS)
