"""Settings -> Keyboard: every command with its keys, other keys by pressing them."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.commands import CommandId
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.preferences import Preferences
from album_organizer.gui.shortcuts.bindings import Bindings, KeyUse, UseKind, is_one_key, shown
from album_organizer.gui.shortcuts.commands import Command, CommandGroup
from album_organizer.i18n import tr
from album_organizer.settings.shortcut_settings import MAX_KEYS

_COMMAND, _KEYS, _ORIGIN = range(3)
_ID = Qt.ItemDataRole.UserRole


class ShortcutsPage(QWidget):
    """Changes take effect at once; nothing is taken from another command without a question.

    Args:
        preferences: Whose keys these are.
        icons: Of the buttons.
        parent: Qt owner.
    """

    def __init__(
        self, preferences: Preferences, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._items: dict[CommandId, QTreeWidgetItem] = {}
        self._sections: list[tuple[QTreeWidgetItem, list[CommandId]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search commands and keys"))
        self.search.setAccessibleName(tr("Search commands and keys"))
        self.search.setToolTip(tr("Part of a command's name, or a key such as Ctrl+E"))
        self.search.setClearButtonEnabled(True)
        self.table = QTreeWidget()
        self.editor = QKeySequenceEdit()
        self.use_button = QPushButton(tr("&Use this key"))
        self.use_button.setProperty("role", "primary")
        self.add_button = QPushButton(tr("&Add this key"))
        self.clear_button = QPushButton(tr("&No key"))
        self.reset_button = QPushButton(tr("&Reset"))
        icons.bind(self.reset_button, "rollback")
        self.reset_all_button = QPushButton(tr("Reset a&ll"))
        self.chosen = labelled("", "state")
        self.nothing = paragraph(tr("No command is called that."), "secondary")
        self.message = paragraph()
        self.note = QFrame()
        self.note.setObjectName("note")
        self._prepare()
        self._lay_out()
        self._connect()
        self._fill()
        self._tell("\n".join(preferences.bindings.problems))

    @property
    def bindings(self) -> Bindings:
        """The keys in force."""
        return self._preferences.bindings

    @property
    def selected(self) -> Command | None:
        """The command that the buttons are about."""
        item = self.table.currentItem()
        value = None if item is None else item.data(_COMMAND, _ID)
        return None if value is None else self.bindings.command(CommandId(value))

    def select(self, command_id: CommandId) -> None:
        """Makes a command the one that the buttons are about."""
        self.table.setCurrentItem(self._items[command_id])

    def item_of(self, command_id: CommandId) -> QTreeWidgetItem:
        """The line of a command."""
        return self._items[command_id]

    # Changing

    def _new_key(self) -> QKeySequence | None:
        key = self.editor.keySequence()
        return key if is_one_key(key) else None

    def _in_the_way(self) -> KeyUse | None:
        key, command = self._new_key(), self.selected
        if key is None or command is None:
            return None
        return self.bindings.use_of(key, besides=command.id)

    def _use(self) -> None:
        key, command = self._new_key(), self.selected
        if key is not None and command is not None:
            self._change(self.bindings.with_keys(command.id, [key]))

    def _add(self) -> None:
        key, command = self._new_key(), self.selected
        if key is not None and command is not None:
            keys = self.bindings.keys(command.id)
            self._change(self.bindings.with_keys(command.id, [*keys, key]))

    def _clear(self) -> None:
        if self.selected is not None:
            self._change(self.bindings.with_keys(self.selected.id, []))

    def _reset(self) -> None:
        if self.selected is not None:
            self._change(self.bindings.without_own(self.selected.id))

    def _reset_all(self) -> None:
        self._change(self.bindings.built_in())

    def _change(self, bindings: Bindings) -> None:
        self._preferences.change_keys(bindings)
        with QSignalBlocker(self.editor):
            self.editor.clear()
        self._fill_keys()
        self._show_selected()

    # Showing

    def _fill(self) -> None:
        for group in CommandGroup:
            heading = QTreeWidgetItem(self.table, [group.title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFirstColumnSpanned(True)
            font = heading.font(_COMMAND)
            font.setBold(True)
            heading.setFont(_COMMAND, font)
            commands = [c for c in self.bindings.commands if c.group is group]
            for command in commands:
                item = QTreeWidgetItem(heading, [command.name])
                item.setData(_COMMAND, _ID, command.id.value)
                self._items[command.id] = item
            self._sections.append((heading, [command.id for command in commands]))
            heading.setExpanded(True)
        self._fill_keys()
        self.select(self.bindings.commands[0].id)

    def _fill_keys(self) -> None:
        for command_id, item in self._items.items():
            keys = tr(", ").join(map(shown, self.bindings.all_keys(command_id)))
            own = self.bindings.is_own(command_id)
            item.setText(_KEYS, keys or "–")
            item.setText(_ORIGIN, tr("Changed") if own else "")
            spoken = keys or tr("no key")
            item.setData(
                _KEYS, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(_COMMAND)}: {spoken}"
            )
        self._search(self.search.text())

    def _search(self, text: str) -> None:
        wanted = text.casefold().strip()
        found = 0
        for heading, commands in self._sections:
            visible = 0
            for command_id in commands:
                item = self._items[command_id]
                words = f"{item.text(_COMMAND)} {item.text(_KEYS)}".casefold()
                item.setHidden(wanted not in words)
                visible += wanted in words
            heading.setHidden(not visible)
            found += visible
        self.nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        current = self.table.currentItem()
        if found and (current is None or current.isHidden()):
            first = next(i for i in self._items.values() if not i.isHidden())
            self.table.setCurrentItem(first)

    def _selection_changed(self) -> None:
        with QSignalBlocker(self.editor):
            self.editor.clear()
        self._show_selected()

    def _show_selected(self) -> None:
        command, key, use = self.selected, self._new_key(), self._in_the_way()
        self.chosen.setText("" if command is None else command.name)
        keys = () if command is None else self.bindings.keys(command.id)
        free = key is not None and (use is None or use.kind is not UseKind.FIXED)
        takes = use is not None and use.kind is UseKind.KEY
        has_it = key in keys
        self.use_button.setEnabled(free and not (has_it and len(keys) == 1))
        self.add_button.setEnabled(free and not has_it and 0 < len(keys) < MAX_KEYS)
        self.use_button.setText(tr("&Take it") if takes else tr("&Use this key"))
        self.add_button.setText(tr("Take and &add it") if takes else tr("&Add this key"))
        self.clear_button.setEnabled(bool(keys))
        self.reset_button.setEnabled(command is not None and self.bindings.is_own(command.id))
        self.reset_all_button.setEnabled(bool(self.bindings.chosen()))
        if key is not None and use is not None:
            self._tell(use.sentence(key))
        elif key is not None and has_it:
            self._tell(tr("{key} is its key already.").format(key=shown(key)))
        else:
            self._tell("")

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.note.setVisible(bool(sentence))

    # Making

    def _prepare(self) -> None:
        self.table.setColumnCount(3)
        self.table.setHeaderLabels([tr("Command"), tr("Keys"), ""])
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        self.table.setIndentation(12)
        self.table.setUniformRowHeights(True)
        self.table.setAccessibleName(tr("Commands and their keys"))
        self.table.setToolTip(tr("Choose a command, then press a key in the field below"))
        header = self.table.header()
        header.setAccessibleName(tr("Columns"))
        header.setAccessibleDescription(tr("Command and keys"))
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        for column in (_KEYS, _ORIGIN):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.editor.setMaximumSequenceLength(1)
        self.editor.setClearButtonEnabled(True)
        self.editor.setAccessibleName(tr("New key"))
        self.editor.setFixedWidth(200)
        for widget, tip in (
            (self.editor, tr("Press the new key here; Tab leaves the field")),
            (self.use_button, tr("The only key of the command from now on")),
            (self.add_button, tr("One more key of the command; the others stay")),
            (self.clear_button, tr("Take all keys from the command")),
            (self.reset_button, tr("Give the command its built-in keys back")),
            (self.reset_all_button, tr("Give all commands their built-in keys back")),
        ):
            widget.setToolTip(tip)
            widget.setAccessibleDescription(tip)

    def _lay_out(self) -> None:
        field = QLabel(tr("New &key"))
        field.setBuddy(self.editor)
        editing = QHBoxLayout()
        editing.setSpacing(8)
        for widget in (field, self.editor, self.use_button, self.add_button):
            editing.addWidget(widget)
        editing.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.clear_button, self.reset_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.reset_all_button)
        inside = QHBoxLayout(self.note)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(labelled(tr("Keyboard"), "heading"))
        column.addWidget(
            paragraph(
                tr("With Shift held, a decision, stars or a label also go on to the next photo."),
                "secondary",
            )
        )
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.chosen)
        column.addLayout(editing)
        column.addWidget(self.note)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.table.currentItemChanged.connect(lambda _now, _before: self._selection_changed())
        self.editor.keySequenceChanged.connect(lambda _key: self._show_selected())
        self.use_button.clicked.connect(self._use)
        self.add_button.clicked.connect(self._add)
        self.clear_button.clicked.connect(self._clear)
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button.clicked.connect(self._reset_all)
        self._preferences.failed.connect(self._tell)
