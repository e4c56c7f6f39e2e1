"""Two really different checkpoints on their whole way, in the window: the built-in AVA model and a
ResNet50 from a training folder, added, compared, tested in blind, promoted, rolled back."""

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from album_organizer.gui.app import build_window
from album_organizer.gui.comparison.comparison_window import ComparisonState
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.gui.session_state import SessionState
from album_organizer.registry.blind_answers import BlindAnswers
from album_organizer.settings.store import set_values
from album_organizer.workspace.workspace import Workspace
from tests.gui.conftest import score, wait_for
from tests.gui.hands import click, press, session_of
from tests.support.homes import make_first_home
from tests.support.training_runs import make_ava_run

PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("work") / "outputs"
    return make_ava_run(outputs / "ava" / "gpu_run_regression_18_01")


def ava_scores(window: MainWindow) -> dict[str, float]:
    return {path: item.scored.card.ava for path, item in session_of(window).items.items()}


def answer(qtbot: QtBot, window: MainWindow) -> None:
    dock = window.models
    qtbot.waitUntil(lambda: dock.question is not None and dock.question.isVisible())
    assert dock.question is not None
    click(dock.question.action_button)


def scan_again(qtbot: QtBot, window: MainWindow) -> None:
    button = window.banner.action_button
    qtbot.waitUntil(
        lambda: button.isVisible() and button.text() == "Scan again", timeout=PATIENCE_MS
    )
    click(button)
    wait_for(qtbot, window, SessionState.DONE)


def test_from_the_training_folder_to_the_album_and_back(
    qapp: QApplication,
    qtbot: QtBot,
    album_folder: Path,
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = make_first_home(tmp_path / "home")
    registry = Workspace(home).registry
    set_values(home, {"album.target_count": 3, "performance.workers": 1})
    window = build_window(qapp, home, "dark")
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.controller.start()
    score(qtbot, window, album_folder)
    first = ava_scores(window)

    press(window, Qt.Key.Key_F9)
    dock, details = window.models, window.models.panel.details
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(run)))
    qtbot.waitUntil(lambda: dock.panel.tree.select("ava", "v1"))
    dock.panel.add_run.trigger()
    qtbot.waitUntil(lambda: dock.panel.message.text().startswith("Added"), timeout=PATIENCE_MS)
    assert "All 8 checks passed" in dock.panel.message.text()
    assert dock.panel.selected is not None
    assert dock.panel.selected.version == "v2"
    assert registry.current("ava").version == "v1"

    click(details.compare_button)
    flow = dock.comparison
    assert flow is not None
    assert flow.window is not None
    shown = flow.window
    qtbot.waitUntil(lambda: shown.state is ComparisonState.SHOWN, timeout=PATIENCE_MS)
    for wanted, name in (
        (shown.json_wanted, "comparison.json"),
        (shown.html_wanted, "comparison.html"),
    ):
        wanted.emit(tmp_path / name)
        said = f"The comparison was written to {tmp_path / name}."
        qtbot.waitUntil(partial(says, dock, said), timeout=PATIENCE_MS)
    assert "data:image/jpeg" in (tmp_path / "comparison.html").read_text(encoding="utf-8")
    compared = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert (compared["a"], compared["b"], compared["photos"]) == ("v1", "v2", 9)
    assert {s["path"]: s["a"] for s in compared["scores"]} == pytest.approx(first, abs=6e-4)

    take_blind_test(qtbot, window)
    click(shown.promote_button)
    answer(qtbot, window)
    scan_again(qtbot, window)
    second = ava_scores(window)
    assert {s["path"]: s["b"] for s in compared["scores"]} == pytest.approx(second, abs=6e-4)
    assert second != first
    assert "AVA v2" in window.status.models_button.text()
    qtbot.waitUntil(lambda: not shown.promote_button.isVisible())

    shown.close()
    click(details.rollback_button)
    answer(qtbot, window)
    scan_again(qtbot, window)
    assert ava_scores(window) == first
    assert "AVA v1" in window.status.models_button.text()
    assert [e.event for e in registry.history("ava") if e.event != "verified"][-4:] == [
        "registered", "tested in blind", "promoted", "rolled back",
    ]  # fmt: skip
    window.close()


def says(dock: ModelsDock, sentence: str) -> bool:
    return dock.panel.message.text() == sentence


def take_blind_test(qtbot: QtBot, window: MainWindow) -> None:
    """Chooses the left photo of every pair; the answers and the outcome are kept."""
    flow = window.models.comparison
    assert flow is not None
    assert flow.window is not None
    click(flow.window.blind_button)
    dialog = flow.blind_dialog
    assert dialog is not None
    ended: list[object] = []
    dialog.finished_test.connect(ended.append)

    def choose() -> bool:
        if not ended:
            press(dialog, Qt.Key.Key_Left)
        return bool(ended)

    qtbot.waitUntil(choose, timeout=PATIENCE_MS)
    registry_folder = window.controller.workspace.registry.folder  # type: ignore[union-attr]
    found = window.controller.workspace.registry.versions("ava")  # type: ignore[union-attr]
    answers = BlindAnswers(registry_folder / "blind_tests.jsonl")
    kept = answers.for_versions(found[0].sha256 or "", found[1].sha256 or "")
    assert len(kept) >= 3
    dialog.close()
