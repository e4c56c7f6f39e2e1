"""Below: what runs and how long, and which model versions judge."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Progress
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import ElidedLabel
from album_organizer.gui.wording import progress_line

_STEPS = 1000


class StatusLine(QFrame):
    """One line.

    Args:
        icons: Of the buttons.
        parent: Qt owner.
    """

    cancel_wanted = Signal()
    models_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.message = ElidedLabel("body")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(200)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Stop scoring; what was scored is kept"))
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.models_button = QPushButton(self.tr("Models…"))
        self.models_button.setProperty("role", "link")
        self.models_button.setToolTip(
            self.tr("The model versions that judge; click to change them")
        )
        icons.bind(self.models_button, "models", "secondary")
        self.models_button.clicked.connect(self.models_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(16)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.message, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.models_button)
        self.show_message("")

    def show_message(self, text: str) -> None:
        """Shows a sentence while nothing runs."""
        self.message.set_text(text)
        self.bar.hide()
        self.cancel_button.hide()

    def show_progress(self, progress: Progress) -> None:
        """Shows how far a job is, with the button that stops it."""
        self.message.set_text(progress_line(progress))
        if progress.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(_STEPS * progress.done / progress.total))
        else:
            self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel_button.setEnabled(True)
        self.cancel_button.show()

    def show_stopping(self) -> None:
        """Says that the job was asked to stop."""
        self.message.set_text(self.tr("Stopping …"))
        self.cancel_button.setEnabled(False)

    def show_models(self, models: Mapping[str, ModelInfo]) -> None:
        """Names the versions that judge."""
        parts = []
        if "ava" in models:
            parts.append(self.tr("AVA {version}").format(version=models["ava"].version))
        if "siamese" in models:
            parts.append(self.tr("Comparison {version}").format(version=models["siamese"].version))
        text = "   ".join(parts) or self.tr("Models…")
        self.models_button.setText(text)
        self.models_button.setAccessibleName(self.tr("Models: {versions}").format(versions=text))
