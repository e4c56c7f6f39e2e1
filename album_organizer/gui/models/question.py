"""Asks before a version is changed: what will happen, and why it is wanted."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.i18n import tr


def ask_for_checkpoint(parent: QWidget) -> Path | None:
    """Asks for the file of a checkpoint; None if none was chosen."""
    name, _ = QFileDialog.getOpenFileName(
        parent,
        tr("Add a checkpoint"),
        str(Path.home()),
        tr("Checkpoints (*.pt *.pth *.safetensors);;All files (*)"),
    )
    return Path(name) if name else None


class Question(QDialog):
    """Window-modal; open it, and connect to ``accepted``.

    Args:
        title: What is asked, as a short question.
        text: What will happen, in full.
        action: The verb on the button.
        field: Label of a line to type into; empty for none.
        value: What stands in that line at first.
        needed: Nothing happens until something was typed.
        choices: Versions to choose from, the first one chosen.
        parent: The window it belongs to.
    """

    def __init__(
        self,
        title: str,
        text: str,
        action: str,
        *,
        field: str = "",
        value: str = "",
        needed: bool = False,
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self._needed = needed
        self.text = paragraph(text)
        self.choice_box = QComboBox()
        self.choice_box.setAccessibleName(tr("Version"))
        self.choice_box.addItems(list(choices))
        self.line = QLineEdit(value)
        self.line.setAccessibleName(field)
        self.action_button = QPushButton(action)
        self.action_button.setProperty("role", "primary")
        self.action_button.setDefault(True)
        self.cancel_button = QPushButton(tr("Cancel"))
        self._lay_out(title, field, len(choices) > 1)
        self.action_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.line.textChanged.connect(self._enable)
        self._enable()

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.line.text().strip()

    @property
    def chosen(self) -> str:
        """The chosen version."""
        return self.choice_box.currentText()

    def _enable(self) -> None:
        self.action_button.setEnabled(bool(self.typed) or not self._needed)

    def _lay_out(self, title: str, field: str, with_choice: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(labelled(title, "heading"))
        column.addWidget(self.text)
        column.addSpacing(8)
        if with_choice:
            column.addWidget(self.choice_box)
        self.choice_box.setVisible(with_choice)
        if field:
            caption = labelled(field, "secondary")
            caption.setBuddy(self.line)
            column.addWidget(caption)
            column.addWidget(self.line)
        self.line.setVisible(bool(field))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column.addSpacing(8)
        column.addLayout(buttons)
