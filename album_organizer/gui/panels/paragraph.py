"""Text that wraps and is never cut, and an area that scrolls what does not fit."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

_MINIMUM_HEIGHT = 120


class Paragraph(QLabel):
    """A label that wraps and insists on the height its text needs at the width it has.

    Layouts ask a wrapping label for its height before its final width is known, and windows
    take no notice of that height in their minimum. So it tells the height of its present width
    as a minimum, as soon as there is one.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._given = 0
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """The longest word wide, and high enough for the whole text at the present width."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self._needed()))

    def heightForWidth(self, width: int) -> int:
        """Never less than is needed now: layouts that align ask with too large a width."""
        return max(super().heightForWidth(width), self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        if self._given != self.width():
            self._given = self.width()
            self.updateGeometry()

    def _needed(self) -> int:
        return super().heightForWidth(self._given) if self._given else 0


class ScrollArea(QScrollArea):
    """Shows a widget as wide as there is room, and scrolls it up and down where it is too high.

    It shows its parent's background and takes no focus: the keyboard is with what it holds.

    Args:
        body: What it shows.
        parent: Qt owner.
    """

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)
        # Qt makes what is scrolled opaque.
        body.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Low: what does not fit is scrolled to."""
        return QSize(super().minimumSizeHint().width(), _MINIMUM_HEIGHT)

    @property
    def overflows(self) -> bool:
        """Whether there is more than is seen."""
        return self.verticalScrollBar().maximum() > 0
