"""The panel: what moving a slider asks for, what is shown, and what is told to whom."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QListView, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.scores import Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.icons import Icons
from album_organizer.gui.tuning import tuning_panel
from album_organizer.gui.tuning.tuning_panel import MIN_WIDTH, TuningPanel
from album_organizer.pipeline.proposal_change import Change
from tests.gui.hands import click, press

UP, DOWN = Qt.Key.Key_PageUp, Qt.Key.Key_PageDown


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> TuningPanel:
    made = TuningPanel(icons)
    qtbot.addWidget(made)
    made.set_photos(412, 40)
    made.resize(MIN_WIDTH, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def heard(panel: TuningPanel) -> list[Tuning]:
    tunings: list[Tuning] = []
    panel.tuned.connect(tunings.append)
    return tunings


def shares(panel: TuningPanel) -> list[str]:
    return [row.value_text for row in panel.weights]


def test_it_begins_with_the_defaults(panel: TuningPanel) -> None:
    assert panel.tuning == Tuning()
    assert shares(panel) == ["50%", "20%", "30%"]
    assert panel.tie.value_text == "within 5%"
    assert (panel.time.value_text, panel.looks.value_text) == ("15%", "25%")
    assert panel.count.value == 40
    assert not panel.reset_button.isEnabled()


def test_weights_always_add_up(panel: TuningPanel) -> None:
    tunings = heard(panel)
    press(panel.weights[0].slider, UP)
    press(panel.weights[0].slider, UP)
    assert shares(panel) == ["60%", "16%", "24%"]
    assert tunings[0].weights == Weights(0.55, 0.18, 0.27)
    press(panel.weights[2].slider, Qt.Key.Key_End)
    assert shares(panel) == ["0%", "0%", "100%"]


def test_a_slider_moved_there_and_back_leaves_the_others_as_they_were(panel: TuningPanel) -> None:
    slider = panel.weights[0].slider
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
        press(slider, key)
    slider.setValue(50)
    assert shares(panel) == ["50%", "20%", "30%"]
    assert panel.tuning == Tuning()


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("tie", "tie_threshold", 0.075),
        ("time", "time_spread", 0.2),
        ("looks", "visual_spread", 0.3),
        ("count", "count", 50),
    ],
)
def test_every_slider_changes_what_it_names_and_nothing_else(
    panel: TuningPanel, name: str, field: str, value: float
) -> None:
    tunings = heard(panel)
    press(getattr(panel, name).slider, UP)
    assert getattr(tunings[0], field) == value
    others = {f: getattr(Tuning(), f) for f in Tuning.__slots__ if f != field}
    assert {f: getattr(tunings[0], f) for f in others} == others


def test_the_tie_threshold_is_told_in_half_per_cent(panel: TuningPanel) -> None:
    press(panel.tie.slider, Qt.Key.Key_Left)
    assert panel.tie.value_text == "within 4.5%"
    press(panel.tie.slider, Qt.Key.Key_End)
    assert (panel.tie.value_text, panel.tuning.tie_threshold) == ("within 20%", 0.2)


def test_fast_moves_are_passed_on_at_the_pace_of_the_screen(
    qtbot: QtBot, panel: TuningPanel
) -> None:
    tunings = heard(panel)
    for _ in range(40):
        press(panel.time.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: tunings[-1] == panel.tuning)
    assert panel.tuning.time_spread == 0.55
    assert len(tunings) < 40


def test_a_tuning_from_elsewhere_is_shown_in_silence(qtbot: QtBot, panel: TuningPanel) -> None:
    tunings = heard(panel)
    loaded = Tuning(Weights(1 / 3, 1 / 3, 1 / 3), 0.3, 0.1, 0.125, 1.0, 500)
    panel.show_tuning(loaded)
    assert shares(panel) == ["34%", "33%", "33%"]
    assert panel.tie.value_text == "within 30%"
    assert panel.count.value == 500
    assert panel.reset_button.isEnabled()
    qtbot.wait(50)
    assert tunings == []


def test_what_was_not_moved_stays_exact(panel: TuningPanel) -> None:
    loaded = Tuning(Weights(1 / 3, 1 / 3, 1 / 3), 0.033, 0.1, 0.125, 0.5, 500)
    panel.show_tuning(loaded)
    press(panel.looks.slider, UP)
    assert panel.tuning == Tuning(loaded.weights, 0.033, 0.1, 0.125, 0.55, 500)


def test_a_move_under_way_does_not_overrun_the_tuning_of_the_next_folder(
    qtbot: QtBot, panel: TuningPanel
) -> None:
    tunings = heard(panel)
    press(panel.time.slider, UP)
    press(panel.time.slider, UP)
    panel.show_tuning(Tuning(count=7))
    qtbot.wait(50)
    assert [t.count for t in tunings] == [40]
    assert panel.tuning == Tuning(count=7)


def test_everything_goes_back_to_what_the_settings_say(panel: TuningPanel) -> None:
    settings = Tuning(Weights(0.6, 0.4, 0.0), 0.02, 0.05, 0.0, 0.1, 25)
    panel.set_defaults(settings)
    panel.show_tuning(Tuning())
    tunings = heard(panel)
    click(panel.reset_button)
    assert tunings == [settings]
    assert panel.tuning == settings
    assert shares(panel) == ["60%", "40%", "0%"]
    assert not panel.reset_button.isEnabled()


def test_one_row_goes_back_by_itself(panel: TuningPanel) -> None:
    press(panel.looks.slider, UP)
    press(panel.time.slider, UP)
    click(panel.looks.reset_button)
    assert panel.tuning == Tuning(time_spread=0.2)


def test_the_first_move_after_a_rest_begins_a_change(
    qtbot: QtBot, panel: TuningPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel._rest.setInterval(60)
    order: list[str] = []
    panel.began.connect(lambda: order.append("began"))
    panel.tuned.connect(lambda _: order.append("tuned"))
    press(panel.time.slider, UP)
    press(panel.looks.slider, UP)
    qtbot.waitUntil(lambda: order == ["began", "tuned", "tuned"])
    qtbot.wait(150)
    press(panel.looks.slider, UP)
    assert order == ["began", "tuned", "tuned", "began", "tuned"]


def test_another_folder_begins_a_change_as_well(panel: TuningPanel) -> None:
    begun: list[bool] = []
    panel.began.connect(lambda: begun.append(True))
    press(panel.time.slider, UP)
    panel.show_tuning(Tuning())
    press(panel.time.slider, UP)
    assert len(begun) == 2


def test_the_change_is_shown_and_leads_to_the_photos(panel: TuningPanel) -> None:
    wanted: list[str] = []
    panel.photo_wanted.connect(wanted.append)
    panel.show_change(Change(("in.jpg",), ("out.jpg",)))
    assert panel.preview.summary.text() == "1 comes in, 1 goes out"
    click(panel.preview.switch)
    panel.preview.names.setFocus()
    press(panel.preview.names, Qt.Key.Key_Home)
    press(panel.preview.names, Qt.Key.Key_Return)
    assert wanted == ["in.jpg"]


def test_it_tells_whether_the_folder_has_a_tuning_of_its_own(panel: TuningPanel) -> None:
    assert panel.saved_label.text() == "As in Settings"
    panel.show_saved(True)
    assert panel.saved_label.text() == "Saved for this folder"


def controls(panel: TuningPanel) -> list[QWidget]:
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QListView)
    found = [w for w in panel.findChildren(QWidget) if isinstance(w, kinds)]
    return [w for w in found if w.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_every_control_says_what_it_is_and_what_it_does(panel: TuningPanel) -> None:
    found = controls(panel)
    assert len(found) > 15
    for control in found:
        name = control.accessibleName() or str(control.property("text") or "")
        assert name, control
        assert control.toolTip(), name


def test_the_keyboard_reaches_the_sliders_in_their_order(panel: TuningPanel) -> None:
    panel.weights[0].slider.setFocus()
    order = [row.slider for row in panel.weights] + [panel.tie.slider, panel.count.box]
    for widget in order:
        assert widget.hasFocus()
        press(widget, Qt.Key.Key_Tab)
    assert panel.count.slider.hasFocus()


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_nothing_is_cut_at_the_smallest_width(
    panel: TuningPanel, direction: Qt.LayoutDirection
) -> None:
    panel.setLayoutDirection(direction)
    panel.resize(panel.minimumWidth(), 300)
    for row in (*panel.weights, panel.tie, panel.time, panel.looks, panel.count):
        assert row.slider.width() > 150
        left = row.mapTo(panel, row.rect().topLeft()).x()
        assert left >= 0
        assert left + row.width() <= panel.width()
        assert row.label.width() >= row.label.sizeHint().width()
    assert tuning_panel.MIN_WIDTH <= panel.minimumWidth() <= 320
