"""Cells are painted for real, and looked at pixel by pixel."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.delegates.cell_layout import CellLayout, cell_height, fitted
from album_organizer.gui.delegates.cell_marks import CellState
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.stacks import StackPart
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
    image.fill(delegate.paints.color("ground"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, image.width(), image.height())
    option.state = state
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0))
    painter.end()
    return image


def count(image: QImage, color: QColor, area: QRect | None = None, tolerance: int = 0) -> int:
    return pixels_like(image if area is None else image.copy(area), color, tolerance)


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


def paint_state(delegate: PhotoDelegate, photo: PhotoItem, state: CellState) -> QImage:
    """The cell as the grid paints it."""
    size = QSize(WIDTH, cell_height(WIDTH)) * state.ratio
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(state.ratio)
    image.fill(delegate.paints.color("ground"))
    painter = QPainter(image)
    delegate.paint_photo(painter, QRect(0, 0, WIDTH, cell_height(WIDTH)), photo, state)
    painter.end()
    return image


def test_shots_of_a_group_tell_their_place(delegate: PhotoDelegate, theme: Theme) -> None:
    footer = QRect(WIDTH // 2, cell_height(WIDTH) - 34, WIDTH // 2, 30)
    assert count(paint(delegate, item()), theme.color("secondary"), footer) == 0
    assert count(paint(delegate, item(size=5, rank=2)), theme.color("secondary"), footer) > 8


def test_only_a_closed_stack_has_edges_and_both_kinds_their_number(
    delegate: PhotoDelegate, theme: Theme
) -> None:
    edge, above = theme.color("control_line"), QRect(60, 0, 80, 24)
    plate = theme.color("panel")
    for part, has_edge, has_badge in (
        (StackPart.NONE, False, False),
        (StackPart.CLOSED, True, True),
        (StackPart.TOP, True, True),
        (StackPart.MEMBER, True, False),
    ):
        state = CellState(part=part, size=5)
        image = paint_state(delegate, item(size=5), state)
        # The line above an open stack runs from edge to edge instead.
        assert (count(image, edge, above) > 20) is has_edge
        badge = delegate.badge_of(QRect(0, 0, WIDTH, cell_height(WIDTH)), item(size=5), state)
        assert badge.isEmpty() is not has_badge
        if has_badge:
            assert count(image, plate, badge.adjusted(6, 6, -6, -6)) > 20
            assert badge.height() >= 24


def test_badge_and_label_lie_where_reading_begins_and_ends(
    delegate: PhotoDelegate, theme: Theme
) -> None:
    cell = QRect(0, 0, WIDTH, cell_height(WIDTH))
    photo = item(size=2, marks=Marks(0, ColorLabel.RED))
    for mirrored in (False, True):
        state = CellState(part=StackPart.CLOSED, size=2, mirrored=mirrored)
        assert (delegate.badge_of(cell, photo, state).center().x() > WIDTH / 2) is mirrored
        image = paint_state(delegate, photo, state)
        red = theme.color("label_red")
        halves = [count(image, red, QRect(left, 100, WIDTH // 2, 60)) for left in (0, WIDTH // 2)]
        # Besides the bar, which runs from edge to edge, there is the plate with the shape.
        assert (halves[0] > halves[1] + 50) is mirrored


def test_labels_are_told_apart_without_their_colours(delegate: PhotoDelegate) -> None:
    """In the greys of a print, too."""
    cell = QRect(0, 0, WIDTH, cell_height(WIDTH)).adjusted(2, 2, -2, -2)
    picture = fitted(QSize(4000, 3000), CellLayout.of(cell, compact=False).box)
    plates = set()
    for label in ColorLabel:
        if label is not ColorLabel.NONE:
            image = paint_state(delegate, item(marks=Marks(0, label)), CellState())
            grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
            plate = grey.copy(QRect(picture.bottomRight() - QPoint(15, 15), QSize(16, 16)))
            middle = plate.pixelColor(8, 8).lightness()
            edge = plate.pixelColor(1, 8).lightness()
            assert abs(middle - edge) > 60
            shape = tuple(
                abs(plate.pixelColor(x, y).lightness() - middle) < 40
                for x in range(3, 13)
                for y in range(3, 13)
            )
            plates.add(shape)
    assert len(plates) == 5


@pytest.mark.parametrize("stars", [1, 3, 5])
def test_stars_are_drawn_one_by_one_where_there_is_room(
    delegate: PhotoDelegate, theme: Theme, stars: int
) -> None:
    footer = QRect(0, cell_height(WIDTH) - 34, WIDTH, 30)

    def inked(given: int) -> int:
        return count(paint(delegate, item(marks=Marks(given))), theme.color("text"), footer)

    none = inked(0)
    assert inked(stars) - none == stars * (inked(1) - none) > 0


def test_missing_file_is_dimmed_and_marked(
    qtbot: QtBot, theme: Theme, delegate: PhotoDelegate, thumbnails: ThumbnailStore
) -> None:
    with_thumbnail(qtbot, thumbnails)
    image = paint(delegate, item(missing=True))
    assert image.pixelColor(60, 80).blue() < 160
    middle = QRect(WIDTH // 2 - 16, 60, 32, 50)
    assert count(image, theme.color("star"), middle, 60) > 8


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_pictures_are_drawn_pixel_by_pixel(
    qtbot: QtBot, delegate: PhotoDelegate, thumbnails: ThumbnailStore, ratio: float
) -> None:
    stripes = Image.new("RGB", (400, 300))
    stripes.putdata([(255, 255, 255) if n % 2 else (0, 0, 0) for n in range(400 * 300)])
    data = make_thumbnail(stripes)
    thumbnails.set_source(lambda content_id: data)
    delegate.cell = QSize(WIDTH, cell_height(WIDTH))
    photo = item()
    wish = delegate.wish(photo.scored.photo, ratio)
    with qtbot.waitSignal(thumbnails.loaded):
        thumbnails.wish(delegate, [wish])
    kept = thumbnails.kept(photo.content_id)
    assert kept is not None
    assert (kept.width(), kept.height()) == (wish.width, wish.height)
    image = paint_state(delegate, photo, CellState(ratio=ratio))
    source = kept.toImage().convertToFormat(QImage.Format.Format_RGB32)
    spots = [
        (x, y)
        for x in range(image.width() - source.width() + 1)
        for y in range(image.height() - source.height() + 1)
        if image.copy(QRect(x, y, source.width(), source.height())) == source
    ]
    assert len(spots) == 1


def test_theme_changes_reach_what_is_kept(delegate: PhotoDelegate, theme: Theme) -> None:
    dark = paint(delegate, item(proposed=True))
    theme.force("light")
    light = paint(delegate, item(proposed=True))
    assert count(light, theme.color("star")) > 8
    assert dark.pixelColor(3, 3).lightness() < 100 < light.pixelColor(3, 3).lightness()


def test_selection_and_focus_can_be_told_apart(delegate: PhotoDelegate, theme: Theme) -> None:
    selected = paint(delegate, item(), QStyle.StateFlag.State_Selected)
    focused = paint(delegate, item(), QStyle.StateFlag.State_HasFocus)
    assert count(selected, theme.color("cell_selected")) > 1000
    assert count(selected, theme.color("accent")) == 0
    assert count(focused, theme.color("accent")) > 300
