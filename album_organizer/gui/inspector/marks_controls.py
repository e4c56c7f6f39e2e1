"""Stars and colour labels, to be seen and given."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from album_organizer.domain.marks import MAX_STARS, ColorLabel
from album_organizer.gui.filtering.choices import label_color, label_icon
from album_organizer.gui.filtering.words import label_name, star_words
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.roving_focus import RovingFocus
from album_organizer.gui.panels.elements import labelled
from album_organizer.i18n import tr


class StarsControl(QWidget):
    """A row of five stars, and a cross that takes them away.

    Args:
        icons: Of the stars.
    """

    rated = Signal(int)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._stars = -1
        self.buttons: dict[int, QToolButton] = {}
        for stars in (*range(1, MAX_STARS + 1), 0):
            button = _button(star_words(stars))
            button.clicked.connect(lambda _checked, n=stars: self.rated.emit(n))
            self.buttons[stars] = button
        icons.bind(self.buttons[0], "close", "secondary")
        self.buttons[0].setToolTip(tr("Take the stars away"))
        self.buttons[0].setAccessibleName(tr("Take the stars away"))
        _lay_out(self, list(self.buttons.values()))
        self._roving = RovingFocus(self, list(self.buttons.values()))
        self.show_stars(0)

    @property
    def stars(self) -> int:
        """As shown, 0 to 5."""
        return self._stars

    def show_stars(self, stars: int) -> None:
        """Shows 0 to 5 stars."""
        if stars == self._stars:
            return
        self._stars = stars
        self.setAccessibleName(tr("Stars: {given}").format(given=star_words(stars)))
        for n, button in self.buttons.items():
            if n:
                sign = ("star-filled", "text") if n <= stars else ("star", "secondary")
                self._icons.bind(button, *sign)
                button.setAccessibleDescription(tr("given") if n == stars else "")
        self.buttons[0].setEnabled(stars > 0)
        if not any(button.hasFocus() for button in self.buttons.values()):
            # Never at the cross: where there are no stars, Tab would pass by.
            self._roving.enter_at(self.buttons[max(stars, 1)])


class LabelControl(QWidget):
    """The colour labels: each has a shape of its own, and the name of the one given is written.

    Args:
        icons: Of the labels.
    """

    labelled = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._label: ColorLabel | None = None
        self.buttons: dict[ColorLabel, QToolButton] = {}
        for label in (*list(ColorLabel)[1:], ColorLabel.NONE):
            button = _button(label_name(label))
            button.setCheckable(True)
            icons.bind(button, label_icon(label), label_color(label))
            button.clicked.connect(lambda _checked, chosen=label: self._clicked(chosen))
            self.buttons[label] = button
        self.name = labelled("", "secondary")
        _lay_out(self, [*self.buttons.values(), self.name])
        self._roving = RovingFocus(self, list(self.buttons.values()))
        self.show_label(ColorLabel.NONE)

    @property
    def label(self) -> ColorLabel:
        """As shown."""
        return self._label or ColorLabel.NONE

    def show_label(self, label: ColorLabel) -> None:
        """Shows a label."""
        for value, button in self.buttons.items():
            button.setChecked(value is label)
        if label is self._label:
            return
        self._label = label
        self.name.setText(label_name(label) if label else "")
        self.setAccessibleName(tr("Colour label: {name}").format(name=label_name(label)))

    def _clicked(self, label: ColorLabel) -> None:
        self.buttons[label].setChecked(True)
        self.labelled.emit(label)


def _button(words: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("role", "mark")
    button.setIconSize(QSize(16, 16))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button


def _lay_out(control: QWidget, parts: list[QWidget]) -> None:
    row = QHBoxLayout(control)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
