"""Large pictures: decoded beside the window in the size needed, neighbours ahead of time."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColorSpace, QImage, QPixmap

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext
from album_organizer.imaging.decode import decode

_KEPT_BYTES = 512 * 1024 * 1024
_AT_ONCE = 2
_ALL_PIXELS = 1 << 30
_OPAQUE = 255
_STRIP_PIXELS = 1 << 19
"""Pixels handed over in one go: some milliseconds, during which no other thread runs Python."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that somebody wants.

    Attributes:
        path: Absolute path of the photo.
        side: Shorter side in device pixels that is needed; None for all pixels of the photo.
        ahead: It is not shown yet; made only while there is room for it.
    """

    path: Path
    side: int | None
    ahead: bool = False


_Key = tuple[str, bool]
"""Absolute path, and whether all pixels are there."""


@dataclass(frozen=True, slots=True)
class _Kept:
    side: int
    levels: tuple[QPixmap, ...]

    @property
    def bytes(self) -> int:
        return sum(level.width() * level.height() * 4 for level in self.levels)


class PictureStore(QObject):
    """Decoded photos by absolute path, in screen size and with all pixels.

    Args:
        pool: Where they are decoded.
        parent: Qt owner.
        kept_bytes: Room for pictures, in bytes. Only what is shown at this moment may need more.
    """

    ready = Signal(str)
    failed = Signal(str, str)

    def __init__(
        self, pool: Pool, parent: QObject | None = None, kept_bytes: int = _KEPT_BYTES
    ) -> None:
        super().__init__(parent)
        self._pool = pool
        self._room = kept_bytes
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._wanted: OrderedDict[_Key, Wanted] = OrderedDict()
        self._waiting: list[_Key] = []
        self._running: dict[_Key, tuple[int, Task]] = {}
        self.max_megapixels = 200.0

    @property
    def kept_bytes(self) -> int:
        """What the pictures take now, in bytes."""
        return sum(kept.bytes for kept in self._kept.values())

    def clear(self) -> None:
        """Forgets everything; decoding that runs is stopped."""
        self.want_each([])
        self._kept.clear()

    def picture(self, path: Path) -> QPixmap | None:
        """The photo as large as it is there, or None."""
        levels = self.levels(path)
        return levels[-1] if levels else None

    def levels(self, path: Path) -> tuple[QPixmap, ...]:
        """The photo in all sizes that are there, the smallest first."""
        found: list[QPixmap] = []
        for key in ((str(path), False), (str(path), True)):
            if key in self._kept:
                self._kept.move_to_end(key)
                found.extend(self._kept[key].levels)
        return tuple(sorted(found, key=QPixmap.width))

    def has_all_pixels(self, path: Path) -> bool:
        """Whether the photo is there in full resolution."""
        return (str(path), True) in self._kept

    def want(self, paths: Sequence[Path], side: int) -> None:
        """Decodes photos in screen size, the first one first; see :meth:`want_each`.

        Args:
            paths: The photo that is shown, then those that may come next.
            side: Shorter side in device pixels that is needed.
        """
        self.want_each([Wanted(path, side, ahead=number > 1) for number, path in enumerate(paths)])

    def want_each(self, wanted: Sequence[Wanted]) -> None:
        """Decodes photos in this order; what else was asked for before is dropped.

        ``ready`` tells of each, ``failed`` of each that cannot be read.
        """
        self._wanted = OrderedDict(((str(w.path), w.side is None), w) for w in wanted)
        for key in [key for key in self._running if key not in self._wanted]:
            self._running.pop(key)[1].drop()
        self._waiting = list(self._wanted)
        self._start_next()

    def _suits(self, key: _Key, want: Wanted) -> bool:
        """Whether the picture is there; one of more than twice the size would look rough."""
        kept = self._kept.get(key)
        if kept is None or want.side is None:
            return kept is not None
        return want.side <= kept.side <= max(2 * want.side, 256)

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            key = self._waiting.pop(0)
            want = self._wanted[key]
            if self._suits(key, want):
                continue
            side = _ALL_PIXELS if want.side is None else want.side
            running = self._running.get(key)
            if running is not None:
                if running[0] >= side:
                    continue
                running[1].drop()
            if want.ahead and not self._make_room():
                return
            self._start(key, side)

    def _start(self, key: _Key, side: int) -> None:
        name, full = key
        work = _decoding(Path(name), side, self.max_megapixels, full=full)

        def done(images: tuple[QImage, ...]) -> None:
            del self._running[key]
            self._kept[key] = _Kept(side, tuple(QPixmap.fromImage(image) for image in images))
            self._kept.move_to_end(key)
            self._make_room()
            self.ready.emit(name)
            self._start_next()

        def failed(error: AlbumError) -> None:
            del self._running[key]
            self.failed.emit(name, str(error))
            self._start_next()

        self._running[key] = (side, self._pool.submit(work, Callbacks(done=done, failed=failed)))

    def _make_room(self) -> bool:
        """Lets go of what nobody wants, the longest unused first; whether there is room then."""
        taken = self.kept_bytes
        for key in [key for key in self._kept if key not in self._wanted]:
            if taken < self._room:
                break
            taken -= self._kept.pop(key).bytes
        return taken < self._room


def _decoding(
    path: Path, side: int, max_megapixels: float, *, full: bool
) -> Callable[[TaskContext], tuple[QImage, ...]]:
    """The work for a thread of the pool; looks between its parts whether it is still wanted."""

    def work(context: TaskContext) -> tuple[QImage, ...]:
        image = decode(path, side, max_megapixels).shown
        context.job.check()
        if not full:
            return (to_qimage(image, side),)
        half = to_qimage(image.reduce(2), side)
        context.job.check()
        return half, to_qimage(image, side)

    return work


def to_qimage(image: Image.Image, side: int) -> QImage:
    """A PIL RGB picture -> an image that owns its pixels, reduced to what the screen needs.

    Args:
        image: Upright, sRGB.
        side: The shorter side is reduced to this many pixels if it is longer.

    Returns:
        The image in the format that is painted fastest, marked as sRGB.
    """
    factor = side / min(image.size)
    if factor < 1.0:
        size = tuple(max(1, round(edge * factor)) for edge in image.size)
        image = image.resize((size[0], size[1]), Image.Resampling.BICUBIC, reducing_gap=2.0)
    made = QImage(image.width, image.height, QImage.Format.Format_RGB32)
    pixels, stride = np.frombuffer(made.bits(), np.uint8), made.bytesPerLine()
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        strip = image.crop((0, top, image.width, bottom))
        # Blue first is how a 32-bit pixel lies in the memory of the machines that Qt runs on.
        part = pixels[top * stride : bottom * stride]
        part[:] = np.frombuffer(strip.tobytes("raw", "BGRX"), np.uint8)
        part[3::4] = _OPAQUE
    made.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return made
