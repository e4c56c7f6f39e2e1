"""Loupe, compare, survey and film strip over real photos, by keys and mouse."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.theme import Theme
from album_organizer.gui.viewing.film_strip import FilmStrip
from album_organizer.gui.viewing.side_by_side import SideBySide
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.gui.viewing.zoom import FIT
from tests.gui.hands import LEFT, NO_KEY, SHIFT, click, pixels_like, press

RIGHT, LEFT_KEY = Qt.Key.Key_Right, Qt.Key.Key_Left


def select(area: PhotoArea, *paths: str) -> None:
    area.grid.set_current(paths[0])
    flag = area.grid.selectionModel().SelectionFlag.Select
    for path in paths[1:]:
        area.grid.selectionModel().select(area.model.index_of(path), flag)


def shown(photos: SideBySide) -> list[str]:
    return [item.path for item in photos.items]


def view_of(area: PhotoArea) -> ViewMode:
    return area.view


def current(area: PhotoArea) -> str:
    assert area.current is not None
    return area.current.path


def click_strip(strip: FilmStrip, area: PhotoArea, path: str) -> None:
    spot = strip.visual_rect(area.model.index_of(path).row()).center()
    QTest.mouseClick(strip, LEFT, NO_KEY, spot)


def session_of(area: PhotoArea) -> Session:
    assert area._session is not None
    return area._session


def decide(area: PhotoArea, path: str, decision: UserDecision) -> None:
    session_of(area).decide([path], decision)
    area.model.refresh()
    area.refresh()


# Loupe


def test_loupe_walks_through_all_photos_and_the_strip_follows(area: PhotoArea) -> None:
    press(area.grid, Qt.Key.Key_Return)
    assert view_of(area) is ViewMode.LOUPE
    view, strip = area.loupe.view, area.loupe.strip
    assert view.hasFocus()
    assert strip.isVisible()
    seen = [current(area)]
    for key in (RIGHT, Qt.Key.Key_Down, Qt.Key.Key_PageDown, RIGHT):
        press(view, key)
        seen.append(current(area))
        assert strip.current_path() == current(area)
    assert seen == ["a1.jpg", "a2.jpg", "a3.jpg", "a4.jpg", "b1.jpg"]
    press(view, Qt.Key.Key_End)
    assert current(area) == "c3.jpg"
    press(view, Qt.Key.Key_Home)
    assert current(area) == "a1.jpg"
    press(view, Qt.Key.Key_Space)
    assert view_of(area) is ViewMode.GRID
    assert area.grid.hasFocus()


def test_preview_comes_before_the_sharp_picture_and_all_pixels_with_the_zoom(
    qtbot: QtBot, area: PhotoArea, pictures: PictureStore, photo_files: Path
) -> None:
    area.set_view(ViewMode.LOUPE)
    view = area.loupe.view
    path = photo_files / "a1.jpg"
    qtbot.waitUntil(lambda: pictures.picture(path) is not None)
    qtbot.waitUntil(lambda: view.pixmap is not None and view.pixmap.height() >= view.needed_side)
    # Whoever stays with a photo finds all its pixels there when looking closer.
    qtbot.waitUntil(lambda: pictures.has_all_pixels(path))
    area.toggle_zoom()
    qtbot.waitUntil(lambda: view.pixmap is not None and view.pixmap.width() == 1500)


def test_all_pixels_of_photos_side_by_side_come_with_the_zoom(
    qtbot: QtBot, area: PhotoArea, pictures: PictureStore, photo_files: Path
) -> None:
    area.set_view(ViewMode.COMPARE)
    paths = [photo_files / "a1.jpg", photo_files / "a2.jpg"]
    qtbot.waitUntil(lambda: all(pictures.picture(path) is not None for path in paths))
    assert not any(pictures.has_all_pixels(path) for path in paths)
    area.toggle_zoom()
    qtbot.waitUntil(lambda: all(pictures.has_all_pixels(path) for path in paths))


def test_zoom_stays_from_photo_to_photo(area: PhotoArea) -> None:
    area.set_view(ViewMode.LOUPE)
    area.toggle_zoom()
    zoom = area.loupe.view.zoom
    assert zoom != FIT
    press(area.loupe.view, RIGHT, SHIFT)
    assert current(area) == "a2.jpg"
    assert area.loupe.view.zoom == zoom


def test_neighbours_are_decoded_in_the_direction_of_walking(
    qtbot: QtBot, area: PhotoArea, pictures: PictureStore, photo_files: Path
) -> None:
    area.grid.set_current("b1.jpg")
    area.set_view(ViewMode.LOUPE)
    press(area.loupe.view, LEFT_KEY)
    near = [photo_files / name for name in ("a4.jpg", "a3.jpg", "a2.jpg", "b1.jpg")]
    qtbot.waitUntil(lambda: all(pictures.picture(path) is not None for path in near))


def test_strip_marks_the_group_and_chooses(area: PhotoArea, theme: Theme) -> None:
    area.set_view(ViewMode.LOUPE)
    strip = area.loupe.strip
    strip.resize(2000, strip.height())
    band = strip.grab().toImage().copy(0, 0, strip.width(), 6)
    bar = theme.color("control_line")
    marked = {x for x in range(band.width()) if band.pixelColor(x, 3) == bar}
    for name, expected in (("a1", True), ("a4", True), ("b1", False), ("c1", False)):
        rect = strip.visual_rect(area.model.index_of(f"{name}.jpg").row())
        assert (rect.center().x() in marked) is expected
    click_strip(strip, area, "c2.jpg")
    assert current(area) == "c2.jpg"
    assert strip.accessibleDescription().startswith("7 of 8: c2.jpg")


def test_strip_runs_from_right_to_left_where_reading_does(area: PhotoArea) -> None:
    area.set_view(ViewMode.LOUPE)
    strip = area.loupe.strip
    area.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert strip.visual_rect(0).left() > strip.visual_rect(1).left()
    assert strip.place_at(strip.visual_rect(3).center().x()) == 3
    assert strip.place_at(-5000) is None


def test_strip_can_be_hidden(area: PhotoArea) -> None:
    area.set_view(ViewMode.LOUPE)
    area.show_strip(False)
    assert not area.loupe.strip.isVisible()
    area.set_view(ViewMode.COMPARE)
    assert not area.compare.strip.isVisible()
    area.show_strip(True)
    assert area.compare.strip.isVisible()


def test_photo_that_cannot_be_read_says_so(
    qtbot: QtBot, area: PhotoArea, photo_files: Path
) -> None:
    area.grid.set_current("b1.jpg")
    hidden = photo_files / "b1.hidden"
    (photo_files / "b1.jpg").rename(hidden)
    try:
        area.set_view(ViewMode.LOUPE)
        qtbot.waitUntil(lambda: "b1.jpg" in area.loupe.view.message)
    finally:
        hidden.rename(photo_files / "b1.jpg")
    area.large.retry_failed()
    area.refresh()
    assert area.loupe.view.message == ""


# Compare


def test_single_photo_is_compared_with_the_best_of_its_group(area: PhotoArea) -> None:
    area.grid.set_current("a3.jpg")
    area.set_view(ViewMode.COMPARE)
    assert shown(area.compare.photos) == ["a1.jpg", "a3.jpg"]
    assert area.compare.photos.sides[0].view.hasFocus()
    assert area.targets() == ["a1.jpg"]
    # A part made without a parent once flashed up as a window of its own and took the keyboard.
    assert area.isActiveWindow()


def test_candidates_step_and_the_selected_photo_stays(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    photos = area.compare.photos
    for key, expected in (
        (RIGHT, "a3.jpg"),
        (RIGHT, "a4.jpg"),
        (RIGHT, "a4.jpg"),
        (LEFT_KEY, "a3.jpg"),
    ):
        press(photos.sides[0].view, key)
        assert shown(photos) == ["a1.jpg", expected]
    assert area.targets() == ["a1.jpg"]
    assert area.compare.strip.current_path() == "a1.jpg"


def test_tab_moves_the_focus_and_decisions_follow_it(qtbot: QtBot, area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    photos = area.compare.photos
    with qtbot.waitSignal(area.current_changed):
        press(photos.sides[0].view, Qt.Key.Key_Tab)
    assert area.targets() == ["a2.jpg"]
    assert photos.sides[1].view.hasFocus()
    decide(area, "a2.jpg", UserDecision.REJECT)
    assert area.targets() == ["a2.jpg"]
    assert "rejected" in photos.sides[1].view.accessibleName()
    press(photos.sides[1].view, Qt.Key.Key_Tab)
    assert area.targets() == ["a1.jpg"]


def test_swap_and_delete(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    photos = area.compare.photos
    press(photos.sides[0].view, Qt.Key.Key_Down)
    assert shown(photos) == ["a2.jpg", "a1.jpg"]
    click(area.compare.swap)
    assert shown(photos) == ["a1.jpg", "a2.jpg"]
    press(photos.sides[0].view, Qt.Key.Key_Delete)
    assert view_of(area) is ViewMode.LOUPE
    assert current(area) == "a2.jpg"


def test_several_selected_photos_stand_side_by_side(area: PhotoArea) -> None:
    select(area, "a1.jpg", "a2.jpg", "b1.jpg", "c1.jpg")
    area.set_view(ViewMode.COMPARE)
    photos = area.compare.photos
    assert shown(photos) == ["a1.jpg", "a2.jpg", "b1.jpg", "c1.jpg"]
    assert [side.isVisible() for side in photos.sides] == [True] * 4
    press(photos.sides[0].view, RIGHT)
    assert current(area) == "a2.jpg"
    press(photos.sides[1].view, Qt.Key.Key_Down)
    assert current(area) == "c1.jpg"
    click(photos.sides[2].remove)
    assert shown(photos) == ["a1.jpg", "a2.jpg", "c1.jpg"]
    assert current(area) == "c1.jpg"
    area.set_view(ViewMode.GRID)
    assert area.grid.current_path() == "c1.jpg"
    assert area.grid.selected_paths() == ["a1.jpg", "a2.jpg", "b1.jpg", "c1.jpg"]


def test_zoom_and_part_are_the_same_on_all_sides(area: PhotoArea) -> None:
    select(area, "a1.jpg", "a2.jpg", "a3.jpg")
    area.set_view(ViewMode.COMPARE)
    sides = area.compare.photos.sides
    spot = sides[0].view.target().center().toPoint() + QPoint(20, 10)
    QTest.mouseClick(sides[0].view, LEFT, NO_KEY, spot)
    assert [side.view.scale for side in sides] == [1.0] * 3
    press(sides[0].view, RIGHT)
    tops = {(side.view.target().x(), side.view.target().y()) for side in sides}
    assert len(tops) == 1
    assert current(area) == "a1.jpg"


def test_sentence_below_two_photos(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    assert area.compare.sentence.full_text == "Within 5% of each other, not compared"
    area.show_tuning(Tuning(tie_threshold=0.01))
    assert area.compare.sentence.full_text == "a1.jpg has the higher score, by 0.02"


def test_caption_tells_score_and_craft(area: PhotoArea) -> None:
    area.resize(1400, 800)
    area.set_view(ViewMode.COMPARE)
    side = area.compare.photos.sides[0]
    assert side.name.full_text == "a1.jpg"
    assert side.score.text() == "0.51"
    assert side.sharp.isVisible()
    assert side.sharp.accessibleName() == "Sharpness of the sharpest part: 0.50"
    area.resize(640, 480)
    assert not side.sharp.isVisible()


def test_strip_of_compare_brings_the_candidate(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    click_strip(area.compare.strip, area, "a4.jpg")
    assert shown(area.compare.photos) == ["a1.jpg", "a4.jpg"]
    assert current(area) == "a4.jpg"


def test_rejecting_what_the_filter_hides_does_not_end_the_comparison(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    area.model.set_filter(lambda table: table.decision == 0)
    decide(area, "a1.jpg", UserDecision.REJECT)
    assert shown(area.compare.photos) == ["a1.jpg", "a2.jpg"]
    assert area.targets() == ["a1.jpg"]


def test_next_group_is_compared_next(area: PhotoArea) -> None:
    area.set_view(ViewMode.COMPARE)
    area.next_group(1)
    area.next_group(1)
    assert shown(area.compare.photos) == ["c1.jpg", "c2.jpg"]


# Survey


def test_survey_shows_the_group_best_first_and_arrows_follow_the_eye(area: PhotoArea) -> None:
    area.grid.set_current("a2.jpg")
    area.set_view(ViewMode.SURVEY)
    photos = area.survey.photos
    assert shown(photos) == ["a1.jpg", "a2.jpg", "a3.jpg", "a4.jpg"]
    assert current(area) == "a2.jpg"
    press(photos.sides[1].view, LEFT_KEY)
    assert area.survey.heading.full_text == "Group of 4, best first"
    press(photos.sides[0].view, RIGHT)
    assert current(area) == "a2.jpg"
    press(photos.sides[1].view, Qt.Key.Key_Down)
    assert current(area) == "a4.jpg"
    press(photos.sides[3].view, Qt.Key.Key_Home)
    assert current(area) == "a1.jpg"
    area.step(2)
    assert area.targets() == ["a3.jpg"]


def test_click_in_the_survey_chooses_and_enter_opens_and_comes_back(area: PhotoArea) -> None:
    area.set_view(ViewMode.SURVEY)
    photos = area.survey.photos
    QTest.mouseClick(photos.sides[2].view, LEFT, NO_KEY, QPoint(40, 40))
    assert area.targets() == ["a3.jpg"]
    assert photos.zoom.zoom == FIT
    press(photos.sides[2].view, Qt.Key.Key_Return)
    assert view_of(area) is ViewMode.LOUPE
    assert current(area) == "a3.jpg"
    assert area.loupe.view.hasFocus()
    area.back()
    assert area.survey.photos.sides[2].view.hasFocus()
    assert view_of(area) is ViewMode.SURVEY
    area.back()
    assert view_of(area) is ViewMode.GRID
    assert area.grid.current_path() is not None


def test_survey_of_a_selection_claims_no_best(area: PhotoArea) -> None:
    select(area, "a1.jpg", "c1.jpg")
    area.set_view(ViewMode.SURVEY)
    assert shown(area.survey.photos) == ["a1.jpg", "c1.jpg"]
    assert area.survey.heading.full_text == "2 selected photos"
    assert not any(side.view._best for side in area.survey.photos.sides)


def test_rejected_photos_of_the_survey_are_pale(
    qtbot: QtBot, area: PhotoArea, theme: Theme
) -> None:
    area.set_view(ViewMode.SURVEY)
    view = area.survey.photos.sides[1].view
    qtbot.waitUntil(lambda: view.pixmap is not None and view.pixmap.height() == view.needed_side)

    def rgb(color: QColor) -> NDArray[np.float64]:
        return np.array([color.red(), color.green(), color.blue()], np.float64)

    def colors() -> NDArray[np.float64]:
        image = view.grab().toImage()
        middle = view.target().center().toPoint()
        spots = [middle + QPoint(x, y) for x in (-30, 30) for y in (-30, 30)]
        return np.array([rgb(image.pixelColor(spot)) for spot in spots])

    before, ground = colors(), rgb(theme.color("ground"))
    decide(area, "a2.jpg", UserDecision.REJECT)
    pale = ground + (before - ground) * 0.35
    assert np.abs(colors() - pale).max() <= 3
    assert shown(area.survey.photos) == ["a1.jpg", "a2.jpg", "a3.jpg", "a4.jpg"]


def test_frame_stays_on_the_photo_in_focus_when_the_keyboard_is_elsewhere(
    area: PhotoArea, theme: Theme
) -> None:
    area.set_view(ViewMode.SURVEY)
    area.survey.photos.focus_photo(1)
    area.setFocus()
    framed = [
        pixels_like(
            side.view.grab().toImage().copy(0, 0, side.view.width(), 2), theme.color("accent")
        )
        > side.view.width()
        for side in area.survey.photos.sides
    ]
    assert framed == [False, True, False, False]


# Full screen, small folders


def test_bare_photos_for_the_full_screen(area: PhotoArea) -> None:
    area.set_bare(True)
    assert view_of(area) is ViewMode.LOUPE
    assert not area.loupe.strip.isVisible()
    corner = area.loupe.view.grab().toImage().pixelColor(2, 2)
    assert corner.lightness() == 0
    press(area.loupe.view, RIGHT)
    assert current(area) == "a2.jpg"
    area.set_bare(False)
    assert view_of(area) is ViewMode.GRID
    area.set_view(ViewMode.COMPARE)
    area.set_bare(True)
    assert not area.compare.foot.isVisible()
    assert not area.compare.photos.sides[0].caption.isVisible()
    area.set_bare(False)
    assert view_of(area) is ViewMode.COMPARE
    assert area.compare.foot.isVisible()


def test_larger_and_smaller_mean_what_is_shown(area: PhotoArea) -> None:
    width = area.grid.cell_width
    area.enlarge(1)
    assert area.grid.cell_width > width
    area.set_view(ViewMode.LOUPE)
    area.enlarge(1)
    assert area.loupe.view.zoom != FIT
    area.enlarge(-1)
    assert area.loupe.view.zoom == FIT
    area.toggle_fill()
    assert area.loupe.view.zoomed_in


@pytest.mark.parametrize("view", [ViewMode.COMPARE, ViewMode.SURVEY, ViewMode.LOUPE])
def test_every_control_can_be_named(area: PhotoArea, view: ViewMode) -> None:
    area.set_view(view)
    for side in (*area.compare.photos.sides, *area.survey.photos.sides):
        assert side.view.accessibleName()
        assert side.remove.accessibleName()
    assert area.loupe.strip.accessibleName() == "Film strip"
    assert area.compare.swap.accessibleDescription()
