"""One facet: a heading that folds, and its choices."""

from collections.abc import Hashable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.filtering.choices import Checked, Choice
from album_organizer.gui.filtering.rows import ROW_HEIGHT, ChoiceRow, FacetHeading
from album_organizer.gui.icons import Icons
from album_organizer.i18n import tr, trn

_AT_ONCE = 8
"""So many choices are shown; the others on demand."""

_INDENT = 20


class FacetSection(QWidget):
    """A facet of the panel at the left.

    Args:
        icons: Of arrows and signs.
        name: Its heading.
        folded: Whether it starts folded.
    """

    chosen = Signal(object, bool)
    """The values that were chosen, or given up."""
    focused = Signal(QWidget)

    def __init__(self, icons: Icons, name: str, *, folded: bool) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._choices: tuple[Choice, ...] = ()
        self._all = False
        self._last: Hashable = None
        self.rows: dict[Hashable, ChoiceRow] = {}
        self._places: dict[Hashable, QWidget] = {}
        self.heading = FacetHeading(icons, name)
        self.heading.focused.connect(partial(self.focused.emit, self.heading))
        self.body = QWidget()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.setFixedHeight(ROW_HEIGHT)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._toggle_all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.heading)
        outer.addWidget(self.body)
        outer.addWidget(self.more)
        self.heading.toggled.connect(self._fold)
        self.heading.setChecked(not folded)
        self._fold()

    @property
    def folded(self) -> bool:
        """Whether the choices are hidden."""
        return not self.heading.isChecked()

    def set_folded(self, folded: bool) -> None:
        """Hides or shows the choices."""
        self.heading.setChecked(not folded)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Renews the choices; without any the whole facet is hidden."""
        self._choices = tuple(choices)
        self.heading.show_chosen(
            sum(choice.checked is Checked.YES and not choice.level for choice in choices)
            or sum(choice.checked is Checked.YES for choice in choices)
        )
        self._renew()
        self.setVisible(bool(choices))

    def _renew(self) -> None:
        shown = self._shown()
        # Rows that stay keep the keyboard.
        for value in self.rows.keys() - {choice.value for choice in shown}:
            place = self._places.pop(value)
            self._column.removeWidget(place)
            place.hide()
            place.deleteLater()
            del self.rows[value]
        rows: dict[Hashable, ChoiceRow] = {}
        for number, choice in enumerate(shown):
            row = self.rows.get(choice.value)
            if row is None:
                row = self._make_row(choice)
            else:
                row.show_choice(choice)
            rows[choice.value] = row
            place = self._places[choice.value]
            if self._column.indexOf(place) != number:
                self._column.insertWidget(number, place)
        changed = list(rows) != list(self.rows)
        self.rows = rows
        self._show_more(len(shown))
        if changed:
            for before, after in pairwise((self.heading, *rows.values(), self.more)):
                self.setTabOrder(before, after)

    def _shown(self) -> list[Choice]:
        if self._all:
            return list(self._choices)
        return [
            choice
            for number, choice in enumerate(self._choices)
            if number < _AT_ONCE or choice.level or choice.checked is not Checked.NO
        ]

    def _make_row(self, choice: Choice) -> ChoiceRow:
        row = ChoiceRow(self._icons, choice)
        row.chosen.connect(partial(self._choose, choice.value))
        row.focused.connect(partial(self.focused.emit, row))
        place: QWidget = row
        if choice.level:
            place = QWidget()
            indented = QHBoxLayout(place)
            indented.setContentsMargins(0, 0, 0, 0)
            indented.addSpacing(_INDENT * choice.level)
            indented.addWidget(row)
        self._places[choice.value] = place
        return row

    def _choose(self, value: Hashable, wanted: bool, to_here: bool) -> None:
        values: list[Hashable] = [value]
        if to_here and self._last in self.rows:
            order = list(self.rows)
            first, last = sorted((order.index(self._last), order.index(value)))
            values = order[first : last + 1]
        self._last = value
        self.chosen.emit(values, wanted or len(values) > 1)

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._renew()

    def _show_more(self, shown: int) -> None:
        hidden = len(self._choices) - shown
        self.more.setVisible(not self.folded and (bool(hidden) or (self._all and shown > _AT_ONCE)))
        if hidden:
            self.more.setText(trn("Show {n} more", "Show {n} more", hidden).format(n=hidden))
        else:
            self.more.setText(tr("Show fewer"))
        self.more.setAccessibleName(f"{self._name}: {self.more.text()}")
        self.more.setToolTip(self.more.accessibleName())

    def _fold(self) -> None:
        self.body.setVisible(not self.folded)
        self._show_more(len(self.rows))
