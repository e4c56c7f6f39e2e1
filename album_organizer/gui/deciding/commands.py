"""What a person did, in a form that can be taken back: before and after, by content."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import Marks


class DecisionTarget(Protocol):
    """Where decisions and marks take effect: all copies of a content together."""

    def apply_decisions(self, decisions: Mapping[str, UserDecision | None]) -> None:
        """Shows and keeps decisions by content id; None means undecided."""

    def apply_marks(self, marks: Mapping[str, Marks]) -> None:
        """Shows and keeps stars and labels by content id."""


class ContentCommand(QUndoCommand):
    """Something done to contents.

    Never merged with its neighbour: every key press is one step back.

    Attributes:
        content_ids: Whom it concerns.
    """

    def __init__(self, text: str, content_ids: tuple[str, ...]) -> None:
        super().__init__(text)
        self.content_ids = content_ids


class DecisionCommand(ContentCommand):
    """A decision on some contents.

    Args:
        text: Its name in the menu Edit.
        target: Where it takes effect.
        before: What held for each content that changes.
        after: What holds then.
    """

    def __init__(
        self,
        text: str,
        target: DecisionTarget,
        before: Mapping[str, UserDecision | None],
        after: UserDecision | None,
    ) -> None:
        super().__init__(text, tuple(before))
        self._target = target
        self._before = dict(before)
        self._after = dict.fromkeys(before, after)

    def redo(self) -> None:
        """Does it."""
        self._target.apply_decisions(self._after)

    def undo(self) -> None:
        """Takes it back: each content gets what it had, not what its neighbour had."""
        self._target.apply_decisions(self._before)


class MarksCommand(ContentCommand):
    """Stars or a label for some contents.

    Args:
        text: Its name in the menu Edit.
        target: Where it takes effect.
        before: What held for each content that changes.
        after: What holds then, for the same contents.
    """

    def __init__(
        self,
        text: str,
        target: DecisionTarget,
        before: Mapping[str, Marks],
        after: Mapping[str, Marks],
    ) -> None:
        super().__init__(text, tuple(before))
        self._target = target
        self._before, self._after = dict(before), dict(after)

    def redo(self) -> None:
        """Does it."""
        self._target.apply_marks(self._after)

    def undo(self) -> None:
        """Takes it back."""
        self._target.apply_marks(self._before)
