"""What comes in and goes out: the sentence, the names, the way to the photos."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.gui.icons import Icons
from album_organizer.gui.tuning.change_preview import ChangePreview
from album_organizer.pipeline.proposal_change import NO_CHANGE, Change
from tests.gui.hands import LEFT, NO_KEY, click, press

TWO_FOR_ONE = Change(("day 1/IMG_1.jpg", "IMG_<2>.jpg"), ("IMG_3.jpg",))


@pytest.fixture
def preview(qtbot: QtBot, icons: Icons) -> ChangePreview:
    made = ChangePreview(icons)
    qtbot.addWidget(made)
    made.resize(280, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(preview: ChangePreview) -> list[str]:
    found = [preview.names.item(row) for row in range(preview.names.count())]
    return [str(item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text()) for item in found]


def wanted(preview: ChangePreview) -> list[str]:
    paths: list[str] = []
    preview.photo_wanted.connect(paths.append)
    return paths


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (NO_CHANGE, "The proposal stays as it was"),
        (TWO_FOR_ONE, "2 come in, 1 goes out"),
        (Change(("a.jpg",), ("b.jpg", "c.jpg")), "1 comes in, 2 go out"),
        (Change(("a.jpg",)), "1 comes in"),
        (Change((), tuple(f"{i}.jpg" for i in range(1200))), "1,200 go out"),
    ],
)
def test_the_sentence_counts(preview: ChangePreview, change: Change, sentence: str) -> None:
    preview.show_change(change)
    assert preview.summary.text() == sentence


def test_names_are_listed_where_wished(preview: ChangePreview) -> None:
    preview.show_change(TWO_FOR_ONE)
    assert not preview.names.isVisible()
    click(preview.switch)
    assert preview.names.isVisible()
    assert names(preview) == ["IMG_1.jpg comes in", "IMG_<2>.jpg comes in", "IMG_3.jpg goes out"]
    preview.show_change(Change((), ("IMG_1.jpg",)))
    assert names(preview) == ["IMG_1.jpg goes out"]
    preview.show_change(NO_CHANGE)
    assert not preview.names.isVisible()
    preview.show_change(TWO_FOR_ONE)
    click(preview.switch)
    assert not preview.names.isVisible()


def test_coming_and_going_differ_by_more_than_colour(preview: ChangePreview) -> None:
    click(preview.switch)
    preview.show_change(TWO_FOR_ONE)
    coming, going = (
        preview.names.item(row).icon().pixmap(16, 16).toImage().createAlphaMask() for row in (0, 2)
    )
    assert coming != going


def test_a_click_or_enter_on_a_name_asks_for_the_photo(preview: ChangePreview) -> None:
    click(preview.switch)
    preview.show_change(TWO_FOR_ONE)
    paths = wanted(preview)
    first = preview.names.visualItemRect(preview.names.item(0)).center()
    QTest.mouseClick(preview.names.viewport(), LEFT, NO_KEY, first)
    assert paths == ["day 1/IMG_1.jpg"]
    preview.names.setFocus()
    press(preview.names, Qt.Key.Key_End)
    press(preview.names, Qt.Key.Key_Return)
    assert paths == ["day 1/IMG_1.jpg", "IMG_3.jpg"]


def test_the_whole_path_is_a_touch_away_and_never_read_as_markup(preview: ChangePreview) -> None:
    click(preview.switch)
    preview.show_change(TWO_FOR_ONE)
    assert preview.names.item(0).toolTip() == "day 1/IMG_1.jpg comes in"
    assert "&lt;2&gt;" in preview.names.item(1).toolTip()


def test_of_very_many_names_the_first_are_listed(preview: ChangePreview) -> None:
    click(preview.switch)
    preview.show_change(Change(tuple(f"{i}.jpg" for i in range(80)), ("z.jpg",)))
    listed = names(preview)
    assert len(listed) == 52
    assert listed[50:] == ["and 30 more", "z.jpg goes out"]
    paths = wanted(preview)
    rest = preview.names.item(50)
    preview.names.scrollToItem(rest)
    spot = preview.names.visualItemRect(rest).center()
    QTest.mouseClick(preview.names.viewport(), LEFT, NO_KEY, spot)
    assert paths == []
