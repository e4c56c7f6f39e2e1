"""Right: why a photo is where it is, its scores and how it was taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from album_organizer.domain.reason import ReasonKind
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.breakdown_view import BreakdownView
from album_organizer.gui.inspector.capture_table import CaptureTable
from album_organizer.gui.inspector.decision_buttons import DecisionButtons
from album_organizer.gui.inspector.distribution_view import DistributionView
from album_organizer.gui.inspector.facts import PhotoFacts
from album_organizer.gui.inspector.histogram_store import HistogramStore
from album_organizer.gui.inspector.histogram_view import HistogramView
from album_organizer.gui.inspector.marks_controls import LabelControl, StarsControl
from album_organizer.gui.inspector.matrix_view import MatrixView
from album_organizer.gui.inspector.reason_chips import ReasonChips
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.inspector.section import Section
from album_organizer.gui.inspector.technical_view import TechnicalView
from album_organizer.gui.inspector.words import standing_words
from album_organizer.gui.jobs import Pool
from album_organizer.gui.panels.elements import ElidedLabel, labelled, paragraph, rule
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ReadThumbnail
from album_organizer.gui.wording import percent
from album_organizer.i18n import number, tr, trn

MIN_WIDTH = 280
_STATE = "folded:"


class InspectorPanel(QFrame):
    """Everything about the current photo, in sections that can be folded.

    Args:
        theme: Colours.
        icons: Of buttons and chips.
        pool: Where tones are counted.
        parent: Qt owner.
    """

    decided = Signal(object)
    rated = Signal(int)
    labelled = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, pool: Pool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setMinimumWidth(MIN_WIDTH)
        self.histograms = HistogramStore(pool, self)
        self.name = ElidedLabel("heading")
        self.standing = paragraph("", "secondary")
        self.decisions = DecisionButtons(icons)
        self.selection_hint = paragraph("", "secondary")
        self.stars, self.labels = StarsControl(icons), LabelControl(icons)
        self.chips = ReasonChips(icons)
        self.later = paragraph(
            tr("Groups and proposals follow when all photos are scored."), "secondary"
        )
        self.later.setContentsMargins(INSET, 0, INSET, 0)
        self.breakdown = BreakdownView(theme)
        self.matrix = MatrixView(theme, icons)
        self.histogram = HistogramView(theme, self.histograms)
        self.distribution = DistributionView(theme)
        self.technical = TechnicalView(theme)
        self.capture = CaptureTable()
        self.sections = self._make_sections(icons)
        self._empty = paragraph(
            tr("Scores and reasons of the current photo stand here."), "secondary"
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(24, 24, 24, 24)
        self._filled = self._make_filled()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._filled, 1)
        self.decisions.decided.connect(self.decided)
        self.stars.rated.connect(self.rated)
        self.labels.labelled.connect(self.labelled)
        self.show_facts(None)

    @property
    def reasons(self) -> list[str]:
        """The sentences behind the chips, or the one that stands instead of them."""
        return [self.later.text()] if self.later.isVisibleTo(self) else self.chips.sentences

    def set_thumbnail_source(self, read: ReadThumbnail) -> None:
        """Counts tones on thumbnails from ``read``, which is called on worker threads."""
        self.histograms.set_source(read)

    def save_state(self) -> str:
        """Which sections are folded, for :meth:`restore_state`."""
        return _STATE + ",".join(key for key, section in self.sections.items() if section.folded)

    def restore_state(self, state: str) -> None:
        """Folds sections as they were; a state that cannot be read changes nothing."""
        if not state.startswith(_STATE):
            return
        folded = set(state.removeprefix(_STATE).split(","))
        for key, section in self.sections.items():
            section.fold(key in folded)

    def show_facts(self, facts: PhotoFacts | None) -> None:
        """Shows a photo.

        Args:
            facts: Of the current photo, or None for an empty panel.
        """
        self._empty.setVisible(facts is None)
        self._filled.setVisible(facts is not None)
        if facts is None:
            return
        self.setUpdatesEnabled(False)
        try:
            self._show_head(facts)
            self._show_sections(facts)
        finally:
            self.setUpdatesEnabled(True)

    def _show_head(self, facts: PhotoFacts) -> None:
        item = facts.item
        self.name.set_text(item.name)
        self.standing.setText(standing_words(item))
        self.decisions.show_decision(item.decision)
        self.stars.show_stars(item.stars)
        self.labels.show_label(item.label)
        self.selection_hint.setVisible(facts.selected > 1)
        self.selection_hint.setText(
            trn(
                "Decides on {n} selected photo", "Decides on {n} selected photos", facts.selected
            ).format(n=number(facts.selected, ","))
        )

    def _show_sections(self, facts: PhotoFacts) -> None:
        item, scored = facts.item, facts.item.scored
        # The decision may be ahead of the reasons, and the line above tells it already.
        told = [r for r in facts.reasons if r.kind is not ReasonKind.DECISION]
        waiting = item.standing is None
        self.later.setVisible(waiting)
        self.chips.setVisible(not waiting)
        self.chips.show_reasons(() if waiting else told)
        self.breakdown.show_card(scored.card, facts.tuning.weights)
        self.sections["score"].show_figure(self.breakdown.sum.texts[2])
        self._show_group(facts)
        self.histogram.show_item(item)
        placed = self.distribution.show_scores(facts.scores, item.score)
        self.sections["folder"].setVisible(placed is not None)
        self.technical.show_quality(scored.analysis.technical)
        self.sections["technical"].show_figure(percent(scored.card.technical))
        self.capture.show_photo(scored.photo, facts.folder)

    def _show_group(self, facts: PhotoFacts) -> None:
        section = self.sections["group"]
        section.setVisible(len(facts.group) > 1)
        if len(facts.group) > 1:
            self.matrix.show_facts(facts)
            rank = self.matrix.model.own_row + 1
            section.show_figure(
                tr("{rank} of {n}").format(rank=rank, n=len(facts.group)) if rank else ""
            )

    def _make_sections(self, icons: Icons) -> dict[str, Section]:
        made = (
            (Section("why", tr("Why"), icons), (self.chips, self.later)),
            (Section("score", tr("Score"), icons), (self.breakdown,)),
            (Section("group", tr("Group"), icons), (self.matrix,)),
            (Section("histogram", tr("Histogram"), icons), (self.histogram,)),
            (Section("folder", tr("In this folder"), icons), (self.distribution,)),
            (Section("technical", tr("Technical"), icons, folded=True), (self.technical,)),
            (Section("photo", tr("Photo"), icons), (self.capture,)),
        )
        for section, parts in made:
            for part in parts:
                section.add(part)
        return {section.key: section for section, _ in made}

    def _make_filled(self) -> QWidget:
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(rule())
        body = QWidget()
        body.setObjectName("inspectorBody")
        sections = QVBoxLayout(body)
        sections.setContentsMargins(12, 4, 12, 12)
        sections.setSpacing(0)
        for section in self.sections.values():
            sections.addWidget(section)
        sections.addStretch(1)
        column.addWidget(ScrollArea(body), 1)
        return filled

    def _make_head(self) -> QVBoxLayout:
        """What stays in sight while the rest is scrolled."""
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.standing)
        head.addWidget(self.decisions)
        head.addWidget(self.selection_hint)
        marks = QGridLayout()
        marks.setHorizontalSpacing(8)
        marks.setVerticalSpacing(0)
        marks.setColumnStretch(1, 1)
        for row, (name, control) in enumerate(
            ((tr("Stars"), self.stars), (tr("Label"), self.labels))
        ):
            marks.addWidget(labelled(name, "secondary"), row, 0)
            marks.addWidget(control, row, 1)
        head.addLayout(marks)
        return head
