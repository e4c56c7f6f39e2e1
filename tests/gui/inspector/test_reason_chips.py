"""Reasons in a few words, and in full when touched."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.reason_chips import ReasonChips
from tests.gui.hands import click, press
from tests.gui.inspector.facts import REASONS


@pytest.fixture
def chips(qtbot: QtBot, icons: Icons) -> ReasonChips:
    made = ReasonChips(icons)
    qtbot.addWidget(made)
    made.resize(280, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_reasons(REASONS)
    return made


def test_chips_carry_their_sentences(chips: ReasonChips) -> None:
    assert [chip.text() for chip in chips.chips] == [reason.chip for reason in REASONS]
    assert chips.sentences == [reason.sentence for reason in REASONS]
    for chip, reason in zip(chips.chips, REASONS, strict=True):
        assert chip.isVisible()
        assert chip.toolTip() == chip.accessibleDescription() == reason.sentence
        assert chip.accessibleName() == reason.chip
        assert not chip.icon().isNull()


def test_a_click_shows_the_sentence_in_place_and_another_hides_it(chips: ReasonChips) -> None:
    assert not chips.sentence.isVisible()
    click(chips.chips[2])
    assert chips.sentence.isVisible()
    assert chips.sentence.text() == REASONS[2].sentence
    click(chips.chips[3])
    assert chips.sentence.text() == REASONS[3].sentence
    assert [chip.isChecked() for chip in chips.chips] == [False, False, False, True]
    click(chips.chips[3])
    assert not chips.sentence.isVisible()


def test_keyboard_opens_sentences(qtbot: QtBot, chips: ReasonChips) -> None:
    chips.chips[0].setFocus()
    press(chips.chips[0], Qt.Key.Key_Right)
    assert chips.chips[1].hasFocus()
    press(chips.chips[1], Qt.Key.Key_Return)
    assert chips.sentence.text() == REASONS[1].sentence


def test_the_same_kind_of_reason_stays_open_for_the_next_photo(chips: ReasonChips) -> None:
    click(chips.chips[1])
    other = Reason(ReasonKind.GROUP, "No. 2 of 3", "Number 2 of 3")
    chips.show_reasons([Reason(ReasonKind.AESTHETICS, "AVA 6.0", "AVA 6.0"), other])
    assert chips.sentence.text() == "Number 2 of 3"
    assert [chip.isChecked() for chip in chips.chips] == [False, True]
    chips.show_reasons([Reason(ReasonKind.AESTHETICS, "AVA 6.0", "AVA 6.0")])
    assert not chips.sentence.isVisible()
    assert len([chip for chip in chips._all if chip.isVisible()]) == 1


def test_names_from_outside_are_shown_as_they_are(chips: ReasonChips) -> None:
    chips.show_reasons([Reason(ReasonKind.COMPARISON, "R&D", "prefers <b>x</b>.jpg")])
    assert chips.chips[0].text() == "R&&D"
    assert chips.chips[0].toolTip() == "<p>prefers &lt;b&gt;x&lt;/b&gt;.jpg</p>"
    click(chips.chips[0])
    assert chips.sentence.textFormat() is Qt.TextFormat.PlainText


def test_every_kind_has_an_icon(chips: ReasonChips) -> None:
    chips.show_reasons([Reason(kind, kind.value, kind.value) for kind in ReasonKind])
    assert all(not chip.icon().isNull() for chip in chips.chips)
    assert [chip.property("kind") for chip in chips.chips] == [k.value for k in ReasonKind]


def test_chips_wrap_inside_of_their_width(chips: ReasonChips) -> None:
    lines = {chip.y() for chip in chips.chips}
    assert len(lines) > 1
    assert max(chip.geometry().right() for chip in chips.chips) < chips.width()
