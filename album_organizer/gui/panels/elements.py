"""Small widgets that several panels use."""

import html

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.paragraph import Paragraph, ScrollArea
from album_organizer.gui.theme import Theme, number_font
from album_organizer.i18n import tr


def labelled(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label in one of the roles of the style sheet: heading, title, section, secondary."""
    label = QLabel(text, parent)
    label.setProperty("role", role)
    # File names come from outside: never read them as rich text.
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def paragraph(text: str = "", role: str = "body", parent: QWidget | None = None) -> Paragraph:
    """A label that wraps, in one of the roles of the style sheet."""
    label = Paragraph(text, parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows a text from outside as it is, also where it looks like HTML."""
    return f"<p>{html.escape(text)}</p>" if "<" in text else text


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between sections."""
    line = QFrame(parent)
    line.setObjectName("rule")
    return line


class ElidedLabel(QLabel):
    """A label of one line that shortens its text in the middle where space is short.

    Args:
        role: Of the style sheet.
        hugging: No wider than its text, instead of taking what space there is.
        parent: Qt owner.
    """

    def __init__(
        self, role: str = "body", *, hugging: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(
            QSizePolicy.Policy.Maximum if hugging else QSizePolicy.Policy.Ignored,
            QSizePolicy.Policy.Fixed,
        )
        self._full = ""

    @property
    def full_text(self) -> str:
        """The text before it was shortened."""
        return self._full

    def set_text(self, text: str) -> None:
        """Shows a text."""
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the full text."""
        self.ensurePolished()
        return QSize(
            self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideMiddle, max(self.width(), 1)
        )
        self.setText(shown)
        self.setToolTip(plain_tip(self._full) if shown != self._full else "")


class ScoreBar(QWidget):
    """A name, a bar and a number on one line.

    Args:
        theme: Colours.
        name: What is measured.
        strong: The sum of the others: bold, in the accent colour.
        indent: A part of the line above.
    """

    LABEL_WIDTH = 96
    VALUE_WIDTH = 48

    def __init__(
        self, theme: Theme, name: str, *, strong: bool = False, indent: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._strong = strong
        self._indent = 12 if indent else 0
        self._share: float | None = None
        self._text = ""
        self.setFixedHeight(24)
        self.setMinimumWidth(self.LABEL_WIDTH + self.VALUE_WIDTH + 48)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The number as shown."""
        return self._text

    def show_value(self, share: float | None, text: str, explanation: str) -> None:
        """Shows a value.

        Args:
            share: Length of the bar, 0..1; None for no bar.
            text: The number.
            explanation: What it means, shown when touched and read by screen readers.
        """
        self._share, self._text = share, text
        self.setToolTip(explanation)
        self.setAccessibleName(f"{self._name} {text}")
        self.setAccessibleDescription(explanation)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws name, bar and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        side = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(number_font(self.font(), bold=self._strong))
        painter.setPen(self._theme.color("secondary" if self._indent else "text"))
        painter.drawText(
            area.adjusted(self._indent, 0, 0, 0), side | Qt.AlignmentFlag.AlignLeft, self._name
        )
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, side | Qt.AlignmentFlag.AlignRight, self._text)
        bar = QRectF(
            self.LABEL_WIDTH,
            area.center().y() - 2,
            area.width() - self.LABEL_WIDTH - self.VALUE_WIDTH,
            4,
        )
        if self._share is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(bar.width() * min(max(self._share, 0.0), 1.0))
        painter.setBrush(self._theme.color("accent" if self._strong else "bar"))
        painter.drawRoundedRect(bar, 2, 2)


class ShortParagraph(ScrollArea):
    """A paragraph that takes the height of a few lines at most and scrolls the rest.

    Where there is a rest, the whole text is its tool tip, and it can have the keyboard, whose
    arrow keys scroll it.

    Args:
        label: The paragraph.
        parent: Qt owner.
    """

    LINES = 4

    def __init__(self, label: Paragraph, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.setObjectName("shortParagraph")
        # The style sheet draws the focus as a frame.
        self.setFrameShape(QFrame.Shape.StyledPanel)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._label = label
        self.verticalScrollBar().rangeChanged.connect(self._tell_rest)

    def set_text(self, text: str) -> None:
        """Shows a text from its beginning."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.verticalScrollBar().setValue(0)
        self._tell_rest()
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """As high as the text, up to the limit."""
        frame = 2 * self.frameWidth()
        # Measured and not counted: where lines end is rounded.
        limit = self._label.fontMetrics().size(0, "\n".join("x" * self.LINES)).height()
        return frame + min(self._label.heightForWidth(max(width - frame, 1)), limit)

    def sizeHint(self) -> QSize:
        """As wide as the text wants to be."""
        width = self._label.sizeHint().width() + 2 * self.frameWidth()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A few words wide, and as high as is needed at the present width."""
        self.ensurePolished()
        return QSize(160, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _tell_rest(self) -> None:
        self.setToolTip(plain_tip(self._label.text()) if self.overflows else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.overflows else Qt.FocusPolicy.NoFocus)


class Banner(QFrame):
    """One sentence with one button, above the photos; it blocks nothing.

    Args:
        icons: The sign before the sentence.
        parent: Qt owner.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.sentence = paragraph()
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.area = ShortParagraph(self.sentence)
        self.action_button = QPushButton()
        self.action_button.hide()
        self.close_button = QPushButton()
        self.close_button.setProperty("role", "link")
        icons.bind(self.close_button, "close", "secondary")
        self.close_button.setAccessibleName(tr("Close this message"))
        self.close_button.setToolTip(tr("Close this message"))
        self.close_button.clicked.connect(self.hide)
        sign = QPushButton()
        sign.setProperty("role", "link")
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sign.setAccessibleName(tr("Please note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(sign)
        row.addWidget(self.area, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        self._icons = icons
        self._sign = sign
        self.hide()

    def show_sentence(self, sentence: str, action: str, *, problem: bool = True) -> None:
        """Shows the banner; an empty ``action`` leaves only the closing cross."""
        self._icons.bind(self._sign, *(("warning", "star") if problem else ("info", "accent")))
        self.area.set_text(sentence)
        self.setAccessibleName(sentence)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.show()


def discard(dialog: QDialog | None) -> None:
    """Gives up a dialog that was closed; its window would keep it until the end."""
    if dialog is not None:
        dialog.deleteLater()
