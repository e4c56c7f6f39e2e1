"""The way every decision takes: named, done, and kept for Undo without limit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.deciding.commands import (
    ContentCommand,
    DecisionCommand,
    DecisionTarget,
    MarksCommand,
)
from album_organizer.gui.deciding.names import decision_name, label_name, stars_name


class Decidable(Protocol):
    """A photo as it is now; a :class:`PhotoItem` is one."""

    @property
    def name(self) -> str:
        """File name."""

    @property
    def content_id(self) -> str:
        """Identifies the picture; copies share it."""

    @property
    def decision(self) -> UserDecision | None:
        """What the person said."""

    @property
    def marks(self) -> Marks:
        """Stars and label."""


class DecisionHistory(QObject):
    """Does what the person decides and remembers how to take it back.

    ``revisited`` tells the content ids that Undo or Redo just changed, so that the window can show
    them.

    Attributes:
        stack: Every decision since the folder was opened.

    Args:
        target: Where decisions take effect.
        parent: Qt owner.
    """

    revisited = Signal(object)

    def __init__(self, target: DecisionTarget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target = target
        self.stack = QUndoStack(self)  # a limit of 0, the default, means none

    def decide(self, photos: Sequence[Decidable], decision: UserDecision | None) -> bool:
        """Picks, rejects or, with None, leaves undecided.

        Returns:
            Whether anything changed; what is so already is no step of its own.
        """
        changed = [photo for photo in photos if photo.decision is not decision]
        if not changed:
            return False
        before = {photo.content_id: photo.decision for photo in changed}
        text = decision_name(decision, [photo.name for photo in changed])
        self.stack.push(DecisionCommand(text, self._target, before, decision))
        return True

    def rate(self, photos: Sequence[Decidable], stars: int) -> bool:
        """Gives 0 to 5 stars; whether anything changed."""
        return self._mark(
            photos,
            lambda marks: replace(marks, stars=stars),
            lambda names: stars_name(stars, names),
        )

    def label(self, photos: Sequence[Decidable], label: ColorLabel) -> bool:
        """Gives a colour label; whether anything changed.

        The label that all of them have already is taken off: the same key sets and removes it.
        """
        if photos and all(photo.marks.label is label for photo in photos):
            label = ColorLabel.NONE
        return self._mark(
            photos,
            lambda marks: replace(marks, label=label),
            lambda names: label_name(label, names),
        )

    def undo(self) -> None:
        """Takes the last step back; nothing where there is none."""
        command = self._command(self.stack.index() - 1)
        self.stack.undo()
        self._tell(command)

    def redo(self) -> None:
        """Does the step again that was taken back last; nothing where there is none."""
        command = self._command(self.stack.index())
        self.stack.redo()
        self._tell(command)

    def _mark(
        self,
        photos: Sequence[Decidable],
        change: Callable[[Marks], Marks],
        name: Callable[[list[str]], str],
    ) -> bool:
        changed = [photo for photo in photos if change(photo.marks) != photo.marks]
        if not changed:
            return False
        before = {photo.content_id: photo.marks for photo in changed}
        after = {content_id: change(marks) for content_id, marks in before.items()}
        text = name([photo.name for photo in changed])
        self.stack.push(MarksCommand(text, self._target, before, after))
        return True

    def _command(self, place: int) -> QUndoCommand | None:
        return self.stack.command(place) if 0 <= place < self.stack.count() else None

    def _tell(self, command: QUndoCommand | None) -> None:
        if isinstance(command, ContentCommand):
            self.revisited.emit(command.content_ids)
