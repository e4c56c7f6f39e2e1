"""What a finished training leaves besides the model: history, predictions, plots, card, verdict."""

import csv
import dataclasses
import io
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.training.baselines import Judgement, judge_pairs, judge_ratings
from album_organizer.training.card import model_card
from album_organizer.training.data_checks import DataSet
from album_organizer.training.state import Position, SavedState, write

OUTCOME = "outcome.json"
"""Written last: where it exists, the training has finished."""

SCHEMA = 1


@dataclass(frozen=True)
class Outcome:
    """The end of a training.

    Attributes:
        folder: The run folder.
        useful: Whether the model beats the simple rules.
        sentence: The verdict.
        figures: By name: value, low and high end of the 95% interval.
        best_epoch: Of ``best_model.pt``.
        command: That registers it; None if it is not useful.
    """

    folder: Path
    useful: bool
    sentence: str
    figures: Mapping[str, Sequence[float]]
    best_epoch: int
    command: str | None


def read_outcome(folder: Path) -> Outcome | None:
    """The outcome of a finished training, or None while it is not finished.

    Raises:
        UsageError: If its file is damaged.
    """
    path = folder / OUTCOME
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        del stored["schema"]
        return Outcome(folder=folder, **stored)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path} is damaged; delete it to have it written again.") from error


def register_command(kind: str, folder: Path) -> str:
    """The command that registers the model of a run folder."""
    return f"album-organizer models add {kind} {shlex.quote(folder.as_posix())}"


def report_data(folder: Path, data: DataSet[Any], kind: str) -> None:
    """Writes ``data_report.json``.

    Raises:
        AlbumError: If it cannot be written.
    """
    report = {"schema": SCHEMA, "kind": kind, **counts_of(data), "checks": _checks(data)}
    write(folder / "data_report.json", _json(report))


def counts_of(data: DataSet[Any]) -> dict[str, int]:
    """How many photos, labels on either side, and held out series there are."""
    return {
        "photos": len({path for label in data.labels for path in label.photos}),
        "training": len(data.training),
        "validation": len(data.validation),
        "series": len(set(data.validation_units)),
    }


def report_history(folder: Path, kind: str, position: Position) -> None:
    """Writes ``training_history.json`` with the figures of every epoch so far.

    Raises:
        AlbumError: If it cannot be written.
    """
    history = {
        "schema": SCHEMA,
        "kind": kind,
        "best_epoch": position.best_epoch,
        "epochs": position.rows,
    }
    write(folder / "training_history.json", _json(history))


def finish(
    folder: Path, state: SavedState, data: DataSet[Any], answers: Sequence[float], metric: str
) -> Outcome:
    """Judges the best model and writes everything that tells about it.

    Args:
        folder: The run folder.
        state: Of the finished training.
        data: Labels.
        answers: Of the best model for the held out labels.
        metric: The deciding figure.

    Raises:
        AlbumError: If a file cannot be written.
    """
    from album_organizer.training.plots import (  # noqa: PLC0415 (imports Matplotlib)
        history_plot,
        reliability_plot,
        score_plot,
    )

    kind, position = state.kind, state.position
    if kind == "ava":
        judgement = _judge_ratings(data, answers)
        picture = score_plot([label.score for label in data.validation], answers)
    else:
        judgement = _judge_pairs(data, answers)
        picture = reliability_plot([pair.a_wins for pair in data.validation], answers)
    command = register_command(kind, folder) if judgement.useful else None
    card = model_card(
        state.stored,
        counts_of(data),
        data.findings,
        judgement,
        position.best_epoch,
        state.note,
        command,
    )
    write(folder / "validation_predictions.csv", _predictions(data, answers))
    write(folder / "history.png", history_plot(position.rows, metric, position.best_epoch))
    write(folder / "validation.png", picture)
    write(folder / "README.md", card)
    figures = {name: dataclasses.astuple(value) for name, value in judgement.figures.items()}
    outcome = Outcome(
        folder, judgement.useful, judgement.sentence, figures, position.best_epoch, command
    )
    fields = {name: value for name, value in vars(outcome).items() if name != "folder"}
    write(folder / OUTCOME, _json({"schema": SCHEMA, **fields}))
    return outcome


def _judge_ratings(data: DataSet[RatedPhoto], answers: Sequence[float]) -> Judgement:
    training = [label.score for label in data.training]
    return judge_ratings(
        [label.score for label in data.validation],
        answers,
        [data.facts[label.path].sharpness for label in data.validation],
        data.validation_units,
        sum(training) / len(training),
    )


def _judge_pairs(data: DataSet[JudgedPair], answers: Sequence[float]) -> Judgement:
    def sharper(pair: JudgedPair) -> float:
        return data.facts[pair.a].sharpness - data.facts[pair.b].sharpness

    return judge_pairs(
        [pair.a_wins for pair in data.validation],
        answers,
        [sharper(pair) for pair in data.validation],
        data.validation_units,
        [(pair.a_wins, sharper(pair)) for pair in data.training],
    )


def _predictions(data: DataSet[Any], answers: Sequence[float]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    rated = isinstance(data.validation[0], RatedPhoto)
    writer.writerow(
        ("path", "score", "predicted", "series")
        if rated
        else ("a", "b", "winner", "p_a", "right", "series")
    )
    for label, answer, unit in zip(data.validation, answers, data.validation_units, strict=True):
        if isinstance(label, RatedPhoto):
            writer.writerow((label.path, f"{label.score:.4f}", f"{answer:.4f}", unit))
        else:
            winner = "a" if label.a_wins else "b"
            right = "" if answer == 0.5 else "yes" if (answer > 0.5) == label.a_wins else "no"
            writer.writerow((label.a, label.b, winner, f"{answer:.4f}", right, unit))
    return buffer.getvalue()


def _checks(data: DataSet[Any]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(finding) for finding in data.findings]


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
