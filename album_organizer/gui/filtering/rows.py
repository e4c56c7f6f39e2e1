"""Rows of the panel at the left: one standing, one heading, or one choice of a facet."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QWidget,
)

from album_organizer.gui.filtering.choices import Checked, Choice, Sign
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import ElidedLabel, labelled, plain_tip
from album_organizer.gui.theme import number_font
from album_organizer.gui.wording import photo_count
from album_organizer.i18n import number, tr

ROW_HEIGHT = 28
_SIGN = 16
_SECONDARY_PX = 12
_BOX = 30
"""From the edge to behind the box, which the style draws."""
_GAP = _MARGIN = 8
_ARROWS = ("chevron-down", "chevron-up")
_Label = TypeVar("_Label", bound=QLabel)
_STATES = {
    Checked.NO: Qt.CheckState.Unchecked,
    Checked.PARTLY: Qt.CheckState.PartiallyChecked,
    Checked.YES: Qt.CheckState.Checked,
}


class SignStrip(QWidget):
    """Small icons in a row.

    Args:
        icons: Where they come from.
        signs: Which, in reading order.
    """

    def __init__(self, icons: Icons, signs: Sequence[Sign]) -> None:
        super().__init__()
        self._icons = icons
        self._signs = tuple(signs)
        self.setFixedSize(_SIGN * len(self._signs), _SIGN)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the icons."""
        painter = QPainter(self)
        for place, (name, color) in enumerate(self._signs):
            spot = QRect(QPoint(place * _SIGN, 0), QSize(_SIGN, _SIGN))
            picture = self._icons.pixmap(name, _SIGN, color, self.devicePixelRatioF())
            painter.drawPixmap(
                QStyle.visualRect(self.layoutDirection(), self.rect(), spot), picture
            )


class StandingRow(QPushButton):
    """One standing: icon, name and count.

    Args:
        icons: Where the icon comes from.
        sign: The icon.
        name: What is shown.
        hint: What it means.
    """

    focused = Signal()

    def __init__(self, icons: Icons, sign: Sign, name: str, hint: str) -> None:
        super().__init__()
        self.setObjectName("filterRow")
        self.setCheckable(True)
        _make_row(self)
        self.setToolTip(hint)
        self._name = name
        self._count = _count_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(SignStrip(icons, [sign]))
        row.addWidget(_elided(name))
        row.addStretch(1)
        row.addWidget(self._count)
        self.show_count(0)

    @property
    def count(self) -> str:
        """The count as shown."""
        return self._count.text()

    def show_count(self, count: int) -> None:
        """Shows how many photos there are."""
        self._count.setText(number(count, ","))
        self.setAccessibleName(tr("{name}, {count}").format(name=self._name, count=count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes on to the facets where the arrow keys find no further standing."""
        super().keyPressEvent(event)
        if not event.isAccepted() and event.key() == Qt.Key.Key_Down:
            event.accept()
            self.focusNextPrevChild(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells, so that the row can be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()


class FacetHeading(QPushButton):
    """The name of a facet; a click folds it.

    Args:
        icons: Of the arrow.
        name: Of the facet.
    """

    focused = Signal()

    def __init__(self, icons: Icons, name: str) -> None:
        super().__init__()
        self.setObjectName("facetHeading")
        self.setCheckable(True)
        _make_row(self)
        self._name = name
        self._chosen = 0
        self._note = _quiet(labelled("", "secondary"))
        self._arrows = [SignStrip(icons, [(icon, "secondary")]) for icon in _ARROWS]
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(_quiet(labelled(name, "section")))
        row.addStretch(1)
        row.addWidget(self._note)
        for arrow in self._arrows:
            row.addWidget(arrow)
        self.toggled.connect(self._renew)
        self._renew()

    def show_chosen(self, chosen: int) -> None:
        """Shows how many choices are made, which matters while they are folded away."""
        self._chosen = chosen
        self._renew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells, so that the row can be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()

    def _renew(self) -> None:
        is_open = self.isChecked()
        self._arrows[0].setVisible(not is_open)
        self._arrows[1].setVisible(is_open)
        chosen = tr("{n} chosen").format(n=self._chosen) if self._chosen else ""
        self._note.setText("" if is_open else chosen)
        self.setAccessibleName(", ".join(filter(None, (self._name, chosen))))
        state = tr("Open; press to fold") if is_open else tr("Folded; press to open")
        self.setAccessibleDescription(state)
        self.setToolTip(tr("Fold") if is_open else tr("Open"))


class ChoiceRow(QCheckBox):
    """One choice of a facet: box, signs, name and count.

    It draws its parts itself: there may be hundreds of rows, and each label would cost a
    millisecond.

    Args:
        icons: Of the signs.
        choice: What it shows; its value stays.
    """

    focused = Signal()
    chosen = Signal(bool, bool)
    """The wanted state, and whether the rows from the last chosen one on are meant as well."""

    def __init__(self, icons: Icons, choice: Choice) -> None:
        super().__init__()
        self.setObjectName("facetRow")
        _make_row(self)
        self._icons = icons
        self._choice = choice
        self._shift = False
        self.clicked.connect(self._clicked)
        self.show_choice(choice)

    @property
    def count(self) -> str:
        """The count as shown."""
        return number(self._choice.count, ",")

    def show_choice(self, choice: Choice) -> None:
        """Renews state and count."""
        self._choice = choice
        self.setTristate(choice.checked is Checked.PARTLY)
        self.setCheckState(_STATES[choice.checked])
        self.setAccessibleName(
            tr("{name}, {count}").format(name=choice.words, count=photo_count(choice.count))
        )
        self.setToolTip(plain_tip(choice.hint or choice.words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws signs, name and count beside the box, which the style draws."""
        super().paintEvent(event)
        painter = QPainter(self)
        area = self.rect().adjusted(_BOX, 0, -_MARGIN, 0)
        painter.setFont(_secondary_number_font(self.font()))
        painter.setPen(self._icons.theme.color("secondary"))
        # Names stand where the language of the window begins, and read as their own wants it.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._draw_text(painter, area, self.count, at_end=True)
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(self.count) - _GAP)
        for sign in self._choice.signs:
            spot = QRect(area.left(), (ROW_HEIGHT - _SIGN) // 2, _SIGN, _SIGN)
            picture = self._icons.pixmap(sign[0], _SIGN, sign[1], self.devicePixelRatioF())
            painter.drawPixmap(self._mirrored(spot), picture)
            area.setLeft(area.left() + _SIGN)
        # So many signs speak for themselves.
        if len(self._choice.signs) <= 1:
            area.setLeft(area.left() + (_GAP if self._choice.signs else 0))
            painter.setFont(self.font())
            painter.setPen(self._icons.theme.color("text"))
            words = painter.fontMetrics().elidedText(
                self._choice.words, Qt.TextElideMode.ElideMiddle, area.width()
            )
            self._draw_text(painter, area, words, at_end=False)

    def nextCheckState(self) -> None:
        """A choice that is partly made becomes a whole one."""
        wanted = self._choice.checked is not Checked.YES
        self.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole row is the button."""
        return self.rect().contains(pos)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Notes whether a range is meant."""
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Notes whether a range is meant."""
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells, so that the row can be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()

    def _mirrored(self, spot: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), spot)

    def _draw_text(self, painter: QPainter, area: QRect, text: str, *, at_end: bool) -> None:
        to_right = at_end is not self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._mirrored(area), flags | Qt.TextFlag.TextSingleLine, text)

    def _clicked(self) -> None:
        self.chosen.emit(self._choice.checked is not Checked.YES, self._shift)


def _make_row(button: QAbstractButton) -> None:
    button.setFixedHeight(ROW_HEIGHT)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    # A click leaves the keyboard with the photos, so that arrows and P go on there.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _count_label() -> QLabel:
    label = labelled("", "secondary")
    label.setFont(number_font(label.font()))
    return _quiet(label)


def _secondary_number_font(base: QFont) -> QFont:
    """Small digits of equal width, as labels of the secondary role have them."""
    font = number_font(base)
    font.setPixelSize(_SECONDARY_PX)
    return font


def _elided(text: str) -> ElidedLabel:
    # No wider than its text: so it stands at the leading side in any language.
    label = ElidedLabel(hugging=True)
    label.set_text(text)
    return _quiet(label)


def _quiet(label: _Label) -> _Label:
    """Lets clicks through to the row that it stands in."""
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
