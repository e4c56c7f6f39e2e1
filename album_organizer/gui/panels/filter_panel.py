"""Left: what is shown, with live counts."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.panels.elements import labelled, rule
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.gui.theme import number_font
from album_organizer.i18n import tr

_ICONS = {
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


class FilterRow(QPushButton):
    """One choice: icon, name and count."""

    focused = Signal()

    def __init__(self, icons: Icons, icon: tuple[str, str], name: str, hint: str) -> None:
        super().__init__()
        self.setObjectName("filterRow")
        self.setCheckable(True)
        self.setFixedHeight(32)
        # A click leaves the keyboard with the photos, so that arrows and P go on there.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(hint)
        self._name = name
        self._count = QLabel("0")
        self._count.setFont(number_font(self.font()))
        self._count.setProperty("role", "secondary")
        self.setIconSize(QSize(16, 16))
        icons.bind(self, *icon)
        text = QLabel(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(text, 1)
        row.addWidget(self._count)
        for label in (text, self._count):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_count(0)

    @property
    def count(self) -> str:
        """The count as shown."""
        return self._count.text()

    def show_count(self, count: int) -> None:
        """Shows how many photos there are."""
        self._count.setText(f"{count:,}")
        self.setAccessibleName(f"{self._name}, {count}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells, so that the row can be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()

    def sizeHint(self) -> QSize:
        """Wide enough for name and count."""
        layout = self.layout()
        return QSize(0 if layout is None else layout.sizeHint().width(), 32)


class FilterPanel(QFrame):
    """The list of filters.

    Args:
        icons: One for each filter.
        parent: Qt owner.
    """

    chosen = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self.setMinimumWidth(184)
        self._group = QButtonGroup(self)
        self.rows: dict[PhotoFilter, FilterRow] = {}
        body = QWidget()
        self._column = column = QVBoxLayout(body)
        column.setSpacing(0)
        heading = labelled(tr("Show"), "section")
        heading.setContentsMargins(8, 0, 0, 8)
        column.addWidget(heading)
        for shown, (name, hint) in self._words().items():
            if shown in _RULE_BEFORE:
                column.addSpacing(8)
                column.addWidget(rule())
                column.addSpacing(8)
            row = FilterRow(icons, _ICONS[shown], name, hint)
            self._group.addButton(row, shown.value)
            self.rows[shown] = row
            column.addWidget(row)
        column.addStretch(1)
        self.area = ScrollArea(body)
        for row in self.rows.values():
            row.focused.connect(partial(self._bring_into_view, row))
        self.area.verticalScrollBar().rangeChanged.connect(self._make_margins)
        self._make_margins()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._group.buttonClicked.connect(self._clicked)
        self.select(PhotoFilter.ALL)

    def select(self, shown: PhotoFilter) -> None:
        """Marks a filter as the one in force."""
        self.rows[shown].setChecked(True)

    def show_counts(self, counts: Mapping[PhotoFilter, int]) -> None:
        """Renews the numbers."""
        for shown, row in self.rows.items():
            row.show_count(counts.get(shown, 0))

    def _make_margins(self) -> None:
        # The scroll bar stands in the margin: rows keep their width.
        self._column.setContentsMargins(8, 16, 0 if self.area.overflows else 8, 16)

    def _bring_into_view(self, row: FilterRow) -> None:
        self.area.ensureWidgetVisible(row, 0, 8)

    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(PhotoFilter(self._group.id(button)))

    def _words(self) -> dict[PhotoFilter, tuple[str, str]]:
        return {
            PhotoFilter.ALL: (tr("All photos"), tr("Every photo of the folder")),
            PhotoFilter.ALBUM: (
                tr("In the album"),
                tr("What an export would copy: picked by you or proposed"),
            ),
            PhotoFilter.PROPOSED: (tr("Proposed"), tr("Chosen by the program")),
            PhotoFilter.PICKED: (tr("Picked"), tr("Chosen by you")),
            PhotoFilter.REJECTED: (tr("Rejected"), tr("Left out by you")),
            PhotoFilter.UNDECIDED: (
                tr("Undecided"),
                tr("Neither picked nor rejected by you"),
            ),
            PhotoFilter.TIES: (
                tr("Ties"),
                tr("Shots of a group that score nearly alike; the comparison decided"),
            ),
            PhotoFilter.PROBLEMS: (tr("Problems"), tr("Files that could not be used")),
        }
