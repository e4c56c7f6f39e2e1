"""All keys at a glance, over the window: opened with ``?``, gone with the next key or click."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from album_organizer.domain.commands import CommandId
from album_organizer.gui.panels.elements import labelled
from album_organizer.gui.shortcuts.bindings import Bindings, portable, shown
from album_organizer.gui.shortcuts.commands import CommandGroup
from album_organizer.gui.shortcuts.key_guard import KEEPS_KEYS
from album_organizer.i18n import tr

_MARGIN = 24
_FRAME = 12
"""Border and padding of the panel, both sides together."""
_WIDE, _MEDIUM = 1000, 680
"""From these widths on there is room for three and for two columns, in pixels."""
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STARS = tuple(CommandId(f"stars_{number}") for number in range(6))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: keys as they stand on the keyboard, and what they do."""

    keys: tuple[str, ...]
    does: str

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return f"{self.does}: {', '.join(self.keys)}"


Section = tuple[str, tuple[Line, ...]]


def sheet_sections(bindings: Bindings) -> list[Section]:
    """What the sheet lists: headings with the commands that have a key, as bound now."""
    sections: list[Section] = []
    for group in CommandGroup:
        lines = []
        for command in bindings.commands:
            keys = bindings.all_keys(command.id)
            if command.group is not group or not keys:
                continue
            if command.id in _STARS and _stars_in_a_row(bindings):
                if command.id is _STARS[0]:
                    firsts = [bindings.keys(star)[0] for star in _STARS]
                    lines.append(Line(tuple(map(shown, firsts)), tr("0 to 5 stars")))
                continue
            lines.append(Line(tuple(map(shown, keys)), command.name))
        if lines:
            sections.append((group.title, tuple(lines)))
    return sections


def in_columns(sections: Sequence[Section], count: int) -> list[list[Section]]:
    """Divides sections among columns in their order, so that the longest is as short as can be."""
    heights = [len(lines) + 2 for _, lines in sections]
    limit = max(heights, default=0)
    while True:
        columns: list[list[Section]] = [[]]
        used = 0
        for section, height in zip(sections, heights, strict=True):
            if used + height > limit and columns[-1]:
                columns.append([])
                used = 0
            columns[-1].append(section)
            used += height
        if len(columns) <= max(count, 1):
            return columns
        limit += 1


class CheatSheet(QWidget):
    """Covers a window while it is shown; the photos stay where they are.

    Args:
        window: What it covers.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cheatSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_KEYS, True)
        self.setAccessibleName(tr("Keyboard shortcuts"))
        self._bindings: Bindings | None = None
        self._before: QWidget | None = None
        self.area = QScrollArea()
        self.area.setObjectName("cheatPanel")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        middle.addStretch(1)
        middle.addWidget(self.area, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        window.installEventFilter(self)
        self.hide()

    def toggle(self, bindings: Bindings) -> None:
        """Shows the keys as they are now, or closes."""
        if self.isVisible():
            self.close_sheet()
            return
        self._bindings = bindings
        self._before = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Closes and gives the keyboard back to who had it."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grows with the window."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Nothing to go to; what lies below must not get the keyboard."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any click closes."""
        self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for moving scroll; Escape, Enter and the key that opened the sheet close it."""
        bar = self.area.verticalScrollBar()
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if key in steps:
            bar.setValue(bar.value() + steps[key])
        elif key in _CLOSING or self._opened_by(event):
            self.close_sheet()

    def _opened_by(self, event: QKeyEvent) -> bool:
        if self._bindings is None:
            return False
        pressed = {QKeySequence(event.keyCombination()), QKeySequence(event.key())}
        return any(key in pressed for key in self._bindings.keys(CommandId.SHORTCUTS))

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is None or self._bindings is None:
            return
        self.setGeometry(window.rect())
        room = QSize(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        sections = sheet_sections(self._bindings)
        spoken = [
            f"{title}. {'; '.join(line.spoken for line in rows)}." for title, rows in sections
        ]
        self.setAccessibleDescription("\n".join(spoken))
        count = 3 if room.width() >= _WIDE else 2 if room.width() >= _MEDIUM else 1
        body = _body(in_columns(sections, count))
        self.area.setWidget(body)
        for part in body.findChildren(QWidget):
            part.ensurePolished()  # or the size is that without the style sheet
        body.updateGeometry()
        wanted = body.sizeHint() + QSize(_FRAME, _FRAME)
        bar = self.area.verticalScrollBar().sizeHint().width()
        if wanted.height() > room.height():
            wanted.setWidth(wanted.width() + bar)
        self.area.setFixedSize(wanted.boundedTo(room))


def _body(columns: list[list[Section]]) -> QWidget:
    body = QWidget()
    body.setObjectName("cheatBody")
    page = QVBoxLayout(body)
    page.setContentsMargins(32, 24, 32, 24)
    page.setSpacing(4)
    page.addWidget(labelled(tr("Keyboard shortcuts"), "heading"))
    page.addWidget(
        labelled(
            tr("With Shift or Caps Lock, decisions, stars and labels go on to the next photo."),
            "secondary",
        )
    )
    page.addSpacing(16)
    row = QHBoxLayout()
    row.setSpacing(40)
    for column in columns:
        stack = QVBoxLayout()
        stack.setSpacing(20)
        for title, lines in column:
            stack.addLayout(_section(title, lines))
        stack.addStretch(1)
        row.addLayout(stack)
    page.addLayout(row)
    page.addSpacing(16)
    page.addWidget(
        labelled(tr("Change any of them in Settings, Keyboard. Esc closes this."), "secondary")
    )
    return body


def _section(title: str, lines: Sequence[Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.addWidget(labelled(title, "section"), 0, 0, 1, 2)
    mirrored = QApplication.isRightToLeft()
    outer = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
    for number, line in enumerate(lines, 1):
        does = labelled(line.does, "body")
        does.setAccessibleName(line.spoken)
        grid.addWidget(does, number, 0)
        # Absolute, because the caps have a direction of their own.
        grid.addWidget(_caps(line.keys), number, 1, outer)
    grid.setColumnStretch(0, 1)
    return grid


def _caps(keys: Sequence[str]) -> QWidget:
    caps = QFrame()
    # "Ctrl++" keeps its order in a language that is read from the right.
    caps.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    row = QHBoxLayout(caps)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for key in keys:
        cap = labelled(key, "key")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(cap)
    return caps


def _stars_in_a_row(bindings: Bindings) -> bool:
    """Whether all stars have one short key each, so that they fit on one line."""
    return all(
        len(bindings.keys(star)) == 1 and len(portable(bindings.keys(star)[0])) == 1
        for star in _STARS
    )
