"""Above the photos: the criteria in force, each with a cross that takes it away."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QStyle, QWidget

from album_organizer.gui.filtering.criteria import Criterion
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.rows import SignStrip
from album_organizer.gui.filtering.words import Part, describe
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, plain_tip
from album_organizer.i18n import tr

_WORDS_WIDTH = 240
_CHIP_HEIGHT = 28
_SPACING = 8
_MARGINS = QSize(16, 8)
"""Beside and above."""


class Chip(QPushButton):
    """One criterion; a click takes it away, as do Delete and Backspace.

    Args:
        icons: Of the cross.
        part: The criterion in words.
        parent: Qt owner.
    """

    removed = Signal()
    stepped = Signal(int)

    def __init__(self, icons: Icons, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setAccessibleName(tr("Filter: {words}").format(words=part.words))
        self.setAccessibleDescription(tr("Press to take this filter away"))
        self.setToolTip(plain_tip(tr("Take away: {words} (Delete)").format(words=part.words)))
        self.clicked.connect(self.removed)
        self._words = labelled("", "body")
        self._words.setText(
            self._words.fontMetrics().elidedText(
                part.words, Qt.TextElideMode.ElideMiddle, _WORDS_WIDTH
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addWidget(SignStrip(icons, [("close", "secondary")]))
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def words(self) -> str:
        """The text as shown."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        """As wide as its words and the cross."""
        layout = self.layout()
        return QSize(0 if layout is None else layout.sizeHint().width(), _CHIP_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the criterion away, or goes to the chip beside it."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return}:
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            forward = (event.key() == Qt.Key.Key_Right) is not self.isRightToLeft()
            self.stepped.emit(1 if forward else -1)
        else:
            super().keyPressEvent(event)


class ChipsBar(QFrame):
    """The chips of all criteria in force, on as many lines as they need; hidden without any.

    Args:
        icons: Of the crosses.
        state: The criteria, which the bar shows and changes.
        parent: Qt owner.
    """

    left = Signal()
    """The last chip is gone, and it had the keyboard."""

    def __init__(self, icons: Icons, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chipsBar")
        self.setAccessibleName(tr("Filters in force"))
        self._icons = icons
        self._state = state
        self._parts: tuple[Part, ...] = ()
        self.chips: dict[Criterion, Chip] = {}
        self.clear_button = QPushButton(tr("Clear all"), self)
        self.clear_button.setAccessibleDescription(tr("Show all photos again"))
        self.clear_button.setProperty("role", "link")
        self.clear_button.setFixedHeight(_CHIP_HEIGHT)
        self.clear_button.setToolTip(tr("Take all filters away and show every photo"))
        self.clear_button.clicked.connect(self._clear)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        state.changed.connect(self._renew)
        self._renew()

    def heightForWidth(self, width: int) -> int:
        """As many lines as the chips need."""
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        """The height that is needed at the present width."""
        return QSize(320, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest chip."""
        widths = [part.sizeHint().width() for part in self._in_order()]
        return QSize(max(widths) + 2 * _MARGINS.width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the chips anew; another width may need another height."""
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _in_order(self) -> list[QPushButton]:
        return [*self.chips.values(), self.clear_button]

    def _arrange(self, width: int, *, move: bool) -> int:
        """Puts the chips into lines and returns the height that takes."""
        left, top = _MARGINS.width(), _MARGINS.height()
        area = QRect(0, 0, width, 0)
        for part in self._in_order():
            size = QSize(part.sizeHint().width(), _CHIP_HEIGHT)
            if left > _MARGINS.width() and left + size.width() > width - _MARGINS.width():
                left, top = _MARGINS.width(), top + _CHIP_HEIGHT + _SPACING
            if move:
                spot = QRect(QPoint(left, top), size)
                part.setGeometry(QStyle.visualRect(self.layoutDirection(), area, spot))
            left += size.width() + _SPACING
        return top + _CHIP_HEIGHT + _MARGINS.height()

    def _renew(self) -> None:
        parts = describe(self._state.criteria)
        if parts != self._parts:
            focused = self._focused()
            self._replace(parts)
            if focused is not None:
                self._focus(focused)
        self.setVisible(bool(parts))

    def _replace(self, parts: tuple[Part, ...]) -> None:
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self._parts = parts
        self.chips = {}
        for part in parts:
            chip = Chip(self._icons, part, self)
            chip.removed.connect(partial(self._remove, part.criterion))
            chip.stepped.connect(partial(self._step, part.criterion))
            chip.show()
            self.chips[part.criterion] = chip
        last: QWidget | None = None
        for button in self._in_order():
            if last is not None:
                self.setTabOrder(last, button)
            last = button
        self._arrange(self.width(), move=True)
        self.updateGeometry()

    def _focused(self) -> int | None:
        """The place of the part that has the keyboard."""
        for place, part in enumerate(self._in_order()):
            if part.hasFocus():
                return place
        return None

    def _focus(self, place: int) -> None:
        chips = list(self.chips.values())
        if chips:
            chips[min(place, len(chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _step(self, criterion: Criterion, step: int) -> None:
        order = self._in_order()
        place = list(self.chips).index(criterion) + step
        if 0 <= place < len(order):
            order[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, criterion: Criterion) -> None:
        self._state.use(self._state.criteria.without(criterion))

    def _clear(self) -> None:
        had_focus = self.clear_button.hasFocus()
        self._state.clear()
        if had_focus:
            self.left.emit()
