"""Thumbnails for the grid, read beside the window and kept for a while."""

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from album_organizer.gui.jobs import Callbacks, Pool, TaskContext
from album_organizer.gui.thumbnail_backlog import Backlog

_KEPT_BYTES = 256 * 1024 * 1024
_WAITING = 400
"""Requests that wait; older ones were scrolled away and are asked for again when needed."""
_AT_ONCE = min(4, max(1, (os.cpu_count() or 2) - 1))
"""Tasks at once: one core stays free for the window, or scrolling stutters."""
_TOGETHER = 4
"""Thumbnails that one task reads: a task costs the window's thread as much as reading one."""
_FRAME_MS = 16
"""Arrivals within a frame are told together."""
_SAME_SHAPE = 0.03

ReadThumbnail = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """A thumbnail in the size in which it will be drawn.

    Attributes:
        content_id: The photo.
        width: In device pixels.
        height: In device pixels.
    """

    content_id: str
    width: int
    height: int

    @property
    def side(self) -> int:
        """The longer side."""
        return max(self.width, self.height)


class ThumbnailStore(QObject):
    """Pixmaps by content id, read in the pool.

    A view that knows what it shows tells by :meth:`wish`: that is read first, in its order, and
    what it no longer wishes is not read. Other requests follow, the latest first.

    Args:
        pool: Where JPEG data is read and decoded.
        parent: Qt owner.
    """

    loaded = Signal(str)
    arrived = Signal(object)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._read: ReadThumbnail | None = None
        self._kept: OrderedDict[str, tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._wishes: WeakKeyDictionary[QObject, list[Wish]] = WeakKeyDictionary()
        self._waiting: OrderedDict[str, Wish] = OrderedDict()
        self._running: dict[str, int] = {}
        self._tasks = 0
        self._missing: set[str] = set()
        self._new: list[str] = []
        self._backlog = Backlog(pool, self._left, self)
        self._backlog.resumed.connect(self._start_next)
        self._backlog.cancelled.connect(self._forget_waiting)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_FRAME_MS)
        self._gather.timeout.connect(self._tell)

    @property
    def kept_bytes(self) -> int:
        """Memory that the pixmaps take."""
        return self._bytes

    def set_source(self, read: ReadThumbnail) -> None:
        """Takes thumbnails from ``read``, which is called on worker threads."""
        self._read = read
        self._start_next()

    def retry_missing(self) -> None:
        """Asks again for pictures the catalog did not have."""
        self._missing.clear()

    def kept(self, content_id: str) -> QPixmap | None:
        """The thumbnail that is there, of whatever size, without asking for one."""
        found = self._kept.get(content_id)
        if found is None:
            return None
        self._kept.move_to_end(content_id)
        return found[1]

    def pixmap(self, content_id: str, side: int) -> QPixmap | None:
        """The thumbnail, or None while it is on its way; ``loaded`` tells when it came.

        Args:
            content_id: The photo.
            side: Longer side in device pixels in which it will be drawn. A smaller one that is
                there already is returned for the time being.
        """
        wish = Wish(content_id, side, side)
        if self._lacks(wish):
            self._waiting[content_id] = wish
            self._waiting.move_to_end(content_id)
            if len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
            self._start_next()
        return self.kept(content_id)

    def wish(self, who: QObject, wishes: Sequence[Wish]) -> None:
        """Reads these first, in this order; what the same view wished before is forgotten.

        Args:
            who: The view.
            wishes: What it shows, then what it may show next.
        """
        # Taken from the end.
        self._wishes[who] = [wish for wish in reversed(wishes) if self._lacks(wish)]
        self._start_next()

    def _lacks(self, wish: Wish) -> bool:
        """Whether something has to be read for a wish."""
        if wish.content_id in self._missing:
            return False
        found = self._kept.get(wish.content_id)
        there = 0 if found is None else found[0]
        return max(there, self._running.get(wish.content_id, 0)) < wish.side

    def _left(self) -> int:
        """How many are not read yet."""
        queued = sum(len(queue) for queue in self._wishes.values())
        return queued + len(self._waiting) + len(self._running)

    def _forget_waiting(self) -> None:
        """What is still shown is asked for again when it is drawn."""
        self._waiting.clear()
        for queue in self._wishes.values():
            queue.clear()

    def _next(self) -> Wish | None:
        for queue in self._wishes.values():
            while queue:
                wish = queue.pop()
                if self._lacks(wish):
                    return wish
        while self._waiting:
            wish = self._waiting.popitem()[1]
            if self._lacks(wish):
                return wish
        return None

    def _start_next(self) -> None:
        read = self._read
        while read is not None and self._tasks < _AT_ONCE and not self._backlog.rests:
            wishes: list[Wish] = []
            while len(wishes) < _TOGETHER and (wish := self._next()) is not None:
                self._running[wish.content_id] = wish.side
                wishes.append(wish)
            if not wishes:
                return
            self._tasks += 1
            self._backlog.begin()
            self._start(read, wishes)

    def _start(self, read: ReadThumbnail, wishes: Sequence[Wish]) -> None:
        left = list(wishes)

        def work(context: TaskContext) -> None:
            for wish in wishes:
                context.job.check()
                data = read(wish.content_id)
                context.post(None if data is None else decode_thumbnail(data, wish))

        def arrived(image: QImage | None) -> None:
            self._take(left.pop(0), image)

        def ended(_: object) -> None:
            self._tasks -= 1
            if left:
                # This one could not be read; the others of the task can be.
                self._take(left.pop(0), None)
            for wish in left:
                self._running.pop(wish.content_id, None)
                self._waiting[wish.content_id] = wish
            self._start_next()

        callbacks = Callbacks(part=arrived, done=ended, failed=ended, cancelled=ended)
        self._pool.submit(work, callbacks)

    def _take(self, wish: Wish, image: QImage | None) -> None:
        content_id = wish.content_id
        if self._running.get(content_id) == wish.side:
            del self._running[content_id]
        self._backlog.count()
        if image is None or image.isNull():
            self._missing.add(content_id)
            return
        old = self._kept.get(content_id)
        if old is not None:
            if old[0] >= wish.side:
                return
            del self._kept[content_id]
            self._bytes -= _size(old[1])
        pixmap = QPixmap.fromImage(image)
        self._kept[content_id] = (wish.side, pixmap)
        self._bytes += _size(pixmap)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1][1])
        self.loaded.emit(content_id)
        self._new.append(content_id)
        if not self._gather.isActive():
            self._gather.start()

    def _tell(self) -> None:
        new, self._new = self._new, []
        self.arrived.emit(new)


def decode_thumbnail(data: bytes, wish: Wish | int) -> QImage:
    """JPEG data -> an image in the wished size; never enlarged.

    The reader is told the size, so that the JPEG decoder skips what is not needed.

    Args:
        data: A JPEG file.
        wish: The size; a number stands for the longer side. Where the shape is that of the file
            but for rounding, the image has exactly that size, so that it is drawn pixel by pixel.
    """
    wanted = QSize(wish, wish) if isinstance(wish, int) else QSize(wish.width, wish.height)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > max(wanted.width(), wanted.height()):
        shapes = size.width() / size.height(), wanted.width() / wanted.height()
        if abs(shapes[0] / shapes[1] - 1.0) > _SAME_SHAPE:
            side = max(wanted.width(), wanted.height())
            wanted = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    return reader.read()


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
