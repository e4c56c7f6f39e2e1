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

from album_organizer.gui.dialogs.general_page import GeneralPage
from album_organizer.gui.dialogs.models_page import ModelsPage
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.shortcuts.shortcuts_page import ShortcutsPage
from album_organizer.i18n import tr
from album_organizer.registry.registry import Registry


class SettingsDialog(QDialog):
    """Window-modal; changes take effect at once.

    Args:
        registry: For the page Models.
        preferences: For the pages General and Keyboard.
        pool: For work that takes longer.
        icons: Of pages and buttons.
        parent: The window it belongs to.
    """

    model_switched = Signal(object)

    def __init__(
        self,
        registry: Registry,
        preferences: Preferences,
        pool: Pool,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.resize(960, 640)
        self._icons = icons
        self.general = GeneralPage(preferences)
        self.models = ModelsPage(registry, pool, icons)
        self.models.switched.connect(self.model_switched)
        self.keyboard = ShortcutsPage(preferences, icons)
        self._pages = QStackedWidget()
        self._list = QListWidget()
        self._list.setObjectName("settingsPages")
        self._list.setProperty("mirrored", self.isRightToLeft())
        self._list.setFixedWidth(160)
        self._list.setIconSize(QSize(16, 16))
        self._list.setAccessibleName(tr("Pages"))
        self._list.setToolTip(tr("Which settings are shown"))
        self._list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._add(tr("General"), "settings", self.general)
        self._add(tr("Models"), "models", self.models)
        self._add(tr("Keyboard"), "keyboard", self.keyboard)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._pages, 1)
        self.show_page(self.general)

    def show_page(self, page: QWidget) -> None:
        """Turns to a page: ``general``, ``models`` or ``keyboard``."""
        self._list.setCurrentRow(self._pages.indexOf(page))

    def reject(self) -> None:
        """Closes; a check that runs is finished in the background."""
        self.models.leave()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same as Escape."""
        self.models.leave()
        super().closeEvent(event)

    def _add(self, title: str, icon: str, page: QWidget) -> None:
        self._list.addItem(QListWidgetItem(self._icons.icon(icon), title))
        self._pages.addWidget(page)
