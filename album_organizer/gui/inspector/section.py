"""A part of the inspector that can be folded."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.button_text import beside_icon
from album_organizer.gui.panels.elements import labelled
from album_organizer.gui.theme import number_font
from album_organizer.i18n import tr


class Section(QWidget):
    """A heading that folds what stands under it, with a figure at its end.

    Args:
        key: By which its state is remembered.
        title: The heading.
        icons: Of the sign that tells whether it is open.
        folded: At first.
    """

    def __init__(self, key: str, title: str, icons: Icons, *, folded: bool = False) -> None:
        super().__init__()
        self.key = key
        self._title = title
        self._icons = icons
        self.heading = QPushButton(beside_icon(title, self))
        self.heading.setObjectName("sectionHeading")
        self.heading.setCheckable(True)
        self.heading.setIconSize(QSize(12, 12))
        self.heading.toggled.connect(self._show_state)
        self.figure = labelled("", "figure")
        self.figure.setFont(number_font(self.figure.font()))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body = QWidget()
        self.content = QVBoxLayout(self._body)
        self.content.setContentsMargins(0, 4, 0, 8)
        self.content.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body)
        self.heading.setChecked(not folded)
        self._show_state()

    @property
    def folded(self) -> bool:
        """Whether only the heading is seen."""
        return not self.heading.isChecked()

    def fold(self, folded: bool) -> None:
        """Shows the heading only, or everything."""
        self.heading.setChecked(not folded)

    def add(self, part: QWidget) -> None:
        """Takes in a part at the end."""
        self.content.addWidget(part)

    def show_figure(self, text: str) -> None:
        """Shows a figure beside the heading."""
        self.figure.setText(text)
        self._name()

    def _show_state(self) -> None:
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        closed = "chevron-left" if leftwards else "chevron-right"
        self._icons.bind(self.heading, closed if self.folded else "chevron-down", "secondary")
        self._body.setVisible(not self.folded)
        self._name()

    def _name(self) -> None:
        parts = (self._title, self.figure.text(), tr("folded") if self.folded else "")
        self.heading.setAccessibleName(", ".join(part for part in parts if part))
        self.heading.setToolTip(
            tr("Show {section}").format(section=self._title)
            if self.folded
            else tr("Fold {section}").format(section=self._title)
        )
