"""Training on own labels by command: real photos, small real networks, real files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from album_organizer.cli.progress import INTERRUPTED
from album_organizer.cli.training_commands import NOT_USEFUL
from album_organizer.domain.errors import JobCancelled, PhotoError
from album_organizer.domain.job import Job, Progress
from album_organizer.settings.lock import exclusive
from album_organizer.training import trainer
from album_organizer.training.config_file import read_config
from album_organizer.training.state import BEST, LAST
from tests.integration.program import Program
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.unit.training.labelled import write_config, write_pairs, write_rated

PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rated photos, pairs of both sorts, and a checkpoint of each kind to start from."""
    folder = tmp_path_factory.mktemp("album")
    write_rated(folder / "rated")
    write_rated(folder / "few", 40)
    write_pairs(folder / "warm")
    write_pairs(folder / "sharp", sharper_wins=True)
    make_ava_checkpoint(folder / "ava.pt", hidden=[])
    make_siamese_checkpoint(folder / "siamese.pt")
    return folder


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ava_files(album: Path, folder: Path, **values: object) -> Path:
    labels = album / "rated" / "ratings.csv"
    return write_config(folder / "ava.yaml", labels, album / "ava.pt", **values)  # type: ignore[arg-type]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    content = torch.load(folder / BEST, weights_only=True)
    found: dict[str, torch.Tensor] = content["model_state_dict"]
    return found


def assert_same_run(one: Path, other: Path) -> None:
    a, b = weights(one), weights(other)
    assert a.keys() == b.keys()
    assert all(torch.equal(a[name], b[name]) for name in a)
    for name in ("training_history.json", "validation_predictions.csv", "history.png"):
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_learnable_label_is_learnt_and_the_run_is_registered_and_verified(
    program: Program, album: Path, at: Path
) -> None:
    labels = album / "rated" / "ratings.csv"
    config = write_config(at / "c.yaml", labels, "ava:current", epochs=12, lr=4e-4)
    assert program("train", "ava", "--config", config, "--run", "warm") == 0, program.err
    assert "album-organizer models add ava outputs/ava/warm" in program.out
    assert "Epoch 1 of 12" in program.err
    run = at / "outputs" / "ava" / "warm"
    assert {file.name for file in run.iterdir()} >= {
        BEST,
        LAST,
        "README.md",
        "config.yaml",
        "data_report.json",
        "history.png",
        "outcome.json",
        "training_history.json",
        "validation.png",
        "validation_predictions.csv",
    }
    outcome = json.loads((run / "outcome.json").read_text())
    assert outcome["useful"]
    assert outcome["figures"]["val_spearman"][0] > 0.6
    added = program.json("models", "add", "ava", run)
    assert added["metrics"]["val_spearman"] == pytest.approx(
        outcome["figures"]["val_spearman"][0], abs=1e-6
    )
    assert added["metrics"]["val_mse"] == pytest.approx(outcome["figures"]["val_mse"][0], abs=1e-4)
    verified = program.json("models", "verify", "ava", added["version"])
    assert verified["passed"]
    shown = program.json("models", "show", "ava", added["version"])
    assert "Intended use" in shown["card"]
    assert program("train", "ava", "--config", config, "--run", "warm") == 0
    assert "has finished already" in program.err


def test_pairs_that_sharpness_explains_are_not_called_useful(
    program: Program, album: Path, at: Path
) -> None:
    labels = album / "sharp" / "pairs.csv"
    config = write_config(at / "c.yaml", labels, album / "siamese.pt", epochs=2)
    assert program("train", "siamese", "--config", config, "--run", "s") == NOT_USEFUL
    assert "The model is not useful" in program.out
    assert "always naming the sharper photo" in program.out
    assert "models add" not in program.out
    run = at / "outputs" / "siamese" / "s"
    assert (run / BEST).exists()
    assert "models add" not in (run / "README.md").read_text()
    outcome = json.loads((run / "outcome.json").read_text())
    assert outcome["figures"]["sharpness_acc"][0] == 1.0
    assert outcome["command"] is None


def test_pairs_that_colour_explains_are_learnt(program: Program, album: Path, at: Path) -> None:
    labels = album / "warm" / "pairs.csv"
    config = write_config(at / "c.yaml", labels, "siamese:current", epochs=4, lr=0.01)
    assert program("train", "siamese", "--config", config, "--run", "w") == 0, program.out
    run = at / "outputs" / "siamese" / "w"
    added = program.json("models", "add", "siamese", run)
    assert added["metrics"]["val_acc"] > 0.9
    assert program.json("models", "verify", "siamese", added["version"])["passed"]


def run_in_process(config: Path, folder: Path, job: Job | None = None) -> None:
    request = trainer.Request("ava", folder, read_config(config, "ava"), config, _no_version)
    trainer.train(request, job or Job())


def started(config: Path, at: Path, run: Path) -> subprocess.Popen[str]:
    """A training in a process of its own, which has finished its first epoch."""
    command = (
        f"-m album_organizer --home {at / 'home'} train ava --config {config} --run {run.name}"
    )
    process = subprocess.Popen(
        [sys.executable, *command.split()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    deadline = time.monotonic() + PATIENCE_S
    while not (run / BEST).exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process


def _no_version(kind: str, version: str) -> Path:
    raise AssertionError((kind, version))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_killed_training_goes_on_to_the_same_model(album: Path, at: Path) -> None:
    """The whole network learns, with dropout and momentum, and every batch is saved."""
    make_ava_checkpoint(at / "deep.pt", hidden=[16])
    config = write_config(
        at / "c.yaml",
        album / "few" / "ratings.csv",
        at / "deep.pt",
        epochs=3,
        lr=0.001,
        factor=0.1,
        optimizer="sgd",
        more="  save_minutes: 0.0001\n",
    )
    whole, killed = at / "whole", at / "outputs" / "ava" / "killed"
    process = started(config, at, killed)
    process.kill()
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == -signal.SIGKILL
    assert not (killed / "outcome.json").exists()
    run_in_process(config, killed)
    run_in_process(config, whole)
    assert_same_run(killed, whole)


def test_stopped_between_any_two_batches_it_goes_on_to_the_same_model(
    album: Path, at: Path
) -> None:
    config = ava_files(album, at, epochs=2)
    whole, stopped = at / "whole", at / "stopped"
    run_in_process(config, whole)
    stops = 0
    while not (stopped / "outcome.json").exists():
        try:
            run_in_process(config, stopped, _StoppedAfterTwoBatches())
        except JobCancelled:
            stops += 1
    assert stops > 2
    assert_same_run(stopped, whole)


class _StoppedAfterTwoBatches(Job):
    """A person who loses patience again and again."""

    def __init__(self) -> None:
        super().__init__(self._count)
        self._left = 3

    def _count(self, progress: Progress) -> None:
        self._left -= progress.stage == "Training"
        if self._left == 0:
            self.cancel()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_saves_and_tells_how_to_go_on(album: Path, at: Path) -> None:
    config = ava_files(album, at, epochs=200, lr=1e-6)
    run = at / "outputs" / "ava" / "r"
    process = started(config, at, run)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == INTERRUPTED
    assert "train ava --resume outputs/ava/r" in told
    assert "Traceback" not in told


def test_a_run_goes_on_without_its_configuration(program: Program, album: Path, at: Path) -> None:
    config = ava_files(album, at, epochs=1)
    run = at / "run"
    request = trainer.Request("ava", run, read_config(config, "ava"), config, _no_version)
    with pytest.raises(JobCancelled):
        trainer.train(request, _StoppedAfterTwoBatches())
    config.unlink()
    assert program("train", "ava", "--resume", run) in {0, NOT_USEFUL}
    assert "Goes on after 0 finished epochs" in program.err
    assert (run / "outcome.json").exists()
    assert program("train", "siamese", "--resume", run) == 2
    assert "holds a training of kind ava" in program.err


def test_changed_labels_photos_and_configurations_are_refused(
    program: Program, album: Path, at: Path
) -> None:
    labels = write_rated(at / "own", 40)
    config = write_config(at / "c.yaml", labels, album / "ava.pt", epochs=9)
    request = trainer.Request(
        "ava", at / "outputs" / "ava" / "r", read_config(config, "ava"), config, _no_version
    )
    with pytest.raises(JobCancelled):
        trainer.train(request, _StoppedAfterTwoBatches())
    text = config.read_text()
    config.write_text(text.replace("seed: 3", "seed: 4"))
    assert program("train", "ava", "--config", config, "--run", "r") == 2
    assert "seed was 3 and is 4" in program.err
    config.write_text(text)
    labels.write_text(labels.read_text().replace("000.jpg,", "000.jpg,1"))
    assert program("train", "ava", "--config", config, "--run", "r") == 2
    write_rated(at / "own", 40)
    (at / "own" / "000.jpg").write_bytes((at / "own" / "001.jpg").read_bytes())
    assert program("train", "ava", "--config", config, "--run", "r") == 2
    assert "labels or photos have changed" in program.err


def stopped_run(album: Path, at: Path, name: str = "r") -> tuple[Path, Path]:
    """A training that was stopped after its first epoch: its configuration and folder."""
    config, run = ava_files(album, at, epochs=2), at / "outputs" / "ava" / name
    request = trainer.Request("ava", run, read_config(config, "ava"), config, _no_version)
    job = Job(lambda progress: job.cancel() if (run / BEST).exists() else None)
    with pytest.raises(JobCancelled):
        trainer.train(request, job)
    return config, run


def test_a_foreign_state_is_refused_and_left_alone(program: Program, album: Path, at: Path) -> None:
    config, run = at / "c.yaml", at / "outputs" / "ava" / "r"
    config.write_text(ava_files(album, at).read_text())
    run.mkdir(parents=True)
    for content in (b"not ours", b""):
        (run / LAST).write_bytes(content)
        assert program("train", "ava", "--config", config, "--run", "r") == 2
        assert "of another program" in program.err
        assert program("train", "ava", "--resume", run) == 2
        assert (run / LAST).read_bytes() == content
    (run / LAST).unlink()
    (run / BEST).write_bytes(b"somebody's model")
    assert program("train", "ava", "--config", config, "--run", "r") == 2
    assert "nothing to go on with" in program.err
    assert (run / BEST).read_bytes() == b"somebody's model"


def test_a_run_folder_that_cannot_be_written_to(program: Program, album: Path, at: Path) -> None:
    """A folder in the place of the lock: root may write to read-only folders, but not that."""
    config = ava_files(album, at)
    (at / "outputs" / "ava" / "r" / "run.lock").mkdir(parents=True)
    assert program("train", "ava", "--config", config, "--run", "r") == 2
    assert "cannot be written to" in program.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_run_folder(program: Program, album: Path, at: Path) -> None:
    _, run = stopped_run(album, at)
    before = {file.name: file.read_bytes() for file in run.iterdir()}
    run.chmod(0o500)
    try:
        assert program("train", "ava", "--resume", run) != 0
        assert "Traceback" not in program.err
    finally:
        run.chmod(0o700)
    assert {file.name: file.read_bytes() for file in run.iterdir()} == before


def test_a_run_folder_that_another_training_works_in(
    program: Program, album: Path, at: Path
) -> None:
    config, run = ava_files(album, at), at / "outputs" / "ava" / "r"
    run.mkdir(parents=True)
    with exclusive(run / "run.lock"):
        assert program("train", "ava", "--config", config, "--run", "r") == 2
    assert "Another window or command" in program.err
    assert [file.name for file in run.iterdir()] == ["run.lock"]


def test_a_lost_outcome_is_made_again_and_a_lost_best_model_is_told(
    program: Program, album: Path, at: Path
) -> None:
    config = ava_files(album, at, epochs=1)
    run_in_process(config, at / "r")
    outcome, card = (at / "r" / "outcome.json").read_bytes(), (at / "r" / "README.md").read_bytes()
    (at / "r" / "outcome.json").write_text("{}")
    assert program("train", "ava", "--resume", "r") == 2
    assert "delete it to have it written again" in program.err
    (at / "r" / "outcome.json").unlink()
    run_in_process(config, at / "r")
    assert (at / "r" / "outcome.json").read_bytes() == outcome
    assert (at / "r" / "README.md").read_bytes() == card
    (at / "r" / "outcome.json").unlink()
    (at / "r" / BEST).unlink()
    assert program("train", "ava", "--resume", "r") == 4
    assert BEST in program.err


def test_photos_that_vanish_while_it_learns_are_one_sentence(
    program: Program, album: Path, at: Path
) -> None:
    labels = write_rated(at / "own", 40)
    more = "  memory_mb: 0\n"
    config = write_config(at / "c.yaml", labels, album / "ava.pt", epochs=9, more=more)
    run = at / "r"

    def vanish(progress: Progress) -> None:
        if progress.stage == "Training":
            (at / "own" / "000.jpg").unlink(missing_ok=True)

    request = trainer.Request("ava", run, read_config(config, "ava"), config, _no_version)
    with pytest.raises(PhotoError, match=r"000\.jpg"):
        trainer.train(request, Job(vanish))
    assert program("train", "ava", "--resume", run) == 2
    assert "labels or photos have changed" in program.err
    write_rated(at / "own", 40)
    with pytest.raises(JobCancelled):
        trainer.train(request, _StoppedAfterTwoBatches())


def test_an_ava_list_with_photos_that_bear_its_numbers(
    program: Program, album: Path, at: Path
) -> None:
    """As the data set comes: no suffixes, votes, and the challenge as the series."""
    lines = []
    for number, row in enumerate((album / "few" / "ratings.csv").read_text().splitlines()[1:]):
        name, score, _ = row.split(",")
        (at / "images").mkdir(exist_ok=True)
        (at / "images" / f"9{number}.jpg").write_bytes((album / "few" / name).read_bytes())
        votes = [0] * 10
        votes[round(float(score)) - 1] = 7
        counts = " ".join(map(str, votes))
        lines.append(f"{number + 1} 9{number} {counts} 1 22 {number // 2}")
    (at / "AVA.txt").write_text("\n".join(lines) + "\n")
    make_ava_checkpoint(at / "votes.pt", "distribution", hidden=[])
    text = ava_files(album, at, epochs=1).read_text()
    text = text.replace(str(album / "ava.pt"), str(at / "votes.pt"))
    (at / "c.yaml").write_text(text.replace("training:", "training:\n  loss: emd"))
    data = ("--labels", at / "AVA.txt", "--images", at / "images")
    code = program("train", "ava", "--config", at / "c.yaml", *data, "--run", "r")
    assert code in {0, NOT_USEFUL}, program.err
    report = json.loads((at / "outputs" / "ava" / "r" / "data_report.json").read_text())
    assert (report["photos"], report["training"] + report["validation"]) == (40, 40)
    (at / "c.yaml").write_text(text.replace("training:", "training:\n  loss: emd").replace(
        "model:", "model:\n  output_mode: regression"))  # fmt: skip
    assert program("train", "ava", "--config", at / "c.yaml", *data, "--run", "s") == 2
    assert "needs model.output_mode distribution" in program.err.replace("\n", " ")


def test_a_new_head_starts_at_the_mean_of_the_labels(
    program: Program, album: Path, at: Path
) -> None:
    """It need not find that first, which would take epochs."""
    text = ava_files(album, at, epochs=1, lr=1e-6).read_text()
    (at / "c.yaml").write_text(text.replace("model:", "model:\n  mlp_hidden_dims: [4]"))
    assert program("train", "ava", "--config", at / "c.yaml", "--run", "r") == NOT_USEFUL
    history = json.loads((at / "outputs" / "ava" / "r" / "training_history.json").read_text())
    outcome = json.loads((at / "outputs" / "ava" / "r" / "outcome.json").read_text())
    assert history["epochs"][0]["val_mse"] < 2 * outcome["figures"]["mean_mse"][0]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["ava"], 2, "needs --config"),
        (["ava", "--resume", "none"], 2, "There is no run folder none"),
        (["ava", "--resume", ".", "--run", "x"], 2, "both name a run folder"),
        (["ava", "--resume", "."], 2, "There is no training to go on with"),
        (["ava", "--config", "none.yaml"], 2, "There is no file none.yaml"),
        (["ava", "--config", "c.yaml", "--run", "../x"], 2, "must be a plain name"),
        (["ava", "--config", "c.yaml", "--labels", "none.csv"], 2, "There is no file"),
        (["ava", "--config", "c.yaml", "--images", "none"], 3, "There is no folder"),
        (["siamese", "--config", "c.yaml"], 2, "no column 'a'"),
        (["ava", "--config", "c.yaml", "--out", "c.yaml"], 2, "cannot be created"),
        (["ava", "--config", "bad_init.yaml"], 4, "does not exist"),
        (["ava", "--config", "emd.yaml"], 2, "has only scores; use mse"),
        (["ava", "--config", "no_card.yaml"], 2, "finds no graphics card"),
    ],
)
def test_wrong_requests_are_one_sentence(
    program: Program, album: Path, at: Path, arguments: list[str], code: int, told: str
) -> None:
    text = ava_files(album, at).read_text()
    (at / "c.yaml").write_text(text)
    (at / "bad_init.yaml").write_text(text.replace("ava.pt", "none.pt"))
    (at / "emd.yaml").write_text(text.replace("training:", "training:\n  loss: emd"))
    (at / "no_card.yaml").write_text(text.replace("device: cpu", "device: cuda"))
    assert program("train", *arguments) == code
    assert told in program.err.replace("\n", " ")
