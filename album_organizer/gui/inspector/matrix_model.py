"""Who of a group is preferred to whom, as a table."""

import string
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import product
from pathlib import PurePosixPath

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from album_organizer.domain.album import Comparison, GroupKind
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.panels.elements import plain_tip
from album_organizer.gui.theme import number_font
from album_organizer.i18n import number, tr
from album_organizer.pipeline.shares import chance

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_SAME = 1e-9
_CELL_PX = 12
_BEFORE_NUMBER = string.ascii_letters + "_-"
"""What cameras put before the number of a photo."""

_FEWEST_DIGITS = 3
"""A shorter rest of a name would tell nothing."""


class MatrixRole(IntEnum):
    """What the delegate asks for."""

    WIN = Qt.ItemDataRole.UserRole + 1
    OWN = Qt.ItemDataRole.UserRole + 2


class MatrixModel(QAbstractTableModel):
    """Shots in rows and columns, best first; the first column holds their scores.

    Args:
        parent: Qt owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shots: tuple[PhotoItem, ...] = ()
        self._names: tuple[str, ...] = ()
        self._short: tuple[str, ...] = ()
        self._fonts = {bold: cell_font(bold=bold) for bold in (False, True)}
        self._wins: dict[tuple[int, int], float] = {}
        self._own = -1
        self._tuning = Tuning()

    def show_group(
        self,
        shots: Sequence[PhotoItem],
        comparisons: Sequence[Comparison],
        own: str,
        tuning: Tuning,
    ) -> None:
        """Shows a group.

        Args:
            shots: Best first.
            comparisons: All pairs that were compared.
            own: Path of the photo the panel is about.
            tuning: Tells which scores lie close enough for a comparison.
        """
        self.beginResetModel()
        self._shots, self._tuning = tuple(shots), tuning
        self._names = tuple(shot.name for shot in shots)
        self._short = _short_names(self._names)
        rows = {shot.path: row for row, shot in enumerate(shots)}
        self._own = rows.get(own, -1)
        self._wins = {}
        for comparison in comparisons:
            a, b = rows.get(comparison.a), rows.get(comparison.b)
            if a is not None and b is not None:
                self._wins[a, b] = comparison.p_a
                self._wins[b, a] = 1.0 - comparison.p_a
        self.endResetModel()

    @property
    def own_row(self) -> int:
        """The row of the photo the panel is about, or -1."""
        return self._own

    @property
    def compared(self) -> bool:
        """Whether there is any comparison."""
        return bool(self._wins)

    @property
    def complete(self) -> bool:
        """Whether every two shots were compared."""
        pairs = product(range(len(self._shots)), repeat=2)
        return all(a == b or (a, b) in self._wins for a, b in pairs)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Number of shots."""
        return 0 if parent.isValid() else len(self._shots)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """The score, and one column for each shot."""
        return 0 if parent.isValid() or not self._shots else len(self._shots) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Chance of the row's photo to be the better one, and the same in words."""
        row, other = index.row(), index.column() - 1
        win = self._wins.get((row, other))
        answers: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._text(row, other),
            Qt.ItemDataRole.ToolTipRole: lambda: plain_tip(self.sentence(row, other)),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self.sentence(row, other),
            Qt.ItemDataRole.FontRole: lambda: self._fonts[(win or 0.0) > 0.5],
            MatrixRole.WIN: lambda: win,
            MatrixRole.OWN: lambda: self._own == row,
        }
        answer = answers.get(role)
        return None if answer is None else answer()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Rank and name of the rows, rank of the columns."""
        across = orientation is Qt.Orientation.Horizontal
        shot = section - 1 if across else section
        if role == Qt.ItemDataRole.FontRole:
            return self._fonts[0 <= shot == self._own]
        short, full = self._heading(shot, across=across)
        if role == Qt.ItemDataRole.DisplayRole:
            return short
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(full)
        return full if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _heading(self, shot: int, *, across: bool) -> tuple[str, str]:
        """Of a row or column, as short as it stands there and in full."""
        if not 0 <= shot < len(self._shots):
            return tr("Score"), tr("Score, 0 to 1")
        name = self._names[shot]
        full = tr("{rank}: {name}").format(rank=shot + 1, name=name)
        return (f"{shot + 1}" if across else f"{shot + 1}  {self._short[shot]}"), full

    def sentence(self, row: int, other: int) -> str:
        """A cell in words.

        Args:
            row: The shot of the row.
            other: The shot of the column, or -1 for the score.
        """
        shot = self._shots[row]
        if other < 0:
            return tr("{name} has the score {score:.2f}").format(name=shot.name, score=shot.score)
        against = self._shots[other]
        if row == other:
            return tr("{name} itself").format(name=shot.name)
        win = self._wins.get((row, other))
        if win is None:
            return self._why_not(shot, against)
        if round(100 * win) == 50:
            return tr("Even: {a} and {b}").format(a=shot.name, b=against.name)
        better, worse = (shot, against) if win > 0.5 else (against, shot)
        return tr("{p} that {a} is better than {b}").format(
            p=chance(max(win, 1.0 - win)), a=better.name, b=worse.name
        )

    def _text(self, row: int, other: int) -> str:
        if other < 0:
            return number(self._shots[row].score, ".2f")
        if row == other:
            return "·"
        win = self._wins.get((row, other))
        return "–" if win is None else chance(win)

    def _why_not(self, a: PhotoItem, b: PhotoItem) -> str:
        if a.group_kind is not GroupKind.SIMILAR:
            return tr("Not compared: the shots of a series are kept together")
        if a.content_id == b.content_id:
            return tr("Not compared: two copies of one photo")
        leader = max(shot.score for shot in self._shots)
        limit = self._tuning.tie_threshold
        if leader - min(a.score, b.score) > limit + _SAME:
            return tr(
                "Not compared: only scores within {limit:.2f} of the best one are a tie"
            ).format(limit=limit)
        return tr("Not compared yet")


def _short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names without what all of them have: an ending such as ``.JPG``, a beginning as ``IMG_``."""
    paths = [PurePosixPath(name) for name in names]
    if len({path.suffix for path in paths}) > 1:
        return tuple(names)
    stems = [path.stem for path in paths]
    numbers = [stem.lstrip(_BEFORE_NUMBER) for stem in stems]
    beginnings = {stem.removesuffix(number) for stem, number in zip(stems, numbers, strict=True)}
    if len(beginnings) == 1 and all(len(number) >= _FEWEST_DIGITS for number in numbers):
        return tuple(numbers)
    return tuple(stems)


def cell_font(*, bold: bool) -> QFont:
    """The font of figures and headings; a little smaller than text, so that more of them fit."""
    font = number_font(QFont(), bold=bold)
    font.setPixelSize(_CELL_PX)
    return font
