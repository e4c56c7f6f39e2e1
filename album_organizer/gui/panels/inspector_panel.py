"""Right: why a photo is where it is, its scores and how it was taken."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.album import Comparison, UserDecision
from album_organizer.domain.scores import AVA_MAX, AVA_MIN, Weights
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import (
    ElidedLabel,
    ScoreBar,
    labelled,
    paragraph,
    rule,
)
from album_organizer.gui.theme import Theme
from album_organizer.gui.wording import capture_lines, percent
from album_organizer.i18n import tr

_MAX_COMPARISONS = 8


class InspectorPanel(QFrame):
    """Everything about the current photo.

    Args:
        theme: Colours of the bars.
        icons: Of the buttons.
        parent: Qt owner.
    """

    decided = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(304)
        self._weights = Weights()
        self.name = ElidedLabel("heading")
        self.standing = paragraph("", "secondary")
        self.buttons = self._make_buttons(icons)
        self.selection_hint = paragraph("", "secondary")
        self.bars = self._make_bars(theme)
        self._reasons = QVBoxLayout()
        self._comparisons = QVBoxLayout()
        self._facts = QGridLayout()
        for column in (self._reasons, self._comparisons):
            column.setSpacing(4)
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._comparison_heading = labelled(tr("Compared"), "section")
        self._body = self._make_body()
        self._empty = paragraph(
            tr("Scores and reasons of the current photo stand here."), "secondary"
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(24, 24, 24, 24)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._body, 1)
        self.show_photo(None, (), 0)

    def set_weights(self, weights: Weights) -> None:
        """Takes the shares that the explanations of the bars name."""
        self._weights = weights

    @property
    def reasons(self) -> list[str]:
        """The sentences shown."""
        return self._texts(self._reasons)

    @property
    def comparisons(self) -> list[str]:
        """The comparisons shown."""
        return self._texts(self._comparisons)

    def show_photo(
        self, item: PhotoItem | None, comparisons: Sequence[Comparison], selected: int
    ) -> None:
        """Shows a photo.

        Args:
            item: The current photo, or None for an empty panel.
            comparisons: From its side.
            selected: How many photos a decision would concern.
        """
        self._empty.setVisible(item is None)
        self._body.setVisible(item is not None)
        if item is None:
            return
        self.name.set_text(item.name)
        self.standing.setText(self._standing(item))
        for decision, button in self.buttons.items():
            button.setChecked(item.decision is decision)
        self.selection_hint.setVisible(selected > 1)
        self.selection_hint.setText(tr("Decides on {n} selected photos").format(n=selected))
        self._show_lines(self._reasons, self._reason_texts(item))
        self._show_scores(item)
        lines = [self._comparison_text(c) for c in comparisons[:_MAX_COMPARISONS]]
        if len(comparisons) > _MAX_COMPARISONS:
            lines.append(tr("and {n} more").format(n=len(comparisons) - _MAX_COMPARISONS))
        self._comparison_heading.setVisible(bool(lines))
        self._show_lines(self._comparisons, lines)
        self._show_facts(item)

    def _standing(self, item: PhotoItem) -> str:
        if item.decision is UserDecision.PICK:
            return tr("In the album: picked by you")
        if item.decision is UserDecision.REJECT:
            return tr("Not in the album: rejected by you")
        if item.pick is None:
            return tr("Scored")
        return (
            tr("In the album: proposed") if item.proposed else tr("Not in the album: not proposed")
        )

    def _reason_texts(self, item: PhotoItem) -> list[str]:
        if item.pick is None:
            return [tr("Groups and proposals follow when all photos are scored.")]
        # The decision may be ahead of the proposal, and the line above tells it already.
        said = ("Picked by you", "Rejected by you")
        return [reason for reason in item.pick.reasons if reason not in said]

    def _comparison_text(self, comparison: Comparison) -> str:
        other = PurePosixPath(comparison.b).name
        if round(100 * comparison.p_a) == 50:
            return tr("Even with {other}").format(other=other)
        if comparison.p_a > 0.5:
            return tr("Preferred {p} over {other}").format(p=percent(comparison.p_a), other=other)
        return tr("{other} preferred, {p}").format(p=percent(1 - comparison.p_a), other=other)

    def _show_scores(self, item: PhotoItem) -> None:
        card, technical, weights = item.scored.card, item.scored.analysis.technical, self._weights
        self.bars["score"].show_value(
            card.composite,
            f"{card.composite:.2f}",
            tr(
                "Score, 0 to 1: {a} aesthetics, {t} technical quality, {p} faces. "
                "Photos are ranked by it."
            ).format(
                a=percent(weights.ava), t=percent(weights.technical), p=percent(weights.portrait)
            ),
        )
        self.bars["ava"].show_value(
            (card.ava - AVA_MIN) / (AVA_MAX - AVA_MIN),
            f"{card.ava:.1f}",
            tr("Aesthetics by the AVA model, 1 to 10; counts {share} of the score").format(
                share=percent(weights.ava)
            ),
        )
        self.bars["technical"].show_value(
            card.technical,
            percent(card.technical),
            tr("The figures below together; counts {share} of the score").format(
                share=percent(weights.technical)
            ),
        )
        for name, meaning in (
            ("sharpness", tr("How sharp the sharpest part is")),
            ("motion", tr("100% without the smear of a shaken camera")),
            ("highlights", tr("100% with detail in all highlights")),
            ("shadows", tr("100% with detail in all shadows")),
            ("brightness", tr("100% for a photo that is bright enough")),
            ("contrast", tr("How far the bright tones are from the dark ones")),
            ("noise", tr("100% without noise")),
            ("compression", tr("100% without visible JPEG blocks")),
        ):
            share = float(getattr(technical, name))
            self.bars[name].show_value(share, percent(share), meaning)
        if card.portrait is None:
            self.bars["portrait"].show_value(
                None,
                tr("none"),
                tr("No face was found; that counts neither for nor against"),
            )
        else:
            self.bars["portrait"].show_value(
                card.portrait,
                percent(card.portrait),
                tr("Quality of the faces; counts {share} of the score").format(
                    share=percent(weights.portrait)
                ),
            )

    def _show_facts(self, item: PhotoItem) -> None:
        _clear(self._facts)
        lines = capture_lines(item.scored.photo)
        if "/" in item.path:
            lines.append((tr("Folder"), str(PurePosixPath(item.path).parent)))
        for row, (name, text) in enumerate(lines):
            caption = labelled(name, "secondary")
            # Smaller letters: one pixel lower, both stand on one line.
            caption.setContentsMargins(0, 1, 0, 0)
            self._facts.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(paragraph(text), row, 1, Qt.AlignmentFlag.AlignTop)

    def _show_lines(self, column: QVBoxLayout, lines: list[str]) -> None:
        _clear(column)
        for line in lines:
            column.addWidget(paragraph(line))

    @staticmethod
    def _texts(column: QLayout) -> list[str]:
        found = []
        for position in range(column.count()):
            entry = column.itemAt(position)
            widget = None if entry is None else entry.widget()
            if widget is not None:
                found.append(str(widget.property("text")))
        return found

    def _make_buttons(self, icons: Icons) -> dict[UserDecision | None, QPushButton]:
        buttons: dict[UserDecision | None, QPushButton] = {}
        words: list[tuple[UserDecision | None, str, str, str, str]] = [
            (UserDecision.PICK, tr("Pick"), "pick", "pick", tr("Pick (P)")),
            (None, tr("Undecided"), "undecided", "text", tr("Undecided (U)")),
            (UserDecision.REJECT, tr("Reject"), "reject", "reject", tr("Reject (X)")),
        ]
        for decision, text, icon, color, hint in words:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(hint)
            button.setAccessibleName(hint)
            button.setIconSize(QSize(16, 16))
            icons.bind(button, icon, color)
            button.clicked.connect(lambda _checked, d=decision: self._clicked(d))
            buttons[decision] = button
        return buttons

    def _clicked(self, decision: UserDecision | None) -> None:
        # The buttons show what holds; a click on the one that holds must not switch it off.
        self.buttons[decision].setChecked(True)
        self.decided.emit(decision)

    def _make_bars(self, theme: Theme) -> dict[str, ScoreBar]:
        return {
            "score": ScoreBar(theme, tr("Score"), strong=True),
            "ava": ScoreBar(theme, tr("AVA")),
            "portrait": ScoreBar(theme, tr("Faces")),
            "technical": ScoreBar(theme, tr("Technical")),
            "sharpness": ScoreBar(theme, tr("Sharpness"), indent=True),
            "motion": ScoreBar(theme, tr("Steadiness"), indent=True),
            "highlights": ScoreBar(theme, tr("Highlights"), indent=True),
            "shadows": ScoreBar(theme, tr("Shadows"), indent=True),
            "brightness": ScoreBar(theme, tr("Brightness"), indent=True),
            "contrast": ScoreBar(theme, tr("Contrast"), indent=True),
            "noise": ScoreBar(theme, tr("Clean"), indent=True),
            "compression": ScoreBar(theme, tr("No blocks"), indent=True),
        }

    def _make_body(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("inspectorBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.standing)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        column.addLayout(row)
        column.addWidget(self.selection_hint)
        column.addSpacing(4)
        for part in (
            labelled(tr("Why"), "section"),
            self._reasons,
            rule(),
            labelled(tr("Scores"), "section"),
        ):
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        bars = QVBoxLayout()
        bars.setSpacing(0)
        for bar in self.bars.values():
            bars.addWidget(bar)
        column.addLayout(bars)
        column.addWidget(self._comparison_heading)
        column.addLayout(self._comparisons)
        column.addWidget(rule())
        column.addWidget(labelled(tr("Photo"), "section"))
        column.addLayout(self._facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area


def _clear(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
