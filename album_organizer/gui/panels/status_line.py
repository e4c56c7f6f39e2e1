"""Below: what runs and how long, and which model versions judge."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Progress
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import ElidedLabel, plain_tip
from album_organizer.gui.wording import progress_line
from album_organizer.i18n import tr, trn

_STEPS = 1000
_NAME_LENGTH = 24
"""Digits whose width the name of a version may take."""


class StatusLine(QFrame):
    """One line.

    Args:
        icons: Of the buttons.
        parent: Qt owner.
    """

    cancel_wanted = Signal()
    pause_wanted = Signal(bool)
    activity_wanted = Signal(bool)
    models_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.message = ElidedLabel("body")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(200)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setAccessibleDescription(tr("How many photos were scored"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.setToolTip(tr("Stop scoring; what was scored is kept"))
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.pause_button = QPushButton()
        self.pause_button.setCheckable(True)
        self.pause_button.clicked.connect(self._pause)
        self.activity_button = QPushButton()
        self.activity_button.setProperty("role", "link")
        self.activity_button.setCheckable(True)
        icons.bind(self.activity_button, "activity", "secondary")
        self.activity_button.setToolTip(tr("What runs in the background"))
        self.activity_button.clicked.connect(self.activity_wanted)
        self.models_button = QPushButton()
        self.models_button.setProperty("role", "link")
        icons.bind(self.models_button, "models", "secondary")
        self.models_button.clicked.connect(self.models_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(16)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.message, 1)
        row.addWidget(self.pause_button)
        row.addWidget(self.cancel_button)
        row.addWidget(self.activity_button)
        row.addWidget(self.models_button)
        self._progress: Progress | None = None
        self.show_running(0)
        self.show_message("")
        self.show_models({})

    def show_message(self, text: str) -> None:
        """Shows a sentence while nothing runs."""
        self.message.set_text(text)
        self._progress = None
        self.show_paused(False)
        for part in (self.bar, self.pause_button, self.cancel_button):
            part.hide()

    def show_progress(self, progress: Progress) -> None:
        """Shows how far a job is, with the button that stops it."""
        self._progress = progress
        self._show_line()
        if progress.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(_STEPS * progress.done / progress.total))
        else:
            self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel_button.setEnabled(True)
        for part in (self.pause_button, self.cancel_button):
            part.show()

    def show_paused(self, paused: bool) -> None:
        """Says whether the job rests."""
        self.pause_button.setChecked(paused)
        self.pause_button.setText(tr("Go on") if paused else tr("Pause"))
        self.pause_button.setToolTip(
            tr("Go on scoring") if paused else tr("Let scoring rest; nothing is lost")
        )
        self._show_line()

    def show_running(self, count: int) -> None:
        """Says how many activities run."""
        running = trn("{n} running", "{n} running", count).format(n=count)
        self.activity_button.setText(running if count else tr("Activity"))

    def _pause(self, paused: bool) -> None:
        self.show_paused(paused)
        self.pause_wanted.emit(paused)

    def _show_line(self) -> None:
        if self._progress is None:
            return
        line = progress_line(self._progress)
        if self.pause_button.isChecked():
            line = tr("Paused: {progress}").format(progress=line)
        self.message.set_text(line)

    def show_stopping(self) -> None:
        """Says that the job was asked to stop."""
        self.message.set_text(tr("Stopping …"))
        self.cancel_button.setEnabled(False)

    def show_models(self, models: Mapping[str, ModelInfo]) -> None:
        """Names the versions that judge."""
        names = []
        if "ava" in models:
            names.append((tr("AVA {version}"), models["ava"].version))
        if "siamese" in models:
            names.append((tr("Comparison {version}"), models["siamese"].version))
        shown = "   ".join(form.format(version=self._short(name)) for form, name in names)
        full = "   ".join(form.format(version=name) for form, name in names)
        self.models_button.setText(shown or tr("Models…"))
        hint = tr("The model versions that judge; click to change them")
        self.models_button.setToolTip(plain_tip(hint if shown == full else f"{full}: {hint}"))
        self.models_button.setAccessibleName(
            tr("Models: {versions}").format(versions=full or tr("Models…"))
        )

    def _short(self, name: str) -> str:
        # By width and not by letters, so that the window's smallest width holds for any name.
        self.models_button.ensurePolished()
        metrics = self.models_button.fontMetrics()
        width = _NAME_LENGTH * metrics.horizontalAdvance("0")
        return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
