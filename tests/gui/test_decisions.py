"""Deciding on one photo, on several, and what becomes of the album's size."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.main_window import MainWindow
from album_organizer.storage.catalog import Catalog
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import (
    CTRL,
    SHIFT,
    click,
    click_photo,
    decide,
    numbers,
    press,
    session_of,
    settle,
    show,
    typed_count,
)

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT
P, X, U = Qt.Key.Key_P, Qt.Key.Key_X, Qt.Key.Key_U


@pytest.fixture
def window(qtbot: QtBot, quick_window: OpenWindow, bursts: Path) -> MainWindow:
    made = quick_window()
    score(qtbot, made, bursts)
    made.activateWindow()
    made.photos.focus_photos()
    return made


def stored(home: Path, window: MainWindow) -> dict[str, UserDecision]:
    """What the catalog on disk says, by path."""
    items = session_of(window).items
    with Catalog(home / "catalog.sqlite") as catalog:
        found = catalog.decisions([item.content_id for item in items.values()])
    return {p: found[i.content_id] for p, i in items.items() if i.content_id in found}


def test_counts_follow_each_decision(qtbot: QtBot, window: MainWindow) -> None:
    assert numbers(window) == {
        "ALL": 7, "ALBUM": 3, "PROPOSED": 3, "PICKED": 0, "REJECTED": 0, "UNDECIDED": 7,
        "TIES": 4, "PROBLEMS": 0,
    }  # fmt: skip
    decide(window, X, "a0.jpg")
    settle(qtbot, window)
    # The next shot of the burst takes the place.
    assert session_of(window).items["a1.jpg"].proposed
    decide(window, P, "b2.jpg")
    settle(qtbot, window)
    after = numbers(window)
    assert (after["PICKED"], after["REJECTED"], after["UNDECIDED"]) == (1, 1, 5)
    assert after["ALBUM"] == after["PICKED"] + after["PROPOSED"] == 3
    assert "3 in the album" in window.status.message.full_text


def test_a_decision_shows_at_once_before_the_new_proposal(qtbot: QtBot, window: MainWindow) -> None:
    decide(window, X, "a0.jpg")
    assert window.inspector.standing.text() == "Not in the album: rejected by you"
    assert numbers(window)["ALBUM"] == 2
    settle(qtbot, window)
    assert numbers(window)["ALBUM"] == 3


def test_all_photos_at_once(qtbot: QtBot, window: MainWindow) -> None:
    press(window.photos.grid, Qt.Key.Key_A, CTRL)
    hint = window.inspector.selection_hint
    qtbot.waitUntil(lambda: hint.text() == "Decides on 7 selected photos")
    press(window.photos.grid, X)
    settle(qtbot, window)
    assert numbers(window)["REJECTED"] == 7
    assert numbers(window)["ALBUM"] == 0
    assert not window.header.export_button.isEnabled()
    assert not window.actions_.export.isEnabled()
    assert len(window.photos.grid.selected_paths()) == 7
    press(window.photos.grid, U)
    settle(qtbot, window)
    assert numbers(window)["UNDECIDED"] == 7
    assert window.header.export_button.isEnabled()


def test_selection_of_several_is_decided_by_the_inspectors_button(
    qtbot: QtBot, window: MainWindow
) -> None:
    grid = window.photos.grid
    click_photo(grid, "a1.jpg")
    click_photo(grid, "b1.jpg", SHIFT)
    chosen = grid.selected_paths()
    assert chosen == ["a1.jpg", "a2.jpg", "b0.jpg", "b1.jpg"]
    click(window.inspector.decisions.buttons[PICK])
    settle(qtbot, window)
    picked = [i.path for i in session_of(window).items.values() if i.decision is PICK]
    assert picked == chosen
    assert grid.selected_paths() == chosen
    assert grid.hasFocus()


def test_deciding_on_the_selected_in_a_filter_moves_on(qtbot: QtBot, window: MainWindow) -> None:
    show(window, PhotoFilter.UNDECIDED)
    decide(window, X, "a0.jpg", "a2.jpg", "b1.jpg")
    settle(qtbot, window)
    assert window.photos.model.paths == ["a1.jpg", "b0.jpg", "b2.jpg", "c.jpg"]
    assert window.photos.grid.selected_paths() == ["b2.jpg"]
    show(window, PhotoFilter.REJECTED)
    assert window.photos.model.paths == ["a0.jpg", "a2.jpg", "b1.jpg"]


def test_last_photo_of_a_filter_leaves_an_explanation(qtbot: QtBot, window: MainWindow) -> None:
    decide(window, P, "c.jpg")
    show(window, PhotoFilter.PICKED)
    assert window.photos.model.paths == ["c.jpg"]
    decide(window, U, "c.jpg")
    assert window.photos.currentWidget() is window.photos.empty
    assert window.photos.empty.texts[0] == "Nothing is picked"
    settle(qtbot, window)


def test_rejecting_a_whole_filter_photo_by_photo(qtbot: QtBot, window: MainWindow) -> None:
    """The key alone is enough: after each photo the next one is the current one."""
    show(window, PhotoFilter.UNDECIDED)
    grid = window.photos.grid
    click_photo(grid, "a0.jpg")
    for left in range(6, -1, -1):
        press(grid, X)
        settle(qtbot, window)
        assert window.photos.model.rowCount() == left
    assert numbers(window)["REJECTED"] == 7
    assert window.photos.empty.texts[0] == "Everything is decided"


def test_in_the_loupe_only_the_photo_shown_is_decided(qtbot: QtBot, window: MainWindow) -> None:
    press(window.photos.grid, Qt.Key.Key_A, CTRL)
    press(window.photos.grid, Qt.Key.Key_E)
    current = window.photos.current
    assert current is not None
    assert not window.inspector.selection_hint.isVisible()
    press(window.photos.loupe.view, X)
    settle(qtbot, window)
    assert [i.path for i in session_of(window).items.values() if i.decision] == [current.path]


def test_loupe_goes_on_to_the_next_when_the_filter_drops_the_photo(
    qtbot: QtBot, window: MainWindow
) -> None:
    show(window, PhotoFilter.UNDECIDED)
    click_photo(window.photos.grid, "a1.jpg")
    press(window.photos.grid, Qt.Key.Key_E)
    press(window.photos.loupe.view, X)
    settle(qtbot, window)
    assert window.photos.in_loupe
    assert window.photos.current is not None
    assert window.photos.current.path == "a2.jpg"
    assert window.photos.loupe.view.accessibleName().startswith("a2.jpg")
    assert window.inspector.name.full_text == "a2.jpg"


def test_copies_of_a_photo_are_decided_together(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path
) -> None:
    (bursts / "backup").mkdir()
    shutil.copy(bursts / "c.jpg", bursts / "backup/c copy.jpg")
    window = quick_window()
    score(qtbot, window, bursts)
    decide(window, X, "c.jpg")
    assert numbers(window)["REJECTED"] == 2
    show(window, PhotoFilter.REJECTED)
    assert sorted(window.photos.model.paths) == ["backup/c copy.jpg", "c.jpg"]
    settle(qtbot, window)


def test_decisions_are_in_the_catalog_as_soon_as_they_are_written(
    qtbot: QtBot, window: MainWindow, quick_home: Path
) -> None:
    decide(window, P, "a1.jpg", "a2.jpg")
    decide(window, X, "b0.jpg")
    decide(window, U, "a2.jpg")
    settle(qtbot, window)
    assert stored(quick_home, window) == {"a1.jpg": PICK, "b0.jpg": REJECT}


def test_decision_made_just_before_closing_is_kept(
    qtbot: QtBot, window: MainWindow, quick_home: Path
) -> None:
    decide(window, P, "a1.jpg")
    window.close()
    assert stored(quick_home, window) == {"a1.jpg": PICK}


def test_pressing_the_same_key_twice_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    decide(window, P, "a1.jpg")
    settle(qtbot, window)
    changes: list[object] = []
    window.controller.photos_changed.connect(changes.append)
    press(window.photos.grid, P)
    assert changes == []
    assert session_of(window).items["a1.jpg"].decision is PICK
    assert window.controller.pools.proposal.pending == 0


# The size of the album


def test_smaller_and_larger_album(qtbot: QtBot, window: MainWindow) -> None:
    typed_count(window, "1")
    settle(qtbot, window)
    assert numbers(window)["ALBUM"] == 1
    assert "1 in the album" in window.status.message.full_text
    press(window.header.count_box, Qt.Key.Key_Up)
    settle(qtbot, window)
    assert numbers(window)["ALBUM"] == 2


def test_album_larger_than_the_folder_takes_one_of_each_group(
    qtbot: QtBot, window: MainWindow
) -> None:
    typed_count(window, "5000")
    settle(qtbot, window)
    assert window.header.count_box.value() == 5000
    assert {i.path for i in session_of(window).in_album()} == {"a0.jpg", "b0.jpg", "c.jpg"}


def test_album_cannot_be_asked_for_nothing(qtbot: QtBot, window: MainWindow) -> None:
    typed_count(window, "0")
    settle(qtbot, window)
    assert window.header.count_box.value() >= 1
    assert numbers(window)["ALBUM"] >= 1


def test_picks_come_first_and_may_exceed_the_size(qtbot: QtBot, window: MainWindow) -> None:
    typed_count(window, "1")
    decide(window, P, "a1.jpg", "a2.jpg", "b2.jpg")
    settle(qtbot, window)
    assert {i.path for i in session_of(window).in_album()} == {"a1.jpg", "a2.jpg", "b2.jpg"}
    assert numbers(window)["PROPOSED"] == 0


def test_half_typed_number_proposes_nothing_yet(qtbot: QtBot, window: MainWindow) -> None:
    box = window.header.count_box
    box.setFocus()
    box.selectAll()
    press(box, Qt.Key.Key_2)
    assert window.controller.count == 3
    press(box, Qt.Key.Key_5)
    press(box, Qt.Key.Key_Tab)
    assert window.controller.count == 25
    settle(qtbot, window)


def test_size_stays_for_the_next_folder(qtbot: QtBot, window: MainWindow, bursts: Path) -> None:
    typed_count(window, "2")
    settle(qtbot, window)
    window.controller.scan_again()
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert window.header.count_box.value() == 2
    assert numbers(window)["ALBUM"] == 2


def test_inspector_tells_what_became_of_a_photo(qtbot: QtBot, window: MainWindow) -> None:
    click_photo(window.photos.grid, "c.jpg")
    qtbot.waitUntil(lambda: window.inspector.name.full_text == "c.jpg")
    assert window.inspector.standing.text() == "In the album: proposed"
    before = window.inspector.reasons
    assert "The only shot of its kind" in before
    typed_count(window, "1")
    settle(qtbot, window)
    click_photo(window.photos.grid, "a0.jpg")
    qtbot.waitUntil(lambda: window.inspector.name.full_text == "a0.jpg")
    assert window.inspector.standing.text() == "Not in the album: not proposed"
    assert "Best of 3" in window.inspector.reasons
    decide(window, P, "a0.jpg")
    settle(qtbot, window)
    assert window.inspector.standing.text() == "In the album: picked by you"
    assert "Picked by you" not in window.inspector.reasons  # the line above says it already
