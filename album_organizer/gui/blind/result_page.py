"""The result of a blind test: the sentence, the counts, and which version preferred which."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer.evaluation.blind_outcome import BlindOutcome
from album_organizer.evaluation.blind_pairs import BlindPair
from album_organizer.evaluation.results import Verdict
from album_organizer.gui.comparison.words import short_pair
from album_organizer.gui.panels.elements import ElidedLabel, labelled, paragraph
from album_organizer.i18n import tr
from album_organizer.registry.blind_answers import Preference

THUMBNAIL = QSize(84, 56)
_BAR_WIDTH = 720
_ROW_HEIGHT = THUMBNAIL.height() + 12


class BlindResultPage(QWidget):
    """What the answers say; nothing can be answered here any more.

    Args:
        parent: Qt owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = paragraph("", "title")
        self.sentence = paragraph()
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = paragraph("", "secondary")
        self.counts = [_Count() for _ in range(3)]
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(tr("The pairs, and which version preferred which"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setIconSize(THUMBNAIL)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.more_button = QPushButton(tr("Answer more pairs"))
        self.more_button.setAutoDefault(False)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self._cells: dict[str, list[QTableWidgetItem]] = {}
        self._lay_out()

    def show_result(
        self,
        outcome: BlindOutcome,
        answered: Sequence[tuple[BlindPair, Preference]],
        *,
        can_go_on: bool,
        note: str,
    ) -> None:
        """Shows a result.

        Args:
            outcome: Of all answers.
            answered: The pairs, with the version that the person agreed with.
            can_go_on: Whether there are more pairs.
            note: Anything out of the ordinary, or empty.
        """
        self.title.setText(self._title(outcome))
        self.sentence.setText(outcome.sentence)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        total = len(answered)
        # In the order of the columns below.
        names = (outcome.a, outcome.b, tr("No preference"))
        wins = (outcome.wins_a, outcome.wins_b, outcome.no_preference)
        for count, name, number in zip(self.counts, names, wins, strict=True):
            count.show_count(name, number, total)
        self.more_button.setVisible(can_go_on)
        self._fill(outcome, answered)
        self.close_button.setFocus()

    def show_thumbnail(self, path: str, pixmap: QPixmap) -> None:
        """Shows a photo in the rows that name it."""
        icon = QIcon(_centred(pixmap, self.devicePixelRatioF()))
        for cell in self._cells.get(path, []):
            cell.setIcon(icon)

    def _fill(
        self, outcome: BlindOutcome, answered: Sequence[tuple[BlindPair, Preference]]
    ) -> None:
        a, b = short_pair(outcome.a, outcome.b)
        preferred = tr("{version} preferred")
        self.table.setHorizontalHeaderLabels(
            [preferred.format(version=a), preferred.format(version=b), tr("You preferred")]
        )
        words = {
            "a": tr("{version}'s photo").format(version=a),
            "b": tr("{version}'s photo").format(version=b),
            None: tr("Neither"),
        }
        self._cells = {}
        self.table.setRowCount(len(answered))
        empty = QPixmap(THUMBNAIL)
        empty.fill(Qt.GlobalColor.transparent)
        for row, (pair, preference) in enumerate(answered):
            photos = (("a", pair.preferred_by_a), ("b", pair.preferred_by_b))
            for column, (version, path) in enumerate(photos):
                cell = QTableWidgetItem(QIcon(empty), PurePosixPath(path).name)
                font = cell.font()
                font.setBold(version == preference)
                cell.setFont(font)
                cell.setToolTip(path)
                self._cells.setdefault(path, []).append(cell)
                self.table.setItem(row, column, cell)
            self.table.setItem(row, 2, QTableWidgetItem(words[preference]))

    def _title(self, outcome: BlindOutcome) -> str:
        if outcome.verdict is Verdict.TOO_FEW:
            return tr("Too few preferences to tell")
        if outcome.verdict is Verdict.NO_DIFFERENCE:
            return tr("Too even to tell")
        a, b = short_pair(outcome.a, outcome.b)
        winner = a if outcome.verdict is Verdict.A else b
        return tr("You agree with {version}").format(version=winner)

    def _lay_out(self) -> None:
        counts = QGridLayout()
        counts.setHorizontalSpacing(16)
        counts.setVerticalSpacing(8)
        counts.setColumnMinimumWidth(0, 240)
        counts.setColumnStretch(1, 8)
        counts.setColumnStretch(3, 1)
        for row, count in enumerate(self.counts):
            counts.addWidget(count.name, row, 0)
            counts.addWidget(count.bar, row, 1)
            counts.addWidget(count.number, row, 2, Qt.AlignmentFlag.AlignRight)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.more_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addWidget(self.note)
        column.addSpacing(8)
        column.addLayout(counts)
        column.addSpacing(8)
        column.addWidget(self.table, 1)
        column.addSpacing(8)
        column.addLayout(buttons)


class _Count:
    """A name, a bar and a number on one line of the grid."""

    def __init__(self) -> None:
        self.name = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(_BAR_WIDTH)
        self.number = labelled("", "state")

    def show_count(self, name: str, number: int, total: int) -> None:
        self.name.set_text(name)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(number)
        self.bar.setAccessibleName(name)
        self.number.setText(str(number))


def _centred(pixmap: QPixmap, ratio: float) -> QPixmap:
    """The photo in the middle of a thumbnail's place, so that all names begin alike."""
    canvas = QPixmap(THUMBNAIL * ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    small = pixmap.scaled(
        canvas.size(),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter = QPainter(canvas)
    painter.drawPixmap(
        QPoint((canvas.width() - small.width()) // 2, (canvas.height() - small.height()) // 2),
        small,
    )
    painter.end()
    canvas.setDevicePixelRatio(ratio)
    return canvas
