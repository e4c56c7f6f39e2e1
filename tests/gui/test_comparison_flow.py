"""Comparing from the panel: progress, cancel, failure, another folder, and closing meanwhile."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from album_organizer.evaluation.blind_outcome import outcome
from album_organizer.gui.comparison.comparison_flow import ComparisonFlow, blind_event
from album_organizer.gui.comparison.comparison_window import ComparisonState, ComparisonWindow
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.registry.blind_answers import Preference
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry
from album_organizer.workspace.workspace import Workspace
from tests.gui.comparisons import ava_comparison
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import click, press
from tests.gui.pacing import PacedJudge
from tests.support.judges import BrightnessJudge
from tests.unit.registry.models import TINY, checkpoint


class DarknessJudge(PacedJudge):
    """Prefers what the other one does not."""

    def score(self, batch: object) -> list[float]:
        return [11.0 - score for score in super().score(batch)]  # type: ignore[arg-type]


@pytest.fixture
def candidate() -> DarknessJudge:
    made = DarknessJudge()
    made.info = BrightnessJudge("ava", "v2").info
    return made


@pytest.fixture
def window(
    qtbot: QtBot,
    quick_window: OpenWindow,
    quick_home: Path,
    judge: PacedJudge,
    candidate: DarknessJudge,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """v1 prefers bright photos, v2 dark ones."""
    Registry(quick_home, TINY).add("ava", checkpoint(quick_home / "outputs/b.pt", "OK 2"))

    def load(workspace: Workspace, version: ModelVersion | None = None) -> PacedJudge:
        return candidate if version is not None and version.version == "v2" else judge

    monkeypatch.setattr(Workspace, "load_ava", load)
    monkeypatch.setattr(Workspace, "load_siamese", lambda *a: BrightnessJudge("siamese"))
    made = quick_window()
    press(made, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: made.models.panel.tree.select("ava", "v2"))
    return made


def begin(window: MainWindow) -> tuple[ModelsDock, ComparisonFlow, ComparisonWindow]:
    dock = window.models
    click(dock.panel.details.compare_button)
    assert dock.comparison is not None
    assert dock.comparison.window is not None
    return dock, dock.comparison, dock.comparison.window


def test_the_open_album_is_compared(qtbot: QtBot, window: MainWindow, bursts: Path) -> None:
    score(qtbot, window, bursts)
    _, _, shown = begin(window)
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    assert shown.windowTitle().endswith("v1 against v2")
    assert shown.promote_button.isVisible()
    assert shown.page is not None


def test_without_an_open_folder_one_is_asked_for(
    qtbot: QtBot, window: MainWindow, bursts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = window.models
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: ""))
    click(dock.panel.details.compare_button)
    assert dock.comparison is not None
    assert dock.comparison.window is None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(bursts)))
    _, _, shown = begin(window)
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)


def test_cancel_stops_and_says_so(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    _, _, shown = begin(window)
    qtbot.waitUntil(shown.waiting.cancel_button.isVisible)
    click(shown.waiting.cancel_button)
    candidate.go_on()
    qtbot.waitUntil(lambda: shown.state is ComparisonState.FAILED, timeout=30_000)


def test_closing_during_a_comparison_is_quiet(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    _, _, shown = begin(window)
    shown.close()
    candidate.go_on()
    pool = window.controller.pools.comparison
    qtbot.waitUntil(lambda: pool.pending == 0, timeout=30_000)


def test_a_second_comparison_takes_the_place_of_the_first(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    _, flow, first = begin(window)
    _, _, second = begin(window)
    assert second is not first
    candidate.go_on()
    qtbot.waitUntil(lambda: second.state is ComparisonState.SHOWN, timeout=30_000)
    assert flow.window is second


def test_failure_is_told_in_the_window(
    qtbot: QtBot, window: MainWindow, bursts: Path, tmp_path: Path
) -> None:
    flow = window.models.comparison
    assert flow is not None
    flow.start("ava", "v1", "v2", tmp_path / "nowhere", 3, "v1")
    shown = flow.window
    assert shown is not None
    qtbot.waitUntil(lambda: shown.state is ComparisonState.FAILED, timeout=30_000)


def test_failure_is_tried_again_in_the_same_window(
    qtbot: QtBot, window: MainWindow, bursts: Path, tmp_path: Path
) -> None:
    flow = window.models.comparison
    assert flow is not None
    later = tmp_path / "card not inserted yet"
    flow.start("ava", "v1", "v2", later, 3, "v1")
    shown = flow.window
    assert shown is not None
    qtbot.waitUntil(lambda: shown.state is ComparisonState.FAILED, timeout=30_000)
    shutil.copytree(bursts, later)
    click(shown.waiting.again_button)
    assert shown.state is ComparisonState.RUNNING
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    assert flow.window is shown
    assert shown.windowTitle().endswith("v1 against v2")


def test_stopped_comparison_is_tried_again(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    _, _, shown = begin(window)
    click(shown.waiting.cancel_button)
    candidate.go_on()
    qtbot.waitUntil(lambda: shown.state is ComparisonState.FAILED, timeout=30_000)
    click(shown.waiting.again_button)
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)


def test_the_window_that_asks_to_use_a_version_is_open(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    begin(window)
    _, flow, shown = begin(window)
    candidate.go_on()
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    asking: list[tuple[object, bool, str]] = []

    def take_note(kind: str, version: str) -> None:
        assert flow.window is not None
        asking.append((flow.window, flow.window.isVisible(), f"{kind} {version}"))

    flow.promote_wanted.connect(take_note)
    click(shown.promote_button)
    assert asking == [(shown, True, "ava v2")]


def test_version_used_while_the_comparison_runs_is_not_offered(
    qtbot: QtBot, window: MainWindow, bursts: Path, candidate: DarknessJudge
) -> None:
    score(qtbot, window, bursts)
    candidate.stop_after(0)
    _, flow, shown = begin(window)
    flow.set_current("siamese", "v1")
    flow.set_current("ava", "v2")
    candidate.go_on()
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    assert not shown.promote_button.isVisible()


def test_report_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, bursts: Path, tmp_path: Path
) -> None:
    score(qtbot, window, bursts)
    dock, _, shown = begin(window)
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    shown.json_wanted.emit(tmp_path / "missing" / "c.json")
    qtbot.waitUntil(lambda: "cannot be written" in dock.panel.message.text())


def test_the_offer_to_use_the_candidate_ends_when_it_is_used(
    qtbot: QtBot, window: MainWindow, bursts: Path, quick_home: Path
) -> None:
    score(qtbot, window, bursts)
    _, _, shown = begin(window)
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=30_000)
    Registry(quick_home, TINY).promote("ava", "v2")
    qtbot.waitUntil(lambda: not shown.promote_button.isVisible(), timeout=30_000)


def test_the_outcome_of_a_blind_test_becomes_a_line_of_the_history(tmp_path: Path) -> None:
    comparison = ava_comparison(tmp_path)
    preferences: list[Preference] = ["b", "b", "b", "b", "b", "b", "b", "b", "b", "a", None]
    found = outcome(preferences, comparison.a.version, comparison.b.version)
    event = blind_event(comparison, found)
    assert (event.event, event.version) == ("tested in blind", comparison.b.version)
    assert event.reason == found.sentence
    assert event.details is not None
    assert event.details["against"] == comparison.a.version
    assert (event.details["wins"], event.details["wins_against"]) == (9, 1)
