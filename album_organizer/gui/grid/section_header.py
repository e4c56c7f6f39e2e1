"""The headers of parts of days: their words, and how they are drawn."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle

from album_organizer.gui.delegates.cell_paints import CellPaints
from album_organizer.gui.filtering.days import month_name
from album_organizer.gui.item_models.day_sections import DayPart, Section
from album_organizer.gui.theme import number_font
from album_organizer.gui.wording import photo_count
from album_organizer.i18n import tr

_MARGIN = 12
_HEADING_PX = 15


def section_words(section: Section, *, with_year: bool) -> str:
    """``12 July, morning``.

    Args:
        section: The part of a day.
        with_year: Name the year, too; for photos of several years.
    """
    day = section.day
    if day is None:
        return tr("Without capture time")
    form = tr("{day} {month} {year}, {part}") if with_year else tr("{day} {month}, {part}")
    part = {
        DayPart.NIGHT: tr("night"),
        DayPart.MORNING: tr("morning"),
        DayPart.AFTERNOON: tr("afternoon"),
        DayPart.EVENING: tr("evening"),
    }[section.part]
    return form.format(day=day.day, month=month_name(day.month), year=day.year, part=part)


class SectionHeader:
    """Draws headers.

    Args:
        paints: Colours.
        font: Of the window's running text.
    """

    def __init__(self, paints: CellPaints, font: QFont) -> None:
        self._paints = paints
        self._heading = QFont(font)
        self._heading.setPixelSize(_HEADING_PX)
        self._heading.setWeight(QFont.Weight.DemiBold)
        self._numbers = number_font(font)

    def paint(
        self, painter: QPainter, rect: QRect, words: str, photos: int, *, mirrored: bool
    ) -> None:
        """Draws a header over whatever lies beneath it.

        Args:
            painter: Active on the viewport.
            rect: Where.
            words: What it says.
            photos: How many photos follow.
            mirrored: Right to left.
        """
        painter.fillRect(rect, self._paints.color("ground"))
        direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
        painter.setFont(self._numbers)
        painter.setPen(self._paints.color("secondary"))
        painter.drawText(inner, trailing | Qt.AlignmentFlag.AlignVCenter, photo_count(photos))
        painter.setFont(self._heading)
        painter.setPen(self._paints.color("text"))
        painter.drawText(inner, leading | Qt.AlignmentFlag.AlignVCenter, words)
