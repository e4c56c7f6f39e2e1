"""What a person does with the window, and what they look at."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.grid.list_view import PhotoListView
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session import Session

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def session_of(window: MainWindow) -> Session:
    """The open folder."""
    assert window.controller.session is not None
    return window.controller.session


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until every proposal and every written decision has come back."""
    pools = window.controller.pools
    qtbot.waitUntil(lambda: pools.proposal.pending == 0 and pools.catalog.pending == 0)


def press(widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Presses a key while a widget has the keyboard."""
    QTest.keyClick(widget, key, keys)


def click(widget: QWidget) -> None:
    """Clicks a button that can be seen and used."""
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, LEFT)


def spot_of(view: PhotoListView, path: str) -> QPoint:
    """Where a photo of a list is drawn."""
    index = view._photos.index_of(path)
    assert index.isValid()
    view.scrollTo(index)
    return view.visualRect(index).center()


def click_photo(view: PhotoListView, path: str, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Clicks a photo of a list."""
    QTest.mouseClick(view.viewport(), LEFT, keys, spot_of(view, path))


def decide(window: MainWindow, key: Qt.Key, *paths: str) -> None:
    """Selects photos with the mouse and presses the key of a decision."""
    for number, path in enumerate(paths):
        click_photo(window.photos.grid, path, CTRL if number else NO_KEY)
    press(window.photos.grid, key)


def show(window: MainWindow, shown: PhotoFilter) -> None:
    """Clicks a filter."""
    click(window.filters.rows[shown])


def numbers(window: MainWindow) -> dict[str, int]:
    """The counts beside the filters."""
    return {
        shown.name: int(row.count.replace(",", "")) for shown, row in window.filters.rows.items()
    }


def typed_count(window: MainWindow, text: str) -> None:
    """Types the size of the album."""
    box = window.header.count_box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    press(box, Qt.Key.Key_Return)


def carried(*urls: str | Path) -> QMimeData:
    """What a file manager hands over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(u)) if isinstance(u, Path) else QUrl(u) for u in urls])
    return data


def drag_in(window: MainWindow, data: QMimeData) -> bool:
    """Drags something over the window; whether the window would take it."""
    event = QDragEnterEvent(QPoint(640, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drag_out(window: MainWindow) -> None:
    """Drags it away again."""
    QApplication.sendEvent(window, QDragLeaveEvent())


def drop(window: MainWindow, data: QMimeData) -> bool:
    """Drags something over the window and lets go; whether the window took it."""
    drag_in(window, data)
    event = QDropEvent(QPointF(640, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def right_click(widget: QWidget, spot: QPoint) -> None:
    """Asks for the context menu at a spot."""
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, spot, widget.mapToGlobal(spot), NO_KEY
    )
    QApplication.sendEvent(widget, event)


def open_menus(window: MainWindow) -> list[QMenu]:
    """The context menus that can be seen."""
    return [menu for menu in window.findChildren(QMenu) if menu.isVisible()]


def entry(actions: Sequence[QAction], text: str) -> QAction:
    """The menu entry of that text, its mnemonic left out."""
    return next(action for action in actions if action.text().replace("&", "") == text)


def pixels_like(image: QImage, color: QColor, tolerance: int = 0) -> int:
    """How many pixels have a colour; thin lines are blended with their ground."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    blue_green_red = np.array([color.blue(), color.green(), color.red()])
    distance = np.abs(flat[..., :3].astype(np.int32) - blue_green_red).sum(axis=2)
    return int((distance <= tolerance).sum())
