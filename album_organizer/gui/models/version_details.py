"""One version: what it is, where it stands, and the buttons that act on it."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.models.state import ModelsState
from album_organizer.gui.models.version_facts import VersionFacts
from album_organizer.i18n import tr
from album_organizer.registry.condition import FileState
from album_organizer.registry.model_version import ModelVersion


class VersionDetails(QWidget):
    """Facts and buttons; what a button does is asked and done elsewhere.

    Args:
        icons: Of the buttons.
        parent: Qt owner.
    """

    use_wanted = Signal()
    force_wanted = Signal()
    compare_wanted = Signal()
    verify_wanted = Signal()
    rollback_wanted = Signal()
    note_wanted = Signal()
    retire_wanted = Signal()
    restore_wanted = Signal()
    register_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = VersionFacts(icons)
        self._make_buttons(icons)
        self._lay_out()

    def show_version(self, state: ModelsState, version: ModelVersion | None) -> None:
        """Shows a version, or with None that no version is selected."""
        self.facts.show_version(state, version)

    def enable(self, state: ModelsState, version: ModelVersion | None, idle: bool) -> None:
        """Enables what can be done with a version now."""
        real = version is not None and idle
        can_change = real and state.trouble is None
        condition = None if version is None else state.condition(version).state
        usable = condition in {FileState.GOOD, FileState.OUTSIDE}
        current = version is not None and version.is_current
        retired = version is not None and version.retired is not None
        failed = (
            version is not None
            and version.verification is not None
            and not version.verification.passed
        )
        pinned = version is not None and version.pinned
        in_use = None if version is None else state.current(version.kind)
        other = in_use is not None and not current
        if in_use is not None and state.condition(in_use).state is not FileState.GOOD:
            other = False
        self.use_button.setEnabled(can_change and usable and not current and not retired)
        self.compare_button.setEnabled(real and usable and other)
        self.verify_button.setEnabled(real)
        changed = condition is FileState.CHANGED
        self.register_button.setVisible(changed)
        self.register_button.setEnabled(can_change and changed)
        self.more_button.setEnabled(real)
        self.note_action.setEnabled(can_change and not pinned)
        self.retire_action.setVisible(not retired)
        self.retire_action.setEnabled(can_change and not current)
        self.restore_action.setEnabled(can_change)
        self.restore_action.setVisible(retired)
        self.force_action.setVisible(failed and usable)
        self.force_action.setEnabled(can_change and not current and not retired)

    def _make_buttons(self, icons: Icons) -> None:
        self.use_button = self._button(tr("&Use for new scans…"), self.use_wanted)
        self.use_button.setAccessibleDescription(
            tr("Asks once, then this version judges from the next scan on")
        )
        self.use_button.setProperty("role", "primary")
        self.compare_button = self._button(tr("Co&mpare with current…"), self.compare_wanted)
        self.compare_button.setToolTip(tr("Both judge the open folder; you see what differs"))
        self.verify_button = self._button(tr("V&erify"), self.verify_wanted)
        self.verify_button.setToolTip(tr("Look whether it works on this machine"))
        self.rollback_button = self._button(tr("Roll &back…"), self.rollback_wanted)
        self.rollback_button.setToolTip(tr("Go back to the version that judged before"))
        icons.bind(self.rollback_button, "rollback")
        self.register_button = self._button(tr("Re&gister the changed file…"), self.register_wanted)
        menu = QMenu(self)
        self.copy_action = self._entry(menu, tr("&Copy the card"), self.copy_wanted)
        self.note_action = self._entry(menu, tr("Edit &note…"), self.note_wanted)
        self.retire_action = self._entry(menu, tr("&Retire…"), self.retire_wanted)
        self.restore_action = self._entry(
            menu, tr("&Take back from retirement"), self.restore_wanted
        )
        self.force_action = self._entry(
            menu, tr("&Use in spite of its verification…"), self.force_wanted
        )
        self.more_button = QToolButton()
        self.more_button.setText(tr("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more_button.setMenu(menu)
        self.more_button.setAccessibleName(tr("More to do with this version"))
        self.more_button.setToolTip(tr("Note, retire, copy the card"))

    def _button(self, text: str, wanted: SignalInstance) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(wanted)
        return made

    def _entry(self, menu: QMenu, text: str, wanted: SignalInstance) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(wanted)
        return action

    def _lay_out(self) -> None:
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.use_button, self.compare_button, self.register_button),
            (self.verify_button, self.rollback_button, self.more_button),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.facts)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(scroll, 1)
        column.addSpacing(4)
        for buttons in rows:
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addSpacing(4)
            column.addLayout(row)
