"""Which photos a change of the sliders brings into the proposal and takes out of it."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import paragraph, plain_tip
from album_organizer.i18n import tr, trn
from album_organizer.pipeline.proposal_change import NO_CHANGE, Change

_MOST_NAMES = 50
"""More names than that nobody reads one by one; each costs time while a slider moves."""

_ROWS = 8
_ROW_PX = 24


class ChangePreview(QWidget):
    """``3 come in, 3 go out`` and, where wished, their names.

    Args:
        icons: Plus and minus before the names.
        parent: Qt owner.
    """

    photo_wanted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._change = NO_CHANGE
        self.summary = paragraph()
        self.switch = QCheckBox(tr("Show changes"))
        self.switch.setToolTip(tr("List the photos that come into the proposal and go out of it"))
        self.switch.setAccessibleDescription(self.switch.toolTip())
        self.switch.toggled.connect(self._list)
        self.names = self._make_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.names)
        self.show_change(NO_CHANGE)

    def show_change(self, change: Change) -> None:
        """Shows what differs from the proposal before."""
        self._change = change
        self.summary.setText(_summary(change))
        self.summary.setToolTip(tr("Against the proposal before these changes"))
        self._list()

    def _list(self) -> None:
        self.names.clear()
        shown = self.switch.isChecked() and bool(self._change)
        self.names.setVisible(shown)
        if not shown:
            return
        self._add(self._change.entering, "add", "pick", tr("{name} comes in"))
        self._add(self._change.leaving, "remove", "secondary", tr("{name} goes out"))
        rows = min(self.names.count(), _ROWS)
        self.names.setFixedHeight(rows * _ROW_PX + 2 * self.names.frameWidth())

    def _add(self, paths: Sequence[str], icon: str, color: str, words: str) -> None:
        sign = self._icons.icon(icon, color)
        for path in paths[:_MOST_NAMES]:
            name = PurePosixPath(path).name
            item = QListWidgetItem(sign, name)
            item.setSizeHint(QSize(0, _ROW_PX))
            item.setData(Qt.ItemDataRole.UserRole, path)
            said = words.format(name=name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(plain_tip(words.format(name=path)))
            self.names.addItem(item)
        if len(paths) > _MOST_NAMES:
            rest = QListWidgetItem(sign, tr("and {n} more").format(n=len(paths) - _MOST_NAMES))
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            rest.setSizeHint(QSize(0, _ROW_PX))
            self.names.addItem(rest)

    def _make_list(self) -> QListWidget:
        names = QListWidget()
        names.setObjectName("changedNames")
        names.setFrameShape(QFrame.Shape.StyledPanel)
        names.setUniformItemSizes(True)
        names.setIconSize(QSize(16, 16))
        names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        names.setAccessibleName(tr("Photos that come in and go out"))
        names.setAccessibleDescription(tr("Enter shows the photo"))
        names.setToolTip(tr("Click a name to see the photo"))
        names.itemClicked.connect(self._wanted)
        names.itemActivated.connect(self._wanted)
        return names

    def _wanted(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if path is not None:
            self.photo_wanted.emit(path)


def _summary(change: Change) -> str:
    if not change:
        return tr("The proposal stays as it was")
    coming, going = len(change.entering), len(change.leaving)
    comes = trn("{n:,} comes in", "{n:,} come in", coming).format(n=coming)
    goes = trn("{n:,} goes out", "{n:,} go out", going).format(n=going)
    if coming and going:
        return tr("{first}, {second}").format(first=comes, second=goes)
    return comes if coming else goes
