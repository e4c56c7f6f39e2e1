"""Commands that train a model on people's own labels."""

import datetime
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from album_organizer.cli.context import cli_context, messages, results
from album_organizer.cli.progress import INTERRUPTED, ProgressStyle, progress_job
from album_organizer.domain.errors import JobCancelled, UsageError
from album_organizer.domain.job import Job
from album_organizer.evaluation.results import Estimate
from album_organizer.training.card import figure_lines
from album_organizer.training.config import Kind
from album_organizer.training.config_file import read_config
from album_organizer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from album_organizer.training.outcome import Outcome

NOT_USEFUL = 5
"""Exit code of a finished training whose model does not beat the simple rules."""

_STATE = "last.pt"

train = typer.Typer(no_args_is_help=True, help="Train a model on your own labels.")

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        help="Training configuration, for example configs/training/ava_from_builtin.yaml."
    ),
]
Labels = Annotated[
    Path | None, typer.Option(help="Table of labels, in place of data.labels of the configuration.")
]
Images = Annotated[Path | None, typer.Option(help="Folder of the photos, in place of data.images.")]
Run = Annotated[
    str | None,
    typer.Option(help="Name of the run; one that was interrupted goes on. Default: date and time."),
]
Out = Annotated[Path, typer.Option(help="Folder in which run folders are made.")]
Resume = Annotated[Path | None, typer.Option(metavar="RUN_FOLDER", help="Go on with a training.")]
ProgressAs = Annotated[
    ProgressStyle, typer.Option(help="Show a bar, or write lines of JSON to standard error.")
]


@train.command()
def ava(
    context: typer.Context,
    config: ConfigFile = None,
    labels: Labels = None,
    images: Images = None,
    run: Run = None,
    out: Out = Path("outputs"),
    resume: Resume = None,
    progress: ProgressAs = ProgressStyle.BAR,
) -> None:
    """Train an AVA model: CSV of path and score or 10 vote counts, or an AVA.txt.

    Exit code 5: it finished, but the model is not better than simple rules.
    """
    _train(
        cli_context(context).workspace(), "ava", config, labels, images, run, out, resume, progress
    )


@train.command()
def siamese(
    context: typer.Context,
    config: ConfigFile = None,
    labels: Labels = None,
    images: Images = None,
    run: Run = None,
    out: Out = Path("outputs"),
    resume: Resume = None,
    progress: ProgressAs = ProgressStyle.BAR,
) -> None:
    """Train a Siamese model: CSV of pairs a, b, winner (a or b) and perhaps strength, series.

    Exit code 5: it finished, but the model is not better than simple rules.
    """
    _train(
        cli_context(context).workspace(),
        "siamese",
        config,
        labels,
        images,
        run,
        out,
        resume,
        progress,
    )


def _train(
    workspace: Workspace,
    kind: Kind,
    config: Path | None,
    labels: Path | None,
    images: Path | None,
    run: str | None,
    out: Path,
    resume: Path | None,
    progress: ProgressStyle,
) -> None:
    folder = _run_folder(kind, run, out, resume)
    given = {"labels": labels, "images": images}
    replaced = {name: str(path) for name, path in given.items() if path is not None}
    if config is None and (resume is None or replaced):
        raise UsageError(
            "A training needs --config, for example "
            f"--config configs/training/{kind}_from_builtin.yaml; only --resume goes without."
        )
    wanted = None if config is None else read_config(config, kind, replaced)

    def find_version(wanted_kind: str, version: str) -> Path:
        registry = workspace.registry
        if version == "current":
            return registry.verify_file(registry.current(wanted_kind)).path
        return registry.verify_file(registry.find(wanted_kind, version)).path

    with progress_job(style=progress) as job, _stopped_by_ctrl_c(job, kind, folder):
        job.report("Getting ready", 0)
        from album_organizer.training import trainer  # noqa: PLC0415 (imports PyTorch)

        request = trainer.Request(kind, folder, wanted, config or folder, find_version)
        outcome = trainer.train(request, job, lambda line: messages().print(Text(line)))
    _report(outcome)


def _run_folder(kind: Kind, run: str | None, out: Path, resume: Path | None) -> Path:
    """Where the training works.

    Raises:
        UsageError: If it is not told clearly, or is not there.
    """
    if resume is not None:
        if run is not None:
            raise UsageError("--run and --resume both name a run folder; give one of them.")
        if not resume.is_dir():
            raise UsageError(f"There is no run folder {resume} to go on with.")
        return resume
    name = run or f"{datetime.datetime.now():%Y-%m-%d_%H%M%S}"
    if Path(name).name != name or name in {".", ".."} or "\\" in name:
        raise UsageError(f"--run is {name!r}, but must be a plain name; --out names the folder.")
    return out / kind / name


@contextmanager
def _stopped_by_ctrl_c(job: Job, kind: Kind, folder: Path) -> Iterator[None]:
    """Lets the first Ctrl-C end the training behind the batch it is at, with its state saved.

    An interrupt in the middle of a batch would leave weights that belong to no step.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        messages().print("Stopping after this step, and saving the state.")
        job.cancel()
        signal.signal(signal.SIGINT, before)

    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    if main:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    except (JobCancelled, KeyboardInterrupt) as stopped:
        if (folder / _STATE).exists():
            how = f"album-organizer train {kind} --resume {folder.as_posix()}"
        else:
            how = f"the same command and --run {folder.name}"
        messages().print(Text(f"Stopped. To go on: {how}"))
        raise typer.Exit(INTERRUPTED) from stopped
    finally:
        if main:
            signal.signal(signal.SIGINT, before)


def _report(outcome: "Outcome") -> None:
    """Prints the figures and the verdict; ends with exit code 5 for a model that is not useful."""
    figures = {name: Estimate(*values) for name, values in outcome.figures.items()}
    results().print(Text(f"Run folder: {outcome.folder}"))
    results().print(f"Best epoch: {outcome.best_epoch}. On held out labels (95% interval):")
    for line in figure_lines(figures):
        results().print(Text(f"  {line}"))
    results().print(Text(outcome.sentence), soft_wrap=True)
    if outcome.command is None:
        raise typer.Exit(NOT_USEFUL)
    results().print(Text(f"To register it: {outcome.command}"), soft_wrap=True)
