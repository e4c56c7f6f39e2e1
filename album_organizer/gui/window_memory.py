"""Size, layout and order of the window from one start to the next."""

from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter

from album_organizer.gui.actions import Actions
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.inspector.inspector_panel import InspectorPanel
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.photo_area import PhotoArea

_FIRST_SIZE = (1280, 800)


class Remembered(Protocol):
    """What the memory asks of the window."""

    split: QSplitter
    header: HeaderBar
    filters: FilterPanel
    inspector: InspectorPanel
    photos: PhotoArea
    actions_: Actions

    def resize(self, width: int, height: int, /) -> None:
        """Sets the size."""

    def saveState(self) -> QByteArray:
        """The docks."""

    def restoreState(self, state: QByteArray, /) -> bool:
        """Places the docks."""

    def saveGeometry(self) -> QByteArray:
        """Size and place."""

    def restoreGeometry(self, geometry: QByteArray, /) -> bool:
        """Gives size and place back."""


class WindowMemory:
    """Reads and writes what is remembered; a value that cannot be read changes nothing.

    Args:
        window: Whose layout is remembered.
        memory: The file.
    """

    def __init__(self, window: Remembered, memory: QSettings) -> None:
        self._window = window
        self._memory = memory

    def restore(self) -> None:
        """Makes the window as it was."""
        window, memory = self._window, self._memory
        window.resize(*_FIRST_SIZE)
        for key, restore in (
            ("window/docks", window.restoreState),
            ("window/geometry", window.restoreGeometry),
            ("window/split", window.split.restoreState),
        ):
            stored = memory.value(key)
            if isinstance(stored, QByteArray):
                restore(stored)
        window.filters.restore(memory)
        window.header.sort.restore(memory)
        window.inspector.restore_state(str(memory.value("inspector/sections", "")))
        width = memory.value("window/thumbnails")
        if isinstance(width, int | str) and str(width).isdecimal():
            window.photos.grid.set_cell_width(int(width))
        for name, action in self._switches().items():
            if str(memory.value(name, "true")) == "false":
                action.setChecked(False)
        if str(memory.value("window/stacks", "false")) == "true":
            window.actions_.all_stacks.trigger()

    def save(self) -> None:
        """Writes how the window is now."""
        window, memory = self._window, self._memory
        memory.setValue("window/geometry", window.saveGeometry())
        memory.setValue("window/split", window.split.saveState())
        memory.setValue("window/docks", window.saveState())
        window.filters.save(memory)
        window.header.sort.save(memory)
        memory.setValue("inspector/sections", window.inspector.save_state())
        if window.photos.grid.chosen_cell_width is not None:
            memory.setValue("window/thumbnails", window.photos.grid.chosen_cell_width)
        for name, action in self._switches().items():
            memory.setValue(name, "true" if action.isChecked() else "false")
        stacks = window.actions_.all_stacks.isChecked()
        memory.setValue("window/stacks", "true" if stacks else "false")
        memory.sync()

    def _switches(self) -> dict[str, QAction]:
        actions = self._window.actions_
        return {
            "window/filters": actions.filters,
            "window/inspector": actions.inspector,
            "window/strip": actions.strip,
        }
