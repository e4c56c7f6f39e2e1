"""Settings: pages chosen on the left."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from album_organizer.gui.dialogs.models_page import ModelsPage
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.i18n import tr
from album_organizer.registry.registry import Registry


class SettingsDialog(QDialog):
    """Window-modal; changes take effect at once.

    Args:
        registry: For the page Models.
        pool: For work that takes longer.
        icons: Of pages and buttons.
        parent: The window it belongs to.
    """

    model_switched = Signal(object)

    def __init__(
        self, registry: Registry, pool: Pool, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.resize(960, 560)
        self.models = ModelsPage(registry, pool, icons)
        self.models.switched.connect(self.model_switched)
        self._pages = QStackedWidget()
        self._list = QListWidget()
        self._list.setObjectName("settingsPages")
        self._list.setFixedWidth(160)
        self._list.setIconSize(QSize(16, 16))
        self._list.setAccessibleName(tr("Pages"))
        self._list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._list.addItem(QListWidgetItem(icons.icon("models"), tr("Models")))
        self._pages.addWidget(self.models)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._pages, 1)
        self._list.setCurrentRow(0)

    def reject(self) -> None:
        """Closes; a check that runs is finished in the background."""
        self.models.leave()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same as Escape."""
        self.models.leave()
        super().closeEvent(event)
