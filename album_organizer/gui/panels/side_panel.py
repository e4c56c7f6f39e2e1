"""Right: the inspector of a photo or the tuning of the album, one at a time."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

_LEAST_HEIGHT = 120


class SidePanel(QStackedWidget):
    """Shows one of two panels; both have the same width.

    Args:
        inspector: Of the current photo.
        tuning: Of the whole proposal.
        parent: Qt owner.
    """

    def __init__(self, inspector: QWidget, tuning: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self._inspector, self._tuning = inspector, tuning
        self.addWidget(inspector)
        self.addWidget(tuning)

    @property
    def tunes(self) -> bool:
        """Whether the tuning is in front."""
        return self.currentWidget() is self._tuning

    def minimumSizeHint(self) -> QSize:
        """As wide as both, but low: beside banner and models, photos need the height."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def show_tuning(self, wanted: bool) -> None:
        """Brings the tuning to the front, or the inspector."""
        self.setCurrentWidget(self._tuning if wanted else self._inspector)
