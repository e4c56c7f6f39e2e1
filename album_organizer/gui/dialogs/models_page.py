"""Settings -> Models: which version of each kind judges, and the simple switch."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.job import Progress
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.models.models_controller import Failure, ModelsController, Outcome
from album_organizer.gui.models.question import ask_for_checkpoint
from album_organizer.gui.models.state import ModelsState
from album_organizer.gui.models.version_facts import VersionFacts
from album_organizer.gui.models.version_tree import VersionTree
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.wording import progress_line
from album_organizer.i18n import tr
from album_organizer.registry.condition import FileState
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry


class ModelsPage(QWidget):
    """Lists, switches, rolls back and adds model versions; the panel Models does all the rest.

    Args:
        registry: Of the home folder.
        pool: Verifying a checkpoint takes seconds.
        icons: Of the buttons.
        parent: Qt owner.
    """

    switched = Signal(object)

    def __init__(
        self, registry: Registry, pool: Pool, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = ModelsController(registry, pool, self)
        self._left = False
        self._read = False
        self.tree = VersionTree(icons)
        self.tree.setFixedWidth(232)
        self.facts = VersionFacts(icons)
        self.use_button = QPushButton(tr("Use for new scans"))
        self.use_button.setToolTip(tr("This version judges from the next scan on"))
        self.use_button.setProperty("role", "primary")
        self.rollback_button = QPushButton(tr("Roll back"))
        self.rollback_button.setToolTip(tr("Go back to the version that judged before"))
        icons.bind(self.rollback_button, "rollback")
        self.add_button = QPushButton()
        self.add_button.setToolTip(tr("Register a trained file beside the others"))
        icons.bind(self.add_button, "add")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Working"))
        self.bar.setAccessibleDescription(tr("How far the change of a model is"))
        self.note = QFrame()
        self.note.setObjectName("note")
        self.message = paragraph()
        self._lay_out()
        self._connect()
        self._tell("")
        self._show_selected()
        self._controller.refresh()

    @property
    def selected(self) -> ModelVersion | None:
        """The version selected in the list."""
        return self.tree.selected

    @property
    def selected_kind(self) -> str:
        """The kind that the buttons are about."""
        return self.tree.selected_kind

    @property
    def busy(self) -> bool:
        """Whether the registry is being read for the first time, or changed."""
        return self._controller.busy or not self._read

    def select(self, kind: str, version: str) -> bool:
        """Selects a version; False if it is not listed."""
        return self.tree.select(kind, version)

    def leave(self) -> None:
        """Ignores answers from now on."""
        self._left = True
        self._controller.stop()

    def add(self, source: Path) -> None:
        """Registers a checkpoint of the selected kind and verifies it."""
        self._controller.add(self.selected_kind, source)

    def _use(self) -> None:
        version = self.selected
        if version is not None:
            self._controller.promote(version.kind, version.version, "")

    def _ask_for_file(self) -> None:
        file = ask_for_checkpoint(self)
        if file is not None:
            self.add(file)

    def _connect(self) -> None:
        controller = self._controller
        controller.state_changed.connect(self._show_state)
        controller.busy_changed.connect(self._show_busy)
        controller.progress_changed.connect(self._show_progress)
        controller.done.connect(self._done)
        controller.failed.connect(self._failed)
        self.tree.currentItemChanged.connect(self._show_selected)
        self.use_button.clicked.connect(self._use)
        self.rollback_button.clicked.connect(lambda: controller.roll_back(self.selected_kind))
        self.add_button.clicked.connect(self._ask_for_file)

    def _show_state(self, state: ModelsState) -> None:
        self._read = True
        self.bar.setVisible(self._controller.busy)
        self.tree.show_state(state)
        if state.trouble is not None:
            self._tell(state.trouble)
        self._show_selected()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._tell("")
        self.bar.setVisible(busy)
        self.bar.setToolTip(tr("Working …"))
        self._enable()

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setToolTip(progress_line(progress))

    def _done(self, outcome: Outcome) -> None:
        if self._left:
            return
        self._tell(outcome.sentence)
        if outcome.switched:
            self.switched.emit(outcome)

    def _failed(self, failure: Failure) -> None:
        self._tell(failure.sentence)

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _show_selected(self) -> None:
        name = tr("AVA") if self.selected_kind == "ava" else tr("comparison")
        self.add_button.setText(tr("Add {kind} checkpoint…").format(kind=name))
        self.facts.show_version(self._controller.state, self.selected)
        self._enable()

    def _enable(self) -> None:
        version, state = self.selected, self._controller.state
        idle = self._read and not self._controller.busy
        self.use_button.setEnabled(
            idle
            and version is not None
            and not version.is_current
            and version.retired is None
            and state.condition(version).state is not FileState.OUTSIDE
        )
        self.rollback_button.setEnabled(idle and bool(state.earlier.get(self.selected_kind)))
        self.add_button.setEnabled(idle)

    def _lay_out(self) -> None:
        inside = QHBoxLayout(self.note)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.message, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tree, 1)
        left.addWidget(self.add_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use_button)
        buttons.addWidget(self.rollback_button)
        buttons.addStretch(1)
        more = paragraph(
            tr("Cards, history, comparison and verification are in the panel Models (F9)."),
            "secondary",
        )
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.facts)
        right.addSpacing(16)
        right.addLayout(buttons)
        right.addWidget(more)
        right.addStretch(1)
        right.addWidget(self.bar)
        right.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)
