"""What a person does with the grid."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoItem
from tests.gui.builders import item

LEFT = Qt.MouseButton.LeftButton
NO_KEY, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def model_of(grid: PhotoGrid) -> PhotoGridModel:
    model = grid.model()
    assert isinstance(model, PhotoGridModel)
    return model


def fill(grid: PhotoGrid, photos: list[PhotoItem]) -> PhotoGridModel:
    model = model_of(grid)
    model.set_items(photos)
    return model


def spot_of(grid: PhotoGrid, path: str) -> QPoint:
    return grid.visualRect(model_of(grid).index_of(path)).center()


def click(grid: PhotoGrid, path: str, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, keys, spot_of(grid, path))


def press(grid: PhotoGrid, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> str | None:
    QTest.keyClick(grid, key, keys)
    return grid.current_path()


def wheel(grid: PhotoGrid, notches: int, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    spot = QPointF(200, 200)
    event = QWheelEvent(
        spot, grid.viewport().mapToGlobal(spot), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


def drag(grid: PhotoGrid, start: QPoint, end: QPoint) -> None:
    viewport = grid.viewport()
    QTest.mousePress(viewport, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(viewport, start + (end - start) * step / 5)
    QTest.mouseRelease(viewport, LEFT, pos=end)


def burst(
    first: int, size: int, group: int, decision: UserDecision | None = None
) -> list[PhotoItem]:
    return [
        item(
            f"{n:03d}.jpg", group=group, rank=n - first + 1, size=size, seconds=n,
            decision=decision,
        )
        for n in range(first, first + size)
    ]  # fmt: skip
