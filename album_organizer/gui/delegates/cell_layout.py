"""Where the parts of a photo's cell lie, in logical pixels; written for left to right."""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt

PADDING = 8
FOOTER = 24
STACK_STEP = 3
ICON = 16
STAR = 12
BADGE_HEIGHT = 18
LABEL_BAR = 4
LABEL_PLATE = 16
LABEL_ICON = 14
PICTURE_RATIO = 0.78
"""Height of the picture box over its width: most photos lie, some stand."""


@dataclass(frozen=True, slots=True)
class CellLayout:
    """Where the parts of a cell lie.

    Attributes:
        box: What the picture may use.
        footer: Score and marks; empty in compact cells.
    """

    box: QRect
    footer: QRect

    @classmethod
    def of(cls, cell: QRect, *, compact: bool) -> "CellLayout":
        """Divides a cell."""
        x, y, width, height = numbers(cell)
        left, top, across = x + PADDING, y + PADDING, width - 2 * PADDING
        if compact:
            return cls(QRect(left, top, across, height - 2 * PADDING), QRect())
        above, footer = 2 * STACK_STEP, y + height - PADDING - FOOTER
        box = QRect(left, top + above, across, footer - top - above)
        return cls(box, QRect(left, footer, across, FOOTER))


def numbers(rect: QRect) -> tuple[int, int, int, int]:
    """Left, top, width and height by one call: cells are many."""
    return cast("tuple[int, int, int, int]", rect.getRect())


def cell_height(width: int) -> int:
    """The height of a grid cell of that width, both in logical pixels."""
    return round((width - 2 * PADDING) * PICTURE_RATIO) + 2 * PADDING + FOOTER + 2 * STACK_STEP


def fitted(size: QSize, box: QRect) -> QRect:
    """The largest rectangle of the proportions of ``size``, centred in ``box``."""
    target = _fitted(size.width(), size.height(), box.width(), box.height())
    return target.translated(box.topLeft())


@lru_cache(maxsize=1024)
def _fitted(width: int, height: int, box_width: int, box_height: int) -> QRect:
    """The same in a box at (0, 0): photos come in few sizes, and cells ask for thousands."""
    scaled = QSize(width, height).scaled(
        QSize(box_width, box_height), Qt.AspectRatioMode.KeepAspectRatio
    )
    target = QRect(QPoint(0, 0), scaled.expandedTo(QSize(1, 1)))
    target.moveCenter(QRect(0, 0, box_width, box_height).center())
    return target


def badge_rect(picture: QRect, text_width: int) -> QRect:
    """Where the number of a stack lies on its picture, at the leading upper corner."""
    width = ICON + text_width + 13
    return QRect(picture.left() + 4, picture.top() + 4, width, BADGE_HEIGHT)
