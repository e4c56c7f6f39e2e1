"""How large a photo is shown and which part of it. Plain numbers, no Qt.

One :class:`Zoom` serves several photos at once: it speaks of places in 0..1 of the picture and of
sizes that every photo works out for itself, so that photos of other dimensions show the same part.
All lengths of views are in device pixels, so that 1:1 means one pixel of the photo on one of the
screen, whatever the scaling of the desktop.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

MAX_SCALE = 16.0
"""Largest enlargement, device pixels per pixel of the photo."""

MAX_FIT = 3.0
"""So much a picture smaller than the view is enlarged to be seen whole; more would show nothing."""

STEP = 1.5
"""By how much one press of a key enlarges."""

_SAME = 1e-6


class ZoomMode(Enum):
    """What decides about the size.

    FIT: all of the photo is seen, as large as the view allows; a small one is enlarged up to
    :data:`MAX_FIT`. FILL: no ground is seen. ACTUAL: 1:1. FREE: a multiple of FIT.
    """

    FIT = auto()
    FILL = auto()
    ACTUAL = auto()
    FREE = auto()


@dataclass(frozen=True, slots=True)
class Zoom:
    """Size and part of a photo.

    Attributes:
        mode: What decides about the size.
        times_fit: For FREE: how many times as large as FIT, 1 or more.
        x: The place of the picture in the middle of the view, 0 (left) to 1.
        y: The same from top to bottom.
    """

    mode: ZoomMode = ZoomMode.FIT
    times_fit: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def moved_to(self, x: float, y: float) -> "Zoom":
        """The same size with another place in the middle; kept inside the picture."""
        return replace(self, x=min(max(x, 0.0), 1.0), y=min(max(y, 0.0), 1.0))


FIT = Zoom()


@dataclass(frozen=True, slots=True)
class Frame:
    """A view of some size with a picture of some size.

    Attributes:
        view: Width and height of the view in device pixels, 1 or more.
        picture: Width and height of the photo in pixels, 1 or more.
    """

    view: tuple[int, int]
    picture: tuple[int, int]

    @property
    def fit(self) -> float:
        """The scale at which all of the photo is seen, at most :data:`MAX_FIT`."""
        return min(MAX_FIT, self.view[0] / self.picture[0], self.view[1] / self.picture[1])

    @property
    def fill(self) -> float:
        """The scale at which the photo covers the view."""
        cover = max(self.view[0] / self.picture[0], self.view[1] / self.picture[1])
        return min(cover, max(MAX_SCALE, self.fit))

    def scale(self, zoom: Zoom) -> float:
        """Device pixels per pixel of the photo."""
        if zoom.mode is ZoomMode.FIT:
            return self.fit
        if zoom.mode is ZoomMode.FILL:
            return self.fill
        if zoom.mode is ZoomMode.ACTUAL:
            return 1.0
        return min(max(self.fit * zoom.times_fit, self.fit), MAX_SCALE)

    def target(self, zoom: Zoom) -> tuple[float, float, float, float]:
        """Where the whole picture lies: left, top, width, height in device pixels of the view.

        A picture smaller than the view stands in its middle; a larger one leaves no ground free at
        its edges, however far somebody drags it.
        """
        scale = self.scale(zoom)
        (left, width), (top, height) = (
            _axis(view, picture * scale, place)
            for view, picture, place in zip(self.view, self.picture, (zoom.x, zoom.y), strict=True)
        )
        return left, top, width, height

    def overflows(self, zoom: Zoom) -> bool:
        """Whether a part of the picture lies outside the view."""
        _, _, width, height = self.target(zoom)
        return width > self.view[0] + _SAME or height > self.view[1] + _SAME

    def place_at(self, zoom: Zoom, x: float, y: float) -> tuple[float, float]:
        """The place of the picture, 0..1, that lies at a point of the view; may lie outside."""
        left, top, width, height = self.target(zoom)
        return (x - left) / width, (y - top) / height

    def scaled_at(self, zoom: Zoom, x: float, y: float, scale: float) -> Zoom:
        """Another scale, with the place under a point of the view kept there where possible.

        Args:
            zoom: What is shown now.
            x: The point, from the left of the view, in device pixels.
            y: The point, from the top of the view, in device pixels.
            scale: The wanted scale; what is smaller than FIT becomes FIT, but 1:1 of a picture
                that is smaller stays.
        """
        if scale < self.scale(zoom) <= self.fit:
            return zoom
        place = self.place_at(zoom, x, y)
        return self._kept_under(self._of_scale(scale), place, (x, y))

    def mode_at(self, zoom: Zoom, x: float, y: float, mode: ZoomMode) -> Zoom:
        """Another mode, with the place under a point of the view kept there where possible."""
        place = self.place_at(zoom, x, y)
        return self._kept_under(Zoom(mode), place, (x, y))

    def stepped_at(self, zoom: Zoom, x: float, y: float, factor: float) -> Zoom:
        """A step larger or smaller around a point of the view; 1:1 is never stepped over."""
        now = self.scale(zoom)
        wanted = now * factor
        if (now - 1.0) * (wanted - 1.0) < -_SAME:
            wanted = 1.0
        return self.scaled_at(zoom, x, y, wanted)

    def panned(self, zoom: Zoom, x: float, y: float) -> Zoom:
        """The picture moved by some device pixels, as far as it goes."""
        left, top, width, height = self.target(zoom)
        return self._settled(
            zoom.moved_to(
                (self.view[0] / 2 - left - x) / width, (self.view[1] / 2 - top - y) / height
            )
        )

    def _of_scale(self, scale: float) -> Zoom:
        if scale <= self.fit * (1 + _SAME):
            return FIT
        if abs(scale - 1.0) < _SAME:
            return Zoom(ZoomMode.ACTUAL)
        return Zoom(ZoomMode.FREE, min(scale, MAX_SCALE) / self.fit)

    def _kept_under(
        self, zoom: Zoom, place: tuple[float, float], point: tuple[float, float]
    ) -> Zoom:
        scale = self.scale(zoom)
        middle = [
            spot + (view / 2 - at) / (picture * scale)
            for spot, view, at, picture in zip(place, self.view, point, self.picture, strict=True)
        ]
        return self._settled(zoom.moved_to(*middle))

    def _settled(self, zoom: Zoom) -> Zoom:
        """The middle where it can really be, so that dragging back is felt at once."""
        left, top, width, height = self.target(zoom)
        return zoom.moved_to((self.view[0] / 2 - left) / width, (self.view[1] / 2 - top) / height)


def _axis(view: int, length: float, place: float) -> tuple[float, float]:
    """Start and length of the picture along one side of the view."""
    if length <= view:
        return (view - length) / 2, length
    return min(0.0, max(view - length, view / 2 - place * length)), length
