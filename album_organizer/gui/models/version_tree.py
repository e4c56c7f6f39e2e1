"""The list of versions, by kind, the current ones marked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.models.state import KINDS, Key, ModelsState
from album_organizer.gui.models.words import kind_title, mark
from album_organizer.gui.panels.elements import plain_tip
from album_organizer.i18n import tr
from album_organizer.registry.condition import FileState
from album_organizer.registry.model_version import ModelVersion

_KEY = Qt.ItemDataRole.UserRole


class VersionTree(QTreeWidget):
    """Kinds with their versions; keeps the selection when it is filled again.

    Args:
        icons: Marks.
        parent: Qt owner.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._state = ModelsState()
        self._blank = QPixmap(16, 16)
        self._blank.fill(Qt.GlobalColor.transparent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(8)
        self.setItemsExpandable(False)
        self.setIconSize(QSize(16, 16))
        self.setMinimumWidth(232)
        self.setColumnCount(2)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setAccessibleName(tr("Model versions"))
        self.setAccessibleDescription(tr("Arrows choose a version, Enter uses it for new scans"))

    @property
    def selected(self) -> ModelVersion | None:
        """The version selected in the list."""
        item = self.currentItem()
        return None if item is None else self._version(item)

    @property
    def selected_kind(self) -> str:
        """The kind of the selected version or heading."""
        item = self.currentItem()
        if item is None:
            return KINDS[0]
        top = item.parent() or item
        return KINDS[self.indexOfTopLevelItem(top)]

    def select(self, kind: str, version: str) -> bool:
        """Selects a version; False if it is not listed."""
        for item in self._rows():
            if item.data(0, _KEY) == (kind, version):
                self.setCurrentItem(item)
                return True
        return False

    def show_state(self, state: ModelsState) -> None:
        """Lists the versions; the selected one stays selected, else the first current one is."""
        before = self.selected
        self._state = state
        self.blockSignals(True)
        self.clear()
        for kind in KINDS:
            top = QTreeWidgetItem([kind_title(kind)])
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.addTopLevelItem(top)
            top.setFirstColumnSpanned(True)
            for version in state.versions[kind]:
                top.addChild(self._row(version))
        self.expandAll()
        if before is None or not self.select(before.kind, before.version):
            rows = self._rows()
            in_use = [row for row in rows if (v := self._version(row)) and v.is_current]
            if rows:
                self.setCurrentItem((in_use or rows)[0])
        self.blockSignals(False)

    def _row(self, version: ModelVersion) -> QTreeWidgetItem:
        state = self._state
        row = QTreeWidgetItem([version.version, mark(state, version)])
        key: Key = (version.kind, version.version)
        row.setData(0, _KEY, key)
        row.setToolTip(0, plain_tip(": ".join(filter(None, (version.version, version.note)))))
        condition = state.condition(version).state
        failed = version.verification is not None and not version.verification.passed
        if condition is not FileState.GOOD or failed:
            row.setIcon(0, self._icons.icon("warning", "star"))
        elif version.is_current:
            row.setIcon(0, self._icons.icon("check", "pick"))
        else:
            row.setIcon(0, QIcon(self._blank))  # keeps the names aligned
        return row

    def _version(self, item: QTreeWidgetItem) -> ModelVersion | None:
        key = item.data(0, _KEY)
        found = [v for kind in KINDS for v in self._state.versions[kind]]
        return next((v for v in found if key == (v.kind, v.version)), None)

    def _rows(self) -> list[QTreeWidgetItem]:
        tops = [self.topLevelItem(position) for position in range(self.topLevelItemCount())]
        return [
            child
            for top in tops
            if top is not None
            for row in range(top.childCount())
            if (child := top.child(row)) is not None
        ]
