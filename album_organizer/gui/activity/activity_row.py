"""One activity: what it is, how far it is, and the buttons that stop it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QToolButton, QWidget

from album_organizer.gui.activity.activities import Activity, ActivityState
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import ElidedLabel, paragraph
from album_organizer.i18n import tr

_STEPS = 1000


class ActivityRow(QFrame):
    """Title, bar and words; Pause and Cancel while it runs.

    Args:
        activity: What is shown.
        icons: Of the buttons.
        parent: Qt owner.
    """

    pause_wanted = Signal(bool)
    cancel_wanted = Signal()

    def __init__(self, activity: Activity, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activityRow")
        self.activity = activity
        self._icons = icons
        self.title = ElidedLabel("body")
        self.title.set_text(activity.title)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(tr("Progress of {title}").format(title=activity.title))
        self.bar.setAccessibleDescription(tr("How much of it is done"))
        self.words = paragraph("", "secondary")
        self.pause_button = self._button()
        self.pause_button.clicked.connect(self._toggle_pause)
        self.cancel_button = self._button()
        icons.bind(self.cancel_button, "close")
        self.cancel_button.setToolTip(tr("Cancel"))
        self.cancel_button.setAccessibleName(tr("Cancel: {title}").format(title=activity.title))
        self.cancel_button.clicked.connect(self._cancel)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.pause_button, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.cancel_button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.bar, 1, 0)
        grid.addWidget(self.words, 2, 0, 1, 3)
        self.renew()

    def renew(self) -> None:
        """Shows how far it is now."""
        activity = self.activity
        self.words.setText(activity.words)
        share = activity.share
        if share is None and activity.runs:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(_STEPS * (share or 0.0)))
        for part in (self.bar, self.pause_button, self.cancel_button):
            part.setVisible(activity.runs)
        paused = activity.state is ActivityState.PAUSED
        self._icons.bind(self.pause_button, "resume" if paused else "pause")
        what = tr("Go on: {title}") if paused else tr("Pause: {title}")
        self.pause_button.setToolTip(tr("Go on") if paused else tr("Pause"))
        self.pause_button.setAccessibleName(what.format(title=activity.title))

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _toggle_pause(self) -> None:
        self.pause_wanted.emit(self.activity.state is not ActivityState.PAUSED)

    def _cancel(self) -> None:
        self.words.setText(tr("Stopping …"))
        self.cancel_button.setEnabled(False)
        self.cancel_wanted.emit()
