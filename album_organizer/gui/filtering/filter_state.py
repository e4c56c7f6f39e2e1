"""The criteria in force, which several controls show and change."""

from PySide6.QtCore import QObject, Signal

from album_organizer.gui.filtering.criteria import NO_CRITERIA, Criteria


class FilterState(QObject):
    """Holds the criteria and tells every change once.

    Args:
        parent: Qt owner.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._criteria = NO_CRITERIA

    @property
    def criteria(self) -> Criteria:
        """The criteria in force."""
        return self._criteria

    def use(self, criteria: Criteria) -> None:
        """Puts criteria in force; emits ``changed`` with them if they are others."""
        if criteria != self._criteria:
            self._criteria = criteria
            self.changed.emit(criteria)

    def clear(self) -> None:
        """Wants everything again."""
        self.use(NO_CRITERIA)
