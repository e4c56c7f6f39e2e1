"""Pick, undecided, reject: one of them holds."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from album_organizer.domain.album import UserDecision
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.button_text import beside_icon
from album_organizer.gui.inspector.flow_layout import FlowLayout
from album_organizer.gui.inspector.roving_focus import RovingFocus
from album_organizer.i18n import tr


class DecisionButtons(QWidget):
    """What the person says of a photo, to be seen and changed.

    Args:
        icons: Of the buttons.
    """

    decided = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setAccessibleName(tr("Decision"))
        words: list[tuple[UserDecision | None, str, str, str, str]] = [
            (UserDecision.PICK, tr("Pick"), "pick", "pick", tr("Take it into the album")),
            (None, tr("Undecided"), "undecided", "text", tr("Leave it to the proposal")),
            (UserDecision.REJECT, tr("Reject"), "reject", "reject", tr("Keep it out of the album")),
        ]
        self.buttons: dict[UserDecision | None, QPushButton] = {}
        row = FlowLayout(self, 4, fill=True)
        for decision, text, icon, color, meaning in words:
            button = QPushButton(beside_icon(text, self))
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setIconSize(QSize(16, 16))
            button.setToolTip(meaning)
            button.setAccessibleDescription(meaning)
            icons.bind(button, icon, color)
            button.clicked.connect(lambda _checked, d=decision: self._clicked(d))
            self.buttons[decision] = button
            row.addWidget(button)
        self._roving = RovingFocus(self, list(self.buttons.values()))

    def show_decision(self, decision: UserDecision | None) -> None:
        """Shows what holds."""
        for value, button in self.buttons.items():
            button.setChecked(value is decision)
        if not any(button.hasFocus() for button in self.buttons.values()):
            self._roving.enter_at(self.buttons[decision])

    def _clicked(self, decision: UserDecision | None) -> None:
        # The buttons show what holds; a click on the one that holds must not switch it off.
        self.buttons[decision].setChecked(True)
        self.decided.emit(decision)
