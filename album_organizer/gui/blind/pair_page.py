"""Two photos to choose from, treated alike; nothing here knows which version prefers which."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from album_organizer.evaluation.blind_pairs import Choice
from album_organizer.gui.delegates.cell_layout import fitted
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr

_MARGIN = 8
_FRAME = 3
_BADGE = 32
_PLACEHOLDER = QSize(3, 2)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = {
    Qt.Key.Key_Left: Choice.LEFT,
    Qt.Key.Key_1: Choice.LEFT,
    Qt.Key.Key_Right: Choice.RIGHT,
    Qt.Key.Key_2: Choice.RIGHT,
    Qt.Key.Key_Down: Choice.NEITHER,
    Qt.Key.Key_0: Choice.NEITHER,
}


class PhotoChoice(QAbstractButton):
    """One photo as a button: uncropped, as large as it fits, on neutral ground.

    Args:
        theme: Colours.
        icons: The sign of the chosen one.
        parent: Qt owner.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A click must not leave a frame on this side for the next pair.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self._theme = theme
        self._icons = icons
        self._pixmap: QPixmap | None = None
        self._chosen = False
        theme.changed.connect(self.update)

    @property
    def pixmap(self) -> QPixmap | None:
        """What is drawn; None for the placeholder."""
        return self._pixmap

    @property
    def chosen(self) -> bool:
        """Whether it is marked as chosen."""
        return self._chosen

    @property
    def needed_side(self) -> int:
        """Shorter side in device pixels that a picture should have to fill the place."""
        side = min(self.width(), self.height()) - 2 * _MARGIN
        return max(64, round(side * self.devicePixelRatioF()))

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Shows a photo, or the placeholder."""
        self._pixmap = pixmap
        self.setCursor(
            Qt.CursorShape.ArrowCursor if pixmap is None else Qt.CursorShape.PointingHandCursor
        )
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Marks it or not."""
        self._chosen = chosen
        self.setAccessibleDescription(tr("Chosen") if chosen else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(520, 480)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Shows that no longer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws photo, frame and mark."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self._pixmap is None:
            painter.fillRect(fitted(_PLACEHOLDER, box), self._theme.color("placeholder"))
            target = fitted(_PLACEHOLDER, box)
        else:
            target = fitted(self._pixmap.size(), box)
            painter.drawPixmap(target, self._pixmap)
        if self._chosen or self.hasFocus():
            self._frame(painter, target, "accent", _FRAME)
        elif self.underMouse() and self._pixmap is not None:
            self._frame(painter, target, "control_line", 1)
        if self._chosen:
            self._mark(painter, target)

    def _frame(self, painter: QPainter, target: QRect, color: str, width: int) -> None:
        painter.setPen(QPen(self._theme.color(color), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(target.adjusted(-4, -4, 3, 3), 4, 4)

    def _mark(self, painter: QPainter, target: QRect) -> None:
        plate = QRect(target.bottomRight() - QPoint(_BADGE + 8, _BADGE + 8), QSize(_BADGE, _BADGE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_fill"))
        painter.drawEllipse(plate)
        sign = self._icons.pixmap("check", 20, "on_accent", self.devicePixelRatioF())
        painter.drawPixmap(plate.topLeft() + QPoint(6, 6), sign)


class BlindPairPage(QWidget):
    """The question, the two photos and what can be answered.

    Args:
        theme: Colours.
        icons: Of the buttons.
        parent: Qt owner.
    """

    chosen = Signal(object)
    back_wanted = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("blindPair")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Has the keyboard at first, so that neither photo carries the frame of the focus.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Which one would you keep?"))
        self.left = PhotoChoice(theme, icons)
        self.left.setAccessibleName(tr("Keep the left photo"))
        self.right = PhotoChoice(theme, icons)
        self.right.setAccessibleName(tr("Keep the right photo"))
        self.neither_button = QPushButton(tr("No preference  ↓"))
        self.neither_button.setAccessibleName(tr("No preference"))
        self.neither_button.setCheckable(True)
        self.back_button = QPushButton(tr("Back"))
        self.close_button = QPushButton(tr("Finish later"))
        for button in (self.neither_button, self.back_button, self.close_button):
            button.setAutoDefault(False)
        self.progress = labelled("", "secondary")
        self.note = paragraph("", "secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self._ready = False
        self._marked: Choice | None = None
        self._lay_out()
        self.left.clicked.connect(lambda: self._choose(Choice.LEFT))
        self.right.clicked.connect(lambda: self._choose(Choice.RIGHT))
        self.neither_button.clicked.connect(lambda: self._choose(Choice.NEITHER))
        self.back_button.clicked.connect(self.back_wanted)
        for key, choice in _KEYS.items():
            self._on_key(key).activated.connect(lambda choice=choice: self._choose(choice))
        self._on_key(Qt.Key.Key_Backspace).activated.connect(self.back_wanted)

    @property
    def ready(self) -> bool:
        """Whether both photos can be seen and an answer is taken."""
        return self._ready

    @property
    def needed_side(self) -> int:
        """Shorter side in device pixels that the pictures should have."""
        return max(self.left.needed_side, self.right.needed_side)

    def show_progress(self, number: int, total: int, *, can_go_back: bool, note: str) -> None:
        """Shows how far the test has come.

        Args:
            number: Of the pair, 1..total.
            total: Pairs of the test.
            can_go_back: Whether there is a pair before.
            note: Anything out of the ordinary, or empty.
        """
        self.progress.setText(tr("Pair {n} of {total}").format(n=number, total=total))
        self.bar.setRange(0, total)
        self.bar.setValue(number - 1)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        if not can_go_back and self.back_button.hasFocus():
            self.setFocus()
        self.back_button.setEnabled(can_go_back)

    def show_pair(self, left: QPixmap | None, right: QPixmap | None) -> None:
        """Shows both photos, or both placeholders until the second one is there too."""
        self._ready = left is not None and right is not None
        self.left.show_picture(left if self._ready else None)
        self.right.show_picture(right if self._ready else None)

    def mark(self, choice: Choice | None) -> None:
        """Marks an answer; None for none."""
        self._marked = choice
        self.left.set_chosen(choice is Choice.LEFT)
        self.right.set_chosen(choice is Choice.RIGHT)
        self.neither_button.setChecked(choice is Choice.NEITHER)

    def hold(self) -> None:
        """Takes no answer until the next pair is shown."""
        self._ready = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Larger pictures may be needed."""
        super().resizeEvent(event)
        self.resized.emit()

    def _choose(self, choice: Choice) -> None:
        if self._ready:
            self.chosen.emit(choice)
        else:
            # A click has switched the button already.
            self.mark(self._marked)

    def _on_key(self, key: Qt.Key) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        # A key that is held down must not answer pair after pair.
        shortcut.setAutoRepeat(False)
        return shortcut

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(labelled(tr("Which one would you keep?"), "heading"))
        head.addStretch(1)
        head.addWidget(self.progress)
        pair, photos = _left_to_right()
        photos.addWidget(self.left, 1)
        photos.addWidget(self.right, 1)
        self.left.setToolTip(tr("Keep this one (← or 1)"))
        self.right.setToolTip(tr("Keep this one (→ or 2)"))
        self.neither_button.setToolTip(tr("Neither is better (↓ or 0)"))
        self.back_button.setToolTip(tr("To the pair before (Backspace)"))
        self.close_button.setToolTip(tr("Your answers are kept (Escape)"))
        foot = QGridLayout()
        answers, middle = _left_to_right()
        middle.addWidget(labelled(tr("←  Left photo"), "secondary"))
        middle.addWidget(self.neither_button)
        middle.addWidget(labelled(tr("Right photo  →"), "secondary"))
        foot.addWidget(self.back_button, 0, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(answers, 0, 1)
        foot.addWidget(self.close_button, 0, 2, Qt.AlignmentFlag.AlignRight)
        foot.setColumnStretch(0, 1)
        foot.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bar)
        explanation = tr(
            "The two versions disagree on these pairs. Which one prefers which is told at the end."
        )
        column.addWidget(paragraph(explanation, "secondary"))
        column.addWidget(self.note)
        column.addWidget(pair, 1)
        column.addSpacing(8)
        column.addLayout(foot)


def _left_to_right() -> tuple[QWidget, QHBoxLayout]:
    """A row in which left is left in every language, as on the arrow keys."""
    box = QWidget()
    box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    return box, row
