"""Which version agrees more with what the person picked and rejected."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from album_organizer.evaluation.agreement import (
    MIN_DECISIONS,
    MIN_GROUPS,
    MIN_OF_EACH,
    MIN_PAIRS,
)
from album_organizer.evaluation.results import Estimate, Verdict, VersionComparison
from album_organizer.gui.comparison.keys import VersionKey, VersionLook, draw_mark
from album_organizer.gui.comparison.words import points, short_names
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.wording import percent, photo_count
from album_organizer.i18n import number, tr

_MAX_WIDTH = 880
_BAR = 12


class ShareBar(QWidget):
    """How often a version agrees: a bar from 0 to 100%, with a mark where chance stands.

    Args:
        theme: Colours.
        look: Which of the two versions.
        share: 0..1.
        name: Of the version.
    """

    def __init__(self, theme: Theme, look: VersionLook, share: float, name: str) -> None:
        super().__init__()
        self._theme, self._look, self._share = theme, look, share
        self.text = percent(share)
        self.setFixedHeight(28)
        self.setAccessibleName(
            tr("{name} agrees in {share} of the pairs").format(name=name, share=self.text)
        )
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws track, bar, the mark at 50% and the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = number_font(self.font(), bold=True)
        painter.setFont(font)
        room = painter.fontMetrics().horizontalAdvance("100%") + 12
        track = QRectF(0, (self.height() - _BAR) / 2, self.width() - room, _BAR)
        painter.fillRect(track, self._theme.color("track"))
        bar = QRectF(track)
        bar.setWidth(track.width() * self._share)
        color = self._theme.color(self._look.color)
        if self._look.filled:
            painter.fillRect(bar, color)
        else:
            painter.fillRect(bar, self._theme.color("panel"))
            painter.setPen(QPen(color, 2))
            painter.drawRect(bar.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DotLine))
        middle = track.center().x()
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setPen(self._theme.color("text"))
        number = QRect(self.width() - room, 0, room, self.height())
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.text
        )


class DifferenceLine(QWidget):
    """The difference of two shares with its interval, on an axis around zero.

    Args:
        theme: Colours.
        difference: Of the shares, b less a, -1..1.
        versions: Names of version a and version b.
    """

    def __init__(self, theme: Theme, difference: Estimate, versions: tuple[str, str]) -> None:
        super().__init__()
        self._theme, self._difference, self._versions = theme, difference, versions
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(difference_sentence(difference, versions))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """One line for the interval, one for the words below."""
        return QSize(360, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws axis, interval and the two sides."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found = self._difference
        reach = max(abs(found.low), abs(found.high), abs(found.value), 0.1) * 1.15
        half = self.width() / 2

        def at(share: float) -> QPointF:
            return QPointF(half + share / reach * (half - 8), 16)

        painter.setPen(QPen(self._theme.color("track"), 2))
        painter.drawLine(at(-reach), at(reach))
        painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(half, 2), QPointF(half, 30))
        painter.setPen(QPen(self._theme.color("secondary"), 4))
        painter.drawLine(at(found.low), at(found.high))
        look = VersionLook.B if found.value > 0 else VersionLook.A
        draw_mark(painter, self._theme, look, at(found.value))
        painter.setPen(self._theme.color("secondary"))
        words = QRectF(0, 34, self.width(), 20)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for side, version in zip(sides, self._versions, strict=True):
            text = tr("{v} agrees more").format(v=version)
            text = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideMiddle, round(half) - 40
            )
            painter.drawText(words, int(side), text)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter), tr("equal"))


class DecisionsPage(QScrollArea):
    """The answer, both shares, and what is needed where they tell too little.

    Args:
        comparison: What is shown.
        sentence: The answer in words.
        theme: Colours.
    """

    def __init__(self, comparison: VersionComparison, sentence: str, theme: Theme) -> None:
        super().__init__()
        found = comparison.agreement
        versions = short_names(comparison)
        self.sentence = paragraph(sentence, "heading")
        self.setObjectName("decisions")
        self.setWidgetResizable(True)
        self.setAccessibleName(sentence)
        body, block = QWidget(), QWidget()
        body.setObjectName("decisionsBody")
        self.setWidget(body)
        # Lines much longer are hard to read.
        block.setMaximumWidth(_MAX_WIDTH)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        # Takes all there is up to its maximum before the empty sides get any.
        outer.addWidget(block, 1000)
        outer.addStretch(1)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addWidget(paragraph(_basis(comparison), "secondary"))
        column.addSpacing(16)
        shares = (found.share_a, found.share_b)
        for share, name, look in zip(shares, versions, VersionLook, strict=True):
            if share is not None:
                column.addWidget(VersionKey(theme, name, look))
                column.addWidget(ShareBar(theme, look, share, name))
        if found.difference is not None:
            column.addSpacing(16)
            column.addWidget(labelled(tr("Difference"), "section"))
            told = paragraph(difference_sentence(found.difference, versions))
            told.setFont(number_font(told.font()))
            column.addWidget(told)
            column.addWidget(DifferenceLine(theme, found.difference, versions))
        self.needed = paragraph(_needed(comparison))
        self.needed.setVisible(found.verdict is Verdict.TOO_FEW)
        column.addSpacing(16)
        column.addWidget(self.needed)
        column.addStretch(1)


def difference_sentence(difference: Estimate, versions: tuple[str, str]) -> str:
    """``v2 agrees 8 percentage points more often than v1`` and the interval of it."""
    count = round(100 * difference.value)
    if count > 0:
        told = tr(
            "{b} agrees {n} percentage points more often than {a} (95% interval {low} to {high})."
        )
    elif count < 0:
        told = tr(
            "{b} agrees {n} percentage points less often than {a} (95% interval {low} to {high})."
        )
    else:
        told = tr("Both agree equally often (95% interval {low} to {high}).")
    return told.format(
        a=versions[0],
        b=versions[1],
        n=abs(count),
        low=points(difference.low),
        high=points(difference.high),
    )


def _basis(comparison: VersionComparison) -> str:
    found = comparison.agreement
    told = tr("You picked {picks} and rejected {rejects}.").format(
        picks=photo_count(found.picks), rejects=number(found.rejects, ",")
    )
    if not found.pairs:
        return told
    return (
        told
        + " "
        + tr(
            "In each of {n} pairs of a picked and a rejected photo, a version agrees with you when"
            " it ranks the picked one higher. The dotted line marks 50%: what tossing a coin gives."
        ).format(n=number(found.pairs, ","))
    )


def _needed(comparison: VersionComparison) -> str:
    if comparison.kind == "siamese":
        return tr(
            "To tell the two apart, at least {n} pairs of a picked and a rejected shot are needed,"
            " from at least {m} groups of similar shots. Pick and reject more, then compare again."
        ).format(n=MIN_PAIRS, m=MIN_GROUPS)
    return tr(
        "To tell the two apart, at least {n} decisions are needed, {m} picks and {m} rejects among"
        " them. Pick and reject more photos, then compare again."
    ).format(n=MIN_DECISIONS, m=MIN_OF_EACH)
