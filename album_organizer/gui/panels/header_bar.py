"""Above: which folder, which view, which photos in which order, how many for the album."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from album_organizer.domain.commands import CommandId
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.filtering.search_box import SearchBox
from album_organizer.gui.filtering.sorting import SortControl
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import ElidedLabel, labelled
from album_organizer.gui.shortcuts.bindings import Bindings, shown
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.theme import number_font
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.i18n import tr

_MAX_COUNT = 100_000
_SEARCH_WIDTH = (144, 320)
_ANY_WIDTH = 16_777_215
"""What Qt takes for no limit."""

_NARROW = 96
"""Search and order where nothing else can give way."""

_NAME_WIDTH = 160
"""So much of the folder's name is shown before texts give way to it."""

_VIEW_ICONS = {
    ViewMode.GRID: "grid",
    ViewMode.LOUPE: "loupe",
    ViewMode.COMPARE: "compare",
    ViewMode.SURVEY: "survey",
}
_WITH_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


class HeaderBar(QFrame):
    """One row of controls. Where it is short of room, captions and then texts give way to icons.

    Args:
        icons: Of the buttons.
        state: The criteria, which the search box shows and changes.
        parent: Qt owner.
    """

    folder_wanted = Signal()
    recent_chosen = Signal(str)
    view_wanted = Signal(object)
    """The :class:`ViewMode`."""
    tune_wanted = Signal(bool)
    count_chosen = Signal(int)
    export_wanted = Signal()

    def __init__(self, icons: Icons, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        self.recent_menu = QMenu(tr("Recent folders"), self)
        self.open_button = self._make_open_button(icons)
        self.folder_name = ElidedLabel("heading", hugging=True)
        self.folder_count = labelled("", "secondary")
        self.view_buttons = self._make_views(icons)
        self.search = SearchBox(icons, state)
        self.search.setMinimumWidth(_SEARCH_WIDTH[0])
        self.search.setMaximumWidth(_SEARCH_WIDTH[1])
        self.sort = SortControl(icons)
        self.tune_button = self._make_tune_button(icons)
        self.count_box = self._make_count_box()
        self._count_caption = labelled(tr("Album"), "secondary")
        self._count_caption.setBuddy(self.count_box)
        self.export_button = QPushButton(tr("Export…"))
        self.export_button.setProperty("role", "primary")
        self.export_button.setToolTip(tr("Copy the album to a folder"))
        self.export_button.clicked.connect(self.export_wanted)
        self._commands: dict[CommandId, QWidget] = {
            CommandId.OPEN_FOLDER: self.open_button,
            CommandId.GRID: self.view_buttons[ViewMode.GRID],
            CommandId.LOUPE: self.view_buttons[ViewMode.LOUPE],
            CommandId.COMPARE: self.view_buttons[ViewMode.COMPARE],
            CommandId.SURVEY: self.view_buttons[ViewMode.SURVEY],
            CommandId.SEARCH: self.search,
            CommandId.TUNING: self.tune_button,
            CommandId.EXPORT: self.export_button,
        }
        self._hints = {command: part.toolTip() for command, part in self._commands.items()}
        self.show_keys(Bindings(all_commands()))
        self._measuring = False
        self._widths: tuple[int, ...] = ()
        self._lay_out()
        self.show_recent(())

    def show_folder(self, name: str, count: str) -> None:
        """Shows which folder is open, and how many photos it has."""
        if (name, count) != (self.folder_name.full_text, self.folder_count.text()):
            self.folder_name.set_text(name)
            self.folder_count.setText(count)
            self._measure()

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

    def show_view(self, view: ViewMode) -> None:
        """Marks the view that is shown."""
        self.view_buttons[view].setChecked(True)

    def show_tuning(self, shown: bool) -> None:
        """Marks whether the panel of the weights is shown."""
        self.tune_button.setChecked(shown)

    def show_keys(self, bindings: Bindings) -> None:
        """Tells in the hints which keys do the same."""
        for command, part in self._commands.items():
            keys = " / ".join(map(shown, bindings.all_keys(command)))
            hint = self._hints[command]
            part.setToolTip(tr("{hint} ({keys})").format(hint=hint, keys=keys) if keys else hint)

    # Room

    def minimumSizeHint(self) -> QSize:
        """With icons instead of texts."""
        height = super().minimumSizeHint().height()
        if not self._widths:
            self._measure()
        return QSize(self._widths[-1], height)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now do all parts have their final fonts."""
        super().showEvent(event)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows the texts that there is room for."""
        super().resizeEvent(event)
        if not self._measuring:
            self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style needs another width."""
        super().changeEvent(event)
        changed = event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}
        if changed and self.isVisible():
            self._measure()

    def _measure(self) -> None:
        """Finds out how much room each level of detail needs, then makes the best of the width."""
        if self._measuring:
            return
        # Showing a part lays out everything around at once, which is not the time to adapt.
        self._measuring = True
        widths = []
        for level in range(len(self._levels) + 1):
            self._use(level)
            widths.append(super().minimumSizeHint().width())
        # The name is shortened only when nothing else can give way.
        name = self.folder_name
        wish = min(name.sizeHint().width(), _NAME_WIDTH) - name.minimumSizeHint().width()
        self._widths = (*(width + max(wish, 0) for width in widths), widths[-1])
        self._measuring = False
        self._make_room()
        self.updateGeometry()

    def _make_room(self) -> None:
        fitting = (n for n, width in enumerate(self._widths) if width <= self.width())
        self._use(min(next(fitting, len(self._levels)), len(self._levels)))

    def _use(self, level: int) -> None:
        """Gives up the first ``level`` of the things that can be given up."""
        for number, give_up in enumerate(self._levels):
            give_up(number < level)
        self._view_row.invalidate()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()

    @property
    def _levels(self) -> tuple[Callable[[bool], None], ...]:
        """What gives way, the first one first."""
        return (
            partial(self._shrink, [self.tune_button]),
            partial(self._shrink, [self.open_button]),
            self.folder_count.setHidden,
            self._count_caption.setHidden,
            partial(self._shrink, list(self.view_buttons.values())),
            self._narrow,
        )

    def _narrow(self, narrow: bool) -> None:
        self.search.setMinimumWidth(_NARROW if narrow else _SEARCH_WIDTH[0])
        self.sort.box.setMaximumWidth(_NARROW if narrow else _ANY_WIDTH)

    def _shrink(self, buttons: Sequence[QToolButton], small: bool) -> None:
        style = _ICON_ONLY if small else _WITH_TEXT
        for button in buttons:
            if button.toolButtonStyle() is not style:
                button.setToolButtonStyle(style)
                # The style sheet pads icons otherwise than texts.
                button.style().unpolish(button)
                button.style().polish(button)

    # Parts

    def _make_open_button(self, icons: Icons) -> QToolButton:
        button = QToolButton()
        button.setText(tr("Open folder"))
        button.setToolButtonStyle(_WITH_TEXT)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("mirrored", self.isRightToLeft())
        button.setMenu(self.recent_menu)
        button.setToolTip(tr("Choose a folder of photos; the arrow has recent ones"))
        button.setAccessibleName(tr("Open folder"))
        icons.bind(button, "folder")
        button.clicked.connect(self.folder_wanted)
        return button

    def _make_views(self, icons: Icons) -> dict[ViewMode, QToolButton]:
        self._views = QButtonGroup(self)
        buttons = {}
        for view, text, hint in (
            (ViewMode.GRID, tr("Grid"), tr("All photos")),
            (ViewMode.LOUPE, tr("Loupe"), tr("One photo, large")),
            (ViewMode.COMPARE, tr("Compare"), tr("Two to six photos side by side")),
            (ViewMode.SURVEY, tr("Survey"), tr("All shots of the group")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(hint)
            button.setAccessibleName(text)
            self._make_switch(button)
            icons.bind(button, _VIEW_ICONS[view])
            button.clicked.connect(partial(self._ask_for, view))
            self._views.addButton(button)
            buttons[view] = button
        buttons[ViewMode.GRID].setChecked(True)
        return buttons

    def _ask_for(self, view: ViewMode) -> None:
        self.view_wanted.emit(view)

    def _make_tune_button(self, icons: Icons) -> QToolButton:
        button = QToolButton()
        button.setText(tr("Tune"))
        button.setToolTip(tr("What counts how much: weights, ties and diversity"))
        button.setAccessibleName(tr("Tune the proposals"))
        self._make_switch(button)
        icons.bind(button, "tune")
        button.clicked.connect(self.tune_wanted)
        return button

    def _make_switch(self, button: QToolButton) -> None:
        button.setObjectName("viewButton")
        # The style sheet knows left and right only.
        button.setProperty("mirrored", self.isRightToLeft())
        button.setToolButtonStyle(_WITH_TEXT)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(16, 16))

    def _make_count_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, _MAX_COUNT)
        box.setAccelerated(True)
        box.setKeyboardTracking(False)
        box.setFont(number_font(self.font()))
        box.setFixedWidth(72)
        # The style sheet does not reach the text inside a spin box.
        box.lineEdit().setTextMargins(4, 0, 0, 0)
        box.setAccessibleName(tr("Photos in the album"))
        box.setToolTip(tr("How many photos the album should have; your picks count first"))
        box.valueChanged.connect(self.count_chosen)
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.folder_name)
        row.addWidget(self.folder_count)
        row.addStretch(1)
        self._view_row = views = QHBoxLayout()
        views.setSpacing(4)
        for button in self.view_buttons.values():
            views.addWidget(button)
        row.addLayout(views)
        row.addStretch(1)
        row.addWidget(self.search, 8)
        row.addWidget(self.sort)
        row.addWidget(self.tune_button)
        row.addSpacing(4)
        row.addWidget(self._count_caption)
        row.addWidget(self.count_box)
        row.addWidget(self.export_button)
