"""One zoom for several photos."""

from PySide6.QtCore import QObject, Signal

from album_organizer.gui.viewing.zoom import FIT, Zoom


class SharedZoom(QObject):
    """What size and part all canvases of a page show."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zoom = FIT

    @property
    def zoom(self) -> Zoom:
        """As it is now."""
        return self._zoom

    def set(self, zoom: Zoom) -> None:
        """Changes it for all."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.changed.emit()
