"""Decisions, stars and labels are shown and asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.choices import label_icon
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.decision_buttons import DecisionButtons
from album_organizer.gui.inspector.marks_controls import LabelControl, StarsControl
from album_organizer.gui.theme import Theme
from tests.gui.hands import click, press


def shown(qtbot: QtBot, control: QWidget) -> QWidget:
    qtbot.addWidget(control)
    control.show()
    control.activateWindow()
    qtbot.waitUntil(control.isActiveWindow)
    return control


def test_decisions_show_what_holds_and_ask(qtbot: QtBot, icons: Icons) -> None:
    control = DecisionButtons(icons)
    shown(qtbot, control)
    control.show_decision(UserDecision.REJECT)
    assert [b.isChecked() for b in control.buttons.values()] == [False, False, True]
    for decision, button in control.buttons.items():
        with qtbot.waitSignal(control.decided) as asked:
            click(button)
        assert asked.args == [decision]
        assert button.isChecked()


def test_decisions_by_keyboard(qtbot: QtBot, icons: Icons) -> None:
    control = DecisionButtons(icons)
    shown(qtbot, control)
    control.buttons[UserDecision.PICK].clearFocus()
    control.show_decision(None)
    undecided, reject = control.buttons[None], control.buttons[UserDecision.REJECT]
    assert undecided.focusPolicy() is Qt.FocusPolicy.StrongFocus
    undecided.setFocus()
    press(undecided, Qt.Key.Key_Right)
    assert reject.hasFocus()  # walking there does not decide
    assert not reject.isChecked()
    with qtbot.waitSignal(control.decided) as asked:
        press(reject, Qt.Key.Key_Return)
    assert asked.args == [UserDecision.REJECT]


def test_stars_are_given_and_taken_away(qtbot: QtBot, icons: Icons) -> None:
    control = StarsControl(icons)
    shown(qtbot, control)
    assert not control.buttons[0].isEnabled()
    for stars in (1, 5, 3):
        with qtbot.waitSignal(control.rated) as asked:
            click(control.buttons[stars])
        assert asked.args == [stars]
    control.show_stars(3)
    assert control.stars == 3
    assert control.accessibleName() == "Stars: 3 stars"
    with qtbot.waitSignal(control.rated) as asked:
        click(control.buttons[0])
    assert asked.args == [0]
    control.show_stars(0)
    assert control.accessibleName() == "Stars: No stars"
    # Tab still finds the control.
    reachable = [b for b in control.buttons.values() if b.focusPolicy() is STOP]
    assert [b.isEnabled() for b in reachable] == [True]


STOP = Qt.FocusPolicy.StrongFocus


def test_given_stars_are_filled(qtbot: QtBot, icons: Icons, theme: Theme) -> None:
    control = StarsControl(icons)
    shown(qtbot, control)

    def drawn() -> list[int]:
        star = theme.color("text")
        images = [control.buttons[n].icon().pixmap(16, 16).toImage() for n in range(1, 6)]
        return [image.pixelColor(8, 8) == star for image in images]

    control.show_stars(2)
    assert drawn() == [True, True, False, False, False]
    control.show_stars(5)
    assert drawn() == [True] * 5


@pytest.mark.parametrize("label", list(ColorLabel))
def test_labels_show_their_name_and_ask(qtbot: QtBot, icons: Icons, label: ColorLabel) -> None:
    control = LabelControl(icons)
    shown(qtbot, control)
    with qtbot.waitSignal(control.labelled) as asked:
        click(control.buttons[label])
    assert asked.args == [label]
    control.show_label(label)
    assert control.label is label
    assert [b for b in control.buttons.values() if b.isChecked()] == [control.buttons[label]]
    expected = "No label" if label is ColorLabel.NONE else label.name.capitalize()
    assert control.accessibleName() == f"Colour label: {expected}"
    assert control.name.text() == ("" if label is ColorLabel.NONE else expected)
    assert control.buttons[label].toolTip() == expected


def test_labels_differ_in_shape_and_not_only_in_colour(icons: Icons) -> None:
    masks = set()
    for label in ColorLabel:
        image = icons.pixmap(label_icon(label), 16).toImage()
        masks.add(tuple(image.pixelColor(x, y).alpha() > 128 for x in range(16) for y in range(16)))
    assert len(masks) == len(ColorLabel)
