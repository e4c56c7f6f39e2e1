"""Passes values on at the pace at which somebody can follow; what is overtaken is left out."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME_MS = 16
"""One picture of a screen: more often would not be seen."""


class Latest(QObject):
    """Passes a value on at once, and further ones not more often than once a frame.

    Args:
        parent: Qt owner.
    """

    passed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[object] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(FRAME_MS)
        self._pause.timeout.connect(self._pass_on)

    def take(self, value: object) -> None:
        """Takes a value; one that still waits is dropped for it."""
        self._waiting = [value]
        if not self._pause.isActive():
            self._pass_on()

    def drop(self) -> None:
        """Drops what still waits."""
        self._waiting = []

    def _pass_on(self) -> None:
        if self._waiting:
            value = self._waiting.pop()
            self._pause.start()
            self.passed.emit(value)
