"""Tones are counted beside the window, and what is lost is told."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from album_organizer.gui.inspector.histogram import histogram_of
from album_organizer.gui.inspector.histogram_store import HistogramStore
from album_organizer.gui.inspector.histogram_view import HistogramView, lost_words
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.jobs import Pool
from album_organizer.gui.theme import Theme
from tests.gui.builders import item
from tests.gui.hands import pixels_like
from tests.gui.inspector.conftest import jpeg


def test_tones_of_a_picture() -> None:
    found = histogram_of(jpeg((0, 0, 0), (255, 255, 255), (255, 255, 255), (200, 30, 30)))
    for curve in (found.luminance, *found.colors):
        assert curve.sum() == pytest.approx(1.0)
    assert found.luminance[:8].sum() == pytest.approx(0.25, abs=0.02)
    assert found.luminance[-8:].sum() == pytest.approx(0.5, abs=0.02)
    red, green, blue = found.colors
    assert red[190:210].sum() == pytest.approx(0.25, abs=0.03)
    assert green[20:40].sum() == pytest.approx(0.25, abs=0.03)
    assert np.allclose(green, blue, atol=0.05)
    assert found.height > 0.0


def test_a_flat_picture_can_be_drawn() -> None:
    assert histogram_of(jpeg((0, 0, 0))).height > 0.0


def test_store_counts_once(qtbot: QtBot, pool: Pool) -> None:
    asked: list[str] = []

    def read(content_id: str) -> bytes:
        asked.append(content_id)
        return jpeg((90, 90, 90))

    store = HistogramStore(pool)
    assert store.histogram("a") is None  # no source yet
    store.set_source(read)
    with qtbot.waitSignal(store.counted) as counted:
        assert store.histogram("a") is None
        assert store.histogram("a") is None
    assert counted.args == ["a"]
    assert store.histogram("a") is not None
    assert asked == ["a"]


@pytest.mark.parametrize("data", [None, b"", b"no picture"])
def test_what_cannot_be_counted_is_known_to_be_missing(
    qtbot: QtBot, pool: Pool, data: bytes | None
) -> None:
    store = HistogramStore(pool)
    store.set_source(lambda content_id: data)
    with qtbot.waitSignal(store.counted):
        store.histogram("a")
    assert store.is_known("a")
    assert store.histogram("a") is None
    store.forget_missing()
    assert not store.is_known("a")


def test_only_the_last_photo_is_waited_for(qtbot: QtBot, pool: Pool) -> None:
    gate = threading.Event()
    store = HistogramStore(pool)
    counted: list[str] = []
    store.counted.connect(counted.append)

    def read(content_id: str) -> bytes:
        if content_id == "slow":
            gate.wait(10)
        return jpeg((90, 90, 90))

    store.set_source(read)
    store.histogram("slow")
    with qtbot.waitSignal(store.counted):
        store.histogram("next")
    gate.set()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert counted == ["next"]
    assert not store.is_known("slow")


def shot(blown: float, blocked: float) -> PhotoItem:
    made = item("a.jpg")
    analysis = made.scored.analysis
    technical = replace(analysis.technical, blown=blown, blocked=blocked)
    return replace(
        made, scored=replace(made.scored, analysis=replace(analysis, technical=technical))
    )


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0%"), (0.001, "<1%"), (0.005, "1%"), (0.014, "1%"), (0.42, "42%")]
)
def test_words_of_lost_tones(share: float, words: str) -> None:
    assert lost_words(share) == words


def test_view_draws_curves_and_marks_lost_tones(qtbot: QtBot, theme: Theme, pool: Pool) -> None:
    store = HistogramStore(pool)
    store.set_source(lambda content_id: jpeg((40, 90, 160), (150, 120, 40), (60, 130, 60)))
    view = HistogramView(theme, store)
    qtbot.addWidget(view)
    view.resize(300, 140)
    view.show()
    with qtbot.waitSignal(store.counted):
        view.show_item(shot(0.12, 0.0))
    assert (view.black.text(), view.white.text()) == ("Black 0%", "White 12%")
    assert "12% is white without detail" in view.chart.accessibleDescription()
    image = view.chart.grab().toImage()
    for curve in ("curve_red", "curve_green", "curve_blue"):
        assert pixels_like(image, theme.color(curve), 60) > 20
    right = image.copy(image.width() - 16, 0, 16, 16)
    left = image.copy(0, 0, 16, 16)
    assert pixels_like(right, theme.color("reject")) > 10
    assert pixels_like(left, theme.color("reject")) == 0


def test_view_says_that_there_is_no_picture(qtbot: QtBot, theme: Theme, pool: Pool) -> None:
    store = HistogramStore(pool)
    store.set_source(lambda content_id: None)
    view = HistogramView(theme, store)
    qtbot.addWidget(view)
    with qtbot.waitSignal(store.counted):
        view.show_item(shot(0.0, 0.0))
    assert view.chart.toolTip() == "There is no small picture to count on."
    view.grab()
