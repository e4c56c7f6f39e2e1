"""Whether the window may close without a question."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from album_organizer.gui.activity.activities import Activity
from album_organizer.i18n import tr


def would_be_lost(activities: Sequence[Activity]) -> list[str]:
    """The titles of running activities whose work is lost if they are stopped.

    A scan goes on where it was, and decisions are kept as they are made: those are never lost.
    """
    return [activity.title for activity in activities if activity.runs and activity.task.lossy]


def may_close(window: QWidget, activities: Sequence[Activity]) -> bool:
    """Asks only if something would be lost; whether the window may close."""
    lost = would_be_lost(activities)
    if not lost:
        return True
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Close Album Organizer?"))
    box.setText(tr("This is not finished: {what}.").format(what=", ".join(lost)))
    box.setInformativeText(tr("What is done so far stays, and can be gone on with."))
    close = box.addButton(tr("Stop it and close"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(tr("Keep the window open"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is close
