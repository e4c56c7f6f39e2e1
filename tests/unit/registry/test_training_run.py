import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.errors import ModelError
from album_organizer.registry.training_run import find_run
from tests.unit.registry.models import checkpoint

DAY_2026_01_18 = 1768737600


def run_folder(folder: Path, history: object = None) -> Path:
    checkpoint(folder / "best_model.pt")
    if history is not None:
        (folder / "training_history.json").write_text(json.dumps(history))
    return folder


ROWS = [
    {"epoch": 1, "train_loss": 0.9, "val_loss": 0.8, "val_spearman": 0.5},
    {"epoch": 2, "train_loss": 0.7, "val_loss": 0.6, "val_spearman": 0.7},
    {"epoch": 3, "train_loss": 0.6, "val_loss": 0.65, "val_spearman": 0.65},
]
COLUMNS = {key: [row[key] for row in ROWS] for key in ("train_loss", "val_loss", "val_spearman")}


@pytest.mark.parametrize("history", [ROWS, COLUMNS, {"history": COLUMNS}, {"epochs": ROWS}])
def test_figures_of_the_epoch_the_checkpoint_comes_from(tmp_path: Path, history: object) -> None:
    run = find_run(run_folder(tmp_path, history))
    assert run.metrics({"val_spearman": 0.7}, None) == {"val_spearman": 0.7, "val_loss": 0.6}


def test_epoch_is_found_by_its_number(tmp_path: Path) -> None:
    run = find_run(run_folder(tmp_path, ROWS))
    assert run.metrics({}, 3) == {"val_loss": 0.65, "val_spearman": 0.65}


def test_figures_that_belong_to_no_known_epoch_are_left_out(tmp_path: Path) -> None:
    run = find_run(run_folder(tmp_path, ROWS))
    assert run.metrics({"val_spearman": 0.9}, None) == {"val_spearman": 0.9}
    assert run.metrics({"val_spearman": 0.9}, 8) == {"val_spearman": 0.9}


def test_the_best_epoch_where_the_checkpoint_says_nothing(tmp_path: Path) -> None:
    assert find_run(run_folder(tmp_path / "a", ROWS)).metrics({}, None)["val_loss"] == 0.6
    accuracies = [{"val_acc": 0.6}, {"val_acc": 0.8}, {"val_acc": 0.7}]
    assert find_run(run_folder(tmp_path / "b", accuracies)).metrics({}, None) == {"val_acc": 0.8}


@pytest.mark.parametrize(
    "text", ["", "{", "3", '"x"', "[1, null]", '{"val_loss": 3}', '[{"val_loss": NaN}]', "[" * 9999]
)
def test_useless_history_is_passed_over(tmp_path: Path, text: str) -> None:
    run_folder(tmp_path)
    (tmp_path / "training_history.json").write_text(text)
    assert find_run(tmp_path).metrics({"val_acc": 0.7}, 1) == {"val_acc": 0.7}


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["epoch", "val_loss", "history", "x"]), inner)
        ),
        max_leaves=20,
    )
)
def test_any_json_gives_finite_figures(
    tmp_path_factory: pytest.TempPathFactory, json_: object
) -> None:
    folder = run_folder(tmp_path_factory.mktemp("run"), json_)
    figures = find_run(folder).metrics({}, 1)
    assert all(name.startswith("val_") for name in figures)
    assert all(math.isfinite(value) for value in figures.values())


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("20260203_101500", "2026-02-03"),
        ("run-2025-12-31", "2025-12-31"),
        ("gpu_run_regression_18_01", "2026-01-18"),
        ("20261399_run", "2026-01-18"),
    ],
)
def test_date_from_the_folder_name_or_the_file(tmp_path: Path, name: str, date: str) -> None:
    folder = run_folder(tmp_path / name)
    os.utime(folder / "best_model.pt", (DAY_2026_01_18, DAY_2026_01_18))
    assert find_run(folder).date() == date


def test_papers_are_found(tmp_path: Path) -> None:
    run = find_run(run_folder(tmp_path))
    assert (run.config, run.history, run.card) == (None, None, None)
    for name in ("config.yaml", "training_history.json", "README.md"):
        (tmp_path / name).write_text("x")
    run = find_run(tmp_path)
    assert run.config == tmp_path / "config.yaml"
    assert run.history == tmp_path / "training_history.json"
    assert run.card == tmp_path / "README.md"


def test_huge_papers_stay_where_they_are(tmp_path: Path) -> None:
    run_folder(tmp_path)
    with (tmp_path / "training_history.json").open("wb") as file:
        file.truncate(17 * 1024**2)
    assert find_run(tmp_path).history is None


def test_folder_without_a_best_model(tmp_path: Path) -> None:
    checkpoint(tmp_path / "last_model.pt")
    with pytest.raises(ModelError, match=r"no best_model.pt in .*give a training folder"):
        find_run(tmp_path)
    (tmp_path / "best_model.pt").mkdir()
    with pytest.raises(ModelError, match=r"no best_model.pt"):
        find_run(tmp_path)


def test_papers_that_are_links_to_elsewhere_are_left_out(tmp_path: Path) -> None:
    run_folder(tmp_path / "run")
    (tmp_path / "secret").write_text("private")
    (tmp_path / "run" / "config.yaml").symlink_to(tmp_path / "secret")
    assert find_run(tmp_path / "run").config is None
