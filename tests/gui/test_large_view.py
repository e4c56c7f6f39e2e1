"""Detail view, film strip and grid in the window: what is seen, and walking through it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import (
    LEFT,
    click,
    click_photo,
    decide,
    pixels_like,
    press,
    session_of,
    settle,
    show,
)


@pytest.fixture
def window(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    """The first shot of the second burst, shown large."""
    made = quick_window()
    score(qtbot, made, bursts)
    made.activateWindow()
    click_photo(made.photos.grid, "b0.jpg")
    press(made.photos.grid, Qt.Key.Key_Return)
    assert made.photos.in_loupe
    return made


def shown_large(window: MainWindow) -> str:
    return window.photos.loupe.view.accessibleName().split(",")[0]


def colored(image: QImage, window: MainWindow, name: str, tolerance: int = 0) -> int:
    return pixels_like(image, window.theme.color(name), tolerance)


def test_arrows_walk_through_all_photos_and_stop_at_both_ends(window: MainWindow) -> None:
    view = window.photos.loupe.view
    order = window.photos.model.paths
    for _ in range(9):
        press(view, Qt.Key.Key_Left)
    seen = [shown_large(window)]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown) * 3:
        press(view, key)
        seen.append(shown_large(window))
    assert seen == [*order, order[-1], order[-1], order[-1]]
    press(view, Qt.Key.Key_PageUp)
    assert shown_large(window) == order[-2]


def test_inspector_and_strip_follow_the_photo(qtbot: QtBot, window: MainWindow) -> None:
    loupe, name = window.photos.loupe, window.inspector.name
    assert loupe.strip.current_path() == "b0.jpg"
    press(loupe.view, Qt.Key.Key_Right)
    assert loupe.strip.current_path() == "b1.jpg"
    # The explanation follows when the keys rest, but never later than what is decided.
    qtbot.waitUntil(lambda: name.full_text == "b1.jpg")
    press(loupe.view, Qt.Key.Key_Right)
    press(loupe.view, Qt.Key.Key_P)
    assert name.full_text == loupe.strip.current_path()
    press(loupe.view, Qt.Key.Key_Left)
    for _ in range(2):
        press(loupe.view, Qt.Key.Key_Left)
    assert loupe.strip.current_path() == "a2.jpg"


def test_strip_goes_when_the_filter_leaves_one_photo(window: MainWindow) -> None:
    strip = window.photos.loupe.strip
    assert strip.isVisible()
    press(window.photos.loupe.view, Qt.Key.Key_P)
    show(window, PhotoFilter.PICKED)
    assert shown_large(window) == "b0.jpg"
    assert not strip.isVisible()


def test_click_into_the_strip_shows_that_shot(window: MainWindow) -> None:
    strip = window.photos.loupe.strip
    place = window.photos.model.index_of("b2.jpg").row()
    QTest.mouseClick(strip, LEFT, pos=strip.visual_rect(place).center())
    assert shown_large(window) == "b2.jpg"
    assert window.photos.grid.current_path() == "b2.jpg"


def test_filter_by_mouse_keeps_the_photo_that_is_shown(window: MainWindow) -> None:
    show(window, PhotoFilter.PROPOSED)
    assert window.photos.in_loupe
    assert shown_large(window) == "b0.jpg"
    press(window.photos.loupe.view, Qt.Key.Key_Right)
    assert shown_large(window) == "c.jpg"  # the others are hidden


def test_order_by_menu_keeps_the_photo_that_is_shown(window: MainWindow) -> None:
    window.actions_.sorts[PhotoSort.SCORE].trigger()
    assert shown_large(window) == "b0.jpg"
    press(window.photos.loupe.view, Qt.Key.Key_Left)
    assert shown_large(window) == window.photos.model.paths[0] == "c.jpg"


def test_decision_is_drawn_and_read_aloud(qtbot: QtBot, window: MainWindow) -> None:
    view = window.photos.loupe.view

    def marks() -> set[str]:
        # Only the marks, not the frame of the focus.
        window.header.view_buttons[ViewMode.GRID].setFocus()
        image = view.grab().toImage()
        below = image.copy(0, round(view.target().bottom()) + 4, image.width(), 44)
        return {name for name in ("star", "pick", "reject") if colored(below, window, name, 90) > 8}

    assert view.accessibleName().endswith("proposed, number 1 of 3")
    assert marks() == {"star"}
    press(view, Qt.Key.Key_X)
    assert "rejected" in view.accessibleName()
    assert marks() == {"reject"}
    press(view, Qt.Key.Key_P)
    settle(qtbot, window)
    assert "picked" in view.accessibleName()
    assert marks() == {"pick"}
    press(view, Qt.Key.Key_U)
    press(view, Qt.Key.Key_Right)
    settle(qtbot, window)
    assert marks() == set()  # b1 is neither decided nor proposed


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_X, Qt.Key.Key_U])
def test_picture_stays_in_sight_while_it_has_the_keyboard(
    qtbot: QtBot, window: MainWindow, bursts: Path, key: Qt.Key
) -> None:
    """The frame of the focus once covered every picture that had a mark."""
    view = window.photos.loupe.view
    qtbot.waitUntil(lambda: window.pictures.picture(bursts / "b0.jpg") is not None)
    qtbot.waitUntil(window.isActiveWindow)
    press(view, key)
    settle(qtbot, window)
    assert view.hasFocus()
    image = view.grab().toImage()
    pixmap = view.pixmap
    assert pixmap is not None
    drawn, photo = image.rect().center(), pixmap.toImage()
    assert image.pixelColor(drawn) != window.theme.color("panel")
    assert image.pixelColor(drawn) != window.theme.color("ground")
    shown, own = image.pixelColor(drawn), photo.pixelColor(photo.rect().center())
    for a, b in zip(shown.getRgb(), own.getRgb(), strict=True):  # type: ignore[call-overload]
        assert abs(a - b) <= 8


def test_small_pictures_are_enlarged_threefold_at_most(
    qtbot: QtBot, window: MainWindow, bursts: Path
) -> None:
    view = window.photos.loupe.view
    press(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.pictures.picture(bursts / "b1.jpg") is not None)
    image = view.grab().toImage()
    ground = window.theme.color("ground").rgb()
    middle = view.height() // 2
    # The photo is 160 pixels wide; the marks lie lower.
    drawn = [x for x in range(2, image.width() - 2) if image.pixelColor(x, middle).rgb() != ground]
    assert 460 <= len(drawn) <= 480
    assert abs((drawn[0] + drawn[-1]) / 2 - image.width() / 2) <= 2


def test_neighbours_are_decoded_ahead(qtbot: QtBot, window: MainWindow, bursts: Path) -> None:
    near = [bursts / name for name in ("b0.jpg", "b1.jpg", "a2.jpg", "b2.jpg")]
    qtbot.waitUntil(lambda: all(window.pictures.picture(path) is not None for path in near))


def test_double_click_opens_and_closes(window: MainWindow) -> None:
    QTest.mouseDClick(window.photos.loupe.view, LEFT, pos=QPoint(50, 50))
    assert window.photos.currentWidget() is window.photos.grid
    grid = window.photos.grid
    spot = grid.visualRect(window.photos.model.index_of("a1.jpg")).center()
    QTest.mouseClick(grid.viewport(), LEFT, pos=spot)
    QTest.mouseDClick(grid.viewport(), LEFT, pos=spot)
    assert shown_large(window) == "a1.jpg"


def test_keyboard_stays_with_the_photo_through_view_and_filter(window: MainWindow) -> None:
    assert window.photos.loupe.view.hasFocus()
    press(window.photos.loupe.view, Qt.Key.Key_Return)
    assert window.photos.grid.hasFocus()
    assert window.photos.grid.current_path() == "b0.jpg"
    click(window.inspector.decisions.buttons[UserDecision.PICK])
    assert window.photos.grid.hasFocus()


def test_grid_paints_what_was_decided(qtbot: QtBot, window: MainWindow) -> None:
    press(window.photos.loupe.view, Qt.Key.Key_Escape)
    grid = window.photos.grid
    stars = colored(grid.viewport().grab().toImage(), window, "star")
    assert stars > 0
    decide(window, Qt.Key.Key_X, "a0.jpg", "a1.jpg", "a2.jpg")
    decide(window, Qt.Key.Key_P, "b2.jpg")
    settle(qtbot, window)
    image = grid.viewport().grab().toImage()
    assert colored(image, window, "reject") > 0
    assert colored(image, window, "pick") > 0


def test_thumbnails_of_the_grid_arrive_from_the_catalog(qtbot: QtBot, window: MainWindow) -> None:
    press(window.photos.loupe.view, Qt.Key.Key_Escape)
    grid = window.photos.grid
    ids = [item.content_id for item in session_of(window).items.values()]
    grid.viewport().grab()
    qtbot.waitUntil(lambda: all(window.thumbnails.pixmap(i, 100) is not None for i in ids))
    qtbot.waitUntil(  # some pixels of the photos happen to have that colour
        lambda: colored(grid.viewport().grab().toImage(), window, "placeholder") < 100
    )


def test_theme_can_change_while_photos_and_dialogs_are_open(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.dialogs.open_export()
    window.dialogs.open_settings()
    dialog = window.dialogs.settings
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.models.busy)

    def looks() -> list[int]:
        parts = (window, window.dialogs.export, window.dialogs.settings, window.photos.loupe.view)
        images = [part.grab().toImage() for part in parts if part is not None]
        return [image.pixelColor(3, image.height() // 2).lightness() for image in images]

    dark = looks()
    with qtbot.waitSignal(window.theme.changed):
        window.theme.force("light")
    light = looks()
    assert len(dark) == len(light) == 4
    assert all(a < 110 < b for a, b in zip(dark, light, strict=True))
    window.theme.force("dark")
    assert looks() == dark
    assert shown_large(window) == "b0.jpg"


def test_theme_follows_the_system_again(qtbot: QtBot, window: MainWindow) -> None:
    window.theme.force("light")
    assert window.theme.scheme == "light"
    window.theme.force(None)
    dark = window.theme._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert window.theme.scheme == ("dark" if dark else "light")


def test_window_may_be_made_smaller_and_larger(qtbot: QtBot, window: MainWindow) -> None:
    for width, height in ((880, 560), (1920, 1200)):
        window.resize(width, height)
        assert window.width() == width
        assert window.header.export_button.geometry().right() <= window.header.width()
        assert window.photos.loupe.view.width() > 200
    side = window.photos.loupe.view.needed_side
    assert 700 < side < 1200
    window.resize(400, 300)  # smaller than is useful
    qtbot.waitUntil(lambda: window.width() < 1000)
    assert (window.width(), window.height()) >= (880, 560)
