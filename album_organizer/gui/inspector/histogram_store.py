"""Histograms, counted beside the window and kept for a while."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from album_organizer.gui.inspector.histogram import Histogram, histogram_of
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext
from album_organizer.gui.thumbnails import ReadThumbnail

_KEPT = 256


class HistogramStore(QObject):
    """Histograms by content id. Only the one asked for last is waited for.

    Args:
        pool: Where thumbnails are read and counted.
        parent: Qt owner.
    """

    counted = Signal(str)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._read: ReadThumbnail | None = None
        self._kept: OrderedDict[str, Histogram | None] = OrderedDict()
        self._running: tuple[str, Task] | None = None

    def set_source(self, read: ReadThumbnail) -> None:
        """Takes thumbnails from ``read``, which is called on worker threads."""
        self._read = read
        self.forget_missing()

    def forget_missing(self) -> None:
        """Asks again for pictures that the source did not have."""
        missing = [content_id for content_id, found in self._kept.items() if found is None]
        for content_id in missing:
            del self._kept[content_id]

    def is_known(self, content_id: str) -> bool:
        """Whether the answer is there, be it that there is no picture."""
        return content_id in self._kept

    def histogram(self, content_id: str) -> Histogram | None:
        """The histogram, or None while it is counted; ``counted`` tells when it is there."""
        if content_id in self._kept:
            self._kept.move_to_end(content_id)
            return self._kept[content_id]
        self._request(content_id)
        return None

    def _request(self, content_id: str) -> None:
        if self._read is None:
            return
        if self._running is not None:
            if self._running[0] == content_id:
                return
            # The person went on to another photo.
            self._running[1].drop()
        read = self._read

        def work(context: TaskContext) -> Histogram | None:
            data = read(content_id)
            try:
                return None if data is None else histogram_of(data)
            except OSError:
                return None

        def ended(found: Histogram | None) -> None:
            self._running = None
            self._kept[content_id] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.counted.emit(content_id)

        def failed(error: Exception) -> None:
            ended(None)

        self._running = (content_id, self._pool.submit(work, Callbacks(done=ended, failed=failed)))
