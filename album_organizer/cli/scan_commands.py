"""Commands on photos: gui, score, pick, compare."""

import csv
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from album_organizer.cli.context import CliContext, cli_context, messages, results
from album_organizer.cli.output import (
    STANDARD_OUTPUT,
    Outputs,
    pairs_to_json,
    print_problems,
    write_result,
)
from album_organizer.cli.progress import progress_job
from album_organizer.domain.album import Album
from album_organizer.domain.errors import FolderError, ModelError, UsageError
from album_organizer.export.execute import execute
from album_organizer.export.plan import ExportMode, plan_export
from album_organizer.pipeline.pair_list import PairLister

# Typer's own check of readability would answer with the code of a wrong request.
Folder = Annotated[
    Path, typer.Argument(help="Folder with photos.", show_default=False, readable=False)
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write the result as JSON; - for standard output.")
]
CsvFile = Annotated[
    Path | None, typer.Option("--csv", help="Write the result as CSV; - for standard output.")
]


def gui(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with photos.", readable=False)
    ] = None,
) -> None:
    """Open the window; without a display, do the same job here and print the result."""
    options = cli_context(context)
    if has_display():
        raise typer.Exit(options.open_window(options.home, folder))
    if folder is None:
        raise UsageError("There is no display for the window; name a folder to do the job here.")
    messages().print("There is no display for the window; the result is printed instead.")
    _pick(options, folder, None, Outputs(None, None))


def score(
    context: typer.Context, folder: Folder, json: JsonFile = None, csv: CsvFile = None
) -> None:
    """Score every photo of a folder."""
    outputs = Outputs(json, csv)
    workspace = cli_context(context).workspace()
    require_folder(folder)
    with workspace.open_catalog() as catalog, progress_job() as job:
        note(catalog.notice)
        pipeline = workspace.pipeline(catalog, workspace.settings, workspace.load_models())
        album = pipeline.score(folder, job)
    outputs.write(album, proposed=False)


def pick(
    context: typer.Context,
    folder: Folder,
    count: Annotated[int | None, typer.Option(min=1, help="Photos in the album.")] = None,
    json: JsonFile = None,
    csv: CsvFile = None,
    export: Annotated[
        Path | None, typer.Option(help="Copy the picked photos to this folder.")
    ] = None,
    mode: Annotated[ExportMode, typer.Option(help="How to export.")] = ExportMode.COPY,
) -> None:
    """Propose the album, say why, and export it if asked."""
    album = _pick(cli_context(context), folder, count, Outputs(json, csv))
    if export is None:
        return
    chosen = [(Path(album.folder) / p.path, p.path) for p in album.picks.values() if p.picked]
    plan = plan_export(chosen, export, mode)
    with progress_job() as job:
        result = execute(plan, job)
    messages().print(Text(result.sentence()))
    print_problems(result.problems)


def _pick(options: CliContext, folder: Path, count: int | None, outputs: Outputs) -> Album:
    workspace = options.workspace()
    require_folder(folder)
    settings = workspace.settings
    with workspace.open_catalog() as catalog, progress_job() as job:
        note(catalog.notice)
        judges = workspace.load_models()
        if judges.siamese is None:
            raise ModelError(judges.siamese_error or "The comparison model cannot be used.")
        pipeline = workspace.pipeline(catalog, settings, judges)
        scored = pipeline.score(folder, job)
        wanted = settings.album.target_count if count is None else count
        album = pipeline.propose(scored, pipeline.decisions(scored), wanted, job)
    outputs.write(album, proposed=True)
    return album


def compare(
    context: typer.Context,
    pairs: Annotated[
        Path, typer.Argument(help="CSV file with the columns a and b.", readable=False)
    ],
    json: JsonFile = None,
) -> None:
    """Compare listed pairs of photos; paths count from the folder of the list."""
    listed = read_pairs(pairs)
    workspace = cli_context(context).workspace()
    with workspace.open_catalog() as catalog, progress_job() as job:
        note(catalog.notice)
        lister = PairLister(
            catalog, workspace.settings, workspace.load_ava(), workspace.load_siamese()
        )
        compared = lister.compare(pairs.parent, listed, job)
    if json is not None:
        write_result(json, pairs_to_json(compared))
    if json != STANDARD_OUTPUT:
        for comparison in compared.comparisons:
            better, p = comparison.a, comparison.p_a
            if p < 0.5:
                better, p = comparison.b, 1 - p
            verdict = f"{better} preferred, {round(100 * p)}%" if p > 0.5 else "equal"
            line = f"{comparison.a} | {comparison.b}: {verdict}"
            results().print(Text(line))
    print_problems(compared.problems)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The pairs of a CSV file with the columns a and b.

    Raises:
        UsageError: If the file cannot be read or lacks one of them.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file, strict=True)
            if not {"a", "b"} <= set(rows.fieldnames or ()):
                raise KeyError
            pairs = [(row["a"], row["b"]) for row in rows]
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
    except (KeyError, csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"{path} must be a CSV file (UTF-8) with the columns a and b.") from error
    for line, pair in enumerate(pairs, start=2):
        if not all(pair):
            raise UsageError(f"{path}, line {line}: a pair needs both a and b.")
    return pairs


def require_folder(folder: Path) -> None:
    """Fails early, before models are loaded.

    Raises:
        FolderError: If it is not a folder, or may not be read.
    """
    if not folder.exists():
        raise FolderError(f"The folder {folder} does not exist; check its name.")
    if not folder.is_dir():
        raise FolderError(f"{folder} is a file, not a folder; name the folder that holds it.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderError(f"The folder {folder} may not be read; ask for permission to read it.")


def note(notice: str | None) -> None:
    """Prints a notice on standard error, if there is one."""
    if notice:
        messages().print(Text(notice, style="yellow"))


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
