"""What is known of a photo, on small plates over its picture."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.choices import label_color, label_icon
from album_organizer.gui.filtering.words import label_name
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr

HEIGHT = 28
_ICON = 16
_PAD = 8
_GAP = 4
_SMALL = QSize(320, 240)
"""In less, words would cover too much of the picture; each icon has a shape of its own."""


@dataclass(frozen=True, slots=True)
class Plate:
    """An icon with a word, so that neither colour nor shape has to speak alone.

    Attributes:
        icon: Its name in resources/icons, or empty.
        color: Of the icon, a name in resources/styles.
        text: The word.
        icons: How many times the icon is drawn, for stars.
    """

    icon: str
    color: str
    text: str
    icons: int = 1


def plates_of(item: PhotoItem, *, best: bool = False) -> list[Plate]:
    """What is said over the picture of a photo, the most important first.

    Args:
        item: The photo.
        best: Whether it is the best of the photos that are shown together.
    """
    plates = []
    if item.missing:
        plates.append(Plate("warning", "star", tr("File missing")))
    if item.decision is UserDecision.PICK:
        plates.append(Plate("pick-filled", "pick", tr("Picked")))
    elif item.decision is UserDecision.REJECT:
        plates.append(Plate("reject", "reject", tr("Rejected")))
    elif item.proposed:
        plates.append(Plate("star-filled", "star", tr("Proposed")))
    if best:
        plates.append(Plate("check", "text", tr("Best")))
    if item.stars:
        plates.append(Plate("star-filled", "text", "", item.stars))
    if item.label is not ColorLabel.NONE:
        plates.append(
            Plate(label_icon(item.label), label_color(item.label), label_name(item.label))
        )
    return plates


class PlatePainter:
    """Draws plates side by side.

    Args:
        theme: Their colours.
        icons: Their icons.
    """

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons

    def draw(
        self,
        painter: QPainter,
        plates: list[Plate],
        room: QRect,
        *,
        from_right: bool,
        dark: bool = False,
    ) -> None:
        """Draws plates along the lower edge of a place, as many as there is room for.

        In a small place only what has no icon is said in words.

        Args:
            painter: On a widget.
            plates: From the edge inwards.
            room: The place.
            from_right: Begin at the right edge.
            dark: In the colours of the dark scheme: on black nothing outshines the photo.
        """
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = room.right() + 1 if from_right else room.left()
        if room.width() < _SMALL.width() or room.height() < _SMALL.height():
            plates = [replace(plate, text="") if plate.icon else plate for plate in plates]
        for plate in plates:
            width = self._width(painter, plate)
            left = x - width if from_right else x
            box = QRect(left, room.bottom() + 1 - HEIGHT, width, HEIGHT)
            if not room.contains(box):
                break
            self._draw(painter, plate, box, mirrored=from_right, dark=dark)
            x = left - _GAP if from_right else left + width + _GAP
        painter.restore()

    def _width(self, painter: QPainter, plate: Plate) -> int:
        icons = _ICON * plate.icons if plate.icon else 0
        words = painter.fontMetrics().horizontalAdvance(plate.text) if plate.text else 0
        return 2 * _PAD + icons + words + (_PAD if icons and words else 0)

    def _draw(
        self, painter: QPainter, plate: Plate, box: QRect, *, mirrored: bool, dark: bool
    ) -> None:
        painter.setPen(self._theme.color("line", dark=dark))
        painter.setBrush(self._theme.color("panel", dark=dark))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        icons = _ICON * plate.icons if plate.icon else 0
        left = inner.right() + 1 - icons if mirrored else inner.left()
        ratio = painter.device().devicePixelRatioF()
        for number in range(plate.icons if plate.icon else 0):
            painter.drawPixmap(
                QPoint(left + number * _ICON, box.top() + (HEIGHT - _ICON) // 2),
                self._icons.pixmap(plate.icon, _ICON, plate.color, ratio, dark=dark),
            )
        words = inner.adjusted(0, 0, -icons, 0) if mirrored else inner.adjusted(icons, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        painter.setPen(self._theme.color("text", dark=dark))
        # Absolute, because Qt would turn the side round once more.
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, plate.text)
