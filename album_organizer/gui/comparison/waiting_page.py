"""Stands in the window while there is no comparison to show yet, or when it failed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from album_organizer.domain.job import Progress
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import number_font
from album_organizer.gui.wording import progress_line
from album_organizer.i18n import tr

_WIDTH = 480


class WaitingPage(QWidget):
    """How far it is, with a way to stop it; or why it failed, with a way to try again."""

    cancel_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = labelled("", "heading")
        self.line = paragraph()
        self.line.setFont(number_font(self.line.font()))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        self.again_button = QPushButton(tr("Try again"))
        self.again_button.clicked.connect(self.again_wanted)
        block = QWidget()
        block.setFixedWidth(_WIDTH)
        column = QVBoxLayout(block)
        column.setSpacing(12)
        for widget in (self.heading, self.line, self.bar):
            column.addWidget(widget)
        for button in (self.cancel_button, self.again_button):
            button.setAutoDefault(False)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(block, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.begin()

    def begin(self) -> None:
        """Waits for the first progress, for the first time or anew."""
        self.heading.setText(tr("Comparing two versions"))
        self.line.setText(tr("Starting …"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel_button.setEnabled(True)
        self.cancel_button.show()
        self.again_button.hide()

    def show_progress(self, progress: Progress) -> None:
        """Shows how far it is, unless it is being stopped."""
        if not self.cancel_button.isEnabled():
            return
        self.line.setText(progress_line(progress))
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)

    def show_last_step(self) -> None:
        """Everything is computed; what is left takes a moment and cannot be stopped."""
        self.line.setText(tr("Drawing the plots …"))
        self.bar.setRange(0, 0)
        self.cancel_button.hide()

    def show_failure(self, sentence: str) -> None:
        """Says why there is nothing to show."""
        self.heading.setText(tr("The versions could not be compared"))
        self.line.setText(sentence)
        self.bar.hide()
        self.cancel_button.hide()
        self.again_button.show()
        self.again_button.setFocus()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.line.setText(tr("Stopping …"))
        self.cancel_wanted.emit()
