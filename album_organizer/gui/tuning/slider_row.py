"""A named slider with its value in words and a way back to its default."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.theme import number_font
from album_organizer.i18n import tr


class SliderRow(QWidget):
    """One thing that can be tuned, in whole steps.

    A double click on the name or the slider, and the button that appears once the value is not the
    default, go back to the default.

    Args:
        icons: Of the button.
        name: What is tuned.
        meaning: What more of it does, in one or two sentences.
        words: A value as it is shown.
        largest: Upper end; the lower one is 0 unless told.
        smallest: Lower end.
        page: Steps of Page Up and Page Down.
        parent: Qt owner.
    """

    moved = Signal(int)
    """A person moved it."""

    def __init__(
        self,
        icons: Icons,
        name: str,
        meaning: str,
        words: Callable[[int], str],
        *,
        largest: int,
        smallest: int = 0,
        page: int = 5,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._default = smallest
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(smallest, largest)
        self.slider.setPageStep(page)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setToolTip(meaning)
        self.slider.setAccessibleDescription(meaning)
        self.slider.installEventFilter(self)
        self.label = QLabel(name)
        self.label.setBuddy(self.slider)
        self.label.setToolTip(meaning)
        self.label.installEventFilter(self)
        self.value_widget = self._make_value_widget()
        self.reset_button = self._make_reset_button(icons, name)
        self._name = name
        self._lay_out()
        self.slider.valueChanged.connect(self._changed)
        self._tell()
        self._tell_direction()

    @property
    def value(self) -> int:
        """The value."""
        return self.slider.value()

    @property
    def value_text(self) -> str:
        """The value in words."""
        return self._words(self.value)

    def set_default(self, value: int) -> None:
        """Sets where going back leads."""
        self._default = value
        self._tell()

    def show_value(self, value: int) -> None:
        """Shows a value that nobody moved; the upper end gives way where it is too low."""
        blocked = self.slider.blockSignals(True)
        self.slider.setMaximum(max(self.slider.maximum(), value))
        self.slider.setValue(value)
        self.slider.blockSignals(blocked)
        self._tell()

    def reset(self) -> None:
        """Goes back to the default, as if somebody had moved it there."""
        self.slider.setMaximum(max(self.slider.maximum(), self._default))
        self.slider.setValue(self._default)

    def changeEvent(self, event: QEvent) -> None:
        """Style sheets fill the track from the left; right to left it is told by a property."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._tell_direction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Double clicks go back; a click on the track goes straight there; the wheel scrolls."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.reset()
            return True
        if watched is self.slider:
            if event.type() == QEvent.Type.Wheel and not self.slider.hasFocus():
                event.ignore()  # Scrolling past must not change anything.
                return True
            if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
                self._jump(event)
        return super().eventFilter(watched, event)

    def _jump(self, event: QMouseEvent) -> None:
        """Puts the handle under the mouse, so that the press goes on as a drag."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        option = QStyleOptionSlider()
        self.slider.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        style = self.slider.style()
        handle = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self.slider)
        place = event.position().toPoint()
        if handle.contains(place):
            return
        self.slider.setValue(
            QStyle.sliderValueFromPosition(
                self.slider.minimum(),
                self.slider.maximum(),
                place.x() - handle.width() // 2,
                self.slider.width() - handle.width(),
                option.upsideDown,
            )
        )

    def _tell_direction(self) -> None:
        self.slider.setProperty("mirrored", self.isRightToLeft())
        self.slider.style().unpolish(self.slider)
        self.slider.style().polish(self.slider)

    def _changed(self, value: int) -> None:
        self._tell()
        self.moved.emit(value)

    def _tell(self) -> None:
        text = self.value_text
        self._show_text(text)
        self.slider.setAccessibleName(f"{self._name}, {text}")
        changed = self.value != self._default
        if not changed and self.reset_button.hasFocus():
            self.slider.setFocus()
        self.reset_button.setVisible(changed)
        self.reset_button.setToolTip(tr("Back to {value}").format(value=self._words(self._default)))

    def _make_value_widget(self) -> QWidget:
        self._value_label = QLabel()
        self._value_label.setFont(number_font(self.font()))
        return self._value_label

    def _show_text(self, text: str) -> None:
        self._value_label.setText(text)

    def _make_reset_button(self, icons: Icons, name: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setIconSize(QSize(12, 12))
        icons.bind(button, "rollback", "secondary")
        button.setAccessibleName(tr("Reset {name}").format(name=name))
        button.clicked.connect(self.reset)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # The row must not jump when it comes and goes.
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    def _lay_out(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.label)
        line.addWidget(self.reset_button)
        line.addStretch(1)
        line.addWidget(self.value_widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.slider)
        return column
