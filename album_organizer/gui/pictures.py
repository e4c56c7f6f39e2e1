"""Full pictures for the detail view: decoded beside the window, neighbours ahead of time."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext
from album_organizer.imaging.decode import decode

_KEPT = 6


class PictureStore(QObject):
    """Decoded photos by absolute path.

    Args:
        pool: Where they are decoded.
        parent: Qt owner.
    """

    ready = Signal(str)
    failed = Signal(str, str)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._kept: OrderedDict[str, tuple[int, QPixmap]] = OrderedDict()
        self._running: dict[str, tuple[int, Task]] = {}
        self.max_megapixels = 200.0

    def clear(self) -> None:
        """Forgets everything; decoding that runs is stopped."""
        self._kept.clear()
        for _, task in self._running.values():
            task.drop()
        self._running.clear()

    def picture(self, path: Path) -> QPixmap | None:
        """The decoded photo if it is there."""
        kept = self._kept.get(str(path))
        if kept is None:
            return None
        self._kept.move_to_end(str(path))
        return kept[1]

    def want(self, paths: Sequence[Path], side: int) -> None:
        """Decodes photos, the first one first; what else was asked for before is dropped.

        Args:
            paths: The photo that is shown, then those that may come next.
            side: Shorter side in device pixels that is needed.
        """
        names = [str(path) for path in paths]
        for name in [n for n in self._running if n not in names]:
            self._running.pop(name)[1].drop()
        for name in names:
            kept, running = self._kept.get(name), self._running.get(name)
            if kept is not None and kept[0] >= side:
                continue
            if running is not None:
                if running[0] >= side:
                    continue
                running[1].drop()
            self._start(name, side)

    def _start(self, name: str, side: int) -> None:
        megapixels = self.max_megapixels

        def work(context: TaskContext) -> QImage:
            return to_qimage(decode(Path(name), side, megapixels).image, side)

        def done(image: QImage) -> None:
            del self._running[name]
            self._kept[name] = (side, QPixmap.fromImage(image))
            self._kept.move_to_end(name)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.ready.emit(name)

        def failed(error: AlbumError) -> None:
            del self._running[name]
            self.failed.emit(name, str(error))

        self._running[name] = (
            side,
            self._pool.submit(work, Callbacks(done=done, failed=failed)),
        )


def to_qimage(image: Image.Image, side: int) -> QImage:
    """A PIL RGB picture -> an image that owns its pixels, reduced to what the screen needs.

    Args:
        image: Upright, RGB.
        side: The shorter side is reduced to this many pixels if it is longer.
    """
    factor = side / min(image.size)
    if factor < 1.0:
        size = tuple(max(1, round(edge * factor)) for edge in image.size)
        image = image.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=2.0)
    data = image.tobytes("raw", "RGB")
    # copy() because the QImage does not keep `data` alive.
    return QImage(
        data, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888
    ).copy()
