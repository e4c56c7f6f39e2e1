"""Cells are painted for real, and looked at pixel by pixel."""

import pytest
from PIL import Image
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.delegates.photo_delegate import (
    CellLayout,
    PhotoDelegate,
    cell_height,
    fitted,
)
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.imaging.thumbnail import make_thumbnail
from tests.gui.builders import item
from tests.gui.hands import pixels_like

WIDTH = 208
BLUE = QColor("#3050e0")


@pytest.fixture
def delegate(theme: Theme, icons: Icons, thumbnails: ThumbnailStore) -> PhotoDelegate:
    return PhotoDelegate(theme, icons, thumbnails)


def paint(
    delegate: PhotoDelegate,
    photo: PhotoItem,
    state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled,
) -> QImage:
    model = PhotoGridModel()
    model.set_items([photo])
    image = QImage(WIDTH, cell_height(WIDTH), QImage.Format.Format_RGB32)
    image.fill(delegate._theme.color("ground"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, image.width(), image.height())
    option.state = state
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0))
    painter.end()
    return image


def count(image: QImage, color: QColor, area: QRect | None = None) -> int:
    return pixels_like(image if area is None else image.copy(area), color)


def with_thumbnail(qtbot: QtBot, thumbnails: ThumbnailStore) -> None:
    data = make_thumbnail(Image.new("RGB", (400, 300), (BLUE.red(), BLUE.green(), BLUE.blue())))
    thumbnails.set_source(lambda content_id: data)
    with qtbot.waitSignal(thumbnails.loaded):
        thumbnails.pixmap("id-a.jpg", 512)


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (9000, 100), (1, 1)])
def test_pictures_are_uncropped_and_inside_their_box(size: tuple[int, int]) -> None:
    box = QRect(8, 14, 192, 150)
    target = fitted(QSize(*size), box)
    assert box.contains(target)
    assert target.width() == box.width() or target.height() == box.height()
    assert abs(target.width() * size[1] - target.height() * size[0]) <= max(size)


@pytest.mark.parametrize("width", [144, 208, 400])
def test_parts_of_a_cell_do_not_overlap(width: int) -> None:
    cell = QRect(0, 0, width, cell_height(width))
    layout = CellLayout.of(cell, compact=False)
    assert not layout.box.intersects(layout.footer)
    assert cell.contains(layout.box)
    assert cell.contains(layout.footer)
    assert CellLayout.of(cell, compact=True).footer.isEmpty()


def test_placeholder_has_the_place_of_the_picture(
    qtbot: QtBot, theme: Theme, delegate: PhotoDelegate, thumbnails: ThumbnailStore
) -> None:
    placeholder = count(paint(delegate, item()), theme.color("placeholder"))
    assert placeholder > 10_000
    with_thumbnail(qtbot, thumbnails)
    image = paint(delegate, item())
    assert count(image, theme.color("placeholder")) == 0
    center = image.pixelColor(image.width() // 2, image.height() // 2)
    assert abs(center.blue() - BLUE.blue()) < 8
    blueish = sum(
        image.pixelColor(x, y).blue() > 200
        for x in range(image.width())
        for y in range(image.height())
    )
    assert abs(blueish - placeholder) < 0.03 * placeholder


@pytest.mark.parametrize(
    ("photo", "mark"),
    [
        (item(proposed=True), "star"),
        (item(decision=UserDecision.PICK), "pick"),
        (item(decision=UserDecision.REJECT), "reject"),
        (item(tied=True, size=2), "tie"),
    ],
)
def test_marks(delegate: PhotoDelegate, theme: Theme, photo: PhotoItem, mark: str) -> None:
    color = theme.color(mark)
    assert count(paint(delegate, item()), color) == 0
    assert count(paint(delegate, photo), color) > 8


def test_rejected_picture_is_dimmed_and_its_corner_struck(
    qtbot: QtBot, theme: Theme, delegate: PhotoDelegate, thumbnails: ThumbnailStore
) -> None:
    with_thumbnail(qtbot, thumbnails)
    image = paint(delegate, item(decision=UserDecision.REJECT))
    assert image.pixelColor(60, 80).blue() < 120
    corner = QRect(image.width() // 2, 0, image.width() // 2, 60)
    assert count(image, theme.color("reject"), corner) > 8


def test_groups_have_a_stack_edge_and_their_number(delegate: PhotoDelegate, theme: Theme) -> None:
    edge = theme.color("control_line")
    assert count(paint(delegate, item()), edge) == 0
    image = paint(delegate, item(size=5, rank=2))
    assert count(image, edge) > 100
    footer = QRect(WIDTH // 2, image.height() - 34, WIDTH // 2, 30)
    assert count(image, theme.color("secondary"), footer) > 8


def test_selection_and_focus_can_be_told_apart(delegate: PhotoDelegate, theme: Theme) -> None:
    selected = paint(delegate, item(), QStyle.StateFlag.State_Selected)
    focused = paint(delegate, item(), QStyle.StateFlag.State_HasFocus)
    assert count(selected, theme.color("cell_selected")) > 1000
    assert count(selected, theme.color("accent")) == 0
    assert count(focused, theme.color("accent")) > 300
