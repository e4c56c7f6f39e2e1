"""Photos as a training sees them: scaled once, kept in memory, changed at random, in batches."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from album_organizer.imaging.decode import decode
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.config import Augmentation
from album_organizer.training.photo_facts import MAX_MEGAPIXELS

Inputs = NDArray[np.float32]

_AHEAD = 3
"""Batches that are prepared while one is learned from."""

_MAX_ASPECT = 16
"""Longer strips are left to the preprocessing, which scales only what it keeps of them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One random change; both photos of a pair get the same.

    Attributes:
        flip: Mirror it.
        kept: Share of each side that is kept, and where: left and top as shares of the rest.
        brightness: Factor.
        contrast: Factor.
    """

    flip: bool
    kept: tuple[float, float, float]
    brightness: float
    contrast: float

    @classmethod
    def draw(cls, augmentation: Augmentation, random: np.random.Generator) -> "Change":
        """Draws a change within the bounds of the configuration."""
        flip, size, left, top, bright, contrast = random.uniform(0.0, 1.0, 6)
        return cls(
            augmentation.flip and bool(flip < 0.5),
            (1.0 - augmentation.crop * float(size), float(left), float(top)),
            1.0 + augmentation.colour * float(2 * bright - 1),
            1.0 + augmentation.colour * float(2 * contrast - 1),
        )

    def apply(self, image: Image.Image) -> Image.Image:
        """The changed picture."""
        share, left, top = self.kept
        if share < 1.0:
            width, height = (max(1, round(side * share)) for side in image.size)
            x, y = round(left * (image.width - width)), round(top * (image.height - height))
            image = image.crop((x, y, x + width, y + height))
        if self.flip:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if self.brightness != 1.0:
            image = ImageEnhance.Brightness(image).enhance(self.brightness)
        if self.contrast != 1.0:
            image = ImageEnhance.Contrast(image).enhance(self.contrast)
        return image


class PictureStore:
    """Decodes photos and keeps them, scaled as the network sees them, within a limit.

    Scaling a second time to the same size changes nothing, so that an unchanged picture from here
    becomes exactly the input that a scan would make of the file, unless there is a margin. Any
    number of threads may ask.

    Args:
        preprocessing: Of the network.
        files: File of each photo by its path in the labels.
        memory_bytes: Limit; what is beyond it is decoded anew each time.
        margin: Factor on the kept size, so that what a random crop leaves is never enlarged, which
            would look like blur.
    """

    def __init__(
        self,
        preprocessing: Preprocessing,
        files: Mapping[str, Path],
        memory_bytes: int,
        margin: float = 1.0,
    ) -> None:
        self.preprocessing = preprocessing
        self._margin = margin
        self._files = files
        self._left = memory_bytes
        self._kept: dict[str, Image.Image] = {}
        self._lock = threading.Lock()

    def input(self, path: str, change: Change | None = None) -> Inputs:
        """The network's input, float32 (3, size, size).

        Raises:
            PhotoError: If the photo can no longer be read.
        """
        image = self._scaled(path)
        return self.preprocessing.apply(image if change is None else change.apply(image))

    def _scaled(self, path: str) -> Image.Image:
        with self._lock:
            known = self._kept.get(path)
        if known is not None:
            return known
        decoded = decode(self._files[path], self.preprocessing.decode_side, MAX_MEGAPIXELS)
        image = _fitted(decoded.image, self.preprocessing, self._margin)
        size = image.width * image.height * 3
        with self._lock:
            if path not in self._kept and size <= self._left:
                self._left -= size
                self._kept[path] = image
        return image


def prefetched(
    pool: ThreadPoolExecutor,
    batches: Sequence[Sequence[int]],
    load: Callable[[int], Inputs],
) -> Iterator[tuple[Sequence[int], Inputs]]:
    """Prepares batches some steps ahead, in order.

    Args:
        pool: Threads that load.
        batches: Numbers of the examples in each batch.
        load: Example -> its input.

    Yields:
        The numbers and their inputs, stacked.
    """
    waiting: deque[list[Future[Inputs]]] = deque()
    try:
        for number, batch in enumerate(batches):
            while len(waiting) < min(_AHEAD, len(batches) - number):
                ahead = batches[number + len(waiting)]
                waiting.append([pool.submit(load, index) for index in ahead])
            yield batch, np.stack([future.result() for future in waiting.popleft()])
    finally:
        for futures in waiting:
            for future in futures:
                future.cancel()


def _fitted(image: Image.Image, preprocessing: Preprocessing, margin: float) -> Image.Image:
    """Scaled as the preprocessing scales it, before its crop or padding."""
    width, height = image.size
    short, long = min(width, height), max(width, height)
    if long > _MAX_ASPECT * short:
        return image
    resize = round(preprocessing.resize * margin)
    if preprocessing.fit == "stretch":
        return image.resize((resize, resize), Image.Resampling.BILINEAR)
    if preprocessing.fit == "pad":
        ends = (max(1, int(short * resize / long)), resize)
    else:
        ends = (resize, int(resize * long / short))
    size = ends if width <= height else ends[::-1]
    return image.resize(size, Image.Resampling.BILINEAR)
