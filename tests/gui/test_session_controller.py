"""The controller without a window: jobs, late answers, what happens while a scan runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_table import Rows
from album_organizer.gui.jobs import Pools
from album_organizer.gui.session_controller import SessionController
from album_organizer.gui.session_state import Notice, NoticeAction, SessionState
from tests.gui.conftest import SCAN_MS


@pytest.fixture
def controller(qtbot: QtBot, home: Path, pools: Pools) -> Iterator[SessionController]:
    made = SessionController(home, pools)
    made.start()
    reach(qtbot, made, SessionState.IDLE)
    yield made
    made.shut_down()


def reach(qtbot: QtBot, controller: SessionController, state: SessionState) -> None:
    qtbot.waitUntil(lambda: controller.state is state, timeout=SCAN_MS)


def settle(qtbot: QtBot, controller: SessionController) -> None:
    pools = controller.pools
    qtbot.waitUntil(lambda: not pools.proposal.pending and not pools.catalog.pending)


def test_start_reads_the_settings(controller: SessionController) -> None:
    assert controller.count == 3
    assert controller.workspace is not None
    assert not controller.busy


def test_decision_and_count_made_during_the_scan_hold_afterwards(
    qtbot: QtBot, controller: SessionController, album_folder: Path
) -> None:
    decided: list[str] = []

    def reject_the_first(rows: Rows) -> None:
        session = controller.session
        if len(rows) and session is not None and not decided:
            decided.append(min(session.items))
            controller.decide(decided, UserDecision.REJECT)
            controller.set_count(2)

    controller.photos_added.connect(reject_the_first)
    controller.open_folder(album_folder)
    assert controller.busy
    reach(qtbot, controller, SessionState.DONE)
    settle(qtbot, controller)
    session = controller.session
    assert session is not None
    assert session.items[decided[0]].decision is UserDecision.REJECT
    assert len(session.in_album()) == 2
    assert not session.items[decided[0]].in_album
    assert controller.count == 2


def test_only_the_last_of_quick_changes_counts(
    qtbot: QtBot, controller: SessionController, album_folder: Path
) -> None:
    controller.open_folder(album_folder)
    reach(qtbot, controller, SessionState.DONE)
    proposals: list[object] = []
    controller.ranked.connect(proposals.append)
    for count in (1, 2, 3, 2, 1):
        controller.set_count(count)
    settle(qtbot, controller)
    session = controller.session
    assert session is not None
    assert len(session.in_album()) == 1
    assert len(proposals) <= 2


def test_results_and_names_of_the_judges_come_while_scoring(
    qtbot: QtBot, controller: SessionController, album_folder: Path
) -> None:
    batches: list[Rows] = []
    models: list[dict[str, object]] = []
    stages: set[str] = set()
    controller.photos_added.connect(batches.append)
    controller.models_changed.connect(models.append)
    controller.progress_changed.connect(lambda progress: stages.add(progress.stage))
    controller.open_folder(album_folder)
    reach(qtbot, controller, SessionState.DONE)
    assert sum(len(batch) for batch in batches) == 9
    assert len([batch for batch in batches if len(batch)]) > 1
    assert sorted(models[0]) == ["ava", "siamese"]
    assert "Scoring" in stages
    assert controller.progress is None


def test_cancelled_scan_leaves_no_proposal(
    qtbot: QtBot, controller: SessionController, album_folder: Path
) -> None:
    controller.open_folder(album_folder)
    controller.cancel()
    reach(qtbot, controller, SessionState.STOPPED)
    assert controller.session is not None
    assert controller.session.ranked is None


def test_failures_name_a_way_out(
    qtbot: QtBot, controller: SessionController, tmp_path: Path, home: Path, album_folder: Path
) -> None:
    notices: list[Notice] = []
    controller.noticed.connect(notices.append)
    controller.open_folder(tmp_path / "nowhere")
    reach(qtbot, controller, SessionState.FAILED)
    (home / "models/album_app/ava_aesthetic_model.pt").unlink()
    controller.open_folder(album_folder)
    qtbot.waitUntil(lambda: len(notices) == 2, timeout=SCAN_MS)
    assert [notice.action for notice in notices] == [
        NoticeAction.CHOOSE_FOLDER,
        NoticeAction.OPEN_MODELS,
    ]
    assert controller.failure == notices[1].text


def test_nothing_happens_without_a_folder(controller: SessionController) -> None:
    controller.decide(["a.jpg"], UserDecision.PICK)
    controller.scan_again()
    controller.cancel()
    assert controller.session is None
    controller.shut_down()
