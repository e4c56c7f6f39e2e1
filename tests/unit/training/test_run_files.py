"""The files of a run folder: state, best model, outcome, card, plots; and whether to go on."""

import csv
import io
import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from album_organizer.domain.errors import AlbumError, UsageError
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.evaluation.results import Estimate
from album_organizer.ml.checkpoint import read_checkpoint
from album_organizer.registry.training_run import find_run
from album_organizer.training.baselines import Judgement, judge_pairs, judge_ratings
from album_organizer.training.card import figure_lines, model_card
from album_organizer.training.data_checks import DataSet, Finding
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


@pytest.mark.parametrize(
    "content",
    [{"a": 1}, {"position": {}}, {"position": {"epochs": 3}}, {"position": 3}, [1], 5, None, {}],
)
def test_a_state_of_another_program_is_a_sentence(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / LAST)
    with pytest.raises(UsageError, match=r"last\.pt is damaged or of another program"):
        load_state(tmp_path)


def test_a_state_with_more_or_less_than_ours_is_refused(tmp_path: Path) -> None:
    save_state(tmp_path, state())
    whole = torch.load(tmp_path / LAST, weights_only=True)
    for content in ({**whole, "scaler": 1}, {k: v for k, v in whole.items() if k != "random"}):
        torch.save(content, tmp_path / LAST)
        with pytest.raises(UsageError, match="start a new one under another name"):
            load_state(tmp_path)


def test_a_checkpoint_in_the_place_of_the_state_is_refused(tmp_path: Path) -> None:
    save_best(tmp_path, 1, "val_acc", 0.5, torch.nn.Linear(1, 1), STORED)
    (tmp_path / BEST).rename(tmp_path / LAST)
    with pytest.raises(UsageError, match="of another program"):
        load_state(tmp_path)


def test_code_in_a_state_is_not_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return os.mkdir, (str(tmp_path / "pwned"),)

    torch.save({"position": Evil()}, tmp_path / LAST)
    with pytest.raises(UsageError, match="damaged or of another program"):
        load_state(tmp_path)
    assert not (tmp_path / "pwned").exists()


def test_a_folder_in_the_place_of_the_state(tmp_path: Path) -> None:
    (tmp_path / LAST).mkdir()
    with pytest.raises(UsageError, match=r"last\.pt cannot be read"):
        load_state(tmp_path)


def test_a_run_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AlbumError, match=r"last\.pt cannot be written .*--resume .*gone"):
        save_state(tmp_path / "gone", state())
    with pytest.raises(AlbumError, match=r"best_model\.pt cannot be written"):
        save_best(tmp_path / "gone", 1, "val_acc", 0.5, torch.nn.Linear(1, 1), STORED)


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


def test_commands_can_be_pasted_whatever_the_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "my run; rm -rf $HOME 'x'"
    folder.mkdir()
    data = rated()
    outcome = finish(folder, state(), data, [p.score for p in data.validation], "val_spearman")
    assert outcome.command is not None
    assert shlex.split(outcome.command)[-1] == folder.as_posix()


def test_predictions_can_be_read_whatever_the_photos_are_called(tmp_path: Path) -> None:
    names = ['a, "b".jpg', "ü;x.jpg", "line\nbreak.jpg", "=1+1.jpg"]
    labels = [RatedPhoto(name, float(2 + i), group="s, t") for i, name in enumerate(names)]
    known = {name: facts(name, 0.1 * i) for i, name in enumerate(names)}
    data = DataSet([*rated(4).training, *labels], ["s, t"] * 8, [False] * 4 + [True] * 4,
                   {**rated(4).facts, **known})  # fmt: skip
    outcome = finish(tmp_path, state(), data, [2.0, 3.0, 4.0, 5.0], "val_spearman")
    assert not outcome.useful
    with (tmp_path / "validation_predictions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == names
    assert {row["series"] for row in rows} == {"s, t"}


def test_pairs_say_which_were_decided_rightly(tmp_path: Path) -> None:
    data = paired()
    answers = [0.9, 0.9, 0.1, 0.1] + [0.5] * 16
    finish(tmp_path, state("siamese"), data, answers, "val_acc")
    rows = (tmp_path / "validation_predictions.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[4] for row in rows[1:]] == ["yes", "no", "no", "yes"] + [""] * 16


@pytest.mark.parametrize(
    "text", ["{}", "[]", "null", "", "{", '{"schema": 1}', '{"schema": 1, "other": 2}', "\xff"]
)
def test_a_damaged_outcome_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "outcome.json").write_text(text, encoding="latin-1")
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


def test_an_undecided_model_looks_the_same_whoever_wins() -> None:
    assert reliability_plot([True] * 3, [0.5] * 3) == reliability_plot([False] * 3, [0.5] * 3)
    assert reliability_plot([True], [0.9]) != reliability_plot([False], [0.9])
    assert reliability_plot([True], [0.9]) == reliability_plot([False], [0.1])


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


def test_a_card_of_clean_data_and_a_useless_model() -> None:
    judgement = Judgement(False, "It is not useful.", {"val_acc": Estimate(0.5, 0.4, 0.6)})
    counts = {"photos": 9, "training": 6, "validation": 3, "series": 2}
    card = model_card({**STORED, "kind": "siamese"}, counts, [], judgement, 1, "Note.", None)
    assert "Nothing was wrong with it." in card
    assert "album-organizer models add" not in card
    assert card.rstrip().endswith("Not recommended: see the verdict above.")
    assert "\n\n\n" not in card
    assert all(line == line.rstrip() for line in card.splitlines())


def test_every_figure_of_a_verdict_has_a_name() -> None:
    units = [f"u{i}" for i in range(12)]
    scores, wins = [1.0 + i % 9 for i in range(12)], [i % 2 == 0 for i in range(12)]
    found = [
        judge_ratings(scores, scores, scores, units, 5.0),
        judge_pairs(wins, [0.6] * 12, scores, units, list(zip(wins, scores, strict=True))),
    ]
    for judgement in found:
        lines = figure_lines(judgement.figures)
        assert len(lines) == len(judgement.figures)
        assert not [line for line in lines if "_" in line]


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
