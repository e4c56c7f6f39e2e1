"""The panel Models in the window: what it tells, what it asks, and what it does."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.gui.models.question import Question
from album_organizer.gui.session_state import SessionState
from album_organizer.registry.registry import Registry
from album_organizer.settings.home import catalog_path
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import CheckpointInspector, Judges, Workspace
from tests.gui.conftest import OpenWindow, score, wait_for
from tests.gui.hands import click, press, session_of
from tests.gui.pacing import PacedJudge
from tests.support.judges import BrightnessJudge
from tests.unit.registry.models import TINY, checkpoint

PATIENCE_MS = 60_000


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are looked at without PyTorch: one that begins with OK works."""
    monkeypatch.setattr(CheckpointInspector, "describe", lambda _, *a: TINY.describe(*a))
    monkeypatch.setattr(CheckpointInspector, "verify", lambda _, *a: TINY.verify(*a))


@pytest.fixture
def dock(qtbot: QtBot, quick_window: OpenWindow, quick_home: Path, tiny: None) -> ModelsDock:
    """v1 in use, v2 kept, and v3 that fails its verification."""
    registry = Registry(quick_home, TINY)
    checkpoint(quick_home / "models/ava.pt", "OK 1")
    checkpoint(quick_home / "models/siamese.pt", "OK s")
    registry.add("ava", checkpoint(quick_home / "outputs/good.pt", "OK 2"), note="night run")
    registry.add("ava", checkpoint(quick_home / "outputs/bad.pt", "BAD"))
    for kind in ("ava", "siamese"):
        registry.verify_file(registry.current(kind))
    return open_dock(qtbot, quick_window())


def open_dock(qtbot: QtBot, window: MainWindow) -> ModelsDock:
    dock = window.models
    press(window, Qt.Key.Key_F9)
    assert dock.isVisible()
    qtbot.waitUntil(lambda: bool(dock.panel.tree.select("ava", "v1")))
    return dock


def registry_of(home: Path) -> Registry:
    return Registry(home, TINY)


def idle(qtbot: QtBot, dock: ModelsDock) -> None:
    controller = dock.controller
    assert controller is not None
    qtbot.waitUntil(lambda: not controller.busy, timeout=PATIENCE_MS)


def answer(qtbot: QtBot, dock: ModelsDock, typed: str = "", *, yes: bool = True) -> str:
    """Answers the question that is open; returns what it asked."""
    question = asked(qtbot, dock)
    text = question.text.text()
    if typed:
        question.line.setFocus()
        QTest.keyClicks(question.line, typed)
    click(question.action_button if yes else question.cancel_button)
    idle(qtbot, dock)
    return text


def asked(qtbot: QtBot, dock: ModelsDock) -> Question:
    qtbot.waitUntil(lambda: dock.question is not None and dock.question.isVisible())
    assert dock.question is not None
    return dock.question


def rows(dock: ModelsDock) -> list[str]:
    tree = dock.panel.tree
    return ["   ".join(filter(None, (r.text(0), r.text(1)))) for r in tree._rows()]


def told(dock: ModelsDock) -> str:
    assert dock.panel.note.isVisible()
    return dock.panel.message.text()


def history(dock: ModelsDock) -> list[str]:
    listed = dock.panel.history
    return [listed.item(row).text() for row in range(listed.count())]


def test_the_versions_are_listed_with_their_state(dock: ModelsDock) -> None:
    assert rows(dock) == ["v1   current", "v2", "v3", "v1   current"]
    assert dock.panel.details.facts.heading.text() == "AVA model v1"
    assert "judges every scan" in dock.panel.details.facts.standing.text()
    assert not dock.panel.details.use_button.isEnabled()
    assert not dock.panel.details.compare_button.isEnabled()


def test_the_key_opens_the_panel_with_the_keyboard_on_the_list_and_closes_it(
    dock: ModelsDock,
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    assert dock.panel.tree.hasFocus()
    assert window.actions_.models.isChecked()
    press(window, Qt.Key.Key_F9)
    assert not dock.isVisible()
    assert not window.actions_.models.isChecked()


def test_versions_are_walked_by_keyboard_with_card_and_history(dock: ModelsDock) -> None:
    press(dock.panel.tree, Qt.Key.Key_Down)
    assert dock.panel.selected is not None
    assert dock.panel.selected.version == "v2"
    card = dock.panel.card.toPlainText()
    assert card.startswith("AVA model v2\nnight run")
    assert "Architecture: tiny" in card
    assert dock.panel.details.facts.note.text() == "night run"
    assert history(dock)[0].startswith("v3 registered")
    for _ in range(3):
        press(dock.panel.tree, Qt.Key.Key_Down)
    assert dock.panel.selected_kind == "siamese"
    assert history(dock) == []


def test_promoting_says_what_will_happen_and_keeps_the_reason(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.use_button)
    text = answer(qtbot, dock, "sharper on faces")
    assert text == "v1 stays and can be brought back with Roll back. v2 is verified first."
    window = dock.window()
    assert isinstance(window, MainWindow)
    assert window.banner.isVisible()
    assert window.banner.sentence.text() == "AVA v2 judges from the next scan on."
    assert not dock.panel.note.isVisible()
    assert rows(dock) == ["v1", "v2   current", "v3", "v1   current"]
    assert history(dock)[0].startswith("v2 promoted (before: v1)\n")
    assert history(dock)[0].endswith("\nsharper on faces")
    assert registry_of(quick_home).current("ava").version == "v2"


def test_how_many_photos_will_be_scored_again_is_told(
    qtbot: QtBot, dock: ModelsDock, bursts: Path, quick_home: Path
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    score(qtbot, window, bursts)
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.use_button)
    text = answer(qtbot, dock, yes=False)
    assert "7 photos of this folder will be scored again." in text
    assert "Scores of v1 are kept." in text
    click(dock.panel.details.verify_button)
    idle(qtbot, dock)
    click(dock.panel.details.use_button)
    assert "(about 1 s for judging alone)" in answer(qtbot, dock, yes=False)
    ids = [item.content_id for item in session_of(window).items.values()]
    sha256 = registry_of(quick_home).find("ava", "v2").sha256 or ""
    with Catalog(catalog_path(quick_home)) as catalog:
        catalog.store_ava_scores(dict.fromkeys(ids, 5.0), sha256, "any")
    click(dock.panel.details.use_button)
    text = answer(qtbot, dock, yes=False)
    assert "All 7 photos of this folder have its scores already." in text


def test_a_question_that_is_declined_changes_nothing(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    before = (quick_home / "models/history.jsonl").read_bytes()
    for version, button in (
        ("v2", dock.panel.details.use_button),
        ("v2", dock.panel.details.retire_action),
        ("v2", dock.panel.details.note_action),
    ):
        dock.panel.tree.select("ava", version)
        button.click() if isinstance(button, QPushButton) else button.trigger()
        answer(qtbot, dock, yes=False)
    assert (quick_home / "models/history.jsonl").read_bytes() == before


def test_roll_back_offers_the_earlier_versions(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    assert not dock.panel.details.rollback_button.isEnabled()
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.use_button)
    answer(qtbot, dock)
    click(dock.panel.details.rollback_button)
    text = answer(qtbot, dock, "worse at the lake")
    assert text == "New scans use v1 again, and its scores are still known. v2 stays."
    assert registry_of(quick_home).current("ava").version == "v1"
    assert history(dock)[0].startswith("Rolled back to v1 (before: v2)")
    assert history(dock)[0].endswith("worse at the lake")


def test_what_fails_its_verification_is_not_put_to_use_and_can_be_forced_with_a_reason(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    details = dock.panel.details
    dock.panel.tree.select("ava", "v3")
    assert not details.force_action.isVisible()
    click(details.use_button)
    answer(qtbot, dock)
    assert "was not put to use" in told(dock)
    qtbot.waitUntil(lambda: "v3   failed" in rows(dock))
    assert "Failed its verification" in details.facts.standing.text()
    assert registry_of(quick_home).current("ava").version == "v1"
    details.force_action.trigger()
    question = asked(qtbot, dock)
    assert not question.action_button.isEnabled()
    text = answer(qtbot, dock, "to look into it")
    assert "gives no finite score" in text
    assert registry_of(quick_home).current("ava").version == "v3"
    assert history(dock)[0].startswith("v3 promoted in spite of its verification")


def test_verify_tells_the_outcome(qtbot: QtBot, dock: ModelsDock) -> None:
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.verify_button)
    idle(qtbot, dock)
    assert told(dock) == "v2: All 3 checks passed, 60 photos/s here."
    labels = [label.text() for label in dock.panel.details.facts.findChildren(QLabel)]
    assert any(text.startswith("Passed ") for text in labels)


def test_retire_and_take_back(qtbot: QtBot, dock: ModelsDock, quick_home: Path) -> None:
    details = dock.panel.details
    dock.panel.tree.select("ava", "v2")
    details.retire_action.trigger()
    answer(qtbot, dock, "wrong labels")
    assert rows(dock)[1] == "v2   retired"
    assert not details.use_button.isEnabled()
    assert not details.retire_action.isVisible()
    details.restore_action.trigger()
    idle(qtbot, dock)
    assert rows(dock)[1] == "v2"
    assert details.use_button.isEnabled()
    dock.panel.tree.select("ava", "v1")
    assert not details.retire_action.isEnabled()


def test_notes_are_kept(qtbot: QtBot, dock: ModelsDock, quick_home: Path) -> None:
    dock.panel.tree.select("ava", "v2")
    dock.panel.details.note_action.trigger()
    assert asked(qtbot, dock).typed == "night run"
    answer(qtbot, dock, " of 18 January")
    assert registry_of(quick_home).find("ava", "v2").note == "night run of 18 January"


@pytest.mark.parametrize("as_folder", [False, True])
def test_adding_a_checkpoint_or_a_training_folder(
    qtbot: QtBot,
    dock: ModelsDock,
    quick_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_folder: bool,
) -> None:
    run = quick_home / "outputs" / "run_20260118"
    checkpoint(run / "best_model.pt", "OK run")
    (run / "training_history.json").write_text(json.dumps([{"val_mse": 0.35, "val_mae": 0.4}]))
    file = str(run / "best_model.pt")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *a: (file, "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(run)))
    (dock.panel.add_run if as_folder else dock.panel.add_file).trigger()
    idle(qtbot, dock)
    assert told(dock).startswith("Added AVA model v4. It judges nothing until you use it. All ")
    assert dock.panel.selected is not None
    assert dock.panel.selected.version == "v4"
    assert ("val_mae" in dock.panel.selected.metrics) is as_folder
    assert registry_of(quick_home).current("ava").version == "v1"


def test_a_changed_file_is_told_and_can_be_registered(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    assert not window.banner.isVisible()
    assert not dock.panel.details.register_button.isVisible()
    checkpoint(quick_home / "models/ava.pt", "OK retrained")
    qtbot.waitUntil(window.banner.isVisible)
    assert "The file of AVA model v1 is no longer the one that was registered" in (
        window.banner.sentence.text()
    )
    click(window.banner.action_button)
    assert window.banner.isVisible()
    assert dock.panel.selected is not None
    assert dock.panel.selected.version == "v1"
    assert rows(dock)[0] == "v1   current, changed"
    click(dock.panel.details.register_button)
    idle(qtbot, dock)
    assert told(dock).startswith("Added AVA model v4.")
    added = registry_of(quick_home).find("ava", "v4")
    assert added.path.read_text() == "OK retrained"
    click(dock.panel.details.use_button)
    answer(qtbot, dock)
    assert registry_of(quick_home).current("ava").version == "v4"
    assert "no longer" not in window.banner.sentence.text()


def test_a_broken_registry_is_told_until_it_is_corrected(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    file = quick_home / "models/registry.yaml"
    good = file.read_text()
    file.write_text(good + "oops: [\n")
    qtbot.waitUntil(window.banner.isVisible)
    assert "registry.yaml is not valid YAML: line " in window.banner.sentence.text()
    assert "last good state" in window.banner.sentence.text()
    assert rows(dock)[0] == "v1   current"
    assert dock.panel.trouble_frame.isVisible()
    dock.panel.tree.select("ava", "v2")
    assert dock.panel.details.verify_button.isEnabled()
    for button in (dock.panel.details.use_button, dock.panel.add_button):
        assert not button.isEnabled()
    file.write_text(good)
    qtbot.waitUntil(lambda: not window.banner.isVisible())
    assert not dock.panel.trouble_frame.isVisible()
    assert dock.panel.details.use_button.isEnabled()


def test_what_another_program_changes_is_seen(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    registry_of(quick_home).promote("ava", "v2")
    qtbot.waitUntil(lambda: rows(dock)[:2] == ["v1", "v2   current"])


def test_a_file_outside_needs_the_persons_consent(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path, tmp_path: Path
) -> None:
    far = checkpoint(tmp_path / "far.pt", "OK far")
    file = quick_home / "models/registry.yaml"
    entry = f"versions: {{far: {{path: '{far.as_posix()}'}}, "
    file.write_text(file.read_text().replace("versions: {", entry, 1))
    qtbot.waitUntil(lambda: dock.panel.tree.select("ava", "far"))
    click(dock.panel.details.verify_button)
    idle(qtbot, dock)
    assert "is outside" in told(dock)
    assert dock.panel.message_button.text() == "Agree to this place"
    click(dock.panel.message_button)
    idle(qtbot, dock)
    assert told(dock).startswith("far: All 3 checks passed")


def test_what_is_not_ours_is_named(qtbot: QtBot, dock: ModelsDock, quick_home: Path) -> None:
    assert not dock.panel.others.isVisible()
    file = quick_home / "models/registry.yaml"
    file.write_text(file.read_text() + "benchmark_app: {ava: {current: v1, versions: {}}}\n")
    qtbot.waitUntil(dock.panel.others.isVisible)
    assert dock.panel.others.text() == "Left alone: benchmark_app/ava"


def test_hostile_cards_stay_text(qtbot: QtBot, dock: ModelsDock, quick_home: Path) -> None:
    folder = quick_home / "models/album_app_v2"
    (folder / "README.md").write_text("<b>bold</b> <img src='x.png'> [link](https://x.invalid)")
    controller = dock.controller
    assert controller is not None
    controller.refresh()
    dock.panel.tree.select("ava", "v2")
    qtbot.waitUntil(lambda: "<b>bold</b>" in dock.panel.card.toPlainText())
    assert not dock.panel.card.openLinks()


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(dock: ModelsDock) -> None:
    controls: list[QWidget] = [
        *dock.panel.findChildren(QPushButton),
        *dock.panel.findChildren(QToolButton),
    ]
    named: Callable[[QWidget], str] = lambda c: c.accessibleName() or c.property("text") or ""  # noqa: E731
    visible = [c for c in controls if c.isVisible() and not c.objectName().startswith("qt_")]
    assert len(visible) >= 6
    assert all(named(control) for control in visible)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in visible)
    for part in (dock.panel.tree, dock.panel.history, dock.panel.card):
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_panel_comes_back_as_it_was_left(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path, tiny: None
) -> None:
    first = quick_window()
    open_dock(qtbot, first)
    first.close()
    second = quick_window()
    assert second.models.isVisible()
    assert second.actions_.models.isChecked()


def test_models_folder_that_is_not_there_yet(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path
) -> None:
    shutil.rmtree(quick_home / "models")
    window = quick_window()
    qtbot.waitUntil(lambda: window.models.controller is not None)
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(rows(window.models)))


def test_a_running_scan_finishes_on_its_version_and_the_next_one_uses_the_new(
    qtbot: QtBot,
    dock: ModelsDock,
    quick_home: Path,
    bursts: Path,
    judge: PacedJudge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = PacedJudge()
    newer.info = BrightnessJudge("ava", "v2").info
    by_version = {"v1": judge, "v2": newer}
    monkeypatch.setattr(
        Workspace,
        "load_models",
        lambda workspace: Judges(by_version[workspace.registry.current("ava").version], None),
    )
    window = dock.window()
    assert isinstance(window, MainWindow)
    judge.stop_after(2)
    window.open_folder(str(bursts))
    qtbot.waitUntil(lambda: judge.scored >= 2)
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.use_button)
    answer(qtbot, dock)
    assert registry_of(quick_home).current("ava").version == "v2"
    judge.go_on()
    wait_for(qtbot, window, SessionState.DONE)
    assert judge.scored == 7
    assert newer.scored == 0
    assert "AVA v1" in window.status.models_button.text()
    window.actions_.scan_again.trigger()
    wait_for(qtbot, window, SessionState.DONE)
    assert newer.scored == 7
    assert "AVA v2" in window.status.models_button.text()
    # Both versions' scores are kept: going back computes nothing.
    click(dock.panel.details.rollback_button)
    answer(qtbot, dock)
    window.actions_.scan_again.trigger()
    wait_for(qtbot, window, SessionState.DONE)
    assert (judge.scored, newer.scored) == (7, 7)


def test_letters_typed_in_the_panel_decide_nothing(
    qtbot: QtBot, dock: ModelsDock, bursts: Path
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    score(qtbot, window, bursts)
    dock.panel.tree.setFocus()
    for key in (Qt.Key.Key_P, Qt.Key.Key_X, Qt.Key.Key_U):
        press(dock.panel.tree, key)
    assert session_of(window).decisions == {}
    assert dock.panel.tree.hasFocus()


def test_enter_does_what_the_focused_part_says(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    dock.panel.tree.select("ava", "v2")
    verify = dock.panel.details.verify_button
    verify.setFocus()
    press(verify, Qt.Key.Key_Return)
    idle(qtbot, dock)
    assert told(dock).startswith("v2: All 3 checks passed")
    assert verify.hasFocus()  # as before the work
    dock.panel.tree.setFocus()
    press(dock.panel.tree, Qt.Key.Key_Return)
    answer(qtbot, dock, yes=False)


def test_messages_can_be_closed_and_go_with_the_selection(qtbot: QtBot, dock: ModelsDock) -> None:
    for _ in range(2):
        dock.panel.tree.select("ava", "v2")
        click(dock.panel.details.verify_button)
        idle(qtbot, dock)
        assert dock.panel.note.isVisible()
        click(dock.panel.close_button)
        assert not dock.panel.note.isVisible()
    click(dock.panel.details.verify_button)
    idle(qtbot, dock)
    dock.panel.tree.select("ava", "v1")
    assert not dock.panel.note.isVisible()


def test_the_heading_of_a_kind_tells_what_is_in_use(dock: ModelsDock) -> None:
    top = dock.panel.tree.topLevelItem(0)
    assert top is not None
    dock.panel.tree.setCurrentItem(top)
    assert dock.panel.details.facts.heading.text() == "AVA aesthetics"
    assert dock.panel.details.facts.standing.text() == "3 versions, v1 in use"
    assert not dock.panel.details.verify_button.isEnabled()
    assert dock.panel.add_button.isEnabled()


def test_the_card_can_be_copied(qapp: QApplication, dock: ModelsDock) -> None:
    dock.panel.tree.select("ava", "v2")
    dock.panel.details.copy_action.trigger()
    assert qapp.clipboard().text().startswith("# AVA model v2")


def test_long_names_fit(qtbot: QtBot, dock: ModelsDock, quick_home: Path) -> None:
    name = "a" * 30 + "b" * 34
    file = checkpoint(quick_home / "outputs/long.pt", "OK long")
    registry_of(quick_home).add("ava", file, name)
    qtbot.waitUntil(lambda: dock.panel.tree.select("ava", name))
    click(dock.panel.details.use_button)
    question = asked(qtbot, dock)
    assert question.action_button.text() == "Use aaaaaaaaaaaaaa…bbbbbbbbbbbbb"
    assert question.width() < 640
    question.reject()


def test_a_failed_version_says_so_before_it_is_tried_again(qtbot: QtBot, dock: ModelsDock) -> None:
    dock.panel.tree.select("ava", "v3")
    assert not dock.panel.details.facts.sign.isVisible()
    click(dock.panel.details.verify_button)
    idle(qtbot, dock)
    assert dock.panel.details.facts.sign.isVisible()
    click(dock.panel.details.use_button)
    assert answer(qtbot, dock, yes=False).startswith("It failed its verification on ")


def test_another_scan_is_offered_only_where_it_would_change_something(
    qtbot: QtBot, dock: ModelsDock, bursts: Path
) -> None:
    window = dock.window()
    assert isinstance(window, MainWindow)
    score(qtbot, window, bursts)
    dock.panel.tree.select("ava", "v2")
    click(dock.panel.details.use_button)
    answer(qtbot, dock)
    assert window.banner.action_button.isVisible()
    assert window.banner.action_button.text() == "Scan again"
    click(dock.panel.details.rollback_button)
    answer(qtbot, dock)
    assert window.banner.sentence.text() == "AVA v1 judges from the next scan on."
    assert not window.banner.action_button.isVisible()
