"""The list of activities, opened above the status line."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.activity.activities import Activities, Activity
from album_organizer.gui.activity.activity_row import ActivityRow
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.i18n import tr

_WIDTH, _HEIGHT = 400, 320


class ActivityPanel(QFrame):
    """A window of its own that a click elsewhere or Escape closes.

    Args:
        activities: What is listed.
        icons: Of the buttons.
        parent: The window it belongs to.
    """

    closed = Signal()

    def __init__(self, activities: Activities, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("activityPanel")
        self.setAccessibleName(tr("Activity"))
        self._activities = activities
        self._icons = icons
        self.rows: list[ActivityRow] = []
        self.empty = paragraph(tr("Nothing runs in the background."), "secondary")
        self.clear_button = QPushButton(tr("Clear finished"))
        self.clear_button.setToolTip(tr("Take what has ended off this list"))
        self.clear_button.clicked.connect(activities.clear_finished)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(16, 0, 16, 8)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 4)
        head.addWidget(labelled(tr("Activity"), "heading"), 1)
        head.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(ScrollArea(self._body), 1)
        self.resize(_WIDTH, _HEIGHT)
        activities.listed.connect(self._list)
        activities.changed.connect(self._renew)
        self._list()

    def open_above(self, widget: QWidget) -> None:
        """Opens with its lower corner on the upper one of a widget, inside the window."""
        trailing = widget.layoutDirection() is Qt.LayoutDirection.LeftToRight
        corner = widget.rect().topRight() if trailing else widget.rect().topLeft()
        spot = widget.mapToGlobal(corner) - QPoint(self.width() if trailing else 0, self.height())
        self.move(spot - QPoint(0, 4))
        self.show()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells, so that its button is no longer pressed."""
        super().hideEvent(event)
        self.closed.emit()

    def _list(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(activity) for activity in self._activities.all]
        while self._column.count():
            self._column.takeAt(0)
        for row in self.rows:
            self._column.addWidget(row)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        self._tell()

    def _row(self, activity: Activity) -> ActivityRow:
        row = ActivityRow(activity, self._icons)
        row.pause_wanted.connect(lambda on: self._activities.pause(activity, paused=on))
        row.cancel_wanted.connect(lambda: self._activities.cancel(activity))
        return row

    def _renew(self, activity: Activity) -> None:
        for row in self.rows:
            if row.activity is activity:
                row.renew()
        self._tell()

    def _tell(self) -> None:
        self.empty.setVisible(not self.rows)
        running = len(self._activities.running)
        self.clear_button.setEnabled(running < len(self.rows))
