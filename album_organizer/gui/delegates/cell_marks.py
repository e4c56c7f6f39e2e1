"""The marks of a cell: decision, stars, label, stack, and the score below the picture."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygon, QStaticText
from PySide6.QtWidgets import QStyle

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.delegates.cell_layout import (
    BADGE_HEIGHT,
    ICON,
    LABEL_BAR,
    LABEL_ICON,
    LABEL_PLATE,
    STACK_STEP,
    STAR,
    badge_rect,
    numbers,
)
from album_organizer.gui.delegates.cell_paints import CellPaints
from album_organizer.gui.filtering.choices import label_color, label_icon, on_label_color
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.stacks import StackPart
from album_organizer.i18n import number

RADIUS = 4
_CORNER = 28
_GAP = 6


@dataclass(frozen=True, slots=True)
class CellState:
    """How a cell is shown.

    Attributes:
        selected: It is one of the selected ones.
        focused: It is the current one, and the list has the keyboard.
        part: What it is to its stack.
        size: Photos of its stack.
        mirrored: Right to left.
        ratio: Device pixels per logical pixel.
    """

    selected: bool = False
    focused: bool = False
    part: StackPart = StackPart.NONE
    size: int = 1
    mirrored: bool = False
    ratio: float = 1.0


@dataclass(slots=True)
class _Line:
    """Room for texts and icons, which are put at its beginning one after the other."""

    left: int
    top: int
    right: int
    height: int


class CellMarks:
    """Draws the marks of one cell.

    Args:
        painter: Active on the cell's device.
        paints: Colours, icons, texts.
        cell: The whole cell.
        state: How it is shown.
    """

    def __init__(
        self, painter: QPainter, paints: CellPaints, cell: QRect, state: CellState
    ) -> None:
        self._painter = painter
        self._paints = paints
        self._cell = cell
        self._state = state

    def stack_edge(self, target: QRect) -> None:
        """The upper edges of the photos beneath."""
        for step, color in ((2, "line"), (1, "control_line")):
            inset = 4 * step
            edge = QRect(
                target.left() + inset,
                target.top() - STACK_STEP * step,
                target.width() - 2 * inset,
                STACK_STEP - 1,
            )
            self._painter.fillRect(edge, self._paints.color(color))

    def badge(self, target: QRect) -> None:
        """The number of photos of a stack; a click on it opens or closes the stack."""
        state, paints = self._state, self._paints
        text = paints.text(str(state.size), bold=True)
        plate = badge_rect(target, text[1])
        self._plate(self._place(plate))
        line = _Line(plate.left() + 4, plate.top(), plate.right(), BADGE_HEIGHT)
        name = "stack" if state.part is StackPart.CLOSED else "chevron-down"
        self._draw_on(line, name, "text", ICON)
        line.left += 3
        self._write(line, text, bold=True, color="text")

    def struck_corner(self, target: QRect) -> None:
        """A corner cut off, for a rejected photo."""
        side = min(_CORNER, target.width(), target.height())
        top = target.top()
        if self._state.mirrored:
            outer, inner = target.left(), target.left() + side
        else:
            outer, inner = target.right() + 1, target.right() + 1 - side
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._paints.color("ground"))
        painter.drawPolygon(
            QPolygon([QPoint(inner, top), QPoint(outer, top), QPoint(outer, top + side)])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._paints.color("reject"), 2))
        painter.drawLine(QPoint(inner, top), QPoint(outer, top + side))

    def label(self, target: QRect, label: ColorLabel) -> None:
        """A bar in the label's colour with the label's shape at its end."""
        color = self._paints.color(label_color(label))
        bottom, plate = target.bottom() + 1, LABEL_PLATE
        self._painter.fillRect(
            QRect(target.left(), bottom - LABEL_BAR, target.width(), LABEL_BAR), color
        )
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        box = QRect(target.right() + 1 - plate, bottom - plate, plate, plate)
        box = QStyle.visualRect(self._direction, target, box)
        self._painter.drawRoundedRect(box, 3, 3)
        inset = (plate - LABEL_ICON) // 2
        self._icon(
            label_icon(label), on_label_color(label), box.adjusted(inset, inset, 0, 0), LABEL_ICON
        )

    def missing(self, target: QRect) -> None:
        """A sign in the middle of the picture: its file vanished."""
        plate = QRect(0, 0, 28, 28)
        plate.moveCenter(target.center())
        self._plate(plate)
        self._icon("warning", "star", plate.adjusted(6, 6, 0, 0))

    def decision_plate(self, target: QRect, item: PhotoItem) -> None:
        """The decision on a plate at the picture's leading lower corner, for small cells."""
        mark = mark_of(item)
        if mark is None:
            return
        plate = QRect(target.left() + 2, target.bottom() - ICON - 5, ICON + 4, ICON + 4)
        plate = QStyle.visualRect(self._direction, target, plate)
        self._plate(plate)
        self._icon(*mark, plate.adjusted(2, 2, 0, 0))

    def footer(self, footer: QRect, item: PhotoItem) -> None:
        """Score, decision, stars, place in the group; what has no room is left out."""
        left, top, width, height = numbers(footer)
        line = _Line(left, top, left + width, height)
        score = self._paints.text(number(item.score, ".2f"), bold=True)
        self._write(line, score, bold=True, color="text")
        line.left += 2
        mark = mark_of(item)
        if mark is not None:
            self._draw_on(line, *mark, ICON)
            line.left += _GAP
        if item.standing is not None and item.group_size > 1:
            self._group_place(line, f"{item.standing.rank}/{item.group_size}")
        if item.stars:
            self._stars(line, item.stars)
        if item.tied and line.left + ICON <= line.right:
            self._draw_on(line, "tie", "tie", ICON)

    def _group_place(self, line: "_Line", words: str) -> None:
        """Draws the place at the trailing end if there is room."""
        text = self._paints.text(words, bold=False)
        start = line.right - text[1]
        if start >= line.left:
            trailing = _Line(start, line.top, line.right, line.height)
            self._write(trailing, text, bold=False, color="secondary")
            line.right = start - _GAP

    def _stars(self, line: "_Line", stars: int) -> None:
        """Draws one star for each, or a number and one star where there is no room for them."""
        count = stars
        if line.left + stars * STAR > line.right:
            text = self._paints.text(str(stars), bold=False)
            if line.left + text[1] + 2 + STAR > line.right:
                return
            self._write(line, text, bold=False, color="text")
            line.left += 2 - _GAP
            count = 1
        for _ in range(count):
            self._draw_on(line, "star-filled", "text", STAR)
        line.left += _GAP

    def _write(
        self, line: "_Line", text: tuple[QStaticText, int], *, bold: bool, color: str
    ) -> None:
        """Writes at the beginning of a line, and goes on behind it."""
        static, width = text
        painter, paints = self._painter, self._paints
        painter.setFont(paints.font(bold=bold))
        painter.setPen(paints.color(color))
        top = line.top + (line.height - paints.height(bold=bold)) // 2
        painter.drawStaticText(self._x(line.left, width), top, static)
        line.left += width + _GAP

    def _draw_on(self, line: "_Line", name: str, color: str, size: int) -> None:
        """Draws an icon at the beginning of a line, and goes on behind it."""
        pixmap = self._paints.icon(name, color, size, self._state.ratio)
        top = line.top + (line.height - size) // 2
        self._painter.drawPixmap(self._x(line.left, size), top, pixmap)
        line.left += size

    def _x(self, left: int, width: int) -> int:
        """Where something of the cell begins in the direction of reading."""
        if not self._state.mirrored:
            return left
        x, _, across, _ = numbers(self._cell)
        return 2 * x + across - left - width

    @property
    def _direction(self) -> Qt.LayoutDirection:
        mirrored = self._state.mirrored
        return Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight

    def _place(self, rect: QRect) -> QRect:
        """Where a part of the cell lies in the direction of reading."""
        mirrored = self._state.mirrored
        return QStyle.visualRect(self._direction, self._cell, rect) if mirrored else rect

    def _plate(self, rect: QRect) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._paints.color("panel"))
        self._painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _icon(self, name: str, color: str, spot: QRect, size: int = ICON) -> None:
        self._painter.drawPixmap(
            spot.topLeft(), self._paints.icon(name, color, size, self._state.ratio)
        )


def mark_of(item: PhotoItem) -> tuple[str, str] | None:
    """Icon and colour of what is decided or proposed."""
    if item.decision is UserDecision.PICK:
        return "pick-filled", "pick"
    if item.decision is UserDecision.REJECT:
        return "reject", "reject"
    if item.proposed:
        return "star-filled", "star"
    return None
