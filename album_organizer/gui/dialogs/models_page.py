"""Settings -> Models: the versions of each kind, which one judges, and how to change that."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.errors import AlbumError
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Callbacks, Pool, Task, TaskContext, Work
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry

KINDS = ("ava", "siamese")
_VERSION = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the registry told; with the sentence to show about what was just done."""

    versions: dict[str, tuple[ModelVersion, ...]]
    said: str = ""
    switched: str = ""


class ModelsPage(QWidget):
    """Lists, switches, rolls back and adds model versions.

    Args:
        registry: Of the home folder.
        pool: Checking a checkpoint takes seconds.
        icons: Of the buttons.
        parent: Qt owner.
    """

    switched = Signal(str)

    def __init__(
        self, registry: Registry, pool: Pool, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._pool = pool
        self._icons = icons
        self._task: Task | None = None
        self.tree = self._make_tree()
        self.heading = labelled("", "heading")
        self.standing = paragraph("", "secondary")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self.use_button = QPushButton(self.tr("Use for new scans"))
        self.use_button.setProperty("role", "primary")
        self.rollback_button = QPushButton(self.tr("Roll back"))
        self.rollback_button.setToolTip(self.tr("Go back to the version that judged before"))
        icons.bind(self.rollback_button, "rollback")
        self.add_button = QPushButton()
        icons.bind(self.add_button, "add")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Working"))
        self.note = QFrame()
        self.note.setObjectName("note")
        self.message = paragraph()
        self._lay_out()
        self.tree.currentItemChanged.connect(self._show_current)
        self.use_button.clicked.connect(self._use)
        self.rollback_button.clicked.connect(self._roll_back)
        self.add_button.clicked.connect(self._ask_for_file)
        self._show_current()
        self._run(lambda context: _Listed(_versions(registry)), "")

    @property
    def selected(self) -> ModelVersion | None:
        """The version selected in the list."""
        item = self.tree.currentItem()
        found = None if item is None else item.data(0, _VERSION)
        return found if isinstance(found, ModelVersion) else None

    @property
    def selected_kind(self) -> str:
        """The kind that the buttons are about."""
        version = self.selected
        if version is not None:
            return version.kind
        item = self.tree.currentItem()
        return KINDS[0] if item is None else KINDS[self.tree.indexOfTopLevelItem(item)]

    @property
    def busy(self) -> bool:
        """Whether the registry is being read or changed."""
        return self._task is not None

    def select(self, kind: str, version: str) -> bool:
        """Selects a version; False if it is not listed."""
        for item in self._version_items():
            found = item.data(0, _VERSION)
            if (found.kind, found.version) == (kind, version):
                self.tree.setCurrentItem(item)
                return True
        return False

    def leave(self) -> None:
        """Ignores answers from now on."""
        if self._task is not None:
            self._task.drop()
            self._task = None

    def _use(self) -> None:
        version, registry = self.selected, self._registry
        if version is None:
            return
        kind, name = version.kind, version.version
        said = self._next_scan(kind, name)

        def work(context: TaskContext) -> _Listed:
            registry.promote(kind, name)
            return _Listed(_versions(registry), said, said)

        self._run(work, self.tr("Checking {version} …").format(version=name))

    def _roll_back(self) -> None:
        registry, kind = self._registry, self.selected_kind

        def work(context: TaskContext) -> _Listed:
            back = registry.rollback(kind)
            said = self._next_scan(kind, back.version)
            return _Listed(_versions(registry), said, said)

        self._run(work, self.tr("Checking the version before …"))

    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Add a checkpoint"),
            str(Path.home()),
            self.tr("Checkpoints (*.pt *.pth *.safetensors);;All files (*)"),
        )
        if name:
            self.add(Path(name))

    def add(self, file: Path) -> None:
        """Registers a checkpoint of the selected kind after checking it."""
        registry, kind = self._registry, self.selected_kind
        said = self.tr("Added {version}. It judges nothing until you use it.")

        def work(context: TaskContext) -> _Listed:
            added = registry.add(kind, file)
            return _Listed(_versions(registry), said.format(version=added.title))

        self._run(work, self.tr("Checking {file} …").format(file=file.name))

    def _run(self, work: Work, waiting: str) -> None:
        if self._task is not None:
            return
        self._tell("")
        self.bar.show()
        self.bar.setToolTip(waiting)
        self._task = self._pool.submit(work, Callbacks(done=self._done, failed=self._failed))
        self._enable()

    def _done(self, listed: _Listed) -> None:
        self._task = None
        self.bar.hide()
        self._fill(listed.versions)
        self._tell(listed.said)
        if listed.switched:
            self.switched.emit(listed.switched)

    def _failed(self, error: AlbumError) -> None:
        self._task = None
        self.bar.hide()
        self._tell(str(error))
        self._enable()

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _next_scan(self, kind: str, version: str) -> str:
        name = self.tr("AVA") if kind == "ava" else self.tr("Comparison")
        return self.tr("{kind} {version} judges from the next scan on.").format(
            kind=name, version=version
        )

    def _fill(self, versions: dict[str, tuple[ModelVersion, ...]]) -> None:
        before = self.selected
        self.tree.clear()
        for kind in KINDS:
            title = self.tr("AVA aesthetics") if kind == "ava" else self.tr("Siamese comparison")
            top = QTreeWidgetItem([title])
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.tree.addTopLevelItem(top)
            for version in versions[kind]:
                text = version.version
                if version.is_current:
                    text += "   " + self.tr("current")
                row = QTreeWidgetItem([text])
                row.setData(0, _VERSION, version)
                # An icon in the colour of the ground keeps the names aligned.
                color = "pick" if version.is_current else "panel"
                row.setIcon(0, self._icons.icon("check", color))
                top.addChild(row)
        self.tree.expandAll()
        if before is None or not self.select(before.kind, before.version):
            items = self._version_items()
            current = [i for i in items if i.data(0, _VERSION).is_current]
            if items:
                self.tree.setCurrentItem((current or items)[0])
        self._show_current()

    def _version_items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for position in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(position)
            if top is not None:
                children = (top.child(row) for row in range(top.childCount()))
                found.extend(child for child in children if child is not None)
        return found

    def _show_current(self) -> None:
        version = self.selected
        name = self.tr("AVA") if self.selected_kind == "ava" else self.tr("comparison")
        self.add_button.setText(self.tr("Add {kind} checkpoint…").format(kind=name))
        while self._facts.count():
            entry = self._facts.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.heading.setText("" if version is None else version.title)
        self.standing.setText("" if version is None else self._standing(version))
        if version is not None:
            for row, (label, text) in enumerate(self._fact_lines(version)):
                caption, value = labelled(label, "secondary"), paragraph(text)
                for part in (caption, value):
                    part.setToolTip(self._meaning(label))
                # Smaller letters: one pixel lower, both stand on one line.
                caption.setContentsMargins(0, 1, 0, 0)
                self._facts.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._facts.addWidget(value, row, 1)
        self._enable()

    def _standing(self, version: ModelVersion) -> str:
        if version.pinned:
            return self.tr(
                "Pinned by configuration: configs/global_config.yaml names this file. "
                "Using another version or rolling back replaces that entry."
            )
        if version.is_current:
            return self.tr("Current: it judges every scan.")
        return self.tr("Kept; it judges nothing now.")

    def _fact_lines(self, version: ModelVersion) -> list[tuple[str, str]]:
        names = {
            "val_spearman": self.tr("Order as people's"),
            "val_mse": self.tr("Squared error"),
            "val_acc": self.tr("Pairs decided rightly"),
        }
        lines = [(self.tr("File"), version.relative_path)]
        if version.date:
            lines.append((self.tr("Date"), version.date))
        lines.extend(
            (names.get(name, name.replace("_", " ")), f"{figure:.3g}")
            for name, figure in (version.metrics or {}).items()
        )
        if version.sha256:
            lines.append((self.tr("Checksum"), f"sha256 {version.sha256[:12]}…"))
        return lines

    def _meaning(self, label: str) -> str:
        """What a figure of a version says, for pointing at it."""
        return {
            self.tr("Order as people's"): self.tr("1 would be people's order exactly, 0 is chance"),
            self.tr("Squared error"): self.tr("Squared distance from people's scores; 0 is best"),
            self.tr("Pairs decided rightly"): self.tr("Share of pairs; 0.5 is chance"),
            self.tr("Checksum"): self.tr("Tells when the file is no longer the registered one"),
        }.get(label, "")

    def _enable(self) -> None:
        version, idle = self.selected, self._task is None
        self.use_button.setEnabled(idle and version is not None and not version.is_current)
        kind = self.selected_kind
        known = [item.data(0, _VERSION) for item in self._version_items()]
        same = [found for found in known if found.kind == kind]
        # With a single version there is nothing to go back to, unless a pin can be taken away.
        can_go_back = len(same) > 1 or any(found.pinned for found in same)
        self.rollback_button.setEnabled(idle and can_go_back)
        self.add_button.setEnabled(idle)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(8)
        tree.setItemsExpandable(False)
        tree.setIconSize(QSize(16, 16))
        tree.setFixedWidth(224)
        tree.setAccessibleName(self.tr("Model versions"))
        return tree

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
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.heading)
        right.addWidget(self.standing)
        right.addSpacing(8)
        right.addLayout(self._facts)
        right.addSpacing(16)
        right.addLayout(buttons)
        right.addStretch(1)
        right.addWidget(self.bar)
        right.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)


def _versions(registry: Registry) -> dict[str, tuple[ModelVersion, ...]]:
    return {kind: tuple(registry.versions(kind)) for kind in KINDS}
