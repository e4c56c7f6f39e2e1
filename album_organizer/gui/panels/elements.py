"""Small widgets that several panels use."""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
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
from album_organizer.i18n import tr


def labelled(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label in one of the roles of the style sheet: heading, title, section, secondary."""
    label = QLabel(text, parent)
    label.setProperty("role", role)
    # File names come from outside: never read them as rich text.
    label.setTextFormat(Qt.TextFormat.PlainText)
    lead(label)
    return label


def paragraph(text: str = "", role: str = "body", parent: QWidget | None = None) -> Paragraph:
    """A label that wraps, in one of the roles of the style sheet."""
    label = Paragraph(text, parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    lead(label)
    return label


def lead(label: QLabel) -> None:
    """Begins a text where reading begins; Qt would put a Latin name to the left in Hebrew."""
    right = QApplication.isRightToLeft()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


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
        lead(self)
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
        """Room for a few letters, or for all where they are few."""
        return QSize(min(40, self.sizeHint().width()), super().minimumSizeHint().height())

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
        self.action_button.setToolTip(tr("Do what helps with this"))
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
        sign.setAccessibleDescription(tr("The sentence beside it needs attention"))
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
