"""Left: what is shown, with live counts, and what it can be narrowed down to."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from album_organizer.gui.filtering.choices import FACETS, choices_of, choose, facet_name
from album_organizer.gui.filtering.criteria import Criterion
from album_organizer.gui.filtering.facet_section import FacetSection
from album_organizer.gui.filtering.facets import Facets
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.rows import StandingRow
from album_organizer.gui.filtering.words import standing_words
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.panels.elements import labelled, rule
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.i18n import tr

_SIGNS = {
    PhotoFilter.ALL: ("photos", "secondary"),
    PhotoFilter.ALBUM: ("album", "secondary"),
    PhotoFilter.PROPOSED: ("star-filled", "star"),
    PhotoFilter.PICKED: ("pick-filled", "pick"),
    PhotoFilter.REJECTED: ("reject", "reject"),
    PhotoFilter.UNDECIDED: ("undecided", "secondary"),
    PhotoFilter.TIES: ("tie", "tie"),
    PhotoFilter.PROBLEMS: ("warning", "star"),
}
_RULE_BEFORE = (PhotoFilter.PROPOSED, PhotoFilter.TIES)
_FOLDED = (Criterion.SCORES, Criterion.LENSES, Criterion.DATES, Criterion.GROUPING)
_MEMORY = "filters/folded"


class FilterPanel(QFrame):
    """The standings, of which one is in force, and the facets.

    Args:
        icons: Of rows and facets.
        state: The criteria, which the panel shows and changes.
        parent: Qt owner.
    """

    def __init__(self, icons: Icons, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self.setMinimumWidth(184)
        self._state = state
        self._facets = Facets()
        self._group = QButtonGroup(self)
        self.rows: dict[PhotoFilter, StandingRow] = {}
        self.sections: dict[Criterion, FacetSection] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setSpacing(0)
        self._add_standings(icons)
        for part in FACETS:
            self._add_section(icons, part)
        self._column.addStretch(1)
        self.area = ScrollArea(body)
        for row in self.rows.values():
            row.focused.connect(partial(self._bring_into_view, row))
        self.area.verticalScrollBar().rangeChanged.connect(self._make_margins)
        self._make_margins()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._group.buttonClicked.connect(self._show_standing)
        state.changed.connect(self._renew)
        self._renew()

    def show_facets(self, facets: Facets) -> None:
        """Renews the counts."""
        self._facets = facets
        for shown, row in self.rows.items():
            row.show_count(facets.show.get(shown, 0))
        self._renew()

    def save(self, memory: QSettings) -> None:
        """Remembers which facets are folded."""
        folded = [part.name for part, section in self.sections.items() if section.folded]
        memory.setValue(_MEMORY, ",".join(folded))

    def restore(self, memory: QSettings) -> None:
        """Folds what was folded when it was remembered."""
        stored = memory.value(_MEMORY)
        if isinstance(stored, str):
            folded = stored.split(",")
            for part, section in self.sections.items():
                section.set_folded(part.name in folded)

    def _add_standings(self, icons: Icons) -> None:
        heading = labelled(tr("Show"), "section")
        heading.setContentsMargins(8, 0, 8, 4)
        self._column.addWidget(heading)
        for shown in PhotoFilter:
            if shown in _RULE_BEFORE:
                self._add_rule()
            row = StandingRow(icons, _SIGNS[shown], *standing_words(shown))
            self._group.addButton(row, shown.value)
            self.rows[shown] = row
            self._column.addWidget(row)

    def _add_rule(self) -> None:
        self._column.addSpacing(4)
        self._column.addWidget(rule())
        self._column.addSpacing(4)

    def _add_section(self, icons: Icons, part: Criterion) -> None:
        section = FacetSection(icons, facet_name(part), folded=part in _FOLDED)
        section.setContentsMargins(0, 8, 0, 0)
        section.chosen.connect(partial(self._choose, part))
        section.focused.connect(self._bring_into_view)
        self.sections[part] = section
        self._column.addWidget(section)

    def _renew(self) -> None:
        criteria = self._state.criteria
        self.rows[criteria.show].setChecked(True)
        for part, section in self.sections.items():
            section.show_choices(choices_of(part, self._facets, criteria))

    def _choose(self, part: Criterion, values: Collection[Hashable], wanted: bool) -> None:
        self._state.use(choose(self._state.criteria, part, values, wanted=wanted))
        # A click changed the box already; the criteria may have stayed as they were.
        self._renew()

    def _show_standing(self, button: QAbstractButton) -> None:
        shown = PhotoFilter(self._group.id(button))
        self._state.use(replace(self._state.criteria, show=shown))

    def _make_margins(self) -> None:
        # The scroll bar stands in the margin: rows keep their width.
        side = 0 if self.area.overflows else 8
        left, right = (side, 8) if self.isRightToLeft() else (8, side)
        self._column.setContentsMargins(left, 12, right, 12)

    def _bring_into_view(self, row: QWidget) -> None:
        self.area.ensureWidgetVisible(row, 0, 8)
