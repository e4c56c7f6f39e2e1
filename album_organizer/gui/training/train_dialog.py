"""Asks what to train on, and starts it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.training.training_process import TrainingRequest
from album_organizer.i18n import tr


def recipes(home: Path, kind: str) -> list[Path]:
    """The recipes of a home folder for a kind, those that go on from the built-in models first."""
    found = (home / "configs" / "training").glob(f"{kind}_*.yaml")
    return sorted(found, key=lambda path: ("builtin" not in path.stem, path.stem))


class TrainDialog(QDialog):
    """Kind, recipe, label file and photos; ``wanted`` carries the :class:`TrainingRequest`.

    Args:
        home: The home folder, whose recipes are offered.
        recipe_folders: Where recipes are looked for, the first folder that has some is used.
        parent: The window it belongs to.
    """

    wanted = Signal(object)

    def __init__(
        self, home: Path, recipe_folders: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Train a model"))
        self.resize(560, 320)
        self._home = home
        self._folders = recipe_folders
        self.kind = QComboBox()
        for kind, words in (
            ("ava", tr("AVA aesthetics: scores single photos")),
            ("siamese", tr("Siamese comparison: chooses between two shots")),
        ):
            self.kind.addItem(words, kind)
        self.recipe = QComboBox()
        self.labels, labels = self._path(tr("Choose the label file"), tr("Browse…"), file=True)
        self.images, images = self._path(tr("Choose the folder of photos"), tr("Browse…"))
        self.problem = paragraph("", "secondary")
        self.start_button = QPushButton(tr("Start training"))
        self.start_button.setProperty("role", "primary")
        self.start_button.setDefault(True)
        self.start_button.setToolTip(tr("Train in the background; see Activity"))
        self._lay_out(labels, images)
        self.kind.currentIndexChanged.connect(self._offer_recipes)
        for field in (self.labels, self.images):
            field.textChanged.connect(self._check)
        self._offer_recipes()

    def _lay_out(self, labels: QWidget, images: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(labelled(tr("Train a model"), "heading"))
        column.addWidget(
            paragraph(
                tr(
                    "Training runs in the background and may take hours; you can pause it and go "
                    "on later. The new model is not used until you choose it."
                )
            )
        )
        column.addLayout(self._form(labels, images))
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _form(self, labels: QWidget, images: QWidget) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for words, field, tip in (
            (tr("Model"), self.kind, tr("Which of the two models is trained")),
            (tr("Recipe"), self.recipe, tr("Network, rates and number of passes")),
            (
                tr("Ratings"),
                labels,
                tr("CSV of path and score, of pairs with a winner, or AVA.txt"),
            ),
            (tr("Photos"), images, tr("The folder that the paths of the label file count from")),
        ):
            label = labelled(words, "body")
            target = field.focusProxy() or field
            label.setBuddy(target)
            for part in (field, target):
                part.setToolTip(tip)
                part.setAccessibleName(words)
                part.setAccessibleDescription(tip)
            form.addRow(label, field)
        return form

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        cancel.setToolTip(tr("Train nothing"))
        self.start_button.clicked.connect(self._start)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.start_button)
        return row

    def _path(self, title: str, words: str, *, file: bool = False) -> tuple[QLineEdit, QWidget]:
        field, button, box = QLineEdit(), QPushButton(words), QWidget()
        button.setAccessibleName(title)
        button.setToolTip(title)
        box.setFocusProxy(field)

        def choose() -> None:
            start = field.text() or str(Path.home())
            if file:
                chosen, _ = QFileDialog.getOpenFileName(self, title, start)
            else:
                chosen = QFileDialog.getExistingDirectory(self, title, start)
            if chosen:
                field.setText(chosen)

        button.clicked.connect(choose)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(field, 1)
        row.addWidget(button)
        return field, box

    def _offer_recipes(self) -> None:
        kind = str(self.kind.currentData())
        offered = next((found for f in self._folders if (found := recipes(f, kind))), [])
        self.recipe.clear()
        for path in offered:
            self.recipe.addItem(path.stem, path)
        self._check()

    def _check(self) -> None:
        labels, images = Path(self.labels.text()), Path(self.images.text())
        problem = ""
        if self.recipe.currentData() is None:
            problem = tr("There is no recipe in configs/training of the home folder.")
        elif not self.labels.text() or not self.images.text():
            problem = tr("Choose a label file and the folder of its photos.")
        elif not labels.is_file():
            problem = tr("There is no file '{path}'.").format(path=labels)
        elif not images.is_dir():
            problem = tr("There is no folder '{path}'.").format(path=images)
        self.problem.setText(problem)
        self.start_button.setEnabled(not problem)

    def _start(self) -> None:
        self.wanted.emit(
            TrainingRequest(
                self._home,
                str(self.kind.currentData()),
                Path(self.recipe.currentData()),
                Path(self.labels.text()),
                Path(self.images.text()),
                self._home / "outputs",
            )
        )
        self.accept()
