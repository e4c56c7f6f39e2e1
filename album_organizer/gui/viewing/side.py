"""One of several photos side by side, with what is known of it below."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import ElidedLabel
from album_organizer.gui.shortcuts.key_guard import KEEPS_TAB
from album_organizer.gui.theme import Theme, number_font
from album_organizer.gui.viewing.compare_words import light
from album_organizer.gui.viewing.photo_view import PhotoView
from album_organizer.gui.viewing.shared_zoom import SharedZoom
from album_organizer.i18n import number, tr

CAPTION_HEIGHT = 32
_GAP = 8
_USUAL_NAME = "IMG_0000.JPG"
_BAR_WIDTH = 40
_BARS_FROM = 340
"""A narrower caption has no room for the bars beside a name that can be read."""


class SmallBar(QWidget):
    """A word and a short bar.

    Args:
        theme: Colours.
        name: The word.
        meaning: What the bar shows, for its tool tip.
    """

    def __init__(self, theme: Theme, name: str, meaning: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._meaning = meaning
        self._share = 0.0
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Shows 0..1."""
        self._share = min(max(share, 0.0), 1.0)
        words = f"{self._meaning}: {number(self._share, '.2f')}"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Word and bar beside each other."""
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + 6 + _BAR_WIDTH, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws both, from the side where reading begins."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.setPen(self._theme.color("secondary"))
        # Qt takes the left for the side where reading begins.
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), leading, self._name)
        start = 0 if mirrored else self.width() - _BAR_WIDTH
        bar = QRectF(start, self.height() / 2 - 2, _BAR_WIDTH, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(bar, 2, 2)
        filled = QRectF(bar)
        filled.setWidth(bar.width() * self._share)
        if mirrored:
            filled.moveRight(bar.right())
        painter.setBrush(self._theme.color("bar"))
        painter.drawRoundedRect(filled, 2, 2)


class PhotoSide(QWidget):
    """A photo and its caption.

    Args:
        theme: Colours.
        icons: Marks.
        zoom: Shared with the other sides.
        zooms: Whether the photo can be zoomed.
        removable: Whether it has a button that takes it away.
    """

    remove_wanted = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, zoom: SharedZoom, *, zooms: bool, removable: bool
    ) -> None:
        super().__init__()
        self.view = PhotoView(theme, icons, zoom, 8, zooms=zooms)
        self.view.setObjectName("sidePicture")
        self.view.setProperty(KEEPS_TAB, True)
        self.view.setMinimumSize(24, 24)
        self.name = ElidedLabel()
        self.score = QLabel()
        self.score.setFont(number_font(self.font(), bold=True))
        self.sharp = SmallBar(theme, tr("Sharp"), tr("Sharpness of the sharpest part"))
        self.light = SmallBar(theme, tr("Tones"), tr("Detail in bright and dark parts"))
        self.remove = QToolButton()
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setObjectName("sign")
        icons.bind(self.remove, "close", "secondary")
        self.remove.clicked.connect(self.remove_wanted)
        self.caption = QWidget()
        self.caption.setFixedHeight(CAPTION_HEIGHT)
        row = QHBoxLayout(self.caption)
        row.setContentsMargins(_GAP, 0, _GAP, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.score)
        row.addWidget(self.name, 1)
        for part in (self.sharp, self.light, self.remove):
            row.addWidget(part)
        self.remove.setVisible(removable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.caption)
        self.setFocusProxy(self.view)

    def show_facts(self, item: PhotoItem) -> None:
        """Shows what is known of the photo."""
        quality = item.scored.analysis.technical
        self.score.setText(number(item.score, ".2f"))
        self.score.setAccessibleName(tr("Score {score:.2f}").format(score=item.score))
        self.score.setToolTip(
            tr("Score {score:.2f} of 1, AVA {ava:.1f} of 10").format(
                score=item.score, ava=item.scored.card.ava
            )
        )
        # A Latin name would stand at the left where reading begins at the right.
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.name.setAlignment(
            side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
        self.name.set_text(item.name)
        self.sharp.show_share(quality.sharpness)
        self.light.show_share(light(quality))
        words = tr("Take {name} out of the comparison").format(name=item.name)
        self.remove.setToolTip(tr("{command} ({key})").format(command=words, key=tr("Del")))
        self.remove.setAccessibleName(words)

    def set_room(self, x: int, y: int, width: int, height: int) -> None:
        """Takes a place; a narrow one leaves the bars out, so that the name can be told."""
        left = width - 2 * _GAP - self.fontMetrics().horizontalAdvance(_USUAL_NAME)
        for part in (self.score, self.remove):
            left -= part.sizeHint().width() + _GAP
        for bar in (self.sharp, self.light):
            left -= bar.sizeHint().width() + _GAP
            bar.setVisible(width >= _BARS_FROM and left >= 0)
        self.setGeometry(x, y, width, height)
