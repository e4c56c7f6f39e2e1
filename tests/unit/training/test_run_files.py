"""The files of a run folder: state, best model, outcome, card, plots; and whether to go on."""

import csv
import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.evaluation.results import Estimate
from album_organizer.ml.checkpoint import read_checkpoint
from album_organizer.registry.training_run import find_run
from album_organizer.training.baselines import Judgement
from album_organizer.training.card import figure_lines, model_card
from album_organizer.training.data_checks import DataSet, Finding
from album_organizer.training.labels import JudgedPair, RatedPhoto
from album_organizer.training.outcome import finish, read_outcome, report_history
from album_organizer.training.photo_facts import PhotoFacts
from album_organizer.training.plots import history_plot, reliability_plot, score_plot
from album_organizer.training.resuming import check_folder, check_unchanged
from album_organizer.training.state import (
    BEST,
    LAST,
    Position,
    SavedState,
    load_state,
    random_states,
    restore_random,
    save_best,
    save_state,
)

ROWS = [
    {"epoch": 1, "train_loss": 2.0, "val_loss": 1.5, "val_spearman": 0.4, "val_acc": 0.5},
    {"epoch": 2, "train_loss": 1.0, "val_loss": 1.2, "val_spearman": 0.6, "val_acc": 0.9},
]
STORED: dict[str, Any] = {
    "kind": "ava",
    "seed": 3,
    "model": {"backbone": "b", "cnn_backbone": "b", "mlp_hidden_dims": [], "output_mode": "x"},
}


def state(kind: str = "ava") -> SavedState:
    return SavedState(
        kind=kind,
        request={"seed": 3},
        recipe={"seed": 3, "training": {"lr": 0.1, "loss": "mse"}},
        stored={**STORED, "kind": kind},
        data="fingerprint",
        note="Starts from random weights.",
        position=Position(epoch=2, rows=ROWS, best_epoch=2, best_value=0.6),
        model={"w": torch.arange(3.0)},
        optimizer={"state": {0: {"step": torch.tensor(4.0)}}, "param_groups": [{"lr": 0.1}]},
        random=random_states(),
    )


def facts(path: str, sharpness: float) -> PhotoFacts:
    return PhotoFacts(path, 1, 1, path, sharpness, None)


def rated(count: int = 20) -> DataSet[RatedPhoto]:
    labels = [RatedPhoto(f"{i}.jpg", 1 + i % 9, None, None, None, i) for i in range(2 * count)]
    units = [label.path for label in labels]
    known = {label.path: facts(label.path, 0.5) for label in labels}
    return DataSet(labels, units, [i >= count for i in range(2 * count)], known)


def paired(count: int = 20) -> DataSet[JudgedPair]:
    labels = [
        JudgedPair(f"a{i}", f"b{i}", i % 2 == 0, 1.0, None, None, i) for i in range(2 * count)
    ]
    units = [label.a for label in labels]
    known = {path: facts(path, 0.5) for label in labels for path in label.photos}
    return DataSet(labels, units, [i >= count for i in range(2 * count)], known)


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    assert load_state(tmp_path) is None
    save_state(tmp_path, state())
    found = load_state(tmp_path)
    assert found is not None
    assert torch.equal(found.model["w"], torch.arange(3.0))
    assert replace(found, model={}, random={}) == replace(state(), model={}, random={})


@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04"])
def test_a_damaged_state_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LAST).write_bytes(content)
    with pytest.raises(UsageError, match="is damaged or of another program"):
        load_state(tmp_path)


def test_random_numbers_go_on() -> None:
    torch.manual_seed(1)
    states = random_states()
    first = torch.rand(3)
    torch.manual_seed(9)
    restore_random(states, torch.device("cpu"))
    assert torch.equal(torch.rand(3), first)


def test_the_best_model_is_a_checkpoint_of_the_contract(tmp_path: Path) -> None:
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3)).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    save_best(tmp_path, 7, "val_acc", 0.75, network, {"model": {}})
    found = read_checkpoint(tmp_path / BEST, "siamese")
    assert (found.epoch, found.metrics, found.config) == (7, {"val_acc": 0.75}, {"model": {}})
    assert torch.equal(found.state_dict["0.weight"], network[0].weight)


def test_a_full_disk_is_a_sentence_and_the_old_files_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_state(tmp_path, state())
    before = (tmp_path / LAST).read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AlbumError, match=r"no space left on device.*--resume"):
        save_state(tmp_path, replace(state(), data="other"))
    assert (tmp_path / LAST).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [LAST]


def test_a_good_model_gets_its_command(tmp_path: Path) -> None:
    data = rated()
    answers = [label.score + 0.1 for label in data.validation]
    assert read_outcome(tmp_path) is None
    outcome = finish(tmp_path, state(), data, answers, "val_spearman")
    assert outcome.useful
    assert outcome.command == f"album-organizer models add ava {tmp_path.as_posix()}"
    again = read_outcome(tmp_path)
    assert again is not None
    assert (again.command, again.best_epoch) == (outcome.command, 2)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert outcome.command in card
    with (tmp_path / "validation_predictions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "path": "20.jpg",
        "score": "3.0000",
        "predicted": "3.1000",
        "series": "20.jpg",
    }


def test_a_useless_pair_model_gets_none(tmp_path: Path) -> None:
    data = paired()
    outcome = finish(tmp_path, state("siamese"), data, [0.5] * 20, "val_acc")
    assert (outcome.useful, outcome.command) == (False, None)
    assert "Not recommended" in (tmp_path / "README.md").read_text(encoding="utf-8")
    rows = (tmp_path / "validation_predictions.csv").read_text(encoding="utf-8").splitlines()
    assert rows[:2] == ["a,b,winner,p_a,right,series", "a20,b20,a,0.5000,,a20"]


def test_a_damaged_outcome_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "outcome.json").write_text("{}")
    with pytest.raises(UsageError, match=r"outcome\.json is damaged; delete it"):
        read_outcome(tmp_path)


def test_the_registry_reads_the_history(tmp_path: Path) -> None:
    save_best(tmp_path, 2, "val_spearman", 0.6, torch.nn.Linear(1, 1), STORED)
    report_history(tmp_path, "ava", state().position)
    metrics = find_run(tmp_path).metrics({"val_spearman": 0.6}, 2)
    assert metrics == {"val_loss": 1.2, "val_spearman": 0.6, "val_acc": 0.9}


def test_plots_are_pictures_and_equal_for_equal_figures() -> None:
    def plots() -> list[bytes]:
        return [
            history_plot(ROWS, "val_spearman", 2),
            history_plot(ROWS[:1], "val_acc", 1),
            score_plot([1, 5, 9], [2, 5, 7]),
            reliability_plot([True, False, True], [0.9, 0.5, 0.1]),
        ]

    drawn = plots()
    assert drawn == plots()
    for plot in drawn:
        with Image.open(io.BytesIO(plot)) as image:
            assert image.format == "PNG"
            assert min(image.size) > 300


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_the_card_has_the_usual_sections(kind: str) -> None:
    judgement = Judgement(True, "It is good.", {"val_acc": Estimate(0.8, 0.7, 0.9)})
    counts = {"photos": 9, "training": 6, "validation": 3, "series": 2}
    finding = Finding("few", "Only 3 labels.", 3)
    card = model_card(
        {**STORED, "kind": kind}, counts, [finding], judgement, 4, "A note.", "command"
    )
    headings = [line[3:] for line in card.splitlines() if line.startswith("## ")]
    assert headings == [
        "Intended use",
        "Data",
        "Metrics",
        "Limits",
        "Licence and origin",
        "Registering it",
    ]
    for text in ("Only 3 labels.", "0.800 (0.700 to 0.900)", "It is good.", "A note.", "command"):
        assert text in card


def test_figures_are_named_for_people() -> None:
    line = figure_lines({"side_prior": Estimate(0.5, 0.4, 0.6)})[0]
    assert line == "Labels in which a wins (all pairs): 0.500 (0.400 to 0.600)"


def test_folders_of_others_are_refused(tmp_path: Path) -> None:
    check_folder(tmp_path, "ava", None)
    check_folder(tmp_path, "ava", state())
    with pytest.raises(UsageError, match="holds a training of kind ava, not siamese"):
        check_folder(tmp_path, "siamese", state())
    (tmp_path / BEST).write_bytes(b"")
    with pytest.raises(UsageError, match="nothing to go on with"):
        check_folder(tmp_path, "ava", None)


def test_changed_configurations_are_refused_with_what_changed(tmp_path: Path) -> None:
    check_unchanged(state().recipe, state(), tmp_path)
    with pytest.raises(UsageError) as caught:
        check_unchanged({"seed": 4, "training": {"lr": 0.1, "momentum": 1}}, state(), tmp_path)
    told = str(caught.value)
    assert "seed was 3 and is 4" in told
    assert "training.loss was mse and is not set" in told
    assert "training.momentum was not set and is 1" in told
    assert "training.lr" not in told
