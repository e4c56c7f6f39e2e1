"""The order of the photos: by what, and in which direction."""

from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.item_models.photo_order import best_direction
from album_organizer.i18n import tr

_MEMORY = "photos/sort"


@dataclass(frozen=True, slots=True)
class Order:
    """By what photos are sorted.

    Attributes:
        sort: The criterion.
        descending: The highest, latest or last first.
    """

    sort: PhotoSort = PhotoSort.TIME
    descending: bool = False

    @classmethod
    def natural(cls, sort: PhotoSort) -> "Order":
        """In the direction that is meant where none is named: the best first, else ascending."""
        return cls(sort, best_direction(sort))


def sort_words(sort: PhotoSort) -> str:
    """The name of a criterion."""
    return {
        PhotoSort.TIME: tr("Capture time"),
        PhotoSort.NAME: tr("Name"),
        PhotoSort.SCORE: tr("Score"),
        PhotoSort.GROUP: tr("Group"),
        PhotoSort.DECISION: tr("Decision"),
        PhotoSort.STARS: tr("Stars"),
        PhotoSort.LABEL: tr("Label"),
        PhotoSort.CAMERA: tr("Camera"),
    }[sort]


def direction_words(order: Order) -> str:
    """What stands first, for example ``Newest first``."""
    first, last = {
        PhotoSort.TIME: (tr("Oldest first"), tr("Newest first")),
        PhotoSort.NAME: (tr("A to Z"), tr("Z to A")),
        PhotoSort.SCORE: (tr("Lowest score first"), tr("Highest score first")),
        PhotoSort.GROUP: (tr("First group first"), tr("Last group first")),
        PhotoSort.DECISION: (tr("Picked first"), tr("Rejected first")),
        PhotoSort.STARS: (tr("Fewest stars first"), tr("Most stars first")),
        PhotoSort.LABEL: (tr("Red first"), tr("Red last")),
        PhotoSort.CAMERA: (tr("A to Z"), tr("Z to A")),
    }[order.sort]
    return last if order.descending else first


class SortControl(QWidget):
    """A menu of criteria and a button for the direction.

    Args:
        icons: Of the button.
        parent: Qt owner.
    """

    chosen = Signal(object)
    """The :class:`Order` that the person wants."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._order = Order()
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Sort by"))
        self.box.setToolTip(tr("Order of the photos"))
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for sort in PhotoSort:
            self.box.addItem(sort_words(sort), sort)
        self.box.currentIndexChanged.connect(self._choose)
        self.direction = QToolButton()
        self.direction.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.direction.clicked.connect(self.turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.box)
        row.addWidget(self.direction)
        self.setFocusProxy(self.box)
        self._show_direction()

    @property
    def order(self) -> Order:
        """The order that is shown."""
        return self._order

    def show_order(self, order: Order) -> None:
        """Shows the order in force without choosing it again."""
        self._order = order
        self.box.blockSignals(True)
        self.box.setCurrentIndex(self.box.findData(order.sort))
        self.box.blockSignals(False)
        self._show_direction()

    def turn(self) -> None:
        """Asks for the other direction."""
        self._use(Order(self._order.sort, not self._order.descending))

    def save(self, memory: QSettings) -> None:
        """Remembers the order."""
        direction = "descending" if self._order.descending else "ascending"
        memory.setValue(_MEMORY, f"{self._order.sort.name} {direction}")

    def restore(self, memory: QSettings) -> None:
        """Asks for the order that was remembered, if any; ``chosen`` tells it."""
        stored = memory.value(_MEMORY)
        name, _, direction = stored.partition(" ") if isinstance(stored, str) else ("", "", "")
        if name in PhotoSort.__members__ and direction in {"ascending", "descending"}:
            self._use(Order(PhotoSort[name], direction == "descending"))

    def _choose(self) -> None:
        sort = self.box.currentData()
        if sort is not self._order.sort:
            self._use(Order.natural(sort))

    def _use(self, order: Order) -> None:
        self.show_order(order)
        self.chosen.emit(order)

    def _show_direction(self) -> None:
        words = direction_words(self._order)
        self._icons.bind(
            self.direction, "sort-descending" if self._order.descending else "sort-ascending"
        )
        self.direction.setAccessibleName(tr("Direction: {words}").format(words=words))
        self.direction.setToolTip(tr("{words}; click to turn round").format(words=words))
