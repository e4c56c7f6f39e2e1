"""Values are passed on at the pace of a screen; what is overtaken is left out."""

from pytestqt.qtbot import QtBot

from album_organizer.gui.tuning.latest import FRAME_MS, Latest


def listened(latest: Latest) -> list[object]:
    heard: list[object] = []
    latest.passed.connect(heard.append)
    return heard


def test_the_first_value_is_passed_on_at_once(qtbot: QtBot) -> None:
    latest = Latest()
    heard = listened(latest)
    latest.take(1)
    assert heard == [1]


def test_of_many_values_the_first_and_the_last_are_passed_on(qtbot: QtBot) -> None:
    latest = Latest()
    heard = listened(latest)
    for value in range(50):
        latest.take(value)
    assert heard == [0]
    qtbot.waitUntil(lambda: len(heard) == 2)
    qtbot.wait(3 * FRAME_MS)
    assert heard == [0, 49]


def test_after_a_pause_a_value_is_passed_on_at_once_again(qtbot: QtBot) -> None:
    latest = Latest()
    heard = listened(latest)
    latest.take("a")
    qtbot.wait(3 * FRAME_MS)
    latest.take("b")
    assert heard == ["a", "b"]


def test_what_is_dropped_is_not_passed_on(qtbot: QtBot) -> None:
    latest = Latest()
    heard = listened(latest)
    latest.take(1)
    latest.take(2)
    latest.drop()
    qtbot.wait(3 * FRAME_MS)
    assert heard == [1]


def test_a_listener_may_hand_in_the_next_value(qtbot: QtBot) -> None:
    latest = Latest()
    heard: list[object] = []

    def once(value: object) -> None:
        heard.append(value)
        if value == 1:
            latest.take(2)

    latest.passed.connect(once)
    latest.take(1)
    assert heard == [1]
    qtbot.waitUntil(lambda: heard == [1, 2])
