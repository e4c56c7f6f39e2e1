"""The panel Models: versions on the left, one of them in the middle, its past and card right."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.job import Progress
from album_organizer.gui.icons import Icons
from album_organizer.gui.models.builtin_offer import BuiltinOffer
from album_organizer.gui.models.card_form import calm_headings
from album_organizer.gui.models.history_list import HistoryList
from album_organizer.gui.models.question import ask_for_checkpoint
from album_organizer.gui.models.state import ModelsState
from album_organizer.gui.models.version_details import VersionDetails
from album_organizer.gui.models.version_tree import VersionTree
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.shortcuts.key_guard import KEEPS_LETTERS
from album_organizer.gui.theme import Theme
from album_organizer.gui.wording import progress_line
from album_organizer.i18n import tr
from album_organizer.registry.model_version import ModelVersion

# A card may come from anywhere: its HTML stays text, and its links open nothing.
_CARD_FORM = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class ModelsPanel(QWidget):
    """Shows the registry; decides and does nothing itself.

    Args:
        theme: Colours.
        icons: Of the buttons.
        parent: Qt owner.
    """

    source_chosen = Signal(str, Path)
    cancel_wanted = Signal()
    message_action = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(KEEPS_LETTERS, True)
        self.setObjectName("modelsPanel")
        self._state = ModelsState()
        self._idle = True
        self._focused: QWidget | None = None
        self.tree = VersionTree(icons)
        self.details = VersionDetails(icons)
        self.history = HistoryList(theme)
        self.card = QTextBrowser()
        self.card.setOpenLinks(False)
        self.card.document().setDocumentMargin(12)
        self.card.setAccessibleName(tr("Model card"))
        self.offer = BuiltinOffer()
        self.add_button = self._make_add_button(icons)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.progress_text = paragraph("", "secondary")
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.message = paragraph()
        self.message_button = QPushButton()
        self.message_button.clicked.connect(self.message_action)
        self.close_button = QPushButton()
        self.close_button.setProperty("role", "link")
        icons.bind(self.close_button, "close", "secondary")
        self.close_button.setAccessibleName(tr("Close this message"))
        self.close_button.setToolTip(tr("Close this message"))
        self.close_button.clicked.connect(lambda: self.tell(""))
        self.note = QFrame()
        self.note.setObjectName("note")
        self.trouble = paragraph()
        self.trouble_frame = QFrame()
        self.trouble_frame.setObjectName("note")
        self.trouble_frame.hide()
        self.others = paragraph("", "secondary")
        self._lay_out()
        self.tree.currentItemChanged.connect(self._select)
        self.details.copy_wanted.connect(self._copy_card)
        self.show_busy(busy=False)
        self.tell("")
        self._show_selected()

    @property
    def selected(self) -> ModelVersion | None:
        """The version that the buttons are about."""
        return self.tree.selected

    @property
    def selected_kind(self) -> str:
        """The kind that "Add" and "Roll back" are about."""
        return self.tree.selected_kind

    def show_state(self, state: ModelsState) -> None:
        """Shows the registry as it was read."""
        self._state = state
        self.tree.show_state(state)
        names = ", ".join(f"{o.application}/{o.kind}" for o in state.others)
        self.others.setText(tr("Left alone: {names}").format(names=names) if names else "")
        self.others.setVisible(bool(names))
        self.offer.show_versions(state.offered)
        self.trouble.setText(state.trouble or "")
        self.trouble_frame.setVisible(state.trouble is not None)
        self._show_selected()

    def show_busy(self, *, busy: bool) -> None:
        """Shows whether a change is under way; the keyboard stays where it was."""
        focused = QApplication.focusWidget()
        if busy and focused is not None and self.isAncestorOf(focused):
            self._focused = focused
        self._idle = not busy
        self.bar.setRange(0, 0)
        for part in (self.bar, self.progress_text, self.cancel_button):
            part.setVisible(busy)
        self.progress_text.setText(tr("Working …") if busy else "")
        if busy:
            self.tell("")
        self._enable()
        if not busy and self._focused is not None:
            back, self._focused = self._focused, None
            (back if back.isEnabled() and back.isVisible() else self.tree).setFocus()

    def show_progress(self, progress: Progress) -> None:
        """Shows how far the change is."""
        self.progress_text.setText(progress_line(progress))
        if progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)

    def tell(self, sentence: str, action: str = "", *, problem: bool = False) -> None:
        """Says what happened, with a button where something can be done about it."""
        self.note.setProperty("kind", "problem" if problem else "info")
        self.note.style().polish(self.note)
        self.message.setText(sentence)
        self.message_button.setText(action)
        self.message_button.setVisible(bool(action))
        self.note.setVisible(bool(sentence))

    def ask_for_file(self) -> None:
        """Asks for a checkpoint to add."""
        file = ask_for_checkpoint(self)
        if file is not None:
            self.source_chosen.emit(self.selected_kind, file)

    def ask_for_run(self) -> None:
        """Asks for a training folder whose best model is to be added."""
        title = tr("Add the best model of a training folder")
        name = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if name:
            self.source_chosen.emit(self.selected_kind, Path(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the focused button says; on the list, it uses the version."""
        focused = QApplication.focusWidget()
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()
        elif isinstance(focused, QToolButton):
            focused.showMenu()
        elif focused is self.tree:
            self.details.use_button.click()

    def _select(self) -> None:
        self.tell("")
        self._show_selected()

    def _copy_card(self) -> None:
        version = self.selected
        if version is not None:
            card = self._state.cards.get((version.kind, version.version), "")
            QApplication.clipboard().setText(card)

    def _show_selected(self) -> None:
        version, kind = self.selected, self.selected_kind
        if version is None:
            self.details.facts.show_kind(self._state, kind)
        else:
            self.details.show_version(self._state, version)
        name = tr("AVA model") if kind == "ava" else tr("comparison model")
        self.add_button.setToolTip(tr("Register a trained {kind}").format(kind=name))
        self.add_button.setAccessibleName(tr("Add a checkpoint: {kind}").format(kind=name))
        self.history.show_events([e for e in self._state.events if e.kind == kind])
        key = None if version is None else (version.kind, version.version)
        document = self.card.document()
        document.setMarkdown(self._state.cards.get(key, "") if key else "", _CARD_FORM)
        calm_headings(document)
        self.card.moveCursor(QTextCursor.MoveOperation.Start)
        self._enable()

    def _enable(self) -> None:
        self.details.enable(self._state, self.selected, self._idle)
        can_go_back = bool(self._state.earlier.get(self.selected_kind))
        sound = self._state.trouble is None
        self.details.rollback_button.setEnabled(self._idle and can_go_back and sound)
        self.add_button.setEnabled(self._idle and sound)
        self.offer.button.setEnabled(self._idle and sound)

    def _make_add_button(self, icons: Icons) -> QToolButton:
        button = QToolButton()
        button.setText(tr("Add checkpoint"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        icons.bind(button, "add")
        menu = QMenu(self)
        self.add_file = menu.addAction(tr("&File…"))
        self.add_file.triggered.connect(self.ask_for_file)
        self.add_run = menu.addAction(tr("&Training folder…"))
        self.add_run.triggered.connect(self.ask_for_run)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tree, 1)
        left.addWidget(self.others)
        left.addWidget(self.offer)
        left.addWidget(self.add_button)
        inside = QHBoxLayout(self.note)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.message, 1)
        inside.addWidget(self.message_button)
        inside.addWidget(self.close_button)
        QHBoxLayout(self.trouble_frame).addWidget(self.trouble)
        running = QHBoxLayout()
        running.setSpacing(8)
        running.addWidget(self.bar, 1)
        running.addWidget(self.progress_text, 2)
        running.addWidget(self.cancel_button)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.details, 1)
        middle.addLayout(running)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.history, tr("History"))
        self.tabs.addTab(self.card, tr("Model card"))
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 2)
        row.addLayout(middle, 5)
        row.addWidget(self.tabs, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.trouble_frame)
        column.addLayout(row, 1)
        column.addWidget(self.note)
