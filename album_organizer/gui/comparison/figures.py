"""The line of figures under the answer; every figure explains itself when touched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from album_organizer.evaluation.results import PairFigures, VersionComparison
from album_organizer.gui.comparison.words import (
    as_html,
    correlation_interval,
    percent_interval,
    short_names,
)
from album_organizer.gui.panels.elements import ElidedLabel, labelled
from album_organizer.gui.theme import number_font
from album_organizer.gui.wording import percent
from album_organizer.i18n import number, tr


@dataclass(frozen=True, slots=True)
class Figure:
    """One number.

    Attributes:
        value: The number.
        caption: What it is, in a few words.
        explanation: What it means.
    """

    value: str
    caption: str
    explanation: str


def figures_of(comparison: VersionComparison) -> tuple[Figure, ...]:
    """The figures of a comparison; what could not be measured says so."""
    a, b = short_names(comparison)
    figures = list(_of_pairs(comparison.pair_figures, len(comparison.pairs), a, b))
    figures.append(_correlation(comparison))
    if comparison.groups:
        figures.append(
            Figure(
                tr("{n} of {m}").format(
                    n=number(len(comparison.flips), ","), m=number(comparison.groups, ",")
                ),
                tr("group winners change"),
                tr("Groups of similar shots in which {b} proposes another shot than {a}.").format(
                    a=a, b=b
                ),
            )
        )
    figures.append(
        Figure(
            tr("{n} in, {m} out").format(
                n=number(len(comparison.entering), ","), m=number(len(comparison.leaving), ",")
            ),
            tr("album photos change"),
            tr("Photos that enter or leave the proposed album when {b} takes over.").format(b=b),
        )
    )
    figures.append(_speed(comparison, a, b))
    return tuple(figures)


def _correlation(comparison: VersionComparison) -> Figure:
    found = comparison.spearman
    explanation = tr(
        "1 means that both put everything in the same order, 0 that their orders have nothing in"
        " common. In brackets the range in which the true value lies with 95% certainty."
    )
    if found is None:
        return Figure(tr("not defined"), tr("rank correlation"), explanation)
    return Figure(correlation_interval(found), tr("rank correlation"), explanation)


def _speed(comparison: VersionComparison, a: str, b: str) -> Figure:
    speeds = [
        tr("?") if speed is None else number(speed, ".0f") if speed >= 10 else number(speed, ".1f")
        for speed in (comparison.img_s_a, comparison.img_s_b)
    ]
    return Figure(
        tr("{a} and {b}").format(a=speeds[0], b=speeds[1]),
        tr("photos/s, {a} and {b}").format(a=a, b=b),
        tr("Photos judged per second on this computer, without reading the files."),
    )


def _of_pairs(figures: PairFigures | None, pairs: int, a: str, b: str) -> Iterator[Figure]:
    if figures is None:
        return
    agreement = figures.agreement
    yield Figure(
        tr("no pairs")
        if agreement is None
        else f"{percent(agreement.value)} ({percent_interval(agreement)})",
        tr("same preference ({n} of {m} flip)").format(
            n=number(figures.flipped, ","), m=number(pairs, ",")
        ),
        tr("Pairs of similar photos in which both versions prefer the same one."),
    )
    shares = [
        tr("?") if share is None else percent(share)
        for share in (figures.consistency_a, figures.consistency_b)
    ]
    yield Figure(
        tr("{a} and {b}").format(a=shares[0], b=shares[1]),
        tr("same if swapped, {a} and {b}").format(a=a, b=b),
        tr(
            "Share of {n} pairs in which a version prefers the same photo when the two are handed"
            " over in the other order."
        ).format(n=number(figures.swapped, ",")),
    )


class FiguresLine(QWidget):
    """Figures side by side.

    Args:
        figures: What is shown.
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for figure in figures:
            row.addWidget(_block(figure))
        row.addStretch(1)


def _block(figure: Figure) -> QWidget:
    block = QWidget()
    # A tool tip that looks like HTML is read as HTML, and names of versions come from outside.
    block.setToolTip(as_html(figure.explanation))
    block.setAccessibleName(f"{figure.caption}: {figure.value}")
    block.setAccessibleDescription(figure.explanation)
    value = labelled(figure.value, "heading")
    value.setFont(number_font(value.font()))
    value.setMinimumWidth(value.sizeHint().width())
    caption = ElidedLabel("secondary", hugging=True)
    caption.set_text(figure.caption)
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(value)
    column.addWidget(caption)
    return block
