"""The chosen photo, or the two of a pair, large beside the lists."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from album_organizer.gui.comparison.entries import Entry
from album_organizer.gui.comparison.keys import VersionKey, VersionLook
from album_organizer.gui.delegates.cell_layout import fitted
from album_organizer.gui.panels.elements import ElidedLabel, labelled, paragraph
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.i18n import tr

_THUMBNAIL_SIDE = 512
_MIN_SIDE = 64


class PreviewPicture(QWidget):
    """A photo, uncropped, or why it cannot be shown.

    Args:
        theme: Colour of the message.
        parent: Qt owner.
    """

    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixmap: QPixmap | None = None
        self._message = ""
        self.setMinimumSize(120, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def pixmap(self) -> QPixmap | None:
        """What is drawn."""
        return self._pixmap

    @property
    def message(self) -> str:
        """What is said in place of the picture."""
        return self._message

    @property
    def needed_side(self) -> int:
        """Shorter side in device pixels that a picture should have to fill the place."""
        return max(_MIN_SIDE, round(min(self.width(), self.height()) * self.devicePixelRatioF()))

    def show_pixmap(self, pixmap: QPixmap | None, message: str) -> None:
        """Shows a picture; a message stands over it, or in its place."""
        self._pixmap, self._message = pixmap, message
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture or the message."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap is not None and not self._message:
            target = fitted(self._pixmap.size(), self.rect())
            # Close to its words, wherever there is room left.
            target.moveTop(0)
            painter.drawPixmap(target, self._pixmap)
        if self._message:
            painter.setPen(self._theme.color("text"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), int(flags), self._message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger picture may be needed."""
        super().resizeEvent(event)
        self.resized.emit()


class _Slot(QWidget):
    """Picture, name, and what both versions say.

    Args:
        theme: Colours.
        versions: Names of version a and version b.
    """

    def __init__(self, theme: Theme, versions: tuple[str, str]) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self.picture = PreviewPicture(theme)
        self.name = ElidedLabel("heading")
        self.label = paragraph("", "secondary")
        self.facts = (labelled("", "body"), labelled("", "body"))
        self._keys = (
            VersionKey(theme, versions[0], VersionLook.A),
            VersionKey(theme, versions[1], VersionLook.B),
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (key, fact) in enumerate(zip(self._keys, self.facts, strict=True)):
            grid.addWidget(key, row, 0)
            grid.addWidget(fact, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.label)
        column.addLayout(grid)
        column.addSpacing(4)
        column.addWidget(self.picture, 1)

    def show_entry(self, entry: Entry) -> None:
        """Shows the words of an entry; its picture is set apart."""
        self.entry = entry
        self.name.set_text(entry.name)
        self.label.setText(entry.label)
        self.label.setVisible(bool(entry.label))
        self.picture.setAccessibleName(entry.spoken)
        for number, (key, fact) in enumerate(zip(self._keys, self.facts, strict=True)):
            key.setVisible(entry.facts is not None)
            fact.setVisible(entry.facts is not None)
            fact.setText("" if entry.facts is None else entry.facts[number])
            fact.setToolTip(entry.meaning)


class Preview(QFrame):
    """Shows one photo or two.

    Args:
        theme: Colours.
        folder: Absolute path that the photos' paths are relative to.
        versions: Names of version a and version b.
        thumbnails: Shown until the picture is there.
        pictures: Decodes the photos.
        parent: Qt owner.
    """

    def __init__(
        self,
        theme: Theme,
        folder: Path,
        versions: tuple[str, str],
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumWidth(240)
        self._folder = folder
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._failed: dict[str, str] = {}
        self._slots = (_Slot(theme, versions), _Slot(theme, versions))
        self.hint = paragraph(tr("Choose a photo and it is shown here."), "secondary")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(16)
        column.addWidget(self.hint, 1)
        for slot in self._slots:
            slot.hide()
            slot.picture.resized.connect(self._renew)
            column.addWidget(slot, 1)
        pictures.ready.connect(self._arrived)
        pictures.failed.connect(self._could_not)
        thumbnails.loaded.connect(self._thumbnail_arrived)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return tuple(slot.entry for slot in self._slots if slot.entry and slot.isVisibleTo(self))

    @property
    def pictures(self) -> tuple[PreviewPicture, ...]:
        """The places of the pictures, those in use."""
        return tuple(slot.picture for slot in self._slots if slot.isVisibleTo(self))

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows the one photo, or the two of a pair."""
        self.hint.setVisible(not entries)
        for number, slot in enumerate(self._slots):
            slot.setVisible(number < len(entries))
            if number < len(entries):
                slot.show_entry(entries[number])
        self._renew()

    def _renew(self) -> None:
        wanted = []
        for slot in self._slots:
            entry = slot.entry
            if entry is None or not slot.isVisible():
                continue
            path = self._folder / entry.path
            pixmap = self._pictures.picture(path)
            if pixmap is None and entry.content_id:
                pixmap = self._thumbnails.pixmap(entry.content_id, _THUMBNAIL_SIDE)
            slot.picture.show_pixmap(pixmap, self._failed.get(str(path), ""))
            if str(path) not in self._failed:
                wanted.append(path)
        if wanted:
            sides = [slot.picture.needed_side for slot in self._slots if slot.isVisible()]
            self._pictures.want(wanted, max(sides))

    def _arrived(self, name: str) -> None:
        if any(str(self._folder / entry.path) == name for entry in self.entries):
            self._renew()

    def _could_not(self, name: str, sentence: str) -> None:
        self._failed[name] = sentence
        self._arrived(name)

    def _thumbnail_arrived(self, content_id: str) -> None:
        if any(entry.content_id == content_id for entry in self.entries):
            self._renew()
