"""Training from the window: the dialog, the process, its place among the activities."""

import shutil
import threading
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from album_organizer.domain.errors import AlbumError, JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.gui.activity.activities import ActivityState
from album_organizer.gui.training.train_dialog import TrainDialog, recipes
from album_organizer.gui.training.training_process import TrainingRequest, run_training
from album_organizer.settings.home import bundled_root
from tests.gui.conftest import OpenWindow
from tests.gui.hands import click, press
from tests.support.checkpoints import make_ava_checkpoint
from tests.unit.training.labelled import write_config, write_rated

PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rated photos, a small checkpoint to start from, and a recipe."""
    folder = tmp_path_factory.mktemp("album")
    write_rated(folder / "rated", 40)
    make_ava_checkpoint(folder / "ava.pt", hidden=[])
    return folder


def request_for(album: Path, home: Path, **values: object) -> TrainingRequest:
    labels = album / "rated" / "ratings.csv"
    config = write_config(home / "ava_small.yaml", labels, album / "ava.pt", **values)  # type: ignore[arg-type]
    return TrainingRequest(home, "ava", config, labels, labels.parent, home / "outputs")


def test_a_training_runs_to_its_verdict(album: Path, home: Path) -> None:
    heard: list[Progress] = []
    result = run_training(request_for(album, home, epochs=1), Job(heard.append))
    assert "Best epoch: 1" in result.text
    assert {"Training"} <= {progress.stage for progress in heard}
    (run,) = (home / "outputs" / "ava").iterdir()
    assert (run / "best_model.pt").is_file()


def test_a_training_that_refuses_says_why(album: Path, home: Path) -> None:
    request = request_for(album, home, epochs=1)
    request.config.write_text("no: recipe\n", encoding="utf-8")
    with pytest.raises(AlbumError, match="ava_small"):
        run_training(request, Job())


def test_a_cancelled_training_saves_its_state(album: Path, home: Path) -> None:
    began = threading.Event()

    def hear(progress: Progress) -> None:
        if progress.stage == "Training" and progress.done > 0:
            began.set()

    job = Job(hear)
    stopper = threading.Thread(target=lambda: (began.wait(60), job.cancel()))  # type: ignore[func-returns-value]
    stopper.start()
    with pytest.raises(JobCancelled):
        run_training(request_for(album, home, epochs=500), job)
    stopper.join()
    (run,) = (home / "outputs" / "ava").iterdir()
    assert (run / "last_state.pt").is_file() or list(run.glob("*last*"))


def children_that_are(status: str) -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if child.status() == status]


@pytest.mark.parametrize("cancel", [False, True])
def test_a_paused_training_takes_no_time_until_it_goes_on(
    album: Path, home: Path, cancel: bool
) -> None:
    began, seen = threading.Event(), list[float]()

    def hear(progress: Progress) -> None:
        if progress.stage == "Training" and not began.is_set():
            began.set()
            job.pause()

    def look() -> None:
        assert began.wait(60)
        deadline = time.monotonic() + 60
        while not children_that_are(psutil.STATUS_STOPPED) and time.monotonic() < deadline:
            time.sleep(0.01)
        (held,) = children_that_are(psutil.STATUS_STOPPED)
        seen.append(sum(held.cpu_times()[:2]))
        time.sleep(0.3)
        seen.append(sum(held.cpu_times()[:2]))
        if cancel:
            job.cancel()
        job.resume()

    job = Job(hear)
    looker = threading.Thread(target=look)
    looker.start()
    request = request_for(album, home, epochs=500 if cancel else 1)
    if cancel:
        with pytest.raises(JobCancelled):
            run_training(request, job)
    else:
        assert "Best epoch: 1" in run_training(request, job).text
    looker.join()
    assert len(seen) == 2
    assert seen[0] == seen[1]


# The dialog


def test_recipes_that_go_on_from_the_built_in_models_come_first() -> None:
    names = [path.stem for path in recipes(bundled_root(), "ava")]
    assert names[0] == "ava_from_builtin"
    assert "ava_resnet50" in names
    assert all(name.startswith("ava_") for name in names)


@pytest.fixture
def dialog(qtbot: QtBot, home: Path) -> TrainDialog:
    made = TrainDialog(home, (home, bundled_root()))
    qtbot.addWidget(made)
    made.show()
    return made


def test_says_what_is_missing(dialog: TrainDialog, tmp_path: Path) -> None:
    assert "Choose a label file" in dialog.problem.text()
    assert not dialog.start_button.isEnabled()
    dialog.labels.setText(str(tmp_path / "nowhere.csv"))
    dialog.images.setText(str(tmp_path))
    assert "nowhere.csv" in dialog.problem.text()
    (tmp_path / "nowhere.csv").write_text("path,score\n")
    dialog.labels.setText(str(tmp_path / "nowhere.csv") + " ")
    dialog.labels.setText(str(tmp_path / "nowhere.csv"))
    assert dialog.problem.text() == ""
    assert dialog.start_button.isEnabled()


def test_recipes_follow_the_model(dialog: TrainDialog) -> None:
    dialog.kind.setCurrentIndex(1)
    assert dialog.recipe.itemText(0) == "siamese_from_builtin"


def test_start_asks_for_the_training(qtbot: QtBot, dialog: TrainDialog, album: Path) -> None:
    wanted: list[TrainingRequest] = []
    dialog.wanted.connect(wanted.append)
    dialog.labels.setText(str(album / "rated/ratings.csv"))
    dialog.images.setText(str(album / "rated"))
    press(dialog, Qt.Key.Key_Return)
    (request,) = wanted
    assert (request.kind, request.config.stem) == ("ava", "ava_from_builtin")
    assert not dialog.isVisible()


def test_a_training_from_the_window_is_an_activity_and_ends_with_a_sentence(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path, model_files: Path, album: Path
) -> None:
    shutil.copytree(model_files / "models", quick_home / "models", dirs_exist_ok=True)
    (quick_home / "configs/training").mkdir()
    labels = album / "rated" / "ratings.csv"
    write_config(quick_home / "configs/training/ava_small.yaml", labels, album / "ava.pt", epochs=1)
    window = quick_window()
    window.actions_.train.trigger()
    dialog = window.dialogs.training
    assert dialog is not None
    assert dialog.recipe.currentText() == "ava_small"
    dialog.labels.setText(str(labels))
    dialog.images.setText(str(labels.parent))
    click(dialog.start_button)
    (activity,) = window.activities.running
    assert activity.title == "Training ava_small"
    qtbot.waitUntil(lambda: not activity.runs, timeout=PATIENCE_MS)
    assert activity.state is ActivityState.DONE, activity.failure
    assert "Best epoch: 1" in window.banner.sentence.text()
