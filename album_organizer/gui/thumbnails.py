"""Thumbnails for the grid, read beside the window and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from album_organizer.gui.jobs import Callbacks, Pool, TaskContext

_KEPT_BYTES = 256 * 1024 * 1024
_WAITING = 400
"""Requests that wait; older ones were scrolled away and are asked for again when needed."""
_AT_ONCE = 4

ReadThumbnail = Callable[[str], bytes | None]


class ThumbnailStore(QObject):
    """Pixmaps by content id; what is missing is read in the pool, the latest request first.

    Args:
        pool: Where JPEG data is read and decoded.
        parent: Qt owner.
    """

    loaded = Signal(str)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._read: ReadThumbnail | None = None
        self._kept: OrderedDict[str, tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[str, int] = OrderedDict()
        self._running: dict[str, int] = {}
        self._missing: set[str] = set()

    def set_source(self, read: ReadThumbnail) -> None:
        """Takes thumbnails from ``read``, which is called on worker threads."""
        self._read = read

    def retry_missing(self) -> None:
        """Asks again for pictures the catalog did not have."""
        self._missing.clear()

    def pixmap(self, content_id: str, side: int) -> QPixmap | None:
        """The thumbnail, or None while it is on its way; ``loaded`` tells when it came.

        Args:
            content_id: The photo.
            side: Longer side in device pixels in which it will be drawn. A smaller one that is
                there already is returned for the time being.
        """
        kept = self._kept.get(content_id)
        if kept is not None:
            self._kept.move_to_end(content_id)
            if kept[0] >= side:
                return kept[1]
        self._request(content_id, side)
        return kept[1] if kept is not None else None

    def _request(self, content_id: str, side: int) -> None:
        if content_id in self._missing or self._running.get(content_id, 0) >= side:
            return
        self._waiting[content_id] = side
        self._waiting.move_to_end(content_id)
        if len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        self._start_next()

    def _start_next(self) -> None:
        read = self._read
        while read is not None and self._waiting and len(self._running) < _AT_ONCE:
            content_id, side = self._waiting.popitem()
            if content_id in self._running:
                continue
            self._running[content_id] = side
            self._start(read, content_id, side)

    def _start(self, read: ReadThumbnail, content_id: str, side: int) -> None:
        def work(context: TaskContext) -> QImage | None:
            data = read(content_id)
            return None if data is None else decode_thumbnail(data, side)

        def ended(image: QImage | None) -> None:
            del self._running[content_id]
            self._keep(content_id, side, image)
            self._start_next()

        def failed(error: Exception) -> None:
            ended(None)

        self._pool.submit(work, Callbacks(done=ended, failed=failed, cancelled=ended))

    def _keep(self, content_id: str, side: int, image: QImage | None) -> None:
        if image is None or image.isNull():
            self._missing.add(content_id)
            return
        old = self._kept.pop(content_id, None)
        if old is not None:
            self._bytes -= _size(old[1])
        pixmap = QPixmap.fromImage(image)
        self._kept[content_id] = (side, pixmap)
        self._bytes += _size(pixmap)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1][1])
        self.loaded.emit(content_id)


def decode_thumbnail(data: bytes, side: int) -> QImage:
    """JPEG data -> an image whose longer side is at most ``side`` pixels; never enlarged.

    The reader is told the size, so that the JPEG decoder skips what is not needed.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(
            size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(
                QSize(1, 1)
            )
        )
    return reader.read()


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
