"""The full screen: photos only. The window stays the same one, so that all its keys still work."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget


class FullScreen(QObject):
    """Hides everything round the photos and brings it back as it was.

    Args:
        window: The window.
        around: What is hidden.
        set_bare: Tells the photos to show themselves alone.
    """

    changed = Signal(bool)

    def __init__(
        self, window: QWidget, around: Sequence[QWidget], set_bare: Callable[[bool], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._around = list(around)
        self._set_bare = set_bare
        self._hidden: list[QWidget] = []
        self._before = Qt.WindowState.WindowNoState
        self._active = False

    @property
    def active(self) -> bool:
        """Whether the photos have the whole screen."""
        return self._active

    def enter(self) -> None:
        """Gives the photos the whole screen."""
        if self._active:
            return
        self._active = True
        self._before = self._window.windowState()
        self._hidden = [part for part in self._around if not part.isHidden()]
        for part in self._hidden:
            part.hide()
        self._set_bare(True)
        self._window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        self.changed.emit(True)

    def leave(self) -> bool:
        """Brings everything back.

        Returns:
            Whether there was anything to leave.
        """
        if not self._active:
            return False
        self._active = False
        self._window.setWindowState(self._before)
        for part in self._hidden:
            part.show()
        self._hidden = []
        self._set_bare(False)
        self.changed.emit(False)
        return True

    def toggle(self) -> None:
        """Enters or leaves."""
        if not self.leave():
            self.enter()
