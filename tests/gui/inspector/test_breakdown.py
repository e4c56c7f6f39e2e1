"""The parts of a score can be added up by whoever reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.domain.scores import Weights
from album_organizer.gui.inspector.breakdown import break_down
from album_organizer.gui.inspector.breakdown_view import BreakdownView
from album_organizer.gui.theme import Theme
from tests.gui.hands import press
from tests.gui.inspector.facts import card

shares = st.floats(0.0, 1.0)


@st.composite
def all_weights(draw: st.DrawFn) -> Weights:
    first, second = sorted((draw(shares), draw(shares)))
    return Weights(first, second - first, 1.0 - second)


@given(st.floats(1.0, 10.0), shares, st.none() | shares, all_weights())
def test_figures_add_up(
    ava: float, technical: float, portrait: float | None, weights: Weights
) -> None:
    found = break_down(card(ava, technical, portrait), weights)
    assert sum(part.cents for part in found.parts) == found.cents
    assert found.cents + found.missing_cents == 100
    assert abs(found.cents - 100 * found.score) <= 0.5 + 1e-9
    for part in found.parts:
        assert abs(part.cents - 100 * part.points) <= 1.0 + 1e-9
        assert 0.0 <= part.points <= part.weight + 1e-12


def test_the_score_is_that_of_the_card() -> None:
    scores = card(6.4, 0.71, 0.9)
    assert break_down(scores, Weights()).score == pytest.approx(scores.composite)


def test_a_photo_without_faces_gets_half_of_their_weight() -> None:
    faces = break_down(card(5.0, 0.5, None), Weights()).parts[2]
    assert (faces.value, faces.cents) == (0.5, 15)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> BreakdownView:
    made = BreakdownView(theme)
    qtbot.addWidget(made)
    made.resize(300, 240)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_every_part_tells_value_weight_and_points(view: BreakdownView) -> None:
    view.show_card(card(6.4, 0.71, 0.9), Weights())
    assert view.parts["ava"].texts == ("AVA 6.4", "50%", "0.30")
    assert view.parts["technical"].texts == ("Technical 71%", "20%", "0.14")
    assert view.parts["portrait"].texts == ("Faces 90%", "30%", "0.27")
    assert view.sum.texts == ("Score", "", "0.71")
    assert view.missing.texts == ("Not reached", "", "0.29")
    row = view.parts["ava"]
    assert row.accessibleName() == "AVA 6.4, weight 50%, 0.30"
    assert row.toolTip() == row.accessibleDescription() == row.explanation
    assert "6.4 on a scale of 1 to 10, 60% of the way up" in row.explanation
    assert "weight of 50% that gives 0.30 points of 0.50" in row.explanation
    assert view.bar.accessibleName() == (
        "Score 0.71 of 1. AVA 6.4: 0.30, Technical 71%: 0.14, Faces 90%: 0.27. Not reached: 0.29."
    )


def test_no_faces_are_explained(view: BreakdownView) -> None:
    view.show_card(card(6.4, 0.71, None), Weights(0.6, 0.3, 0.1))
    assert view.parts["portrait"].texts == ("No faces", "10%", "0.05")
    assert "neither for nor against" in view.parts["portrait"].explanation


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_segments_are_as_long_as_their_points(
    view: BreakdownView, direction: Qt.LayoutDirection
) -> None:
    view.setLayoutDirection(direction)
    view.show_card(card(10.0, 0.5, 0.0), Weights())
    view.grab()
    ava, technical, faces = view.bar.segments()
    width = view.bar.width()
    assert ava.width() == pytest.approx(0.5 * width, abs=1)
    assert technical.width() == pytest.approx(0.1 * width, abs=1)
    assert faces.width() == 0
    if direction is Qt.LayoutDirection.LeftToRight:
        assert (ava.left(), technical.left()) == (0, ava.right() + 1)
    else:
        assert (ava.right() + 1, technical.right() + 1) == (width, ava.left())


def test_the_explanation_of_the_line_with_the_keyboard_stands_below(
    qtbot: QtBot, view: BreakdownView
) -> None:
    view.show_card(card(6.4, 0.71, None), Weights())
    view.parts["ava"].setFocus()
    assert view.rows.explanation.text() == view.parts["ava"].explanation
    press(view.parts["ava"], Qt.Key.Key_Down)
    assert view.parts["technical"].hasFocus()
    assert view.rows.explanation.text() == view.parts["technical"].explanation
    press(view.parts["technical"], Qt.Key.Key_End)
    assert "best in every criterion" in view.rows.explanation.text()
    # It stays with the photo that is shown.
    view.parts["ava"].setFocus()
    view.show_card(card(3.2, 0.71, None), Weights())
    assert "3.2 on a scale" in view.rows.explanation.text()
