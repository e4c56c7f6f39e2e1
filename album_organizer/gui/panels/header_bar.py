"""Above: which folder, which view, how many photos for the album."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoSort
from album_organizer.gui.panels.elements import ElidedLabel, labelled
from album_organizer.gui.theme import number_font
from album_organizer.i18n import tr

_MAX_COUNT = 100_000
_SPACING = 8


class HeaderBar(QFrame):
    """One row of controls; where it is short of room, their captions give way.

    Args:
        icons: Of the buttons.
        parent: Qt owner.
    """

    folder_wanted = Signal()
    recent_chosen = Signal(str)
    sort_chosen = Signal(object)
    grid_wanted = Signal()
    loupe_wanted = Signal()
    count_chosen = Signal(int)
    export_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        self.recent_menu = QMenu(tr("Recent folders"), self)
        self.open_button = self._make_open_button(icons)
        self.folder_name = ElidedLabel("heading", hugging=True)
        self.folder_count = labelled("", "secondary")
        self.sort_box = self._make_sort_box()
        self.grid_button, self.loupe_button = self._make_views(icons)
        self.count_box = self._make_count_box()
        self.export_button = QPushButton(tr("Export…"))
        self.export_button.setProperty("role", "primary")
        self.export_button.setToolTip(tr("Copy the album to a folder (Ctrl+E)"))
        self.export_button.clicked.connect(self.export_wanted)
        self._lay_out()
        self.show_recent(())

    def show_folder(self, name: str, count: str) -> None:
        """Shows which folder is open, and how many photos it has."""
        self.folder_name.set_text(name)
        self.folder_count.setText(count)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Without the captions."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() - self._caption_width(hidden=False), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows the captions that there is room for."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        wanted = super().minimumSizeHint().width() + self._caption_width(hidden=True)
        for caption in self._captions:
            caption.setVisible(wanted <= self.width())
            if caption.isHidden():
                wanted -= caption.sizeHint().width() + _SPACING

    def _caption_width(self, *, hidden: bool) -> int:
        chosen = [caption for caption in self._captions if caption.isHidden() is hidden]
        return sum(caption.sizeHint().width() + _SPACING for caption in chosen)

    def show_recent(self, folders: Sequence[str]) -> None:
        """Fills the menu of recent folders."""
        self.recent_menu.clear()
        for folder in folders:
            path = Path(folder)
            text = f"{path.name or folder}   {path.parent}".replace("&", "&&")
            action = QAction(text, self.recent_menu)
            action.triggered.connect(lambda _checked=False, f=folder: self.recent_chosen.emit(f))
            self.recent_menu.addAction(action)
        self.recent_menu.setEnabled(bool(folders))
        if not folders:
            none = self.recent_menu.addAction(tr("No folder was opened yet"))
            none.setEnabled(False)

    def show_count(self, count: int) -> None:
        """Shows the target count without choosing it again."""
        self.count_box.blockSignals(True)
        self.count_box.setValue(count)
        self.count_box.blockSignals(False)

    def show_sort(self, sort: PhotoSort) -> None:
        """Shows the order in force without choosing it again."""
        self.sort_box.blockSignals(True)
        self.sort_box.setCurrentIndex(self.sort_box.findData(sort))
        self.sort_box.blockSignals(False)

    def show_view(self, *, loupe: bool) -> None:
        """Marks the view that is shown."""
        (self.loupe_button if loupe else self.grid_button).setChecked(True)

    def _make_open_button(self, icons: Icons) -> QToolButton:
        button = QToolButton()
        button.setText(tr("Open folder"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMenu(self.recent_menu)
        button.setToolTip(tr("Choose a folder of photos (Ctrl+O); the arrow has recent ones"))
        button.setAccessibleName(tr("Open folder"))
        icons.bind(button, "folder")
        button.clicked.connect(self.folder_wanted)
        return button

    def _make_sort_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Sort by"))
        box.setToolTip(tr("Order of the photos"))
        for sort, text in (
            (PhotoSort.TIME, tr("Capture time")),
            (PhotoSort.NAME, tr("Name")),
            (PhotoSort.SCORE, tr("Score")),
            (PhotoSort.GROUP, tr("Group")),
        ):
            box.addItem(text, sort)
        box.currentIndexChanged.connect(lambda row: self.sort_chosen.emit(box.itemData(row)))
        return box

    def _make_views(self, icons: Icons) -> tuple[QToolButton, QToolButton]:
        self._views = QButtonGroup(self)
        buttons = []
        for icon, text, hint, wanted in (
            ("grid", tr("Grid"), tr("All photos (G)"), self.grid_wanted),
            ("loupe", tr("Loupe"), tr("One photo, large (E, Enter or Space)"),
             self.loupe_wanted),
        ):  # fmt: skip
            button = QToolButton()
            button.setObjectName("viewButton")
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(hint)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setIconSize(QSize(16, 16))
            icons.bind(button, icon)
            button.clicked.connect(wanted)
            self._views.addButton(button)
            buttons.append(button)
        buttons[0].setChecked(True)
        return buttons[0], buttons[1]

    def _make_count_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, _MAX_COUNT)
        box.setAccelerated(True)
        box.setKeyboardTracking(False)
        box.setFont(number_font(self.font()))
        box.setFixedWidth(80)
        # The style sheet does not reach the text inside a spin box.
        box.lineEdit().setTextMargins(4, 0, 0, 0)
        box.setAccessibleName(tr("Photos in the album"))
        box.setToolTip(tr("How many photos the album should have; your picks count first"))
        box.valueChanged.connect(self.count_chosen)
        return box

    def _lay_out(self) -> None:
        def caption(text: str, buddy: QWidget) -> QLabel:
            label = labelled(text, "secondary")
            label.setBuddy(buddy)
            return label

        sort = caption(tr("Sort by"), self.sort_box)
        size = caption(tr("Album size"), self.count_box)
        self._captions = (sort, size)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(_SPACING)
        row.addWidget(self.open_button)
        row.addSpacing(8)
        row.addWidget(self.folder_name)
        row.addWidget(self.folder_count)
        row.addStretch(1)
        row.addWidget(sort)
        row.addWidget(self.sort_box)
        row.addSpacing(8)
        views = QHBoxLayout()
        views.setSpacing(4)
        views.addWidget(self.grid_button)
        views.addWidget(self.loupe_button)
        row.addLayout(views)
        row.addSpacing(8)
        row.addWidget(size)
        row.addWidget(self.count_box)
        row.addSpacing(8)
        row.addWidget(self.export_button)
